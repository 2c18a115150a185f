"""An impurity on a ring: spectral functions, and motion after an injection."""

from __future__ import annotations

import math
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arguments import TWO_PI, Array, instance, instances, real_array
from ..dynamics import InjectedMotion, SpectralFunction, SpectralPlane
from ..gas.excitations import Excitations
from ..lab import Scale
from ..lab.everyday import everyday
from ..polaron.fermi import FermiPolaron
from ..polaron.polaron import Polaron
from .style import COLOURS, EXACT, STRONG, axis_label, clipped, value_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# What is drawn of a spectrum: up to where all but so much of the weight is, at so many points.
_LEFT_OUT, _N_POINTS = 0.01, 1001
# Decades below the maximum.
_DECADES = 5
# How much of a plane is drawn above the energy of a free atom of the largest momentum.
_ABOVE = 1.2
# Lines upon colours.
_LINE_STYLES, _LINE = ("--", "-", "-.", ":"), "#00c853"


def draw_spectrum(
    axes: Axes, found: SpectralFunction, width: float, scale: Scale | None = None
) -> Axes:
    """Draw a spectral function over its states, Eq. (3), on a logarithmic scale.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    found : SpectralFunction
        From `dynamics.spectral_function`.
    width : float
        Standard deviation of the Gaussians in ħ²n²/m.
    scale : Scale, optional
        How large the units are, for an axis in kHz.

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
        ylabel=rf"{_weight_label(found.channel)} per energy $/\,(m/\hbar^2n^2)$",
        title=", ".join((*_system(found), f"share {found.share:.4f}")),
    )
    _read_in(scale, axes, "x", "excitation_energy")
    return axes


def draw_plane(
    axes: Axes,
    plane: SpectralPlane,
    polaron: Polaron | FermiPolaron,
    width: float,
    scale: Scale | None = None,
) -> Axes:
    """Draw spectral functions over momentum and energy in logarithmic colour, and exact lines.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    plane : SpectralPlane
        From `dynamics.spectral_plane`.
    polaron : Polaron or FermiPolaron
        That of the host at this coupling, for E(p), Eq. (14).
    width : float
        Standard deviation of the Gaussians in ħ²n²/m.
    scale : Scale, optional
        How large the units are, for axes in kHz and ħ/µm.

    Returns
    -------
    Axes
        The axes given.  The lines are those of the infinite system: type I and II, which symmetric
        states have too; E(p), where there is a flip; a free atom's p²/2; and after an injection all
        of them higher by μ, and p²/2 by γ.
    """
    plane = instance("plane", plane, SpectralPlane)
    if plane.host == "fermi":
        polaron = instance("polaron", polaron, FermiPolaron)
    else:
        polaron = instance("polaron", polaron, Polaron)
    order = np.argsort(plane.momenta)
    momenta = plane.momenta[order]
    fine = np.linspace(momenta[0], momenta[-1], 401)
    lines = _exact_lines(plane.channel, fine, polaron)
    top = _ABOVE * lines["free atom"].max()
    omega = np.linspace(min(0.0, *(line.min() for line in lines.values())), top, _N_POINTS // 2)
    density = plane.broadened(omega, width)[order]
    floor = density.max() * 10.0**-_DECADES
    colours = axes.pcolormesh(
        momenta,
        omega,
        np.maximum(density, floor).T,
        norm="log",
        cmap="magma",
        shading="nearest",
        rasterized=True,
    )
    for (label, energy), style in zip(lines.items(), _LINE_STYLES, strict=False):
        axes.plot(
            fine, clipped(energy, -math.inf, top), style, color=_LINE, linewidth=1, label=label
        )
    axes.set(
        xlabel=axis_label("momentum"),
        ylabel=axis_label("excitation_energy"),
        ylim=(omega[0], top),
        title=", ".join((_weight_label(plane.channel), *_system(plane))),
    )
    axes.legend(loc="upper left", fontsize="small", framealpha=0.6)
    _read_in(scale, axes, "x", "momentum")
    _read_in(scale, axes, "y", "excitation_energy")
    axes.figure.colorbar(colours, ax=axes, label=r"per energy $/\,(m/\hbar^2n^2)$")
    return axes


def _exact_lines(channel: str, momenta: Array, polaron: Polaron | FermiPolaron) -> dict[str, Array]:
    """Return energies of the infinite system at momenta, by their names in the legend."""
    turned, injected = np.mod(momenta, TWO_PI), channel == "injection"
    if isinstance(polaron, FermiPolaron):
        # its momentum is that of the atoms less a Fermi point's, where E = 0
        potential, fermi_point = math.pi**2 / 2, 0.0 if injected else math.pi
        branch = polaron.energy(momenta - fermi_point)
        particle, hole = (np.pi * p + s * p**2 / 2 for p, s in ((momenta, 1), (turned, -1)))
    else:
        excitations = Excitations(polaron.gamma)
        potential, branch = excitations.gas.chemical_potential, polaron.energy(turned)
        particle, hole = excitations.particle_energy(momenta), excitations.hole_energy(turned)
    lines = {"free atom": momenta**2 / 2 + (polaron.gamma if injected else 0.0)}
    if channel == "impurity_density":  # its energies are from those of a magnon
        return lines
    if channel != "density":
        lines["polaron $E(p)$"] = branch
    lines |= {"type I": particle, "type II": hole}
    if injected:
        lines |= {name: lines[name] + potential for name in lines if name != "free atom"}
    return lines


def draw_motion(
    axes: Axes, motions: list[InjectedMotion], times: Array, scale: Scale | None = None
) -> Axes:
    """Draw ⟨p↓(t)⟩ after injections into states of Eq. (2), each with the band of its error.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    motions : list of InjectedMotion
        From `dynamics.injected_motion`.
    times : array
        In m/ħn².
    scale : Scale, optional
        How large the units are, for axes in ms and ħ/µm.

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
        axes.plot(at, momentum, color=colour, label=", ".join(_system(motion)))
        band = momentum - motion.error, momentum + motion.error
        axes.fill_between(at, *band, color=colour, alpha=0.2, linewidth=0)
    axes.axhline(0.0, color="0.7", linewidth=0.6, zorder=0)
    axes.set(xlabel=axis_label("time"), ylabel=axis_label("impurity_momentum"))
    axes.margins(y=0.2)
    axes.legend(frameon=False, fontsize="small", loc="upper right")
    _read_in(scale, axes, "x", "time")
    _read_in(scale, axes, "y", "impurity_momentum")
    return axes


def _weight_label(channel: str) -> str:
    return rf"{channel.replace('_', ' ')} $|F|^2$"


def _system(found: SpectralFunction | SpectralPlane | InjectedMotion) -> list[str]:
    """Return coupling and number of atoms for a title, and that the host are fermions."""
    labels = [value_label("gamma", found.gamma), value_label("n_particles", found.n_particles)]
    return [*labels, "fermions"] if found.host == "fermi" else labels


def _read_in(scale: Scale | None, axes: Axes, which: str, quantity: str) -> None:
    """Add an axis, above or to the right, in a unit of the laboratory."""
    unit = None if scale is None else everyday(quantity, scale)
    if unit is None:
        return
    factor, name = unit

    def there(values: Any) -> Any:
        return factor * values

    def back(values: Any) -> Any:
        return values / factor

    if which == "x":
        axes.secondary_xaxis("top", functions=(there, back)).set_xlabel(name)
    else:
        axes.secondary_yaxis("right", functions=(there, back)).set_ylabel(name)
