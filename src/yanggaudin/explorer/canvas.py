"""Axes that write down what is drawn on them, for a browser to draw.

The functions of `plots` draw on axes of matplotlib.  A `Canvas` has those of their methods that
`plots` calls, and keeps lines, labels and limits as they are: curves in the browser and in a file
are the same by construction.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from .plain import plain

# a format of matplotlib, as in "o-": a marker and a line
_FORMAT = re.compile(r"([os.]?)(--|-\.|-|:)?")
_SOLID, _NO_LINE, _NO_MARKER = "-", "None", "None"


class Line:
    """A line that is drawn already: what becomes of it afterwards is of no interest here."""

    def set_clip_on(self, clipped: bool) -> None:
        """Let a marker stick out of the frame, as it does anyway."""


class Canvas:
    """Axes for the functions of `plots`, of which nothing is drawn.

    Attributes
    ----------
    curves : list of dict
        Every line: x, y, label, color, line style and marker of matplotlib.
    frame : dict
        Labels, limits, scales and ticks, by the names that `Axes.set` has for them.
    """

    def __init__(self) -> None:
        self.curves: list[dict[str, Any]] = []
        self.frame: dict[str, Any] = {"xscale": "linear", "yscale": "linear"}

    def plot(self, x: Any, y: Any, form: str = "", **style: Any) -> list[Line]:
        """Keep a line."""
        found = _FORMAT.fullmatch(form)
        if found is None:
            raise ValueError(f"no such format: {form!r}")
        marker, line = found[1] or _NO_MARKER, found[2] or (_NO_LINE if found[1] else _SOLID)
        self.curves.append(
            {
                "label": plain(style.get("label", "")),
                "color": style["color"],
                "linestyle": style.get("linestyle", line),
                "linewidth": style.get("linewidth", 1.5),
                "marker": style.get("marker", marker),
                "markersize": style.get("markersize", 6),
                "x": _numbers(x),
                "y": _numbers(y),
            }
        )
        return [Line()]

    def loglog(self, *data: Any, **style: Any) -> list[Line]:
        """Keep a line, and that both scales are logarithmic."""
        self.set(xscale="log", yscale="log")
        return self.plot(*data, **style)

    def semilogx(self, *data: Any, **style: Any) -> list[Line]:
        """Keep a line, and that the horizontal scale is logarithmic."""
        self.set(xscale="log")
        return self.plot(*data, **style)

    def semilogy(self, *data: Any, **style: Any) -> list[Line]:
        """Keep a line, and that the vertical scale is logarithmic."""
        self.set(yscale="log")
        return self.plot(*data, **style)

    def axhline(self, y: float, **style: Any) -> None:
        """Keep a line from one end of the frame to the other."""
        style.pop("zorder", None)
        self.plot([-math.inf, math.inf], [y, y], **style)

    def vlines(self, x: Any, low: float, high: Any, **style: Any) -> None:
        """Keep a line for each x: one curve with gaps."""
        across = [at for at in x for _ in range(3)]
        along = [end for top in high for end in (low, top, math.nan)]
        self.plot(across, along, **style)

    def set(self, **frame: Any) -> None:
        """Keep labels, limits and scales."""
        for name in {"xlabel", "ylabel", "title"} & frame.keys():
            frame[name] = plain(frame[name])
        for name in {"xlim", "ylim"} & frame.keys():
            frame[name] = [None if end is None else float(end) for end in frame[name]]
        self.frame |= frame

    def set_xlabel(self, text: str) -> None:
        """Keep the label."""
        self.set(xlabel=text)

    def set_ylabel(self, text: str) -> None:
        """Keep the label."""
        self.set(ylabel=text)

    def set_xlim(self, low: float, high: float) -> None:
        """Keep the limits."""
        self.set(xlim=(low, high))

    def set_xticks(self, places: Sequence[float], labels: Sequence[str]) -> None:
        """Keep the ticks."""
        self.frame["xticks"] = [[at, plain(text)] for at, text in zip(places, labels, strict=True)]

    def legend(self, *, title: str = "", **_: Any) -> None:
        """Keep the title of the legend, which says what the curves are of."""
        if title:
            self.set(title=title)


def _numbers(values: Any) -> list[float]:
    """Return numbers as a list of floats."""
    numbers: list[float] = np.asarray(values, dtype=float).tolist()
    return numbers
