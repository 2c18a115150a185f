"""Kernels of hosts: what two atoms of the gas scatter with, θ′/2π as a function of (k - q)/c.

The derivation of Eqs. (5)-(19) uses that two atoms of the host scatter with a phase that depends on
the difference of their rapidities, never which phase.  A host is therefore given by its kernel, and
`Polaron(gamma, kernel)` is the polaron in it, with the impurity's phase of Eq. (10).  Built in are
Lieb's kernel and none; `SmoothKernel` makes one of any smooth function.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arguments import Array, real_number
from ..errors import AccuracyError, DomainError
from ..numerics.dressing import Kernel
from ..numerics.lorentzian import Lorentzian
from ..numerics.panels import Panels
from ..numerics.parity import Parity
from ..quantities import QUANTITIES

# A panel then has 1024 nodes in place of 16: a kernel that needs more is refused, not summed for
# minutes.
_MOST_PIECES = 64
# Legendre coefficients as small as this, relative to the largest value, leave rounding only.
_UNRESOLVED = 1e-13
_FUNCTIONS = ("function", "upper_tail")
# Where a user's functions are looked at, from the middle of a kernel of width 1 to its tail.
_CHECKED_AT = ((0.0, 0.137, 0.3), (0.713, 1.1, 2.7))
# Of the check that one is the integral of the other: enough to find a mistake.
_CHECK_NODES, _CHECK_ERROR = 100, 1e-8

#: θ′(k - q)/2π of Eq. (5) in units of 1/c: the phase of two atoms of the host, θ(k) = 2 arctan(k/c)
LIEB_KERNEL = Lorentzian(1.0)
#: (1/2π) dθ(2k - 2η)/dk = θ′(2k - 2η)/π in units of 1/c: the impurity's phase in Eqs. (8), (10) and
#: (14), half as wide
IMPURITY_KERNEL = Lorentzian(0.5)


class NoInteraction:
    """The kernel 0 of a host whose atoms do not interact: every dressed function is its source."""

    integral = 0.0

    def __call__(self, distance: Array) -> Array:
        """Return K(y) = 0 for distances of any shape."""
        return np.zeros_like(distance)

    tail = __call__

    def weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """Return the zero matrix, shape (m, number of nodes), for m depths."""
        return np.zeros((len(depth), len(panels.depth)))


def error_bounds(kernel: Kernel, sizes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the catalogue's bound times the size of each quantity; ∞ unless the kernel is Lieb's.

    For other kernels the errors are not known, which depend on how smooth these are.
    """
    if kernel != LIEB_KERNEL:
        return {name: math.inf + 0 * size for name, size in sizes.items()}
    return {name: QUANTITIES[name].error.bound * size for name, size in sizes.items()}


def on_arrays(name: str, function: Callable[[Array], Array], at: Array) -> Array:
    """Return the values of a user's function, which has to take arrays, at points of any shape."""
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
    """The kernel of a host, from a smooth even function of y = (k - q)/c; θ′/2π in Eq. (5).

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
        If the integral is above 1, the function not even or the tail not its integral.

    Notes
    -----
    Whatever uses the kernel raises `DomainError` where 1 - K is not positive, and `AccuracyError`
    where K changes too fast for the panels: its width should not be much below 1.  It can be
    pickled if the two functions can, which a lambda cannot.

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
        object.__setattr__(self, "integral", real_number("integral", self.integral))
        if not -math.inf < self.integral <= 1:
            raise DomainError(
                f"integral must be finite and at most 1, got {self.integral!r}: the gas collapses"
            )
        at = np.array(_CHECKED_AT)
        values, tails = (on_arrays(name, getattr(self, name), at) for name in _FUNCTIONS)
        if not np.allclose(values, self(-at), rtol=1e-12, atol=0):
            raise DomainError("function must be finite and even: K(y) = K(-y)")
        half = float(tails[0, 0])
        if not abs(2 * half - self.integral) <= 1e-12 * max(1.0, abs(self.integral)):
            raise DomainError(
                f"upper_tail(0) must be half of the integral {self.integral!r}, got {half!r}"
            )
        self._check_tail(at.ravel(), tails.ravel())

    def _check_tail(self, ends: Array, tails: Array) -> None:
        """Raise `DomainError` unless the tails at rising ends differ by integrals of K."""
        nodes, weights = np.polynomial.legendre.leggauss(_CHECK_NODES)
        lengths = np.diff(ends)[:, None] / 2
        inside = self(ends[:-1, None] + lengths * (1 + nodes))
        slack = _CHECK_ERROR * np.max(np.abs(inside))
        if not (np.abs((lengths * inside) @ weights + np.diff(tails)) <= slack).all():
            raise DomainError("upper_tail must be the integral of function from y to infinity")

    def __call__(self, distance: Array) -> Array:
        """Return K(y).

        Parameters
        ----------
        distance : array
            y, any shape.

        Returns
        -------
        array
            K, in units of 1/c, of the same shape.

        Raises
        ------
        Exception
            Whatever the user's function raises.

        Examples
        --------
        >>> SmoothKernel(LIEB_KERNEL, LIEB_KERNEL.tail, 1.0)(np.zeros(1)).round(8)
        array([0.31830989])
        """
        return self.function(distance)

    def tail(self, distance: Array) -> Array:
        """Return ∫_y^∞ K.

        Parameters
        ----------
        distance : array
            y ≥ 0, any shape.

        Returns
        -------
        array
            Dimensionless, of the same shape; half of the integral at y = 0.

        Raises
        ------
        Exception
            Whatever the user's function raises.

        Examples
        --------
        >>> SmoothKernel(LIEB_KERNEL, LIEB_KERNEL.tail, 1.0).tail(np.zeros(1))
        array([0.5])
        """
        return self.upper_tail(distance)

    def weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """Return the matrix of f ↦ ∫_0^B f(x) [K(y - x) ± K(y + x)] dx, by Gauss's rule.

        Panels are cut into ever more pieces until the kernel is resolved on them.

        Parameters
        ----------
        panels : Panels
            Where f is given by its nodal values.
        depth : array, shape (m,)
            B - y.
        parity : Parity
            Parity of f, and the sign above.

        Returns
        -------
        array, shape (m, number of nodes)
            Takes the nodal values of f to the integrals.

        Raises
        ------
        AccuracyError
            If 64 pieces of every panel are not enough.

        Examples
        --------
        >>> from yanggaudin.numerics.parity import EVEN
        >>> kernel, panels = SmoothKernel(LIEB_KERNEL, LIEB_KERNEL.tail, 1.0), Panels(1.0)
        >>> weights = kernel.weights(panels, np.zeros(1), EVEN)
        >>> round(float(weights.sum()), 12)  # (1/π) arctan 2
        0.35241638235
        """
        width = panels.half_width
        at = depth[:, None]
        pieces = 1
        while pieces <= _MOST_PIECES:
            fine, interpolation = panels.cut(pieces)
            near, far = self(fine.depth - at), self(2 * width - at - fine.depth)
            # of each for itself: an odd pair may be nothing but rounding
            unresolved = max(np.max(fine.tails(near)), np.max(fine.tails(far)))
            largest = max(np.max(np.abs(near)), np.max(np.abs(far)))
            if unresolved <= _UNRESOLVED * largest:
                rule = (near + parity * far) * fine.weights
                rule = rule.reshape(len(depth), len(panels.centres), -1)
                return np.asarray((rule @ interpolation).reshape(len(depth), -1))
            pieces *= 2
        raise AccuracyError(
            f"the kernel changes too fast for panels over [0, {width!r}]: measure rapidities in "
            "a smaller unit c, or take a larger gamma"
        )
