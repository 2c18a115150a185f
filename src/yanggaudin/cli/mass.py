"""Commands of the mass: by every route, proven, and the identities behind it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import DomainError
from ..gas import functions
from .found import Found, columns_of, listed, relative_errors
from .output import TABLE, Table, each, show_progress
from .table import Column
from .words import Coupling, UsageError, WholeNumber, couplings, numbers, read_words

_MASS = ("mass_ratio", "mass_enhancement")


def mass(
    *gamma: Coupling,
    routes: bool = False,
    certified: bool = False,
    digits: WholeNumber | None = None,
    output: Table = TABLE,
) -> None:
    """Polaron mass at couplings γ, from 0 to inf; a dash reads them from standard input.

    Columns: mass_ratio (m/m*) and mass_enhancement (m*/m), with bounds on their absolute errors.

    Parameters
    ----------
    routes
        Show m/m* by every route of the theory and their largest disagreement; not at 0 and inf.
    certified
        Give a proven enclosure: m/m* and as its error a radius within which the true value lies;
        not at 0 and inf.  Couplings are taken exactly as written.
    digits
        Number of proven digits, with --certified; 30 if not given.
    """
    if certified:
        if routes:
            raise UsageError("--certified and --routes exclude each other")
        found = _certified_masses(gamma, 30 if digits is None else digits)
    elif digits is not None:
        raise UsageError("--digits needs --certified")
    elif routes:
        found = _routes(gamma)
    else:
        values = couplings(gamma, functions.mass_ratio)
        found = Found("mass", [Column("gamma", values), *functions_of(values, _MASS)])
    output.present(found)


def functions_of(gamma: Sequence[float], names: Sequence[str]) -> list[Column]:
    """Return columns of functions of γ with their errors."""
    array, columns = np.array(gamma), []
    for name in names:
        values = listed(getattr(functions, name)(array))
        columns.append(Column(name, values, relative_errors(name, values)))
    return columns


def _routes(gamma: Sequence[str]) -> Found:
    """Return m/m* by every route."""
    from ..arguments import coupling
    from ..paper.routes import mass_routes

    values = couplings(gamma, coupling)
    results = [mass_routes(value).to_dict() for value in each(values, "m/m* by every route")]
    columns = columns_of(results)
    for i, column in enumerate(columns[1:-2], start=1):
        columns[i] = Column(column.name, column.values, column.errors, "mass_ratio")
    columns[-2] = Column("spread", columns[-2].values, quantity="residual")
    return Found("mass", columns, {"routes": True})


def _certified_masses(words: Sequence[str], digits: int) -> Found:
    """Return an enclosure of m/m* for each coupling."""
    from .. import certified
    from ..arguments import exact_number

    texts: list[str] = []
    for word in read_words(words):
        inside = map(repr, numbers("coupling", [word])) if ":" in word.text else [word.text]
        for text in inside:  # refuse what is no coupling before anything long is done
            try:
                exact_number("gamma", text)
            except DomainError as error:
                raise DomainError(f"{word.place}{error}") from None
            texts.append(text)
    middles, radii = [], []
    for text in texts:
        with show_progress(f"enclosing m/m* at gamma = {text}"):
            ball = certified.mass_ratio(text, digits=digits)
        middle, radius = str(ball).split(" ± ")
        middles.append(middle)
        radii.append(radius)
    columns = [Column("gamma", texts), Column("mass_ratio", middles, radii)]
    # side by side a narrow terminal would have no room for the radius, which is the proof
    return Found("mass", columns, {"certified": True, "digits": digits}, stacked=True)


def identities(*gamma: Coupling, output: Table = TABLE) -> None:
    """Relative residuals of the identities behind the exact mass; all are rounding errors."""
    from ..arguments import coupling
    from ..paper.identities import identities as all_identities

    values = couplings(gamma, coupling)
    found = columns_of([all_identities(value).to_dict() for value in each(values, "identities")])
    residuals = [Column(column.name, column.values, quantity="residual") for column in found[1:]]
    output.present(Found("identities", [found[0], *residuals], stacked=True))
