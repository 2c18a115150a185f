"""Where a command writes what it has found, and what it shows while it is looking."""

from __future__ import annotations

import math
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any, TextIO, TypeVar

from cyclopts import Parameter

from ..quantities import QUANTITIES
from ..sweeps.files import is_database
from .found import Found
from .picture import PICTURE, PICTURES, Picture, check_matplotlib
from .saved import print_json, write_csv, write_file
from .table import table_lines
from .words import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from rich.progress import Progress

_Command = TypeVar("_Command", bound=Callable[..., None])
_Item = TypeVar("_Item")
_STDOUT = Path("-")
# on a terminal narrower than this a message sticks out
_NARROWEST = 40


@Parameter(name="*")
@dataclass(frozen=True)
class Table:
    """Where a command writes its table; the options --json and --csv."""

    json: Annotated[bool, Parameter(help="Print JSON instead of a table.")] = False
    csv: Annotated[
        Path | None,
        Parameter(
            help="Write CSV to this file as well; to standard output instead of a table if it is -",
            allow_leading_hyphen=True,
        ),
    ] = None

    def __post_init__(self) -> None:
        """Refuse what cannot be written before anything long is computed."""
        if self.csv == _STDOUT and self.json:
            raise UsageError("--json and --csv - would both be printed; give --csv a file")
        check_file(self.csv)

    def present(
        self, found: Found, saved: Found | None = None, lines: Sequence[str] | None = None
    ) -> None:
        """Print what was found, and write it to a file if one is given.

        What is saved, if there is more of it, is what JSON and CSV hold; lines, if there are any,
        are printed in place of its table.
        """
        saved = saved or found
        if self.csv is not None and self.csv != _STDOUT:
            write_file(saved, self.csv)
        if self.csv == _STDOUT:
            write_csv(saved, sys.stdout)
        elif self.json:
            print_json(saved)
        else:
            print(*(lines or table_of(found)), sep="\n")


@Parameter(name="*")
@dataclass(frozen=True)
class Output(Table):
    """Where a command writes its table and its picture; adds the option --plot."""

    plot: Annotated[
        Path | None,
        Parameter(help="Draw into this file; its ending (.png, .svg, .pdf) chooses the format."),
    ] = None
    picture: Picture = PICTURE

    def __post_init__(self) -> None:
        """Refuse what cannot be written before anything long is computed."""
        super().__post_init__()
        if self.plot is None:
            if self.picture != PICTURE:
                raise UsageError("--size and --dpi need --plot")
            return
        check_matplotlib()
        if self.plot.suffix not in PICTURES:
            raise UsageError(f"cannot draw {self.plot}: end its name with {', '.join(PICTURES)}")
        check_file(self.plot)

    def draw(self, function: str, *things: object) -> None:
        """Draw things with a function of `plots`, given by its name, if a file is given."""
        self.draw_panels((function, *things))

    def draw_panels(self, *panels: tuple[Any, ...]) -> None:
        """Draw panels below each other, each a function of `plots` and what it draws."""
        if self.plot is not None:
            from .. import plots

            draw = [partial(_call, getattr(plots, name), things) for name, *things in panels]
            self.picture.draw(draw, self.plot)


def _call(function: Callable[..., object], things: Sequence[object], axes: Axes) -> None:
    function(axes, *things)


def folded(text: str, stream: TextIO) -> str:
    """Return text in lines no longer than those of a terminal; a pipe or a file has no width."""
    if not stream.isatty():
        return text
    width = max(shutil.get_terminal_size().columns, _NARROWEST)
    return fill(text, width, break_long_words=False, break_on_hyphens=False)


def check_file(path: Path | None) -> None:
    """Refuse a file that cannot be written, or must not be."""
    if path is None or path == _STDOUT:
        return
    if str(path).startswith("-"):
        raise UsageError(f"cannot write {path}: its name looks like an option")
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}")
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder; add the name of a file")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"cannot write {path}: it is not allowed; take another place")
    if path.is_file() and is_database(path):
        raise UsageError(
            f"cannot write {path}: it is a database of SQLite, perhaps the store of a sweep, which "
            "would be lost; take another file"
        )


TABLE, OUTPUT = Table(), Output()


def table_of(found: Found) -> list[str]:
    """Return the lines of a table for the terminal; a pipe or a file has no width."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else math.inf
    return table_lines(found.columns, width, stacked=found.stacked)


def with_columns(*names: str) -> Callable[[_Command], _Command]:
    """Let the help of a command list its columns: symbol, unit and error from the catalogue.

    The list takes the place of the word COLUMNS in the docstring.
    """

    def describe(command: _Command) -> _Command:
        text = ", ".join(f"{name} ({_column(name)})" for name in names)
        command.__doc__ = (command.__doc__ or "").replace("COLUMNS", f"Columns: {text}.")
        return command

    return describe


def show_progress(text: str) -> Progress:
    """Show text and elapsed time on a terminal while something long is computed."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()
    console = Console(stderr=True)
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    progress.add_task(text)
    return progress


def each(items: Sequence[_Item], text: str) -> Iterator[_Item]:
    """Yield items and show on a terminal how many of them are done."""
    with show_progress(text) as progress:
        for done, item in enumerate(items):
            progress.update(progress.task_ids[0], description=f"{text}: {done} of {len(items)}")
            yield item


def _column(name: str) -> str:
    """Return symbol, unit and error of a quantity, as in "E in ħ²n²/m, error 1e-14 of its size"."""
    quantity = QUANTITIES[name]
    unit = "" if quantity.unit.is_dimensionless else f" in {quantity.unit}"
    error = f", error {quantity.error}" if quantity.error.bound else ""
    return f"{quantity.symbol}{unit}{error}"
