"""Tables as text: columns side by side, or one below the other where the terminal is narrow.

A number is never split between two lines: it is shown with fewer digits, which the table says.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from textwrap import wrap

from rich.cells import cell_len

from ..quantities import QUANTITIES, Quantity

Cell = int | float | str | list[int] | list[float] | None

# what survives an error of 1e-14; and with what a narrow terminal has to do
_DIGITS, _FEWER = 14, (12, 10, 8)
# below this a meaning is not wrapped but sticks out
_NARROWEST = 12
_GAP = "  "
_SHORT = ".1e"


@dataclass(frozen=True)
class Column:
    """Values of one quantity in every row, and bounds on their absolute errors.

    `quantity` is its name in the catalogue where the column has another: m/m* by some route;
    `si_unit` is the unit where it is not the catalogue's.
    """

    name: str
    values: Sequence[Cell]
    errors: Sequence[Cell] = ()
    quantity: str = ""
    si_unit: str = ""

    @property
    def record(self) -> Quantity | None:
        """The catalogue's record."""
        return QUANTITIES.get(self.quantity or self.name)

    @property
    def unit(self) -> str:
        """The unit for a table, nothing if there is none."""
        return "" if self.record is None or self.record.unit.is_dimensionless else str(self.unit_of)

    @property
    def unit_of(self) -> str:
        """The unit as it is saved, 1 for a pure number; nothing for what is no quantity."""
        return self.si_unit or ("" if self.record is None else str(self.record.unit))

    @property
    def title(self) -> str:
        """Meaning and symbol, or the name where that says more."""
        return self.name if self.quantity or self.record is None else self.record.title

    def texts(self, digits: int) -> list[str]:
        """Return the values as text: errors with two digits, what was typed as it was typed."""
        form = f"#.{digits}g"
        if (self.quantity or self.name) == "residual":
            form = _SHORT
        elif self.record is not None and not self.record.error.bound:
            form = "" if digits == _DIGITS else f".{digits}g"
        return _texts(self.values, form)

    @property
    def error_texts(self) -> list[str]:
        """The errors as text with two digits; nothing where there are none."""
        return _texts(self.errors or [None] * len(self.values), _SHORT)


def _texts(values: Sequence[Cell], form: str) -> list[str]:
    """Return values as text, floats by a format."""
    return [f"{value:{form}}" if type(value) is float else _text(value, form) for value in values]


def _text(value: Cell, form: str) -> str:
    if isinstance(value, list):
        return ", ".join(_texts(value, form))
    return "" if value is None else str(value)


def table_lines(columns: Sequence[Column], width: float, *, stacked: bool) -> list[str]:
    """Return the lines of a table that is no wider than the terminal, if that is possible.

    Stacked, every quantity of every row has a line.
    """
    with_errors = any(column.errors for column in columns)
    if not stacked:
        tries = [(_DIGITS, with_errors), *((digits, False) for digits in (_DIGITS, *_FEWER))]
        for digits, errors in tries:
            lines = list(_side_by_side(columns, digits, errors=errors))
            if _width(lines[:3]) <= width:
                return lines + _note(digits, hidden=with_errors and not errors)
    for digits in (_DIGITS, *_FEWER):
        lines = list(_below_each_other(columns, digits, width))
        if _width(lines) <= width:
            break
    return lines + _note(digits, hidden=False)


def _side_by_side(columns: Sequence[Column], digits: int, *, errors: bool) -> Iterator[str]:
    """Yield a heading, a rule and a line for each row."""
    parts: list[list[str]] = []
    for column in columns:
        texts = column.texts(digits)
        parts.append(_aligned(column.name, column.unit, texts, left=_is_text(column)))
        if errors and column.errors:
            parts.append(_aligned("error", column.unit, column.error_texts))
    rows = (_GAP.join(cells).rstrip() for cells in zip(*parts, strict=True))
    heading = [next(rows), next(rows)]
    yield from heading if heading[1] else heading[:1]
    yield "-" * _width([_GAP.join(part[0] for part in parts)])
    yield from rows


def _aligned(name: str, unit: str, cells: list[str], *, left: bool = False) -> list[str]:
    """Return the name, the unit and the cells of a column, all of one width."""
    texts, fill = (name, unit, *cells), str.ljust if left else str.rjust
    if "".join(texts).isascii():  # as most columns are
        full = max(map(len, texts))
        return [fill(text, full) for text in texts]
    full = max(map(_cells, texts))
    # text is padded to a number of letters, which for all but ASCII is not their width
    widths = [full if text.isascii() else full + len(text) - _cells(text) for text in texts]
    return list(map(fill, texts, widths))


def _below_each_other(columns: Sequence[Column], digits: int, width: float) -> Iterator[str]:
    """Yield for each row a line with title, value, error and unit of every quantity."""
    values = zip(*(column.texts(digits) for column in columns), strict=True)
    errors = zip(*(column.error_texts for column in columns), strict=True)
    units = [column.unit for column in columns]
    for row, texts in enumerate(zip(values, errors, strict=True)):
        blocks = [_aligned("", "", list(part))[2:] for part in texts]
        rest = [_GAP.join(cells).rstrip() for cells in zip(*blocks, units, strict=True)]
        room = max(width - _width(rest) - len(_GAP), _NARROWEST)
        titles = [_wrapped(column.title, room) for column in columns]
        margin = _width([line for lines in titles for line in lines])
        yield from [""] if row else []
        for lines, numbers in zip(titles, rest, strict=True):
            for title, text in zip_longest(lines, [numbers], fillvalue=""):
                yield f"{title}{' ' * (margin - _cells(title))}{_GAP}{text}".rstrip()


def _wrapped(title: str, room: float) -> list[str]:
    return wrap(title, int(room), break_long_words=False) if math.isfinite(room) else [title]


def _is_text(column: Column) -> bool:
    return all(isinstance(value, str) for value in column.values)


def _width(lines: Sequence[str]) -> int:
    return max(map(_cells, lines), default=0)


def _cells(text: str) -> int:
    """Return how wide text is; `cell_len` takes time."""
    return len(text) if text.isascii() else cell_len(text)


def _note(digits: int, *, hidden: bool) -> list[str]:
    """Return what the terminal had no room for."""
    missing = [f"numbers have {digits} of {_DIGITS} digits"] if digits < _DIGITS else []
    missing += ["errors are left out"] if hidden else []
    return ["", *missing, "a wider terminal, --csv and --json have all"] if missing else []
