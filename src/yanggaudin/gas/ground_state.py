"""Ground state of the host gas: Eqs. (5)-(7), (17), (18), (20) and its thermodynamics.

For bosons with contact repulsion, or another host by its kernel (`hosts.py`).

Units ħ = m = n = 1, so c = γ: momenta and rapidities in ħn, energies in ħ²n²/m.  The one
exception is the paper's e(γ), defined by ε₀ = (ħ²n²/2m) e(γ), Eq. (20).

Everything follows from two solutions of one integral equation, the dressed 1 and the dressed
t² (t = k/Q).  With χ_j = (k^j)^dr and A_j = ∫_{-1}^{1} t^j χ₀ dt,

    ρ = χ₀/2π,   1/γ = B A₀/2π  (B = Q/c),   e = Q² A₂/A₀,   μ = χ₂(Q) / 2χ₀(Q).
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, bounded, coupling, real_array, real_number, whole_number
from ..errors import ConvergenceError, DomainError
from ..numerics.dressing import DressedFunction, DressingOperator, Kernel
from ..numerics.parity import EVEN, ODD
from .functions import fermi_rapidity
from .kernels import LIEB_KERNEL

_MAX_NEWTON_STEPS = 60
_LARGEST_POWER = 16


class GroundState:
    """Ground state of N bosons with contact repulsion in the thermodynamic limit.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    kernel : Kernel, optional
        θ′/2π of the host's atoms; Lieb's unless another is given, see `hosts`.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Notes
    -----
    The relative error of every quantity is below `RELATIVE_ERROR` = 1e-14 for Lieb's kernel.  A
    state takes a few milliseconds, a few hundredths of a second at γ = 1e-30.

    Examples
    --------
    >>> gas = GroundState(1.0)
    >>> round(gas.energy, 12), round(gas.luttinger_parameter, 12)
    (0.639151285272, 3.42565786972)
    """

    def __init__(self, gamma: float, kernel: Kernel = LIEB_KERNEL) -> None:
        self._gamma = coupling(gamma)
        if not callable(kernel):
            raise DomainError(f"kernel must be one such as SmoothKernel, got {kernel!r}")
        if kernel == LIEB_KERNEL:
            self.operator, self.dressed_one = _solve(
                fermi_rapidity(self._gamma) / self._gamma, kernel
            )
        else:
            self.operator, self.dressed_one = _solve_for_density(1 / self._gamma, kernel)

    @classmethod
    def from_fermi_rapidity(
        cls, fermi_rapidity_over_c: float, kernel: Kernel = LIEB_KERNEL
    ) -> GroundState:
        """The state whose rapidities fill [-Q, Q], given B = Q/c from 1e-150 to 1e16.

        >>> round(GroundState.from_fermi_rapidity(1.4318773896016035).gamma, 12)
        1.0
        """
        value = real_number("Q/c", fermi_rapidity_over_c)
        bounded("Q/c", value, 1e-150, 1e16)
        state = cls.__new__(cls)
        state.operator, state.dressed_one = _solve(value, kernel)
        state._gamma = 1 / _density_over_c(state.dressed_one)
        return state

    def __reduce__(self) -> tuple[type[GroundState], tuple[float, Kernel]]:
        return GroundState, (self.gamma, self.operator.kernel)

    def __repr__(self) -> str:
        return f"GroundState(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self._gamma

    @property
    def fermi_rapidity_over_c(self) -> float:
        """B = Q/c, the half width of the rapidity interval in units of the interaction."""
        return self.operator.half_width

    @property
    def fermi_rapidity(self) -> float:
        """Q in units of n; from 2√γ as γ → 0 to π as γ → ∞."""
        return self.gamma * self.operator.half_width

    def rapidity_density(self, k: ArrayLike) -> Array:
        """ρ(k) of Eq. (5) for k in [-Q, Q] (units of n), any shape; 0 outside; in 1 (ħ = 1)."""
        k = real_array("k", k)
        inside = np.abs(k) <= self.fermi_rapidity
        density = np.zeros_like(k)
        # k = ±Q may miss ±1 by a rounding
        position = np.clip(k[inside] / self.fermi_rapidity, -1, 1)
        density[inside] = self.dressed_one(position) / (2 * math.pi)
        return density

    def dressed_energy(self, k: ArrayLike) -> Array:
        """ε(k) = (k²/2 - μ)^dr for k in [-Q, Q], any shape, in ħ²n²/m; it vanishes at ±Q.

        With the absolute accuracy 1e-14 |ε(0)|.
        """
        q = self.fermi_rapidity
        k = real_array("k", k, -q, q, f"lie in [-Q, Q] = [{-q!r}, {q!r}]")
        position = np.clip(k / q, -1, 1)
        return np.asarray(
            q * q / 2 * self.dressed_rapidity_squared(position)
            - self.chemical_potential * self.dressed_one(position)
        )

    @cached_property
    def dressed_rapidity_squared(self) -> DressedFunction:
        """χ₂/Q², the dressed t²."""
        width = self.operator.half_width
        return self.operator.dress(lambda depth: (1 - depth / width) ** 2, EVEN)

    @cached_property
    def dressed_rapidity(self) -> DressedFunction:
        """σ/Q of Eq. (13), the dressed t."""
        width = self.operator.half_width
        return self.operator.dress(lambda depth: 1 - depth / width, ODD)

    @cached_property
    def dressed_rapidity_slope(self) -> DressedFunction:
        """dσ/dk: even, the solution for the source 1 - σ(Q) [K(k - Q) + K(k + Q)]."""
        kernel, width = self.operator.kernel, self.operator.half_width
        edge = width * self.dressed_rapidity.edge  # σ(Q)/c
        return self.operator.dress(
            lambda depth: 1 - edge * (kernel(depth) + kernel(2 * width - depth)), EVEN
        )

    @property
    def spin_wave_moment(self) -> float:
        """S = ∫kσ dk of Eq. (16), in ħ²n³/m; m/m* = S/πγ, and S = 2πP by Eq. (17)."""
        return self.fermi_rapidity**3 * self.dressed_rapidity.moment(1)

    @cached_property
    def energy(self) -> float:
        """e(γ) of Eq. (20), dimensionless; from γ as γ → 0 to π²/3 as γ → ∞."""
        return self.rapidity_moment(2)

    def rapidity_moment(self, power: int) -> float:
        """e_j = ∫ k^j ρ dk for even j from 0 to 16, in n^j; e₀ = 1 and e₂ = e.

        From C γ^(j/2), C = 1, 2, 5, 14, … Catalan's numbers for j = 2, 4, 6, 8, …, as γ → 0 to
        π^j/(j + 1) as γ → ∞.  These are moments of the rapidities; those of the atoms' momenta
        diverge beyond j = 2.

        >>> gas = GroundState(1.0)
        >>> [round(gas.rapidity_moment(j), 12) for j in (2, 4, 6, 8)]
        [0.639151285272, 0.763311810423, 1.099474669516, 1.73488144325]
        """
        power = whole_number("power", power, 0, _LARGEST_POWER)
        if power % 2:
            raise DomainError(f"power must be even, got {power}: odd moments vanish")
        return (
            self.fermi_rapidity**power * self.dressed_one.moment(power) / self.dressed_one.moment(0)
        )

    @property
    def energy_per_particle(self) -> float:
        """ε₀ = e/2 of Eq. (7), in ħ²n²/m."""
        return self.energy / 2

    @cached_property
    def chemical_potential(self) -> float:
        """μ = ∂(nε₀)/∂n = (3e - γe′)/2, in ħ²n²/m."""
        return (
            self.fermi_rapidity**2
            * self.dressed_rapidity_squared.edge
            / (2 * self.dressed_one.edge)
        )

    @property
    def pressure(self) -> float:
        """P = n² ∂ε₀/∂n = μn - nε₀, in ħ²n³/m."""
        return self.chemical_potential - self.energy / 2

    @cached_property
    def pair_correlation(self) -> float:
        """g₂ = e′(γ), the probability of two atoms at one point relative to n²; in (0, 1).

        From μ = (3e - γe′)/2, with every dressed function written as its source plus a
        correction: at strong coupling the sources cancel exactly and e′ ≈ 4π²/3γ² keeps
        its digits.
        """
        one, square = self.dressed_one, self.dressed_rapidity_squared
        a0, a2 = one.image_moment(0), one.image_moment(2)
        d0, d2 = one.edge_image, square.edge_image
        numerator = 2 * (d0 - d2) + 3 * a2 * (1 + d0) - a0 * (1 + d2)
        return self.fermi_rapidity**2 * numerator / (self.gamma * one.moment(0) * one.edge)

    @cached_property
    def luttinger_parameter(self) -> float:
        """K = (2πρ(Q))² = πn/v, dimensionless; from π/√γ as γ → 0 to 1 as γ → ∞."""
        return self.dressed_one.edge**2

    @property
    def sound_velocity(self) -> float:
        """v = πħn/(mK) in ħn/m; from √γ as γ → 0 to π as γ → ∞."""
        return math.pi / self.luttinger_parameter

    @property
    def compressibility(self) -> float:
        """∂n/∂μ = n/(mv²) = (K/π)², in m/(ħ²n)."""
        return (self.luttinger_parameter / math.pi) ** 2


def _solve(half_width: float, kernel: Kernel) -> tuple[DressingOperator, DressedFunction]:
    operator = DressingOperator(half_width, kernel)
    if kernel != LIEB_KERNEL and not operator.is_positive:
        raise DomainError(
            f"1 - K is not positive for rapidities up to Q = {half_width!r} c: the gas would "
            "collapse; the Fourier transform of K must be below 1"
        )
    return operator, operator.dress(np.ones_like, EVEN)


def _solve_for_density(target: float, kernel: Kernel) -> tuple[DressingOperator, DressedFunction]:
    """The state with n/c = target: Newton's method for ln(n/c) in ln B, dn/dQ = 4πρ(Q)².

    n grows without bound as B reaches the width, if any, where 1 - K ceases to be positive.
    """
    half_width, step = math.pi * target, math.inf  # of free fermions
    for _ in range(_MAX_NEWTON_STEPS):
        operator = DressingOperator(half_width, kernel)
        if not operator.is_positive:
            half_width /= 2
            continue
        density = operator.dress(np.ones_like, EVEN)
        if abs(step) < 1e-9:  # its square is the error left
            return operator, density
        reached = _density_over_c(density)
        slope = half_width * density.edge**2 / (math.pi * reached)
        step = math.log(reached / target) / slope
        half_width *= math.exp(-step)
    raise ConvergenceError(f"no Fermi rapidity was found for gamma = {1 / target!r}")


def _density_over_c(density: DressedFunction) -> float:
    """Eq. (6): n/c = ∫ρ dx = 1/γ."""
    return density.operator.half_width * density.moment(0) / (2 * math.pi)
