"""Write tests/reference/certified.json: proven values at 60 couplings, 40 digits.

    python tools/certified_table.py            # about an hour

Every number is the middle of a ball of `yanggaudin.certified` whose radius is at most 1e-40 of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from yanggaudin import certified

DIGITS, COUPLINGS = 40, 60
LOWEST, HIGHEST = -6.0, 8.0  # powers of ten
MOMENTA = ("0.001", "0.5", "2", "3")
TARGET = Path(__file__).parents[1] / "tests" / "reference" / "certified.json"

GAS = {
    "energy": certified.energy,
    "mass_ratio": certified.mass_ratio,
    "chemical_potential": certified.chemical_potential,
    "pair_correlation": certified.pair_correlation,
    "luttinger_parameter": certified.luttinger_parameter,
    "sound_velocity": certified.sound_velocity,
    "fermi_rapidity_over_c": certified.fermi_rapidity_over_c,
}


def couplings() -> list[str]:
    """Log-spaced decimals of three digits."""
    step = (HIGHEST - LOWEST) / (COUPLINGS - 1)
    return [f"{10 ** (LOWEST + i * step):.2e}" for i in range(COUPLINGS)]


def row(gamma: str) -> dict[str, Any]:
    """All quantities at one coupling, as decimals."""
    result: dict[str, Any] = {"gamma": gamma}
    for name, function in GAS.items():
        result[name] = function(gamma, digits=DIGITS).mid_text(DIGITS + 1)
    half = Fraction(result["fermi_rapidity_over_c"]) * Fraction(gamma) / 2
    k = f"{float(half):.3g}"
    result["k"] = k
    balls = {
        "rapidity_density": certified.rapidity_density(gamma, rapidity=k, digits=DIGITS),
        "dressed_momentum": certified.dressed_momentum(gamma, rapidity=k, digits=DIGITS),
        "momentum_at_k": certified.momentum_at(gamma, spin_rapidity=k, digits=DIGITS),
        "energy_at_k": certified.energy_at(gamma, spin_rapidity=k, digits=DIGITS),
    }
    result |= {name: ball.mid_text(DIGITS + 1) for name, ball in balls.items()}
    result["polaron_energy"] = {
        p: certified.polaron_energy(gamma, momentum=p, digits=DIGITS).mid_text(DIGITS + 1)
        for p in MOMENTA
    }
    return result


def main(gammas: Iterable[str]) -> None:
    """Compute and write the table."""
    table = {
        "definition": "middles of yanggaudin.certified, radius below 1e-40 of the value",
        "generator": "tools/certified_table.py",
        "date": date.today().isoformat(),
        "digits": DIGITS,
        "rows": [row(gamma) for gamma in gammas],
    }
    TARGET.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or couplings())
