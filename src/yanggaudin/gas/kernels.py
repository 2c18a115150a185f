"""Kernels of hosts: what two atoms of the gas scatter with, θ′/2π as a function of (k - q)/c.

The derivation of Eqs. (5)-(19) uses that two atoms of the host scatter with a phase that depends on
the difference of their rapidities, never which phase.  A host is therefore given by its kernel, and
`Polaron(gamma, kernel)` is the polaron in it, with the impurity's phase of Eq. (10).  Built in are
Lieb's kernel and none; `SmoothKernel` makes one of any smooth function.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arguments import Array, real_number
from ..errors import AccuracyError, DomainError
from ..numerics.lorentzian import Lorentzian
from ..numerics.panels import Panels
from ..numerics.parity import Parity

_MOST_PIECES = 64
_UNRESOLVED = 1e-13
_FUNCTIONS = ("function", "upper_tail")
# of the check that one is the integral of the other: enough to find a mistake
_CHECK_NODES, _CHECK_ERROR = 100, 1e-8


LIEB_KERNEL = Lorentzian(1.0)
IMPURITY_KERNEL = Lorentzian(0.5)


class NoInteraction:
    """The kernel 0 of a host whose atoms do not interact."""

    integral = 0.0

    def __call__(self, distance: Array) -> Array:
        """K(y) = 0."""
        return np.zeros_like(distance)

    tail = __call__

    def weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """The zero matrix."""
        return np.zeros((len(depth), len(panels.depth)))


def _on_arrays(name: str, function: Callable[[Array], Array], at: Array) -> Array:
    """The values of a user's function, which has to take arrays."""
    try:
        values = np.asarray(function(at))
    except (TypeError, ValueError) as error:
        raise DomainError(f"{name} must take an array: {error}") from None
    if values.shape != at.shape:
        raise DomainError(
            f"{name} must return an array of its argument's shape {at.shape}, got {values.shape}"
        )
    return values


@dataclass(frozen=True)
class SmoothKernel:
    """The kernel of a host, from a smooth even function of y = (k - q)/c.

    Parameters
    ----------
    function : callable
        K(y) for arrays of y of any shape.
    upper_tail : callable
        ∫_y^∞ K for arrays y ≥ 0.
    integral : float
        ∫K over the whole line, at most 1.

    Raises
    ------
    DomainError
        If the integral is above 1, the function not even or the tail not its integral; and from
        whatever uses the kernel, where 1 - K is not positive.
    AccuracyError
        From whatever uses the kernel, where K changes too fast for its panels: its width should
        not be much below 1.

    Examples
    --------
    >>> import math
    >>> from yanggaudin import Polaron
    >>> erfc = np.vectorize(math.erfc)
    >>> gaussian = SmoothKernel(
    ...     lambda y: 0.6 * np.exp(-y * y) / math.sqrt(math.pi), lambda y: 0.3 * erfc(y), 0.6
    ... )
    >>> round(Polaron(1.0, gaussian).mass_ratio, 12)
    1.1769628292
    """

    function: Callable[[Array], Array]
    upper_tail: Callable[[Array], Array]
    integral: float

    def __post_init__(self) -> None:
        if not -math.inf < real_number("integral", self.integral) <= 1:
            raise DomainError(
                f"integral must be finite and at most 1, got {self.integral!r}: the gas collapses"
            )
        at = np.array([[0.0, 0.137, 0.3], [0.713, 1.1, 2.7]])
        values, tails = (_on_arrays(name, getattr(self, name), at) for name in _FUNCTIONS)
        if not np.allclose(values, self(-at), rtol=1e-12, atol=0):
            raise DomainError("function must be finite and even: K(y) = K(-y)")
        total = 2 * float(tails[0, 0])
        if not abs(total - self.integral) <= 1e-12 * max(1.0, abs(self.integral)):
            raise DomainError(
                f"upper_tail(0) must be half of the integral {self.integral!r}, got {total / 2!r}"
            )
        ends, between = at.ravel(), -np.diff(tails.ravel())
        nodes, weights = np.polynomial.legendre.leggauss(_CHECK_NODES)
        lengths = np.diff(ends)[:, None] / 2
        inside = self(ends[:-1, None] + lengths * (1 + nodes))
        slack = _CHECK_ERROR * np.max(np.abs(inside))
        if not (np.abs((lengths * inside) @ weights - between) <= slack).all():
            raise DomainError("upper_tail must be the integral of function from y to infinity")

    def __call__(self, distance: Array) -> Array:
        """K(y)."""
        return self.function(distance)

    def tail(self, distance: Array) -> Array:
        """∫_y^∞ K."""
        return self.upper_tail(distance)

    def weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """Matrix of f ↦ ∫_0^B f(x) [K(y - x) ± K(y + x)] dx: Gauss's rule on pieces of panels."""
        width = panels.half_width
        pieces = 1
        while pieces <= _MOST_PIECES:
            fine, interpolation = panels.cut(pieces)
            at, node = depth[:, None], fine.depth
            near, far = self(node - at), self(2 * width - at - node)
            # of each: an odd pair may be nothing but rounding
            unresolved, largest = (
                max(float(np.max(size(near))), float(np.max(size(far))))
                for size in (fine.tails, np.abs)
            )
            if unresolved <= _UNRESOLVED * largest:
                pair = near + parity * far
                shape = (len(depth), len(panels.centres), -1)
                return np.asarray(
                    ((pair * fine.weights).reshape(shape) @ interpolation).reshape(len(depth), -1)
                )
            pieces *= 2
        raise AccuracyError(
            f"the kernel changes too fast for panels over [0, {width!r}]: measure rapidities in "
            "a smaller unit c, or take a larger gamma"
        )
