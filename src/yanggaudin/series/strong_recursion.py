"""The strong-coupling series of e(γ) to any order.

In units of Q the dressed 1, R(x), obeys an equation whose kernel is a power series in α = Q/c,

    R(x) = 1 + (1/π) Σ_j (-1)^j α^{2j+1} ∫_{-1}^{1} (x - y)^{2j} R(y) dy,

so order by order in α it is an even polynomial in x with coefficients in ℚ[1/π].  Its moments
m_0, m_2 give π/γ = α m_0/2 and e = 4π² m_2/m_0³, and Lagrange's inversion removes α.
"""

from __future__ import annotations

from math import comb

from flint import fmpq, fmpq_poly

from .coefficient_rings import compose_with_inverse, multiply, power


def strong_energy_coefficients(order: int) -> list[fmpq_poly]:
    """Return a_0 … a_order of e(γ) = π² Σ_k a_k(u) (π/γ)^k, polynomials in u = 1/π."""
    zero, one = fmpq_poly([]), fmpq_poly([1])
    moments = strong_moments(order)
    density = [row[0] * fmpq(1, 2) for row in moments]
    second = [row[1] * fmpq(1, 2) for row in moments]
    # e/π² = (m_2/2) (m_0/2)^{-3},  π/γ = α (m_0/2)
    inverse_cube = power(density, fmpq(-3), order + 1, one, zero)
    energy = multiply(second, inverse_cube, zero)
    return compose_with_inverse(energy, density, fmpq(-1), one, zero)


def strong_moments(order: int, *, odd: bool = False) -> list[list[fmpq_poly]]:
    """M[m][i] = [α^m] ∫ x^{2i} R dx, as far as lower orders are needed.

    If odd, [α^m] ∫ x^{2i+1} S dx with S the dressed x, whose equation has the same kernel.
    """
    u, shift = fmpq_poly([0, 1]), int(odd)
    moments: list[list[fmpq_poly]] = []
    for m in range(order + 1):
        coefficients = [fmpq_poly([1 if m == 0 else 0])]  # of R_m or S_m/x in x²
        coefficients += [fmpq_poly([])] * ((m - 1) // 2)
        for j in range((m + 1) // 2):
            source = moments[m - 2 * j - 1]
            for i in range(j + 1 - shift):
                weight = (-1) ** (j + shift) * comb(2 * j, 2 * i + shift)
                coefficients[i] += source[j - shift - i] * u * weight
        needed = max(2, (order - m) // 2 + 1)
        moments.append(
            [
                sum(
                    (c * fmpq(2, 2 * (i + k + shift) + 1) for k, c in enumerate(coefficients)),
                    fmpq_poly(),
                )
                for i in range(needed)
            ]
        )
    return moments
