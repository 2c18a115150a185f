"""Names of the package in the text of a page become links to the reference.

An extension of Sphinx, used by `docs/conf.py`: `Polaron.energy` in backticks stays as it is in the source,
which code hosts show as well.  A name is that of an object of the package, with or without what
stands before it; where several objects have it, it is left alone.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

PACKAGE = "yanggaudin."


def target(text: str, objects: dict[str, Any]) -> str | None:
    """Return the documented object that a piece of code names, if there is one and only one."""
    name = text.partition("(")[0].removeprefix("yg.").removeprefix(PACKAGE)
    if PACKAGE + name in objects:
        return PACKAGE + name
    # what only a module has is written without it if it is a class
    found = [full for full in objects if full.endswith(f".{name}")] if name[:1].isupper() else []
    return found[0] if len(found) == 1 else None


def link(app: Any, doctree: nodes.document, page: str) -> None:
    """Put links around the names on a page."""
    objects = app.env.domains["py"].objects
    for literal in list(doctree.findall(nodes.literal)):
        inside = isinstance(literal.parent, nodes.reference | nodes.title)
        name = None if inside else target(literal.astext(), objects)
        if name is None:
            continue
        entry = objects[name]
        uri = app.builder.get_relative_uri(page, entry.docname) + f"#{entry.node_id}"
        reference = nodes.reference("", "", internal=True, refuri=uri)
        literal.replace_self(reference)
        reference += literal


def setup(app: Any) -> dict[str, bool]:
    """Link names when all pages have been read."""
    app.connect("doctree-resolved", link)
    return {"parallel_read_safe": True}
