"""Solved eigenstates, in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..ring.phases import spin_slope
from .bethe import Equations, Numbers, hessian
from .hosts import BOSE, Host

# Elements of tables of all pairs that are in memory at the same time, and best in the cache: those
# of a determinant, and of Newton's method, which has fewer of them.
_BLOCK, _BLOCK_OF_NEWTON = 1 << 15, 1 << 16
# Factors up to 1e38 each, as they are multiplied before logarithms are taken.
_FACTORS = 8
# the rounding of extended precision in that of doubles
_EXTENDED = float(np.finfo(np.longdouble).eps / np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class States:
    """Eigenstates of M atoms on a ring of length Λ, in units of 1/c, with or without a flip.

    Attributes
    ----------
    length : float
        Λ = cL.
    numbers : array, shape (b, M)
        I_m of Eq. (2), ascending.
    magnon : integer array, shape (b,)
        J; at J = 0 no atom sees the flipped spin, or there is none.
    x : array, shape (b, M)
        Rapidities k_m/c, ascending.
    low : array, shape (b, M)
        What x lacks by its rounding.
    eta : array, shape (b,)
        η/c, and ±∞ where J = 0.
    host : Host
        Bosons or fermions.
    """

    length: float
    numbers: Array
    magnon: Numbers
    x: Array
    low: Array
    eta: Array
    host: Host = BOSE

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, which: slice | NDArray[np.intp]) -> States:
        return States(
            self.length,
            self.numbers[which],
            self.magnon[which],
            self.x[which],
            self.low[which],
            self.eta[which],
            self.host,
        )

    @property
    def uncertainty(self) -> Array:
        """Size of the errors of x + low in units of the rounding ε of 1, shape (b, M)."""
        return np.asarray(2 * np.sqrt(self.x.shape[1]) / self.length + _EXTENDED * np.abs(self.x))

    @property
    def quanta(self) -> Array:
        """Momentum in 2π/L, shape (b,): ΣI + J."""
        return np.asarray(self.numbers.sum(axis=1) + self.magnon)

    @property
    def energy(self) -> Array:
        """Energy Σx²/2 of Eq. (3) in units of c², shape (b,)."""
        return np.asarray((self.x * self.x).sum(axis=1) / 2)

    @cached_property
    def pair_logs(self) -> Array:
        """Σ_l log(1 + x_ml²) for every atom, shape (b, M)."""
        logs = np.empty(self.x.shape)
        for part in blocks(*self.x.shape):
            x = self.x[part]
            logs[part] = log_products(1 + (x[:, :, None] - x[:, None, :]) ** 2)
        return logs

    @property
    def hessian(self) -> Array:
        """Derivatives of Eq. (2), H of `bethe`, shape (b, M, M)."""
        return hessian(self.length, self.x, self.eta, self.host)

    @property
    def slope_sum(self) -> Array:
        """Σ_m a_m, shape (b,); 0 where J = 0."""
        return np.asarray(spin_slope(self.eta[:, None], self.x).sum(axis=1))


def joined(batches: Sequence[States]) -> States:
    """Return the states of several batches as one."""
    numbers, magnon, x, low, eta = (
        np.concatenate([getattr(batch, name) for batch in batches])
        for name in ("numbers", "magnon", "x", "low", "eta")
    )
    return States(batches[0].length, numbers, magnon, x, low, eta, batches[0].host)


def log_products(table: Array) -> Array:
    """Return Σ_j log of a table of positive numbers, shape (b, m) for (b, m, n)."""
    starts = np.arange(0, table.shape[2], _FACTORS)
    return np.asarray(np.log(np.multiply.reduceat(table, starts, axis=2)).sum(axis=2))


def blocks(count: int, n_atoms: int, elements: int = _BLOCK) -> list[slice]:
    """Return slices of a batch whose tables of all pairs fit into the cache."""
    size = max(1, elements // (n_atoms + 1) ** 2)
    return [slice(start, start + size) for start in range(0, count, size)]


def solve_states(
    length: float, numbers: Array, magnon: Numbers, start: Array, host: Host = BOSE
) -> States:
    """Solve Eq. (2) for a batch of states.

    Parameters
    ----------
    length : float
        Λ = cL.
    numbers : array, shape (b, M)
        I_m, ascending.
    magnon : integer array, shape (b,)
        J, from 0 to M - 1.
    start : array, shape (b, M)
        First guess of the rapidities.
    host : Host
        Bosons or fermions.

    Raises
    ------
    ConvergenceError
        If Newton's method does not settle.
    """
    x, low, eta = np.empty_like(start), np.empty_like(start), np.empty(len(start))
    count, n_atoms = start.shape
    for part in blocks(count, n_atoms, _BLOCK_OF_NEWTON):
        equations = Equations(length, numbers[part], magnon[part], host)
        x[part], low[part], eta[part] = equations.solve(start[part])
    return States(length, numbers, magnon, x, low, eta, host)
