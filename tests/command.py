"""The command as its user meets it, in this process or in one of its own."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


def start(*words: str, stdin: str = "") -> Result:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "yanggaudin", *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def rows_of(result: Result) -> list[dict[str, Any]]:
    """The rows of JSON that was printed."""
    assert result.returncode == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return rows


def read_csv(text: str) -> list[dict[str, str]]:
    """The rows of CSV, without its comments."""
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def read_csv_file(path: Path) -> list[dict[str, str]]:
    """The rows of a file of CSV."""
    return read_csv(path.read_text(encoding="utf-8"))
