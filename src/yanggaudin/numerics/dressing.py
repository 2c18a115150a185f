"""Lieb's integral operator 1 - θ'/2π on the rapidity interval, at any coupling.

    f(x) - ∫_{-B}^{B} K(x - y) f(y) dy = source(x),      x = k/c,  B = Q/c

is Eq. (5) for the source 1/2π, Eq. (13) for the source k and Eq. (10) for the impurity's
phase.  It is solved by collocation at the nodes of graded panels, with the kernel integrated
exactly against the panel's polynomials (`panels.py`, `lorentzian.py`).

At weak coupling 1 - K is nearly singular, its smallest eigenvalue is of order 1/B, and a
solve in double precision would lose log10 B digits.  Written as

    (1 - K) f (x) = leak(x) f(x) + ∫ K(x - y) [f(x) - f(y)] dy,    leak = 1 - ∫ K

with the leak in closed form, the operator contains no difference of nearly equal numbers;
one or two steps of iterative refinement with this residual return all digits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, runtime_checkable

import numpy as np

from ..arguments import Array, real_array
from ..errors import AccuracyError, DomainError
from .cached_property import cached_property
from .panels import Panels
from .parity import EVEN, ODD, Parity
from .threads import one_blas_thread

# Solutions for the package's own sources have last Legendre coefficients of 5e-9 of their maximum
# at most, where √depth is least smooth, and integrals good to 1e-15; a source with a step that the
# panels do not see leaves 1e-2.
_MAX_TAIL = 1e-6
# Two or three steps are taken; a stalled refinement stops by itself, this only bounds the loop.
_MAX_REFINEMENTS = 12
# The last correction is a few 1e-16 of the solution; a thousand of it means lost digits.
_MAX_CORRECTION = 1e-13
# In units of c, the kernel's width.  Here the rounding of a depth, 1e-14, is still invisible, and
# K f varies little enough to be interpolated beyond.
_BULK = 64.0
# Rows at a time: with some 400 nodes a matrix of them takes 7 MB.
_BLOCK = 2048

#: a family of integrals over the nodes: (panels, depths of the points, parity) -> matrix
Weights = Callable[[Panels, Array, Parity], Array]


@runtime_checkable
class Kernel(Protocol):
    """What the operator asks of an even kernel K(y), y in units of c.

    Distances and depths are arrays; results have their shape.
    """

    @property
    def integral(self) -> float:
        """Integral over the whole line, at most 1."""

    def __call__(self, distance: Array) -> Array:
        """Return K(y)."""

    def tail(self, distance: Array) -> Array:
        """Return ∫_y^∞ K."""

    def weights(self, panels: Panels, depth: Array, parity: Parity) -> Array:
        """Return the matrix of f ↦ ∫_0^B f(x) [K(y - x) ± K(y + x)] dx.

        Rows are points y of given depths B - y, columns the nodes of the panels; the sign is the
        parity of f.
        """


def checked_kernel(kernel: Kernel) -> Kernel:
    """Return what is a kernel, and not a class of them, else raise `DomainError`."""
    if isinstance(kernel, type) or not isinstance(kernel, Kernel):
        raise DomainError(f"kernel must be one such as SmoothKernel, got {kernel!r}")
    return kernel


class DressingOperator:
    """1 - K on [-B, B].

    Parameters
    ----------
    half_width : float
        B = Q/c > 0.
    kernel : Kernel
        K.
    steps_at : iterable of float
        Points x near which a source changes within a distance of order one.

    Raises
    ------
    DomainError
        For what is no kernel, such as None.
    """

    def __init__(self, half_width: float, kernel: Kernel, steps_at: Iterable[float] = ()) -> None:
        self.kernel = checked_kernel(kernel)
        self.panels = Panels(half_width, steps_at)
        self._parts: dict[Parity, _ParityPart] = {}

    @property
    def half_width(self) -> float:
        """B = Q/c."""
        return self.panels.half_width

    @property
    def n_unknowns(self) -> int:
        """Size of the linear system of either parity."""
        return len(self.panels.depth)

    @one_blas_thread()
    def dress(
        self, source: Callable[[Array], Array], parity: Parity, *, scale: float = 0.0
    ) -> DressedFunction:
        """Solve (1 - K) f = source.

        Parameters
        ----------
        source : callable
            Even or odd function of x, as a function of the depth u = B - x.
        parity : Parity
            Its parity.
        scale : float
            Size below which the solution may be rounding; the panels have to resolve what is above.

        Returns
        -------
        DressedFunction
            f, of the same parity.

        Raises
        ------
        AccuracyError
            If the panels do not resolve the solution or refinement does not settle.
        """
        values = self._part(parity).solve(source(self.panels.depth))
        largest = max(scale, float(np.max(np.abs(values))))
        tail = float(np.max(self.panels.tails(values))) / largest
        if tail > _MAX_TAIL:
            raise AccuracyError(
                f"the solution is not resolved by the panels (last Legendre coefficient {tail:.1e}"
                " of its maximum); name the points where the source changes fast in steps_at"
            )
        return DressedFunction(self, source, parity, values)

    @property
    @one_blas_thread()
    def is_positive(self) -> bool:
        """Whether all eigenvalues of 1 - K are positive, as those of a stable gas are."""
        inverses = (self._part(parity).inverse for parity in (EVEN, ODD))
        return all((np.linalg.eigvals(inverse).real > 0).all() for inverse in inverses)

    def _part(self, parity: Parity) -> _ParityPart:
        """Return the operator on functions of one parity, made when it is first used."""
        if parity not in self._parts:
            self._parts[parity] = _ParityPart(self.panels, self.kernel, parity)
        return self._parts[parity]

    @one_blas_thread()
    def image(self, values: Array, depth: Array, parity: Parity) -> Array:
        """Return K f at points of given depths, shape (m,), from the nodal values of f.

        Near the edge the kernel is integrated for every point.  Further in, where its weights would
        feel the rounding of the depth, K f is interpolated between the nodes: it is smoother than
        f.
        """
        image = np.empty_like(depth)
        bulk = depth > _BULK
        image[~bulk] = integrate(self.kernel.weights, self.panels, depth[~bulk], values, parity)
        if bulk.any():
            nodal = self.image_at_nodes(values, parity)
            image[bulk] = self.panels.interpolate(nodal, depth[bulk])
        return image

    @one_blas_thread()
    def image_at_nodes(self, values: Array, parity: Parity) -> Array:
        """Return K f at the nodes."""
        return self._parts[parity].matrix @ values


@one_blas_thread()
def integrate(
    weights: Weights, panels: Panels, depth: Array, values: Array, parity: Parity
) -> Array:
    """Apply a family of integrals to nodal values, in blocks of points of bounded memory."""
    blocks = [
        weights(panels, depth[i : i + _BLOCK], parity) @ values
        for i in range(0, len(depth), _BLOCK)
    ]
    return np.concatenate([np.empty(0), *blocks])


class _ParityPart:
    """The operator on functions of one parity, with its approximate inverse.

    As f(x) leak(x) + Σ_j exchange_j [f(x) - f(x_j)] it contains no difference of nearly equal
    numbers.
    """

    def __init__(self, panels: Panels, kernel: Kernel, parity: Parity) -> None:
        self.matrix = kernel.weights(panels, panels.depth, parity)
        self.exchange = self.matrix.copy()
        np.fill_diagonal(self.exchange, 0.0)
        # leak = 1 - ∫_0^B [K(x - y) ± K(x + y)] dy, by tails of K so that nothing cancels
        below, above = kernel.tail(panels.depth), kernel.tail(2 * panels.half_width - panels.depth)
        if parity == EVEN:
            self.leak = (1 - kernel.integral) + below + above
        else:
            centre = kernel.tail(panels.half_width * panels.position)
            self.leak = (1 - kernel.integral) + 2 * centre + below - above
        self.inverse = np.linalg.inv(np.diag(self.leak + self.exchange.sum(axis=1)) - self.exchange)

    def solve(self, source: Array) -> Array:
        """Return the nodal values of the solution for nodal values of the source."""
        values = self.inverse @ source
        previous = np.inf
        for _ in range(_MAX_REFINEMENTS):
            differences = values[:, None] - values
            residual = source - self.leak * values - (self.exchange * differences).sum(axis=1)
            correction = self.inverse @ residual
            values = values + correction
            size = float(np.max(np.abs(correction)) / np.max(np.abs(values)))
            if size < 1e-16 or size > previous / 2:
                break
            previous = size
        if not size < _MAX_CORRECTION:
            raise AccuracyError(f"iterative refinement stalls at a relative correction {size:.1e}")
        return values


class DressedFunction:
    """Solution f of (1 - K) f = source, of definite parity, on [-B, B].

    Attributes
    ----------
    values : array
        f at the nodes.
    """

    def __init__(
        self,
        operator: DressingOperator,
        source: Callable[[Array], Array],
        parity: Parity,
        values: Array,
    ) -> None:
        self.operator = operator
        self.source = source
        self.parity = parity
        self.values = values

    def __call__(self, position: Array) -> Array:
        """Return f at t = x/B in [-1, 1], any shape, through the equation f = source + K f."""
        position = real_array("x/B", position, -1, 1)
        depth = self.operator.half_width * (1 - np.abs(position.ravel()))
        sign = np.where(position.ravel() < 0, self.parity, 1)
        return np.asarray((sign * self.at_depth(depth)).reshape(position.shape))

    def at_depth(self, depth: Array) -> Array:
        """Return f at depths B - x ≤ B, shape (m,); where x > B, the equation continues f."""
        return self.source(depth) + self.operator.image(self.values, depth, self.parity)

    @cached_property
    def edge_image(self) -> float:
        """(K f)(B)."""
        return float(self.operator.image(self.values, np.zeros(1), self.parity)[0])

    @property
    def edge(self) -> float:
        """f(B)."""
        return float(self.source(np.zeros(1))[0]) + self.edge_image

    def moment(self, power: int) -> float:
        """Return ∫_{-1}^{1} t^power f dt, t = x/B; 0 if the power has not the parity of f."""
        return self._moment(power, self.values)

    def image_moment(self, power: int) -> float:
        """Return ∫_{-1}^{1} t^power (K f) dt, t = x/B, accurate also where K f is far below f."""
        return self._moment(power, self.operator.image_at_nodes(self.values, self.parity))

    def _moment(self, power: int, values: Array) -> float:
        """Return ∫_{-1}^{1} t^power g dt of a function g with nodal values, of the parity of f."""
        panels = self.operator.panels
        if (-1) ** power != self.parity:
            return 0.0
        return float(2 * panels.weights @ (panels.position**power * values) / panels.half_width)
