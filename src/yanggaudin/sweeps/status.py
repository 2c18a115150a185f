"""What a store holds, for who looks at it, also while a driver is writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ..errors import SweepError
from .definition import Definition
from .store import (
    check_pages,
    check_tables,
    coordinates,
    describe,
    explained,
    read_about,
    read_systems,
    table_of,
    tables_of,
)


def points_in(path: Path, definition: Definition) -> int:
    """Return how many points of a sweep a file has, also while its driver is ending."""
    if not path.is_file():
        return 0
    with reading(path) as base:
        tables = {*map(table_of, definition.parts)} & tables_of(base)
        counts = [base.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]
    return sum(count for (count,) in counts)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a store only to read it."""
    with (
        explained(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base,
    ):
        yield base


def status_of(path: Path) -> list[str]:
    """Return lines of text: version, coordinates, and how many points of each system are there."""
    if not path.is_file():
        raise SweepError(f"there is no store {path}")
    with reading(path) as base:
        check_tables(base, path)
        check_pages(base, path)
        about, axes = read_about(base, path), coordinates(base, path)
        lines = [f"sweep of yanggaudin {about['yanggaudin']}"]
        lines += [f"  {describe(name, axis)}" for name, axis in axes.items()]
        for name, (quantities, total) in read_systems(about, path).items():
            done, refused = base.execute(
                f"SELECT count(*), count(refused) FROM {table_of(name)}"
            ).fetchone()
            lines.append(f"{name}: {', '.join(quantities)}")
            lines.append(f"  {done} of {total} points are computed, {refused} of them refused")
    return lines
