"""Form factors of McGuire's impurity among free fermions: Cauchy's determinants in closed form.

With c = 1, k and η of M atoms, w_m = 1/[(k_m - η)² + ¼], q of the n fermions of the sea, and

    C(k, q) = Π_{j<l}(k_j - k_l) Π_{j<l}(q_j - q_l)/Π(k_j - q_l),

injection, flip by q, and the X of `impurity` between two states are (docs/dynamics.md)

    Λ^{2-M} Πw C(k, q)²/det J,     q² Λ^{2-M} Πw C(k, q)²/det J,
    |X|² = (η - η′)^{2M-2} Πw Πw′ C(k, k′)²/[det J det J′].

No determinant is left in which anything could cancel; the error is that of the differences.
"""

from __future__ import annotations

import numpy as np

from ..arguments import Array
from .overlaps import Overlaps, apart
from .states import States, blocks, log_products

_EPS = float(np.finfo(float).eps)


def fermi_overlaps(flipped: States, polarised: States, norms: Array) -> Overlaps:
    """Return the weights |⟨flipped|ψ↓†(p)|polarised⟩|², or S⁻_q if the atoms are as many.

    Parameters
    ----------
    flipped : States
        Final states, a batch.
    polarised : States
        The sea, a batch of one.
    norms : array
        `log_norms` of the final states.
    """
    m, n = flipped.x.shape[1], polarised.x.shape[1]
    log_square, sign, error = _cauchy(flipped, polarised)
    log_weight = log_square + _log_spins(flipped) - norms + (2 - m) * np.log(flipped.length)
    if m == n:
        quanta = np.abs(flipped.quanta - polarised.quanta)
        log_weight += 2 * np.log(2 * np.pi * np.maximum(quanta, 1) / flipped.length)
    # S⁻₀ of free fermions overlaps with the sea if only the injected or flipped one is elsewhere
    symmetric = flipped.magnon == 0
    shared = np.isin(flipped.numbers, polarised.numbers[0]).sum(axis=1)
    alone = np.where(shared >= m - 1, -np.log(m), -np.inf)
    log_weight = np.where(symmetric, alone, log_weight)
    return Overlaps(log_weight, sign, np.where(symmetric, 0.0, error))


def fermi_impurity_overlaps(states: States, one: States, norms: Array) -> Overlaps:
    """Return |X|², its sign and error between C with J > 0 and one B, as `impurity_overlaps`."""
    m = states.x.shape[1]
    log_square, sign, error = _cauchy(states, one)
    log_square += _log_spins(states) + _log_spins(one) - norms
    if one.magnon[0] == 0:
        return Overlaps(log_square - np.log(m), sign, error)
    # det 1/(k - k′) has the pairs of k′ in the other order
    sign *= -(1 - 2 * (m * (m - 1) // 2 % 2))
    distance = states.eta - one.eta
    with np.errstate(divide="ignore"):
        log_square += (2 * m - 2) * np.log(np.abs(distance))
    nearby = 4 * m * _EPS * (np.abs(states.eta) + 1) / np.maximum(np.abs(distance), 1e-300)
    return Overlaps(log_square, sign * np.sign(distance) ** (m - 1), error + nearby)


def _log_spins(states: States) -> Array:
    """Return Σ log w, 0 for symmetric states, shape (b,)."""
    eta = np.where(states.magnon > 0, states.eta, 0.0)[:, None]
    logs = -np.log((states.x - eta) ** 2 + 0.25).sum(axis=1)
    return np.asarray(np.where(states.magnon > 0, logs, 0.0))


def _cauchy(states: States, one: States) -> tuple[Array, Array, Array]:
    """Return log C², the sign of C for ascending k and k′, and the relative error of C²."""
    log_square, sign, error = np.empty((3, len(states)))
    mine = _log_differences(one)[0]
    for part in blocks(*states.x.shape):
        some = states[part]
        u = apart(some, one)
        uncertain = some.uncertainty[:, :, None] + one.uncertainty[:, None, :]
        lost = (uncertain / np.abs(u)).sum(axis=(1, 2)) + some.x.shape[1] ** 2
        theirs = _log_differences(some)
        log_square[part] = theirs + mine - 2 * log_products(np.abs(u)).sum(axis=1)
        error[part] = 4 * _EPS * lost
        sign[part] = np.where((u < 0).sum(axis=(1, 2)) % 2, -1.0, 1.0)
    return log_square, sign, error


def _log_differences(states: States) -> Array:
    """Return log Π_{j<l}(k_j - k_l)², shape (b,)."""
    m = states.x.shape[1]
    table = np.abs(states.x[:, :, None] - states.x[:, None, :]) + np.eye(m)
    return np.asarray(log_products(table).sum(axis=1))
