"""Rows of a sweep in a file of SQLite, written by the driver alone.

One table for each system, a row for each point, with its coordinates; a chunk is one transaction,
which survives the loss of power once it is committed (WAL, synchronous FULL).  The driver holds
the lock for writing all the time, but for the instant of a commit: a second one is refused, while
others may read.  Columns have no type, for SQLite would turn -0.0 into 0.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from .. import __version__
from ..errors import SweepError
from .chunks import Chunk, column_names
from .definition import Axis, Definition, Part

#: what a store's table of coordinates holds: 8 bytes for each number, the low ones first
_TYPES = {"f": "<f8", "i": "<i8"}
# of the tables, not of the package
_FORMAT = 1
_SCHEMA = """
CREATE TABLE sweep (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE coordinate (name TEXT PRIMARY KEY, type TEXT NOT NULL, numbers BLOB NOT NULL);
CREATE TABLE chunk (system TEXT, number INTEGER, checksum INTEGER NOT NULL,
                    PRIMARY KEY (system, number)) WITHOUT ROWID;
"""


_TABLES = {
    "sweep": {"name", "value"},
    "coordinate": {"name", "type", "numbers"},
    "chunk": {"system", "number", "checksum"},
}


class Store:
    """A file with the rows of one sweep.

    Parameters
    ----------
    path : Path
        The file, made if there is none.
    definition : Definition
        The sweep; another one than that of the file is refused.
    """

    def __init__(self, path: Path, definition: Definition) -> None:
        self._path = path
        self._definition = definition

    def __enter__(self) -> Self:
        with explained(self._path):
            self._base = sqlite3.connect(self._path, timeout=0, isolation_level=None)
            # bytes that are no text are damage, which the checksum finds
            self._base.text_factory = partial(str, encoding="utf-8", errors="replace")
            try:
                self._open()
            except BaseException:
                self._base.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        with explained(self._path):
            self._base.close()  # what is not committed is rolled back

    def _open(self) -> None:
        """Take the lock, and make the tables or compare the definition."""
        if tables_of(self._base):
            check_tables(self._base, self._path)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute("BEGIN IMMEDIATE")
        if not tables_of(self._base):
            self._make()
            return
        check_pages(self._base, self._path)
        found = difference(self._base, self._definition, self._path)
        if found:
            raise SweepError(f"{self._path} holds another sweep: {found}; take another file")

    def _make(self) -> None:
        """Make the tables, and write what the sweep is."""
        base, definition = self._base, self._definition
        for statement in _SCHEMA.split(";"):
            base.execute(statement)
        base.executemany("INSERT INTO sweep VALUES (?, ?)", description(definition).items())
        base.executemany(
            "INSERT INTO coordinate VALUES (?, ?, ?)",
            [
                (name, axis.dtype.kind, axis.astype(_TYPES[axis.dtype.kind]).tobytes())
                for name, axis in definition.coordinates.items()
            ],
        )
        for name, part in definition.parts.items():
            columns = ", ".join(_columns(part))
            base.execute(f"CREATE TABLE {table_of(name)} (point INTEGER PRIMARY KEY, {columns})")
        self._commit()

    def _commit(self) -> None:
        """Make it last, and go on holding the lock."""
        self._base.execute("COMMIT")
        self._base.execute("BEGIN IMMEDIATE")

    def add(self, chunk: Chunk) -> None:
        """Write the rows of a chunk."""
        name, number = chunk.key
        part = self._definition.parts[name]
        where = part.slice(number)
        refused = map(chunk.refused.get, range(where.stop - where.start))
        rows = zip(
            range(where.start, where.stop),
            *(axis.tolist() for axis in part.points(number)),
            *chunk.numbers.tolist(),
            refused,
            strict=True,
        )
        marks = ", ".join("?" * (len(_columns(part)) + 1))
        with explained(self._path):
            self._base.executemany(f"INSERT INTO {table_of(name)} VALUES ({marks})", rows)
            self._base.execute("INSERT INTO chunk VALUES (?, ?, ?)", (*chunk.key, chunk.checksum))
            self._commit()

    def chunks(self) -> Iterator[Chunk]:
        """Yield what is there."""
        with explained(self._path):
            done = self._base.execute("SELECT system, number, checksum FROM chunk").fetchall()
        for system, number, checksum in done:
            part = self._definition.parts.get(system)
            if part is None or number not in range(part.n_chunks):
                raise _damaged(self._path, f"the sweep has no chunk {number!r} of {system!r}")
            chunk = None
            with explained(self._path), suppress(ValueError, TypeError):  # a text for a number
                chunk = self._read(part, number, checksum)
            if chunk is None:
                what = f"chunk {number} of {table_of(system)} is not what was written"
                raise _damaged(self._path, what)
            yield chunk

    def _read(self, part: Part, number: int, checksum: int) -> Chunk | None:
        """Read a chunk, unless rows are missing, belong to other points or are changed."""
        system, points = part.system.name, part.points(number)
        where = part.slice(number)
        names = [*part.system.coordinates, *column_names(system, part.quantities)]
        rows = self._base.execute(
            f"SELECT refused, {', '.join(names)} FROM {table_of(system)} "
            "WHERE point >= ? AND point < ? ORDER BY point",
            (where.start, where.stop),
        ).fetchall()
        if len(rows) != where.stop - where.start:
            return None
        reasons, *numbers = zip(*rows, strict=True)
        for axis in points:
            there = np.array(numbers.pop(0), dtype=axis.dtype)
            if there.tobytes() != axis.tobytes():
                return None
        refused = {i: reason for i, reason in enumerate(reasons) if reason is not None}
        chunk = Chunk((system, number), np.array(numbers, dtype=np.float64), refused)
        return chunk if chunk.checksum == checksum else None


def description(definition: Definition) -> dict[str, str]:
    """Return what a store says of its sweep, but for the coordinates."""
    systems = {
        name: {
            "quantities": part.quantities,
            "points": part.n_points,
            "together": part.system.together,
        }
        for name, part in definition.parts.items()
    }
    return {
        "format": str(_FORMAT),
        "yanggaudin": __version__,
        "systems": json.dumps(systems),
    }


def tables_of(base: sqlite3.Connection) -> set[str]:
    """Return the names of what a database has: tables, and in another one also views."""
    return {name for (name,) in base.execute("SELECT name FROM sqlite_master")}


def check_tables(base: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is not of a sweep."""
    columns = {
        name: {row[1] for row in base.execute(f"PRAGMA table_info({name})")} for name in _TABLES
    }
    if columns != _TABLES:
        raise SweepError(f"{path} is a database, but not of a sweep; take another file")


def check_pages(base: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of which a part is missing."""
    (found,) = base.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise SweepError(f"{path} is damaged: {found}")


def difference(base: sqlite3.Connection, definition: Definition, path: Path) -> str:
    """Return in what the sweep of a store differs, nothing if it does not."""
    about, here = read_about(base, path), description(definition)
    for name in ("yanggaudin", "format"):
        if about[name] != here[name]:
            return f"it was written by {name} {about[name]}, this is {here[name]}"
    systems, axes = read_systems(about, path), coordinates(base, path)
    for name in dict.fromkeys([*axes, *definition.coordinates]):
        one, other = axes.get(name), definition.coordinates.get(name)
        if one is None or other is None or len(one) != len(other):
            return f"{describe(name, one)} there, {describe(name, other)} here"
        differ = np.flatnonzero(one.view(np.int64) != other.view(np.int64))
        if differ.size:
            return f"{_value(name, one, differ[0])} there, {_value(name, other, differ[0])} here"
    for name in dict.fromkeys([*systems, *definition.parts]):
        part = definition.parts.get(name)
        asked = systems[name][0] if name in systems else [], [*part.quantities] if part else []
        if asked[0] != asked[1]:
            return " there, ".join(", ".join(names) or "nothing" for names in asked) + " here"
    return "" if about == here else "it is cut into other chunks"


def read_about(base: sqlite3.Connection, path: Path) -> dict[str, str]:
    """Return what a store says of its sweep, as `description` wrote it."""
    about = dict(base.execute("SELECT name, value FROM sweep"))
    for name in ("format", "yanggaudin", "systems"):
        if not isinstance(about.get(name), str):
            raise _damaged(path, f"it does not say the {name} of its sweep")
    return about


def read_systems(about: dict[str, str], path: Path) -> dict[str, tuple[list[str], int]]:
    """Return the quantities of each system of a store, and its number of points."""
    try:
        systems = json.loads(about["systems"])
        return {
            name: ([str(quantity) for quantity in system["quantities"]], int(system["points"]))
            for name, system in systems.items()
        }
    except (ValueError, TypeError, KeyError, AttributeError):  # some other JSON, or none
        raise _damaged(path, "the list of its systems cannot be read") from None


def coordinates(base: sqlite3.Connection, path: Path) -> dict[str, Axis]:
    """Return the coordinates of a store."""
    axes = {}
    for name, kind, numbers in base.execute("SELECT name, type, numbers FROM coordinate"):
        if kind not in _TYPES or not isinstance(numbers, bytes) or not numbers or len(numbers) % 8:
            raise _damaged(path, f"the values of {name} cannot be read")
        axes[name] = np.frombuffer(numbers, _TYPES[kind]).astype(f"{kind}8")
    return axes


def describe(name: str, axis: Axis | None) -> str:
    """Return how many values a coordinate has, and between what."""
    if axis is None:
        return f"no {name}"
    if len(axis) == 1:
        return f"{name} = {axis[0]!s}"
    return f"{len(axis)} values of {name} from {axis[0]!s} to {axis[-1]!s}"


def _value(name: str, axis: Axis, index: int) -> str:
    """Return one value of a coordinate with all its digits."""
    place = f"[{index}]" if len(axis) > 1 else ""
    return f"{name}{place} = {axis[index].item()!r}"


def _columns(part: Part) -> list[str]:
    """Return the names of the columns of a table, but for the number of the point."""
    names = column_names(part.system.name, part.quantities)
    return [*part.system.coordinates, *names, "refused"]


def table_of(system: str) -> str:
    """Return the name of the table of a system."""
    return f"points_{system}"


def _damaged(path: Path, what: str) -> SweepError:
    """Return the error of a store that is not as it was written."""
    return SweepError(f"{path} is damaged: {what}; restore the file, or begin anew in another one")


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into one that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        raise SweepError(f"{path}: {_REASONS.get(name, str(error))}") from None


_REASONS = {
    "SQLITE_BUSY": "another driver is writing this store; wait for it, or take another file",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR_WRITE": "the disk, or the room that is allowed on it, is full or fails",
    "SQLITE_NOTADB": "this is no database of SQLite; take another file",
    "SQLITE_CORRUPT": "the database is damaged, perhaps cut off; nothing was changed",
    "SQLITE_CANTOPEN": "the file cannot be opened",
    "SQLITE_READONLY": "the file cannot be written",
}
