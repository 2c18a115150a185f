"""Kernels between points and panels on half of the real line, resolved on panels of any length.

Functions are even in their real and odd in their imaginary part, V(-y) = V(y)*, so that

    ∫ k(x - y) V(y) dy = ∫_0^∞ [k(x - y) + k(x + y)] Re V(y) dy
                         + i ∫_0^∞ [k(x - y) - k(x + y)] Im V(y) dy.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from ..numerics.legendre_q import Complex
from ..numerics.panels import ORDER, TO_LEGENDRE, Index, gauss_nodes
from .kernels import Kernel
from .line_panels import LinePanels, Neighbourhood

_T, _W = np.polynomial.legendre.leggauss(ORDER)
# Gauss's rule on a panel errs by r^-32 for a pole on the ellipse |z + √(z²-1)| = r
_FAR = 4.0


class Folded:
    """∫ k(x - y) V(y) dy over the line at the nodes x ≥ 0 of panels, V given at those of others.

    Parameters
    ----------
    kernel : Kernel
        k.
    targets, panels : LinePanels
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
        targets: LinePanels,
        panels: LinePanels,
        former: Folded | None = None,
    ) -> None:
        self._targets, self._panels = targets, panels
        x, count = targets.x, len(panels.centres)
        matrices: Complex = np.empty((2, len(x), len(panels.x)), dtype=np.complex128)
        same = column = np.arange(0)
        if former is not None:
            same, old_row = _common(targets, former._targets)
            column, old_column = _common(panels, former._panels)
            kept = former._matrices[:, old_row[:, None], old_column]
            matrices[:, same[:, None], column] = kept
        new = np.setdiff1d(np.arange(len(x)), same)
        matrices[:, new] = _folded(kernel, x[new], panels, np.arange(count))
        new = np.setdiff1d(np.arange(len(panels.x)), column)
        matrices[:, same[:, None], new] = _folded(kernel, x[same], panels, new[::ORDER] // ORDER)
        self._matrices: Complex = matrices
        self.even, self.odd = matrices


def _common(panels: LinePanels, others: LinePanels) -> tuple[Index, Index]:
    """Return the numbers of the nodes of panels that both have, in each of the two."""
    place = np.searchsorted(others.edges[:-1], panels.edges[:-1])
    place = np.minimum(place, len(others.centres) - 1)
    is_same = others.edges[place] == panels.edges[:-1]
    is_same &= others.edges[place + 1] == panels.edges[1:]
    panel = np.flatnonzero(is_same)
    return _nodes_of(panel), _nodes_of(place[panel])


def _nodes_of(panel: Index) -> Index:
    return np.asarray((ORDER * panel[:, None] + np.arange(ORDER)).ravel())


def _folded(kernel: Kernel, points: Array, panels: LinePanels, chosen: Index) -> Complex:
    """Return what acts on Re V and on i Im V on chosen panels, (2, number of x, number of y)."""
    direct, mirror = (weights(kernel, side, panels, chosen) for side in (points, -points))
    # k is even: k(x + y) is that of -x and y with the opposite shift
    mirror = mirror.conj()
    return np.stack([direct + mirror, direct - mirror])


def weights(kernel: Kernel, points: Array, panels: LinePanels, chosen: Index) -> Complex:
    """Return W with (W f)_i = ∫ k(x_i - y) f(y) dy over chosen panels, x_i of either sign."""
    distance = points[:, None] - panels.x.reshape(-1, ORDER)[chosen].ravel()
    rule = np.zeros(distance.shape, dtype=np.complex128)
    seen = np.abs(distance) < kernel.reach
    rule[seen] = kernel(distance[seen])
    rule *= panels.weights.reshape(-1, ORDER)[chosen].ravel()
    pole = panels.to_root(points + 1j * kernel.clearance)
    z = (pole[:, None] - panels.centres[chosen]) / panels.half_lengths[chosen]
    point, number = np.nonzero(np.abs(z + np.sqrt(z - 1) * np.sqrt(z + 1)) < _FAR)
    blocks = rule.reshape(len(points), len(chosen), ORDER)
    blocks[point, number] = _near(kernel, points[point], panels, chosen[number])
    return rule


def _near(kernel: Kernel, point: Array, panels: LinePanels, panel: Index) -> Complex:
    """Return weights for pairs of a point and a panel, each cut into pieces towards the point.

    Pieces double in length with their distance from the point, which resolves the kernel, and end
    at x = R, 3R, 7R … too, which resolves s; f is interpolated to the nodes of Gauss's rule in s.
    """
    result = np.zeros((len(point), ORDER), dtype=np.complex128)
    if not len(point):
        return result
    far = panels.edges[-1] if np.isinf(panels.scale) else 2 * panels.scale
    # all that is farther away is one piece
    farthest = min(2 * np.max(np.abs(point)) + far, kernel.reach)
    count = int(np.ceil(np.log2(farthest / kernel.clearance + 1))) + 1
    steps = kernel.clearance * (2.0 ** np.arange(count) - 1)
    around = Neighbourhood(point[:, None], panels.scale)
    left, right = (panels.edges[end][:, None] - around.origin for end in (panel, panel + 1))
    ends = around.root(np.concatenate([-steps[:0:-1], steps]))
    if np.isinf(kernel.reach):
        ends = np.hstack([left, ends, right])
    if np.isfinite(panels.scale):
        doubled = panels.scale * (1 - 0.5 ** np.arange(count))  # s of x = (2^j - 1) R
        ends = np.hstack([ends, doubled - around.origin])
    ends = np.sort(np.clip(ends, left, right), axis=1)
    pair, piece = np.nonzero(np.diff(ends, axis=1) > 0)
    start, end = ends[pair, piece], ends[pair, piece + 1]
    nodes, around = gauss_nodes(start, end), around.of(pair)
    values = kernel(around.distance(nodes)) * around.stretch(nodes)
    values *= (end - start)[:, None] / 2 * _W
    centre, half = panels.centres[panel], panels.half_lengths[panel]
    t = (around.origin + nodes - centre[pair, None]) / half[pair, None]
    moments = legendre_moments(values, t)
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
