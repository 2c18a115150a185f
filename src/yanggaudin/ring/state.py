"""Third phase of a state: what its solution means."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

import numpy as np

from ..arguments import Array
from ..errors import DomainError
from ..results import Result
from .equations import Real
from .mirror import OPPOSITE, SHARED, Pairs
from .spins import Spins


class RingRapidities(NamedTuple):
    """Rapidities of Eq. (2) of all atoms in units of c: x_j = k_j/c = origin + relative_j.

    Made by `Ring.state`.

    Parameters
    ----------
    origin : float
        Where they are counted from: a boost of the whole gas.
    relative : array, shape (N,)
        Rapidities counted from there, ascending; the phases of Eq. (2) depend on these alone.

    Examples
    --------
    >>> from yanggaudin import ring
    >>> origin, relative = ring.solve(1.0, n_particles=2).rapidities
    >>> origin, relative.tolist() == [-relative[1], relative[1]]
    (0.0, True)
    """

    origin: Real
    relative: Array


@dataclass(frozen=True, eq=False)
class RingState(Result):
    """An eigenstate of N atoms on a ring of length L = N, Eqs. (2) and (3).

    Made by `Ring.state` and `solve`.  Units ħ = m = n = 1: momenta in ħn, energies in ħ²n²/m,
    rapidities in n unless they are said to be in units of c.  Arrays ascend with the quasimomentum.
    Every parameter is an attribute.

    Parameters
    ----------
    n_particles : int
        N.
    gamma : float
        Coupling γ = c/n.
    magnon : tuple of int
        Spin quantum numbers of the flipped spins; empty if none is flipped or η was given.
    spin_rapidities : tuple of float
        η_α; ∞ for a spin of momentum 0.
    momentum : float
        p of Eq. (3), relative to the ground state: 2π/L times a whole number, unless η was given.
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
    quantum_numbers : array, shape (N,)
        I_j of Eq. (2).
    rapidities : RingRapidities
        k_j/c in the precision in which Eq. (2) was solved: `numpy.longdouble` for all but the
        ground state, counted from an origin.
    reference_rapidities : array, shape (m,)
        k_j/c ≥ 0 of the upper half of the atoms, m = ⌈N/2⌉, in the ground state.
    relative_shifts : array, shape (2, m) or (N,)
        Δk_j/c less ``boost``: the part that the atoms of a mirror pair share and the part that they
        have with opposite signs; of each atom, where quantum numbers change.
    boost : float
        What all shifts have in common, in units of c.

    Notes
    -----
    The state is kept twice, because neither of two representations gives the other without loss:
    the difference of ``rapidities`` from the ground state would lose as many digits of Δk as the
    excitation is weak, and the sum of ground state and shifts has the rounding of the ground state
    in doubles.  So the shifts against the ground state are kept beside the rapidities of Eq. (2).

    Copies and pickles are exact.

    Examples
    --------
    >>> from yanggaudin import ring
    >>> state = ring.solve(1.0, n_particles=100, magnon=1)
    >>> origin, relative = state.rapidities
    >>> bool(abs((origin + relative) * state.gamma - state.quasimomenta).max() < 1e-15)
    True
    """

    _saved: ClassVar = (
        "n_particles",
        "gamma",
        "magnon",
        "spin_rapidities",
        "momentum",
        "excitation_energy",
        "ring_energy",
        "residual",
        "solver",
        "n_steps",
        "quantum_numbers",
        "quasimomenta",
        "shifts",
    )

    n_particles: int
    gamma: float
    magnon: tuple[int, ...]
    spin_rapidities: tuple[float, ...]
    momentum: float
    excitation_energy: float
    residual: float
    solver: str
    n_steps: int
    quantum_numbers: Array = field(repr=False)
    rapidities: RingRapidities = field(repr=False)
    reference_rapidities: Array = field(repr=False)
    relative_shifts: Array = field(repr=False)
    boost: float = field(repr=False)

    @property
    def reference_quasimomenta(self) -> Array:
        """The k_j of the ground state, in n, shape (N,)."""
        x = self.reference_rapidities
        return self.gamma * Pairs(self.n_particles).all_of(x, x)

    @property
    def shifts(self) -> Array:
        """Shifts Δk_j relative to the ground state, in n, shape (N,).

        They are exact for every N.  Their leading part in 1/N obeys Eq. (9).
        """
        each = self.relative_shifts
        if each.ndim == 2:
            each = Pairs(self.n_particles).unfold(each)
        return self.gamma * (self.boost + each)

    @property
    def quasimomenta(self) -> Array:
        """Quasimomenta k_j of Eq. (2), in n, shape (N,)."""
        origin, relative = self.rapidities
        return np.asarray(self.gamma * (origin + relative), dtype=float)

    @property
    def reference_energy(self) -> float:
        """Energy of the ground state, E = Σ k_j²/2 of Eq. (3), in ħ²n²/m."""
        x = self.reference_rapidities
        return self.gamma**2 * Pairs(self.n_particles).inner(x, x / 2)

    @property
    def energy(self) -> float:
        """Energy E = Σ k_j²/2 of Eq. (3), in ħ²n²/m."""
        return self.reference_energy + self.excitation_energy

    @property
    def mass_ratio(self) -> float:
        """m/m*_N = 2mΔE/p²; tends to m/m* for one flipped spin, J = 1, N → ∞.

        Raises `DomainError` for a state of momentum 0.
        """
        if self.momentum == 0:
            raise DomainError("a state of momentum 0 has no mass ratio 2ΔE/p²; take magnon=1")
        return 2 * self.excitation_energy / self.momentum**2

    def _saved_here(self) -> tuple[str, ...]:
        return (*self._saved, "ring_mass_ratio") if self.momentum else self._saved


def total_momentum(
    magnon: tuple[int, ...], spins: Spins, rapidities: RingRapidities, jumps: Array
) -> float:
    """Return p of Eq. (3) in ħn: 2π/L times Σ (I_j - I_j⁰) and the spin quantum numbers.

    If η was given, the phase Σ_j φ(η - x_j) of the spin stands for 2π times the latter.
    """
    angle, turns = 0.0, sum(magnon)
    if spins.is_present and not magnon:
        angle, turns = spins.momentum(rapidities.relative)
    return (2 * math.pi * (turns + float(jumps.sum())) + angle) / len(jumps)


def excitation_energy(
    pairs: Pairs, gamma: float, ground: Array, shifts: Array, boost: float
) -> float:
    """Return ΔE = Σ (k_j Δ_j + Δ_j²/2), the difference of two energies of Eq. (3), in ħ²n²/m.

    Of mirror pairs Σ (2x A + S² + A²) c²: no sum of order N cancels.  Σ x_j = 0 in the ground
    state, so x_j meets the shifts without the boost only.
    """
    if shifts.ndim == 1:  # one shift per atom
        total = np.sum(pairs.all_of(ground, ground) * shifts + (boost + shifts) ** 2 / 2)
        return gamma**2 * float(total)
    shared, opposite = boost + shifts[SHARED], shifts[OPPOSITE]
    parts = pairs.inner(shared, shared / 2), pairs.inner(opposite, ground + opposite / 2)
    return gamma**2 * (parts[0] + parts[1])
