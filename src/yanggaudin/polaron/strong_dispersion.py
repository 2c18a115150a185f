"""E(p) of the polaron in powers of 1/γ, from Eqs. (8) and (14).

With α = Q/c and t = k/Q, the impurity's phase φ(y - αt), y = η/c, is a Taylor series in α, and
Eqs. (8) and (14) become series in the moments m_j = ∫t^j R dt and s_j = ∫t^j S dt of the dressed
1 and t (`series/strong_recursion.py`),

    p = Σ_{j even} (α^j/j!) (m_j/m_0) φ^(j),     E = -(2π/m_0²) Σ_{j odd} (α^j/j!) s_j φ^(j).

Since φ′ = -2 (1 - cos φ), every derivative of φ is a trigonometric polynomial in φ itself.
p = φ + ε(φ), and Lagrange's inversion gives E(p); 1/γ = α m_0/2π replaces α.

A trigonometric polynomial in φ (or p) with series in α as coefficients is an array of harmonics.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..series.strong_recursion import strong_moments

#: [order in α, harmonic]: Σ a_{kh} α^k e^{ihφ}, the harmonics from -M to M
Harmonics = NDArray[np.complex128]


@cache
def strong_dispersion_coefficients(order: int) -> Array:
    """Return C[k, m] in E(p) = Σ_k γ^-k Σ_m C[k, m] cos mp, in ħ²n²/m.

    Read only, of shape (order + 1, order + 1): the coefficient of γ^-k has harmonics up to k.
    """
    density, momentum = _float_moments(order, odd=False), _float_moments(order, odd=True)
    inverse_density = _reciprocal(density[0])
    phase = _derivatives_of_phase(order)

    def terms(moments: list[Array], first: int) -> Harmonics:
        """Sum the Taylor series in α of one of Eqs. (8) and (14), as harmonics in φ."""
        total = np.zeros((order + 1, phase.shape[1]), dtype=np.complex128)
        for j in range(first, order + 1, 2):
            series = np.zeros(order + 1)
            series[j:] = moments[j // 2][: order + 1 - j] / math.factorial(j)
            total += np.outer(series, phase[j])
        return total

    shift = _times(terms(density, 2), inverse_density)
    energy = -2 * math.pi * _times(_times(terms(momentum, 1), inverse_density), inverse_density)
    # Lagrange: E(φ) at p = φ + ε(φ) is E(p) + Σ_k (-1)^k/k! (d/dp)^(k-1) [E′(p) ε(p)^k]
    result, product = energy.copy(), _derivative(energy)
    for k in range(1, order // 2 + 1):
        product = _multiply(product, shift)
        term = product
        for _ in range(k - 1):
            term = _derivative(term)
        result += (-1) ** k / math.factorial(k) * term
    in_coupling = _revert(density[0] / (2 * math.pi)).T @ result
    middle = phase.shape[1] // 2
    cosines = 2 * in_coupling.real[:, middle : middle + order + 1]
    cosines[:, 0] /= 2
    cosines.setflags(write=False)
    return cosines


def _float_moments(order: int, *, odd: bool) -> list[Array]:
    """Return the moments of powers 0, 2, 4, … (1, 3, 5, … if odd), each as a series in α."""
    exact = strong_moments(order, odd=odd)
    table = np.zeros((order // 2 + 2, order + 1))
    for m, row in enumerate(exact):
        for i, polynomial in enumerate(row[: len(table)]):
            rationals = [int(c.p) / int(c.q) for c in polynomial.coeffs()]
            table[i, m] = sum(c / math.pi**k for k, c in enumerate(rationals))
    return list(table)


def _derivatives_of_phase(order: int) -> Harmonics:
    """Return the derivatives φ^(j)(y) as functions of φ, in rows j ≥ 1; row 0 is not used."""
    middle = 2 * order + 2  # φ^(j) has harmonics up to j, of which products are taken
    rows = np.zeros((order + 1, 2 * middle + 1), dtype=np.complex128)
    slope = np.zeros((1, 2 * middle + 1), dtype=np.complex128)  # -2 (1 - cos φ)
    slope[0, middle - 1 : middle + 2] = 1, -2, 1
    rows[1] = slope[0]
    for j in range(1, order):
        rows[j + 1] = _multiply(_derivative(rows[j : j + 1]), slope)[0]
    return rows


def _derivative(a: Harmonics) -> Harmonics:
    """Return the derivative with respect to φ."""
    middle = a.shape[1] // 2
    return 1j * np.arange(-middle, middle + 1) * a


def _multiply(a: Harmonics, b: Harmonics) -> Harmonics:
    """Return the product of two of them, cut off at the order in α and at ±M."""
    length, middle = len(a), a.shape[1] // 2
    product = np.zeros_like(a)
    for i in range(length):
        for k in range(length - i):
            product[i + k] += np.convolve(a[i], b[k])[middle:-middle]
    return product


def _times(a: Harmonics, series: Array) -> Harmonics:
    """Return the product with a power series in α."""
    rows = range(len(a))
    return np.array([sum(series[k - i] * a[i] for i in range(k + 1)) for k in rows])


def _reciprocal(series: Array) -> Array:
    """Return the power series 1/series."""
    inverse = np.zeros_like(series)
    inverse[0] = 1 / series[0]
    for k in range(1, len(series)):
        inverse[k] = -(series[1 : k + 1] @ inverse[k - 1 :: -1][:k]) / series[0]
    return inverse


def _revert(series: Array) -> Array:
    """Return the matrix P with α^k = Σ_j P[k, j] x^j for x = α · series(α)."""
    length = len(series)
    # x^k in powers of α, a triangular matrix, and its inverse
    powers = np.zeros((length, length))
    powers[0, 0] = 1
    for k in range(1, length):
        powers[k, k:] = np.convolve(powers[k - 1, k - 1 :], series)[: length - k]
    return np.asarray(np.linalg.inv(powers), dtype=np.float64)
