"""A picture in words: how every line is drawn and between which points, its legend, its frame."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.legend import Legend

COLOURS = {"#000000": "black", "#0072b2": "blue", "#d55e00": "orange"}
SHARED = "_"  # drawn without an entry of its own


def how(line: Any) -> str:
    """Return the colour, the style or marker with its size, and a width that is not the usual."""
    colour = to_hex(line.get_color())
    style = line.get_linestyle() if line.get_linestyle() != "None" else ""
    if line.get_marker() != "None":
        style += f"{line.get_marker()}{line.get_markersize():g}"
    width = line.get_linewidth()
    return f"{COLOURS.get(colour, 'grey')} {style}" + (f" {width:g} wide" if width != 1.5 else "")


def where(line: Any) -> str:
    """Return the first and the last point that is seen; on lines across, shares of the frame."""
    points = np.asarray(line.get_xydata(), dtype=float)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return "nowhere"
    least = 1e-9 * np.abs(points).max(axis=0)  # the rounding of 0
    ends = np.where(np.abs(points) < least, 0.0, points)[[0, -1]]
    return " to ".join(f"{x:.4g}, {y:.4g}" for x, y in ends)


def described(axes: Axes) -> list[str]:
    """Return every line: what it is called, how it is drawn, and between which points."""
    labels = [str(line.get_label()) for line in axes.lines]
    names = [SHARED if label.startswith(SHARED) else label for label in labels]
    lines = zip(names, axes.lines, strict=True)
    return [f"{name}: {how(line)} from {where(line)}" for name, line in lines]


def named(lines: list[str]) -> list[str]:
    """Return what lines are called that have an entry in a legend."""
    names = [line.split(": ", 1)[0] for line in lines]
    return [name for name in names if name != SHARED]


def legend_of(axes: Axes) -> tuple[list[str], str]:
    """Return the entries of a legend, and its place, letters, length of handles, and columns."""
    legend: Any = axes.get_legend()
    if legend is None:  # one line, or lines that are named where the picture is used
        return [], ""
    assert not legend.get_frame_on()
    (place,) = [name for name, code in Legend.codes.items() if code == legend._loc]
    letters = legend.get_texts()[0].get_fontsize()
    look = f"{place}, {letters:.3g} pt, handles of {legend.handlelength:g}, {legend._ncols}"
    return [text.get_text() for text in legend.get_texts()], look


def frame(axes: Axes) -> tuple[str, str, str]:
    """Return the title and both axes with their scales and limits."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return (
        axes.get_title(),
        f"{axes.get_xlabel()} {axes.get_xscale()} {left:.4g} to {right:.4g}",
        f"{axes.get_ylabel()} {axes.get_yscale()} {low:.4g} to {high:.4g}",
    )
