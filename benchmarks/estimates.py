"""Are the estimates of errors honest?  Random draws from their whole domains.

    PYTHONPATH=tests python benchmarks/estimates.py [what …] [--count 5000] [--seed 2026]

`what` is one or more of mass, size, resummed, weak, strong and growth; all by default.  The draws
are those of `tests/estimate_draws.py`, of another seed than those by which margins were chosen;
ten lists of N share a coupling.
Prints the lines of the table in docs/trust.md: draws, errors above their estimate, the largest
error/estimate, the median of estimate/error.  5,000 draws take five to twenty minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

import numpy as np
from machine import measured_on

from estimate_draws import (
    Drawn,
    of_growth,
    of_masses,
    of_resummed,
    of_size_corrections,
    of_strong,
    of_weak,
)

DRAWS: dict[str, tuple[str, Callable[[int, int], Iterator[Drawn]]]] = {
    "mass": ("`ring.extrapolate_mass_ratio`", of_masses),
    "size": ("`ring.extrapolate_size_correction`", of_size_corrections),
    "resummed": ("`Series.resummed`", of_resummed),
    "weak": ("`Series.value`, weak", of_weak),
    "strong": ("`Series.value`, strong", of_strong),
    "growth": ("`series.large_order`, all orders", lambda *_: of_growth()),
}


def row(what: str, draws: Iterator[Drawn]) -> str:
    """One line of the table; the worst draws above a half are printed before it."""
    count, above, ratios = 0, 0, []
    for drawn in draws:
        count += 1
        above += drawn.error > drawn.estimate
        if drawn.error > drawn.estimate / 2:
            print(f"  {drawn.error / drawn.estimate:.2f}: {drawn.what}", flush=True)
        ratios.append(drawn.error / drawn.estimate)
    median = 1 / np.median(ratios)
    return f"| {what} | {count} | {above} | {max(ratios):.2f} | {median:.0f} |"


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*", default=list(DRAWS))
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    print("| estimate | draws | errors above | largest error/estimate | median estimate/error |")
    print("| --- | --- | --- | --- | --- |")
    for key in options.what:
        name, draws = DRAWS[key]
        print(row(name, draws(options.count, options.seed)), flush=True)


if __name__ == "__main__":
    main()
    print(measured_on())
