"""Commands on the pages of the documentation: every one runs."""

import re
import shlex
from pathlib import Path

import pytest

from command import Run

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"^ {4}(?:cat \S+ \| )?yanggaudin (.+)$", re.M)


def commands(page: Path) -> list[str]:
    """The commands of a page: lines of their own, without what is said about them."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.partition(" # ")[0] for line in COMMAND.findall(text)]
    # not spelt out, for another machine, a server that waits for a browser, or minutes of work
    # that tests/test_planes.py has in small
    left_out = re.compile(r"…|--scheduler|^explore\b|--map|^(spectrum|flutter) .*--atoms [23]0")
    return [line for line in lines if not left_out.search(line)]


@pytest.mark.slow
@pytest.mark.parametrize("page", [*filter(commands, PAGES)], ids=lambda page: page.name)
def test_commands_run(
    page: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in commands(page):
        result = run(*shlex.split(line), stdin="0.1 1\n10  # strong\n")
        assert result.returncode == 0, f"{line}: {result.stderr}"
        assert result.stdout


def test_all_pages_are_read() -> None:
    """Neither the search for pages nor that for commands has become blind."""
    assert sum(len(commands(page)) for page in PAGES) > 40
