"""docs/equations.md: every equation of the paper has a name that computes it and a test."""

import ast
import importlib
import operator
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| \((\d+)\) \|.*\| `([\w.]+)` \| `([\w.]+)::(\w+)` \|$", re.M)
ROWS = ROW.findall((ROOT / "docs" / "equations.md").read_text(encoding="utf-8"))


def claimed(text: str) -> set[int]:
    """Numbers of the equations that a text names, as Eq. (3), Eqs. (5)-(7) or (10a)."""
    numbers: set[int] = set()
    for group in re.findall(r"Eqs?\. ((?:\(\d+[ab]?\)(?:-|, | and )?)+)", text):
        numbers |= {int(n) for n in re.findall(r"\((\d+)", group)}
        for low, high in re.findall(r"\((\d+)[ab]?\)-\((\d+)", group):
            numbers |= set(range(int(low), int(high) + 1))
    return numbers


def test_all_equations_are_there() -> None:
    assert [int(number) for number, *_ in ROWS] == list(range(1, 24))


@pytest.mark.parametrize(("number", "name", "file", "test"), ROWS, ids=[row[0] for row in ROWS])
def test_equation_is_computed_and_tested(number: str, name: str, file: str, test: str) -> None:
    head, _, rest = name.partition(".")
    package = importlib.import_module("yanggaudin")
    thing = operator.attrgetter(rest)(getattr(package, head)) if rest else getattr(package, head)
    assert int(number) in claimed(thing.__doc__), f"the docstring of {name} does not say so"
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
