"""Commands of the host gas: its ground state, and at a temperature."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..errors import DomainError
from ..gas import functions
from ..gas.by_name import FOLLOWING
from .found import Found, columns_of, listed, relative_errors
from .mass import functions_of
from .output import OUTPUT, TABLE, Output, Table, each
from .table import Column
from .words import Coupling, Numbers, UsageError, couplings, numbers

if TYPE_CHECKING:
    from ..thermal.thermal_gas import ThermalGas

# what the command `gas` shows besides what follows from one of them
_FUNCTIONS = (
    "energy",
    "chemical_potential",
    "pressure",
    "sound_velocity",
    "luttinger_parameter",
    "pair_correlation",
    "fermi_rapidity",
)
# how far around its temperature a gas is drawn, and at how many points
_DRAWN_FACTOR, _DRAWN_POINTS = 100, 41


def gas(*gamma: Coupling, output: Table = TABLE) -> None:
    """Ground state of the gas at couplings γ, from 0 to inf, with units and absolute errors."""
    values = couplings(gamma, functions.energy)
    columns = functions_of(values, _FUNCTIONS)
    array = np.array(values)
    for name, function in FOLLOWING.items():
        # γ = 0 and couplings so weak that a result overflows are looked at below
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            found = listed(function(array))
        _check_size(name, values, found)
        columns.append(Column(name, found, relative_errors(name, found)))
    output.present(Found("gas", [Column("gamma", values), *columns], stacked=True))


def thermal(
    *gamma: Coupling,
    temperature: Numbers,
    mu: Numbers | None = None,
    field: Numbers | None = None,
    polarisation: Numbers | None = None,
    output: Output = OUTPUT,
) -> None:
    """Gas at a temperature: all thermodynamic quantities with units and absolute errors.

    With --field or --polarisation the gas has two components, otherwise one.

    --plot draws pressure, energy and entropy against temperature: the temperatures given, or, for
    one, a factor 100 up and down; --json and --csv then hold all that is drawn.

    Parameters
    ----------
    temperature
        Temperature k_B T in ħ²n²/m; in ħ²c²/m with --mu.  A number, or a range 0.1:10:50log.
    mu
        Chemical potential μ in ħ²c²/m instead of a coupling, which follows: with c and T fixed, a
        range of μ is the profile of a trapped gas.  A number, or a range.
    field
        Two components with h = μ↑ - μ↓ ≥ 0 in ħ²n²/m.  A number, or a range.
    polarisation
        Two components with (n↑ - n↓)/n in [0, 1).  A number, or a range.
    """
    if field is not None or polarisation is not None:
        if mu is not None or output.plot is not None:
            raise UsageError("a gas of two components takes a coupling γ, and has no --plot")
        _two_components(_couplings(gamma, two=True), temperature, field, polarisation, output)
        return
    temperatures = numbers("--temperature", [temperature])
    if mu is None:
        first = _couplings(gamma, two=False)
    elif gamma:
        raise UsageError("thermal takes a coupling or --mu, from which a coupling follows")
    else:
        first = numbers("--mu", [mu])
    if output.plot is not None and len(first) * (1 if mu is None else len(temperatures)) > 1:
        raise UsageError("--plot draws a gas of one coupling; give one")
    points = [(one, t) for one in first for t in temperatures]
    gases = [_thermal_gas(*point, mu=mu is not None) for point in each(points, "thermal gases")]
    saved = gases
    if output.plot is not None:
        saved = gases if len(gases) > 1 else _around(gases[0])
        output.draw("draw_thermal", saved)
    asked = {} if mu is None else {"mu_over_c2": first, "temperature_over_c2": temperatures}
    found, whole = (
        Found("thermal", columns_of([state.to_dict() for state in states]), asked, stacked=True)
        for states in (gases, saved)
    )
    output.present(found, whole)


def _two_components(
    gamma: Sequence[float],
    temperature: str,
    field: str | None,
    polarisation: str | None,
    output: Output,
) -> None:
    """Show gases of two components."""
    from ..two_components.domain import one_of
    from ..two_components.gas import TwoComponentGas

    name, words = one_of(field, polarisation)
    values, temperatures = numbers(f"--{name}", [words]), numbers("--temperature", [temperature])
    points = each([(g, t, x) for g in gamma for t in temperatures for x in values], "gases")
    gases = [TwoComponentGas(g, t, **{name: x}).to_dict() for g, t, x in points]
    output.present(Found("thermal", columns_of(gases), stacked=True))


def _couplings(words: Sequence[str], *, two: bool) -> list[float]:
    """Return the couplings of thermal gases, of one component or of two."""
    if not words:
        raise UsageError("thermal needs a coupling γ, or --mu")
    if two:
        from ..two_components.domain import LARGEST_COUPLING, SMALLEST_COUPLING, coupling

        return couplings(words, coupling, (SMALLEST_COUPLING, LARGEST_COUPLING))
    from ..thermal import domain

    sure = domain.SMALLEST_COUPLING, domain.LARGEST_COUPLING
    return couplings(words, domain.thermal_coupling, sure)


def _thermal_gas(first: float, temperature: float, *, mu: bool) -> ThermalGas:
    """Return the gas of a coupling, or of a chemical potential."""
    from ..thermal.thermal_gas import ThermalGas

    if mu:
        return ThermalGas.from_chemical_potential(first, temperature=temperature)
    return ThermalGas(first, temperature)


def _around(state: ThermalGas) -> list[ThermalGas]:
    """Return gases of the same coupling that are colder and hotter."""
    from ..thermal.domain import LARGEST_TEMPERATURE, coldest

    low = max(state.temperature / _DRAWN_FACTOR, 2 * coldest(state.gamma))
    high = min(state.temperature * _DRAWN_FACTOR, LARGEST_TEMPERATURE)
    drawn = listed(np.geomspace(low, high, _DRAWN_POINTS))
    return [_thermal_gas(state.gamma, t, mu=False) for t in each(drawn, "temperatures")]


def _check_size(name: str, gamma: Sequence[float], values: Sequence[float]) -> None:
    """Refuse a value that is infinite for its size: limits are, at γ = 0."""
    for coupling, value in zip(gamma, values, strict=True):
        if math.isinf(value) and coupling:
            raise DomainError(
                f"{name} does not fit into a double (below 1.8e308) at gamma = {coupling!r}; take "
                "a larger coupling, or 0 for the limit"
            )
