"""How Sphinx builds the site from these pages, the docstrings and `examples/`."""

import os
import shutil
import sys
from pathlib import Path

from docutils import nodes
from sphinxcontrib import katex

import yanggaudin

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))
# the gallery solves small problems one after the other
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

project = "yanggaudin"
author = "The yanggaudin developers"
project_copyright = author
release = version = yanggaudin.__version__

extensions = [
    "code_links",
    "myst_parser",
    "numpydoc",
    "reference_pages",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx_gallery.gen_gallery",
    "sphinxcontrib.bibtex",
    "sphinxcontrib.katex",
    "typesetting",
]
exclude_patterns = ["_static"]
suppress_warnings = ["config.cache"]  # the order of the gallery is no text

# pages: Markdown that a code host shows as well
myst_enable_extensions = ["dollarmath", "attrs_inline"]
myst_heading_anchors = 3
myst_url_schemes = ("https", "http", "mailto")

# reference: numpydoc, from the docstrings
autodoc_typehints = "none"
toc_object_entries_show_parents = "hide"
autosummary_generate = False
numpydoc_show_class_members = False

default_role = "py:obj"
highlight_language = "text"

# formulas: by node while building or, where there is none, in the browser; never from elsewhere
katex_css_path = "katex/katex.min.css"
katex_prerender = shutil.which("node") is not None
# a Unix socket is there before its server listens, so the first connection may be refused; the
# other way to start waits for that.  On a busy machine five seconds are not enough.
katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0

# the bibliography that `yg.cite()` prints from
bibtex_bibfiles = [str(Path(yanggaudin.__file__).parent / "data" / "references.bib")]
bibtex_default_style = "unsrt"
bibtex_reference_style = "author_year"

sphinx_gallery_conf = {
    "examples_dirs": "../examples",
    "gallery_dirs": "gallery",
    "filename_pattern": r"\.py$",
    "within_subsection_order": "FileNameSortKey",
    "write_computation_times": False,
    "remove_config_comments": True,
    "download_all_examples": False,
    "abort_on_example_error": True,
    "image_scrapers": ("matplotlib",),
    "capture_repr": (),  # what is shown is a picture or printed
}

html_theme = "pydata_sphinx_theme"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_title = "yanggaudin"
html_show_sourcelink = False
html_copy_source = False
html_sidebars = {"index": []}
html_theme_options = {
    "logo": {"text": "yanggaudin"},
    "navbar_align": "left",
    "show_prev_next": False,
    "show_toc_level": 2,  # the members of a class
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "navigation_with_keys": False,
}


def contributing(_app: object, page: str, source: list[str]) -> None:
    """CONTRIBUTING.md, which code hosts look for beside README.md, is a page of the site."""
    if page == "contributing":
        source[0] = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").replace("](docs/", "](")
    source[0] = source[0].replace("](../CONTRIBUTING.md)", "](contributing.md)")


def trim(_app: object, doctree: nodes.document) -> None:
    """Leave out the empty line that ends a block of code for the sake of its doctest."""
    for block in doctree.findall(nodes.literal_block):
        block.rawsource = block.astext().rstrip()
        block[:] = [nodes.Text(block.rawsource)]


def setup(app) -> None:
    """Connect what is done to pages before and after they are parsed."""
    app.connect("source-read", contributing)
    app.connect("doctree-read", trim)
