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
from ..numerics.parity import EVEN, ODD, Parity
from ..numerics.rapidity_line import RapidityLine
from ..numerics.threads import one_blas_thread

# three to eleven steps are seen from γ = 1e-6 to 1e140
_MAX_STEPS = 40
# Sizes of a step of y relative to the larger of 1 and |y|, the next one being about its square:
# what is enough while panels are still chosen, and what leaves nothing but rounding.
ROUGH, SETTLED = 0.3, 1e-8
# From a step of this size on, Newton's method converges with the density imposed as well.
NEAR = 1.0
# e^-300 beside 1 is nothing
_UNSEEN = 300.0


def shares(energy: Array) -> tuple[Array, Array]:
    """Return f and 1 - f for y = ε/T, both to full relative accuracy."""
    small = _small(energy)
    likely = 1 / (1 + small)
    unlikely = small * likely
    return np.where(energy > 0, unlikely, likely), np.where(energy > 0, likely, unlikely)


def log_one_plus_exp(energy: Array) -> Array:
    """Return ln(1 + e^y), to full relative accuracy."""
    return np.asarray(np.maximum(energy, 0) + np.log1p(_small(energy)))


def _small(energy: Array) -> Array:
    """Return e^{-|y|}, no smaller than what nobody sees, so that nothing underflows."""
    return np.exp(-np.minimum(np.abs(energy), _UNSEEN))


def disorder(energy: Array, filled: Array, empty: Array, logarithm: Array) -> Array:
    """Return -f ln f - (1 - f) ln(1 - f)."""
    return np.asarray(filled * log_one_plus_exp(energy) + empty * logarithm)


def bare_energy(k: Array, temperature: float) -> Array:
    """Return k²/2T."""
    return np.asarray((k / math.sqrt(2 * temperature)) ** 2)


def _exchanged(exchange: Array, here: Array, there: Array) -> Array:
    """Return ∫ exchange(k, q) [s(k) - s(q)] dq for functions s at the points and at the nodes."""
    if here.ndim > 1:
        return np.stack([_exchanged(exchange, *pair) for pair in zip(here, there, strict=True)])
    return np.asarray(np.einsum("ij,ij->i", exchange, here[:, None] - there))


class Equilibrium:
    """A dressed energy on a line, and everything dressed with its filling.  Units ħ = m = c = 1.

    `ThinEquilibrium` has the same attributes, up to a common factor in f and L.

    Parameters
    ----------
    line : RapidityLine
        N nodes k ≥ 0 and M points, and the kernel between them.
    temperature, potential : float
        T and μ/T.
    energy : array of shape (M,)
        y = ε/T at the points; y - k²/2T is smooth and 1^dr is.
    tangent : array of shape (M,), optional
        About 1^dr at the points, from the Newton step that led here.
    bend : array of shape (M,), optional
        About its derivative by μ/T, (K f h (1^dr)²)^dr, if that step was one at fixed μ; 0 unless
        given.

    Attributes
    ----------
    filled, empty, logarithm : array of shape (N,)
        f, 1 - f and L at the nodes.
    bare : array of shape (N,)
        k²/2T at the nodes.
    """

    #: the factor that f and L of `ThinEquilibrium` lack
    omitted = 1.0

    def __init__(
        self,
        line: RapidityLine,
        temperature: float,
        potential: float,
        energy: Array,
        tangent: Array | None = None,
        *,
        bend: Array | None = None,
    ) -> None:
        self.line = line
        self.temperature = temperature
        self.potential = potential
        self.energy = energy
        self.tangent = np.ones_like(energy) if tangent is None else tangent
        self.bend = np.zeros_like(energy) if bend is None else bend
        self.bare = bare_energy(line.k, temperature)
        self.energy_at_nodes = self.bare + line.at_nodes(self.smooth_energy)
        self.filled, self.empty = shares(self.energy_at_nodes)
        self.logarithm = log_one_plus_exp(-self.energy_at_nodes)

    @property
    def smooth_energy(self) -> Array:
        """y - k²/2T at the points."""
        return self.energy - bare_energy(self.line.points, self.temperature)

    @cached_property
    def _shares_at_points(self) -> tuple[Array, Array]:
        """f and 1 - f at the points."""
        return shares(self.energy)

    @property
    def dressed_one(self) -> Array:
        """1^dr at the nodes, 2π times the density of states."""
        return self._dressed_with_heat[0]

    @property
    def heat(self) -> Array:
        """k²/2T dressed; for μ > 0 (k²/2 - μ)/T, which is small where the filling has its edge."""
        return self._dressed_with_heat[1]

    @cached_property
    def _dressed_with_heat(self) -> tuple[Array, Array]:
        """1^dr and the dressed heat, from the same matrices."""
        one = np.ones_like(self.energy)
        if self.potential <= 0:
            one, heat = self.dress(np.stack([one, bare_energy(self.line.points, self.temperature)]))
            return one, heat
        # (k²/2 - μ)/T is ε/T + K (disorder + f ε/T)
        one, rest = self.dress(np.stack([one, self.line.image(self.disorder)]))
        return one, self.energy_at_nodes + rest

    @property
    def settled_density(self) -> float:
        """n of a settled state, with an error of second order in what its tangent lacks."""
        one, missing = self.line.at_nodes(np.stack([self.tangent, self._missing_one]))
        return float(self.line.integral(self.filled * one * (1 + missing)))

    @property
    def _missing_one(self) -> Array:
        """1 - (1 - K f) g for the tangent g, which is about 1^dr."""
        return 1 - self._applied(*self.line.even_exchange, self.tangent)

    @cached_property
    @one_blas_thread()
    def slope(self) -> Array:
        """dy/dk = (k/T)^dr at the points."""
        matrix = self._matrix(*self.line.exchange(ODD))
        return self._solve(matrix, self.line.points / self.temperature)

    @property
    def disorder(self) -> Array:
        """Entropy of the filling at the nodes, -f ln f - (1 - f) ln(1 - f)."""
        return disorder(self.energy_at_nodes, self.filled, self.empty, self.logarithm)

    @property
    def density(self) -> float:
        """n = (1/2π) ∫ f 1^dr dk."""
        return float(self.line.integral(self.filled * self.dressed_one))

    @one_blas_thread()
    def dress(self, source: Array, parity: Parity = EVEN) -> Array:
        """Solve (1 - K f) g = source for sources of this parity, shape (M,) or (any number, M).

        Sources are given at the points and solutions at the nodes.
        """
        return self.line.at_nodes(self.dressed_at_points(source, parity))

    @one_blas_thread()
    def dressed_at_points(self, source: Array, parity: Parity = EVEN) -> Array:
        """Solve (1 - K f) g = source as `dress` does, with solutions at the points."""
        exchange, leak, inverse = self._even if parity == EVEN else self._odd
        dressed = source @ inverse.T
        # one correction leaves the rounding of the operator only
        dressed += (source - self._applied(exchange, leak, dressed)) @ inverse.T
        return dressed

    @cached_property
    def _even(self) -> tuple[Array, Array, Array]:
        """What acts on even functions: the exchange, the leak, and (1 - K f)^{-1}."""
        exchange, leak = self.line.even_exchange
        return exchange, leak, self._inverse(exchange, leak)

    @cached_property
    def _odd(self) -> tuple[Array, Array, Array]:
        """The same for odd functions."""
        exchange, leak = self.line.exchange(ODD)
        return exchange, leak, self._inverse(exchange, leak)

    def _inverse(self, exchange: Array, leak: Array) -> Array:
        matrix = self._matrix(exchange, leak)
        return self._solve(matrix, np.eye(len(matrix))).T

    def _applied(self, exchange: Array, leak: Array, dressed: Array) -> Array:
        """Return (1 - K f) g without a difference of nearly equal numbers."""
        filled, empty = self._shares_at_points
        share, there = filled * dressed, self.filled * self.line.at_nodes(dressed)
        return empty * dressed + leak * share + _exchanged(exchange, share, there)

    def _matrix(self, exchange: Array, leak: Array) -> Array:
        """Return 1 - K f, whose diagonal is written without a difference."""
        filled, empty = self._shares_at_points
        matrix = self.line.from_points(exchange * -self.filled)
        np.einsum("ii->i", matrix)[:] += empty + filled * (leak + exchange.sum(axis=1))
        return matrix

    def _solve(self, matrix: Array, right: Array) -> Array:
        try:
            return np.asarray(np.linalg.solve(matrix, right.T).T)
        except np.linalg.LinAlgError:
            raise self._lost() from None

    def _lost(self) -> ConvergenceError:
        """Return the error of iterates that have left the domain of the equation."""
        return ConvergenceError(
            f"Newton's method is lost at T = {self.temperature:.6g}, mu/T = {self.potential:.6g} "
            "(units of c); a slightly different temperature may serve"
        )

    def _residual(self) -> Array:
        """Return the right side of the Yang-Yang equation at the points, 0 at its solution."""
        exchange, leak = self.line.even_exchange
        logarithm = log_one_plus_exp(-self.energy)
        local = log_one_plus_exp(self.energy) - bare_energy(self.line.points, self.temperature)
        local += self.potential - leak * logarithm
        return np.asarray(local - _exchanged(exchange, logarithm, self.logarithm))

    def _newton_step(self, density: float | None) -> Equilibrium:
        """Return the next iterate at the same μ, or the one of given density to first order."""
        exchange, leak = self.line.even_exchange
        # 1^dr is that of the iterate before and a small correction, which leaves it all its digits
        right = [-self._residual(), self._missing_one]
        if density is None:
            tangent = self.line.at_nodes(self.tangent)
            right.append(self.line.image(self.filled * self.empty * tangent**2))
        solved = self._solve(self._matrix(exchange, leak), np.stack(right))
        step, one = solved[0], self.tangent + solved[1]
        change = 0.0
        if density is not None:
            tangent, moved = self.line.at_nodes(np.stack([one, step]))
            weight = self.filled * tangent
            fluctuation = weight * self.empty * tangent
            now = float(self.line.integral(weight))
            slope = float(self.line.integral(fluctuation * tangent))
            if not (now > 0 and slope > 0):
                raise self._lost()
            # ln n is nearly linear in μ/T where the gas is thin, and n nowhere becomes negative
            missing = now * math.log(density / now)
            change = (missing + float(self.line.integral(fluctuation * moved))) / slope
        energy = self.energy + step - change * one
        if not np.isfinite(energy).all():
            raise self._lost()
        potential, bend = self.potential + change, solved[2] if density is None else None
        return Equilibrium(self.line, self.temperature, potential, energy, one, bend=bend)

    def near(self, density: float | None, tolerance: float) -> Equilibrium:
        """Take Newton steps until one is below a tolerance, at this μ or at a given density n/c.

        Raises
        ------
        ConvergenceError
            If the steps do not become small.
        """
        state = self
        for _ in range(_MAX_STEPS):
            before, state = state, state._newton_step(density)
            if state._distance(before) < tolerance:
                return state
        raise ConvergenceError(
            f"Newton's method stalls at a relative step {state._distance(before):.1e} of the "
            "dressed energy; a slightly different temperature may serve"
        )

    def _distance(self, other: Equilibrium) -> float:
        """Largest difference of y relative to the larger of 1 and |y|."""
        difference = np.abs(self.energy - other.energy)
        return float(np.max(difference / np.maximum(1, np.abs(self.energy))))

    @property
    def degeneracy(self) -> float:
        """|ε(0)|/T where ε(0) < 0, which is how sharp the Fermi points are; 0 for a thin gas."""
        return max(0.0, -float(self.energy[0]))
