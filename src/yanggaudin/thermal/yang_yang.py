"""The Yang-Yang equation of the Bose gas at a temperature, at any coupling.

C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969):

    ε(k) = k²/2 - μ - T ∫ K(k - q) ln(1 + e^{-ε(q)/T}) dq,      K(k) = (1/π) 1/(1 + k²)

in units ħ = m = c = 1.  With y = ε/T, the filling f = 1/(1 + e^y), the empty share h = 1 - f and
the logarithm L = ln(1 + e^{-y}), the dressed functions of the thermodynamics solve

    (1 - K f) g = source.

At weak coupling K acts almost as the identity, f is almost 1, and both equations are differences
of nearly equal numbers.  As in `numerics/dressing.py` they are rewritten without a difference,

    0 = μ/T - k²/2T + ln(1 + e^y) - leak L + ∫ K(k - q) [L(q) - L(k)] dq,
    (1 - K f) g = h g + leak f g + ∫ K(k - q) [f g(k) - f g(q)] dq,

where leak is what K loses beyond the last panel.  The first is solved by Newton's method, whose
Jacobian is the operator of the second.
"""

from __future__ import annotations

import math

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError
from ..numerics.cached_property import cached_property
from ..numerics.parity import EVEN, Parity
from ..numerics.rapidity_line import RapidityLine
from ..numerics.threads import one_blas_thread

# three to eleven steps are seen from γ = 1e-6 to 1e6
_MAX_STEPS = 40
# sizes of a step relative to the largest |ε|/T: below the first, where convergence is quadratic, a
# step that no longer halves is rounding; above the second the result would not have its digits;
# below the third nothing is left to gain
_NEARLY_SETTLED = 1e-8
_SETTLED = 1e-13
_ROUNDING = 1e-15
# the operator is applied exactly and inverted in doubles: two corrections leave its rounding only
_REFINEMENTS = 2


def shares(energy: Array) -> tuple[Array, Array]:
    """Return f and 1 - f for y = ε/T, both to full relative accuracy."""
    small = np.exp(-np.abs(energy))
    likely, unlikely = 1 / (1 + small), small / (1 + small)
    return np.where(energy > 0, unlikely, likely), np.where(energy > 0, likely, unlikely)


class Equilibrium:
    """A dressed energy on a line, and everything dressed with its filling.  Units ħ = m = c = 1.

    Parameters
    ----------
    line : RapidityLine
        The nodes k ≥ 0, N of them, and the kernel between them.
    temperature, potential : float
        T and μ/T.
    energy : array of shape (N,)
        y = ε/T at the nodes.

    Attributes
    ----------
    filled, empty, logarithm : array of shape (N,)
        f, 1 - f and L.
    """

    def __init__(
        self, line: RapidityLine, temperature: float, potential: float, energy: Array
    ) -> None:
        self.line = line
        self.temperature = temperature
        self.potential = potential
        self.energy = energy
        self.filled, self.empty = shares(energy)
        self.logarithm = np.logaddexp(0, -energy)

    @cached_property
    def dressed_one(self) -> Array:
        """1^dr at the nodes, 2π times the density of states."""
        return self.dress(np.ones_like(self.energy), EVEN)

    @property
    def density(self) -> float:
        """n = (1/2π) ∫ f 1^dr dk."""
        return self.line.integral(self.filled * self.dressed_one)

    @cached_property
    def _even_inverse(self) -> Array:
        """The inverse of 1 - K f on even functions, shape (N, N)."""
        return self._inverse(*self.line.even_exchange)

    @one_blas_thread()
    def dress(self, source: Array, parity: Parity) -> Array:
        """Solve (1 - K f) g = source for a source of this parity, shape (N,)."""
        if parity == EVEN:
            exchange, leak = self.line.even_exchange
            inverse = self._even_inverse
        else:
            exchange, leak = self.line.exchange(parity)
            inverse = self._inverse(exchange, leak)
        dressed = inverse @ source
        for _ in range(_REFINEMENTS):
            share = self.filled * dressed
            differences = (exchange * (share[:, None] - share)).sum(axis=1)
            residual = source - (self.empty * dressed + leak * share + differences)
            dressed = dressed + inverse @ residual
        return np.asarray(dressed)

    def _inverse(self, exchange: Array, leak: Array) -> Array:
        """Invert 1 - K f, whose diagonal is written without a difference."""
        diagonal = self.empty + self.filled * (leak + exchange.sum(axis=1))
        try:
            return np.asarray(np.linalg.inv(np.diag(diagonal) - exchange * self.filled))
        except np.linalg.LinAlgError:
            raise self._lost() from None

    def _lost(self) -> ConvergenceError:
        """Return the error of iterates that have left the domain of the equation."""
        return ConvergenceError(
            f"Newton's method is lost at T = {self.temperature:.6g}, mu/T = {self.potential:.6g} "
            "(units of c); a slightly different temperature may serve"
        )

    def _residual(self) -> Array:
        """Return the right side of the Yang-Yang equation at the nodes, 0 at its solution."""
        exchange, leak = self.line.even_exchange
        local = np.logaddexp(0, self.energy) - self.line.k**2 / (2 * self.temperature)
        differences = (exchange * (self.logarithm - self.logarithm[:, None])).sum(axis=1)
        return np.asarray(local + self.potential - leak * self.logarithm + differences)

    def _newton_step(self, density: float | None) -> Equilibrium:
        """Return the next iterate at the same μ, or the one of given density to first order."""
        step = -self._even_inverse @ self._residual()
        change = 0.0
        if density is not None:
            fluctuation = self.filled * self.empty * self.dressed_one**2
            slope = self.line.integral(fluctuation * self.dressed_one)
            if not (self.density > 0 and slope > 0):
                raise self._lost()
            # ln n is nearly linear in μ/T where the gas is thin, and n nowhere becomes negative
            missing = self.density * math.log(density / self.density)
            change = (missing + self.line.integral(fluctuation * step)) / slope
        energy = self.energy + step - change * self.dressed_one
        if not np.isfinite(energy).all():
            raise self._lost()
        return Equilibrium(self.line, self.temperature, self.potential + change, energy)

    def settled(self, density: float | None) -> Equilibrium:
        """Solve the equation by Newton's method from here, at this μ or at a given density n/c.

        Raises
        ------
        ConvergenceError
            If the steps do not become small.
        """
        state, size = self, np.inf
        for _ in range(_MAX_STEPS):
            following = state._newton_step(density)
            difference = float(np.max(np.abs(following.energy - state.energy)))
            previous, size = size, difference / max(1.0, float(np.max(np.abs(state.energy))))
            state = following
            if size < _NEARLY_SETTLED and not _ROUNDING < size < previous / 2:
                break
        if not size < _SETTLED:
            raise ConvergenceError(
                f"Newton's method stalls at a relative step {size:.1e} of the dressed energy; "
                "a slightly different temperature may serve"
            )
        return state

    @property
    def degeneracy(self) -> float:
        """|ε(0)|/T where ε(0) < 0, which is how sharp the Fermi points are; 0 for a thin gas."""
        return max(0.0, -float(self.energy[0]))
