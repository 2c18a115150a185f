"""The host gas, in its ground state and at a temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ... import plots
from ...gas import functions
from ...quantities import QUANTITIES
from ...thermal.domain import LARGEST_TEMPERATURE, coldest
from ...thermal.thermal_gas import THERMAL_QUANTITIES, ThermalGas
from ..inputs import GAMMA, Input, Slider, number
from ..view import Draw, Number, Shown, View, attributes, from_dict, literal, mark, relative

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# what the command `gas` shows of a ground state, but for what follows from one of these
_GROUND_STATE = (
    "energy",
    "chemical_potential",
    "pressure",
    "sound_velocity",
    "luttinger_parameter",
    "pair_correlation",
    "fermi_rapidity",
)
# how far around its temperature a gas is drawn, and at how many points
_FACTOR, _POINTS = 30.0, 15
_TEMPERATURE = Input("temperature", "0", number, slider=Slider(1e-2, 1e2, log=True, below="0"))


def _show(gamma: float, temperature: float) -> Shown:
    if temperature == 0:
        return _ground_state(gamma)
    gas = ThermalGas(gamma, temperature)
    return Shown(
        numbers=lambda: from_dict(gas.to_dict(), THERMAL_QUANTITIES),
        pictures=_functions(gamma)
        | {
            "temperature": lambda axes: plots.draw_thermal(axes, _around(gas)),
            "pair": lambda axes: _draw_pair(axes, gas),
        },
        python=f"gas = yg.ThermalGas({gamma!r}, {temperature!r})\n"
        + attributes("gas", THERMAL_QUANTITIES),
        shell=(f"yanggaudin thermal {gamma!r} --temperature {temperature!r}",),
        notes=lambda: ["Functions of γ are drawn for the ground state, T = 0."],
    )


def _ground_state(gamma: float) -> Shown:
    """Return what is shown at T = 0, of which there are pictures around T = 1 as well."""

    def numbers() -> list[Number]:
        return [relative(name, getattr(functions, name)(gamma)) for name in _GROUND_STATE]

    return Shown(
        numbers=numbers,
        pictures=_functions(gamma)
        | {
            "temperature": lambda axes: plots.draw_thermal(axes, _around(ThermalGas(gamma, 1.0))),
            "pair": lambda axes: _draw_pair(axes, ThermalGas(gamma, 1.0)),
        },
        python="\n".join(f"{name} = yg.{name}({literal(gamma)})" for name in _GROUND_STATE),
        shell=(f"yanggaudin gas {gamma!r}",),
    )


def _functions(gamma: float) -> dict[str, Draw]:
    """Return pictures of the functions of γ, with the ground state of this γ on them."""

    def drawing(name: str) -> Draw:
        def draw(axes: Axes) -> None:
            plots.draw_function(axes, name)
            mark(axes, gamma, abs(getattr(functions, name)(gamma)))

        return draw

    return {name: drawing(name) for name in plots.FUNCTIONS}


def _around(gas: ThermalGas) -> list[ThermalGas]:
    """Return gases of the same coupling that are colder and hotter."""
    low = max(gas.temperature / _FACTOR, 2 * coldest(gas.gamma))
    high = min(gas.temperature * _FACTOR, LARGEST_TEMPERATURE)
    return [ThermalGas(gas.gamma, float(t)) for t in np.geomspace(low, high, _POINTS)]


def _draw_pair(axes: Axes, gas: ThermalGas) -> None:
    plots.draw_thermal_pair_correlation(axes, [_around(gas)])
    mark(axes, gas.temperature, gas.pair_correlation)


GAS = View(
    name="gas",
    title="Gas",
    about="The host gas without the flipped atom, in its ground state and at a temperature.",
    own_inputs=(GAMMA, _TEMPERATURE),
    pictures={name: QUANTITIES[name].title for name in plots.FUNCTIONS}
    | {
        "temperature": "pressure, energy, entropy against T",
        "pair": f"{QUANTITIES['pair_correlation'].title} against T",
    },
    show=_show,
)
