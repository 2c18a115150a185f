"""Many gases of one temperature: a profile over μ.

The thin gases are iterated together, and the others follow each other downwards in μ, each starting
from its neighbour.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, real_array
from ..errors import AccuracyError, ConvergenceError, DomainError, YangGaudinError
from ..numerics.threads import one_blas_thread
from ..quantities import RELATIVE_ERROR
from ..results import Result
from . import thin
from .adaptive import equilibrium
from .domain import degenerate_point, not_too_dense, temperature_over_c
from .neighbours import of_other_potential
from .tables import Refusals
from .yang_yang import Equilibrium

# so many thin gases are iterated together
_TOGETHER = 256


@dataclass(frozen=True, eq=False)
class ThermalColumn(Result):
    """Gases of many μ at one T in units of the interaction, made by `thermal_column`.

    Parameters
    ----------
    chemical_potential_over_c2 : array
        μ in ħ²c²/m; its shape is that of every result.
    temperature_over_c2 : float
        k_B T in ħ²c²/m.
    density_over_c : array
        n/c = 1/γ.
    pressure_over_c3 : array
        P in ħ²c³/m.
    errors : dict of str to array
        Bounds on the absolute errors of n/c and P.
    refused : dict of tuple to YangGaudinError
        Why the gas at an index was not computed; it is nan.

    Examples
    --------
    >>> thermal_column([0.5], temperature=2.0).density_over_c.round(12)
    array([0.96919308])

    References
    ----------
    C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).
    """

    _saved: ClassVar = (
        "chemical_potential_over_c2",
        "temperature_over_c2",
        "density_over_c",
        "pressure_over_c3",
    )

    chemical_potential_over_c2: Array
    temperature_over_c2: float
    density_over_c: Array
    pressure_over_c3: Array
    errors: dict[str, Array]
    refused: Refusals


@one_blas_thread()
def thermal_column(chemical_potential: ArrayLike, *, temperature: float) -> ThermalColumn:
    """Return density and pressure of gases of many chemical potentials at one temperature.

    This is a cloud in a trap by the local-density approximation, μ(x) = μ₀ - V(x), everything in
    units of the interaction.

    Parameters
    ----------
    chemical_potential : array_like
        μ in ħ²c²/m, any shape, in any order; as low as one likes, so that a profile need not be cut
        off: n/c and P become 0 where they are no doubles.
    temperature : float
        k_B T in ħ²c²/m.

    Returns
    -------
    ThermalColumn
        Arrays of the shape of μ, with `errors`.  A gas that cannot be computed, as it is too dense
        or too cold, is nan and has an entry in `refused`.

    Raises
    ------
    DomainError
        If μ is no array of finite numbers, or T is not one number in the range.

    Notes
    -----
    Of neighbouring gases each starts from the one before, from the densest downwards, and those
    with μ < -2T are solved together: 64 of them take less than a tenth of a second where γ and
    T/μ are about 1 in the centre, seconds in a very cold or very dense cloud.

    Examples
    --------
    >>> column = thermal_column([1.0, 0.0, -1.0, -5.0], temperature=1.0)
    >>> column.density_over_c.round(9)
    array([1.21103971, 0.44722211, 0.15487195, 0.00269101])

    References
    ----------
    C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).
    """
    largest = sys.float_info.max
    mu = real_array(
        "chemical_potential", chemical_potential, -largest, largest, "be finite", unit="ħ²c²/m"
    )
    t = temperature_over_c(temperature)
    rows = np.full((4, mu.size), math.nan)
    refused: Refusals = {}
    is_thin = mu.ravel() <= thin.LARGEST_POTENTIAL * t
    rows[:, is_thin] = _thin_rows(mu.ravel()[is_thin], t)
    for position in np.flatnonzero(np.isinf(rows[1])).tolist():
        rows[:, position] = math.nan
        refused[tuple(map(int, np.unravel_index(position, mu.shape)))] = DomainError(
            f"the pressure at temperature {t!r} and mu = {float(mu.flat[position])!r} "
            "(in ħ²c²/m) must be below 1.8e308 ħ²c³/m, the largest double"
        )
    order = np.argsort(-mu, axis=None)[: mu.size - np.count_nonzero(is_thin)]
    for position, row in zip(order, _degenerate_rows(mu.ravel()[order], t), strict=True):
        if isinstance(row, YangGaudinError):
            refused[tuple(map(int, np.unravel_index(position, mu.shape)))] = row
        else:
            rows[:, position] = row
    density, pressure, *errors = rows.reshape(4, *mu.shape)
    bounds = dict(zip(("density_over_c", "pressure_over_c3"), errors, strict=True))
    return ThermalColumn(mu[()], t, density, pressure, bounds, refused)


@np.errstate(under="ignore", over="ignore")  # to what the errors say, or to what is refused
def _thin_rows(mu: Array, t: float) -> Array:
    """Return n/c, P and bounds on their errors of thin gases, shape (4, M)."""
    line, out = thin.thin_line(t), np.empty((4, len(mu)))
    for start in range(0, len(mu), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        z = np.array([thin.exact_fugacity(float(x), t) for x in mu[part]])
        state = thin.ThinEquilibrium(line, t, z)
        density = line.integral(state.filled * state.dressed_one)
        pressure = line.integral(state.logarithm)
        # below the smallest normal number z has lost digits
        error = RELATIVE_ERROR * np.maximum(z, sys.float_info.min)
        out[0, part], out[2, part] = z * density, error * density + math.ulp(0.0)
        out[1, part], out[3, part] = z * pressure * t, error * pressure * t + math.ulp(0.0)
    return out


def _degenerate_rows(mu: Array, t: float) -> Iterator[Array | YangGaudinError]:
    """Yield n/c, P and bounds on their errors of gases of falling μ, or why there are none."""
    state = None
    for potential in mu.tolist():
        try:
            degenerate_point(potential, t)
            state = neighbour(state, potential, t)
            row = _row(state)
            not_too_dense(1 / row[0], potential, t)
            yield row
        except YangGaudinError as reason:
            yield reason


def neighbour(state: Equilibrium | None, potential: float, t: float) -> Equilibrium:
    """Return the gas of this μ, from that of another one if it is near."""
    if state is not None:
        try:
            return of_other_potential(state, potential / t)
        except (AccuracyError, ConvergenceError):
            pass  # too far: it has to begin anew
    return equilibrium(t, potential)


def _row(state: Equilibrium) -> Array:
    """Return n/c, P and bounds on their errors."""
    one, integral = state.line.at_nodes(state.tangent), state.line.integral
    density = state.settled_density
    pressure = state.temperature * float(integral(state.logarithm))
    fluctuation = float(integral(state.filled * state.empty * one**3))
    # a rounding of ε is one of μ, of the size of T or μ, and by it changes n by ∂n/∂μ and P by n
    rounding = RELATIVE_ERROR * max(1.0, abs(state.potential))
    return np.array(
        [
            density,
            pressure,
            max(RELATIVE_ERROR * density, rounding * fluctuation),
            max(RELATIVE_ERROR * pressure, rounding * state.temperature * density),
        ]
    )
