"""N atoms as mirror pairs: what keeps the two parts of a state apart.

The quasimomenta of the ground state come in pairs ±x_i, x_i ≥ 0.  Everything about another state
is stored for the upper half of the atoms, m = ⌈N/2⌉ of them, as an array of shape (2, m): row
`SHARED` is the part that both atoms of a pair have in common, an even function of x, and row
`OPPOSITE` the part that they have with opposite signs, an odd function of x.  The atoms at ±x with
shifts S ± A move to S ± (x + A).  A weak excitation moves the centre of mass, S, by far more than
it stretches the gas, A ~ S²; in one number per atom the second would drown in the rounding of the
first.

Rapidities in this package are in units of c: x = k/c.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arguments import Array

#: rows of an array of shape (2, m)
SHARED, OPPOSITE = 0, 1


@dataclass(frozen=True)
class Pairs:
    """N atoms in m = ⌈N/2⌉ mirror pairs; if N is odd, the first pair is one atom."""

    n_atoms: int

    @property
    def n_pairs(self) -> int:
        """m = ⌈N/2⌉."""
        return (self.n_atoms + 1) // 2

    @property
    def weight(self) -> Array:
        """1 for a pair, 1/2 for the single atom in the centre; shape (m,)."""
        weight: Array = np.ones(self.n_pairs)
        if self.n_atoms % 2:
            weight[0] = 0.5
        return weight

    @property
    def ground_quantum_numbers(self) -> Array:
        """I_j = j - (N + 1)/2 of all atoms, Eq. (4)."""
        return np.arange(self.n_atoms, dtype=float) - (self.n_atoms - 1) / 2

    @property
    def upper_quantum_numbers(self) -> Array:
        """I_j of the upper half of the atoms, shape (m,)."""
        return self.ground_quantum_numbers[self.n_atoms // 2 :]

    def unfold(self, parts: Array) -> Array:
        """Return all N values in ascending order of the atoms from the parts, shape (2, m)."""
        shared, opposite = parts
        return self.all_of(shared + opposite, opposite - shared)

    def all_of(self, upper: Array, lower: Array) -> Array:
        """Return the places of all N atoms from those of the pairs, at upper and -lower."""
        return np.concatenate([-lower[::-1][: self.n_atoms // 2], upper])

    def fold(self, values: Array) -> Array:
        """Return the parts, shape (2, m), of N values."""
        upper, lower = values[self.n_atoms // 2 :], values[: self.n_pairs][::-1]
        return np.asarray(np.stack([upper + lower, upper - lower]) / 2)

    def inner(self, one: Array, other: Array) -> float:
        """Return the scalar product of N values from their parts."""
        return 2 * float(np.sum((one * other) @ self.weight))
