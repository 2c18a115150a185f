"""Whether a ring fits into memory; said before the work is done, not by the operating system."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ..errors import DomainError
from .layout import Layout

#: the ground state, mirror pairs, or all atoms
Unknowns = Literal["ground", "pairs", "jumps"]

# measured peaks, in doubles; arrays of some blocks of atoms are always there
_BLOCKS = 1e6
_DENSE_PER_PAIR = 10
_FAST_PER_ATOM: dict[Unknowns, int] = {"ground": 8, "pairs": 52, "jumps": 56}
_PER_ENTRY: dict[type[np.floating[Any]], int] = {np.float64: 24, np.longdouble: 64}
_PER_ENTRY_OF_INVERSE = 8


def dense_bytes(n_atoms: int) -> float:
    """Peak memory of the solver with all pairs of atoms."""
    return 8.0 * _DENSE_PER_PAIR * n_atoms**2


def matrix_bytes(panels: Sequence[Layout]) -> float:
    """Peak memory of the matrices of the panels."""
    return 8.0 * sum(_PER_ENTRY[p.dtype] * p.entries for p in panels)


def fast_bytes(n_atoms: int, unknowns: Unknowns, panels: Sequence[Layout]) -> float:
    """Peak memory of the solver with sums over panels."""
    inverse = max((p.basis_size**2 for p in panels if p.has_inverse), default=0)
    atoms = _BLOCKS + _FAST_PER_ATOM[unknowns] * n_atoms
    return 8.0 * (atoms + _PER_ENTRY_OF_INVERSE * inverse) + matrix_bytes(panels)


def check(needed: float, what: str) -> None:
    """Raise `DomainError` if so many bytes are not at hand."""
    available = _available()
    if needed > available:
        raise DomainError(
            f"{what} needs about {needed / 1e9:.3g} GB of memory, "
            f"{available / 1e9:.3g} GB are at hand; take fewer atoms, a larger gamma or "
            "smaller quantum numbers"
        )


def _available() -> float:
    """Bytes a process can still have; infinite where the system does not say."""
    return min(_of_machine(), _of_container())


def _of_container() -> float:
    try:
        limit, used = (
            Path(f"/sys/fs/cgroup/memory.{name}").read_text().strip() for name in ("max", "current")
        )
        return float("inf") if limit == "max" else float(limit) - float(used)
    except (OSError, ValueError):
        return float("inf")


def _of_machine() -> float:
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
