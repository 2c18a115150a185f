"""Three atoms at one point, for any filling of the rapidities.

A. Bastianello, L. Piroli and P. Calabrese, Phys. Rev. Lett. 120, 190601 (2018): in units
ħ = m = c = 1, with K'(k) = k K(k), b₁ = 1^dr and dressed functions of alternating parity,

    b₂ = 2 (K' f b₁)^dr,                 b₃ = (K' f b₂ - K f b₁)^dr,
    b₄ = (K' f (2b₃ - b₁) - K f b₂)^dr,  b₅ = (K' f b₄ - K f b₃)^dr,
    n³ g₃ = 6 n³ + (1/2π) ∫ f (9 n b₃ + 3 b₅) dk.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from ..numerics.parity import EVEN, ODD, Parity
from .states import State

#: g₃ of the ideal gas, 3!, the largest there is
IDEAL = 6.0


@np.errstate(under="ignore")  # beside 6
def three_body_correlation(state: State) -> float:
    """Return g₃ of a state, to an absolute error of a rounding of 6."""
    line, one = state.line, state.dressed_one
    atoms = line.integral(state.filled * one)
    # every f comes with a factor 1/n, so that b₃/n and b₅/n² are of the order 1 in any gas
    share, density = state.filled / atoms, state.omitted * atoms

    def conjugate(function: Array, parity: Parity) -> Array:
        return line.conjugate_image(share * function, parity)

    def image(function: Array, parity: Parity) -> Array:
        return line.image(share * function, parity)

    second = state.dress(2 * conjugate(one, EVEN), ODD)
    third = state.dress(density * conjugate(second, ODD) - image(one, EVEN))
    fourth = conjugate(2 * density * third - one, EVEN) - density * image(second, ODD)
    fourth = state.dress(fourth, ODD)
    fifth = state.dress(conjugate(fourth, ODD) - image(third, EVEN))
    pairs, triples = line.integral(share * np.stack([third, fifth]))
    return max(0.0, float(IDEAL + 9 * pairs + 3 * triples))
