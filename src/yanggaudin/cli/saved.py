"""What a command has found, as CSV and as JSON: with version, parameters, units and errors."""

from __future__ import annotations

import json
import math
from csv import writer
from pathlib import Path
from typing import Any, TextIO

from .. import __version__
from .found import Found

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_file(found: Found, path: Path) -> None:
    """Write CSV to a file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        write_csv(found, file)


def write_csv(found: Found, file: TextIO) -> None:
    """Write comments with version, parameters and units, a line of names, and the rows.

    Errors stand in a column of their own after their quantity.  Infinite numbers are inf and -inf.
    """
    print(f"# yanggaudin {__version__}", file=file)
    print(f"# command: {found.command}", file=file)
    for name, value in found.parameters.items():
        print(f"# {name} = {_csv_cell(value)}", file=file)
    names, columns = [], []
    for column in found.columns:
        if column.unit_of:
            print(f"# unit of {column.name}: {column.unit_of}", file=file)
        names.append(column.name)
        columns.append(column.values)
        if column.errors:
            print(f"# {column.name}_error: bound on its absolute error", file=file)
            names.append(f"{column.name}_error")
            columns.append(column.errors)
    table = writer(file, lineterminator="\n")
    table.writerow(names)
    table.writerows(map(_csv_cell, row) for row in zip(*columns, strict=True))


def print_json(found: Found) -> None:
    """Print one object: version, command, parameters, units, and a line for each row.

    A row has under "errors" the bounds on the absolute errors, as `to_dict` of a result has.
    JSON has no infinite numbers: they are the strings "inf" and "-inf", which float() takes.
    """
    units = {column.name: column.unit_of for column in found.columns if column.unit_of}
    head = {"yanggaudin": __version__, "command": found.command}
    print("{")
    for name, value in {**head, "parameters": found.parameters, "units": units}.items():
        print(f" {_dumps(name)}: {_dumps(_json_cell(value))},")
    print(' "rows": [')
    bounded = [column for column in found.columns if column.errors]
    bounds = zip(*(column.errors for column in bounded), strict=True) if bounded else None
    lines = []
    for row in found.rows():
        saved: dict[str, Any] = {
            column.name: _json_cell(cell)
            for column, cell in zip(found.columns, row, strict=True)
            if cell is not None
        }
        if bounds is not None:
            saved["errors"] = {
                column.name: _json_cell(error)
                for column, error in zip(bounded, next(bounds), strict=True)
                if error is not None
            }
        lines.append("  " + _dumps(saved))
    print(",\n".join(lines), " ]", "}", sep="\n")


def _json_cell(value: Any) -> Any:
    """Return a value for JSON: infinite numbers as text."""
    if isinstance(value, (list, tuple)):
        return list(map(_json_cell, value))
    return str(value) if isinstance(value, float) and math.isinf(value) else value


def _csv_cell(value: Any) -> Any:
    """Return a value for CSV: lists with spaces, for commas divide columns."""
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
