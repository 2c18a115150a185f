"""Newton's method for the minimum of a convex function, given its gradient."""

from __future__ import annotations

from abc import ABC, abstractmethod

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError

# quadratic convergence: after a step of this relative size the error is rounding
_LAST_STEP = 1e-9
# steps as small as this that do not shrink are rounding
_ROUNDING = 1e-5
_MOST_STEPS = 200
_SHORTEST = 2.0**-60


class Equations(ABC):
    """Equations whose left sides are the gradient of a function."""

    @abstractmethod
    def residual(self, unknowns: Array) -> Array:
        """The gradient."""

    @abstractmethod
    def step(self, unknowns: Array, residual: Array) -> Array:
        """Newton's step."""

    @abstractmethod
    def inner(self, one: Array, other: Array) -> float:
        """The scalar product that belongs to the gradient."""

    @abstractmethod
    def relative_size(self, step: Array, unknowns: Array) -> float:
        """How large a step is, compared with the unknowns."""


def solve(equations: Equations, start: Array) -> tuple[Array, int]:
    """Return the solution and the number of steps.

    A step is halved until the slope along it has fallen by half: the function is convex, so its
    slope vanishes somewhere along the line.

    Raises
    ------
    ConvergenceError
        If the steps do not become small.
    """
    unknowns, residual = start, equations.residual(start)
    size = float("inf")
    for count in range(1, _MOST_STEPS + 1):
        try:
            step = equations.step(unknowns, residual)
        except np.linalg.LinAlgError as error:
            raise ConvergenceError(f"Newton's method: {error}") from None
        previous, size = size, equations.relative_size(step, unknowns + step)
        if size < _LAST_STEP or previous / 4 < size < _ROUNDING:
            return unknowns + step, count
        slope, length = equations.inner(residual, step), 1.0
        while True:
            trial = unknowns + length * step
            residual = equations.residual(trial)
            if equations.inner(residual, step) * slope >= -(slope**2) / 2 or length < _SHORTEST:
                break
            length /= 2
        unknowns = trial
    raise ConvergenceError(
        f"Newton's method: relative step {size:.1e} after {_MOST_STEPS} steps, "
        f"{_LAST_STEP:.0e} is needed"
    )
