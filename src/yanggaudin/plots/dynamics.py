"""An impurity on a ring: spectral functions, and motion after an injection."""

from __future__ import annotations

import math
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import Array, instance, instances, real_array
from ..dynamics import InjectedMotion, SpectralFunction
from .style import COLOURS, EXACT, STRONG, axis_label, value_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What is drawn of a spectrum: up to where all but so much of the weight is, at so many points.
_LEFT_OUT, _N_POINTS = 0.01, 1001
# Decades below the maximum.
_DECADES = 5


def draw_spectrum(axes: Axes, found: SpectralFunction, width: float) -> Axes:
    """Draw a spectral function over its states, Eq. (3), on a logarithmic scale.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    found : SpectralFunction
        From `dynamics.spectral_function`.
    width : float
        Standard deviation of the Gaussians in ħ²n²/m.

    Returns
    -------
    Axes
        The axes given.
    """
    found = instance("found", found, SpectralFunction)
    weight = np.cumsum(found.weights)
    shown = int(np.searchsorted(weight, (1 - _LEFT_OUT) * weight[-1]))
    low, high = found.energies[0] - 6 * width, found.energies[shown] + 6 * width
    omega = np.linspace(low, high, _N_POINTS)
    density = np.asarray(found.broadened(omega, width))
    top = density.max()
    heights = found.weights / (math.sqrt(2 * math.pi) * width)
    axes.plot(omega, density, color=EXACT)
    axes.vlines(found.energies, top * 10.0**-_DECADES, heights, color=STRONG, linewidth=0.6)
    axes.set(
        yscale="log",
        xlim=(low, high),
        ylim=(top * 10.0**-_DECADES, 2 * top),
        xlabel=axis_label("excitation_energy"),
        ylabel=rf"{found.channel.replace('_', ' ')} $|F|^2$ per energy $/\,(m/\hbar^2n^2)$",
        title=", ".join(
            (
                value_label("gamma", found.gamma),
                value_label("n_particles", found.n_particles),
                f"share {found.share:.4f}",
            )
        ),
    )
    return axes


def draw_motion(axes: Axes, motions: list[InjectedMotion], times: Array) -> Axes:
    """Draw ⟨p↓(t)⟩ after injections into states of Eq. (2), each with the band of its error.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    motions : list of InjectedMotion
        From `dynamics.injected_motion`.
    times : array
        In m/ħn².

    Returns
    -------
    Axes
        The axes given.
    """
    at = real_array("times", times)
    for motion, colour in zip(
        instances("motions", motions, InjectedMotion), cycle(COLOURS), strict=False
    ):
        momentum = np.asarray(motion.momentum(at))
        label = ", ".join(
            (value_label("gamma", motion.gamma), value_label("n_particles", motion.n_particles))
        )
        axes.plot(at, momentum, color=colour, label=label)
        band = momentum - motion.error, momentum + motion.error
        axes.fill_between(at, *band, color=colour, alpha=0.2, linewidth=0)
    axes.axhline(0.0, color="0.7", linewidth=0.6, zorder=0)
    axes.set(xlabel=axis_label("time"), ylabel=axis_label("impurity_momentum"))
    axes.legend(frameon=False)
    return axes
