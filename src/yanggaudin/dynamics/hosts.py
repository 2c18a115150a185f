"""What the flipped atom moves in: bosons that repel each other, or free fermions (McGuire's host).

Among fermions there is no phase between atoms in Eq. (2), and the phase of the flipped spin has the
opposite sign, so that with Θ = 1 or 0 and s = 1 or -1

    Λ x_m + Θ Σ_l θ(x_m - x_l) = 2π I_m + φ(s(η - x_m)),     Σ_m φ(s(η - x_m)) = 2πJ.

The I_m of fermions are integers, whatever the number of atoms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arguments import Array
from ..errors import DomainError


@dataclass(frozen=True)
class Host:
    """Bosons or free fermions.

    Attributes
    ----------
    name : str
        "bose" or "fermi".
    repulsion : float
        Θ.
    mirror : float
        s.
    """

    name: str
    repulsion: float
    mirror: float

    def ground_numbers(self, n_atoms: int) -> Array:
        """Return I_m of the lowest state, shape (n,); of an even number of fermions one of two."""
        shift = 0.5 if self is FERMI and n_atoms % 2 == 0 else 0.0
        return np.asarray(np.arange(n_atoms) - (n_atoms - 1) / 2 + shift, dtype=float)


BOSE, FERMI = Host("bose", 1.0, 1.0), Host("fermi", 0.0, -1.0)


def host_of(name: object) -> Host:
    """Return a host by its name."""
    hosts = {host.name: host for host in (BOSE, FERMI)}
    if isinstance(name, str) and name in hosts:
        return hosts[name]
    raise DomainError(f"host must be one of {', '.join(hosts)}, got {name!r}")
