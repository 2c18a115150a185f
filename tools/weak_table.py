"""Write src/yanggaudin/data/weak_energy.json: e_k of the weak-coupling series, k = 0 … 400.

    python tools/weak_table.py            # about a minute

Every digit is proven for the recursion by ball arithmetic; tests/test_series.py regenerates the
first 80 and compares.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from flint import arb

from yanggaudin.numerics.precision import PRECISION, precision
from yanggaudin.series.energy_coefficients import computed_weak_balls

ORDER, DIGITS = 400, 110
TARGET = Path(__file__).parents[1] / "src" / "yanggaudin" / "data" / "weak_energy.json"


def decimals(coefficients: tuple[arb, ...], digits: int) -> list[str]:
    """Significant digits of every coefficient, correctly rounded up to one unit of the last."""
    with PRECISION, precision(4 * digits + 64):
        return [c.str(digits, radius=False) for c in coefficients]


def main(order: int = ORDER) -> None:
    """Compute and write the table."""
    table = {
        "definition": "e(gamma) = sum_k e_k gamma^(1 + k/2), weak coupling",
        "generator": "tools/weak_table.py",
        "date": date.today().isoformat(),
        "digits": DIGITS,
        "e_k": decimals(computed_weak_balls(order, DIGITS + 5), DIGITS),
    }
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(table, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
