"""Colours, lines and labels that all pictures share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import TWO_PI, Array
from ..quantities import QUANTITIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..polaron.polaron import Polaron

# readable with every kind of colour blindness (Okabe and Ito)
EXACT, WEAK, STRONG = "black", "#0072b2", "#d55e00"
COLOURS = (EXACT, WEAK, STRONG, "#009e73", "#cc79a7")
LINES = ("-", "--", "-.", ":")

#: momenta up to πn at which a branch is drawn, denser at p = 0, where it bends at weak coupling
HALF = math.pi * (1 - np.cos(np.linspace(0, math.pi / 2, 101)))


def axis_label(name: str) -> str:
    """Return what stands at an axis: meaning, symbol and unit of a quantity of the catalogue."""
    quantity = QUANTITIES[name]
    unit = " (dimensionless)" if quantity.unit.is_dimensionless else ""
    return f"{quantity.meaning} {quantity.label}{unit}"


def value_label(name: str, value: float) -> str:
    """Return "symbol = value" in LaTeX, for a legend or a title."""
    digits, _, exponent = f"{value:.6g}".partition("e")
    if exponent:
        power = f"10^{{{int(exponent)}}}"
        digits = power if digits == "1" else rf"{digits}\times {power}"
    return f"${QUANTITIES[name].latex} = {digits}$"


def whole(half: Array, mirror: float, sign: float = 1.0) -> Array:
    """Return values at `HALF` and at its mirror image, where they are mirror + sign times these."""
    return np.append(half, mirror + sign * half[-2::-1])


#: momenta from 0 to 2πn at which a branch is drawn; more points change no pixel
MOMENTA = whole(HALF, TWO_PI, -1)


def branch(polaron: Polaron) -> tuple[Array, Array]:
    """Return spin rapidities at which a branch is drawn, and its momenta there.

    The momenta are `MOMENTA` to the eye.  To find the spin rapidities for these would take longer
    than all the rest.
    """
    eta = whole(polaron.gamma * (polaron.branch.width - polaron.branch.depth_near(HALF)), 0, -1)
    return eta, polaron.momentum_at(eta)


def clipped(values: Array, low: float, high: float) -> Array:
    """Return the values with nan, which is not drawn, where they leave (low, high)."""
    return np.where((values > low) & (values < high), values, np.nan)


def angle_axis(axes: Axes, name: str) -> None:
    """Make the horizontal axis that of a quantity from 0 to 2π, with ticks at multiples of π/2."""
    axes.set_xlabel(axis_label(name))
    axes.set_xlim(0, TWO_PI)
    axes.set_xticks(
        [quarter * math.pi / 2 for quarter in range(5)],
        ["0", r"$\pi/2$", r"$\pi$", r"$3\pi/2$", r"$2\pi$"],
    )


def energy_axes(axes: Axes, name: str, gamma: float, top: float | None) -> None:
    """Label axes that show an energy from 0 to `top` against momentum at one coupling."""
    angle_axis(axes, "momentum")
    axes.set(ylabel=axis_label(name), ylim=(0, top), title=value_label("gamma", gamma))
