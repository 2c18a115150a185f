"""The run of a sweep: what a store has, then what an engine computes, put together."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, nullcontext
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arguments import Array
from ..errors import ShortMemoryError, SweepError
from ..ring.plan import memory_at_hand
from .chunks import Chunk, column_names
from .definition import Definition
from .engines import engine
from .files import store_path

if TYPE_CHECKING:
    from .store import Store


class Results:
    """Numbers of all points of a sweep.

    Parameters
    ----------
    definition : Definition
        The sweep.

    Attributes
    ----------
    numbers : dict of str to array, shape (number of columns, number of points)
        By system; rows as `column_names` has them.
    refused : dict of str to dict of int to str
        Why a point was not computed, by system and number of the point.
    n_done : int
        How many points are there.
    """

    def __init__(self, definition: Definition) -> None:
        _check_memory(definition)
        self.definition = definition
        self.n_done = 0
        self.refused: dict[str, dict[int, str]] = {name: {} for name in definition.parts}
        self.numbers = {
            name: np.full((len(column_names(name, part.quantities)), part.n_points), np.nan)
            for name, part in definition.parts.items()
        }

    def put(self, chunk: Chunk) -> None:
        """Put a chunk into its place."""
        name, number = chunk.key
        where = self.definition.parts[name].slice(number)
        self.numbers[name][:, where] = chunk.numbers
        self.refused[name] |= {where.start + i: text for i, text in chunk.refused.items()}
        self.n_done += where.stop - where.start

    def columns(self, system: str) -> dict[str, Array]:
        """Return the numbers of a system by the name of the column, shape of its grid."""
        part = self.definition.parts[system]
        names = column_names(system, part.quantities)
        shaped = self.numbers[system].reshape(-1, *part.shape)
        return dict(zip(names, shaped, strict=True))

    def reasons(self, system: str) -> np.ndarray[Any, Any]:
        """Return why points of a system were refused as texts, empty where they were not."""
        part = self.definition.parts[system]
        texts = np.full(part.n_points, "", dtype=object)
        for point, reason in self.refused[system].items():
            texts[point] = reason
        return texts.reshape(part.shape)


def run(
    definition: Definition,
    *,
    store: str | PathLike[str] | None,
    workers: Any,
    scheduler: Any,
    report: Callable[[int], object] = lambda _: None,
) -> Results:
    """Compute what a store does not have, and return everything.

    `report` is called with the number of points that are there, first when the store is read.
    """
    compute = engine(workers, scheduler)
    results, done = Results(definition), set()
    with opened(store, definition) as rows:
        for chunk in rows.chunks() if rows else ():
            results.put(chunk)
            done.add(chunk.key)
        report(results.n_done)
        if results.n_done == definition.n_points:  # nobody need be there to compute
            return results
        todo = (task for task in definition.tasks() if task.key not in done)
        try:
            with closing(compute(todo)) as chunks:
                for chunk in chunks:
                    if rows:
                        rows.add(chunk)
                    results.put(chunk)
                    report(results.n_done)
        except SweepError as error:
            raise SweepError(f"{error}; {kept(definition, store)}") from None
    if results.n_done != definition.n_points:
        raise SweepError(
            f"workers returned {results.n_done} of {definition.n_points} points; it must map every "
            "task"
        )
    return results


def _check_memory(definition: Definition) -> None:
    """Refuse a grid whose results do not fit, before anything is computed."""
    needed = sum(
        8.0 * (len(column_names(name, part.quantities)) + 1) * part.n_points  # 1 for the reasons
        for name, part in definition.parts.items()
    )
    available = memory_at_hand()
    if needed > available:
        raise ShortMemoryError(
            f"{definition.n_points} points need {needed / 1e9:.3g} GB of memory, "
            f"{available / 1e9:.3g} GB are at hand; take fewer values of a coordinate, or a sweep "
            "for each part of the grid"
        )


def kept(definition: Definition, store: str | PathLike[str] | None) -> str:
    """Return what is left of a sweep that was broken off, as its file says."""
    if store is None:
        return "without a store nothing is kept"
    from .status import points_in

    path = store_path(store)
    try:
        count = f"{points_in(path, definition)} of {definition.n_points} points are"
    except SweepError:  # what broke the sweep off may keep the file from being read, too
        count = "what was finished is"
    return f"{count} kept in {path}, and the same sweep goes on from there"


def opened(store: str | PathLike[str] | None, definition: Definition) -> Store | nullcontext[None]:
    """Return the store at a path, nothing if there is no path."""
    if store is None:
        return nullcontext()
    from .store import Store

    return Store(store_path(store), definition)
