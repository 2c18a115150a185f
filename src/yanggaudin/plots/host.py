"""Rings beside the infinite system: correlations of the host, and the exponent of the edge."""

from __future__ import annotations

import math
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import instances
from ..dynamics import EdgeScaling, HostCorrelations, MomentumDistribution
from ..gas import functions
from .style import COLOURS, axis_label, value_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_N_POINTS = 401
# Momenta from which on the contact tail is drawn, and up to which sound is.
_TAIL, _SOUND = 2.0, 2.0
_LINE = "--"


def draw_structure_factor(axes: Axes, hosts: list[HostCorrelations]) -> Axes:
    """Draw S(q) of rings, Eq. (2), and sound's q/2v of the infinite system.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    hosts : list of HostCorrelations
        From `dynamics.host_correlations`.

    Returns
    -------
    Axes
        The axes given.
    """
    for host, colour in zip(
        instances("hosts", hosts, HostCorrelations), cycle(COLOURS), strict=False
    ):
        axes.plot(host.momenta, host.structure_factor, ".-", ms=4, color=colour, label=_of(host))
        q = np.array([0.0, _SOUND])
        axes.plot(q, q / (2 * functions.sound_velocity(host.gamma)), _LINE, color=colour)
    axes.plot([], [], _LINE, color="0.5", label="$q/2v$, $N = \\infty$")
    axes.set(xlabel=r"momentum $q\,/\,(\hbar n)$", ylabel="$S(q)$", xlim=(0, None), ylim=(0, 1.1))
    axes.legend(frameon=False, fontsize="small")
    return axes


def draw_momentum_distribution(axes: Axes, distributions: list[MomentumDistribution]) -> Axes:
    """Draw N·P(p) in states of Eq. (2) at p > 0, and for hosts the tail C/p⁴, both logarithmic.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    distributions : list of MomentumDistribution
        From `dynamics.momentum_distribution`; with J = 0 that of the host.

    Returns
    -------
    Axes
        The axes given.
    """
    given = instances("distributions", distributions, MomentumDistribution)
    for found, colour in zip(given, cycle(COLOURS), strict=False):
        positive = found.quanta > 0
        p, share = found.momenta[positive], found.probabilities[positive]
        label = _of(found) + (f", $J = {found.magnon}$" if found.magnon else "")
        axes.loglog(p, found.n_particles * share, ".", ms=4, color=colour, label=label)
        if found.magnon == 0:
            far = np.array([_TAIL, p.max()])
            axes.loglog(far, functions.tan_contact(found.gamma) / far**4, _LINE, color=colour)
    axes.plot([], [], _LINE, color="0.5", label="$C/p^4$, $N = \\infty$")
    axes.set(xlabel=axis_label("momentum"), ylabel="$n(p)$")
    axes.legend(frameon=False, fontsize="small")
    return axes


def draw_host_correlations(axes: Axes, hosts: list[HostCorrelations]) -> Axes:
    """Draw g₁(x) and g₂(x) of rings, Eq. (2), and g₂(0) = e′ of the infinite system.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    hosts : list of HostCorrelations
        From `dynamics.host_correlations`.

    Returns
    -------
    Axes
        The axes given; g₁ is thin, and e′ a circle.
    """
    given = instances("hosts", hosts, HostCorrelations)
    for host, colour in zip(given, cycle(COLOURS), strict=False):
        x = np.linspace(0, host.n_particles / 2, _N_POINTS)
        axes.plot(
            x, np.asarray(host.pair_correlation(x)), color=colour, label=f"$g_2$, {_of(host)}"
        )
        coherence = np.asarray(host.distribution.coherence(x)).real
        axes.plot(x, coherence, color=colour, linewidth=0.7)
        exact = functions.pair_correlation(host.gamma)
        axes.plot([0], [exact], "o", color=colour, clip_on=False, zorder=4)
    axes.plot([], [], color="0.5", linewidth=0.7, label="$g_1$")
    axes.plot([], [], "o", color="0.5", label="$g_2(0) = e'$, $N = \\infty$")
    axes.set(xlabel="distance $x\\,n$", ylabel="$g_1(x)$, $g_2(x)$", xlim=(0, None), ylim=(0, 1.1))
    axes.legend(frameon=False, fontsize="small")
    return axes


def draw_edge_scaling(axes: Axes, scalings: list[EdgeScaling]) -> Axes:
    """Draw exponents of the edge from N and 2N atoms against 1/N, and those of Eq. (10) at 0.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    scalings : list of EdgeScaling
        From `dynamics.edge_scaling`.

    Returns
    -------
    Axes
        The axes given; circles are the exponents of the infinite system.
    """
    given = instances("scalings", scalings, EdgeScaling)
    for found, colour in zip(given, cycle(COLOURS), strict=False):
        name = found.channel.replace("_", " ")
        label = f"{name}, {value_label('gamma', found.gamma)}"
        x = 1 / found.sizes[:-1]
        axes.plot(x, found.local_exponents, ".-", color=colour, label=label)
        axes.plot([0], [found.exact], "o", color=colour, clip_on=False, zorder=4)
    p = given[0].momentum / math.pi
    axes.plot([], [], "o", color="0.5", label="Eq. (10), $N = \\infty$")
    axes.set(
        xlabel="$1/N$",
        ylabel="$-\\mathrm{d}\\,\\log\\,|F|^2/\\mathrm{d}\\,\\log\\,N$",
        xlim=(0, None),
        ymargin=0.3,
        title=f"lowest magnon at $p = {p:.3g}\\,\\pi\\hbar n$",
    )
    axes.legend(frameon=False, fontsize="small", ncols=2, loc="upper center")
    return axes


def _of(found: HostCorrelations | MomentumDistribution) -> str:
    """Return coupling and number of atoms for a legend."""
    return ", ".join(
        (value_label("gamma", found.gamma), value_label("n_particles", found.n_particles))
    )
