"""Write the list of rooms and files at the end of docs/architecture.md.

    python tools/rooms.py

The rooms come in the order of the layers on that page, the files with the first line of each.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE, SOURCE = ROOT / "docs" / "architecture.md", ROOT / "src" / "yanggaudin"
MARK = "<!-- rooms -->\n"


def layers(page: str) -> list[str]:
    """Return the rooms in the order of the picture of the layers."""
    picture = page.split("```text\n")[1].split("```", maxsplit=1)[0]
    return [line.split()[0] for line in picture.splitlines()]


def rooms(page: str) -> str:
    """Return the list in Markdown."""
    lines: list[str] = []
    for room in layers(page):
        module = SOURCE / f"{room}.py"
        if module.exists():
            lines += ["", f"**`{module.name}`**: {summary(module)}"]
        else:
            lines += ["", f"**`{room}/`**: {summary(SOURCE / room / '__init__.py')}", ""]
            lines += [f"- `{name}`: {text}" for name, text in files(SOURCE / room)]
    return "\n".join(lines) + "\n"


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the path inside its room and the summary of every module of a room."""
    for path in sorted(folder.rglob("*.py")):
        if path != folder / "__init__.py":
            name = path.relative_to(folder).as_posix().removesuffix("__init__.py")
            yield name, summary(path)


def summary(path: Path) -> str:
    """Return the first line of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.split("\n")[0].replace("*", r"\*")


def main() -> None:
    """Write the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.split(MARK)[0] + MARK + rooms(page), encoding="utf-8")


if __name__ == "__main__":
    main()
