"""Indices and powers in the running text of the pages are set below and above the line."""

from typing import Any

import pytest

from problems import tool

nodes = pytest.importorskip("docutils.nodes")
TYPESETTING = tool("typesetting")


def as_html(text: str) -> str:
    """The text with tags in place of nodes."""
    tags = {"subscript": "sub", "superscript": "sup"}

    def html(node: Any) -> str:
        if isinstance(node, nodes.Text):
            return str(node)
        tag = tags[type(node).__name__]
        return f"<{tag}>{''.join(map(html, node.children))}</{tag}>"

    return "".join(map(html, TYPESETTING.pieces(text)))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Σ_j θ(k_j − k_{j+1})", "Σ<sub>j</sub> θ(k<sub>j</sub> − k<sub>j+1</sub>)"),
        ("k_BT and k_B T", "k<sub>B</sub>T and k<sub>B</sub> T"),
        ("e^{−iE_C t}", "e<sup>−iE<sub>C</sub> t</sup>"),
        (
            "γ^(3/2), (8π)^−k, ∫_Q^λ",
            "γ<sup>3/2</sup>, (8π)<sup>−k</sup>, ∫<sub>Q</sub><sup>λ</sup>",
        ),
        ("(∂E/∂n)_p, max_{j}", "(∂E/∂n)<sub>p</sub>, max<sub>j</sub>"),
        ("k 1^dr − k^dr", "k 1<sup>dr</sup> − k<sup>dr</sup>"),
        # names of code, and what has neither index nor power
        ("n_particles, to_dict, _saved, n^power", "n_particles, to_dict, _saved, n^power"),
        ("m/m* = 2P/γ", "m/m* = 2P/γ"),
    ],
)
def test_scripts(text: str, html: str) -> None:
    assert as_html(text) == html
