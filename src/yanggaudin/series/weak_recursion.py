"""The weak-coupling series of e(γ) to any order, from a triangular recursion.

    e(γ) = γ Σ_k ε_k (√γ/4π)^k + γ²/6,     ε_k a polynomial over ℚ in ζ(3), ζ(5), …

docs/weak-series.md derives the recursion; the names here are those of that page.
"""

from __future__ import annotations

from flint import fmpq

from .coefficient_rings import CoefficientRing, Element, compose_with_inverse, dot, multiply, power


def weak_energy_coefficients(order: int, ring: CoefficientRing) -> list[Element]:
    """Return ε_0 … ε_order of e(γ)."""
    edge, _ = edge_recursion(order, ring)
    first, second = moment_series(edge, ring)
    # q = √γ/4π = η w₁^{-1/2},  e/γ = w₂/w₁² up to γ/6
    inverse_square = power(first, fmpq(-2), order + 1)
    energy = multiply(second, inverse_square)
    return compose_with_inverse(energy, first, fmpq(1, 2))


def edge_recursion(order: int, ring: CoefficientRing) -> tuple[list[Element], list[list[Element]]]:
    """Return g_0 … g_order of the edge potential and x_0 … x_{order+1}(s) mod s^{order+1}.

    x_{p+1} is determined by x_0 … x_p up to the number g_p, and g_p by the condition that the
    residue of order p vanishes.
    """
    bulk = _bulk_polynomials(order)
    x = [_gamma_ratio(order, ring)]
    g = [ring.zero]
    for p in range(order + 1):
        # (4) of docs/weak-series.md without the term of the unknown g_p
        divisor = fmpq(1, 2 * (p + 1))
        constant, linear = fmpq((2 * p + 1) ** 2, 4) * divisor, (2 * p + 1) * divisor
        scaled = [g_k * divisor for g_k in g]
        following = []
        for j in range(order + 1):
            value = x[p][j] * constant
            if j:
                value = value + x[p][j - 1] * linear
            known = ((scaled[k], x[p - k][j - k]) for k in range(2, min(p - 1, j) + 1))
            following.append(value - dot(known, ring.zero))
        x.append(following)
        if p:
            # g_p enters the residue as -g_p/2(p + 1), and x_{p+1} as that times s^p x_0
            residue = residual(p, p, x, bulk, ring)
            g.append(residue * (2 * (p + 1)))
            for j in range(p, order + 1):
                following[j] = following[j] - residue * x[0][j - p]
    return g, x


def residual(
    power_of_s: int, p: int, x: list[list[Element]], bulk: list[list[fmpq]], ring: CoefficientRing
) -> Element:
    """Return [s^power] Σ_q x_q a_{p+1-q}, which vanishes for every power = p, p - 2, p - 4, … ."""
    total = ring.zero
    for q in range(p + 2):
        a = bulk[p + 1 - q]
        first = max(0, power_of_s - len(a) + 1)
        for i in range(first, power_of_s + 1):
            total = total + x[q][i] * a[power_of_s - i]
    return total


def moment_series(g: list[Element], ring: CoefficientRing) -> tuple[list[Element], list[Element]]:
    """Return w₁(η) and w₂(η): the density and the energy, in the running variable η."""
    r = _edge_moments(g, ring)

    def wronskian(j: int, factor: int) -> list[Element]:
        """Return factor Σ_m η^m Σ_k (2j + m - 2k) r_{k,j} r_{m-k,0}."""
        pairs = (
            ((r[j][k], r[0][m - k] * (factor * (2 * j + m - 2 * k))) for k in range(m + 1))
            for m in range(len(g))
        )
        return [dot(row, ring.zero) for row in pairs]

    return wronskian(1, 2), wronskian(2, 16)


def _edge_moments(g: list[Element], ring: CoefficientRing) -> list[list[Element]]:
    """Return r_{m,j}, the expansion in α of the dressed cosh(αx) at the edge, as r[j][m]."""
    order = len(g) - 1
    # r_{2,1} and r_{4,2} are not fixed by the recursion, whose right side vanishes there
    start = (fmpq(1), fmpq(1, 4), fmpq(1, 64))
    free = {(2, 1): fmpq(-3, 8), (4, 2): fmpq(0)}
    r: list[list[Element]] = []
    for j in range(3):
        row = [ring.one * start[j]]
        for m in range(1, order + 1):
            value = dot(((g[k], row[m - k]) for k in range(2, m + 1)), ring.zero)
            if j:
                below = r[j - 1]
                value = value + below[m] - below[m - 1] * 2
                if m >= 2:
                    value = value + below[m - 2]
            if (m, j) in free:
                row.append(ring.one * free[m, j])
            else:
                row.append(value * fmpq(1, (2 * j - m) ** 2))
        r.append(row)
    return r


def _gamma_ratio(order: int, ring: CoefficientRing) -> list[Element]:
    """Return x_0 = exp Σ_{k odd ≥ 3} (2^k - 2) ζ(k) s^k/k, a ratio of Gamma functions."""
    t = [ring.one]
    for n in range(1, order + 1):
        terms = ((ring.zeta(k) * (2**k - 2), t[n - k]) for k in range(3, n + 1, 2))
        t.append(dot(terms, ring.zero) * fmpq(1, n))
    return t


def _bulk_polynomials(order: int) -> list[list[fmpq]]:
    """Return a_n(s) = -a_{n-1}(s) (n - 1/2 - s)²/2n mod s^{order+1}, n = 0 … order + 1."""
    a = [[fmpq(1)]]
    for n in range(1, order + 2):
        h = fmpq(2 * n - 1, 2)
        product = [fmpq(0)] * (len(a[-1]) + 2)
        for i, c in enumerate(a[-1]):
            product[i] += h * h * c
            product[i + 1] -= 2 * h * c
            product[i + 2] += c
        a.append([c / (-2 * n) for c in product[: order + 1]])
    return a
