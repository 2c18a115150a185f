"""Other hosts: what the derivation of Eqs. (5)-(19) asks of the gas around the impurity.

It uses that two atoms of the host scatter with a phase that depends on the difference of their
rapidities, never which phase.  A host is therefore given by its kernel, θ′/2π as a function of
(k - q)/c, and `Polaron(gamma, kernel)` is the polaron in it, with the impurity's phase of Eq. (10).
Built in are Lieb's kernel and none; `SmoothKernel` makes one of any smooth function.

An impurity phase of the opposite sign turns the branch over: p → πn - p, E → -E.  That is one
spin-down fermion in a sea of free fermions, `FermiPolaron`: J. B. McGuire, J. Math. Phys. 6, 432
(1965).  Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from .domain import fold_momentum, real_array, real_number
from .errors import AccuracyError, DomainError
from .lieb_operator import NoInteraction
from .lorentzian import Parity
from .panels import Array, Panels
from .polaron import Polaron

_MOST_PIECES = 64
_UNRESOLVED = 1e-13
_FUNCTIONS = ("function", "upper_tail")
# of the check that one is the integral of the other: enough to find a mistake
_CHECK_NODES, _CHECK_ERROR = 100, 1e-8


class FermiPolaron:
    """A spin-down fermion with contact repulsion to n free spin-up fermions, k_F = πn.

    Its momentum is p in [-πn, πn]; energies are those above the sea with one more fermion of
    spin up, so that E(±πn) = 0 and the minimum is at p = 0.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Examples
    --------
    >>> polaron = FermiPolaron(1.0)
    >>> round(polaron.mass_ratio, 12)
    0.989574651791
    >>> polaron.energy([0.0, 1.0, np.pi]).round(8)
    array([-4.05140109, -3.55708311,  0.        ])
    """

    def __init__(self, gamma: float) -> None:
        self._turned_over = Polaron(gamma, NoInteraction())

    def __repr__(self) -> str:
        return f"FermiPolaron(gamma={self.gamma!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self._turned_over.gamma

    @cached_property
    def mass_ratio(self) -> float:
        """m/m*; from 1 as γ → 0 to 2π²/3γ as γ → ∞.

        m*/m = (2/π) arctan²(1/a) / [arctan(1/a) - a/(1 + a²)] with a = c/2k_F (McGuire).
        """
        return -self._turned_over.top_mass_ratio

    def energy(self, p: ArrayLike) -> Array:
        """E(p) ≤ 0 in ħ²n²/m; even."""
        return 0.0 - self._turned_over.energy(_from_the_top(p))

    def velocity(self, p: ArrayLike) -> Array:
        """V(p) = dE/dp in ħn/m; odd."""
        return self._turned_over.velocity(_from_the_top(p))

    def spin_rapidity(self, p: ArrayLike) -> Array:
        """η(p) in units of n; from -∞ at p = -πn to ∞ at p = πn."""
        return self._turned_over.spin_rapidity(_from_the_top(p))

    def edge_shifts(self, p: ArrayLike) -> tuple[Array, Array]:
        """g± = (1/π) arctan[c/2(k_F ∓ η)]: how far the impurity pushes the Fermi points outwards.

        Dimensionless, in level spacings 2π/L, from 0 to 1; relative accuracy 1e-13 but for the
        rounding of p.  The quasimomenta obey k L = 2πI + 2 arctan[c/2(k - η)], where the
        arctangent falls from π to 0 along the sea.
        """
        folded, sign = fold_momentum(_from_the_top(p))
        depth = self._turned_over._branch.depth(folded.ravel()).reshape(folded.shape)
        beyond = 2 * self._turned_over.gas.fermi_rapidity_over_c - depth
        near, far = (np.arctan2(0.5, distance) / math.pi for distance in (depth, beyond))
        return np.where(sign < 0, far, near), np.where(sign < 0, near, far)

    def edge_exponent(self, p: ArrayLike) -> Array:
        """g₊² + g₋² - 1 of A(p, ω) ∝ (ω - E)^(g₊² + g₋² - 1), the spectral function of injection.

        A spin-down fermion of momentum p is added to the sea; ω is counted from its energy plus
        k_F²/2, as E is.  The spectral weight of the lowest state on a ring falls as N^-(g₊² + g₋²).
        """
        right, left = self.edge_shifts(p)
        return np.asarray(right**2 + left**2 - 1)


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


def _from_the_top(p: ArrayLike) -> Array:
    p = real_array("p", p, -math.pi, math.pi, f"lie in [-πn, πn] = [{-math.pi!r}, {math.pi!r}]")
    return np.asarray(math.pi - p)


@dataclass(frozen=True)
class SmoothKernel:
    """The kernel of a host, from a smooth even function of y = (k - q)/c.

    Parameters
    ----------
    function : callable
        K(y) for arrays of y of any shape.
    upper_tail : callable
        ∫_y^∞ K for arrays y ≥ 0.
    mass : float
        ∫K over the whole line, at most 1.

    Raises
    ------
    DomainError
        If the mass is above 1, the function not even or the tail not its integral; and from
        whatever uses the kernel, where 1 - K is not positive.
    AccuracyError
        From whatever uses the kernel, where K changes too fast for its panels: its width should
        not be much below 1.

    Examples
    --------
    >>> import math
    >>> erfc = np.vectorize(math.erfc)
    >>> gaussian = SmoothKernel(
    ...     lambda y: 0.6 * np.exp(-y * y) / math.sqrt(math.pi), lambda y: 0.3 * erfc(y), 0.6
    ... )
    >>> round(Polaron(1.0, gaussian).mass_ratio, 12)
    1.1769628292
    """

    function: Callable[[Array], Array]
    upper_tail: Callable[[Array], Array]
    mass: float

    def __post_init__(self) -> None:
        if not -math.inf < real_number("mass", self.mass) <= 1:
            raise DomainError(
                f"mass must be finite and at most 1, got {self.mass!r}: the gas would collapse"
            )
        at = np.array([[0.0, 0.137, 0.3], [0.713, 1.1, 2.7]])
        values, tails = (_on_arrays(name, getattr(self, name), at) for name in _FUNCTIONS)
        if not np.allclose(values, self(-at), rtol=1e-12, atol=0):
            raise DomainError("function must be finite and even: K(y) = K(-y)")
        total = 2 * float(tails[0, 0])
        if not abs(total - self.mass) <= 1e-12 * max(1.0, abs(self.mass)):
            raise DomainError(
                f"upper_tail(0) must be half of the mass {self.mass!r}, got {total / 2!r}"
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
