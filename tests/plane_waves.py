"""Few bosons on a ring, one of them distinguishable, diagonalised in plane waves.

Shares nothing with the Bethe equations.  H = Σ k²/2 + c Σ δ(x_i - x_j) with momenta 2πn/L, L = N,
c = γ; the interaction takes any pair to any other of the same total momentum, with c/L.
"""

import math
from itertools import product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def energies(n_atoms: int, gamma: float, momentum: int, cutoff: int, count: int) -> Array:
    """Lowest eigenvalues at total momentum 2π momentum/L with waves |n| ≤ cutoff."""
    waves = range(-cutoff, cutoff + 1)
    # the last n's belong to the equal bosons, the first is what is left
    states = [
        (momentum - sum(bosons), *bosons)
        for bosons in product(waves, repeat=n_atoms - 1)
        if abs(momentum - sum(bosons)) <= cutoff
    ]
    table = np.array(states)
    matrix = np.diag(0.5 * (2 * math.pi / n_atoms) ** 2 * (table**2).sum(axis=1))
    for i in range(n_atoms):
        for j in range(i):
            others = [k for k in range(n_atoms) if k not in (i, j)]
            same = np.ones(matrix.shape, dtype=bool)
            for k in others:
                same &= table[:, None, k] == table[:, k]
            matrix += gamma / n_atoms * same
    index = {state: row for row, state in enumerate(states)}
    symmetric = sorted({(s[0], *sorted(s[1:])) for s in states})
    basis = np.zeros((len(states), len(symmetric)))
    for column, (first, *bosons) in enumerate(symmetric):
        orders = {tuple(bosons), tuple(reversed(bosons))}
        for order in orders:
            basis[index[(first, *order)], column] = 1 / math.sqrt(len(orders))
    return np.asarray(np.linalg.eigvalsh(basis.T @ matrix @ basis)[:count], dtype=np.float64)


def extrapolated(
    n_atoms: int, gamma: float, momentum: int, cutoffs: tuple[int, ...], count: int
) -> Array:
    """Limit of infinite cutoff, from a polynomial in 1/(cutoff + 1/2) through all of them."""
    points = [1 / (cutoff + 0.5) for cutoff in cutoffs]
    rows = [energies(n_atoms, gamma, momentum, cutoff, count) for cutoff in cutoffs]
    powers = np.vander(points, increasing=True)
    return np.asarray(np.linalg.solve(powers, np.array(rows))[0], dtype=np.float64)
