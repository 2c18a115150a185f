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


@dataclass(frozen=True)
class Column:
    """Values of one quantity in every row, and bounds on their absolute errors.

    `quantity` is its name in the catalogue where the column has another: m/m* by some route.
    """

    name: str
    values: Sequence[Cell]
    errors: Sequence[Cell] = ()
    quantity: str = ""

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
        return "" if self.record is None else str(self.record.unit)

    @property
    def title(self) -> str:
        """Meaning and symbol, or the name where that says more."""
        return self.name if self.quantity or self.record is None else self.record.title

    def text(self, value: Cell, digits: int) -> str:
        """Return a value as text: errors with two digits, what was typed as it was typed."""
        if isinstance(value, list):
            return ", ".join(self.text(part, digits) for part in value)
        if not isinstance(value, float):
            return "" if value is None else str(value)
        if (self.quantity or self.name) == "residual":
            return error_text(value)
        if self.record is not None and not self.record.error.bound:
            return repr(value) if digits == _DIGITS else f"{value:.{digits}g}"
        return f"{value:#.{digits}g}"


def error_text(value: Cell) -> str:
    """Return an error with two digits."""
    return f"{value:.1e}" if isinstance(value, float) else "" if value is None else str(value)


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
        cells = [column.text(value, digits) for value in column.values]
        parts.append(_aligned(column.name, column.unit, cells, left=_is_text(column)))
        if errors and column.errors:
            parts.append(_aligned("error", column.unit, list(map(error_text, column.errors))))
    rows = (_GAP.join(cells).rstrip() for cells in zip(*parts, strict=True))
    heading = [next(rows), next(rows)]
    yield from heading if heading[1] else heading[:1]
    yield "-" * _width([_GAP.join(part[0] for part in parts)])
    yield from rows


def _aligned(name: str, unit: str, cells: list[str], *, left: bool = False) -> list[str]:
    """Return the name, the unit and the cells of a column, all of one width."""
    texts = (name, unit, *cells)
    # numbers are ASCII: the width of other signs takes time to find
    widths = [len(text) if text.isascii() else cell_len(text) for text in texts]
    full = max(widths)
    pairs = ((text, " " * (full - width)) for text, width in zip(texts, widths, strict=True))
    return [text + space if left else space + text for text, space in pairs]


def _below_each_other(columns: Sequence[Column], digits: int, width: float) -> Iterator[str]:
    """Yield for each row a line with title, value, error and unit of every quantity."""
    rows = len(columns[0].values)
    for row in range(rows):
        numbers = [column.text(column.values[row], digits) for column in columns]
        errors = [error_text(column.errors[row]) if column.errors else "" for column in columns]
        units = [column.unit for column in columns]
        blocks = [_aligned("", "", part)[2:] for part in (numbers, errors)]
        rest = [_GAP.join(cells).rstrip() for cells in zip(*blocks, units, strict=True)]
        room = max(width - _width(rest) - len(_GAP), _NARROWEST)
        titles = [_wrapped(column.title, room) for column in columns]
        title_width = _width([line for lines in titles for line in lines])
        for lines, numbers_of in zip(titles, rest, strict=True):
            for title, text in zip_longest(lines, [numbers_of], fillvalue=""):
                yield f"{title}{' ' * (title_width - cell_len(title))}{_GAP}{text}".rstrip()
        if row < rows - 1:
            yield ""


def _wrapped(title: str, room: float) -> list[str]:
    return wrap(title, int(room), break_long_words=False) if math.isfinite(room) else [title]


def _is_text(column: Column) -> bool:
    return all(isinstance(value, str) for value in column.values)


def _width(lines: Sequence[str]) -> int:
    return max(map(cell_len, lines), default=0)


def _note(digits: int, *, hidden: bool) -> list[str]:
    """Return what the terminal had no room for."""
    missing = [f"numbers have {digits} of {_DIGITS} digits"] if digits < _DIGITS else []
    missing += ["errors are left out"] if hidden else []
    return ["", f"{' and '.join(missing)} for want of width; --csv and --json have all"] if missing else []
