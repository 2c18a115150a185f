"""Any number of proven digits of the mass."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ... import certified, plots
from ...arguments import exact_number
from ...gas import functions
from ..inputs import GAMMA, Input, Slider, whole
from ..view import Number, Shown, View, mark, of_catalogue

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_DIGITS = 200


def _as_written(name: str, word: str) -> str:
    """Return a number as it is written, for it is taken exactly."""
    exact_number(name, word)
    return word.strip()


def _show(gamma: str, digits: int) -> Shown:
    def numbers() -> list[Number]:
        middle, radius = str(certified.mass_ratio(gamma, digits=digits)).split(" ± ")
        return [of_catalogue("mass_ratio", middle, radius)]

    def function(axes: Axes) -> None:
        plots.draw_function(axes, "mass_ratio")
        rounded = float(exact_number("gamma", gamma))
        mark(axes, rounded, functions.mass_ratio(rounded))

    return Shown(
        numbers=numbers,
        pictures={"function": function},
        python=f"ball = yg.certified.mass_ratio({gamma!r}, digits={digits})\n"
        'mass_ratio, radius = str(ball).split(" ± ")',
        shell=(f"yanggaudin mass {gamma} --certified --digits {digits}",),
        notes=lambda: ["The error is proven: the true value lies within it."],
    )


DIGITS = View(
    name="digits",
    title="Digits",
    about="The inverse mass to as many digits as you like, up to 200, all of them proven.",
    own_inputs=(
        replace(GAMMA, read=_as_written),
        Input(
            "digits", "50", whole(1, _MOST_DIGITS), "proven digits",
            slider=Slider(1, _MOST_DIGITS, whole=True),
        ),
    ),
    pictures={"function": "the function"},
    show=_show,
)  # fmt: skip
