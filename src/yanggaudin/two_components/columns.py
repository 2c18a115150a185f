"""Many gases of two components of one field and temperature: a profile over μ̄.

They follow each other downwards in μ̄, each starting from its neighbour on the panels of that one.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, real_array
from ..errors import YangGaudinError
from ..results import Result
from ..thermal.domain import temperature_over_c
from .domain import field_of, not_too_dense, potentials
from .errors import FIRST, POLARISATION, POTENTIAL, enlarged
from .search import beside
from .thermodynamics import Thermodynamics


@dataclass(frozen=True, eq=False)
class TwoComponentColumn(Result):
    """Gases of many μ̄ at one h and T in units of the interaction, made by `two_component_column`.

    Parameters
    ----------
    mean_chemical_potential_over_c2 : array
        μ̄ = (μ↑ + μ↓)/2 in ħ²c²/m; its shape is that of every result.
    field_over_c2, temperature_over_c2 : float
        h = μ↑ - μ↓ and k_B T in ħ²c²/m.
    density_over_c : array
        n/c = 1/γ of both components together.
    polarisation : array
        (n↑ - n↓)/n.
    pressure_over_c : array
        P in ħ²c³/m.
    errors : dict of str to array
        Bounds on the absolute errors of these three.
    refused : dict of tuple to YangGaudinError
        Why the gas at an index was not computed; it is nan.

    Examples
    --------
    >>> two_component_column([0.3], field=1.0, temperature=1.0).density_over_c.round(10)
    array([1.07522531])

    References
    ----------
    J.-S. Caux, A. Klauser and J. van den Brink, Phys. Rev. A 80, 061605 (2009).
    """

    _saved: ClassVar = (
        "mean_chemical_potential_over_c2",
        "field_over_c2",
        "temperature_over_c2",
        "density_over_c",
        "polarisation",
        "pressure_over_c",
    )

    mean_chemical_potential_over_c2: Array
    field_over_c2: float
    temperature_over_c2: float
    density_over_c: Array
    polarisation: Array
    pressure_over_c: Array
    errors: dict[str, Array]
    refused: dict[tuple[int, ...], YangGaudinError]


def two_component_column(
    mean: ArrayLike, *, field: float, temperature: float
) -> TwoComponentColumn:
    """Return density, polarisation and pressure for many mean chemical potentials at one h and T.

    This is a cloud of two components in a trap that both see alike, by the local-density
    approximation: μ̄(x) = μ̄₀ - V(x), everything in units of the interaction.

    Parameters
    ----------
    mean : array_like
        μ̄ = (μ↑ + μ↓)/2 in ħ²c²/m, any shape, in any order.
    field : float
        h = μ↑ - μ↓ ≥ 0 in ħ²c²/m, at most 600 k_B T.
    temperature : float
        k_B T in ħ²c²/m.

    Returns
    -------
    TwoComponentColumn
        Arrays of the shape of μ̄, with `errors`, in the wings also of gases thinner than a
        `TwoComponentGas` may be.  A gas that cannot be computed, as it is too dense, too cold or
        thinner than μ↑ = -100 k_B T, is nan and has an entry in `refused`.

    Raises
    ------
    DomainError
        If μ̄ is no array of finite numbers, or h or T is not one number in the range.

    Examples
    --------
    >>> column = two_component_column([0.3, -0.2, -0.7], field=1.0, temperature=1.0)
    >>> column.polarisation.round(8)
    array([0.64825523, 0.58875774, 0.54398844])

    References
    ----------
    J.-S. Caux, A. Klauser and J. van den Brink, Phys. Rev. A 80, 061605 (2009).
    """
    largest = sys.float_info.max
    mu = real_array("mean", mean, -largest, largest, "be finite", unit="ħ²c²/m")
    t = temperature_over_c(temperature)
    h = field_of(field, t, "ħ²c²/m")
    rows, refused = np.full((6, mu.size), math.nan), {}
    before = None
    for position in np.argsort(-mu, axis=None):
        try:
            point = potentials(float(mu.flat[position]), h, t)
            before = beside(before, *point)
            not_too_dense(1 / before.density)
            rows[:, position] = _row(before)
        except YangGaudinError as reason:
            refused[tuple(map(int, np.unravel_index(position, mu.shape)))] = reason
    values = rows.reshape(6, *mu.shape)
    names = TwoComponentColumn._saved[3:]
    errors = dict(zip(names, values[3:], strict=True))
    density, polarisation, pressure = values[:3]
    return TwoComponentColumn(mu[()], h, t, density, polarisation, pressure, errors, refused)


def _row(found: Thermodynamics) -> Array:
    """Return n/c, (n↑ - n↓)/n and P, and bounds on their errors."""
    density, pressure = found.density, found.pressure
    # a rounding of μ̄ changes n by ∂n/∂μ̄ and P by n
    rounding = POTENTIAL * max(abs(found.mean) + found.field, found.temperature)
    errors = np.array(
        [
            max(FIRST * density, rounding * found.compressibility),
            POLARISATION,
            max(FIRST * pressure, rounding * density),
        ]
    )
    values = [density, 2 * found.magnetisation / density, pressure]
    return np.concatenate([values, enlarged(found.temperature) * errors])
