"""Many gases at once: a table over γ and T, and a profile over μ at one temperature.

A table is solved gas by gas.  In a profile the thin gases are iterated together, and the others
follow each other downwards in μ, each starting from its neighbour.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, number_array, real_array
from ..errors import AccuracyError, ConvergenceError, DomainError, YangGaudinError
from ..quantities import RELATIVE_ERROR
from ..results import Result
from . import thin
from .adaptive import continued, equilibrium
from .domain import degenerate_point, not_too_dense, temperature_over_c
from .thermal_gas import THERMAL_QUANTITIES, ThermalGas
from .yang_yang import Equilibrium

# so many thin gases are iterated together
_TOGETHER = 256

Refusals = dict[tuple[int, ...], YangGaudinError]


@dataclass(frozen=True, eq=False)
class ThermalGases(Result):
    """Gases of many γ and T, made by `thermal_gases`; every array has the same shape.

    Parameters
    ----------
    gamma, temperature : array
        γ, and k_B T in ħ²n²/m.
    chemical_potential : array
        μ in ħ²n²/m.
    pressure : array
        P in ħ²n³/m.
    energy_per_particle, free_energy_per_particle : array
        E/N and F/N in ħ²n²/m.
    entropy_per_particle, specific_heat : array
        S/N and T ∂(S/N)/∂T at constant length, in k_B.
    compressibility : array
        ∂n/∂μ at constant T, in m/(ħ²n).
    sound_velocity : array
        v in ħn/m.
    pair_correlation : array
        g₂, dimensionless.
    three_body_correlation : array
        g₃, dimensionless.
    errors : dict of str to array
        Bounds on the absolute errors of these quantities.
    refused : dict of tuple to YangGaudinError
        Why the gas at an index was not computed; its quantities are nan.

    Examples
    --------
    >>> gases = thermal_gases(1.0, [1.0, 1e-9])
    >>> gases.pressure.round(12)
    array([0.97228474,        nan])
    >>> print(str(gases.refused[1,])[:76])
    temperature must be at least 9.34726e-07 ħ²n²/(mk_B) for this gas, got 1e-09

    References
    ----------
    C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).
    """

    _saved: ClassVar = ("gamma", "temperature", *THERMAL_QUANTITIES)

    gamma: Array
    temperature: Array
    chemical_potential: Array
    pressure: Array
    energy_per_particle: Array
    free_energy_per_particle: Array
    entropy_per_particle: Array
    specific_heat: Array
    compressibility: Array
    sound_velocity: Array
    pair_correlation: Array
    three_body_correlation: Array
    errors: dict[str, Array]
    refused: Refusals


def thermal_gases(gamma: ArrayLike, temperature: ArrayLike) -> ThermalGases:
    """Return the thermodynamics of many gases, each as `ThermalGas` has it.

    Parameters
    ----------
    gamma : array_like
        Couplings γ = c/n, from 1e-6 to 1e140.
    temperature : array_like
        k_B T in ħ²n²/m, of a shape that goes with that of γ.

    Returns
    -------
    ThermalGases
        Arrays of the common shape, with `errors`.  A gas that cannot be computed is nan and has an
        entry in `refused`, so that the others are not lost.

    Raises
    ------
    DomainError
        If an argument is no array of real numbers, or the shapes do not go together.

    Examples
    --------
    >>> gases = thermal_gases([[0.1], [10.0]], [0.5, 1.0, 2.0])
    >>> gases.pair_correlation.round(6)
    array([[1.339206, 1.540835, 1.705364],
           [0.074051, 0.084279, 0.111528]])

    References
    ----------
    C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).
    """
    table = tabulated(ThermalGas, THERMAL_QUANTITIES, {"gamma": gamma, "temperature": temperature})
    g, t = table.arguments
    return ThermalGases(g, t, **table.values, errors=table.errors, refused=table.refused)


class Table(NamedTuple):
    """Gases solved one by one: their arguments, quantities and errors, and what was refused."""

    arguments: list[Array]
    values: dict[str, Any]
    errors: dict[str, Array]
    refused: Refusals


def tabulated(
    solve: Callable[..., Any], names: Sequence[str], arguments: Mapping[str, ArrayLike]
) -> Table:
    """Return these quantities of gases of many arguments, whose shapes go together.

    `solve` takes the arguments by their names and returns a gas with these quantities and `errors`.
    """
    arrays = [number_array(name, values) for name, values in arguments.items()]
    try:
        arrays = list(np.broadcast_arrays(*arrays))
    except ValueError:
        shapes = [str(array.shape) for array in arrays]
        raise DomainError(
            f"{_listed(list(arguments))} must have shapes that go together, got {_listed(shapes)}"
        ) from None
    rows = np.full((2, len(names), *arrays[0].shape), math.nan)
    refused: Refusals = {}
    for index in np.ndindex(arrays[0].shape):
        try:
            point = {name: float(a[index]) for name, a in zip(arguments, arrays, strict=True)}
            gas = solve(**point)
            errors = gas.errors
            for row, name in enumerate(names):
                rows[:, row, *index] = getattr(gas, name), errors[name]
        except YangGaudinError as reason:
            refused[index] = reason
    values, bounds = (dict(zip(names, part, strict=True)) for part in rows)
    copies = [np.array(part, dtype=np.float64)[()] for part in arrays]
    return Table(copies, values, bounds, refused)


def _listed(words: list[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}"


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
    rows, refused = np.full((4, mu.size), math.nan), {}
    is_thin = mu.ravel() <= thin.LARGEST_POTENTIAL * t
    rows[:, is_thin] = _thin_rows(mu.ravel()[is_thin], t)
    order = np.argsort(-mu, axis=None)[: mu.size - np.count_nonzero(is_thin)]
    for position, row in zip(order, _degenerate_rows(mu.ravel()[order], t), strict=True):
        if isinstance(row, YangGaudinError):
            refused[tuple(map(int, np.unravel_index(position, mu.shape)))] = row
        else:
            rows[:, position] = row
    density, pressure, *errors = rows.reshape(4, *mu.shape)
    bounds = dict(zip(("density_over_c", "pressure_over_c3"), errors, strict=True))
    return ThermalColumn(mu[()], t, density, pressure, bounds, refused)


@np.errstate(under="ignore")  # to what the errors say
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
    for potential in mu:
        try:
            degenerate_point(potential, t)
            state = neighbour(state, float(potential), t)
            row = _row(state)
            not_too_dense(1 / row[0], potential, t)
            yield row
        except YangGaudinError as reason:
            yield reason


def neighbour(state: Equilibrium | None, potential: float, t: float) -> Equilibrium:
    """Return the gas of this μ, from that of another one if it is near."""
    if state is not None:
        try:
            return continued(state, potential / t)
        except (AccuracyError, ConvergenceError):
            pass  # too far: it has to begin anew
    return equilibrium(t, potential)


def _row(state: Equilibrium) -> Array:
    """Return n/c, P and bounds on their errors."""
    one, integral = state.line.at_nodes(state.response[0]), state.line.integral
    density = float(integral(state.filled * one))
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
