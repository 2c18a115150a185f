"""Indices and powers in the running text of the pages, and line breaks in long names.

An extension of Sphinx, used by `docs/conf.py`.  The sources stay readable on their own: they have
k_j, e^{-x} and x^(3/2), and what is set below or above the line here.  A long name in a table may
be broken after an underscore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes

# an index follows a single letter or a bracket; words with underscores are names of code
INDEX = r"(?<=[^\W\d_]|[|)∂∫ΣΠ*′²\u0303⁻⁰⟩∞])(?:(?<![A-Za-z]{3})|(?=_\{))_"
BELOW = (
    r"\{(?P<below>[^{}]*)\}|"
    r"(?P<index>B(?=T)|max|min|fast|[a-z]{1,2}(?![a-z])|[A-Z]{1,2}|[α-ω]|\d)"
)
POWER = r"(?<=\S)\^"
ABOVE = (
    r"\{(?P<above>[^{}]*)\}|\((?P<bracket>[^()]*)\)|"
    r"(?P<power>[−-]?(?:dr\b|digits|\d+|[a-zA-Z](?![a-zA-Z])|[α-ω∞¼]))"
)
SCRIPT = re.compile(f"{INDEX}(?:{BELOW})|{POWER}(?:{ABOVE})")
AS_WRITTEN = (
    *(nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw),
    *(nodes.strong, nodes.term, nodes.title, addnodes.desc_name, addnodes.desc_sig_name),
)
LONG = 16


def pieces(text: str) -> Iterator[nodes.Node]:
    """Divide text into what stands on the line, below it and above it."""
    end = 0
    for found in SCRIPT.finditer(text):
        if found.start() > end:
            yield nodes.Text(text[end : found.start()])
        kind = nodes.subscript if found[0].startswith("_") else nodes.superscript
        inner = next(group for group in found.groups() if group is not None)
        yield kind("", "", *pieces(inner))
        end = found.end()
    if end < len(text):
        yield nodes.Text(text[end:])


def set_scripts(_app: Any, doctree: nodes.document) -> None:
    """Set the indices and powers of a page, but not in code, formulas and names."""
    for text in list(doctree.findall(nodes.Text)):
        if not isinstance(text.parent, AS_WRITTEN) and SCRIPT.search(text):
            text.parent.replace(text, list(pieces(str(text))))


def allow_breaks(_app: Any, doctree: nodes.document, _page: str) -> None:
    """Let long names in tables be broken after an underscore, a dot or a colon."""
    for entry in doctree.findall(nodes.entry):
        for literal in entry.findall(nodes.literal):
            name = literal.astext()
            if len(name) > LONG:
                *heads, last = re.split(r"(?<=[_.:])(?=\w)", name)
                literal.clear()
                for part in heads:
                    literal.extend([nodes.Text(part), nodes.raw("", "<wbr>", format="html")])
                literal.append(nodes.Text(last))


def setup(app: Any) -> dict[str, bool]:
    """Set scripts when a page has been read, and breaks when the names have their links."""
    app.connect("doctree-read", set_scripts)
    app.connect("doctree-resolved", allow_breaks, priority=900)
    return {"parallel_read_safe": True}
