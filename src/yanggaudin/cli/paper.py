"""Commands of the paper's series and its figure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from ..errors import DomainError
from .found import Found, columns_of
from .output import show_progress, table_of
from .picture import PICTURE, Picture, check_matplotlib
from .saved import print_json, write_file
from .table import Column
from .words import UsageError, WholeNumber


def series(
    side: Literal["weak", "strong"],
    /,
    *,
    order: WholeNumber = 5,
    quantity: str = "mass",
    format: Literal["text", "latex", "json"] = "text",
    digits: WholeNumber | None = None,
) -> None:
    """Coefficients of the weak- or strong-coupling series, Eqs. (22) and (23), to any order.

    Parameters
    ----------
    side
        Powers of √γ (weak) or of 1/γ (strong).
    order
        Number of the last term.
    quantity
        energy, mass_ratio, chemical_potential, pair_correlation, sound_velocity_squared or
        inverse_luttinger_squared, or an unambiguous beginning of one.
    format
        Text, LaTeX or JSON.
    digits
        Give numbers with so many digits instead of exact expressions.
    """
    from .. import series as library

    names = [name for name in library.NAMES if name.startswith(quantity)]
    # a single match is meant; otherwise the library lists the names it knows
    name = names[0] if len(names) == 1 else quantity
    make = library.weak if side == "weak" else library.strong
    terms = make(order, name, digits=digits)
    with show_progress(f"computing the {side} series to order {order}"):
        printed = {"text": terms.text, "latex": terms.latex, "json": terms.json}[format]()
    if format != "json":
        print(printed)
        return
    parameters = json.loads(printed)
    rows = parameters.pop("terms")
    exponents, coefficients = ([row[key] for row in rows] for key in ("exponent", "coefficient"))
    columns = Column("exponent", exponents), Column("coefficient", coefficients, quantity=name)
    print_json(Found("series", columns, parameters))


def cite(*quantities: str) -> None:
    """BibTeX of the paper, of this software, and of the sources of quantities by their names."""
    from ..citation import cite as print_references

    try:
        print_references(*quantities)
    except DomainError as error:
        raise UsageError(str(error)) from None  # with the names of the catalogue, not of options


def figure1(*, output: Path = Path(), picture: Picture = PICTURE) -> None:
    """Reproduce Fig. 1 of the paper: figure1.png, figure1.svg, figure1.pdf and figure1.csv.

    Parameters
    ----------
    output
        Folder to write to; it is made if it does not exist.
    """
    from ..paper.figure1 import figure1_rows
    from ..plots import draw_figure1

    check_matplotlib()
    output.mkdir(parents=True, exist_ok=True)
    rows = list(figure1_rows())
    found = _table([row.to_dict() for row in rows])
    names = [f"figure1.{ending}" for ending in ("png", "svg", "pdf", "csv")]
    *pictures, table = (output / name for name in names)
    picture.draw([lambda axes: draw_figure1(axes, rows)], *pictures)
    write_file(found, table)
    print(*table_of(_table([row.to_dict() for row in rows[::4]])), sep="\n")
    worst = max(row.disagreement for row in rows)
    print(f"largest disagreement of Eqs. (16) and (21) over {len(rows)} couplings: {worst:.1e}")
    print(f"wrote {', '.join(names)} to {output}")


def _table(rows: list[dict[str, float]]) -> Found:
    """Return the table of the figure: every column but the first is m/m*."""
    first, *masses = columns_of(rows)
    named = (Column(column.name, column.values, quantity="mass_ratio") for column in masses)
    return Found("figure1", [first, *named])
