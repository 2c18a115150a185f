"""Every public callable is described: parameters, result, errors, an example, the source."""

import importlib
import inspect
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest
from numpydoc.docscrape import get_doc_object
from numpydoc.validate import validate

import yanggaudin as yg

MODULES = (
    "",
    "certified",
    "dynamics",
    "lab",
    "polaron.dispersion_limits",
    "plots",
    "ring",
    "series",
)
# no docstring; parameters missing, unknown, in another order, without description; result missing
NUMPYDOC = {"GL08", "PR01", "PR02", "PR03", "PR07", "RT01", "YD01", "SS02", "SS03", "SS04"}


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Classes, functions and methods that users call, with their dotted names."""
    for name in dir(module):
        thing = getattr(module, name)
        if isinstance(thing, type | FunctionType) and thing.__module__.startswith("yanggaudin"):
            where = f"{thing.__module__}.{name}"
            if not (isinstance(thing, type) and issubclass(thing, Exception)):
                yield where, thing
            if isinstance(thing, type):
                for method, value in inspect.getmembers_static(thing):
                    seen = not method.startswith("_") or method == "__call__"
                    if seen and isinstance(value, classmethod | FunctionType):
                        yield f"{where}.{method}", getattr(thing, method)


def every_public_callable() -> dict[str, Any]:
    """All of them, each once."""
    found: dict[str, Any] = {}
    for name in MODULES:
        module = importlib.import_module(f"yanggaudin.{name}".rstrip("."))
        found |= dict(public(module))
    return found


CALLABLES = every_public_callable()


@pytest.mark.parametrize("name", CALLABLES)
def test_docstring_is_complete(name: str) -> None:
    thing = CALLABLES[name]
    # who is handed an object reads its attributes, not the parameters it was made with
    result = "Made by" in thing.__doc__ and "Attributes\n" in thing.__doc__
    asked = NUMPYDOC - {"PR01"} if result else NUMPYDOC
    problems = [text for code, text in validate(name)["errors"] if code in asked]
    doc = get_doc_object(thing)
    arguments = set(inspect.signature(thing).parameters) - {"self", "cls", "args", "kwargs"}
    picture = name.startswith("yanggaudin.plots")
    if arguments and not (picture or doc["Raises"]) and "made by" not in thing.__doc__.lower():
        problems.append("no section Raises")
    if not (picture or doc["Examples"]):
        problems.append("no example")
    sourced = any(word in thing.__doc__ for word in ("Eq.", "Eqs.", "References", "Fig."))
    if not sourced and "." not in name.rsplit(".", 1)[1]:
        owner = CALLABLES.get(name.rsplit(".", 1)[0])
        if owner is None or not any(w in owner.__doc__ for w in ("Eq", "References")):
            problems.append("no equation of the paper and no reference")
    assert not problems


def test_package_is_documented() -> None:
    assert len(CALLABLES) > 100
    assert yg.__doc__
