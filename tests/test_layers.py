"""The rooms of the house: a room imports from those above it in this list only."""

import ast
import re
from pathlib import Path

import yanggaudin as yg
from problems import tool

ROOT = Path(yg.__file__).parent
LAYERS = (
    "errors",
    "locks",
    "public",
    "foreign",
    "arguments",
    "units",
    "limits",
    "quantities",
    "results",
    "citation",
    "numerics",
    "certified",
    "series",
    "gas",
    "polaron",
    "thermal",
    "two_components",
    "ring",
    "dynamics",
    "paper",
    "lab",
    "sweeps",
    "plots",
    "explorer",
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


def test_page_of_the_architecture_is_that_of_the_code() -> None:
    """Layers in the same order, every file in the list, and no file that is not there."""
    rooms = tool("rooms")
    page = rooms.PAGE.read_text(encoding="utf-8")
    assert rooms.layers(page) == list(LAYERS)
    written, made = page.split(rooms.MARK)
    assert made == rooms.rooms(page), "run tools/rooms.py"
    for name in re.findall(r"`((?:\w+/)+\w+\.\w+)`", written):
        assert (ROOT / name).exists() or (rooms.ROOT / name).exists(), name
