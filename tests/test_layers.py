"""The rooms of the house: a room imports from those above it in this list only."""

import ast
from pathlib import Path

import yanggaudin as yg

ROOT = Path(yg.__file__).parent
LAYERS = (
    "errors",
    "arguments",
    "units",
    "limits",
    "quantities",
    "numerics",
    "certified",
    "series",
    "gas",
    "polaron",
    "thermal",
    "ring",
    "paper",
    "plots",
    "cli",
)


def imported_rooms(path: Path) -> set[str]:
    """Rooms that a module imports from, its own left out."""
    here = path.relative_to(ROOT).parts
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = list(here[: len(here) - node.level])
            names = [node.module] if node.module else [alias.name for alias in node.names]
            rooms |= {(base + name.split("."))[0] for name in names}
    return rooms - {here[0].removesuffix(".py"), "__version__"}


def test_rooms_import_from_above_only() -> None:
    for path in ROOT.rglob("*.py"):
        room = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if room in {"__init__", "__main__"}:
            continue
        assert imported_rooms(path) <= set(LAYERS[: LAYERS.index(room)]), path
