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


def test_steps_to_and_fro_are_replaced() -> None:
    """x³ - 2x + 2, for which Newton's method alone goes from 0 to 1 and back."""

    def step(x: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
        excess = x**3 - 2 * x + 2 + 0.0 * active
        return excess, x - excess / (3 * x**2 - 2)

    ends = np.array([-100.0]), np.array([100.0])
    found = bracketed_newton.solve(step, np.zeros(1), *ends, scale=1.0, what="a cubic")
    assert found == pytest.approx([-1.7692923542386314], rel=1e-14)


def test_what_does_not_settle_is_named() -> None:
    """A hundred bisections from the far end of the bracket are too many."""

    def step(x: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
        return x, x + 1e300 + 0.0 * active

    ends = np.array([-1e-300]), np.array([1e300])
    with pytest.raises(ConvergenceError, match=r"a root could not be inverted between -1e-300 and"):
        bracketed_newton.solve(step, np.ones(1), *ends, scale=1e-300, what="a root")
