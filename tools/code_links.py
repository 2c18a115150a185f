"""Names of the package become links to the reference, names of pages become their titles.

An extension of Sphinx, used by `docs/conf.py`.  The sources stay as code hosts show them: a name of
the package stands in backticks, a link to a page may be called `units.md`.  Where several objects
have a name, it is left alone.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

PACKAGE = "yanggaudin."
PAGE = re.compile(r"([\w-]+)\.md")
# how docstrings name a page
MENTION = re.compile(r"docs/([\w-]+)\.md")


def target(text: str, objects: dict[str, Any]) -> str | None:
    """Return the documented object that a piece of code names, if there is one and only one."""
    name = text.partition("(")[0].removeprefix("yg.").removeprefix(PACKAGE)
    if PACKAGE + name in objects:
        return PACKAGE + name
    # what only a module has is written without it if it is a class
    found = [full for full in objects if full.endswith(f".{name}")] if name[:1].isupper() else []
    return found[0] if len(found) == 1 else None


def within(node: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    """Tell whether a node stands inside one of these kinds, however deep."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def link(app: Any, doctree: nodes.document, page: str) -> None:
    """Put links around the names on a page."""
    objects = app.env.domains["py"].objects
    for literal in list(doctree.findall(nodes.literal)):
        inside = within(literal, nodes.reference, nodes.title)
        name = None if inside else target(literal.astext(), objects)
        if name is None:
            continue
        entry = objects[name]
        uri = app.builder.get_relative_uri(page, entry.docname) + f"#{entry.node_id}"
        reference = nodes.reference("", "", internal=True, refuri=uri)
        literal.replace_self(reference)
        reference += literal


def title(app: Any, doctree: nodes.document, _page: str) -> None:
    """Call links by the titles of their pages where the source has the name of the file."""
    for reference in doctree.findall(nodes.reference):
        name = PAGE.fullmatch(reference.astext())
        if name and name[1] in app.env.titles and reference.get("internal"):
            text = nodes.Text(f"“{app.env.titles[name[1]].astext()}”")
            reference.children = []
            reference.append(text)


def mention(app: Any, doctree: nodes.document, page: str) -> None:
    """Link the pages that docstrings name."""
    for text in list(doctree.findall(nodes.Text)):
        inside = within(text, nodes.literal, nodes.literal_block, nodes.reference)
        found = None if inside else MENTION.search(text)
        if found is None or found[1] not in app.env.titles:
            continue
        uri = app.builder.get_relative_uri(page, found[1])
        shown = f"“{app.env.titles[found[1]].astext()}”"
        reference = nodes.reference("", shown, internal=True, refuri=uri)
        before, after = text[: found.start()], text[found.end() :]
        text.parent.replace(text, [nodes.Text(before), reference, nodes.Text(after)])


def setup(app: Any) -> dict[str, bool]:
    """Link names when all pages have been read."""
    app.connect("doctree-resolved", link)
    app.connect("doctree-resolved", title)
    app.connect("doctree-resolved", mention)
    return {"parallel_read_safe": True}
