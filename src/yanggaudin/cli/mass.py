"""Commands of the mass: by every route, proven, and the identities behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from .output import AsJson, Cell, CsvFile, present, show_progress
from .words import Couplings, UsageError, WholeNumber, read_couplings, read_words


def mass(
    *gamma: Couplings,
    routes: bool = False,
    certified: bool = False,
    digits: WholeNumber | None = None,
    json: AsJson = False,
    csv: CsvFile = None,
) -> None:
    """Polaron mass at couplings γ; a dash reads them from standard input.

    Columns: m/m* (mass_ratio), m*/m (mass_enhancement), a bound on their relative error.

    Parameters
    ----------
    routes
        Show m/m* by every route of the theory and their largest disagreement.
    certified
        Give a proven enclosure: m/m* and a radius within which the true value lies. Couplings are
        taken exactly as written.
    digits
        Number of proven digits, with --certified; 30 if not given.
    """
    if certified:
        if routes:
            raise UsageError("--certified and --routes exclude each other")
        present(_certified_masses(read_words(gamma), 30 if digits is None else digits), json, csv)
        return
    if digits is not None:
        raise UsageError("--digits needs --certified")
    from ..paper.routes import mass_routes
    from ..polaron.polaron import Polaron
    from ..quantities import RELATIVE_ERROR

    couplings = read_couplings(gamma)
    rows: list[dict[str, Cell]]
    if routes:
        rows = [
            {
                **{k: v for k, v in dataclasses.asdict(r).items() if k != "errors"},
                "curvature_error": r.errors["curvature"],
                "spread": r.spread,
                "curvature_agrees": "yes" if r.curvature_agrees else "NO",
            }
            for r in map(mass_routes, couplings)
        ]
    else:
        ratios = [Polaron(value).mass_ratio for value in couplings]
        rows = [
            {
                "gamma": g,
                "mass_ratio": ratio,
                "mass_enhancement": 1 / ratio,
                "relative_error": RELATIVE_ERROR,
            }
            for g, ratio in zip(couplings, ratios, strict=True)
        ]
    present(rows, json, csv)


def _certified_masses(words: Iterable[str], digits: int) -> list[dict[str, Cell]]:
    from .. import certified
    from ..arguments import exact_number

    rows: list[dict[str, Cell]] = []
    words = list(words)
    for word in words:  # refuse what is no coupling before anything long is done
        exact_number("gamma", word)
    for word in words:
        with show_progress(f"enclosing m/m* at gamma = {word}"):
            ball = certified.mass_ratio(word, digits=digits)
        middle, radius = str(ball).split(" ± ")
        rows.append({"gamma": word, "mass_ratio": middle, "radius": radius})
    return rows


def identities(*gamma: Couplings, json: AsJson = False, csv: CsvFile = None) -> None:
    """Relative residuals of the identities behind the exact mass; all are rounding errors."""
    from ..paper.identities import identities as all_identities

    rows: list[dict[str, Cell]] = []
    for residuals in map(all_identities, read_couplings(gamma)):
        rows += [
            {"gamma": residuals.gamma, "identity": name, "residual": value}
            for name, value in dataclasses.asdict(residuals).items()
            if name != "gamma"
        ]
    present(rows, json, csv)
