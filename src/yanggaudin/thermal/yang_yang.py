"""The Yang-Yang equation of the Bose gas at a temperature, at any coupling.

    ε(k) = k²/2 - μ - T ∫ K(k - q) ln(1 + e^{-ε(q)/T}) dq,      K(k) = (1/π) 1/(1 + k²)

in units ħ = m = c = 1.  With y = ε/T, the filling f = 1/(1 + e^y), the empty share h = 1 - f and
the logarithm L = ln(1 + e^{-y}), the dressed functions of the thermodynamics solve

    (1 - K f) g = source.

At weak coupling K acts almost as the identity, f is almost 1, and both equations are differences
of nearly equal numbers.  As in `lieb_operator.py` they are rewritten without a difference,

    0 = μ/T - k²/2T + ln(1 + e^y) - leak L + ∫ K(k - q) [L(q) - L(k)] dq,
    (1 - K f) g = h g + leak f g + ∫ K(k - q) [f g(k) - f g(q)] dq,

where leak is what K loses beyond the last panel.  The first is solved by Newton's method, whose
Jacobian is the operator of the second.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError
from ..numerics.parity import EVEN, Parity
from ..numerics.rapidity_line import RapidityLine

_MAX_STEPS = 40
_NEARLY_SETTLED = 1e-8
_SETTLED = 1e-13
_ROUNDING = 1e-15


def shares(energy: Array) -> tuple[Array, Array]:
    """f and 1 - f for y = ε/T, both to full relative accuracy."""
    small = np.exp(-np.abs(energy))
    likely, unlikely = 1 / (1 + small), small / (1 + small)
    return np.where(energy > 0, unlikely, likely), np.where(energy > 0, likely, unlikely)


class Equilibrium:
    """A dressed energy on a line, and everything dressed with its filling.

    Attributes
    ----------
    line : RapidityLine
    temperature, potential : float
        T and μ/T.
    energy : array
        y = ε/T at the nodes.
    filled, empty, logarithm : array
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
    def one(self) -> Array:
        """1^dr = 2π times the density of states."""
        return self.dress(np.ones_like(self.energy), EVEN)

    @property
    def density(self) -> float:
        """n = (1/2π) ∫ f 1^dr dk."""
        return self.line.integral(self.filled * self.one)

    @cached_property
    def _even_inverse(self) -> Array:
        return self._inverse(*self.line.even_exchange)

    def dress(self, source: Array, parity: Parity) -> Array:
        """Solve (1 - K f) g = source."""
        if parity == EVEN:
            exchange, leak = self.line.even_exchange
            inverse = self._even_inverse
        else:
            exchange, leak = self.line.exchange(parity)
            inverse = self._inverse(exchange, leak)
        dressed = inverse @ source
        for _ in range(2):
            share = self.filled * dressed
            differences = (exchange * (share[:, None] - share)).sum(axis=1)
            residual = source - (self.empty * dressed + leak * share + differences)
            dressed = dressed + inverse @ residual
        return np.asarray(dressed)

    def _inverse(self, exchange: Array, leak: Array) -> Array:
        diagonal = self.empty + self.filled * (leak + exchange.sum(axis=1))
        try:
            return np.asarray(np.linalg.inv(np.diag(diagonal) - exchange * self.filled))
        except np.linalg.LinAlgError:
            raise self._lost() from None

    def _lost(self) -> ConvergenceError:
        return ConvergenceError(
            f"Newton's method is lost at T = {self.temperature:.6g}, mu/T = {self.potential:.6g} "
            "(units of c); a slightly different temperature may serve"
        )

    def _residual(self) -> Array:
        exchange, leak = self.line.even_exchange
        local = np.logaddexp(0, self.energy) - self.line.k**2 / (2 * self.temperature)
        differences = (exchange * (self.logarithm - self.logarithm[:, None])).sum(axis=1)
        return np.asarray(local + self.potential - leak * self.logarithm + differences)

    def _newton_step(self, density: float | None) -> Equilibrium:
        """The next iterate at the same μ, or the one of given density to first order."""
        step = -self._even_inverse @ self._residual()
        change = 0.0
        if density is not None:
            fluctuation = self.filled * self.empty * self.one**2
            slope = self.line.integral(fluctuation * self.one)
            if not (self.density > 0 and slope > 0):
                raise self._lost()
            missing = self.density * math.log(density / self.density)
            change = (missing + self.line.integral(fluctuation * step)) / slope
        energy = self.energy + step - change * self.one
        if not np.isfinite(energy).all():
            raise self._lost()
        return Equilibrium(self.line, self.temperature, self.potential + change, energy)

    def settled(self, density: float | None) -> Equilibrium:
        """The solution of the equation, Newton's method starting here."""
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
    def depth(self) -> float:
        """Largest |ε|/T below the Fermi points: how sharp these are; 0 for a thin gas."""
        return max(0.0, -float(self.energy[0]))
