"""Whether a ring fits into memory; said before the work is done, not by the operating system."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from ..errors import DomainError

#: the ground state, mirror pairs, or all atoms
Unknowns = Literal["ground", "pairs", "jumps"]

# measured peaks, in doubles
_DENSE_PER_PAIR = 8
_FAST_PER_ATOM = {"ground": 8, "pairs": 46, "jumps": 52}
# all but the ground state have a step in extended precision
_FAST_PER_BLOCK_ENTRY = {"ground": 20, "pairs": 64, "jumps": 64}


def dense_bytes(n_atoms: int) -> float:
    """Peak memory of the solver with all pairs of atoms."""
    return 8.0 * _DENSE_PER_PAIR * n_atoms**2


def fast_bytes(n_atoms: int, n_panels: float, order: int, unknowns: Unknowns) -> float:
    """Peak memory of the sums over panels."""
    per_atom, per_entry = _FAST_PER_ATOM[unknowns], _FAST_PER_BLOCK_ENTRY[unknowns]
    return 8.0 * (per_atom * n_atoms + per_entry * n_panels * order**2)


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
