r"""Labels of `plots`, which are LaTeX between dollars, as plain text: `$\hbar^{2} n$` is ħ²n."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = {
    **{
        name: unicodedata.lookup(f"GREEK SMALL LETTER {name.upper()}")
        for name in (
            "gamma",
            "delta",
            "eta",
            "mu",
            "pi",
            "rho",
            "sigma",
            "omega",
            "xi",
            "zeta",
            "chi",
        )
    },
    **{
        name: unicodedata.lookup(f"GREEK CAPITAL LETTER {name.upper()}")
        for name in ("Gamma", "Delta", "Phi")
    },
    "lambda": "λ",
    "varepsilon": "ε",
    "hbar": "ħ",
    "infty": "∞",
    "to": "→",
    "partial": "∂",
    "langle": "⟨",
    "rangle": "⟩",
    "uparrow": "↑",
    "downarrow": "↓",
    "times": "×",
    "perp": "⊥",
}
_ACCENTS = {"tilde": "\u0303", "hat": "\u0302", "bar": "\u0304"}
_RAISED = str.maketrans("0123456789+−kn", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵏⁿ")
_LOWERED = str.maketrans("0123456789+−↑↓", "₀₁₂₃₄₅₆₇₈₉₊₋↑↓")
_THIN = "\u2009"


def plain(label: str) -> str:
    r"""Return a label as plain text.

    Parameters
    ----------
    label : str
        Text with LaTeX between dollars.

    Returns
    -------
    str
        The same in Unicode.

    Examples
    --------
    >>> plain(r"energy $E\,/\,(\hbar^{2} n^{2}/m)$")
    'energy E\u2009/\u2009(ħ²n²/m)'
    """
    parts = label.split("$")
    return "".join(_formula(part) if i % 2 else part for i, part in enumerate(parts))


def _formula(latex: str) -> str:
    """Return a formula as plain text."""
    accented = r"\\(tilde|hat|bar) ?(\\?[a-z]+)"
    text = re.sub(accented, lambda found: found[2] + _ACCENTS[found[1]], latex)
    text = text.replace(r"\sqrt", "√").replace(r"\,", _THIN).replace("-", "−")
    text = text.replace("''", "″").replace("'", "′")
    text = re.sub(r"\\([A-Za-z]+) *", lambda found: _LETTERS[found[1]], text).replace(" ", "")
    text = re.sub("[=>]", rf"{_THIN}\g<0>{_THIN}", text).replace(",", f",{_THIN}")
    text = text.replace("^*", "*").replace("{*}", "*")
    for mark, letters in (("^", _RAISED), ("_", _LOWERED)):
        for found in re.findall(rf"\{mark}(?:\{{[^{{}}]*\}}|.)", text):
            inside = found[1:].strip("{}")
            if all(ord(letter) in letters for letter in inside):
                text = text.replace(found, inside.translate(letters))
    return re.sub(r"\{([^{}]*)\}", r"\1", text)
