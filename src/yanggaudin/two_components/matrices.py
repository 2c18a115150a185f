"""The kernels as matrices between the nodes of panels, most of which serve for many gases.

The panels of the spin rapidity begin with those of one of a few starts and are bisected where a gas
needs it, so that most blocks are those of the gas before.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..arguments import Array
from ..numerics.cached_property import cached_property
from .half_line import Folded
from .kernels import CHARGE, EXCHANGE, EXCHANGE_ACROSS, SPIN, SPIN_TO_LINE, Kernel
from .line_panels import LinePanels

# equal panels in s of a start
_FIRST_PANELS = 8


class Kernels:
    """All kernels between the nodes of two sets of panels, each made when it is first needed.

    Parameters
    ----------
    charge, spin : LinePanels
        For ln η₀, in k ≥ 0, and for the strings and lines, in x ≥ 0.
    former : Kernels, optional
        Those of other panels, of which some may be the same.
    """

    def __init__(self, charge: LinePanels, spin: LinePanels, former: Kernels | None = None) -> None:
        self.charge, self.spin = charge, spin
        self._made: dict[tuple[Kernel, bool, bool], Folded] = {}
        self._former = {} if former is None else dict(former._made)

    def folded(self, kernel: Kernel, targets: LinePanels, panels: LinePanels) -> Folded:
        """Return a kernel from the nodes of the latter panels to those of the former."""
        key = kernel, targets is self.charge, panels is self.charge
        if key not in self._made:
            self._made[key] = Folded(kernel, targets, panels, self._former.pop(key, None))
        return self._made[key]

    @cached_property
    def charge_charge(self) -> Array:
        """G."""
        return real(self.folded(CHARGE, self.charge, self.charge))

    @cached_property
    def charge_string(self) -> Array:
        """s, from a string to ln η₀."""
        return real(self.folded(SPIN, self.charge, self.spin))

    @cached_property
    def string_charge(self) -> Array:
        """s, from L to a string."""
        return real(self.folded(SPIN, self.spin, self.charge))

    @cached_property
    def string_string(self) -> Array:
        """s, between strings."""
        return real(self.folded(SPIN, self.spin, self.spin))

    @cached_property
    def charge_line(self) -> Array:
        """s(· - iα), from a line to ln η₀."""
        return received(self.folded(SPIN_TO_LINE, self.charge, self.spin))

    @cached_property
    def line_charge(self) -> Array:
        """s(· + iα), from L to a line."""
        return sent(self.folded(SPIN_TO_LINE, self.spin, self.charge))

    @cached_property
    def string_line(self) -> Array:
        """s(· - iα), from a line to a string."""
        return received(self.folded(SPIN_TO_LINE, self.spin, self.spin))

    @cached_property
    def line_string(self) -> Array:
        """s(· + iα), from a string to a line."""
        return sent(self.folded(SPIN_TO_LINE, self.spin, self.spin))

    @cached_property
    def imaginary(self) -> Array:
        """From the difference of the lines to the odd, imaginary part of s*ln(1 + η_J)."""
        folded = self.folded(SPIN_TO_LINE, self.spin, self.spin)
        return np.hstack([-folded.even.imag, folded.odd.real])

    @cached_property
    def lines(self) -> tuple[Array, Array]:
        """K, between the lines: for the sum and for the difference of ln b and ln b̄*."""
        along, across = (
            self.folded(kernel, self.spin, self.spin) for kernel in (EXCHANGE, EXCHANGE_ACROSS)
        )
        return _mutual(along, across, 1), _mutual(along, across, -1)


def real(folded: Folded) -> Array:
    """Return what takes an even real function to its image."""
    return np.ascontiguousarray(folded.even.real)


def received(folded: Folded) -> Array:
    """Return what takes Re and Im of ln B to s(· - iα)*ln B, the half of it that is even."""
    return np.hstack([folded.even.real, folded.odd.imag])


def sent(folded: Folded) -> Array:
    """Return what takes a function to Re and Im of its image on the line."""
    return np.vstack([folded.even.real, folded.even.imag])


def _mutual(along: Folded, across: Folded, sign: int) -> Array:
    """Return what takes Re and Im of V to those of K*V ∓ K(· - i(1 - 2α))*V̄."""
    real, other = along.even.real, along.odd.real
    return np.block(
        [
            [real - sign * across.even.real, -sign * across.odd.imag],
            [-sign * across.even.imag, other + sign * across.odd.real],
        ]
    )


@lru_cache(4)
def starting_kernels(kind: type[Kernels], scale: float) -> Kernels:
    """Return kernels between strings and lines on the panels of a start, given their R.

    Whatever panels follow from these by bisection take their kernels from here.
    """
    spin = LinePanels(np.linspace(0, scale, _FIRST_PANELS + 1), scale)
    kernels = kind(LinePanels(np.array([0.0, 1.0])), spin)
    for _ in (kernels.lines, kernels.string_line, kernels.string_string):
        pass  # they are made
    return kernels
