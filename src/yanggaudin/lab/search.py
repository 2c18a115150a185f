"""From a number of atoms to the chemical potential: Newton's method inside brackets."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError

# Newton's steps, and the last one, whose square is left
_MOST_STEPS, _LAST_STEP = 100, 1e-8


def solve_atoms(
    logarithms: Callable[[Array], tuple[Array, Array]], n_atoms: Array, start: Array, most: Array
) -> Array:
    """Find x < most at which there are N atoms; x is μ₀ in k_BT, or a logarithm of it.

    `logarithms` takes x and returns ln N, which rises with x, and its slope.  Where Newton's
    method leaves what is known of x, or its steps do not shrink, the bracket is halved.
    """
    wanted, x = np.log(n_atoms), np.minimum(start, most)
    low, high = np.full_like(x, -math.inf), np.broadcast_to(most, x.shape)
    last = np.full_like(x, math.inf)
    for _ in range(_MOST_STEPS):
        found, slope = logarithms(x)
        change = (wanted - found) / slope
        low, high = np.where(change > 0, x, low), np.where(change < 0, x, high)
        after = x + change
        astray = (after <= low) | (after >= high)
        size = np.abs(change)
        if np.max(size) < _LAST_STEP:
            return np.asarray(after)
        astray |= (size > last / 2) & (size > _LAST_STEP)
        bounded = np.isfinite(low) & np.isfinite(high) & (low < high)
        after = np.where(astray & bounded, (low + high) / 2, after)
        x, last = after, np.abs(after - x)
    raise ConvergenceError(
        f"no chemical potential found for {float(np.max(n_atoms))!r} atoms; please report the trap"
    )
