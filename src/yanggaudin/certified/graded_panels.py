"""Dressed functions by polynomials on graded panels: docs/certified.md, statements 10 to 13.

The panels lengthen from the edges inwards, so their number grows like log B.  The kernel integral
of a polynomial is exact, through the Legendre functions of the second kind, on panels near the
point, and a Gauss rule elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

import numpy as np
from flint import acb, arb, arb_mat, ctx, fmpq

from ..numerics.precision import precision
from .dressed import Dressed, Interval, largest, lorentzian_share, refined

_GROWTH = 1.5
# the edge panel, not longer than 1, has the singularities B ± i of the solution nearest
_DIGITS_PER_NODE = 0.63
# outside the ellipse with this real half axis, in half lengths, a singularity is far enough for the
# Gauss rule, whose error is bounded in the smaller ellipse (statement 11)
_FAR, _FAR_ELLIPSE = 1.75, 1.625
# the strip for panels that are not longer than this half length, else the ellipse and how far a
# panel's polynomial is extended beyond it (statement 12)
_LONGEST_IN_STRIP = 3
_STRIP = 0.9375
_ELLIPSE, _EXTENSION = 1.1875, 1.3125


def order_needed(digits: float) -> int:
    """Nodes a panel for so many digits."""
    return max(4, math.ceil(digits / _DIGITS_PER_NODE))


def panels_needed(half_width: float) -> int:
    """Panels in [0, B]."""
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
        with precision(_raised(2 * n)):  # for _solve, which raises it once more
            shares = [(_GROWTH**k - 1) / (_GROWTH**count - 1) for k in range(count)]
            ends = [b - b * share for share in shares] + [arb(0)]
            ends += [-end for end in reversed(ends[:-1])]
            pairs = zip(ends[1:], ends[:-1], strict=True)
            self.panels = [Panel(left, right, n) for left, right in pairs]
        self.x = [x for panel in self.panels[:count] for x in panel.x]

    def dressed(self, power: int) -> PanelDressed:
        """The dressed x^power."""
        return PanelDressed(self, power)

    def kernel_row(self, x: arb, parity: int) -> list[arb]:
        """Numbers k_j with Σ_j k_j g(x_j) = (Kg)(x) for g of this parity."""
        rows = [panel.kernel(x, arb(1)) for panel in self.panels]
        right = [k for row in rows[: len(rows) // 2] for k in row]
        # the mirror images of the nodes, in the order of the nodes
        left = [k for row in reversed(rows[len(rows) // 2 :]) for k in reversed(row)]
        return [near + parity * far for near, far in zip(right, left, strict=True)]


class Panel:
    """[c - H, c + H] and the n Gauss-Legendre nodes that carry a polynomial of degree n - 1."""

    def __init__(self, left: arb, right: arb, n: int) -> None:
        self.centre, self.half = (left + right) / 2, (right - left) / 2
        self._basis = _basis(n, ctx.prec)
        self.x = self.points(self._basis.nodes)
        self.weights = [self.half * w for w in self._basis.weights]

    @cached_property
    def _rule_over_pi(self) -> list[tuple[arb, arb]]:
        """Nodes and weights/π, at the precision of the sums and no more."""
        return [(+x, w / arb.pi()) for x, w in zip(self.x, self.weights, strict=True)]

    def points(self, t: list[arb]) -> list[arb]:
        """c + H t."""
        return [self.centre + self.half * u for u in t]

    def kernel(self, x: arb, width: arb) -> list[arb]:
        """Numbers k_j with Σ_j k_j g(x_j) = (1/π) ∫ g(y)/(width² + (x - y)²) dy."""
        if self._is_far(x, width):
            square = width * width
            return [w / (square + (d := x - y) * d) for y, w in self._rule_over_pi]
        n = self._basis.n
        with precision(_raised(n)):
            z = acb(x - self.centre, -width) / self.half
            scale = arb.pi() * width
            moments = [q.imag / scale for q in _twice_legendre_q(z, n - 1)]
        return self._basis.on_nodes(moments)

    def phase(self, eta: arb) -> list[arb]:
        """Numbers k_j with Σ_j k_j g(x_j) = ∫ φ(η - x) g(x) dx."""
        if self._is_far(eta, arb(0.5)):
            nodes = zip(self.x, self.weights, strict=True)
            return [w * arb.atan2(arb(0.5), eta - x) / arb.pi() for x, w in nodes]
        n = self._basis.n
        with precision(_raised(n)):
            z = acb(eta - self.centre, arb(0.5)) / self.half
            q = _twice_legendre_q(z, n)
            first = (z + 1) * (z + 1).log() - (z - 1) * (z - 1).log()  # less 2, which is real
            rest = [(q[k + 1] - q[k - 1]) / (2 * k + 1) for k in range(1, n)]
            moments = [self.half * value.imag / arb.pi() for value in [first, *rest]]
        return self._basis.on_nodes(moments)

    def _is_far(self, x: arb, width: arb) -> bool:
        """Whether the Gauss rule serves for singularities at x ± i width."""
        with precision(53):
            t, height = (x - self.centre) / self.half, width / self.half
            if abs(t) >= _FAR:
                return True
            # the sum of the distances to the foci
            return bool(abs(acb(t - 1, height)) + abs(acb(t + 1, height)) >= 2 * _FAR)


class _Piece:
    """A polynomial on a panel, by its values at the nodes."""

    def __init__(self, panel: Panel, values: list[arb]) -> None:
        self.panel, n = panel, len(values)
        self.values = arb_mat(n, 1, values)
        self._legendre = _basis(n, ctx.prec).to_legendre * self.values
        self._sizes = [abs(c).upper() for c in self._legendre.entries()]

    def integral(self, row: list[arb]) -> arb:
        """Σ_j row_j g(x_j)."""
        return (arb_mat(1, len(row), row) * self.values)[0, 0]

    def at(self, table: arb_mat) -> list[arb]:
        """Its values, given the rows P_k(t)."""
        return list((table * self._legendre).entries())

    def bound(self, rho: arb) -> arb:
        """|g| in the ellipse of parameter ρ around the panel, for |P_k| ≤ ρ^k there."""
        total = arb(0)
        for size in reversed(self._sizes):
            total = (total * rho + size).upper()
        return total


class PanelDressed(Dressed):
    """f ≈ g, a fixed polynomial on every panel; and f ≈ s + Kg, which is as close."""

    def __init__(self, rule: GradedPanels, power: int) -> None:
        super().__init__(rule.interval, power)
        self._rule, n = rule, rule.n
        # the extended polynomials of statement 12 magnify rounding by ρ^n
        with precision(ctx.prec + math.ceil(n * math.log2(_parameter(arb(_EXTENSION))))):
            values = self._solve()
            # those of [-B, 0] are mirror images
            values += [self.parity * v for v in reversed(values)]
            parts = [values[i : i + n] for i in range(0, len(values), n)]
            self._pieces = [_Piece(p, v) for p, v in zip(rule.panels, parts, strict=True)]

    def _solve(self) -> list[arb]:
        """Values of g at the nodes."""
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
        """A bound on |g|."""
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
        total = self._sum(panel.kernel(x, arb(1)) for panel in self._rule.panels)
        return total + arb(0, self._kernel_error)

    def _sum(self, rows: Iterable[list[arb]]) -> arb:
        pairs = zip(self._pieces, rows, strict=True)
        return sum((piece.integral(row) for piece, row in pairs), arb(0))

    @cached_property
    def _kernel_error(self) -> arb:
        return self._far_error(lambda gap: 1 / (arb.pi() * gap * gap))

    @cached_property
    def _phase_error(self) -> arb:
        return self._far_error(lambda gap: arb(1.5) + (1 + 1 / gap).log() / (2 * arb.pi()))

    def _far_error(self, bound: Callable[[arb], arb]) -> arb:
        """Statement 11: what the Gauss rules of all far panels can miss.

        The other factor is at most bound(gap) at the distance `gap` from its singularities.
        """
        rho = _parameter(arb(_FAR_ELLIPSE))
        decay = rho ** (-2 * self._rule.n) / (1 - 1 / (rho * rho))
        total = arb(0)
        for piece in self._pieces:
            half = piece.panel.half
            total += half * piece.bound(rho) * bound(half * (_FAR - _FAR_ELLIPSE))
        return (64 * total * decay / 15).upper()

    # --- statements 12 and 13: the residual ----------------------------------------------------

    @cached_property
    def error(self) -> arb:
        """Statement 13: ‖f - g‖ ≤ ‖(1 - K)^{-1}‖ ‖g - s - Kg‖."""
        residual = largest(self._residual(i) for i in range(len(self._pieces) // 2))
        return (self.interval.inverse_norm * residual).upper()

    def _residual(self, i: int) -> arb:
        """Statement 12: |g - s - Kg| on a panel."""
        piece, join = self._pieces[i], arb(0)
        half = piece.panel.half
        if half <= _LONGEST_IN_STRIP:
            axis = (1 + (_STRIP / half) ** 2).sqrt()
            rho = _parameter(axis)
            image = self._norm / (1 - _STRIP)
        else:
            axis, gap = arb(_ELLIPSE), _EXTENSION - _ELLIPSE
            rho = _parameter(axis)
            near = _EXTENSION * piece.bound(_parameter(arb(_EXTENSION))) / gap
            image = near + 2 * self._norm / (arb.pi() * gap * half)
            join = largest([self._join(i, i - 1, 1), self._join(i, i + 1, -1)])
        source = (piece.panel.centre + half * axis) ** self.power
        bound = piece.bound(rho) + source + image
        digits = self._rule.n * _DIGITS_PER_NODE + 2 + math.log10(float(bound))
        m = math.ceil(digits * math.log(10) / math.log(float(rho)))
        interpolation = 4 * bound * rho ** (1 - m) / (rho - 1)
        lebesgue = 1 + 2 * arb(m).log() / arb.pi()
        return (lebesgue * (self._largest_sample(piece, m) + join) + interpolation + join).upper()

    def _largest_sample(self, piece: _Piece, m: int) -> arb:
        """|g - s - Kg| at m Chebyshev nodes."""
        with precision(_raised(self._rule.n)):
            points = piece.panel.points(_chebyshev_nodes(m))
        values = piece.at(_chebyshev_table(m, self._rule.n, ctx.prec))
        pairs = zip(points, values, strict=True)
        return largest(v - self.approximate(x) for x, v in pairs)

    def _join(self, i: int, j: int, side: int) -> arb:
        """How far the extended polynomial of panel i is from that of its neighbour j.

        A polynomial of degree n - 1 is nowhere more than √2 above its values at 2n Chebyshev nodes.
        """
        n, own, other = self._rule.n, self._pieces[i], self._pieces[j]
        with precision(_raised(n)):
            reach = arb(_EXTENSION - 1) / 2
            here = [side * (1 + reach * (1 + t)) for t in _chebyshev_nodes(2 * n)]
            panel = other.panel
            there = [(x - panel.centre) / panel.half for x in own.panel.points(here)]
            tables = [_legendre_table(t, n) for t in (here, there)]
        pairs = zip(own.at(tables[0]), other.at(tables[1]), strict=True)
        return (largest(a - b for a, b in pairs) * arb(2).sqrt()).upper()


def _parameter(axis: arb) -> arb:
    """ρ of the ellipse with foci ±1 and this real half axis (ρ + 1/ρ)/2."""
    return axis + (axis * axis - 1).sqrt()


def _raised(n: int) -> int:
    """Bits for a recurrence of n steps, which may lose log₂(1 + √2) of them or more at each."""
    return int(ctx.prec) + 2 * n


def _twice_legendre_q(z: acb, n_max: int) -> list[acb]:
    """2Q_k(z) = ∫_{-1}^{1} P_k(t)/(z - t) dt, k = 0 … n_max."""
    q = [((z + 1) / (z - 1)).log()]
    q.append(z * q[0] - 2)
    for k in range(1, n_max):
        q.append(((2 * k + 1) * z * q[k] - k * q[k - 1]) / (k + 1))
    return q


def _legendre_table(points: list[arb], n: int) -> arb_mat:
    """Rows P_0(t) … P_{n-1}(t)."""
    entries: list[arb] = []
    for t in points:
        p = [arb(1), t]
        for k in range(1, n - 1):
            p.append(((2 * k + 1) * t * p[k] - k * p[k - 1]) / (k + 1))
        entries += p
    return arb_mat(len(points), n, entries)


def _chebyshev_nodes(m: int) -> list[arb]:
    return [arb.cos_pi_fmpq(fmpq(2 * j + 1, 2 * m)) for j in range(m)]


@lru_cache(maxsize=32)
def _chebyshev_table(m: int, n: int, bits: int) -> arb_mat:
    with precision(bits + 2 * n):
        return _legendre_table(_chebyshev_nodes(m), n)


class _Basis:
    """Gauss-Legendre nodes and weights on [-1, 1], and the way to Legendre coefficients."""

    def __init__(self, n: int) -> None:
        self.n = n
        with precision(_raised(n)):
            rule = [arb.legendre_p_root(n, k, weight=True) for k in range(n)]
            table = _legendre_table([t for t, _ in rule], n)
        self.nodes, self.weights = [t for t, _ in rule], [w for _, w in rule]
        entries = [(k + arb(0.5)) * rule[j][1] * table[j, k] for k in range(n) for j in range(n)]
        self.to_legendre = arb_mat(n, n, entries)

    def on_nodes(self, moments: list[arb]) -> list[arb]:
        """Weights of nodal values, from those of Legendre coefficients."""
        return list((arb_mat(1, self.n, moments) * self.to_legendre).entries())


@lru_cache(maxsize=16)
def _basis(n: int, bits: int) -> _Basis:
    with precision(bits):
        return _Basis(n)
