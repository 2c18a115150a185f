"""Green's function of the integral equation, Eq. (12).

    G(k, k′) - (1/2π) ∫_{-Q}^{Q} θ′(k - q) G(k′, q) dq = δ(k - k′)

It is a delta function and a smooth remainder, the resolvent, G(k, k′) = δ(k - k′) + R(k, k′), and
R itself solves the equation with the kernel as its source,

    R(k, k′) - (1/2π) ∫_{-Q}^{Q} θ′(k - q) R(q, k′) dq = (1/2π) θ′(k - k′).

G turns every source into its solution: ∫ G(k, k′) r(k′) dk′ is the g(k) of Eq. (10), and with k′
for the source it is the σ(k) of Eq. (13).  Units ħ = m = n = 1, so c = γ.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, bounded, elementwise, instance, real_array, real_number
from ..errors import DomainError
from ..numerics.dressing import DressedFunction, DressingOperator
from ..numerics.parity import Parity
from .ground_state import GroundState
from .kernels import error_bounds, on_arrays

# The error was measured to grow as the square of Q/c; at the end of the range it is 6e-8.
_WIDEST, _ROUNDING = 1e5, 3e-4


class GreenFunction:
    """G(k, k′) = δ(k - k′) + R(k, k′) of Eq. (12) for one k′.

    Parameters
    ----------
    gas : GroundState
        The host; any kernel will do.
    rapidity : float
        k′ in [-Q, Q], in units of n.
    steps_at : array_like, optional
        Rapidities near which functions to be integrated change within a distance of order c, such
        as η for the source of Eq. (10).

    Raises
    ------
    DomainError
        If the rapidity lies outside the Fermi sea, or Q/c is above 1e5 (γ below 4e-10), where too
        few digits are left.

    Notes
    -----
    Solved on panels refined around k′, `steps_at` and their mirror images.  G is symmetric,
    G(k, k′) = G(k′, k).  At weak coupling the rounding of k′ - k, which the width c resolves, costs
    digits: `errors`.

    Examples
    --------
    >>> gas = GroundState(1.0)
    >>> green = GreenFunction(gas, rapidity=0.5)
    >>> round(green.resolvent(1.0), 10), round(GreenFunction(gas, rapidity=1.0).resolvent(0.5), 10)
    (0.5082747116, 0.5082747116)
    """

    def __init__(self, gas: GroundState, rapidity: float, *, steps_at: ArrayLike = ()) -> None:
        self.gas = instance("gas", gas, GroundState)
        q = gas.fermi_rapidity
        self.rapidity = bounded("rapidity", real_number("rapidity", rapidity), -q, q)
        kernel, width = gas.operator.kernel, gas.fermi_rapidity_over_c
        if width > _WIDEST:
            raise DomainError(
                f"Q/c must be at most {_WIDEST:g} here, got {width:.6g}: take gamma above 4e-10"
            )
        at = np.clip(self.rapidity / gas.gamma, -width, width)
        self._steps_at = real_array("steps_at", steps_at).ravel().tolist()
        steps = [k / gas.gamma for k in self._steps_at]
        operator = DressingOperator(width, kernel, steps_at=[at, *steps])
        self._parts: list[DressedFunction] = []
        largest = 0.0
        for parity in Parity:  # the even part of K(x - x′) first, which is the larger one

            def source(depth: Array, parity: Parity = parity) -> Array:
                near, far = kernel(depth - (width - at)), kernel(width - depth + at)
                return (near + parity * far) / 2

            values = source(operator.panels.depth)
            if values.any():  # without interaction there is none, and no odd one for k′ = 0
                part = operator.dress(source, parity, scale=largest)
                largest = max(largest, float(np.max(np.abs(part.values))))
                self._parts.append(part)
        self._largest = largest

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of R in 1/n, 2e-14 + 6e-18 (Q/c)² of its largest value."""
        widening = 1 + _ROUNDING * self.gas.fermi_rapidity_over_c**2
        largest = widening * self._largest / self.gas.gamma
        return error_bounds(self.gas.kernel, {"resolvent": largest})

    def __reduce__(self) -> tuple[Callable[..., GreenFunction], tuple[GroundState, float]]:
        return partial(GreenFunction, steps_at=self._steps_at), (self.gas, self.rapidity)

    def __repr__(self) -> str:
        return f"GreenFunction({self.gas!r}, rapidity={self.rapidity!r})"

    @elementwise
    def resolvent(self, rapidity: ArrayLike) -> Array:
        """R(k, k′) = G(k, k′) - δ(k - k′) of Eq. (12).

        Parameters
        ----------
        rapidity : float or array
            k in [-Q, Q], in units of n, of any shape.

        Returns
        -------
        float or array
            R in units of 1/n, of the same shape.

        Raises
        ------
        DomainError
            If a rapidity lies outside the Fermi sea.

        Examples
        --------
        >>> green = GreenFunction(GroundState(100.0), rapidity=0.0)
        >>> round(green.resolvent(0.0) * 100 * np.pi, 6)  # θ′(0)/2π = 1/πc as c → ∞
        1.019987
        """
        q = self.gas.fermi_rapidity
        k = real_array("rapidity", rapidity, -q, q, f"lie in [-Q, Q] = [{-q!r}, {q!r}]")
        total = np.zeros_like(k)
        for part in self._parts:
            total += part(k / q)
        return total / self.gas.gamma

    def integral(self, source: Callable[[Array], Array]) -> float:
        """∫ G(k, k′) s(k) dk, the solution at k′ of the integral equation with the source s.

        Parameters
        ----------
        source : callable
            s(k) for arrays of k in units of n; it may change fast near k′ and `steps_at` only.

        Returns
        -------
        float
            g(k′) of Eq. (10) for the source r(k) of Eq. (10b), σ(k′) of Eq. (13) for the source k.

        Raises
        ------
        DomainError
            If the source does not take and return real arrays, or is not finite.

        Examples
        --------
        >>> green = GreenFunction(GroundState(1.0), rapidity=0.5)
        >>> round(green.integral(lambda k: k), 10)
        0.68822721
        """

        def at(k: Array) -> Array:
            return real_array("source", on_arrays("source", source, k), rule="be finite")

        total = float(at(np.array([self.rapidity]))[0])
        for part in self._parts:
            panels = part.operator.panels
            k = self.gas.fermi_rapidity * panels.position
            both = at(k) + part.parity * at(-k)
            total += float(panels.weights @ (part.values * both))
        return total
