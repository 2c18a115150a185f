"""A solved state of the ring."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..arguments import Array
from ..errors import DomainError
from .mirror import EVEN, ODD, Pairs
from .unknowns import Boost


@dataclass(frozen=True, eq=False)
class RingState:
    """An eigenstate of N atoms on a ring of length L = N.

    Units ħ = m = n = 1: momenta in ħn, energies in ħ²n²/m, rapidities in n.  Arrays have shape (N,)
    and ascend with the quasimomentum.

    Attributes
    ----------
    n_particles : int
        N.
    gamma : float
        γ = c/n.
    magnon : tuple of int
        Spin quantum numbers of the flipped spins; empty if none is flipped or η was given.
    spin_rapidities : tuple of float
        η_α; ∞ for a spin of momentum 0.
    momentum : float
        p relative to the ground state: 2π/L times a whole number, unless η was given.
    excitation_energy : float
        ΔE relative to the ground state, from the shifts, not from a difference of energies.
    residual : float
        Largest |left - right side| of Eq. (2), each equation relative to the largest of its terms:
        L k_j, 2π I_j, one θ(k_j - k_l), the phase of the flipped spins; before k_j and η_α are
        rounded to doubles.  Where `numpy.longdouble` is a double, its own rounding is not seen.
    solver : str
        "dense" (all pairs of atoms) or "fast" (sums over panels).
    n_steps : int
        Steps of Newton's method.
    """

    n_particles: int
    gamma: float
    magnon: tuple[int, ...]
    spin_rapidities: tuple[float, ...]
    momentum: float
    excitation_energy: float
    residual: float
    solver: str
    n_steps: int
    _ground: Array = field(repr=False)
    _shifts: Array = field(repr=False)
    _boost: float = field(repr=False)
    _places: Array = field(repr=False)
    _origin: Boost = field(repr=False)
    _jumps: Array = field(repr=False)

    @property
    def _pairs(self) -> Pairs:
        return Pairs(self.n_particles)

    @property
    def reference_quasimomenta(self) -> Array:
        """The k_j of the ground state, in n."""
        return self.gamma * self._pairs.all_of(self._ground, self._ground)

    @property
    def shifts(self) -> Array:
        """Δk_j relative to the ground state, in n."""
        shifts = self._shifts
        each = shifts if shifts.ndim == 1 else self._pairs.unfold(shifts)
        return self.gamma * (self._boost + each)

    @property
    def quasimomenta(self) -> Array:
        """k_j, in n."""
        return np.asarray(self.gamma * (self._origin + self._places), dtype=float)

    @property
    def quantum_numbers(self) -> Array:
        """I_j of Eq. (2)."""
        return self._pairs.ground_quantum_numbers + self._jumps

    @property
    def reference_energy(self) -> float:
        """Energy of the ground state, in ħ²n²/m."""
        return self.gamma**2 * self._pairs.inner(self._ground, self._ground / 2)

    @property
    def energy(self) -> float:
        """E = Σ k_j²/2, in ħ²n²/m."""
        return self.reference_energy + self.excitation_energy

    @property
    def mass_ratio(self) -> float:
        """m/m*_N = 2ΔE/p²; tends to m/m* for one flipped spin, J = 1, N → ∞."""
        if self.momentum == 0:
            raise DomainError("a state of momentum 0 has no mass ratio 2ΔE/p²; take magnon=1")
        return 2 * self.excitation_energy / self.momentum**2


def excitation_energy(
    pairs: Pairs, gamma: float, ground: Array, shifts: Array, boost: float
) -> float:
    """Σ (x_j Δ_j + Δ_j²/2) c², of mirror pairs Σ (2x A + S² + A²): no sum of order N cancels.

    Σ x_j = 0, so x_j meets the shifts without the boost only.
    """
    if shifts.ndim == 1:
        total = np.sum(pairs.all_of(ground, ground) * shifts + (boost + shifts) ** 2 / 2)
        return gamma**2 * float(total)
    even, odd = boost + shifts[EVEN], shifts[ODD]
    return gamma**2 * (pairs.inner(even, even / 2) + pairs.inner(odd, ground + odd / 2))
