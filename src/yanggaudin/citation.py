"""What to cite: the paper, this software, and the sources of the quantities that were used."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from .errors import DomainError
from .quantities import QUANTITIES

_PAPER = "Ristivojevic2021"
_SOFTWARE = """@software{{yanggaudin,
  author = {{{{The yanggaudin developers}}}},
  title = {{yanggaudin: exact polaron mass and dispersion of the one-dimensional {{B}}ose gas}},
  version = {{{version}}}
}}"""


@cache
def references() -> dict[str, str]:
    """Return the entries of the bibliography, BibTeX by key."""
    text = (Path(__file__).parent / "data" / "references.bib").read_text(encoding="utf-8")
    entries = re.findall(r"^@\w+\{(\w+),.*?^\}", text, re.M | re.S)
    bodies = re.findall(r"^@\w+\{\w+,.*?^\}", text, re.M | re.S)
    return dict(zip(entries, bodies, strict=True))


def cite(*quantities: str) -> None:
    """Print BibTeX for the paper, this software and the sources of quantities.

    Parameters
    ----------
    *quantities : str
        Names in the catalogue, such as "three_body_correlation".

    Raises
    ------
    DomainError
        If a name is not in the catalogue.

    References
    ----------
    The paper is Z. Ristivojevic, "Exact result for the polaron mass in a one-dimensional Bose gas"
    (2021).

    Examples
    --------
    >>> cite("hole_energy")  # doctest: +ELLIPSIS
    @misc{Ristivojevic2021,
    ...
    @software{yanggaudin,
    ...
    @article{Lieb1963,
    ...
    }
    """
    from . import __version__

    unknown = [name for name in quantities if name not in QUANTITIES]
    if unknown:
        raise DomainError(
            f"quantities must be names of the catalogue, got {unknown[0]!r}; these are "
            f"{', '.join(QUANTITIES)}"
        )
    sources = [QUANTITIES[name].source for name in quantities]
    print(references()[_PAPER], _SOFTWARE.format(version=__version__), sep="\n\n")
    for source in dict.fromkeys(filter(None, sources)):
        print(f"\n{references()[source]}")
