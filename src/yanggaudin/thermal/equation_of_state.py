"""The equation of state at one temperature: every quantity as a function of μ, interpolated.

A cloud, or thousands of them, needs the gas at very many μ.  From μ = -2T on the functions are
polynomials on panels in μ, which are added as they are asked for; in thinner gases they are
polynomials in the fugacity z = e^{μ/T}.  What is interpolated is dimensionless: n/c, or n/zc where
the gas is thin, and numbers per atom over the power of T that they have in a hot gas.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.polynomial import legendre

from ..arguments import Array
from ..errors import AccuracyError
from ..numerics.panels import ORDER, TO_LEGENDRE, gauss_nodes
from . import thin
from .columns import neighbour
from .domain import degenerate_point, not_too_dense, temperature_over_c
from .thermal_gas import OfState
from .yang_yang import Equilibrium

#: numbers of the gas, and the power of T/(ħ²n²/m) by which they are divided; the last one is
#: (∂P/∂T)_n/n
POWERS = {
    "pressure": 1.0,
    "energy_per_particle": 1.0,
    "entropy_per_particle": 0.0,
    "specific_heat": 0.0,
    "compressibility": -1.0,
    "sound_velocity": 0.5,
    "pair_correlation": 0.0,
    "three_body_correlation": 0.0,
    "thermal_pressure": 0.0,
}
_NAMES = ("density_over_c", *POWERS)
# Rows that decide whether a panel is short enough, by the last coefficients; those that come from
# the edge of the filling alone have noise of their own in a very cold gas.
_JUDGES = [_NAMES.index(name) for name in ("density_over_c", "pressure", "pair_correlation")]
_RESOLVED = 2e-13
# Coefficients that fall like ρ^-n fall like (ρ/2)^-n on a panel twice as long: it is tried if by
# the middle ones it will be resolved.
_WIDER = 1e-10
# the shortest panel over the one that is tried first
_SHORTEST = 1e-3
THIN = thin.LARGEST_POTENTIAL


class EquationOfState:
    """The gas at one temperature as a function of μ.

    Parameters
    ----------
    temperature : float
        k_B T in ħ²c²/m.

    Attributes
    ----------
    edges : list of float
        Ends of the panels in μ/T, from -2 on.

    Raises
    ------
    DomainError
        If the temperature is out of range.
    """

    def __init__(self, temperature: float) -> None:
        self.temperature = temperature_over_c(temperature)
        self.edges = [THIN]
        self._panels: list[Array] = []
        line, z = thin.thin_line(self.temperature), _nodes(0.0, math.exp(THIN))
        states = [thin.ThinEquilibrium(line, self.temperature, x, math.log(x)) for x in z]
        rows = np.array([_row(OfState(state)) for state in states]).T
        rows[0] /= z
        rows[_NAMES.index("entropy_per_particle")] += np.log(z)
        self._thin = _coefficients(rows)
        # n changes with μ on the scale of T, and of T^{2/3} where a quasicondensate sets in
        self._length = min(1.0, 2 * self.temperature ** (-1 / 3))
        self._shortest = _SHORTEST * self._length

    def reach(self, potential: float) -> None:
        """Add panels up to a μ/T.

        Raises
        ------
        DomainError, AccuracyError, ConvergenceError
            If there the gas is too cold or too dense.
        """
        degenerate_point(potential * self.temperature, self.temperature)
        while self.edges[-1] < potential:
            left, right = self.edges[-1], self.edges[-1] + self._length
            coefficients = _coefficients(self._rows(_nodes(left, right)))
            if _largest(coefficients, -2, None) <= _RESOLVED:
                self.edges.append(right)
                self._panels.append(coefficients)
                if _largest(coefficients, ORDER // 2, ORDER // 2 + 2) <= _WIDER:
                    self._length *= 2
            elif self._length < self._shortest:
                raise AccuracyError("no panel in μ is short enough for the equation of state")
            else:
                self._length /= 2

    def _rows(self, potentials: Array) -> Array:
        """Return the numbers of gases of rising μ/T, each from its denser neighbour."""
        state: Equilibrium | None = None
        rows = []
        for potential in potentials[::-1]:
            mu = float(potential) * self.temperature
            state = neighbour(state, mu, self.temperature)
            gas = OfState(state)
            not_too_dense(gas.gamma, mu, self.temperature)
            rows.append(_row(gas))
        return np.array(rows[::-1]).T

    def density(self, potential: Array) -> Array:
        """Return n/c at any μ/T below the last edge, any shape; 0 where it is no double."""
        return np.asarray(self._value(0, potential) * _thinness(potential))

    def scaled(self, name: str, potential: Array) -> Array:
        """Return a number per atom over its power of T, as `density` does."""
        value = self._value(_NAMES.index(name), potential)
        if name == "entropy_per_particle":
            value = value - np.where(potential < THIN, potential, 0.0)
        return np.asarray(value)

    def _value(self, row: int, potential: Array) -> Array:
        """Return an interpolated row."""
        flat = np.asarray(potential, dtype=np.float64).ravel()
        value, panel = np.empty_like(flat), np.searchsorted(self.edges, flat) - 1
        panel = np.minimum(panel, len(self._panels) - 1)
        for j in np.unique(panel):
            here = panel == j
            if j < 0:
                t = 2 * np.exp(np.minimum(flat[here], THIN) - THIN) - 1
                value[here] = legendre.legval(t, self._thin[:, row])
            else:
                left, right = self.edges[j], self.edges[j + 1]
                t = (2 * flat[here] - left - right) / (right - left)
                value[here] = legendre.legval(t, self._panels[j][:, row])
        return np.asarray(value.reshape(np.shape(potential)))


def _thinness(potential: Array) -> Array:
    """Return z where functions of thin gases lack it, else 1."""
    return np.asarray(np.where(potential < THIN, np.exp(np.minimum(potential, THIN)), 1.0))


def _row(gas: OfState) -> Array:
    """Return the numbers that are interpolated, in the order of their names."""
    scaled = [getattr(gas, name) * gas.temperature**-power for name, power in POWERS.items()]
    return np.array([gas.density_over_c, *scaled])


def _largest(coefficients: Array, first: int, end: int | None) -> float:
    """Return the largest of some coefficients over that of all, of the functions that judge."""
    judges = np.abs(coefficients[:, _JUDGES])
    return float(np.max(np.max(judges[first:end], axis=0) / np.max(judges, axis=0)))


def _nodes(left: float, right: float) -> Array:
    return np.asarray(gauss_nodes(np.array([left]), np.array([right]))[0])


def _coefficients(rows: Array) -> Array:
    """Return Legendre coefficients of functions at nodes, (ORDER, number of functions)."""
    return np.asarray(TO_LEGENDRE @ rows.reshape(-1, ORDER).T)
