"""Integrals against a Lorentzian and against its phase, exact on every panel.

Both kernels of the theory are one function at two half widths δ (in units of c), with its
phase:

    L(y) = (1/π) δ / (δ² + y²)      Lieb's θ'/2π at δ = 1, the impurity's at δ = 1/2
    φ(y) = 2 atan2(δ, y) = π - 2 arctan(y/δ),   φ' = -2π L

A function f on panels is a polynomial in s = √u on each (`panels.py`).  With v the depth of
the point of evaluation and σ² = v - iδ,

    L(v - u) du = (1/π) Im [1/(σ - s) + 1/(-σ - s)] ds
    φ(u - v)    = 2 arg(s - σ) + 2 arg(s + σ)

so that the integral of a Legendre polynomial against either is the imaginary part of Legendre
functions Q_n, however narrow the kernel is within the panel.  Where the poles ±σ are far from
the panel, the Gauss rule on its nodes is as accurate and is used instead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import DomainError
from .legendre_q import Complex, legendre_recurrence, twice_legendre_q
from .panels import ORDER, TO_LEGENDRE, GaussPanels, Index, Panels
from .parity import EVEN, Parity

# The 16-point Gauss rule on 1/(z - t) errs by r^-32 on the ellipse |z + √(z²-1)| = r: 7e-17 here.
_FAR = 3.2
# Below this distance of the pole, in half panels, the kernel acts almost as the identity, and what
# it does beyond that would drown in the rounding of Q_n.
_NARROW = 0.15


class NearPairs(NamedTuple):
    """Pairs of a point y and a panel, by number, with weights of (1/π) ∫ f(x)/(y - iδ - x) dx."""

    point: Index
    panel: Index
    weights: Complex


@dataclass(frozen=True)
class Lorentzian:
    """L(y) = (1/π) δ/(δ² + y²) with half width δ > 0 in units of c."""

    half_width: float

    #: integral over the whole line
    integral = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.half_width < np.inf:
            raise DomainError(f"half_width must be > 0 and finite, got {self.half_width!r}")

    def __call__(self, distance: Array) -> Array:
        """Return L(y) for distances of any shape."""
        return self.half_width / (np.pi * (self.half_width**2 + distance**2))

    def tail(self, distance: Array) -> Array:
        """Return ∫_y^∞ L = φ(y)/2π, without cancellation at large y."""
        return np.arctan2(self.half_width, distance) / np.pi

    def phase(self, distance: Array) -> Array:
        """Return φ(y), which falls from 2π to 0."""
        return 2 * np.arctan2(self.half_width, distance)

    def pair(self, half_width: float, point: Array, node: Array, parity: Parity) -> Array:
        """Return L(y - x) ± L(y + x), depths B - y (point) and B - x (node), to full accuracy."""
        minus, plus = node - point, 2 * half_width - point - node
        if parity == EVEN:
            return self(minus) + self(plus)
        product = 4 * (half_width - point) * (half_width - node)
        return self(minus) * (product / (self.half_width**2 + plus**2))

    def phase_pair(self, half_width: float, point: Array, node: Array, parity: Parity) -> Array:
        """Return φ(y - x) ± φ(y + x), depths B - y (point) and B - x (node), to full accuracy."""
        minus, plus = node - point, 2 * half_width - point - node
        if parity == EVEN:
            return self.phase(minus) + self.phase(plus)
        return 2 * np.arctan2(
            2 * self.half_width * (half_width - node), self.half_width**2 + minus * plus
        )

    def weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """Return the matrix W with (W f)_i = ∫_0^B f(x) [L(y_i - x) ± L(y_i + x)] dx.

        Parameters
        ----------
        panels : Panels
            Where f is given by its nodal values.
        depth : array, shape (m,)
            B - y_i, of any sign.
        parity : Parity
            Parity of f, and the sign above.

        Returns
        -------
        array, shape (m, number of nodes)
        """
        rule = self.pair(panels.half_width, depth[:, None], panels.depth, parity)
        return self._exact_where_close(
            panels, depth, parity, rule, function=self, moments=self._density_moments
        )

    def phase_weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """Return W with (W f)_i = ∫_0^B f(x) [φ(y_i - x) ± φ(y_i + x)] dx, as `weights` does."""
        rule = self.phase_pair(panels.half_width, depth[:, None], panels.depth, parity)
        return self._exact_where_close(
            panels, depth, parity, rule, function=self.phase, moments=self._phase_moments
        )

    def line_weights(self, panels: GaussPanels, point: Array, near: NearPairs) -> Array:
        """Return W with (W f)_i = ∫ L(y_i - x) f(x) dx, on panels of x itself.

        Shape (m, number of nodes), for points on either side of 0; `near` is `near_pairs` of them.
        """
        rule = self(point[:, None] - panels.roots) * panels.root_weights
        rule.reshape(len(point), len(panels.centres), ORDER)[near.point, near.panel] = (
            near.weights.imag
        )
        return rule

    def conjugate_line_weights(self, panels: GaussPanels, point: Array, near: NearPairs) -> Array:
        """Return W with (W f)_i = ∫ (y_i - x) L(y_i - x) f(x) dx / δ, as `line_weights` does."""
        distance = point[:, None] - panels.roots
        rule = self(distance) * distance * (panels.root_weights / self.half_width)
        rule.reshape(len(point), len(panels.centres), ORDER)[near.point, near.panel] = (
            near.weights.real
        )
        return rule

    def near_pairs(self, panels: GaussPanels, point: Array) -> NearPairs:
        """Return exact weights wherever the pole is so close to a panel that Gauss's are not."""
        pole = np.asarray(point - 1j * self.half_width, dtype=np.complex128)
        at, panel = np.nonzero(_is_near(pole[:, None], panels.edges[:-1], panels.edges[1:]))
        return NearPairs(at, panel, self._near_line_weights(panels, point[at], panel))

    def _near_line_weights(self, panels: GaussPanels, root: Array, panel: Index) -> Complex:
        """Return weights of (1/π) ∫ f(x) / (y - iδ - x) dx over one panel for each pair (y, it)."""
        shift = np.full(len(root), -1j * self.half_width)
        from_left, from_right = root - panels.edges[panel], root - panels.edges[panel + 1]
        length = panels.half_lengths[panel]
        q = twice_legendre_q((from_right + shift) / length, (from_left + shift) / length, ORDER - 1)
        weights = q.T @ TO_LEGENDRE / np.pi
        # on the panel of the point a narrow kernel is the identity and a small rest
        inside = (from_left >= 0) & (from_right <= 0)
        narrow = inside & (self.half_width < _NARROW * length)
        if narrow.any():
            root, shift, panel = root[narrow], shift[narrow], panel[narrow]
            identity = panels.interpolation(root, panel)
            beyond, of_one = _beyond_identity(panels, root, from_right[narrow], shift, panel)
            weights.imag[narrow] = beyond + (1 + of_one - beyond.sum(axis=1))[:, None] * identity
        return np.asarray(weights)

    def _exact_where_close(
        self,
        panels: Panels,
        depth: Array,
        parity: Parity,
        rule: Array,
        *,
        function: Callable[[Array], Array],
        moments: Callable[[Panels, Array, Index, Array], Array],
    ) -> Array:
        """Return Gauss weights, replaced by exact moments wherever a pole is close to the panel."""
        weights = (rule * panels.weights).reshape(len(depth), len(panels.centres), ORDER)
        mirrored = 2 * panels.half_width - depth
        close = np.stack([self._is_close(panels, depth), self._is_close(panels, mirrored)])
        point, panel = np.nonzero(close.any(axis=0))
        if not len(point):
            return weights.reshape(rule.shape)
        # each pair twice: x on the side of the point, and its mirror image -x
        at = np.concatenate([depth[point], mirrored[point]])
        side = np.repeat([1.0, -1.0], len(point))
        exact = close[:, point, panel].ravel()
        panel = np.tile(panel, 2)
        nodes = panels.depth.reshape(-1, ORDER)[panel]
        block = function(side[:, None] * (nodes - at[:, None]))
        block *= panels.weights.reshape(-1, ORDER)[panel]
        block[exact] = moments(panels, at[exact], panel[exact], side[exact])
        direct, image = np.split(block, 2)
        weights[point, panel[: len(point)]] = direct + parity * image
        return weights.reshape(rule.shape)

    def _is_close(self, panels: Panels, depth: Array) -> NDArray[np.bool_]:
        """Return for each point and panel, (m, n_panels), whether Gauss's rule is too coarse."""
        pole = np.sqrt(depth - 1j * self.half_width)[:, None]
        from_edges, edges = np.abs(pole - panels.edges), panels.edges
        return np.asarray(
            from_edges[:, :-1] + from_edges[:, 1:] < _longest_sum(edges[:-1], edges[1:])
        )

    def _density_moments(self, panels: Panels, depth: Array, panel: Index, side: Array) -> Array:
        """Return the weights of ∫ f(u) L(u - v) du over one panel for each pair (v, panel)."""
        pole = np.sqrt(depth - 1j * self.half_width)
        root = np.sqrt(np.maximum(depth, 0.0))
        # σ - √v, which is small at large depths, without the difference of the two
        shift = pole - root
        shift[depth > 0] = -1j * self.half_width / (pole + root)[depth > 0]
        inside = (panels.edges[panel] <= root) & (root <= panels.edges[panel + 1])
        narrow = inside & (np.abs(shift) < _NARROW * panels.half_lengths[panel])
        # pole - end as (root - end) + shift: neighbours must see their common end at one distance
        from_left, from_right = root - panels.edges[panel], panels.from_right(depth, root, panel)
        from_poles = _pole_weights(
            panels, np.where(narrow, np.inf, pole), panel, from_left + shift, from_right + shift
        )
        from_poles += _pole_weights(panels, -pole, panel, *_from_ends(panels, -pole, panel))
        weights = from_poles.imag / np.pi
        if narrow.any():
            root, shift, panel = root[narrow], shift[narrow], panel[narrow]
            identity = panels.interpolation(root, panel)
            beyond, of_one = _beyond_identity(panels, root, from_right[narrow], shift, panel)
            # the rounding of the higher coefficients of a constant would be magnified
            weights[narrow] += beyond + (1 + of_one - beyond.sum(axis=1))[:, None] * identity
        return weights

    def _phase_moments(self, panels: Panels, depth: Array, panel: Index, side: Array) -> Array:
        """Return the weights of ∫ f(u) φ(± (u - v)) du over one panel for each pair."""
        # the side of the real axis on which the arguments of the two factors add up
        pole = np.sqrt(depth - 1j * side * self.half_width)
        angle = _angle_weights(panels, pole, panel, side)
        angle += _angle_weights(panels, -pole, panel, np.ones_like(side))
        return 4 * panels.roots.reshape(-1, ORDER)[panel] * angle


def _is_near(pole: Complex, left: Array, right: Array) -> NDArray[np.bool_]:
    """Return whether the pole lies inside the ellipse r = _FAR about the panel [left, right]."""
    focal_sum = np.abs(pole - left) + np.abs(pole - right)
    return np.asarray(focal_sum < _longest_sum(left, right))


def _longest_sum(left: Array, right: Array) -> Array:
    """Return the sum of the distances from both ends of a panel on its ellipse r = _FAR."""
    return (right - left) / 2 * (_FAR + 1 / _FAR)


def _from_ends(panels: GaussPanels, pole: Complex, panel: Index) -> tuple[Complex, Complex]:
    """Return the pole less the left and less the right end of its panel."""
    return pole - panels.edges[panel], pole - panels.edges[panel + 1]


def _pole_weights(
    panels: GaussPanels, pole: Complex, panel: Index, from_left: Complex, from_right: Complex
) -> Complex:
    """Return the weights of ∫ f(s) / (pole - s) ds over one panel, shape (pairs, ORDER)."""
    nodes = panels.roots.reshape(-1, ORDER)[panel]
    weights = panels.root_weights.reshape(-1, ORDER)[panel] / (pole[:, None] - nodes)
    near = _is_near(pole, panels.edges[panel], panels.edges[panel + 1])
    if near.any():
        length = panels.half_lengths[panel[near]]
        q = twice_legendre_q(from_right[near] / length, from_left[near] / length, ORDER - 1)
        weights[near] = q.T @ TO_LEGENDRE
    return weights


def _angle_weights(panels: Panels, pole: Complex, panel: Index, sign: Array) -> Array:
    """Return the weights of ∫ f(s) arg(sign (s - pole)) ds over one panel, (pairs, ORDER).

    ∫ P_n log(t - z) dt = 2 (Q_{n+1} - Q_{n-1}) / (2n+1) for n ≥ 1, by parts.
    """
    nodes = panels.roots.reshape(-1, ORDER)[panel]
    angles = np.angle(sign[:, None] * (nodes - pole[:, None]))
    weights = panels.root_weights.reshape(-1, ORDER)[panel] * angles
    near = _is_near(pole, panels.edges[panel], panels.edges[panel + 1])
    if not near.any():
        return weights
    lengths = panels.half_lengths[panel[near]]
    z_plus_1, z_minus_1 = (end[near] / lengths for end in _from_ends(panels, pole, panel))
    q = twice_legendre_q(z_minus_1, z_plus_1, ORDER)
    n = np.arange(1, ORDER)[:, None]
    at_ends = np.angle(-sign[near] * z_minus_1) + np.angle(-sign[near] * z_plus_1)
    coefficients = np.concatenate(
        [(at_ends + q[1].imag)[None], (q[2:] - q[:-2]).imag / (2 * n + 1)]
    )
    weights[near] = lengths[:, None] * (coefficients.T @ TO_LEGENDRE)
    return weights


@np.errstate(under="ignore")  # differences of no weight at all, where the gas is very hot
def _beyond_identity(
    panels: GaussPanels, root: Array, from_right: Array, shift: Complex, panel: Index
) -> tuple[Array, Array]:
    """Return the weights of (1/π) Im ∫ f(s) / (pole - s) ds - f(root), and its value for f = 1.

    The pole is just below the root.

    A kernel much narrower than the panel acts almost as the identity.  What it does beyond
    that is small and would drown in the rounding of Q_n.  In the coordinate of the panel,
    with pole z and root X, it is (1/π) Im 2Q_n(z) - P_n(X), computed by itself: 2Q_n - iπP_n
    obeys the same recurrence from a start with a small imaginary part, and P_n(z) - P_n(X)
    follows from the difference of two recurrences.
    """
    length = panels.half_lengths[panel]
    dz = shift / length
    above_left = (root - panels.edges[panel]) / length + dz
    below_right = -from_right / length - dz
    z = (above_left - below_right) / 2
    rest = legendre_recurrence(z, np.log(above_left) - np.log(below_right), ORDER - 1)
    x = (root - panels.centres[panel]) / length
    p_before, p = np.ones_like(x), x
    d_before, d = np.zeros_like(dz), dz
    out = rest.imag / np.pi
    for n in range(1, ORDER):
        out[n] += d.real
        p_before, p, d_before, d = (
            p,
            ((2 * n + 1) * x * p - n * p_before) / (n + 1),
            d,
            ((2 * n + 1) * (z * d + dz * p) - n * d_before) / (n + 1),
        )
    return out.T @ TO_LEGENDRE, out[0]
