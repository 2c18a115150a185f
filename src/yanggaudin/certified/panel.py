"""One panel, and a polynomial on it: docs/certified.md, statements 10 and 11.

The kernel integral of a polynomial is exact, through the Legendre functions of the second kind, at
points near the panel; a Gauss rule serves elsewhere.
"""

from __future__ import annotations

from flint import acb, arb, arb_mat, ctx

from ..numerics.cached_property import cached_property
from ..numerics.precision import PRECISION, precision
from .legendre import basis, raised, twice_legendre_q

# A singularity outside the ellipse with the real half axis FAR, in half lengths, is far enough for
# the Gauss rule, whose error is bounded in the smaller ellipse FAR_ELLIPSE (statement 11): there it
# gains 2 log₁₀ρ = 0.93 digits a node, more than the polynomial itself has.
FAR, FAR_ELLIPSE = 1.75, 1.625


class Panel:
    """[c - H, c + H] and the n Gauss-Legendre nodes that carry a polynomial of degree n - 1."""

    def __init__(self, left: arb, right: arb, n: int) -> None:
        self.centre, self.half = (left + right) / 2, (right - left) / 2
        self._basis = basis(n, ctx.prec)
        self.x = self.points(self._basis.nodes)
        self.weights = [self.half * w for w in self._basis.weights]

    @cached_property
    def _rule_over_pi(self) -> list[tuple[arb, arb]]:
        """Nodes and weights/π at the precision of the sums: they were made with more bits."""
        return [(+x, w / arb.pi()) for x, w in zip(self.x, self.weights, strict=True)]

    def points(self, t: list[arb]) -> list[arb]:
        """Return c + H t for every t in [-1, 1]."""
        return [self.centre + self.half * u for u in t]

    def kernel(self, x: arb, width: arb) -> list[arb]:
        """Return numbers k_j with Σ_j k_j g(x_j) = (1/π) ∫ g(y)/(width² + (x - y)²) dy."""
        if self._is_far(x, width):
            square = width * width
            return [w / (square + (d := x - y) * d) for y, w in self._rule_over_pi]
        n = self._basis.n
        with PRECISION, precision(raised(n)):
            z = acb(x - self.centre, -width) / self.half
            scale = arb.pi() * width
            moments = [q.imag / scale for q in twice_legendre_q(z, n - 1)]
        return self._basis.on_nodes(moments)

    def phase(self, eta: arb) -> list[arb]:
        """Return numbers k_j with Σ_j k_j g(x_j) = ∫ φ(η - x) g(x) dx."""
        if self._is_far(eta, arb(0.5)):
            nodes = zip(self.x, self.weights, strict=True)
            return [w * arb.atan2(arb(0.5), eta - x) / arb.pi() for x, w in nodes]
        n = self._basis.n
        with PRECISION, precision(raised(n)):
            z = acb(eta - self.centre, arb(0.5)) / self.half
            q = twice_legendre_q(z, n)
            # k = 0 is elementary, up to -2, which is real; the others follow by parts
            first = (z + 1) * (z + 1).log() - (z - 1) * (z - 1).log()
            rest = [(q[k + 1] - q[k - 1]) / (2 * k + 1) for k in range(1, n)]
            moments = [self.half * value.imag / arb.pi() for value in [first, *rest]]
        return self._basis.on_nodes(moments)

    def _is_far(self, x: arb, width: arb) -> bool:
        """Return True if the Gauss rule serves for singularities at x ± i width."""
        with PRECISION, precision(53):
            t, height = (x - self.centre) / self.half, width / self.half
            if abs(t) >= FAR:
                return True
            # the distances to the foci of a point on an ellipse add up to its long axis
            return bool(abs(acb(t - 1, height)) + abs(acb(t + 1, height)) >= 2 * FAR)


class Piece:
    """A polynomial of degree n - 1 on a panel, given by its values at the n nodes."""

    def __init__(self, panel: Panel, values: list[arb]) -> None:
        self.panel, n = panel, len(values)
        self.values = arb_mat(n, 1, values)
        self._legendre = basis(n, ctx.prec).to_legendre * self.values
        self._sizes = [abs(c).upper() for c in self._legendre.entries()]

    def integral(self, row: list[arb]) -> arb:
        """Return Σ_j row_j g(x_j)."""
        return (arb_mat(1, len(row), row) * self.values)[0, 0]

    def at(self, table: arb_mat) -> list[arb]:
        """Return the values at points t, given the rows P_0(t) … P_{n-1}(t)."""
        return list((table * self._legendre).entries())

    def bound(self, rho: arb) -> arb:
        """Return Σ|c_k| ρ^k ≥ |g| in the ellipse of parameter ρ, as |P_k| ≤ ρ^k there."""
        total = arb(0)
        for size in reversed(self._sizes):
            total = (total * rho + size).upper()
        return total
