"""Rapidities of the ground state, Eqs. (5), (6) and (13): their density and what is dressed by it.

The Fermi sea of given Q/c or given n/c is solved for here.  Units ħ = m = n = 1, so c = γ:
rapidities and momenta in ħn.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, elementwise, real_array
from ..errors import ConvergenceError, DomainError
from ..numerics.cached_property import cached_property
from ..numerics.dressing import DressedFunction, DressingOperator, Kernel
from ..numerics.parity import EVEN, ODD
from .kernels import LIEB_KERNEL

# Newton's method takes 3 to 6 steps from the start of free fermions, 12 where it has to halve B
# first; with many more it does not settle.
_MAX_NEWTON_STEPS = 60
# Newton's method squares its error: after a step of this size it is below the rounding.
_LAST_STEP = 1e-9


class FermiSea:
    """The rapidities that fill [-Q, Q] at the coupling γ.

    Parameters
    ----------
    gamma : float
        γ = c/n.
    dressed_one : DressedFunction
        χ₀ = 2πρ, the solution for the source 1.
    """

    def __init__(self, gamma: float, dressed_one: DressedFunction) -> None:
        self._gamma = gamma
        self.operator, self.dressed_one = dressed_one.operator, dressed_one

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self._gamma

    @property
    def kernel(self) -> Kernel:
        """θ′/2π of the host's atoms."""
        return self.operator.kernel

    @property
    def density_over_c(self) -> float:
        """n(Q)/c of Eq. (6), which is 1/γ up to rounding."""
        return density_over_c(self.dressed_one)

    @property
    def fermi_rapidity_over_c(self) -> float:
        """B = Q/c, the half width of the rapidity interval in units of the interaction."""
        return self.operator.half_width

    @property
    def fermi_rapidity(self) -> float:
        """Q in units of n; from 2√γ as γ → 0 to π as γ → ∞."""
        return self.gamma * self.operator.half_width

    @elementwise
    def rapidity_density(self, rapidity: ArrayLike) -> Array:
        """Return the density ρ(k) of rapidities, the solution of Eq. (5).

        Parameters
        ----------
        rapidity : float or array
            Real k in n, any shape.

        Returns
        -------
        float or array
            ρ(k), dimensionless, of the same shape; 0 for |k| > Q.

        Raises
        ------
        DomainError
            If a rapidity is not a real number.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> round(yg.GroundState(1.0).rapidity_density(0.0), 12)
        0.37774578964
        """
        k = real_array("rapidity", rapidity)
        inside = np.abs(k) <= self.fermi_rapidity
        density = np.zeros_like(k)
        density[inside] = self.dressed_one(self._position(k[inside])) / (2 * math.pi)
        return density

    @elementwise
    def dressed_momentum(self, rapidity: ArrayLike) -> Array:
        """Return the dressed ħk, which is σ(k) of Eq. (13) times m/ħ.

        Parameters
        ----------
        rapidity : float or array
            k in n from -Q to Q, any shape.

        Returns
        -------
        float or array
            In ħn, of the same shape; odd in k, with the absolute accuracy 1e-14 of its largest
            value.

        Raises
        ------
        DomainError
            If a rapidity is beyond ±Q.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> gas = yg.GroundState(1.0)
        >>> round(gas.dressed_momentum(gas.fermi_rapidity), 12)
        1.697375305193
        """
        return self.fermi_rapidity * self.dressed_rapidity(self._position_inside(rapidity))

    def _position_inside(self, rapidity: ArrayLike) -> Array:
        """Return k/Q for rapidities k, which have to lie in [-Q, Q]."""
        q = self.fermi_rapidity
        return self._position(
            real_array("rapidity", rapidity, -q, q, f"lie in [-Q, Q] = [{-q!r}, {q!r}]")
        )

    def _position(self, k: Array) -> Array:
        """Return k/Q; at k = ±Q rounding must not carry it beyond ±1."""
        return np.clip(k / self.fermi_rapidity, -1, 1)

    # --- dressed functions of t = k/Q ---------------------------------------------------------

    @cached_property
    def dressed_rapidity_squared(self) -> DressedFunction:
        """χ₂/Q², the dressed t², an even function."""
        width = self.operator.half_width
        return self.operator.dress(lambda depth: (1 - depth / width) ** 2, EVEN)

    @cached_property
    def dressed_rapidity(self) -> DressedFunction:
        """The dressed t, an odd function; `dressed_momentum` is Q times it."""
        width = self.operator.half_width
        return self.operator.dress(lambda depth: 1 - depth / width, ODD)

    @cached_property
    def dressed_rapidity_slope(self) -> DressedFunction:
        """dσ/dk, even: the solution for the source 1 - σ(Q) [K(k - Q) + K(k + Q)]."""
        kernel, width = self.kernel, self.operator.half_width
        edge = width * self.dressed_rapidity.edge  # σ(Q)/c
        return self.operator.dress(
            lambda depth: 1 - edge * (kernel(depth) + kernel(2 * width - depth)), EVEN
        )


def dressed_one_of_width(half_width: float, kernel: Kernel) -> DressedFunction:
    """Return the dressed 1, χ₀ = 2πρ, for rapidities that fill [-Q, Q], Q/c = half_width."""
    operator = DressingOperator(half_width, kernel)
    if kernel != LIEB_KERNEL and not operator.is_positive:
        raise DomainError(
            f"1 - K is not positive for rapidities up to Q = {half_width!r} c: the gas would "
            "collapse; the Fourier transform of K must be below 1"
        )
    return operator.dress(np.ones_like, EVEN)


def dressed_one_of_density(target: float, kernel: Kernel) -> DressedFunction:
    """Return the dressed 1 at n/c = target, by Newton's method for ln(n/c) in ln B.

    The derivative is dn/dQ = 4πρ(Q)².  n grows without bound as B reaches the width, if any, where
    1 - K ceases to be positive: from beyond it B is halved.
    """
    half_width, step = math.pi * target, math.inf  # of free fermions
    for _ in range(_MAX_NEWTON_STEPS):
        operator = DressingOperator(half_width, kernel)
        if not operator.is_positive:
            half_width /= 2
            continue
        dressed_one = operator.dress(np.ones_like, EVEN)
        if abs(step) < _LAST_STEP:
            return dressed_one
        reached = density_over_c(dressed_one)
        slope = half_width * dressed_one.edge**2 / (math.pi * reached)
        step = math.log(reached / target) / slope
        half_width *= math.exp(-step)
    raise ConvergenceError(f"no Fermi rapidity was found for gamma = {1 / target!r}")


def density_over_c(dressed_one: DressedFunction) -> float:
    """Return n/c = ∫ρ dx, Eq. (6)."""
    return dressed_one.operator.half_width * dressed_one.moment(0) / (2 * math.pi)
