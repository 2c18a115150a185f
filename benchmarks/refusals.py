"""Random calls of every public name with good and bad arguments: how many faults they find.

PYTHONPATH=tests python benchmarks/refusals.py [COUNT [SEED]]
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout

from spiteful import faults, public, summary


def main(count: int = 100_000, seed: int = 1) -> None:
    """Print the number of faults, and one line for each kind."""
    with redirect_stdout(io.StringIO()):  # `cite` prints
        found = list(faults(count, seed))
    print(f"{count} calls of {len(public())} names: {len(found)} faults")
    print(summary(found))
    print("\n".join(found[:20]))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
