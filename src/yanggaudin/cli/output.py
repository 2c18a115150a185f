"""Tables, files and pictures, and what is shown while something long is computed."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable
from csv import DictWriter
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import Parameter

from ..quantities import QUANTITIES
from .words import UsageError

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray
    from rich.progress import Progress

Cell = int | float | str
_Command = TypeVar("_Command", bound=Callable[..., None])

# what survives an error of 1e-14
_DIGITS = 14
_PICTURES = (".png", ".svg", ".pdf")


@Parameter(name="*")
@dataclass(frozen=True)
class Table:
    """Where a command writes its table; the options --json and --csv."""

    json: Annotated[bool, Parameter(help="Print JSON instead of a table.")] = False
    csv: Annotated[Path | None, Parameter(help="Write the table to this file as well.")] = None

    def present(self, rows: list[dict[str, Cell]]) -> None:
        """Print the table or its JSON, and write it to a file if one is given."""
        if self.csv is not None:
            write_csv(rows, self.csv)
        if self.json:
            finite = [
                {k: v if isinstance(v, str) or math.isfinite(v) else None for k, v in row.items()}
                for row in rows
            ]
            print(dumps(finite, ensure_ascii=False, indent=1, allow_nan=False))
        else:
            print_table(rows)


@Parameter(name="*")
@dataclass(frozen=True)
class Output(Table):
    """Where a command writes its table and its picture; the options --json, --csv and --plot."""

    plot: Annotated[
        Path | None,
        Parameter(
            help="Draw into this file; its ending (.png, .svg, .pdf) chooses the format.",
        ),
    ] = None

    def check(self) -> None:
        """Refuse files that cannot be written before anything long is computed."""
        if self.plot is not None and self.plot.suffix not in _PICTURES:
            raise UsageError(f"cannot draw {self.plot}: end its name with {', '.join(_PICTURES)}")
        for path in (self.csv, self.plot):
            if path is not None and not path.parent.is_dir():
                raise UsageError(f"cannot write {path}: there is no folder {path.parent}")

    def draw(self, picture: str, *things: object) -> None:
        """Draw things with a function of `plots`, given by its name, if a file is given."""
        if self.plot is not None:
            figure, axes = new_figure()
            from .. import plots

            getattr(plots, picture)(axes, *things)
            save(figure, self.plot)


TABLE, OUTPUT = Table(), Output()


def with_columns(*names: str) -> Callable[[_Command], _Command]:
    """Let the help of a command list its columns: symbol, unit and error from the catalogue.

    The list takes the place of the word COLUMNS in the docstring.
    """

    def describe(command: _Command) -> _Command:
        text = ", ".join(f"{name} ({_column(name)})" for name in names)
        command.__doc__ = (command.__doc__ or "").replace("COLUMNS", f"Columns: {text}.")
        return command

    return describe


def _column(name: str) -> str:
    """Return symbol, unit and error of a quantity, as in "E in ħ²n²/m, error 1e-14 of its size"."""
    quantity = QUANTITIES[name]
    unit = "" if quantity.unit.is_dimensionless else f" in {quantity.unit}"
    error = f", error {quantity.error}" if quantity.error.bound else ""
    return f"{quantity.symbol}{unit}{error}"


def quantity_row(name: str, value: Cell, error: float | None = None) -> dict[str, Cell]:
    """Return the row of one quantity: its name in the catalogue, value, unit and, if any, error."""
    unit = QUANTITIES[name].unit if name in QUANTITIES else None
    row: dict[str, Cell] = {"quantity": name, "value": value}
    row["unit"] = "" if unit is None or unit.is_dimensionless else str(unit)
    return row if error is None else {**row, "error": error}


def table_rows(columns: dict[str, NDArray[np.float64]]) -> list[dict[str, Cell]]:
    """Return columns of numbers as rows."""
    return [
        dict(zip(columns, map(float, values), strict=True))
        for values in zip(*columns.values(), strict=True)
    ]


def write_csv(rows: list[dict[str, Cell]], path: Path) -> None:
    """Write the table with a line of names."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def print_table(rows: Iterable[dict[str, Cell]]) -> None:
    """Print the table, on a terminal as wide as that is."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    rows = list(rows)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, value in rows[0].items():
        table.add_column(
            name, justify="left" if isinstance(value, str) else "right", overflow="fold"
        )
    for row in rows:
        table.add_row(*map(_cell, row.items()))
    # a pipe or a file has no width to fold digits at
    Console(width=None if sys.stdout.isatty() else 200, highlight=False).print(table)


def _cell(item: tuple[str, Cell]) -> str:
    """Return a cell as text: quantities by their title, errors with two digits."""
    name, value = item
    if name == "quantity" and value in QUANTITIES:
        return QUANTITIES[str(value)].title
    if isinstance(value, (str, int)):
        return str(value)
    if name in {"gamma", "temperature"}:
        return repr(value)
    short = name in {"spread", "residual"} or name.endswith("error")
    return f"{value:.1e}" if short else f"{value:#.{_DIGITS}g}"


def show_progress(text: str) -> Progress:
    """Show text and elapsed time on a terminal while something long is computed."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    progress.add_task(text)
    return progress


def new_figure() -> tuple[Figure, Axes]:
    """Return an empty picture, if matplotlib is there."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError:
        raise UsageError("pictures need matplotlib: pip install 'yanggaudin[plots]'") from None
    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    return figure, figure.add_subplot()


def save(figure: Figure, path: Path) -> None:
    """Write the picture in the format of the file's ending."""
    import matplotlib as mpl

    # the same picture gives the same file
    metadata = {"Date": None} if path.suffix == ".svg" else None
    try:
        with mpl.rc_context({"svg.hashsalt": "yanggaudin"}):
            figure.savefig(path, dpi=200, metadata=metadata)
    except ValueError as error:
        raise UsageError(f"cannot draw {path}: {error}") from None
