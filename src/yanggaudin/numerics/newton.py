"""Newton's method for the minimum of a convex function, given its gradient.

The equations of a problem are the gradient of a function F.  `Equations.residual` returns it at a
point as a `Linearisation`, which holds everything that Newton's step from that point needs: points
may be visited in any order, and no call changes what another returns.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError

# The convergence is quadratic: after a step of this relative size the error is its square, and so
# rounding.
_LAST_STEP = 1e-9
# Below this relative size a step that has not shrunk to a quarter is rounding noise: stop.
_ROUNDING = 1e-5
# Far above what any state needs (27 steps in 2,000 random ones), so that a failure is a failure.
_MOST_STEPS = 200
# The smallest part of a step that is tried; shorter ones are lost in the rounding of the slope.
_SHORTEST = 2.0**-60


@dataclass(frozen=True, eq=False)
class Linearisation:
    """The equations near one point.

    Attributes
    ----------
    value : array
        Left minus right sides at the point, the gradient ∇F.
    solve : callable
        Maps a right side r, of the shape of ``value``, to H⁻¹ r, where H is the Hessian of F at the
        point, or a positive definite substitute.
    inner_solution : object
        What else was found on the way to ``value``, if anything, and is a start for the same at a
        point nearby.
    """

    value: Array
    solve: Callable[[Array], Array]
    inner_solution: Any = None

    def step(self) -> Array:
        """Return Newton's step, -H⁻¹ ∇F."""
        return -self.solve(self.value)


class Equations(ABC):
    """Equations whose left sides are the gradient of a function."""

    @abstractmethod
    def residual(self, unknowns: Array, near: Linearisation | None = None) -> Linearisation:
        """Return the gradient at a point, and with it the linearised equations.

        ``near`` is the linearisation at another point, from which inner iterations may start.
        """

    @abstractmethod
    def inner(self, one: Array, other: Array) -> float:
        """Return the scalar product in which the residual is the gradient."""

    @abstractmethod
    def relative_size(self, step: Array, unknowns: Array) -> float:
        """Return the size of a step, compared with the unknowns."""


def solve(equations: Equations, start: Array) -> tuple[Array, int, Linearisation]:
    """Find the point where the gradient vanishes.

    A step is halved until the slope along it has fallen by half: the function is convex, so its
    slope vanishes somewhere along the line.

    Parameters
    ----------
    equations : Equations
        The gradient and its linearisation.
    start : array
        First guess.

    Returns
    -------
    array
        The unknowns after the last step.
    int
        The number of steps.
    Linearisation
        The one from which the last step was made.

    Raises
    ------
    ConvergenceError
        If the steps do not become small.
    """
    unknowns, at = start, equations.residual(start)
    size = float("inf")
    for count in range(1, _MOST_STEPS + 1):
        try:
            step = at.step()
        except np.linalg.LinAlgError as error:
            raise ConvergenceError(f"Newton's method: {error}") from None
        previous, size = size, equations.relative_size(step, unknowns + step)
        if size < _LAST_STEP or previous / 4 < size < _ROUNDING:
            return unknowns + step, count, at
        slope, length = equations.inner(at.value, step), 1.0
        while True:
            trial = unknowns + length * step
            at = equations.residual(trial, at)
            if equations.inner(at.value, step) * slope >= -(slope**2) / 2 or length < _SHORTEST:
                break
            length /= 2
        unknowns = trial
    raise ConvergenceError(
        f"Newton's method: relative step {size:.1e} after {_MOST_STEPS} steps, "
        f"{_LAST_STEP:.0e} is needed"
    )
