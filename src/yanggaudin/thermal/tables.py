"""Tables of gases over arrays of arguments, above all over γ and T.

Half of Newton's steps are saved if a gas starts from a near one, so gases of γ and T are taken
along strips of the plane of ln γ and ln T.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import Array, number_array
from ..errors import DomainError, YangGaudinError
from ..numerics.threads import one_blas_thread
from ..results import Result
from .domain import thermal_coupling, thermal_temperature
from .states import State, of_density
from .thermal_gas import THERMAL_QUANTITIES, ThermalGas

# bounds between which arguments have logarithms, and an extent of these that is none
_LOGARITHMIC, _FLAT = (1e-300, 1e300), 1e-9

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


@one_blas_thread()
def thermal_gases(gamma: ArrayLike, temperature: ArrayLike) -> ThermalGases:
    """Return the thermodynamics of many gases, each as `ThermalGas` has it within its errors.

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
    table = tabulated(
        _Followers(), THERMAL_QUANTITIES, {"gamma": gamma, "temperature": temperature}, _strips
    )
    g, t = table.arguments
    return ThermalGases(g, t, **table.values, errors=table.errors, refused=table.refused)


class _Followers:
    """Makes gases, each solved from the one before if that serves."""

    def __init__(self) -> None:
        self._before: State | None = None

    def __call__(self, gamma: float, temperature: float) -> ThermalGas:
        gas = _Follower(gamma, temperature, self._before)
        self._before = gas.state
        return gas


class _Follower(ThermalGas):
    """A gas solved from another one."""

    def __init__(self, gamma: float, temperature: float, before: State | None) -> None:
        self._gamma = thermal_coupling(gamma)
        self._temperature = thermal_temperature(temperature, self._gamma)
        self._arguments = self._gamma, self._temperature, None  # no chain of gases behind each
        self._state = of_density(self._gamma, self._temperature, before)

    @property
    def state(self) -> State:
        """The solution of its equation."""
        return self._state


@np.errstate(over="ignore")
def _strips(gamma: Array, temperature: Array) -> NDArray[np.intp]:
    """Return an order in which gases follow near ones: up and down in strips of ln γ over ln T."""
    if not gamma.size:
        return np.arange(0)
    # what is no gas is refused later, and may come anywhere
    doubles = (np.nan_to_num(a.astype(np.float64)) for a in (gamma, temperature))
    x, y = (np.log(np.clip(a, *_LOGARITHMIC)) for a in doubles)
    width, height = np.ptp(x), np.ptp(y)
    count = np.clip(np.sqrt(x.size * width / max(height, _FLAT)), 1, x.size)
    strip = np.floor((x - x.min()) / max(width, _FLAT) * count)
    return np.lexsort((x, np.where(strip % 2 == 1, -y, y), strip))


class Table(NamedTuple):
    """Gases solved one by one: their arguments, quantities and errors, and what was refused."""

    arguments: list[Array]
    values: dict[str, Any]
    errors: dict[str, Array]
    refused: Refusals


def tabulated(
    solve: Callable[..., Any],
    names: Sequence[str],
    arguments: Mapping[str, ArrayLike],
    order: Callable[..., NDArray[np.intp]] | None = None,
) -> Table:
    """Return these quantities of gases of many arguments, whose shapes go together.

    `solve` takes the arguments by their names and returns a gas with these quantities and `errors`,
    in the order that a function of the flat arguments gives, else that of the arrays.
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
    places = list(np.ndindex(arrays[0].shape))
    for place in range(len(places)) if order is None else order(*(a.ravel() for a in arrays)):
        index = places[place]
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
