"""Linear equations with a positive definite matrix that is known by its products only."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError

# Without an exact preconditioner weak coupling takes some thousand steps; more are a failure.
_MOST_STEPS = 20_000
# Newton's method squares its error only if its steps are as good as that; its last step is 1e-9.
_TOLERANCE = 1e-8


def conjugate_gradient(
    product: Callable[[Array], Array],
    right: Array,
    precondition: Callable[[Array], Array],
    inner: Callable[[Array, Array], float],
    tolerance: float,
) -> Array | None:
    """Solve H x = r by preconditioned conjugate gradients.

    Parameters
    ----------
    product : callable
        H times a vector.
    right : array
        r, of any shape.
    precondition : callable
        An approximation of H⁻¹ times a vector, symmetric and positive definite.
    inner : callable
        The scalar product in which H is symmetric.
    tolerance : float
        Factor by which the residual falls, in the norm of the preconditioner.

    Returns
    -------
    array or None
        x, or None if H turns out not to be positive definite.

    Raises
    ------
    ConvergenceError
        If the residual does not fall in 20,000 steps.
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


def solve_first_definite(
    products: Sequence[Callable[[Array], Array]],
    right: Array,
    precondition: Callable[[Array], Array],
    inner: Callable[[Array, Array], float],
) -> Array:
    """Solve H x = r with the first H of several that is positive definite.

    The arguments are those of `conjugate_gradient`, with the products of several matrices.

    Raises
    ------
    ConvergenceError
        If none of them is, or the residual does not fall.
    """
    for product in products:
        solution = conjugate_gradient(product, right, precondition, inner, _TOLERANCE)
        if solution is not None:
            return solution
    raise ConvergenceError("the Hessian is not positive definite")
