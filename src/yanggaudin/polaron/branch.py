"""The magnon branch as a function of the spin rapidity η, Eqs. (8) and (14).

    p(η) = ∫ ρ(k) [π + θ(2k - 2η)] dk,     E(η) = (1/2π) ∫ σ(k) θ(2k - 2η) dk

Both are integrals of positive functions: π + θ(2k - 2η) = φ(η - k) is the phase of a Lorentzian of
half width c/2 (`numerics/lorentzian.py`), and σ is odd, so that it is integrated over k > 0 with
φ(η - k) - φ(η + k).

The *depth* of η below the Fermi edge, v = (Q - η)/c, is the argument of every function here.  It
is at most Q/c, since only η ≥ 0 is treated: p(-η) = 2πn - p(η) and E(-η) = E(η) give the rest.  It
is negative for η > Q and -∞ for η = ∞.  A depth keeps its digits where p and E bend, within some
c of the edge; η itself, near Q ≫ c, does not.  Units ħ = m = n = 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..gas.ground_state import GroundState
from ..gas.kernels import IMPURITY_KERNEL
from ..numerics import bracketed_newton
from ..numerics.cached_property import cached_property
from ..numerics.dressing import DressedFunction, Weights, integrate
from ..numerics.last_call import LastCall
from ..numerics.panels import Panels

# With ℓ = max(Q, c), terms in (ℓ/η)² follow the leading one: below 1e-18 of it for η > 1e9 ℓ.
_ONE_TERM = 1e9
# Terms in (ℓp/c)⁴ follow the first two in p: below 1e-20 of them for p < 1e-5 c/ℓ.
_TWO_TERMS = 1e5
# Spacing in arsinh(η/ℓ) of the table for the inversion, found by trial: its interpolation is so
# near that two of Newton's steps nearly always suffice.
_GRID_STEP = 0.16
# Q/c below which the Fermi sea is narrower than the impurity's Lorentzian, so that the boundary
# term and the integral of E″ by parts nearly cancel.
_NARROW_SEA = 0.5

#: from depths or momenta to a quantity, both of shape (m,)
Function = Callable[[Array], Array]


class Branch:
    """p, E, dE/dp and -dp/dη at arrays of depths of any shape, and the depth at given p.

    Parameters
    ----------
    gas : GroundState
        The host.
    mass_ratio : float
        m/m*, which gives E and dE/dp at large η.
    """

    def __init__(self, gas: GroundState, mass_ratio: float) -> None:
        self.gas = gas
        self.mass_ratio = mass_ratio
        self.width = gas.fermi_rapidity_over_c
        self.scale = max(self.width, 1.0)
        #: momentum in ħn below which E = p²/2m* + A₄p⁴ is exact in doubles
        self.two_term_momentum = 1 / (_TWO_TERMS * self.scale)
        self._inverted = LastCall(self._invert)
        self._of_one = LastCall(lambda v: self._lorentzian_integral(gas.dressed_one, v))
        self._of_rapidity = LastCall(lambda v: self._lorentzian_integral(gas.dressed_rapidity, v))

    def momentum(self, depth: Array) -> Array:
        """Return p of Eq. (8) in [0, πn], in ħn."""
        factor = self.gas.fermi_rapidity / (2 * math.pi)
        phase = partial(self._phase_integral, self.gas.dressed_one)
        return self._by_depth(depth, lambda v: factor * phase(v), lambda w: w)

    def energy(self, depth: Array) -> Array:
        """Return E of Eq. (14), in ħ²n²/m."""
        factor = self.gas.fermi_rapidity**2 / (2 * math.pi)
        phase = partial(self._phase_integral, self.gas.dressed_rapidity)
        return self._by_depth(
            depth, lambda v: factor * phase(v), lambda w: self.mass_ratio / 2 * w**2
        )

    def velocity(self, depth: Array) -> Array:
        """Return V = E′(η)/p′(η) ≥ 0, in ħn/m."""
        factor = self.gas.fermi_rapidity
        return self._by_depth(
            depth,
            lambda v: factor * self._of_rapidity(v) / self._of_one(v),
            lambda w: self.mass_ratio * w,
        )

    def expelled_atoms(self, depth: Array) -> Array:
        """Return N = -p′(η) ≥ 0, dimensionless."""
        return np.asarray(self._by_depth(depth, self._slope, lambda w: w**2) / self.gas.gamma)

    @property
    def top_curvature(self) -> float:
        """E″(η) at η = 0, in 1/m: ∫σL′ dk, or by parts 2σ(Q)L(Q) - ∫σ′L dk, L the Lorentzian.

        The first form needs σ near k = 0, which a depth does not resolve in a wide sea; in a
        narrow sea the two terms of the second form cancel.
        """
        sigma, width = self.gas.dressed_rapidity, self.width  # σ/Q as a function of k/Q
        if width < _NARROW_SEA:
            panels = Panels(width, steps_at=[0.0])
            x = width * panels.position
            slope = -x / (math.pi * (x * x + 0.25) ** 2)
            return 2 * width * float((panels.weights * slope) @ sigma.at_depth(panels.depth))
        centre = np.array([width])
        edge = 2 * sigma.edge * float(IMPURITY_KERNEL(centre)[0])
        return width * (
            edge - float(self._lorentzian_integral(self.gas.dressed_rapidity_slope, centre)[0])
        )

    def depth(self, momentum: Array) -> Array:
        """Return the depth at which p(η) is the momentum in [0, πn]; -∞ at p = 0."""
        return self._by_momentum(momentum, self._inverted)

    def depth_near(self, momentum: Array) -> Array:
        """Return a depth at which p(η) is nearly the momentum in [0, πn]: good for a picture."""
        return self._by_momentum(momentum, lambda p: self._start(np.log(p))[0])

    def _by_momentum(self, momentum: Array, found: Function) -> Array:
        """Return depths as found, or where p(η) is its leading terms from these."""
        tiny = momentum < self.two_term_momentum
        pieces = [tiny & (momentum > 0), ~tiny]
        return np.piecewise(momentum, pieces, [self._expanded, found, -np.inf])

    def _by_depth(self, depth: Array, near: Function, far: Function) -> Array:
        """Return a function of the depth, or where it is exact its leading term in w = c/η."""
        some, place = np.unique(depth, return_inverse=True)  # η and -η have the same
        is_far = some < -_ONE_TERM * self.scale
        values = np.piecewise(some, [is_far], [lambda v: far(1 / (self.width - v)), near])
        return np.asarray(values[place].reshape(depth.shape))

    # --- integrals over the host's rapidities -------------------------------------------------

    def _phase_integral(self, function: DressedFunction, depth: Array) -> Array:
        """Integrate f times the phase, ∫_{-1}^{1} f(t) φ(η/c - Bt) dt, at depths of shape (m,)."""
        return self._integral(IMPURITY_KERNEL.phase_weights, function, depth)

    def _lorentzian_integral(self, function: DressedFunction, depth: Array) -> Array:
        """Integrate f times the Lorentzian, ∫_{-1}^{1} f(t) L(η/c - Bt) dt, at depths (m,)."""
        return self._integral(IMPURITY_KERNEL.weights, function, depth)

    def _integral(self, weights: Weights, function: DressedFunction, depth: Array) -> Array:
        """Integrate f over t = k/Q with the weights of a kernel, at depths (m,)."""
        panels = function.operator.panels
        return integrate(weights, panels, depth, function.values, function.parity) / self.width

    # --- inversion of p(η) --------------------------------------------------------------------

    def _expanded(self, p: Array) -> Array:
        """Return the depths, shape (m,), from p = (c/η) [1 + (e/γ² - 1/12) (c/η)²] for η → ∞."""
        with np.errstate(over="ignore"):  # η beyond all doubles is infinite
            eta = (1 + (self.gas.energy / self.gas.gamma**2 - 1 / 12) * p**2) / p
        return self.width - eta

    def _invert(self, p: Array) -> Array:
        """Find the depths, shape (m,), for momenta above `two_term_momentum` by Newton's method."""
        log_p = np.log(p)
        start, low, high = self._start(log_p)

        def step(v: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
            reached = self.momentum(v)
            excess = np.log(reached) - log_p[active]
            return excess, v - excess * reached / self._slope(v)

        what = f"p(η) at gamma = {self.gas.gamma!r}"
        return bracketed_newton.solve(step, start, low, high, scale=1.0, what=what)

    def _start(self, log_p: Array) -> tuple[Array, Array, Array]:
        """Return depths, shape (m,), at which ln p(η) is near given ones, and their brackets.

        A table of ξ = arsinh(η/ℓ), ℓ = max(Q, c), against ln p is nearly a straight line for
        η ≫ ℓ and regular at η = 0.  Its cell brackets the depth, its cubic interpolation starts
        Newton's method for ln p.
        """
        depths, xi, log_grid, slopes = self._table
        cell = np.clip(np.searchsorted(-log_grid, -log_p) - 1, 0, len(xi) - 2)
        guess = _hermite(log_p, log_grid, xi, slopes, cell)
        return self.width - self.scale * np.sinh(guess), depths[cell + 1], depths[cell]

    def _slope(self, depth: Array) -> Array:
        """Return dp/dv = -c p′(η) > 0 at depths (m,), in ħn."""
        return self.gas.fermi_rapidity * self._of_one(depth)

    @cached_property
    def _table(self) -> tuple[Array, Array, Array, Array]:
        """Depths in falling order, ξ, ln p and dξ/d ln p there, shape (m,) each.

        The depths are uniform in ξ; in a wide sea others, in geometric progression to both
        sides of the Fermi edge, resolve the bend of p(η) there.
        """
        last = math.asinh(2 * _TWO_TERMS)
        uniform = self.scale * np.sinh(np.linspace(0, last, math.ceil(last / _GRID_STEP) + 1))
        steps = self.width * np.exp2(-np.arange(0, max(0.0, math.log2(8 * self.width)), 0.25))
        depths = np.unique(np.concatenate([self.width - uniform, steps, -steps]))[::-1]
        p = self.momentum(depths)
        eta = self.width - depths
        slope = -self._slope(depths) * np.hypot(eta, self.scale) / p  # d ln p/dξ
        return depths, np.arcsinh(eta / self.scale), np.log(p), 1 / slope


def _hermite(x: Array, nodes: Array, values: Array, slopes: Array, cell: NDArray[np.intp]) -> Array:
    """Interpolate values with given slopes by cubics (Hermite), x lying in the given cells."""
    length = nodes[cell + 1] - nodes[cell]
    t = (x - nodes[cell]) / length
    return np.asarray(
        (1 + 2 * t) * (1 - t) ** 2 * values[cell]
        + t * (1 - t) ** 2 * length * slopes[cell]
        + t**2 * (3 - 2 * t) * values[cell + 1]
        - t**2 * (1 - t) * length * slopes[cell + 1]
    )
