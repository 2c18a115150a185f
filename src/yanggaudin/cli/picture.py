"""The picture of a command: its size and resolution, and its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
from cyclopts import Parameter

from ..arguments import Array
from .words import UsageError, WholeNumber

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

PICTURES = (".png", ".svg", ".pdf")
_WIDTH, _HEIGHT = 6.0, 4.2
# matplotlib draws at most 2^16 pixels along a side
_MOST_PIXELS, _CM_PER_INCH = 65_535, 2.54
# a label that is too long is made to fill so much of the picture
_MARGIN = 0.95
# smaller labels move the axes, and these the labels, less each time
_MOST_FITTINGS = 10
# the same picture is the same file
_NO_DATE = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}, ".png": None}


@Parameter(name="*")
@dataclass(frozen=True)
class Picture:
    """How large a picture is; the options --size and --dpi."""

    size: Annotated[
        str, Parameter(help="Width and height in inches, 6x4.2, or in cm, 8.6x6cm.")
    ] = f"{_WIDTH}x{_HEIGHT}"
    dpi: Annotated[WholeNumber, Parameter(help="Dots per inch of a .png.")] = 200

    def __post_init__(self) -> None:
        """Refuse what cannot be drawn before anything long is computed."""
        width, height = self._inches()
        pixels = max(width, height) * self.dpi
        if not (min(width, height) >= 1 and self.dpi >= 10 and pixels <= _MOST_PIXELS):
            raise UsageError(
                f"--size {self.size} --dpi {self.dpi} must be an inch or more, 10 dpi or more, and "
                f"at most {_MOST_PIXELS} dots along a side"
            )

    def draw(self, functions: Sequence[Callable[[Axes], object]], *paths: Path) -> None:
        """Let each function draw on axes below the others, and write all to files."""
        import matplotlib as mpl
        from matplotlib.figure import Figure

        width, height = self._inches()
        with mpl.rc_context():
            # letters that can be searched and copied: TrueType in PDF, text in SVG
            mpl.rcParams["pdf.fonttype"], mpl.rcParams["svg.fonttype"] = 42, "none"
            mpl.rcParams["svg.hashsalt"] = "yanggaudin"
            # letters shrink with the picture, but less
            mpl.rcParams["font.size"] *= min(1.0, width / _WIDTH, height / _HEIGHT) ** 0.5
            figure = Figure(figsize=(width, height), layout="constrained")
            panels = figure.subplots(len(functions), squeeze=False).ravel()
            for function, axes in zip(functions, panels, strict=True):
                function(axes)
            _fit_labels(figure)
            for path in paths:
                figure.savefig(path, dpi=self.dpi, metadata=_NO_DATE[path.suffix])

    def _inches(self) -> tuple[float, float]:
        """Return width and height in inches."""
        found = re.fullmatch(r"(\d+\.?\d*)x(\d+\.?\d*)(in|cm)?", self.size)
        if found is None:
            raise UsageError(f"--size takes 6x4.2 (inches) or 8.6x6cm, got {self.size!r}")
        scale = _CM_PER_INCH if found[3] == "cm" else 1.0
        return float(found[1]) / scale, float(found[2]) / scale


def check_matplotlib() -> None:
    """Refuse to draw without matplotlib."""
    if find_spec("matplotlib") is None:
        raise UsageError("pictures need matplotlib: pip install 'yanggaudin[plots]'")


def _fit_labels(figure: Figure) -> None:
    """Set labels smaller that are longer than the picture, one at a time, until all fit."""
    layout, size = figure.get_layout_engine(), np.array(figure.bbox.size)
    labels = [(axes.xaxis.label, axes.yaxis.label, axes.title) for axes in figure.axes]
    assert layout is not None
    for _ in range(_MOST_FITTINGS):
        layout.execute(figure)
        if not any(_shrink(label, size) for label in chain.from_iterable(labels)):
            break


def _shrink(label: Text, size: Array) -> bool:
    """Set a label smaller if it is longer than a picture of a size in dots; whether it was."""
    box = label.get_window_extent()
    # it is centred on the axes, not on the picture
    middle = np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2
    room = 2 * np.minimum(middle, size - middle)
    along = int(box.height > box.width)
    if not label.get_text() or box.size[along] <= room[along]:
        return False
    label.set_fontsize(float(label.get_fontsize()) * _MARGIN * room[along] / box.size[along])
    return True


PICTURE = Picture()
