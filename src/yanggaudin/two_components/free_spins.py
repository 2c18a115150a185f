"""Free spins in a field: what the functions of the rapidity are far away, x → ∞.

With a = h/2T and the trace of e^{2aS_z} over a spin of n states, S(n) = sinh(na)/sinh(a), the
strings have η_n = S(n) S(n+2), 1 + η_n = S(n+1)², and the lines of level J b = e^{(J+1)a} S(J),
b̄ = e^{-(J+1)a} S(J), so that 1 + b = e^{Ja} S(J+1) and 1 + b̄ = e^{-Ja} S(J+1).
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array


def log_trace(n: int, a: float) -> float:
    """Return ln S(n) for a ≥ 0."""
    _, weights = _states(n, a)
    return (n - 1) * a + float(np.log(np.sum(weights)))


def slope(n: int, a: float) -> float:
    """Return the derivative of ln S(n) by a, which is the mean of 2S_z."""
    twice_spin, weights = _states(n, a)
    return float(twice_spin @ weights / np.sum(weights))


def _states(n: int, a: float) -> tuple[Array, Array]:
    """Return 2S_z of all states, and their weights over that of the heaviest."""
    twice_spin = np.arange(1.0 - n, n, 2.0)
    return twice_spin, np.exp(np.maximum(a * (twice_spin - (n - 1)), -700.0))
