"""The two rings in which the weak-coupling recursion runs: exact, and to given precision."""

from __future__ import annotations

from flint import Ordering, arb, fmpq_mpoly_ctx

from .power_series import Element


class ZetaPolynomials:
    """ℚ[ζ(3), ζ(5), …, ζ(order)]; the generator of ζ(k) is the variable (k - 3)/2."""

    def __init__(self, order: int) -> None:
        names = [f"zeta{k}" for k in range(3, max(order, 3) + 1, 2)]
        self._context = fmpq_mpoly_ctx.get(names, Ordering.degrevlex)
        self._generators = self._context.gens()
        self.zero = self._context.constant(0)
        self.one = self._context.constant(1)

    def zeta(self, k: int) -> Element:
        """ζ(k) as a variable."""
        return self._generators[(k - 3) // 2]


class Balls:
    """Real balls at the current precision of flint."""

    def __init__(self) -> None:
        self._values: dict[int, arb] = {}
        self.zero = arb(0)
        self.one = arb(1)

    def zeta(self, k: int) -> arb:
        """ζ(k) as a ball."""
        if k not in self._values:
            self._values[k] = arb(k).zeta()
        return self._values[k]
