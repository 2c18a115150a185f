"""The polaron: its dispersion and the limits of it, threshold exponents, expelled atoms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import TWO_PI, instance, instances
from ..polaron import dispersion_limits
from ..polaron.edge_limits import dark_soliton_expelled_atoms, impenetrable_exponent
from ..polaron.polaron import Polaron
from .style import (
    EXACT,
    LINES,
    MOMENTA,
    STRONG,
    WEAK,
    angle_axis,
    axis_label,
    branch,
    clipped,
    energy_axes,
    value_label,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# orders of the strong-coupling expansion that are drawn, and from which γ on
_STRONG_ORDERS, _STRONG_FROM = ((1, ":"), (2, "-."), (4, "--")), 8.0
# coupling up to which the soliton is drawn
_WEAK_TO = 1.0


def draw_dispersion(axes: Axes, polaron: Polaron) -> Axes:
    """Draw E(p), Eqs. (8) and (14), and the parabola p²/2m* that it starts with, Eq. (15).

    Parameters
    ----------
    axes : Axes
        Where to draw.
    polaron : Polaron
        The polaron.

    Returns
    -------
    Axes
        The axes given.
    """
    polaron = instance("polaron", polaron, Polaron)
    eta, p = branch(polaron)
    energy = polaron.energy_at(eta)
    parabola = clipped(polaron.mass_ratio / 2 * MOMENTA**2, -1, 1.1 * energy.max())
    axes.plot(p, energy, color=EXACT, label="polaron, Eqs. (8) and (14)")
    axes.plot(MOMENTA, parabola, "--", color=WEAK, label=r"$p^2/2m^*$")
    energy_axes(axes, "polaron_energy", polaron.gamma, 1.15 * polaron.maximum_energy)
    axes.legend(frameon=False, loc="lower center")
    return axes


def draw_dispersion_limits(axes: Axes, polaron: Polaron) -> Axes:
    """Draw E(p) of Eqs. (8) and (14) and whichever of its limits are near.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    polaron : Polaron
        The polaron.  Up to γ = 1 the dark soliton is drawn with it, and less γ/2 where that is a
        limit, at p > √γ from both ends; from γ = 8 the expansion in 1/γ, and the first three powers
        of p² always.

    Returns
    -------
    Axes
        The axes given.
    """
    polaron = instance("polaron", polaron, Polaron)
    gamma, limits = polaron.gamma, dispersion_limits
    eta, p = branch(polaron)
    exact = polaron.energy_at(eta)
    axes.plot(p, exact, color=EXACT, linewidth=2.5, label="exact")
    lines = [("$p^2, p^4, p^6$", limits.powers_of_momentum(polaron, MOMENTA), "0.5", "--")]
    if gamma <= _WEAK_TO:
        soliton = limits.dark_soliton(gamma, momentum=MOMENTA)
        lines.append(("dark soliton", soliton, WEAK, "-."))
        # for smaller momenta it is no limit of E(p), see `weak_coupling`
        is_limit = np.minimum(MOMENTA, TWO_PI - MOMENTA) >= math.sqrt(gamma)
        lower = np.where(is_limit, soliton - gamma / 2, np.nan)
        lines.append((r"soliton $-\,\gamma/2$, $p > \sqrt{\gamma}$", lower, WEAK, "--"))
    if gamma >= _STRONG_FROM:
        for order, style in _STRONG_ORDERS:
            energy = limits.strong_coupling(gamma, momentum=MOMENTA, order=order)
            lines.append((f"to $\\gamma^{{-{order}}}$", energy, STRONG, style))
    top = exact.max()
    for label, energy, colour, style in lines:
        shown = clipped(np.asarray(energy), -0.05 * top, 1.5 * top)
        axes.plot(MOMENTA, shown, color=colour, linestyle=style, label=label)
    energy_axes(axes, "polaron_energy", gamma, 1.5 * top)
    axes.legend(frameon=False, fontsize="small", loc="upper right")
    return axes


def draw_exponents(axes: Axes, polarons: Sequence[Polaron]) -> Axes:
    """Draw the threshold exponent g₊² + g₋² - 1 against momentum; g is that of Eq. (10).

    Parameters
    ----------
    axes : Axes
        Where to draw.
    polarons : sequence of Polaron
        A line for each; the limit γ → ∞, p²/2π² - 1, is added.

    Returns
    -------
    Axes
        The axes given.
    """
    polarons = instances("polarons", polarons, Polaron)
    for polaron, style in zip(polarons, cycle(LINES), strict=False):
        edge = polaron.edge_at(branch(polaron)[0])
        label = value_label("gamma", polaron.gamma)
        axes.plot(edge.momentum, edge.exponent, color=EXACT, linestyle=style, label=label)
    limit = impenetrable_exponent(MOMENTA)
    axes.plot(MOMENTA, limit, color=STRONG, linewidth=1, label=r"$\gamma = \infty$")
    axes.axhline(0, color="0.7", linewidth=0.8, zorder=0)
    angle_axis(axes, "momentum")
    axes.set_ylabel(axis_label("threshold_exponent"))
    axes.legend(frameon=False)
    return axes


def draw_dressing(axes: Axes, polarons: Sequence[Polaron]) -> Axes:
    """Draw the number of expelled atoms, -p′(η) of Eq. (8), against the phase drop.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    polarons : sequence of Polaron
        A line for each, which runs from p = 0 on the left to p = 2πn on the right; the dark
        soliton is drawn at the coupling of the first.

    Returns
    -------
    Axes
        The axes given.
    """
    polarons = instances("polarons", polarons, Polaron)
    for polaron, style in zip(polarons, cycle(LINES), strict=False):
        edge = polaron.edge_at(branch(polaron)[0])
        label = value_label("gamma", polaron.gamma)
        axes.plot(edge.phase_drop, edge.expelled_atoms, color=EXACT, linestyle=style, label=label)
    gamma, drop = polarons[0].gamma, np.linspace(0, TWO_PI, 401)
    soliton = dark_soliton_expelled_atoms(gamma, phase_drop=drop)
    label = f"dark soliton, {value_label('gamma', gamma)}"
    axes.plot(drop, soliton, color=WEAK, linewidth=1, label=label)
    angle_axis(axes, "phase_drop")
    axes.set(ylabel=axis_label("expelled_atoms"), ylim=(0, None))
    axes.legend(frameon=False)
    return axes
