"""Commands of the paper's series and its figure."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Literal

from .output import Cell, new_figure, print_table, save, show_progress, write_csv
from .words import WholeNumber


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
    print(printed)


def cite(*quantities: str) -> None:
    """BibTeX of the paper, of this software, and of the sources of quantities by their names."""
    from ..citation import cite as print_references

    print_references(*quantities)


def figure1(*, output: Path = Path()) -> None:
    """Reproduce Fig. 1 of the paper: figure1.png, figure1.svg and figure1.csv.

    Parameters
    ----------
    output
        Folder to write to; it is made if it does not exist.
    """
    from ..paper.figure1 import figure1_rows

    figure, axes = new_figure()
    from ..plots import draw_figure1

    output.mkdir(parents=True, exist_ok=True)
    rows = list(figure1_rows())
    draw_figure1(axes, rows)
    save(figure, output / "figure1.png")
    save(figure, output / "figure1.svg")
    table: list[dict[str, Cell]] = [dataclasses.asdict(row) for row in rows]
    write_csv(table, output / "figure1.csv")
    print_table(table[::4])
    worst = max(row.disagreement for row in rows)
    print(f"largest disagreement of Eqs. (16) and (21) over {len(rows)} couplings: {worst:.1e}")
    print(f"wrote figure1.png, figure1.svg, figure1.csv to {output}")
