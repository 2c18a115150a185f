"""Newton's method for many equations in one unknown each, kept inside brackets."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import ConvergenceError

# Newton's method takes a handful; bisection alone would have 60 bits of the bracket by then.
_MOST_STEPS = 60
# The next error is of the order of the square of this step.
_LAST_STEP = 1e-9

#: maps values of some unknowns, and the indices of these, to left minus right sides of their
#: equations and to Newton's next values
Step = Callable[[Array, NDArray[np.intp]], tuple[Array, Array]]


def solve(step: Step, start: Array, low: Array, high: Array, *, scale: float, what: str) -> Array:
    """Return the unknowns, shape (m,), of equations that increase between low and high.

    Parameters
    ----------
    step : callable
        Takes values of some of the unknowns and the indices of these; returns left minus right
        sides of their equations, and the next values of Newton's method.
    start, low, high : array, shape (m,)
        First values, and brackets.
    scale : float
        The size of an unknown below which its error is absolute.
    what : str
        What is solved, for the error.

    Raises
    ------
    ConvergenceError
        If one of them does not settle.
    """
    low, high, unknowns = low.copy(), high.copy(), np.clip(start, low, high)
    active, steps = np.arange(len(unknowns)), high - low
    for _ in range(_MOST_STEPS):
        if not len(active):
            return unknowns
        at = unknowns[active]
        excess, new = step(at, active)
        low[active] = np.where(excess < 0, at, low[active])
        high[active] = np.where(excess > 0, at, high[active])
        outside = (new < low[active]) | (new > high[active])
        # Newton's method may go to and fro between two points for ever
        outside |= np.abs(new - at) > steps[active] / 2
        new = np.where(outside, (low[active] + high[active]) / 2, new)
        unknowns[active], steps[active] = new, np.abs(new - at)
        active = active[steps[active] > _LAST_STEP * (scale + np.abs(at))]
    raise ConvergenceError(
        f"{what} could not be inverted between {float(low[active[0]])!r} and "
        f"{float(high[active[0]])!r}; please report these values"
    )
