"""Commands of the mass: by every route, proven, and the identities behind it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from .output import TABLE, Cell, Table, show_progress
from .words import Couplings, UsageError, WholeNumber, read_couplings, read_words

# what --routes shows: the coupling, and m/m* by each route
_ROUTES = (
    "gamma",
    "spin_wave",
    "energy_derivative",
    "chemical_potential",
    "pressure",
    "curvature",
)


def mass(
    *gamma: Couplings,
    routes: bool = False,
    certified: bool = False,
    digits: WholeNumber | None = None,
    output: Table = TABLE,
) -> None:
    """Polaron mass at couplings γ; a dash reads them from standard input.

    Columns: mass_ratio (m/m*), error (a bound on its absolute error), mass_enhancement (m*/m, with
    the same relative error).

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
        rows = _certified_masses(read_words(gamma), 30 if digits is None else digits)
    elif digits is not None:
        raise UsageError("--digits needs --certified")
    else:
        rows = list(map(_routes if routes else _mass, read_couplings(gamma)))
    output.present(rows)


def _mass(gamma: float) -> dict[str, Cell]:
    """Return the row of one coupling."""
    from ..polaron.polaron import Polaron

    polaron = Polaron(gamma)
    return {
        "gamma": gamma,
        "mass_ratio": polaron.mass_ratio,
        "error": polaron.errors["mass_ratio"],
        "mass_enhancement": 1 / polaron.mass_ratio,
    }


def _routes(gamma: float) -> dict[str, Cell]:
    """Return the row of one coupling with m/m* by every route."""
    from ..paper.routes import mass_routes

    routes = mass_routes(gamma)
    return {
        **{name: getattr(routes, name) for name in _ROUTES},
        "curvature_error": routes.errors["curvature"],
        "spread": routes.spread,
        "curvature_agrees": "yes" if routes.curvature_agrees else "NO",
    }


def _certified_masses(words: Iterable[str], digits: int) -> list[dict[str, Cell]]:
    """Return a row with the enclosure of m/m* for each coupling."""
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


def identities(*gamma: Couplings, output: Table = TABLE) -> None:
    """Relative residuals of the identities behind the exact mass; all are rounding errors."""
    from ..paper.identities import identities as all_identities

    rows: list[dict[str, Cell]] = []
    for residuals in map(all_identities, read_couplings(gamma)):
        rows += [
            {"gamma": residuals.gamma, "identity": name, "residual": value}
            for name, value in dataclasses.asdict(residuals).items()
            if name != "gamma"
        ]
    output.present(rows)
