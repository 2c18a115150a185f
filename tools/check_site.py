"""Check the built site: nothing is loaded from elsewhere, and every link inside it has its target.

python tools/check_site.py site

Also: no formula that KaTeX could not set or whose signs were taken for emphasis, no backtick that
marks nothing, no link inside a link, a link to the code of every equation of the paper, and a page
for every public name.  Exit code 1 and a line for every fault.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reference_pages import public_modules, public_names

CSS_URL = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
# relations of <link> that name another page and load nothing
NOT_LOADED = {"next", "prev", "index", "search", "author", "canonical", "license", "help"}
N_EQUATIONS = 23
FOLLOWED = {"a", "area", "form"}
# where a backtick may stand
VERBATIM = {"code", "pre", "script", "style"}


@dataclass
class Page(HTMLParser):
    """What one page loads, what it links to, and the places in it that links can name."""

    loaded: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    before: str = ""
    verbatim: int = 0
    anchors: int = 0

    def __post_init__(self) -> None:
        """Let the parser begin."""
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort the attributes of a tag."""
        self.verbatim += tag in VERBATIM
        self.anchors += tag == "a"
        if self.anchors > 1:
            self.faults.append(f"link inside a link, after {self.before[-40:]!r}")
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if name in given}
        if "katex-error" in given.get("class", ""):
            self.faults.append(f"formula: {given.get('title', '')}")
        if tag == "em" and re.search(r"[^\s(\[{“]\Z", self.before):
            self.faults.append(f"emphasis within a word, after {self.before[-40:]!r}")
        self.before = ""
        followed = tag in FOLLOWED or (
            tag == "link" and set(given.get("rel", "").lower().split()) <= NOT_LOADED
        )
        for name in ("src", "href", "data", "poster", "action"):
            if name in given:
                (self.linked if followed else self.loaded).append(given[name])
        for part in given.get("srcset", "").split(","):
            self.loaded += part.split()[:1]
        self.loaded += urls(given.get("style", ""))

    def handle_data(self, data: str) -> None:
        """Remember the text in front of the next tag."""
        self.before = data
        if "`" in data and not self.verbatim:
            self.faults.append(f"backtick: {data.strip()[:60]!r}")

    def handle_endtag(self, tag: str) -> None:
        """Notice the end of a link, and of what is shown as it was written."""
        self.verbatim -= tag in VERBATIM
        self.anchors -= tag == "a"


def page_of(html: str) -> Page:
    """Return a page that has been read."""
    page = Page()
    page.feed(html)
    return page


def urls(css: str) -> list[str]:
    """Return what a style sheet loads."""
    return [first or second for first, second in CSS_URL.findall(css)]


def is_external(url: str) -> bool:
    """Tell whether a browser would leave the site for a URL; data: is inside the page."""
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme not in {"", "data"}


def missing(site: Path, page: Path, url: str, pages: dict[Path, Page]) -> bool:
    """Tell whether a URL inside the site has no target."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return False
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file() or not target.is_relative_to(site):
        return True
    place = unquote(parts.fragment)
    return bool(place) and target in pages and place not in pages[target].places


def faults(site: Path) -> Iterator[str]:
    """Yield a line for everything that is wrong with a site."""
    pages: dict[Path, Page] = {}
    for path in sorted(site.rglob("*.html")):
        if path.is_relative_to(site / "_static"):  # a template of the theme
            continue
        pages[path] = page_of(path.read_text(encoding="utf-8"))
    for path, page in pages.items():
        name = path.relative_to(site)
        yield from (f"{name}: {fault}" for fault in page.faults)
        yield from (f"{name}: loads {url}" for url in page.loaded if is_external(url))
        inside = (url for url in {*page.loaded, *page.linked} if not is_external(url))
        yield from (f"{name}: no {url}" for url in inside if missing(site, path, url, pages))
    for path in sorted(site.rglob("*.css")):
        for url in urls(path.read_text(encoding="utf-8")):
            if is_external(url):
                yield f"{path.relative_to(site)}: loads {url}"
            elif missing(site, path, url, pages):
                yield f"{path.relative_to(site)}: no {url}"
    computed = [url for url in pages[site / "equations.html"].linked if url.startswith("api/")]
    if len(computed) < N_EQUATIONS:
        yield f"equations.html: {len(computed)} links to code for {N_EQUATIONS} equations"
    for module in public_modules():
        for public, _ in public_names(module):
            if public not in pages.get(site / "api" / f"{public}.html", Page()).places:
                yield f"{public}: no page of the reference"


def main() -> None:
    """Print the faults of the site named on the command line."""
    found = list(faults(Path(sys.argv[1]).resolve()))
    print(*found, sep="\n", file=sys.stderr)
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
