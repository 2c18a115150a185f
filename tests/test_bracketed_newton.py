"""Newton's method in brackets: many equations, wild starts, one that never settles."""

import numpy as np
import pytest
from numpy.typing import NDArray

from yanggaudin.arguments import Array
from yanggaudin.errors import ConvergenceError
from yanggaudin.numerics import bracketed_newton


def test_steps_that_leave_the_bracket_are_replaced() -> None:
    """arctan, for which Newton's method alone diverges beyond 1.4."""
    targets = np.array([-1.5, 0.0, 0.3, 1.55])

    def step(x: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
        excess = np.arctan(x) - targets[active]
        return excess, x - excess * (1 + x * x)

    low, high = np.full(4, -100.0), np.full(4, 100.0)
    start = np.array([90.0, -90.0, 50.0, -1e9])
    found = bracketed_newton.solve(step, start, low, high, scale=1.0, what="arctan")
    assert found == pytest.approx(np.tan(targets), rel=1e-14, abs=1e-15)
    assert (low[0], high[0]) == (-100, 100)


def test_what_does_not_settle_is_named() -> None:
    def step(x: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
        return np.zeros_like(x), 1 - x + 0.0 * active

    ends = np.array([0.0]), np.array([1.0])
    with pytest.raises(ConvergenceError, match=r"a swing could not be inverted between 0.0 and 1"):
        bracketed_newton.solve(step, np.zeros(1), *ends, scale=1.0, what="a swing")
