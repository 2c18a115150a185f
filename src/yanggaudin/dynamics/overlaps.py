"""⟨state with a flipped spin| operator |Lieb-Liniger state⟩ as one determinant, for many states.

With c = 1, k and η of M atoms, λ of n = M - 1 (injection, ejection) or n = M atoms (spin flip),
u_mj = k_m - λ_j, and δ_m = -½[k_mΛ + Σ_j θ(u_mj)] + π(n - 1)/2,

    weight = Λᵃ 4ᵇ R det(A)²,     R = Π(1 + u_mj²)/[Π(1 + λ_jl²) Π(1 + k_ml²) det G(λ) det J(k, η)],

A has a row [B_m1 … B_mn, r_m] for each k_m and, for a spin flip, one more, [1 … 1, 0]:

    B_mj = (sin δ_m/u_mj + cos δ_m)/(1 + u_mj²),
    r_m = (-1)^(I_m - I_1) Π_l √(1 + k_ml²)/[Π_j √(1 + u_mj²) √((k_m - η)² + ¼)].

For an injection a = 1, b = n; for a flip a = 2, b = n - 1.  The derivation is docs/dynamics.md.

What rounding does: δ_m is measured from its value at the nearest λ, where it is a multiple of π, so
that sin δ_m/u_mj keeps its digits at u → 0.  In the determinant nearly everything cancels where a
transition is unlikely; `Overlaps.error` is a bound of first order on what that leaves,

    8ε Σ_mj [2|A|_mj + s |∂B_mj/∂k_m|] |A⁻¹|_jm,     |A|_mj = |B_mj| + 2/(1 + u_mj²),

the second part for the errors sε of the rapidities, with ∂δ_m/∂k_m = -½[Λ + Σ_j K(u_mj)].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arguments import Array
from ..ring.equations import PI
from .states import States, blocks, log_products

# Five times the least with which the bound holds in thousands of random draws (docs/dynamics.md).
_ROUNDINGS = 8 * float(np.finfo(float).eps)
# Stands for u = 0, where sin δ/u has a limit: its square is 0, and it has all digits.
COINCIDENCE = 1e-200
# What Gauss's algorithm adds to the error of each element, of the largest in its row and column.
_ELIMINATION = 0.125
#: of a number that is no overflow
LARGEST_LOGARITHM = 700.0


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Weights of a batch of transitions.

    Attributes
    ----------
    log_weight : array, shape (b,)
        Logarithm of |F|².
    sign : array, shape (b,)
        Sign of the determinant, and 0 where it vanishes.
    error : array, shape (b,)
        Bound on the relative error of |F|², to first order; ∞ where nothing is known.
    """

    log_weight: Array
    sign: Array
    error: Array


def log_norms(states: States) -> Array:
    """Return log[Π_{m<l}(1 + k_ml²) |det J|], det J → det G where J = 0, shape (b,).

    Among fermions it is log|det J|.
    """
    logs = np.empty(len(states))
    for part in blocks(*states.x.shape):
        some = states[part]
        slopes = np.where(some.magnon > 0, some.slope_sum, 1.0)
        root = np.diagonal(np.linalg.cholesky(some.hessian), axis1=1, axis2=2)
        logs[part] = np.log(slopes) + 2 * np.log(root).sum(axis=1)
    if states.host.repulsion:
        logs += states.pair_logs.sum(axis=1) / 2
    return logs


def overlaps(flipped: States, polarised: States, norms: Array) -> Overlaps:
    """Return the weights |⟨flipped|ψ↓†(p)|polarised⟩|², or S⁻_q if the atoms are as many.

    Parameters
    ----------
    flipped, polarised : States
        Batches of the same length, or one of them a single state.
    norms : array
        Sum of the `log_norms` of both.
    """
    count = max(len(flipped), len(polarised))
    log_square, sign, error = np.empty((3, count))
    for part in blocks(count, flipped.x.shape[1]):
        k = part if len(flipped) > 1 else slice(None)
        known = part if len(polarised) > 1 else slice(None)
        found = _determinants(flipped[k], flipped.pair_logs[k], polarised[known])
        log_square[part], sign[part], error[part] = found
    log_weight = log_square - norms + polarised.x.shape[1] * np.log(4) + np.log(flipped.length)
    if flipped.x.shape[1] == polarised.x.shape[1]:
        log_weight += np.log(flipped.length / 4)
    # S⁻₀ of a polarised state has the norm M
    log_weight -= np.where(flipped.magnon == 0, np.log(flipped.x.shape[1]), 0.0)
    return Overlaps(log_weight, sign, error)


def _determinants(
    flipped: States, pair_logs: Array, polarised: States
) -> tuple[Array, Array, Array]:
    """Return log[Π(1 + u²) det(A)²], the sign of det A, and the relative error of its square."""
    u = apart(flipped, polarised)
    square = 1 + u * u
    logs = log_products(square)
    column, scale, blurred = _last_column(flipped, pair_logs - logs)
    b, m, n = u.shape
    matrix = np.zeros((b, n + 1, n + 1))
    angle, number = phases(flipped, polarised, u)
    parity = 1 - 2 * ((number + (n - 1) / 2) % 2)
    elements, moved = cauchy(flipped.length, parity, angle, u, square)
    matrix[:, :m, :n] = elements
    matrix[:, :m, n] = column
    matrix[:, m:, :n] = 1.0
    uncertain = 2 * np.abs(matrix)
    moved *= flipped.uncertainty[:, :, None] + polarised.uncertainty[:, None, :]
    uncertain[:, :m, :n] += 4 / square + moved
    uncertain[:, :m, n] *= blurred
    sign, log_determinant, error = determinant(matrix, uncertain, m)
    return 2 * (log_determinant + scale) + logs.sum(axis=1), sign, error


def apart(one: States, other: States) -> Array:
    """Return the u of all pairs of atoms, shape (b, M, n); where they are 0, a tiny number."""
    u = one.x[:, :, None] - other.x[:, None, :]
    u += one.low[:, :, None] - other.low[:, None, :]
    u[u == 0] = COINCIDENCE
    return u


def determinant(
    matrix: Array, uncertain: Array, m: int, enough: float = 0.0
) -> tuple[Array, Array, Array]:
    """Return the sign of a determinant, log|det| and a bound on the relative error of its square.

    The bound is 8ε Σ ``uncertain``_ij |A⁻¹|_ji; or Hadamard's, where that is below ``enough``, by
    |A⁻¹|_ji < Π|a_l|/(|a_i||det A|) with the lengths of rows, which is faster; ∞ at det = 0.
    Gauss's algorithm loses small elements in rows and columns of large ones: both are scaled, the
    columns by their first m rows, without that of ones.  Takes the space of its arguments.
    """
    column = _scale(np.abs(matrix[:, :m]).max(axis=1, keepdims=True))
    matrix *= column
    row = _scale(np.abs(matrix).max(axis=2, keepdims=True))
    matrix *= row
    uncertain *= column
    uncertain *= row
    uncertain += _ELIMINATION
    sign, log_determinant = np.linalg.slogdet(matrix)
    error = np.full(len(matrix), np.inf)
    if enough > 0:
        length = np.sqrt(np.einsum("bij,bij->bi", matrix, matrix))
        log_bound = np.log(length).sum(axis=1) - log_determinant
        log_bound += np.log((uncertain.sum(axis=2) / length).sum(axis=1))
        error = _ROUNDINGS * np.exp(np.minimum(log_bound, LARGEST_LOGARITHM))
    doubtful = np.flatnonzero((error > enough) & (sign != 0))
    inverse = np.linalg.inv(matrix[doubtful])
    lost = np.einsum("bij,bji->b", uncertain[doubtful], np.abs(inverse, out=inverse))
    error[doubtful] = _ROUNDINGS * lost
    scales = np.log(column).sum(axis=(1, 2)) + np.log(row).sum(axis=(1, 2))
    return sign, log_determinant - scales, np.where(sign == 0, np.inf, error)


def _scale(largest: Array) -> Array:
    """Return 1/largest, and 1 where all elements are 0, as the only B of one atom may be."""
    return np.asarray(1 / np.where(largest > 0, largest, 1.0))


def cauchy(
    length: float, parity: Array, angle: Array, u: Array, square: Array
) -> tuple[Array, Array]:
    """Return B = (sin δ/u + cos δ)/(1 + u²) and a bound on its slope in k, shape (b, M, n).

    δ_m is minus ``angle``, and π more where ``parity`` is -1, shape (b, M); ``square`` is 1 + u².
    """
    cosine, sine = (parity * np.cos(angle))[..., None], (-parity * np.sin(angle))[..., None]
    inverse = 1 / square
    steepness = length / 2 + inverse.sum(axis=2, keepdims=True)
    ratio = sine / u
    # of sin δ/u: that of either factor, and in any case less than the square of the steepness
    rise = np.abs(ratio)
    rise += steepness * np.abs(cosine)
    rise /= np.abs(u)
    np.minimum(rise, steepness**2, out=rise)
    rise += steepness * np.abs(sine)
    ratio += cosine
    return ratio * inverse, rise * inverse


def phases(states: States, known: States, u: Array) -> tuple[Array, Array]:
    """Return ½[y(k_m) - y(λ*)], y = Λx + Σ_j θ(x - λ_j), and I of the nearest λ*, shape (b, M).

    Whole turns are left out.
    """
    row, nearest = np.arange(len(known))[:, None], np.abs(u).argmin(axis=2)
    least = np.take_along_axis(u, nearest[:, :, None], axis=2)
    place = known.x[row, nearest]
    # ½[θ(u_ml) - θ(λ* - λ_l)] is one arctangent, for both have the same sign
    away = place[:, :, None] - known.x[:, None, :]
    away *= u
    away += 1
    angle, moved = np.arctan(least / away).sum(axis=2), states.length / 2 * least[:, :, 0]
    # of an atom that jumps by j quanta ½Λu is about πj, and doubles would lose επj of it; what
    # extended precision loses is the second part of `States.uncertainty`
    turns = np.rint(moved / (2 * np.pi))
    far = states.x.astype(np.longdouble) - place + (states.low - known.low[row, nearest])
    far = states.length / 2 * far - 2 * PI * turns
    # near λ* it has the rounding of the u that sin δ is divided by
    angle += np.where(turns == 0, moved, far.astype(float))
    eta = known.eta[:, None]
    if np.isfinite(eta).any():
        # and -½[θ(2k_m - 2η) - θ(2λ* - 2η)]
        turned = 1 + 4 * (states.x - eta) * (place - eta)
        angle -= np.where(np.isfinite(eta), np.arctan2(2 * least[:, :, 0], turned), 0.0)
    return angle, known.numbers[row, nearest]


def _last_column(flipped: States, size: Array) -> tuple[Array, Array, Array]:
    """Return r_m over its largest element, and its logarithm, from log r_m² without the spin.

    Then by how much its error is larger because k - η has the roundings of k and η.
    """
    k, eta = flipped.x, flipped.eta[:, None]
    seen = np.isfinite(eta)
    near = np.where(seen, eta, 0.0)
    square = (k - near) ** 2 + 0.25
    size = size - np.where(seen, np.log(square), 0.0)
    blurred = 1 + np.where(seen, (np.abs(k) + np.abs(near)) / (2 * np.sqrt(square)), 0.0)
    largest = size.max(axis=1, keepdims=True)
    sign = 1 - 2 * ((flipped.numbers - flipped.numbers[:, :1]) % 2)
    return sign * np.exp((size - largest) / 2), largest[:, 0] / 2, blurred
