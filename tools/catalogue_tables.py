"""Write the tables of docs/ that are made from the catalogue of quantities.

python tools/catalogue_tables.py

A table stands between <!-- catalogue: its name --> and <!-- end -->.
"""

from __future__ import annotations

import re
from pathlib import Path

import yanggaudin as yg
from yanggaudin.dynamics import InjectedMotion, SpectralFunction
from yanggaudin.gas import functions
from yanggaudin.polaron.edge import SpectralEdge
from yanggaudin.quantities import EXACT, QUANTITIES, RELATIVE, Quantity
from yanggaudin.ring import RingState

DOCS = Path(__file__).parents[1] / "docs"
Row = tuple[str, ...]
PAGES = ("bibliography.md", "functions.md", "units.md", "trust.md")
# classes, and how the catalogue prefixes those attributes whose names need their owner
OWNERS = (
    (yg.GroundState, "-"),
    (yg.Polaron, "polaron_"),
    (SpectralEdge, "threshold_"),
    (yg.Excitations, "-"),
    (yg.ThermalGas, "-"),
    (yg.ThermalColumn, "-"),
    (yg.TwoComponentGas, "-"),
    (yg.TwoComponentColumn, "-"),
    (RingState, "ring_"),
    (SpectralFunction, "form_"),
    (InjectedMotion, "impurity_"),
)


def functions_table() -> str:
    """Return the functions of γ with their units, limits and equations."""
    rows: list[Row] = [
        (
            f"`{q.name}`",
            q.symbol,
            str(q.unit),
            str(q.weak),
            str(q.strong),
            equations(q),
        )
        for q in QUANTITIES.values()
        if q.name in functions.__all__
    ]
    return table(("function", "symbol", "unit", "γ → 0", "γ → ∞", "Eq."), rows)


def units_table() -> str:
    """Return all quantities with their units and where they are found."""
    rows: list[Row] = []
    for q in QUANTITIES.values():
        where = attributes(q)
        if q.name in functions.__all__:
            where.insert(0, "function of γ")
        if len(where) == len(OWNERS):
            where = ["every object"]
        rows.append(
            (f"`{q.name}`", q.meaning, q.symbol, str(q.unit), equations(q), ", ".join(where))
        )
    return table(("name", "quantity", "symbol", "unit", "Eq.", "found as"), rows)


def errors_table() -> str:
    """Return what has another bound than a relative one."""
    rows: list[Row] = [
        (q.meaning, q.symbol, ", ".join(with_this_error(q)), str(q.error))
        for q in QUANTITIES.values()
        if q.error not in {RELATIVE, EXACT}
    ]
    return table(("quantity", "symbol", "found as", "absolute error at most"), rows)


def with_this_error(quantity: Quantity) -> list[str]:
    """Return where a quantity has the error of the catalogue: what one component has too, there."""
    found = attributes(quantity)
    one, two = (f"`{owner}.{quantity.attribute}`" for owner in ("ThermalGas", "TwoComponentGas"))
    return [name for name in found if not (name == two and one in found)]


def sources_table() -> str:
    """Return the sources of quantities, and the equations of the paper that these belong to."""
    rows: list[Row] = []
    for source in dict.fromkeys(q.source for q in QUANTITIES.values() if q.source):
        those = [q for q in QUANTITIES.values() if q.source == source]
        numbers = sorted({n for q in those for n in q.equations})
        names = ", ".join(f"`{q.name}`" for q in those)
        rows.append((f"{{cite:t}}`{source}`", names, ", ".join(f"({n})" for n in numbers)))
    return table(("source", "quantities of the catalogue", "equations of the paper"), rows)


def equations(quantity: Quantity) -> str:
    """Return the equations of the paper that define or give a quantity."""
    return ", ".join(f"({n})" for n in quantity.equations)


def attributes(quantity: Quantity) -> list[str]:
    """Return the attributes and methods that give a quantity."""
    found = []
    for owner, prefix in OWNERS:
        names = {q.attribute: q for q in QUANTITIES.values() if q.name == q.attribute}
        names |= {q.attribute: q for q in QUANTITIES.values() if q.name.startswith(prefix)}
        if names.get(quantity.attribute) is quantity and (
            hasattr(owner, quantity.attribute)
            or quantity.attribute in getattr(owner, "__dataclass_fields__", {})
        ):
            found.append(f"`{owner.__name__}.{quantity.attribute}`")
    return found


def table(head: Row, rows: list[Row]) -> str:
    """Return a table in Markdown."""
    cells = [head, ("---",) * len(head), *(tuple(map(escaped, row)) for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def escaped(text: str) -> str:
    """Return text in which Markdown sees neither columns nor emphasis."""
    return text.replace("|", r"\|").replace("*", r"\*")


TABLES = {
    "functions": functions_table,
    "units": units_table,
    "errors": errors_table,
    "sources": sources_table,
}


def updated(page: str) -> str:
    """Return a page with the tables that its markers name."""
    pattern = re.compile(r"(<!-- catalogue: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return pattern.sub(lambda found: found[1] + TABLES[found[2]]() + found[3], page)


def main() -> None:
    """Update every page."""
    for name in PAGES:
        path = DOCS / name
        path.write_text(updated(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
