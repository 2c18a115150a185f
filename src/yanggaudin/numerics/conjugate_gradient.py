"""Linear equations with a positive definite matrix that is known by its products only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError

_MOST_STEPS = 20_000
_TOLERANCE = 1e-8


def conjugate_gradient(
    product: Callable[[Array], Array],
    right: Array,
    precondition: Callable[[Array], Array],
    inner: Callable[[Array, Array], float],
    tolerance: float,
) -> Array | None:
    """Solve product(solution) = right until the error has fallen by ``tolerance``.

    The error is measured in the norm of the preconditioner.  Returns None if the matrix turns out
    not to be positive definite.
    """
    solution, residual = np.zeros_like(right), right.copy()
    direction = preconditioned = precondition(residual)
    size = first = inner(residual, preconditioned)
    for _ in range(_MOST_STEPS):
        if size <= tolerance**2 * first:
            return solution
        image = product(direction)
        curvature = inner(direction, image)
        if curvature <= 0:
            return None
        length = size / curvature
        solution = solution + length * direction
        residual = residual - length * image
        preconditioned = precondition(residual)
        previous, size = size, inner(residual, preconditioned)
        direction = preconditioned + (size / previous) * direction
    raise ConvergenceError(
        f"conjugate gradients: residual {(size / first) ** 0.5:.1e} of the right side after "
        f"{_MOST_STEPS} steps, {tolerance:.0e} is needed"
    )


def newton_step(
    products: Sequence[Callable[[Array], Array]],
    residual: Array,
    precondition: Callable[[Array], Array],
    inner: Callable[[Array, Array], float],
) -> Array:
    """-H⁻¹ times the residual, for the first H of several that is positive definite."""
    for product in products:
        step = conjugate_gradient(product, -residual, precondition, inner, _TOLERANCE)
        if step is not None:
            return step
    raise ConvergenceError("the Hessian is not positive definite")
