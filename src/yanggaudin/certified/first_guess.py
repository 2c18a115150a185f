"""Where Newton's methods begin: Q/c of a coupling and η of a momentum, from closed formulas.

Nothing here needs proof, and nothing comes from the rest of the package, whose tables are made with
`certified`.  A worse guess would cost time, never a digit.
"""

from __future__ import annotations

import math

from flint import arb

# where the two expansions of Q/c are equally good, to two digits
_MIDDLE_COUPLING = 5


def fermi_rapidity_over_c(gamma: arb) -> tuple[arb, float]:
    """Return B = Q/c and how many digits of it are right, two or more.

    Weak coupling: the expansion in the running variable 1/β of docs/weak-series.md, cut after three
    terms, w = 1 - 4/β - 1/β², with which its equation for β is a quadratic one.  Strong coupling:
    B = π/(γ + 2) and the next term.  The digits are those of comparisons with enclosures.
    """
    size = math.log10(float(gamma))
    if gamma < _MIDDLE_COUPLING:
        beta = 2 + (5 + 16 * arb.pi() ** 2 / gamma).sqrt()
        return (beta - beta.log() - 1 - arb(8).log()) / (2 * arb.pi()), 3 - 1.5 * size
    shifted = gamma + 2
    b = arb.pi() / shifted * (1 + 4 * arb.pi() ** 2 / (3 * shifted**3))
    return b, 5 * math.log10(float(shifted)) - 2.4


def spin_rapidity(momentum: arb, half_width: arb) -> arb:
    """Return η ≥ 0 in units of c for 0 < p ≤ π, right for p → 0 and, at any p, for B → 0.

    Outside the Fermi sea p = 2 arccot 2η, corrected by the pull of a wide sea; inside it that of a
    dark soliton, p = 2θ - sin 2θ ≈ 4θ³/3 with η = B cos θ.
    """
    alone = (momentum / 2).cot() / 2
    if 2 * alone > half_width:
        return alone + half_width**2 / (4 * alone)
    return half_width * (3 * momentum / 4).root(3).cos()
