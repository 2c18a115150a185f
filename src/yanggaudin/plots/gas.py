"""The host gas: functions of γ, excitations, and the gas at a temperature."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import instance, instances, lists_of_instances
from ..errors import DomainError
from ..gas import functions
from ..gas.excitations import Excitations
from ..polaron.polaron import Polaron
from ..quantities import QUANTITIES
from ..thermal.limits import classical_gas, cold_gas
from ..thermal.thermal_gas import ThermalGas
from .style import (
    COLOURS,
    EXACT,
    HALF,
    MOMENTA,
    STRONG,
    WEAK,
    angle_axis,
    axis_label,
    branch,
    clipped,
    energy_axes,
    value_label,
    whole,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: functions of γ that `draw_function` draws: all that have both limits in the catalogue
FUNCTIONS = tuple(
    name
    for name, quantity in QUANTITIES.items()
    if hasattr(functions, name) and quantity.weak and quantity.strong
)


def draw_function(axes: Axes, name: str) -> Axes:
    """Draw the size of a function of γ between its leading terms as γ → 0 and γ → ∞.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    name : str
        One of `FUNCTIONS`, such as "mass_ratio", Eqs. (16) and (21).

    Returns
    -------
    Axes
        The axes given, both logarithmic; the label has a minus sign if the function is negative.
    """
    if name not in FUNCTIONS:
        raise DomainError(f"name must be one of {', '.join(FUNCTIONS)}, got {name!r}")
    quantity = QUANTITIES[name]
    gamma = np.geomspace(1e-4, 1e4, 400)
    for limit, colour, label in (
        (quantity.weak, WEAK, r"$\gamma\to 0$"),
        (quantity.strong, STRONG, r"$\gamma\to\infty$"),
    ):
        assert limit is not None
        values = np.broadcast_to(np.abs(limit.leading(gamma)), gamma.shape)
        axes.loglog(gamma, values, "--", color=colour, linewidth=1, label=label)
    exact = getattr(functions, name)(gamma)
    sign = "-" if exact[0] < 0 else ""
    axes.loglog(gamma, np.abs(exact), color=EXACT, label="exact")
    low, high = np.abs(exact).min(), np.abs(exact).max()
    axes.set(
        xlabel=f"coupling {QUANTITIES['gamma'].label}",
        ylabel=f"${quantity.unit.label(sign + quantity.latex)}$",
        xlim=(1e-4, 1e4),
        ylim=(low / (high / low) ** 0.08, high * (high / low) ** 0.08),
    )
    return axes


def draw_excitations(axes: Axes, excitations: Excitations, polaron: Polaron) -> Axes:
    """Draw the energies of type I, type II and the polaron, Eq. (14), and sound for comparison.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    excitations : Excitations
        The excitations of the gas.
    polaron : Polaron
        The polaron in the same gas.

    Returns
    -------
    Axes
        The axes given.
    """
    excitations = instance("excitations", excitations, Excitations)
    polaron = instance("polaron", polaron, Polaron)
    hole = whole(excitations.hole_energy(HALF), 0)
    top, velocity = 2.5 * hole.max(), excitations.gas.sound_velocity
    rising = MOMENTA[velocity * MOMENTA < top]  # type I is above sound
    particle = clipped(excitations.particle_energy(rising), -1, top)
    eta, p = branch(polaron)
    axes.plot(rising, particle, color=STRONG, label="type I")
    axes.plot(MOMENTA, hole, color=WEAK, label="type II")
    axes.plot(p, polaron.energy_at(eta), color=EXACT, label="polaron")
    sound = velocity * clipped(MOMENTA, -1, 0.75 * math.pi)
    axes.plot(MOMENTA, clipped(sound, -1, top), color="0.6", linestyle=":", label="sound")
    energy_axes(axes, "excitation_energy", polaron.gamma, top)
    axes.legend(frameon=False, loc="upper right", fontsize="small", handlelength=1.2)
    return axes


def draw_velocities(axes: Axes, excitations: Excitations, polaron: Polaron) -> Axes:
    """Draw the velocities of type I, type II and the polaron, Eqs. (8) and (14), and of sound.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    excitations : Excitations
        The excitations of the gas.
    polaron : Polaron
        The polaron in the same gas.

    Returns
    -------
    Axes
        The axes given.
    """
    excitations = instance("excitations", excitations, Excitations)
    polaron = instance("polaron", polaron, Polaron)
    sound = excitations.gas.sound_velocity
    top = 2.5 * sound
    # ε > p²/2, and ε is convex, so that dε/dp > p/2
    rising = MOMENTA[2 * top > MOMENTA]
    particle = clipped(excitations.particle_velocity(rising), 0, top)
    eta, p = branch(polaron)
    axes.plot(rising, particle, color=STRONG, label="type I")
    axes.plot(MOMENTA, whole(excitations.hole_velocity(HALF), 0, -1), color=WEAK, label="type II")
    axes.plot(p, polaron.velocity_at(eta), color=EXACT, label="polaron")
    for speed, label in ((sound, "sound"), (-sound, "")):
        axes.axhline(speed, color="0.6", linestyle=":", label=label)
    angle_axis(axes, "momentum")
    axes.set(
        ylabel=f"velocity ${QUANTITIES['polaron_velocity'].unit.label('v')}$",
        ylim=(-1.2 * sound, top),
        title=value_label("gamma", polaron.gamma),
    )
    axes.legend(frameon=False, loc="upper right", fontsize="small", handlelength=1.2)
    return axes


def draw_thermal(axes: Axes, gases: Sequence[ThermalGas]) -> Axes:
    """Draw pressure, energy and entropy against temperature between their cold and hot limits.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    gases : sequence of ThermalGas
        Gases of one coupling at ascending temperatures.

    Returns
    -------
    Axes
        The axes given, both logarithmic.

    References
    ----------
    The limits are those of `thermal.limits`.
    """
    gases = instances("gases", gases, ThermalGas)
    gamma, temperature = gases[0].gamma, np.array([gas.temperature for gas in gases])
    # the limits bend more than the gas: the classical entropy falls to zero at T = 0.31
    fine = np.geomspace(temperature.min(), temperature.max(), 801)
    cold, hot = cold_gas(gamma, temperature=fine), classical_gas(fine)
    lowest, highest = math.inf, 0.0
    for name, colour in zip(cold, COLOURS, strict=False):
        values = np.array([getattr(gas, name) for gas in gases])
        axes.loglog(temperature, values, color=colour, label=QUANTITIES[name].label)
        axes.loglog(fine, cold[name], ":", color=colour, linewidth=1)
        axes.loglog(fine, clipped(hot[name], 0, math.inf), "--", color=colour, linewidth=1)
        lowest, highest = min(lowest, values.min()), max(highest, values.max())
    axes.set(
        xlabel=axis_label("temperature"),
        ylabel="exact; dotted: cold, dashed: classical gas",
        title=value_label("gamma", gamma),
        xlim=(temperature.min(), temperature.max()),
        ylim=(lowest / 1.5, highest * 1.5),
    )
    axes.legend(frameon=False)
    return axes


def draw_thermal_pair_correlation(axes: Axes, gases: list[list[ThermalGas]]) -> Axes:
    """Draw g₂ against temperature: from the ground state's, e′(γ), to 2.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    gases : list of lists of ThermalGas
        For each coupling the gases at ascending temperatures.

    Returns
    -------
    Axes
        The axes given, the horizontal one logarithmic; the ground state is dotted.

    References
    ----------
    K. V. Kheruntsyan et al., Phys. Rev. Lett. 91, 040403 (2003).
    """
    lists = lists_of_instances("gases", gases, ThermalGas)
    for series, colour in zip(lists, cycle(COLOURS), strict=False):
        temperature = [gas.temperature for gas in series]
        label = value_label("gamma", series[0].gamma)
        values = [gas.pair_correlation for gas in series]
        axes.semilogx(temperature, values, color=colour, label=label)
        ground = functions.pair_correlation(series[0].gamma)
        axes.axhline(ground, color=colour, linestyle=":", linewidth=1)
    axes.plot([], [], ":", color="0.5", linewidth=1, label="ground state")
    axes.set(
        xlabel=axis_label("temperature"),
        ylabel=axis_label("pair_correlation"),
        xlim=(lists[0][0].temperature, lists[0][-1].temperature),
        ylim=(-0.05, 2.05),
    )
    axes.legend(frameon=False, fontsize="small", handlelength=1.2)
    return axes
