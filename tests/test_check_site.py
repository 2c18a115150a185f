"""The check of the built documentation finds what a site must not have."""

from pathlib import Path

import pytest

from problems import tool

SITE = tool("check_site")
PAGE = '<p id="here">{}</p>'


@pytest.mark.parametrize(
    ("tag", "external"),
    [
        ('<script src="https://cdn.example/x.js"></script>', 1),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', 1),
        ('<link rel="preconnect" href="https://fonts.example">', 1),
        ('<img src="x.png" srcset="x.png, http://a.example/y.png 2x">', 1),
        ('<div style="background: url(https://a.example/z.png)"></div>', 1),
        ('<iframe src="https://a.example"></iframe>', 1),
        ('<a href="https://a.example">followed, not loaded</a>', 0),
        ('<link rel="next" href="https://a.example/next.html">', 0),
        ('<img src="data:image/png;base64,AAAA">', 0),
        ('<script src="_static/x.js"></script>', 0),
    ],
)
def test_what_a_browser_would_load_from_elsewhere(tag: str, external: int) -> None:
    page = SITE.page_of(PAGE.format(tag))
    assert sum(map(SITE.is_external, page.loaded)) == external


def test_formula_that_was_not_set() -> None:
    page = SITE.page_of('<span class="katex-error" title="ParseError">\\frac</span>')
    assert page.faults == ["formula: ParseError"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("then S′<em>a = 0, and q</em>{a−1}", 1),
        ("cν<em>ν′[−1], or icν</em>/(k − q)", 1),
        ("the\n<em>form factors</em>, and (<em>both</em>)", 0),
        ("<code>x</code> <em>first</em> <em>second</em>", 0),
    ],
)
def test_signs_of_a_formula_that_were_taken_for_emphasis(text: str, faults: int) -> None:
    assert len(SITE.page_of(PAGE.format(text)).faults) == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("±`steps_at`, and", 1),
        ("<code>`x`</code> and <pre><span>`y`</span></pre>", 0),
        ("<code>x</code> and `y`", 1),
    ],
)
def test_backticks_that_mark_nothing(text: str, faults: int) -> None:
    assert len(SITE.page_of(PAGE.format(text)).faults) == faults


def test_links_inside_links() -> None:
    assert SITE.page_of('<a href="x">a</a> <a href="y">b</a>').faults == []
    assert len(SITE.page_of('<a href="x">a <code><a href="y">b</a></code></a>').faults) == 1


def test_style_sheets() -> None:
    assert SITE.urls("@import 'https://a.example/b.css'; a {b: url( \"c.woff2\" )}") == [
        "https://a.example/b.css",
        "c.woff2",
    ]


def test_targets(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    first, second = tmp_path / "first.html", tmp_path / "inside" / "second.html"
    pages = {path: SITE.page_of(PAGE) for path in (first, second)}
    for path in pages:
        path.write_text(PAGE, encoding="utf-8")
    absent = {
        url: SITE.missing(tmp_path, first, url, pages)
        for url in ("#here", "#there", "inside/second.html#here", "inside/second.html#there")
    }
    assert list(absent.values()) == [False, True, False, True]
    assert not SITE.missing(tmp_path, second, "../first.html", pages)
    assert SITE.missing(tmp_path, second, "third.html", pages)
    assert SITE.missing(tmp_path, first, "../outside.html", pages)
