"""Files that may be the store of a sweep, told from their names and their first bytes."""

from __future__ import annotations

import os
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from ..errors import DomainError, SweepError

_HEADER = b"SQLite format 3\0"


def store_path(store: str | PathLike[str] | Any) -> Path:
    """Return the path of a store, else raise `DomainError`, or `SweepError` for what is there."""
    try:
        text = fspath(store)
        named = isinstance(text, str) and bool(text) and "\0" not in text and text.encode()
    except (TypeError, UnicodeEncodeError):
        named = False
    if not named:
        raise DomainError(f"store must be the path of a file, got {store!r}")
    if text == ":memory:" or text.startswith("file:"):
        raise DomainError(
            f"store must be the path of a file, got {text!r}, which SQLite takes for something "
            f"else; write ./{text} for a file of this name"
        )
    path = Path(text)
    if not path.parent.is_dir():
        raise SweepError(f"cannot make {path}: there is no folder {path.parent}")
    if path.is_dir():
        raise SweepError(f"{path} is a folder, and a store is a file; add a name to it")
    if path.exists() and not path.is_file():
        raise SweepError(f"{path} is a device or a pipe, and a store is a file; take another name")
    # a file without a byte is what `mktemp` makes, and what is left of a driver that was killed
    # before its first commit: there is nothing to lose in it
    readable = path.exists() and os.access(path, os.R_OK)  # if not, SQLite says so
    if readable and path.stat().st_size and not is_database(path):
        raise SweepError(f"{path} is no database of SQLite; take another file")
    return path


def is_database(path: Path) -> bool:
    """Whether a file is a database of SQLite, which nothing else may write over."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:  # whoever opens it says why
        return False
