"""Matrix elements of the flipped atom's momentum and density between states with one flip.

With c = 1, C = (k, η) and B = (k′, η′) of M atoms, u_mj = k_m - k′_j, and for B

    y(x) = Λx + Σ_l θ(x - k′_l) - θ(2x - 2η′) - π,     ε_m = ½ y(k_m) - πI′*,

* the nearest k′, where y = 2πI′*:

    |X|² = 4^M Π(1 + u_mj²)/[Π(1 + k_jl²) Π(1 + k′_jl²)] Π_m [(k_m - η′)² + ¼]/[(k′_m - η′)² + ¼]
           det(b)²/[(η - η′)² |det J(C)| |det J(B)|],
    b_mj = (-1)^(I′* - I_m) (cos ε_m - sin ε_m/u_mj)/(1 + u_mj²).

Then |⟨C|ρ↓(q)|B⟩| = Λ|q||X| at q = P_C - P_B, and |⟨C|p↓|B⟩| = Λ|E_C - E_B||X| at equal momenta.
Where B is symmetric, (η - η′)² and the product with η′ are 1, and det J → M det G.  The formula is
checked against wave functions, not proved: docs/dynamics.md.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from ..ring.phases import spin_slope
from .effort import Each
from .hosts import FERMI
from .mcguire import fermi_impurity_overlaps
from .overlaps import (
    LARGEST_LOGARITHM,
    Overlaps,
    apart,
    cauchy,
    determinant,
    log_norms,
    phases,
)
from .states import States, blocks, log_products, solve_states

# Relative errors of matrix elements that need not be known better.
_ENOUGH = 1e-5
# Change of J where two η coincide; the error of the mean is its square.
_TWIST = 1e-4
_EPS = float(np.finfo(float).eps)


def impurity_overlaps(states: States, one: States, norms: Array) -> Overlaps:
    """Return |X|², its sign and error between several states C with J > 0 and one state B.

    The sign is that of ⟨C|p↓|B⟩ but for that of E_B - E_C, for amplitudes with the signs of
    `Overlaps`.

    Parameters
    ----------
    states : States
        The C.
    one : States
        B, a batch of one.
    norms : array, shape (b,)
        Sum of the `log_norms` of both.
    """
    log_square, sign, error = np.empty((3, len(states)))
    for part in blocks(*states.x.shape):
        log_square[part], sign[part], error[part] = _determinants(states[part], one)
    m = states.x.shape[1]
    log_square += m * np.log(4) - norms
    number = m + one.numbers[0, 0] - states.numbers[:, 0] + one.magnon[0] - states.magnon
    sign *= 1 - 2 * (np.rint(number) % 2)
    if one.magnon[0] == 0:
        return Overlaps(log_square - np.log(m), -sign, error)
    distance = states.eta - one.eta
    steepness = np.zeros(len(states))
    for x, power in ((states.x, 1.0), (one.x, -1.0)):
        square = (x - one.eta) ** 2 + 0.25
        log_square += power * np.log(square).sum(axis=1)
        steepness += (1 / np.sqrt(square)).sum(axis=1)
    # x and η are rounded, and η has the errors of x
    blur = sum(np.abs(some.eta) + some.uncertainty.max(axis=1) for some in (states, one))
    # at η = η′ the formula is 0/0, and nothing is known
    known = distance != 0
    size = np.where(known, np.abs(distance), 1.0)
    log_square -= 2 * np.log(size)
    error = np.where(known, error + 4 * _EPS * blur * (steepness + 1 / size), np.inf)
    return Overlaps(log_square, sign * np.sign(distance), error)


def _determinants(states: States, one: States) -> tuple[Array, Array, Array]:
    """Return log[Π(1 + u²) det(b)²], the sign of det b, and the relative error of its square."""
    u = apart(states, one)
    square = 1 + u * u
    angle, number = phases(states, one, u)
    parity = 1 - 2 * ((number - states.numbers) % 2)
    matrix, moved = cauchy(states.length, parity, angle, u, square)
    moved *= states.uncertainty[:, :, None] + one.uncertainty[:, None, :]
    moved += 4 / square + 2 * np.abs(matrix)
    sign, log_determinant, error = determinant(matrix, moved, matrix.shape[1], _ENOUGH)
    return 2 * log_determinant + log_products(square).sum(axis=1), sign, error


def impurity_momenta(states: States) -> Array:
    """Return ⟨C|p↓|C⟩ = (L/2π) ∂E/∂J at fixed I_m, in units of c, shape (b,).

    With H ∂k/∂J = 2πa/Σa, where a symmetric state has a/Σa = 1/M.
    """
    share = spin_slope(states.eta[:, None], states.x)
    share[states.magnon == 0] = 1.0
    share /= share.sum(axis=1, keepdims=True)
    moved = np.linalg.solve(states.hessian, share[..., None])[..., 0]
    return np.asarray(states.length * (states.x * moved).sum(axis=1))


def momentum_matrix(states: States, each: Each = map) -> tuple[Array, Array]:
    """Return ⟨C|p↓|B⟩ in units of c between states of one momentum, and errors, shape (b, b).

    b is the number of states; after an interrupt that of the first ones, which are done, at least
    one, whose only element is on the diagonal.  ``each``
    is like map, to share the work.
    """
    norms, magnons = log_norms(states), np.flatnonzero(states.magnon > 0)
    matrix, errors = np.diag(impurity_momenta(states)), np.zeros((len(states),) * 2)

    def column(one: int) -> None:
        # a symmetric state is always the ket, and has no elements with another one
        others = magnons[magnons > one] if states.magnon[one] else magnons
        ket = states[one : one + 1]
        values, lost = _elements(states[others], ket, norms[others] + norms[one])
        doubtful = np.flatnonzero(~(lost < np.abs(values)))
        if len(doubtful):
            values[doubtful], lost[doubtful] = _twisted(states[others[doubtful]], ket)
        matrix[others, one] = matrix[one, others] = values
        errors[others, one] = errors[one, others] = lost

    done = 0
    try:
        for _ in each(column, range(len(states))):
            done += 1
    except KeyboardInterrupt:
        done = max(done, 1)
    return matrix[:done, :done], errors[:done, :done]


def _elements(states: States, one: States, norms: Array) -> tuple[Array, Array]:
    """Return ⟨C|p↓|B⟩ in units of c and errors, shape (b,)."""
    find = fermi_impurity_overlaps if states.host is FERMI else impurity_overlaps
    found = find(states, one, norms)
    size = np.exp(np.minimum(found.log_weight, LARGEST_LOGARITHM) / 2) * states.length
    size *= np.abs(one.energy - states.energy)
    with np.errstate(invalid="ignore"):  # 0 times ∞ is nan: nothing is known
        lost = size * found.error / 2
    return found.sign * np.sign(one.energy - states.energy) * size, lost


def _twisted(states: States, one: States) -> tuple[Array, Array]:
    """Return the same as the mean over J ± a little, where η = η′ makes it 0/0, as by symmetry."""
    values = []
    for twist in (-_TWIST, _TWIST):
        magnon = np.asarray(states.magnon + twist, dtype=float)
        near = solve_states(states.length, states.numbers, magnon, states.x, states.host)
        moved, lost = _elements(near, one, log_norms(near) + log_norms(one))
        values.append(np.where(lost < np.abs(moved), moved, 0.0))
    return (values[0] + values[1]) / 2, np.abs(values[0] - values[1])


def density_elements(states: States, one: States) -> tuple[Array, Array]:
    """Return |⟨C|ρ↓(q)|B⟩| of several C with J > 0 and one B, q ≠ 0, and relative errors, (b,)."""
    log_square, error = density_weights(states, one)
    return np.exp(log_square / 2), error / 2


def density_weights(states: States, one: States) -> tuple[Array, Array]:
    """Return log|⟨C|ρ↓(q)|B⟩|² of several C and one B, q ≠ 0, and its relative errors, shape (b,).

    Of C and B at least one has J > 0: the other one may be symmetric.
    """
    log_square, error = np.empty((2, len(states)))
    norms = log_norms(states) + log_norms(one)
    flipped = np.flatnonzero(states.magnon > 0)
    found = impurity_overlaps(states[flipped], one, norms[flipped])
    log_square[flipped], error[flipped] = found.log_weight, found.error
    for at in np.flatnonzero(states.magnon == 0):
        here = slice(at, at + 1)
        found = impurity_overlaps(one, states[here], norms[here])
        log_square[here], error[here] = found.log_weight, found.error
    quanta = np.abs(states.quanta - one.quanta)
    return log_square + 2 * np.log(2 * np.pi * quanta), error
