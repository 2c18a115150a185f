"""What a store holds, for who looks at it, also while a driver is writing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from ..errors import SweepError
from .store import check_pages, coordinates, describe, explained, table_of, tables_of


def status_of(path: Path) -> list[str]:
    """Return lines of text: version, coordinates, and how many points of each system are there."""
    if not path.is_file():
        raise SweepError(f"there is no store {path}")
    with (
        explained(path),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base,
    ):
        if "sweep" not in tables_of(base):
            raise SweepError(f"{path} holds no sweep")
        check_pages(base, path)
        about = dict(base.execute("SELECT name, value FROM sweep"))
        axes = coordinates(base)
        lines = [f"sweep of yanggaudin {about['yanggaudin']}"]
        lines += [f"  {describe(name, axis)}" for name, axis in axes.items()]
        for name, system in json.loads(about["systems"]).items():
            done, refused = base.execute(
                f"SELECT count(*), count(refused) FROM {table_of(name)}"
            ).fetchone()
            total = system["points"]
            lines.append(f"{name}: {', '.join(system['quantities'])}")
            lines.append(f"  {done} of {total} points are computed, {refused} of them refused")
    return lines
