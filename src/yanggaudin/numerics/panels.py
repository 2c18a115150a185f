"""Panels on half of the rapidity interval, graded towards the Fermi edge.

A solution of Lieb's equation is even or odd, so x in [0, B] is enough (x = k/c, B = Q/c).
It has two length scales: the width 1 of the kernel, which shows within a distance of order
one from the edge x = B, and the whole interval, over which it grows like the square root of
the *depth* u = B - x.  Polynomials in s = √u on panels that lengthen by one half from each to
the next resolve both: the number of nodes grows like log B, where a single rule needs about B.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.polynomial import legendre
from numpy.typing import NDArray

from ..arguments import Array
from .cached_property import cached_property

Index = NDArray[np.intp]

#: nodes of a panel; with the lengths below they resolve every solution to rounding
ORDER = 16
_T: Array
_W: Array
_T, _W = legendre.leggauss(ORDER)
_VALUES = np.asarray(legendre.legvander(_T, ORDER - 1), dtype=np.float64)
#: row n times nodal values = coefficient of the Legendre polynomial P_n
TO_LEGENDRE: Array = np.linspace(0.5, ORDER - 0.5, ORDER)[:, None] * (_W[:, None] * _VALUES).T
# row j times nodal values on [-1, 1] = the derivative at node j
_SLOPE: Array = np.asarray(legendre.legval(_T, legendre.legder(TO_LEGENDRE)).T, dtype=np.float64)
# weights of the barycentric formula at Gauss's nodes, up to a common factor
_BARYCENTRIC: Array = np.resize([1.0, -1.0], ORDER) * np.sqrt((1 - _T**2) * _W)

# In s = √(depth/c): the first panel spans a quarter of the kernel's width.
_FIRST_LENGTH = 0.5
# Even 1/s, the slowest decay of a solution towards the centre, is then resolved to 1e-16.
_GROWTH = 1.5
# No panel is longer than this share of √B: polynomials in s also have to follow what varies over
# the whole interval.
_LARGEST_SHARE = 0.25
# B below which √B is no longer than the first panel.
_ONE_PANEL_BELOW = 0.25
# In units of c, the half width of the narrowest step, the impurity's phase.
_STEP_WIDTH = 0.5


def gauss_nodes(left: Array, right: Array) -> Array:
    """Return the nodes on panels of given ends, shape (n_panels, ORDER)."""
    return np.asarray(left[:, None] + ((right - left) / 2)[:, None] * (1 + _T))


class GaussPanels:
    """Gauss-Legendre nodes on adjoining panels of a variable s.

    Parameters
    ----------
    edges : array, shape (n_panels + 1,)
        Panel ends in rising order.

    Attributes
    ----------
    edges, half_lengths, centres : array
        Panel ends (n_panels + 1,), half lengths and centres (n_panels,).
    roots, root_weights : array, shape (n_panels * ORDER,)
        Nodes s_j and weights for ∫ ds.
    """

    def __init__(self, edges: Array) -> None:
        self.edges = edges
        left, right = edges[:-1], edges[1:]
        self.half_lengths = (right - left) / 2
        self.centres = (right + left) / 2
        self.roots = gauss_nodes(left, right).ravel()
        self.root_weights = (self.half_lengths[:, None] * _W).ravel()

    def panel_of(self, root: Array) -> Index:
        """Return the number of the panel that holds s = root; beyond either end the nearest."""
        return np.clip(np.searchsorted(self.edges, root) - 1, 0, len(self.centres) - 1)

    def interpolation(self, root: Array, panel: Index) -> Array:
        """Return the rows that interpolate from a panel's nodes to s = root, shape (m, ORDER)."""
        distance = root[:, None] - self.roots.reshape(-1, ORDER)[panel]
        on_node, node = np.nonzero(distance == 0)
        distance[on_node, node] = 1.0
        row = _BARYCENTRIC / distance
        row[on_node] = 0.0
        row[on_node, node] = 1.0
        return np.asarray(row / np.einsum("ij->i", row)[:, None])

    def interpolate_root(self, values: Array, root: Array) -> Array:
        """Return the value at s = root, shape (m,), of the function with these nodal values.

        Or of several functions, shape (…, number of nodes).
        """
        panel = self.panel_of(root)
        rows = self.interpolation(root, panel)
        on_panels = values.reshape(*values.shape[:-1], -1, ORDER)
        return np.asarray(np.einsum("ij,...ij->...i", rows, on_panels[..., panel, :]))

    def slope(self, values: Array) -> Array:
        """Return df/ds at the nodes, of one or several functions (…, number of nodes)."""
        on_panels = values.reshape(*values.shape[:-1], -1, ORDER)
        slopes = (on_panels @ _SLOPE.T) / self.half_lengths[:, None]
        return np.asarray(slopes.reshape(values.shape))

    def integral_root(self, values: Array, root: Array) -> Array:
        """Return ∫ f ds from the first end to s = root, any shape; relative accuracy if f > 0."""
        panel = self.panel_of(root)
        # whole panels before the one that holds s, and Gauss's rule on the rest of that one
        whole = (self.root_weights * values).reshape(-1, ORDER).sum(axis=1)
        before = np.concatenate([[0.0], np.cumsum(whole)])[panel]
        half = (root - self.edges[panel]) / 2
        nodes = self.edges[panel][..., None] + half[..., None] * (1 + _T)
        at_nodes = self.interpolate_root(values, nodes.ravel()).reshape(nodes.shape)
        return np.asarray(before + half * (at_nodes @ _W))

    def tails(self, values: Array) -> Array:
        """Return the larger of the last two Legendre coefficients on each panel, (n_panels,).

        Of two, because one of them vanishes for a function that is even or odd on the panel.
        """
        coefficients = values.reshape(-1, ORDER) @ TO_LEGENDRE[-2:].T
        return np.asarray(np.max(np.abs(coefficients), axis=1))

    def tail(self, values: Array) -> float:
        """Return the largest of the last two Legendre coefficients on any panel over max|f|."""
        return float(np.max(self.tails(values)) / np.max(np.abs(values)))


class Panels(GaussPanels):
    """Gauss-Legendre panels in the root of the depth, s in [0, √B].

    Parameters
    ----------
    half_width : float
        B = Q/c > 0.
    steps_at : iterable of float
        Points x in [-B, B] or beyond near which a function to be resolved changes within a
        distance of order one; panels are graded towards them as well.
    edges : array, shape (n_panels + 1,), optional
        Panel ends in s from 0 to √B, if not those graded towards the Fermi edge and `steps_at`.

    Attributes
    ----------
    depth, weights : array, shape (n_panels * ORDER,)
        Depths u_j = s_j² of the nodes and weights for ∫ du.
    """

    def __init__(
        self, half_width: float, steps_at: Iterable[float] = (), *, edges: Array | None = None
    ) -> None:
        if edges is None:
            edges = _merge(_graded_edges(half_width), _step_edges(half_width, steps_at))
        super().__init__(edges)
        self.half_width = half_width
        self.depth = self.roots**2
        self.weights = 2 * self.roots * self.root_weights

    @cached_property
    def position(self) -> Array:
        """The nodes as t = x/B in (0, 1)."""
        return 1 - self.depth / self.half_width

    def cut(self, pieces: int) -> tuple[Panels, Array]:
        """Cut each panel into equal pieces; return these and the matrix to their nodes.

        The matrix, (pieces * ORDER, ORDER), takes nodal values on a panel to those on its pieces;
        it is the same for all.
        """
        shares = np.arange(pieces) / pieces
        inner = self.edges[:-1, None] + np.diff(self.edges)[:, None] * shares
        fine = Panels(self.half_width, edges=np.append(inner.ravel(), self.edges[-1]))
        first = fine.roots[: pieces * ORDER]
        return fine, self.interpolation(first, np.zeros(len(first), dtype=np.intp))

    def from_right(self, depth: Array, root: Array, panel: Index) -> Array:
        """Return √u less the right end of the panel, for roots of given depths u.

        From u - B at the centre, so that a point and its mirror image have opposite distances.
        """
        right = self.edges[panel + 1]
        last = panel == len(self.centres) - 1
        return np.where(last, (depth - self.half_width) / (root + right), root - right)

    def interpolate(self, values: Array, depth: Array) -> Array:
        """Return the value at given depths in [0, B] of the function with these nodal values."""
        return self.interpolate_root(values, np.sqrt(depth))

    def integral(self, values: Array, depth: Array) -> Array:
        """Return ∫_0^u f for depths u in [0, B], f with these nodal values; relative accuracy."""
        root = np.sqrt(depth)
        panel = self.panel_of(root)
        # whole panels before the one that holds u, and Gauss's rule on the rest of that one
        whole = (self.weights * values).reshape(-1, ORDER).sum(axis=1)
        before = np.concatenate([[0.0], np.cumsum(whole)])[panel]
        half = (root - self.edges[panel]) / 2
        nodes = self.edges[panel, None] + half[:, None] * (1 + _T)
        at_nodes = self.interpolate(values, nodes.ravel() ** 2).reshape(nodes.shape)
        return np.asarray(before + half * ((2 * nodes * at_nodes) @ _W))


def _graded_edges(half_width: float) -> Array:
    """Return panel ends in s from 0 to √B that lengthen away from the Fermi edge, s = 0."""
    end = float(np.sqrt(half_width))
    if half_width <= _ONE_PANEL_BELOW:
        return np.array([0.0, end])
    edges, length, largest = [0.0], _FIRST_LENGTH, _LARGEST_SHARE * end
    while edges[-1] < end * (1 - 1e-12):
        edges.append(edges[-1] + min(length, largest))
        length *= _GROWTH
    graded: Array = np.array(edges) * (end / edges[-1])
    graded[-1] = end  # to the last bit: the centre and its mirror image are one point
    return graded


def _step_edges(half_width: float, steps_at: Iterable[float]) -> Array:
    """Return further ends in s, at distances from every step that double from a half on."""
    distances = [0.0]
    while distances[-1] < 2 * half_width:
        distances.append(max(2 * distances[-1], _STEP_WIDTH))
    offsets = np.array([-d for d in distances] + distances)
    # an even or odd part has the step of x at -x too
    depths = [half_width - sign * x + offsets for x in steps_at for sign in (1, -1)]
    inside: Array = np.concatenate([np.empty(0), *depths])
    roots: Array = np.sqrt(inside[(inside > 0) & (inside < half_width)])
    return roots


def _merge(edges: Array, more: Array) -> Array:
    """Return the sorted union; of points too close to tell apart the first, and both ends."""
    if not len(more):
        return edges
    union = np.union1d(edges[1:-1], more)
    shortest = 1e-13 * edges[-1]  # well above the rounding of an end
    keep = np.diff(union, prepend=0.0) > shortest
    union = union[keep & (union < edges[-1] - shortest)]
    merged: Array = np.concatenate([[0.0], union, edges[-1:]])
    return merged
