"""The command of grids of quantities, in a store that a later call goes on with."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from cyclopts import Parameter

from .found import Found
from .output import TABLE, Table, check_file, folded
from .saved import write_file
from .table import Cell, Column
from .words import InterruptedByUser, UsageError, WholeNumber, numbers

if TYPE_CHECKING:
    from ..sweeps.definition import Definition
    from ..sweeps.results import Results

_RANGES = "numbers, or a range such as 0.1:100:50log."
_Axis = list[str] | None
_GAMMA = Parameter(help=f"Couplings γ: {_RANGES}", consume_multiple=True, negative=())
_TEMPERATURE = Parameter(
    help=f"Temperatures k_B T in ħ²n²/m: {_RANGES}", consume_multiple=True, negative=()
)
_MOMENTUM = Parameter(help=f"Momenta p in ħn: {_RANGES}", consume_multiple=True, negative=())
_ATOMS = Parameter(
    help="Numbers of atoms N of a ring: whole numbers, or a range.",
    consume_multiple=True,
    negative=(),
)
_MAGNON = Parameter(
    help="Quantum numbers J of its flipped atom, as in --magnon 1 2 3.",
    consume_multiple=True,
    negative=(),
)
_QUANTITY = Parameter(
    help="Names of quantities, as in --quantity pressure specific_heat.",
    consume_multiple=True,
    negative=(),
)


def sweep(
    *,
    gamma: Annotated[_Axis, _GAMMA] = None,
    temperature: Annotated[_Axis, _TEMPERATURE] = None,
    momentum: Annotated[_Axis, _MOMENTUM] = None,
    atoms: Annotated[_Axis, _ATOMS] = None,
    magnon: Annotated[_Axis, _MAGNON] = None,
    quantity: Annotated[_Axis, _QUANTITY] = None,
    store: Path | None = None,
    workers: Annotated[WholeNumber, Parameter(allow_leading_hyphen=True)] = 1,
    scheduler: str | None = None,
    netcdf: Path | None = None,
    status: Path | None = None,
    output: Table = TABLE,
) -> None:
    """Quantities on a grid of couplings, temperatures, momenta, atoms; resumable, in parallel.

    What is given beside γ chooses the system: with --temperature the pressure is that of a gas at
    a temperature. A point that is refused is nan and has its reason. The table is printed unless
    it is kept in a file.

    Parameters
    ----------
    store
        File of SQLite that keeps what is computed; the same command goes on from there.
    workers
        Number of processes; -1 takes all cores.
    scheduler
        Address of a Dask scheduler whose workers compute instead, as tcp://10.0.0.1:8786.
    netcdf
        Write the labelled arrays to this file.
    status
        Say what this store holds, and nothing else.
    """
    axes = {
        "gamma": gamma,
        "temperature": temperature,
        "momentum": momentum,
        "n_particles": atoms,
        "magnon": magnon,
    }
    if status is not None:
        if workers != 1 or output != TABLE:
            raise UsageError("--status goes alone: it takes no --workers, --json or --csv")
        _print_status(status, [quantity, store, scheduler, netcdf, *axes.values()])
        return
    if quantity is None:
        raise UsageError("sweep needs --quantity, a name such as pressure")
    definition = _definition(axes, quantity)
    _check_apart(store, netcdf, output.csv)
    if netcdf is not None:
        _check_netcdf(netcdf)
    if output.json or output.csv or not (store or netcdf):
        _spanning(definition)
    results = _run(definition, store, workers, scheduler)
    if netcdf is not None:
        from ..sweeps.dataset import dataset

        dataset(results).to_netcdf(netcdf, engine="h5netcdf")
    asked = {name: words for name, words in axes.items() if words is not None}
    _present(results, output, [store, netcdf], asked | {"quantity": quantity})


def _present(
    results: Results, output: Table, files: list[Path | None], asked: dict[str, list[str]]
) -> None:
    """Print the table unless a file has it, and what there is to say beside it."""
    only_data = output.json or str(output.csv) == "-"
    if only_data or not (any(files) or output.csv):
        output.present(*_found(results, asked))
    elif output.csv:
        write_file(_found(results, asked)[1], output.csv)
    if only_data:
        return
    kept = ", ".join(str(path) for path in (*files, output.csv) if path)
    for line in (*_summary(results), f"kept in {kept}" if kept else ""):
        print(folded(line, sys.stdout))


def _definition(axes: dict[str, _Axis], quantity: list[str]) -> Definition:
    """Return the sweep that is asked for."""
    from ..sweeps.definition import Definition

    options = {"n_particles": "--atoms"}
    given = {
        name: numbers(options.get(name, f"--{name}"), words)
        for name, words in axes.items()
        if words is not None
    }
    for name in ("n_particles", "magnon"):
        _check_whole(options.get(name, f"--{name}"), axes[name] or [])
    return Definition.of(given, quantity)


def _check_whole(option: str, words: list[str]) -> None:
    """Refuse a range that has other than whole numbers."""
    for word in words:
        broken = [value for value in numbers(option, [word]) if value % 1]
        if ":" in word and broken:
            raise UsageError(
                f"{option} takes whole numbers, and {word} has {broken[0]!r}; list them, or take "
                "lin and a count that makes the steps whole, as 10:100:10lin"
            )


def _check_apart(*files: Path | None) -> None:
    """Refuse one file for two things, of which the second would destroy the first."""
    named: set[Path] = set()
    for path in filter(None, files):
        place = path.resolve()
        if place in named:
            raise UsageError(
                f"--store, --netcdf and --csv need files of their own, got {path} twice"
            )
        named.add(place)


def _check_netcdf(path: Path) -> None:
    """Refuse what cannot be written before anything long is computed."""
    from ..foreign import optional_package

    check_file(path)
    if path.exists() and not path.is_file():
        raise UsageError(f"cannot write netCDF to {path}, which is no file; take the name of one")
    for package in ("xarray", "h5netcdf", "h5py"):
        optional_package(package, extra="sweeps")


def _run(
    definition: Definition, store: Path | None, workers: int, scheduler: str | None
) -> Results:
    """Return the results; an interrupt says what is kept."""
    from ..sweeps.results import kept, run

    try:
        with _progress(definition.n_points) as show:
            return run(definition, store=store, workers=workers, scheduler=scheduler, report=show)
    except KeyboardInterrupt:
        raise InterruptedByUser(f"interrupted; {kept(definition, store)}") from None


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    """Show on a terminal how many points are done, how many a second, and the time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("points  {task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal, expand=True
    ) as bar:
        task = None

        def show(points: int) -> None:
            nonlocal task
            if task is None:  # what the store has was not computed now, and counts for no rate
                task = bar.add_task("", total=total, completed=points, rate="")
            speed = bar.tasks[0].speed
            bar.update(task, completed=points, rate=f"{speed:.3g}/s" if speed else "")

        yield show


def _spanning(definition: Definition) -> str:
    """Return the system that has all coordinates, whose points are the rows of a table."""
    for name, part in definition.parts.items():
        if len(part.system.coordinates) == len(definition.coordinates):
            return name
    raise UsageError(
        f"no quantity here depends on all of {', '.join(definition.coordinates)}, so that a table "
        "would repeat every number; take --netcdf, or a sweep for each system"
    )


def _found(results: Results, asked: dict[str, list[str]]) -> tuple[Found, Found]:
    """Return a row for each point, for a table, and with reasons, which are long, for a file."""
    definition = results.definition
    rows = definition.parts[_spanning(definition)]
    names = rows.system.coordinates
    grids = np.meshgrid(*rows.axes, indexing="ij")
    columns = [Column(name, grid.ravel().tolist()) for name, grid in zip(names, grids, strict=True)]
    found: dict[str, Column] = {}
    reasons: list[list[Cell]] = []
    for system, part in definition.parts.items():
        lacking = [axis for axis, name in enumerate(names) if name not in part.system.coordinates]

        def spread(values: Any, missing: list[int] = lacking) -> list[Cell]:
            cells = np.broadcast_to(np.expand_dims(values, missing), rows.shape).ravel().tolist()
            return [None if isinstance(cell, float) and isnan(cell) else cell for cell in cells]

        own = results.columns(system)
        for name in part.quantities:
            errors = spread(own[f"{name}_error"]) if part.system.with_errors else ()
            found[name] = Column(name, spread(own[name]), errors)
        reasons.append(spread(results.reasons(system)))
    columns += [found[name] for name in definition.quantities]
    texts = ["; ".join(str(text) for text in row if text) for row in zip(*reasons, strict=True)]
    refused = [Column("refused", [text or None for text in texts])] if any(texts) else []
    return Found("sweep", columns, asked), Found("sweep", [*columns, *refused], asked)


def _summary(results: Results) -> Iterator[str]:
    """Yield how many points there are, how many of them lack something, and why the first."""
    definition = results.definition
    for part in definition.parts.values():
        count = "1 point" if part.n_points == 1 else f"{part.n_points} points"
        yield f"{count} of {', '.join(part.quantities)}"
    for system, reasons in results.refused.items():
        if reasons:
            part = definition.parts[system]
            point = min(reasons)
            index = np.unravel_index(point, part.shape)
            where = ", ".join(
                f"{name} = {axis[i]!s}"
                for name, axis, i in zip(part.system.coordinates, part.axes, index, strict=True)
            )
            yield f"{len(reasons)} refused, the first at {where}: {reasons[point]}"


def _print_status(path: Path, others: list[Any]) -> None:
    """Print what a store holds."""
    from ..sweeps.status import status_of

    if any(other is not None for other in others):
        raise UsageError("--status goes alone: it only says what a store holds")
    print(*status_of(path), sep="\n")
