"""N atoms on a ring beside the infinite system."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import instance, lists_of_instances
from ..gas import functions
from ..polaron.polaron import Polaron
from ..ring import Extrapolation, RingState
from .style import EXACT, STRONG, WEAK, axis_label, branch, energy_axes, value_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_ring_dispersion(axes: Axes, polaron: Polaron, rings: list[list[RingState]]) -> Axes:
    """Draw E(p) of the infinite system, Eq. (14), and the states of rings on it, Eqs. (2), (3).

    Parameters
    ----------
    axes : Axes
        Where to draw.
    polaron : Polaron
        The polaron in the infinite system.
    rings : list of lists of RingState
        For each ring its states with one flipped atom.

    Returns
    -------
    Axes
        The axes given.
    """
    polaron = instance("polaron", polaron, Polaron)
    eta, p = branch(polaron)
    axes.plot(p, polaron.energy_at(eta), color=EXACT, label=r"$N\to\infty$")
    lists = lists_of_instances("rings", rings, RingState)
    for states, colour in zip(lists, cycle((STRONG, WEAK)), strict=False):
        momenta = [state.momentum for state in states]
        energies = [state.excitation_energy for state in states]
        label = value_label("n_particles", states[0].n_particles)
        axes.plot(momenta, energies, "o", color=colour, markersize=3, label=label)
    energy_axes(axes, "excitation_energy", polaron.gamma, None)
    axes.legend(frameon=False, loc="lower center")
    return axes


def draw_ring_masses(axes: Axes, found: Extrapolation) -> Axes:
    """Draw m/m*_N of rings, Eqs. (2), (3), against 1/N, its limit m/m*, and the line m/m* + 1/N.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    found : Extrapolation
        The masses on rings and their limit, from `ring.extrapolate_mass_ratio`.

    Returns
    -------
    Axes
        The axes given.
    """
    found = instance("found", found, Extrapolation)
    inverse = 1 / np.array(found.n_particles)
    line = np.array([0.0, 1.05 * inverse.max()])
    axes.plot(line, found.value + line, "--", color=WEAK, label=r"$m/m^* + 1/N$")
    axes.plot(inverse, found.values, "o", color=STRONG, markersize=4, label="ring of $N$ atoms")
    exact = [functions.mass_ratio(found.gamma)]
    (dot,) = axes.plot([0], exact, "s", color=EXACT, label="$m/m^*$, exact")
    dot.set_clip_on(False)  # it lies on the frame
    axes.set(
        xlabel="$1/N$",
        ylabel=axis_label("ring_mass_ratio"),
        title=value_label("gamma", found.gamma),
        xlim=(0, line[1]),
    )
    axes.legend(frameon=False, loc="upper left")
    return axes
