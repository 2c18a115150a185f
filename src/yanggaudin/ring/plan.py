"""Planning: which of the two solvers, on which panels, and how much memory it will take.

Everything here follows from N, γ and the quantum numbers, before any equation is solved.
`choose_plan` is a pure function of them; `check_memory` compares a plan with the machine.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..arguments import Array
from ..errors import ShortMemoryError

Solver = Literal["dense", "fast"]

#: Panels reach farther by this factor than the state at hand needs, to do for the next one too.
HEADROOM = 1.1
#: An atom may be outside of its panel by this share of the width, so that small shifts stay inside.
MARGIN = 0.15
# Wider panels, in units of c, need many polynomials: the poles ±i of θ' come too close.
_WIDEST = 0.6
# The Chebyshev series ends where its terms are e^-3 of the rounding error.
_BEYOND_ROUNDING = 3.0
# Inverting a larger matrix costs more than the conjugate gradients that it spares.
_LARGEST_INVERSE = 2500
# So many atoms may lie far from all others and be summed one by one.
_FEW = 50

# Up to this number of atoms the dense solver is as fast as the panels.  Where these are many, it is
# so for more atoms: more by one eighth of the number of unknowns on the panels, but by no more than
# 3000 (3400 atoms in all).  The three numbers are measured.
_DENSE_BELOW = 400
_ATOMS_PER_UNKNOWN = 1 / 8
_MOST_ATOMS_MORE = 3000

# What the solvers need at their peak, in doubles, was measured.  Arrays of some blocks of atoms are
# always there.
_BLOCKS = 1e6
_DENSE_PER_PAIR = 10
_FAST_PER_ATOM = 56
_FAST_PER_ATOM_OF_GROUND = 8
_PER_ENTRY: dict[type[np.floating[Any]], int] = {np.float64: 24, np.longdouble: 64}
_PER_ENTRY_OF_INVERSE = 8


class Layout:
    """Panels of width h with centres J h, J = -n … n.

    Parameters
    ----------
    extent : float
        Largest |x| of an atom.
    width : float
        h, in units of c; 0.6 or less where `cheapest` chooses it.
    margin : float
        How far outside of its panel an atom may lie, in units of h.
    dtype : type
        Of all numbers: double precision, or `numpy.longdouble`.

    Attributes
    ----------
    reach : float
        The margin as a distance.
    n_side : int
        n.
    order : int
        p, the number of Chebyshev polynomials.
    entries : int
        (2n + 1) p²; a block Toeplitz matrix has about twice as many numbers.
    basis_size : int
        Number of unknowns of one parity in the basis of the panels.
    """

    def __init__(
        self,
        extent: float,
        width: float,
        margin: float = 0.0,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> None:
        self.extent, self.width, self.margin, self.dtype = extent, width, margin, dtype
        self.n_side = max(0, math.ceil(extent / width - 0.5))
        self.reach, self.half_width = margin * width, (0.5 + margin) * width
        self.order = _chebyshev_order(self.half_width, dtype)
        self.entries = (2 * self.n_side + 1) * self.order**2
        self.basis_size = (self.n_side + 1) * self.order

    @staticmethod
    def cheapest(
        n_atoms: int,
        extent: float,
        margin: float = 0.0,
        dtype: type[np.floating[Any]] = np.float64,
    ) -> Layout:
        """Choose the width that costs least: narrow panels need few polynomials, but are many."""
        widest = min(_WIDEST, 2 * extent)
        best, least = widest, math.inf
        for k in range(10):
            panels = Layout(extent, widest / 3 ** (k / 2))
            # every atom takes products with p × p matrices and the computation of p Chebyshev
            # polynomials; the inversion of a matrix is added to that
            cost = n_atoms * (panels.order**2 + 60 * panels.order) + panels.basis_size**3
            if not panels.has_inverse:
                break
            if cost < least:
                best, least = panels.width, cost
        return Layout(extent, best, margin, dtype)

    @property
    def has_inverse(self) -> bool:
        """Whether a matrix in the basis of the panels is small enough to be inverted."""
        return self.basis_size <= _LARGEST_INVERSE


def _chebyshev_order(half_width: float, dtype: type[np.floating[Any]]) -> int:
    """Return the number of polynomials for the precision of a type.

    The series falls as r^-n, with r of the ellipse about the panel through the poles ±i of θ'.
    """
    ratio = 1 / half_width + math.sqrt(1 + 1 / half_width**2)
    digits = _BEYOND_ROUNDING - math.log(np.finfo(dtype).eps)
    return math.ceil(digits / math.log(ratio)) + 1


def without_few(sizes: Array) -> float:
    """Return the largest size, or of all but a few if one of these is more than twice as large.

    Panels all the way to a few far atoms would be more work than these atoms are.
    """
    largest, others = np.sort(sizes)[[-1, -1 - min(_FEW, len(sizes) - 1)]]
    return float(others if largest > 2 * others else largest)


@dataclass(frozen=True)
class Plan:
    """How a state is solved.

    Attributes
    ----------
    solver : {"dense", "fast"}
        All pairs of atoms, or sums over panels.
    needed : float
        Peak memory in bytes.
    """

    solver: Solver
    needed: float


def choose_plan(n_atoms: int, gamma: float, *, edge: float, numbers: Array | None = None) -> Plan:
    """Choose the solver that takes less time, or less memory if panels were very many.

    Parameters
    ----------
    n_atoms : int
        N.
    gamma : float
        Coupling γ.
    edge : float
        Q/c of the infinite system, where the atoms of the ground state end.
    numbers : array, shape (N,), optional
        The I_j of an excited state in the frame of the calculation; none for the ground state.

    Returns
    -------
    Plan
        The solver and an estimate of its memory, above all measured peaks.
    """

    def extent(number: float) -> float:
        """Estimate |x_j| of an atom with |I_j| = number."""
        return edge + 2 * math.pi * max(0.0, number - n_atoms / 2) / (gamma * n_atoms)

    # list every set of panels that will be made: one for the ground state; an excited state needs
    # one for the last step in extended precision and one for the shifts too
    panels, per_atom = [Layout.cheapest(n_atoms, edge)], _FAST_PER_ATOM_OF_GROUND
    if numbers is not None:
        per_atom, sizes = _FAST_PER_ATOM, np.abs(numbers)
        near = HEADROOM * extent(without_few(sizes))
        far = HEADROOM * extent(float(sizes.max()))
        panels.append(Layout.cheapest(n_atoms, near, dtype=np.longdouble))
        panels.append(Layout.cheapest(n_atoms, far, MARGIN))
    unknowns = 2 * panels[-1].basis_size  # those of both parities
    crossing = _DENSE_BELOW + min(_ATOMS_PER_UNKNOWN * unknowns, _MOST_ATOMS_MORE)
    by_pairs = 8.0 * _DENSE_PER_PAIR * n_atoms**2
    matrices = 8.0 * sum(_PER_ENTRY[p.dtype] * p.entries for p in panels)
    # some atoms may be so far away that panels all the way to them take more memory than all pairs
    if n_atoms <= crossing or by_pairs < matrices:
        return Plan("dense", by_pairs)
    inverse = max((p.basis_size**2 for p in panels if p.has_inverse), default=0)
    atoms = _BLOCKS + per_atom * n_atoms
    return Plan("fast", 8.0 * (atoms + _PER_ENTRY_OF_INVERSE * inverse) + matrices)


def check_memory(plan: Plan, what: str) -> None:
    """Raise `ShortMemoryError` if the memory that a plan needs is not at hand.

    Said before the work is done, and not by the operating system in the middle of it.
    """
    available = memory_at_hand()
    if plan.needed > available:
        raise ShortMemoryError(
            f"{what} needs about {plan.needed / 1e9:.3g} GB of memory, "
            f"{available / 1e9:.3g} GB are at hand; take fewer atoms, a larger gamma or "
            "smaller quantum numbers"
        )


def memory_at_hand() -> float:
    """Return the free bytes of the machine, or of the container that this runs in."""
    return min(_free_in_machine(), _free_in_container())


def _free_in_container() -> float:
    """Return the bytes that the control group allows; infinite where there is none."""
    try:
        limit, used = (
            Path(f"/sys/fs/cgroup/memory.{name}").read_text().strip() for name in ("max", "current")
        )
        return float("inf") if limit == "max" else float(limit) - float(used)
    except (OSError, ValueError):
        return float("inf")


def _free_in_machine() -> float:
    """Return the free bytes of the machine; infinite where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return 1024.0 * int(line.split()[1])
    except OSError:
        pass
    try:
        return float(os.sysconf("SC_PHYS_PAGES")) * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return float("inf")
