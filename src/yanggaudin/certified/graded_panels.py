"""Dressed functions by polynomials on graded panels: docs/certified.md, statements 10 to 13.

The panels lengthen from the edges inwards, so their number grows like log B.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np
from flint import arb, arb_mat, ctx

from ..numerics.cached_property import cached_property
from ..numerics.precision import PRECISION, precision
from .dressed import Dressed, Interval, largest, lorentzian_share, refined
from .legendre import chebyshev_nodes, chebyshev_table, legendre_table, parameter, raised
from .panel import FAR, FAR_ELLIPSE, Panel, Piece

# ratio of the lengths of neighbouring panels: the solution varies over the distance to the edges
_GROWTH = 1.5
# The edge panel, not longer than 1, is nearest to singularities of the solution, B ± i: the ellipse
# through them has log₁₀ρ = 0.66.
_DIGITS_PER_NODE = 0.63
# A residual is bounded in the strip |Im x| ≤ 15/16 around panels of at most this half length, and
# around longer ones in an ellipse, beyond which the panel's polynomial is extended to 1.3125 half
# lengths, which ends inside its neighbours (statement 12).
_LONGEST_IN_STRIP = 3
_STRIP = 0.9375
_ELLIPSE, _EXTENSION = 1.1875, 1.3125


def order_needed(digits: float) -> int:
    """Return the number of nodes a panel for so many digits."""
    return max(4, math.ceil(digits / _DIGITS_PER_NODE))


def panels_needed(half_width: float) -> int:
    """Return the number of panels in [0, B]: so many that the one at the edge is at most 1 long."""
    return max(1, math.ceil(math.log1p(half_width * (_GROWTH - 1)) / math.log(_GROWTH)))


class GradedPanels:
    """Panels on [-B, B], from B down to -B, each with a Gauss-Legendre rule.

    Parameters
    ----------
    interval : Interval
    n : int
        Nodes a panel.

    Attributes
    ----------
    panels : list of Panel
        Those of [0, B] first.
    x : list of arb
        The nodes in [0, B].
    """

    def __init__(self, interval: Interval, n: int) -> None:
        self.interval, self.n = interval, n
        b, count = interval.half_width, panels_needed(float(interval.half_width))
        with PRECISION, precision(raised(2 * n)):  # for _solve, which raises it once more
            shares = [(_GROWTH**k - 1) / (_GROWTH**count - 1) for k in range(count)]
            ends = [b - b * share for share in shares] + [arb(0)]
            ends += [-end for end in reversed(ends[:-1])]
            pairs = zip(ends[1:], ends[:-1], strict=True)
            self.panels = [Panel(left, right, n) for left, right in pairs]
        self.x = [x for panel in self.panels[:count] for x in panel.x]

    def dressed(self, power: int) -> PanelDressed:
        """Dress x^power."""
        return PanelDressed(self, power)

    def kernel_row(self, x: arb, parity: int) -> list[arb]:
        """Return numbers k_j with Σ_j k_j g(x_j) = (Kg)(x) for g of this parity."""
        rows = [panel.kernel(x, arb(1)) for panel in self.panels]
        right = [k for row in rows[: len(rows) // 2] for k in row]
        # the mirror images of the nodes, in the order of the nodes
        left = [k for row in reversed(rows[len(rows) // 2 :]) for k in reversed(row)]
        return [near + parity * far for near, far in zip(right, left, strict=True)]


class PanelDressed(Dressed):
    """f ≈ g, a fixed polynomial on every panel; and f ≈ s + Kg, which is as close."""

    def __init__(self, rule: GradedPanels, power: int) -> None:
        super().__init__(rule.interval, power)
        self._rule, n = rule, rule.n
        # the extended polynomials of statement 12 magnify rounding by ρ^n
        with PRECISION, precision(ctx.prec + math.ceil(n * math.log2(parameter(arb(_EXTENSION))))):
            values = self._solve()
            # those of [-B, 0] are mirror images
            values += [self.parity * v for v in reversed(values)]
            parts = [values[i : i + n] for i in range(0, len(values), n)]
            self._pieces = [Piece(p, v) for p, v in zip(rule.panels, parts, strict=True)]

    def _solve(self) -> list[arb]:
        """Return the values of g at the nodes in [0, B]; the inverse is refined from doubles."""
        rule = self._rule
        rows = [arb_mat(1, len(rule.x), rule.kernel_row(x, self.parity)) for x in rule.x]
        matrix = np.array([[float(v) for v in row.entries()] for row in rows])

        def image(values: list[arb]) -> list[arb]:
            column = arb_mat(len(values), 1, values)
            return [(row * column)[0, 0] for row in rows]

        sources = [self.source(x) for x in rule.x]
        return refined(image, sources, np.linalg.inv(np.eye(len(rows)) - matrix))

    @cached_property
    def _norm(self) -> arb:
        """A bound on |g| on [-B, B]."""
        return largest(piece.bound(arb(1)) for piece in self._pieces)

    # --- statements 10 and 11: integrals of g --------------------------------------------------

    def approximate(self, x: arb) -> arb:
        """s(x) + (Kg)(x)."""
        # the slope of Kg is at most (2/π) max|g|; wide balls would blow up in the recurrence
        return self.source(x) + self._image(x.mid()) + arb(0, x.rad() * self._norm)

    def approximate_moment(self, power: int) -> arb:
        """∫ x^power g dx, exact by the Gauss rules."""
        rows = (
            [w * x**power for x, w in zip(p.x, p.weights, strict=True)] for p in self._rule.panels
        )
        return self._sum(rows)

    def approximate_phase(self, eta: arb) -> arb:
        """∫ φ(η - x) g dx."""
        total = self._sum(panel.phase(eta.mid()) for panel in self._rule.panels)
        slope = self._norm * lorentzian_share(eta, self.interval.half_width, self.parity)
        return total + arb(0, (self._phase_error + eta.rad() * slope).upper())

    def approximate_lorentzian(self, eta: arb) -> arb:
        """(1/π) ∫ ½/(¼ + (η - x)²) g dx."""
        return self._sum(panel.kernel(eta, arb(0.5)) for panel in self._rule.panels) / 2

    def _image(self, x: arb) -> arb:
        """Return (Kg)(x)."""
        total = self._sum(panel.kernel(x, arb(1)) for panel in self._rule.panels)
        return total + arb(0, self._kernel_error)

    def _sum(self, rows: Iterable[list[arb]]) -> arb:
        """Add up the integrals of all pieces, given the weights of each."""
        pairs = zip(self._pieces, rows, strict=True)
        return sum((piece.integral(row) for piece, row in pairs), arb(0))

    @cached_property
    def _kernel_error(self) -> arb:
        """What far panels miss of Kg: the kernel is at most 1/πd² at distance d from its poles."""
        return self._far_error(lambda gap: 1 / (arb.pi() * gap * gap))

    @cached_property
    def _phase_error(self) -> arb:
        """What far panels miss of ∫φg: |φ| ≤ 3/2 + ln(1 + 1/d)/2π."""
        return self._far_error(lambda gap: arb(1.5) + (1 + 1 / gap).log() / (2 * arb.pi()))

    def _far_error(self, bound: Callable[[arb], arb]) -> arb:
        """Return what the Gauss rules of all far panels can miss (statement 11).

        The other factor is at most bound(gap) at the distance `gap` from its singularities.
        """
        rho = parameter(arb(FAR_ELLIPSE))
        decay = rho ** (-2 * self._rule.n) / (1 - 1 / (rho * rho))
        total = arb(0)
        for piece in self._pieces:
            half = piece.panel.half
            total += half * piece.bound(rho) * bound(half * (FAR - FAR_ELLIPSE))
        return (64 * total * decay / 15).upper()

    # --- statements 12 and 13: the residual ----------------------------------------------------

    @cached_property
    def error(self) -> arb:
        """Statement 13: ‖f - g‖ ≤ ‖(1 - K)^{-1}‖ ‖g - s - Kg‖."""
        residual = largest(self._residual(i) for i in range(len(self._pieces) // 2))
        return (self.interval.inverse_norm * residual).upper()

    def _residual(self, i: int) -> arb:
        """Return a bound on |g - s - Kg| on panel i (statement 12).

        The residual is analytic around a short panel.  Around a long one only its part A is: the
        rest, at most `join`, stems from the jump of g at the ends of the panel.
        """
        piece, join = self._pieces[i], arb(0)
        half = piece.panel.half
        if half <= _LONGEST_IN_STRIP:
            axis = (1 + (_STRIP / half) ** 2).sqrt()
            rho = parameter(axis)
            image = self._norm / (1 - _STRIP)
        else:
            axis, gap = arb(_ELLIPSE), _EXTENSION - _ELLIPSE
            rho = parameter(axis)
            near = _EXTENSION * piece.bound(parameter(arb(_EXTENSION))) / gap
            image = near + 2 * self._norm / (arb.pi() * gap * half)
            join = largest([self._join(i, i - 1, 1), self._join(i, i + 1, -1)])
        source = (piece.panel.centre + half * axis) ** self.power
        bound = piece.bound(rho) + source + image
        # interpolate in m nodes, enough for what is left between them to be below the residual
        digits = self._rule.n * _DIGITS_PER_NODE + 2 + math.log10(float(bound))
        m = math.ceil(digits * math.log(10) / math.log(float(rho)))
        interpolation = 4 * bound * rho ** (1 - m) / (rho - 1)
        lebesgue = 1 + 2 * arb(m).log() / arb.pi()
        return (lebesgue * (self._largest_sample(piece, m) + join) + interpolation + join).upper()

    def _largest_sample(self, piece: Piece, m: int) -> arb:
        """Return the largest |g - s - Kg| at m Chebyshev nodes of the panel."""
        with PRECISION, precision(raised(self._rule.n)):
            points = piece.panel.points(chebyshev_nodes(m))
        values = piece.at(chebyshev_table(m, self._rule.n, ctx.prec))
        pairs = zip(points, values, strict=True)
        return largest(v - self.approximate(x) for x, v in pairs)

    def _join(self, i: int, j: int, side: int) -> arb:
        """Return how far the extended polynomial of panel i is from that of its neighbour j.

        A polynomial of degree n - 1 is nowhere more than √2 above its values at 2n Chebyshev nodes.
        """
        n, own, other = self._rule.n, self._pieces[i], self._pieces[j]
        with PRECISION, precision(raised(n)):
            reach = arb(_EXTENSION - 1) / 2
            here = [side * (1 + reach * (1 + t)) for t in chebyshev_nodes(2 * n)]
            panel = other.panel
            there = [(x - panel.centre) / panel.half for x in own.panel.points(here)]
            tables = [legendre_table(t, n) for t in (here, there)]
        pairs = zip(own.at(tables[0]), other.at(tables[1]), strict=True)
        return (largest(a - b for a, b in pairs) * arb(2).sqrt()).upper()
