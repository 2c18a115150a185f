"""Kernels between points and panels on half of the real line, resolved on panels of any length.

Functions are even in their real and odd in their imaginary part, V(-y) = V(y)*, so that

    ∫ k(x - y) V(y) dy = ∫_0^∞ [k(x - y) + k(x + y)] Re V(y) dy
                         + i ∫_0^∞ [k(x - y) - k(x + y)] Im V(y) dy.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from ..numerics.legendre_q import Complex
from ..numerics.panels import ORDER, TO_LEGENDRE, GaussPanels, Index, gauss_nodes
from .kernels import Kernel

_T, _W = np.polynomial.legendre.leggauss(ORDER)
# Gauss's rule on a panel errs by r^-32 for a pole on the ellipse |z + √(z²-1)| = r
_FAR = 4.0


class Folded:
    """∫ k(x - y) V(y) dy over the line at the nodes x ≥ 0 of panels, V given at those of others.

    Parameters
    ----------
    kernel : Kernel
        k.
    targets, panels : GaussPanels
        Whose nodes x and y are.
    former : Folded, optional
        The same on other panels: what belongs to the panels that both have is taken from it.

    Attributes
    ----------
    even, odd : complex array, shape (number of x, number of y)
        What acts on Re V and on i Im V.
    """

    def __init__(
        self,
        kernel: Kernel,
        targets: GaussPanels,
        panels: GaussPanels,
        former: Folded | None = None,
    ) -> None:
        self._targets, self._panels = targets, panels
        x, left, right = targets.roots, panels.edges[:-1], panels.edges[1:]
        matrices: Complex = np.empty((2, len(x), len(panels.roots)), dtype=np.complex128)
        same = column = np.arange(0)
        if former is not None:
            same, old_row = _common(targets, former._targets)
            column, old_column = _common(panels, former._panels)
            kept = former._matrices[:, old_row[:, None], old_column]
            matrices[:, same[:, None], column] = kept
        new = np.setdiff1d(np.arange(len(x)), same)
        matrices[:, new] = _folded(kernel, x[new], left, right)
        new = np.setdiff1d(np.arange(len(panels.roots)), column)
        panel = new[::ORDER] // ORDER
        matrices[:, same[:, None], new] = _folded(kernel, x[same], left[panel], right[panel])
        self._matrices: Complex = matrices
        self.even, self.odd = matrices


def _common(panels: GaussPanels, others: GaussPanels) -> tuple[Index, Index]:
    """Return the numbers of the nodes of panels that both have, in each of the two."""
    place = np.searchsorted(others.edges[:-1], panels.edges[:-1])
    place = np.minimum(place, len(others.centres) - 1)
    is_same = others.edges[place] == panels.edges[:-1]
    is_same &= others.edges[place + 1] == panels.edges[1:]
    panel = np.flatnonzero(is_same)
    return _nodes_of(panel), _nodes_of(place[panel])


def _nodes_of(panel: Index) -> Index:
    return np.asarray((ORDER * panel[:, None] + np.arange(ORDER)).ravel())


def _folded(kernel: Kernel, points: Array, left: Array, right: Array) -> Complex:
    """Return what acts on Re V and on i Im V, shape (2, number of points, number of nodes)."""
    direct, mirror = (weights(kernel, side, left, right) for side in (points, -points))
    # k is even: k(x + y) is that of -x and y with the opposite shift
    mirror = mirror.conj()
    return np.stack([direct + mirror, direct - mirror])


def weights(kernel: Kernel, points: Array, left: Array, right: Array) -> Complex:
    """Return W with (W f)_i = ∫ k(x_i - y) f(y) dy over panels, real points on either side."""
    half, centres = (right - left) / 2, (right + left) / 2
    distance = points[:, None] - gauss_nodes(left, right).ravel()
    rule = np.zeros(distance.shape, dtype=np.complex128)
    seen = np.abs(distance) < kernel.reach
    rule[seen] = kernel(distance[seen])
    rule *= (half[:, None] * _W).ravel()
    z = (np.abs(points[:, None] - centres) + 1j * kernel.clearance) / half
    point, panel = np.nonzero(np.abs(z + np.sqrt(z - 1) * np.sqrt(z + 1)) < _FAR)
    blocks = rule.reshape(len(points), len(left), ORDER)
    blocks[point, panel] = _near(kernel, points[point], left[panel], right[panel])
    return rule


def _near(kernel: Kernel, point: Array, left: Array, right: Array) -> Complex:
    """Return weights for pairs of a point and a panel, each cut into pieces towards the point.

    Pieces double in length with the distance from the point, so that Gauss's rule resolves the
    kernel on each; f is interpolated to their nodes.
    """
    result = np.zeros((len(point), ORDER), dtype=np.complex128)
    if not len(point):
        return result
    farthest = np.max(np.maximum(np.abs(point - left), np.abs(right - point)))
    count = int(np.ceil(np.log2(min(farthest, kernel.reach) / kernel.clearance + 1))) + 1
    steps = kernel.clearance * (2.0 ** np.arange(count) - 1)
    cuts = np.concatenate([-steps[:0:-1], steps])
    ends = np.clip(point[:, None] + cuts, left[:, None], right[:, None])
    pair, piece = np.nonzero(np.diff(ends, axis=1) > 0)
    start, end = ends[pair, piece], ends[pair, piece + 1]
    nodes = gauss_nodes(start, end)
    values = kernel(point[pair, None] - nodes) * ((end - start)[:, None] / 2 * _W)
    centre, half = (left + right) / 2, (right - left) / 2
    moments = legendre_moments(values, (nodes - centre[pair, None]) / half[pair, None])
    # pairs come in order: sum their pieces
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    sums = np.add.reduceat(moments, first, axis=0)
    result[pair[first]] = sums @ TO_LEGENDRE
    return result


def legendre_moments(values: Complex, t: Array) -> Complex:
    """Return Σ_j values_j P_n(t_j) over the last axis for n below ORDER."""
    moments = np.empty((len(values), ORDER), dtype=np.complex128)
    before, now = np.zeros_like(t), np.ones_like(t)
    for n in range(ORDER):
        moments[:, n] = np.einsum("ij,ij->i", values, now)
        before, now = now, ((2 * n + 1) * t * now - n * before) / (n + 1)
    return moments
