"""Legendre polynomials and functions of the second kind in balls, and nodes on [-1, 1].

docs/certified.md, statements 10 to 12.
"""

from __future__ import annotations

from functools import lru_cache

from flint import acb, arb, arb_mat, ctx, fmpq

from ..numerics.precision import PRECISION, precision


def parameter(axis: arb) -> arb:
    """Return ρ of the ellipse with foci ±1 and this real half axis (ρ + 1/ρ)/2."""
    return axis + (axis * axis - 1).sqrt()


def raised(n: int) -> int:
    """Return the bits for n steps of a recurrence: each loses log₂(1 + √2) of them or more."""
    return int(ctx.prec) + 2 * n


def twice_legendre_q(z: acb, n_max: int) -> list[acb]:
    """Return 2Q_k(z) = ∫_{-1}^{1} P_k(t)/(z - t) dt for k = 0 … n_max, by the recurrence of P_k."""
    q = [((z + 1) / (z - 1)).log()]
    q.append(z * q[0] - 2)
    for k in range(1, n_max):
        q.append(((2 * k + 1) * z * q[k] - k * q[k - 1]) / (k + 1))
    return q


def legendre_table(points: list[arb], n: int) -> arb_mat:
    """Return the matrix with a row P_0(t) … P_{n-1}(t) for every point t."""
    entries: list[arb] = []
    for t in points:
        p = [arb(1), t]
        for k in range(1, n - 1):
            p.append(((2 * k + 1) * t * p[k] - k * p[k - 1]) / (k + 1))
        entries += p
    return arb_mat(len(points), n, entries)


def chebyshev_nodes(m: int) -> list[arb]:
    """Return the m Chebyshev nodes cos((j + ½)π/m)."""
    return [arb.cos_pi_fmpq(fmpq(2 * j + 1, 2 * m)) for j in range(m)]


@lru_cache(maxsize=32)
def chebyshev_table(m: int, n: int, bits: int) -> arb_mat:
    """Return P_0 … P_{n-1} at the m Chebyshev nodes, to so many bits."""
    with PRECISION, precision(bits + 2 * n):
        return legendre_table(chebyshev_nodes(m), n)


class Basis:
    """The n Gauss-Legendre nodes and weights on [-1, 1], and the matrix to Legendre coefficients.

    A polynomial of degree n - 1 with the values g_j at the nodes has the coefficients
    c_k = (k + ½) Σ_j w_j P_k(t_j) g_j, the rule being exact up to degree 2n - 1.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        with PRECISION, precision(raised(n)):
            rule = [arb.legendre_p_root(n, k, weight=True) for k in range(n)]
            table = legendre_table([t for t, _ in rule], n)
        self.nodes, self.weights = [t for t, _ in rule], [w for _, w in rule]
        entries = [(k + arb(0.5)) * rule[j][1] * table[j, k] for k in range(n) for j in range(n)]
        self.to_legendre = arb_mat(n, n, entries)

    def on_nodes(self, moments: list[arb]) -> list[arb]:
        """Turn weights of the Legendre coefficients into weights of the nodal values."""
        return list((arb_mat(1, self.n, moments) * self.to_legendre).entries())


@lru_cache(maxsize=16)
def basis(n: int, bits: int) -> Basis:
    """Return the basis of n nodes to so many bits."""
    with PRECISION, precision(bits):
        return Basis(n)
