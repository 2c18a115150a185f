"""What a command has found, as CSV and as JSON: with version, parameters, units and errors."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from csv import writer
from pathlib import Path
from typing import Any, TextIO

from .. import __version__
from .found import Found
from .table import Cell


def write_file(found: Found, path: Path) -> None:
    """Write CSV to a file."""
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            write_csv(found, file)
    except OSError as error:  # that of a full disk does not name the file
        raise OSError(error.errno, error.strerror, str(path)) from None


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
    table.writerows(zip(*(map(_csv_cell, values) for values in columns), strict=True))


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
    rows = {column.name: _json_texts(column.values) for column in found.columns}
    errors = {c.name: _json_texts(c.errors) for c in found.columns if c.errors}
    if errors:
        rows["errors"] = _json_objects(errors)
    print(",\n".join(f"  {row}" for row in _json_objects(rows)), " ]", "}", sep="\n")


def _json_objects(columns: dict[str, list[str]]) -> list[str]:
    """Return an object for each row of columns of JSON, without what is missing there."""
    keys = [f"{_dumps(name)}: " for name in columns]
    return [
        "{" + ", ".join([key + text for key, text in zip(keys, row, strict=True) if text]) + "}"
        for row in zip(*columns.values(), strict=True)
    ]


def _json_texts(values: Sequence[Cell]) -> list[str]:
    """Return every value as JSON, nothing where there is none."""
    return [
        repr(value)
        if type(value) is float and math.isfinite(value)
        else ("" if value is None else _dumps(_json_cell(value)))
        for value in values
    ]


def _dumps(value: Any) -> str:
    """Return JSON; what is not ASCII is escaped where the output cannot have it."""
    unicode = "utf" in (sys.stdout.encoding or "").lower()
    return json.dumps(value, ensure_ascii=not unicode, allow_nan=False)


def _json_cell(value: Any) -> Any:
    """Return a value for JSON: infinite numbers as text."""
    if isinstance(value, float):
        return str(value) if math.isinf(value) else value
    return list(map(_json_cell, value)) if isinstance(value, (list, tuple)) else value


def _csv_cell(value: Any) -> Any:
    """Return a value for CSV: lists with spaces, for commas divide columns."""
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
