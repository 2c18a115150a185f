"""What a view is: a declaration from which page, API, downloads and tests follow."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..quantities import QUANTITIES, RELATIVE
from .inputs import Input, choice, read_all

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: draws a picture on axes
Draw = Callable[["Axes"], object]
# States that are kept: a page asks for the picture of one, then for its numbers, which are to be
# found without solving for it again.
_KEPT = 2
#: the dot that says where the inputs are on a curve
MARK = "#cc79a7"


@dataclass(frozen=True)
class Number:
    """A number that is shown: its name, its value and a bound on its absolute error, if known.

    `shown` is the same in another unit, where that is easier to read.
    """

    name: str
    value: float | int | str
    error: float | str | None
    unit: str
    title: str
    shown: str = ""


@dataclass(frozen=True)
class Shown:
    """What a view shows for values of its inputs; what is not asked for is not computed.

    Attributes
    ----------
    numbers : callable
        Returns a list of `Number`, in the order of the table.
    pictures : mapping of str to callable
        By the names in `View.pictures`; each draws on axes.
    python : str
        Lines of Python after which the name of every number is its value.
    shell : tuple of str
        Command lines, whose JSON has every number.
    notes : callable
        Returns a list of sentences of the library about what is shown, such as its warnings.
    """

    numbers: Callable[[], list[Number]]
    pictures: Mapping[str, Draw]
    python: str
    shell: tuple[str, ...]
    notes: Callable[[], list[str]] = list


@dataclass(frozen=True)
class View:
    """One view.

    Attributes
    ----------
    name, title, about : str
        For addresses, for the page, and what it shows, in a sentence.
    own_inputs : tuple of Input
        Its inputs but for the choice of the picture.
    pictures : mapping of str to str
        Titles of its pictures by their names; the first is shown unless another is asked for.
    show : callable
        From the values of the inputs, by their names, to what is shown.
    """

    name: str
    title: str
    about: str
    own_inputs: tuple[Input, ...]
    pictures: Mapping[str, str]
    show: Callable[..., Shown]

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All inputs, the last of which chooses the picture."""
        names = tuple(self.pictures)
        return (*self.own_inputs, choice("picture", names[0], names, "picture"))

    def shown(self, words: Mapping[str, str]) -> tuple[Shown, Draw]:
        """Return what is shown for words in the fields, and what draws the picture chosen."""
        values = read_all(self.inputs, words)
        name = values.pop("picture")
        shown = _shown(self.show, **values)
        return shown, shown.pictures[name]


@lru_cache(_KEPT)
def _shown(show: Callable[..., Shown], **values: Any) -> Shown:
    """Return what is shown for values of the inputs, and what has been solved for it."""
    return show(**values)


def of_catalogue(name: str, value: Any, error: float | str | None) -> Number:
    """Return a number with title and unit of the catalogue."""
    record = QUANTITIES[name]
    return Number(name, value, error, str(record.unit), record.title)


def relative(name: str, value: float) -> Number:
    """Return a number whose error is a fraction of its size; a limit, ∞, is exact."""
    rule = QUANTITIES[name].error
    if rule.of != RELATIVE.of:
        raise ValueError(f"the error of {name} is a fraction of {rule.of}")
    return of_catalogue(name, value, rule.bound * abs(value) if math.isfinite(value) else 0.0)


def from_dict(saved: Mapping[str, Any], names: Iterable[str]) -> list[Number]:
    """Return numbers of a result's `to_dict()`."""
    errors = saved.get("errors", {})
    return [of_catalogue(name, saved[name], errors.get(name)) for name in names]


def mark(axes: Axes, x: float, y: float) -> None:
    """Draw the dot that says where the inputs are."""
    axes.plot([x], [y], "o", color=MARK, markersize=8, label="here")


def literal(value: float) -> str:
    """Return how Python writes a number; ∞ has no literal of its own."""
    return repr(value) if math.isfinite(value) else f'float("{value}")'


def attributes(variable: str, names: Iterable[str]) -> str:
    """Return a line of Python for each name, which is that attribute of a variable."""
    return "\n".join(f"{name} = {variable}.{QUANTITIES[name].attribute}" for name in names)
