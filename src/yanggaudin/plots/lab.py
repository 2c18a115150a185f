"""The laboratory: a trapped gas, and the flipped atom on its way through it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import instance, instances
from ..errors import DomainError
from ..gas import functions
from ..lab import Orbit, Trap
from ..quantities import QUANTITIES
from .style import COLOURS, EXACT, STRONG, WEAK, value_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# where a cloud is drawn, between its edges; more points change no pixel
_POINTS = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 401)[1:-1])
_MILLI, _MICRO, _NANO = 1e3, 1e6, 1e9


def draw_trap(axes: Axes, trap: Trap) -> Axes:
    """Draw the density of a trapped gas, the inverse mass of a polaron, Eq. (21), and g₂ in it.

    At a temperature the density is drawn alone: the others are those of the ground state.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    trap : Trap
        One trap.

    Returns
    -------
    Axes
        The axes given.
    """
    if np.ndim(instance("trap", trap, Trap).peak_gamma):
        raise DomainError(f"trap must be one trap, got {np.size(trap.peak_gamma)}")
    left, right = trap.visible_edges
    x = (left + right) / 2 + (right - left) / 2 * _POINTS
    gamma = trap.local_gamma(x)
    mass, pair = (f"${QUANTITIES[name].latex}$" for name in ("mass_ratio", "pair_correlation"))
    axes.plot(_MICRO * x, trap.peak_gamma / gamma, color=EXACT, label=r"$n/n_0 = \gamma_0/\gamma$")
    title = f"in the centre {value_label('gamma', float(f'{trap.peak_gamma:.3g}'))}"
    if trap.temperature:
        title += f" at $T = {_NANO * trap.temperature:.3g}$ nK"
    else:
        axes.plot(_MICRO * x, functions.mass_ratio(gamma), "--", color=WEAK, label=mass)
        axes.plot(_MICRO * x, functions.pair_correlation(gamma), "-.", color=STRONG, label=pair)
    axes.set(xlabel="position $x$ (µm)", ylabel="dimensionless", ylim=(0, 1.05))
    _legend_above(axes, title)
    return axes


def draw_orbits(axes: Axes, orbits: Sequence[Orbit]) -> Axes:
    """Draw how the flipped atom moves, by Eqs. (8) and (14) in the density of the place.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    orbits : sequence of Orbit
        Motions, each with as many times as are to be drawn.

    Returns
    -------
    Axes
        The axes given.
    """
    for orbit, colour in zip(instances("orbits", orbits, Orbit), cycle(COLOURS), strict=False):
        label = f"{_MILLI * orbit.period:.4g} ms"
        axes.plot(_MILLI * orbit.t, _MICRO * orbit.x, color=colour, label=label)
    axes.set(xlabel="time $t$ (ms)", ylabel="position $x$ (µm)")
    _legend_above(axes, "period")
    return axes


def _legend_above(axes: Axes, title: str) -> None:
    """Explain the curves above the frame, where none of them can be."""
    axes.legend(frameon=False, title=title, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
