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
from scipy.linalg import lapack

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
# After a step of this size 1 - K f is so much the same that its factors serve for the next one too,
# which leaves an error of about the product of the two.
_ONCE_MORE = 1e-6
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


class Factors:
    """A matrix factorised, to solve with it more than once.

    Parameters
    ----------
    matrix : array of shape (M, M)
        It is overwritten.
    """

    def __init__(self, matrix: Array) -> None:
        # the transpose is in LAPACK's order
        self._lu, self._pivots, self._singular = lapack.dgetrf(matrix.T, overwrite_a=True)

    def solve(self, right: Array) -> Array:
        """Solve for right sides of shape (M,) or (any number, M); nan where there is no answer."""
        if self._singular:
            return np.full_like(right, math.nan)
        return np.asarray(lapack.dgetrs(self._lu, self._pivots, right.T, trans=1)[0].T)


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
    factors : Factors, optional
        The factors of 1 - K f with which that step was made.

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
        factors: Factors | None = None,
    ) -> None:
        self.line = line
        self.temperature = temperature
        self.potential = potential
        self.energy = energy
        self.tangent = np.ones_like(energy) if tangent is None else tangent
        self._factors = factors
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

    @cached_property
    @one_blas_thread()
    def response(self) -> tuple[Array, Array]:
        """1^dr and its derivative by μ/T, (K f h (1^dr)²)^dr, at the points, of a settled state.

        Its tangent and factors lack the last step only, and the first is as small a correction.
        """
        exchange, leak = self.line.even_exchange
        missing = 1 - self._applied(exchange, leak, self.tangent)
        bent = self.line.image(self.filled * self.empty * self.line.at_nodes(self.tangent) ** 2)
        factors = self._factors or self._factorised(exchange, leak)
        correction, bend = factors.solve(np.stack([missing, bent]))
        return self.tangent + correction, bend

    @cached_property
    @one_blas_thread()
    def slope(self) -> Array:
        """dy/dk = (k/T)^dr at the points."""
        return self._factorised(*self.line.exchange(ODD)).solve(self.line.points / self.temperature)

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
        return self._factorised(exchange, leak).solve(np.eye(len(self.energy))).T

    def _applied(self, exchange: Array, leak: Array, dressed: Array) -> Array:
        """Return (1 - K f) g without a difference of nearly equal numbers."""
        filled, empty = self._shares_at_points
        share, there = filled * dressed, self.filled * self.line.at_nodes(dressed)
        return empty * dressed + leak * share + _exchanged(exchange, share, there)

    def _factorised(self, exchange: Array, leak: Array) -> Factors:
        """Factorise 1 - K f, whose diagonal is written without a difference."""
        filled, empty = self._shares_at_points
        matrix = self.line.from_points(exchange * -self.filled)
        np.einsum("ii->i", matrix)[:] += empty + filled * (leak + exchange.sum(axis=1))
        return Factors(matrix)

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

    def _newton_step(self, density: float | None, factors: Factors | None) -> Equilibrium:
        """Return the next iterate at the same μ, or the one of given density to first order.

        The factors are those of the iterate before, or None to have them of this one.
        """
        exchange, leak = self.line.even_exchange
        # 1^dr is that of the iterate before and a small correction, which leaves it all its digits
        missing_one = 1 - self._applied(exchange, leak, self.tangent)
        right = np.stack([-self._residual(), missing_one])
        factors = factors or self._factorised(exchange, leak)
        step, correction = factors.solve(right)
        one = self.tangent + correction
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
        potential = self.potential + change
        return Equilibrium(self.line, self.temperature, potential, energy, one, factors=factors)

    def near(self, density: float | None, tolerance: float) -> Equilibrium:
        """Take Newton steps until one is below a tolerance, at this μ or at a given density n/c.

        Raises
        ------
        ConvergenceError
            If the steps do not become small.
        """
        state, old, last = self, None, math.inf
        for _ in range(_MAX_STEPS):
            before, state = state, state._newton_step(density, old)
            step = state._distance(before)
            if step * (step if old is None else last) < tolerance**2:
                return state
            # a density needs 1^dr to all digits, for which only its own factors serve
            again = density is None and old is None and step < _ONCE_MORE
            old, last = state._factors if again else None, step
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
