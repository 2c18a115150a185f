"""Pages of the reference: one for every public module, and one for every public name in it.

There is also one with the help text of every command.  An extension of Sphinx, used by
`docs/conf.py`: before the build it writes `docs/api/`, from what `dir()` shows of the package and
of its modules.
"""

from __future__ import annotations

import importlib
import inspect
import io
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from cyclopts import App
from rich.console import Console
from sphinx.pycode import ModuleAnalyzer

from yanggaudin.cli import app

PACKAGE = "yanggaudin"
FOLDER = "api"
# at the beginning of a line, where it would begin a list
INITIAL = re.compile(r"^\s*[A-Z](?=\. )")
PRIVATE = re.compile(r",? _\w+(=[^,)]*)?")
KINDS = ("Classes", "Functions", "Errors and warnings", "Constants")


def public_modules() -> list[str]:
    """Return the dotted names of the package and of the modules that `dir()` shows of it."""
    package = importlib.import_module(PACKAGE)
    found = [name for name in dir(package) if isinstance(getattr(package, name), ModuleType)]
    return [PACKAGE, *(f"{PACKAGE}.{name}" for name in found)]


def public_names(module: str) -> Iterator[tuple[str, Any]]:
    """Yield what `dir()` shows of a public module, other modules excepted."""
    for name in dir(_module(module)):
        thing = getattr(_module(module), name)
        if not (name.startswith("_") or isinstance(thing, ModuleType)):
            yield f"{module}.{name}", thing


def kind(thing: object) -> str:
    """Return the heading under which a thing stands."""
    if isinstance(thing, type):
        return "Errors and warnings" if issubclass(thing, Exception) else "Classes"
    return "Functions" if inspect.isroutine(thing) else "Constants"


def module_page(module: str) -> str:
    """Return the page of a module: what it is for, and tables of its names."""
    lines = [_title(module), f".. automodule:: {module}", ""]
    for heading in KINDS:
        names = [name for name, thing in public_names(module) if kind(thing) == heading]
        if names:
            lines += [_title(heading, "-"), ".. list-table::", "   :class: names", ""]
            for name in names:
                short = name.removeprefix(f"{module}.")
                lines += [f"   * - :doc:`{short} <{name}>`", f"     - {_summary(module, short)}"]
            lines += ["", ".. toctree::", "   :hidden:", ""]
            lines += [f"   {name.removeprefix(module + '.')} <{name}>" for name in names] + [""]
    return "\n".join(lines)


def name_page(name: str, thing: object) -> str:
    """Return the page of one name."""
    if kind(thing) == "Constants":
        lines = [f".. py:data:: {name}", "", f"   {_comment(name, thing)}", ""]
        if isinstance(thing, tuple):
            lines += [f"   {', '.join(f'``{value}``' for value in thing)}", ""]
    elif isinstance(thing, type):
        # what an error or a tuple has from Python itself is no part of this package
        fields = ", ".join(getattr(thing, "_fields", ()))
        lines = [
            f".. autoclass:: {name}",
            "   :members:",
            "   :inherited-members: BaseException, ImportError, tuple",
            *([f"   :exclude-members: {fields}"] if fields else []),
            "",
        ]
    else:
        lines = [f".. autofunction:: {name}", ""]
    return "\n".join([_title(name), *lines])


def _comment(name: str, thing: object) -> str:
    """Return the comment in front of a constant, where it is defined, as a sentence."""
    last = name.rpartition(".")[2]
    for module in [*sys.modules.values()]:
        if module.__name__.startswith(PACKAGE) and vars(module).get(last) is thing:
            comments = ModuleAnalyzer.for_module(module.__name__).find_attr_docs()
            if ("", last) in comments:
                text = " ".join(comments["", last]).strip()
                return f"{text[0].upper()}{text[1:]}."
    raise LookupError(f"{name} has no comment")


def command_page() -> str:
    """Return what every command says of itself with --help."""
    lines = [_title("The commands and their options"), *_help([])]
    for words in _commands(app):
        lines += [_title(" ".join(["yanggaudin", *words]), "-"), *_help(words)]
    return "\n".join(lines)


def _commands(group: App, *before: str) -> Iterator[list[str]]:
    """Yield the words of every command that takes options of its own."""
    for name in group:
        if not name.startswith("-"):
            words, inside = [*before, name], list(_commands(group[name], *before, name))
            yield from inside or [words]


def _help(words: list[str]) -> list[str]:
    """Return a help text, indented, with its width fixed."""
    text = io.StringIO()
    app.help_print(words, console=Console(file=text, width=96, color_system=None))
    lines = (f"   {line.rstrip()}" for line in text.getvalue().splitlines())
    return [".. code-block:: text", "", *lines, ""]


def write(docs: Path) -> None:
    """Write all pages below `docs`."""
    folder = docs / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for module in public_modules():
        (folder / f"{module}.rst").write_text(module_page(module), encoding="utf-8")
        for name, thing in public_names(module):
            (folder / f"{name}.rst").write_text(name_page(name, thing), encoding="utf-8")
    (folder / "commands.rst").write_text(command_page(), encoding="utf-8")


def _module(dotted: str) -> ModuleType:
    package = importlib.import_module(PACKAGE)
    module = package if dotted == PACKAGE else getattr(package, dotted.rpartition(".")[2])
    assert isinstance(module, ModuleType)
    return module


def _title(text: str, underline: str = "=") -> str:
    return f"{text}\n{underline * len(text)}\n"


def _summary(module: str, name: str) -> str:
    """Return the first sentence of a docstring, of a constant the comment in front of it."""
    thing = getattr(_module(module), name)
    if kind(thing) == "Constants":
        return _comment(f"{module}.{name}", thing)
    return (inspect.getdoc(thing) or "").split("\n")[0].replace("|", r"\|")


def public_arguments(
    _app: Any, what: str, _name: str, _thing: Any, _options: Any, signature: str, returned: str
) -> tuple[str, str] | None:
    """Leave private fields, which only the function that makes a result knows, out of a class."""
    return (PRIVATE.sub("", signature), returned) if what == "class" and signature else None


def plain_text(
    _app: Any, _what: str, _name: str, _thing: Any, _options: Any, lines: list[str]
) -> None:
    """Keep |x|, an absolute value, and the initial of a name from being read as markup.

    Examples stay as they are.
    """
    in_example = False
    for i, line in enumerate(lines):
        in_example = line.lstrip().startswith(">>>") or (in_example and bool(line.strip()))
        if not in_example and "``" not in line:
            lines[i] = INITIAL.sub(r"\g<0>\\", line).replace("|", r"\|")


def setup(app: Any) -> dict[str, bool]:
    """Let Sphinx write the pages before it looks for sources."""
    app.connect("builder-inited", lambda app: write(Path(app.srcdir)))
    app.connect("autodoc-process-signature", public_arguments)
    app.connect("autodoc-process-docstring", plain_text, priority=900)
    return {"parallel_read_safe": True}
