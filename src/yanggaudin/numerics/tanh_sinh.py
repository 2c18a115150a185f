"""The tanh-sinh rule: integrals, antiderivatives and Sturm-Liouville problems on an interval.

x = 1/(1 + e^{-π sinh τ}) maps the line onto (0, 1), and the trapezoidal rule in τ converges
exponentially, whatever powers the integrand has at the ends.  So does the sinc expansion of the
antiderivative,

    ∫₀^{x_j} f dx = Σ_k S(j - k) w_k f(x_k),     S(k) = ½ + ∫₀^k sin(πt)/πt dt.

H. Takahasi and M. Mori, Publ. RIMS 9, 721 (1974); S. Haber, Numer. Math. 63, 85 (1993).
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from ..arguments import Array

# e^{-π sinh 3.2} = 2e-17: what is nearer to an end is lost in the rounding of the interval
_LAST = 3.2
# nodes of a Gauss rule for ∫ sinc over one period
_GAUSS = 20


class Nodes(NamedTuple):
    """Nodes of (0, 1), shape (m,): distances from both ends, each accurate, and weights."""

    left: Array
    right: Array
    weights: Array


@cache
def nodes(step: float) -> Nodes:
    """Return the nodes and weights of the tanh-sinh rule with a step in τ."""
    n = math.floor(_LAST / step)
    tau = step * np.arange(-n, n + 1)
    e = np.exp(-math.pi * np.abs(np.sinh(tau)))
    near, far = e / (1 + e), 1 / (1 + e)
    left, right = np.where(tau < 0, near, far), np.where(tau < 0, far, near)
    return Nodes(left, right, step * math.pi * np.cosh(tau) * left * right)


@cache
def upper_half(step: float) -> Nodes:
    """Return the nodes from the middle on, with the weights for functions even about it."""
    left, right, weights = nodes(step)
    n = len(left) // 2
    doubled = 2 * weights[n:]
    doubled[0] = weights[n]
    return Nodes(left[n:], right[n:], doubled)


@cache
def antiderivative(count: int) -> Array:
    """Return the matrix S(j - k) of antiderivatives, shape (count, count)."""
    x, weights = np.polynomial.legendre.leggauss(_GAUSS)
    periods = np.sinc(np.arange(count - 1)[:, None] + (x + 1) / 2) @ (weights / 2)
    integral = np.concatenate([[0.0], np.cumsum(periods)])
    k = np.arange(count)
    difference = k[:, None] - k
    return np.asarray(0.5 + np.sign(difference) * integral[np.abs(difference)])


def sturm_liouville(weights: Array, stiffness: Array, inertia: Array) -> Array:
    """Return the eigenvalues λ > 0 of -(pφ′)′ = λWφ, p vanishing at both ends, in rising order.

    Parameters
    ----------
    weights : array, shape (m,)
        Those of all nodes, in x.
    stiffness, inertia : array, shape (m,)
        p > 0 and W > 0 at the nodes.

    Returns
    -------
    array, shape (m,)
        The eigenvalues, the lowest ones accurate; λ = 0 of constant φ is left out, so that the
        last is without meaning.

    Notes
    -----
    With ψ = √p φ′ as unknown, ∫pφ′² dx is |ψ|² and ∫Wφ² dx is |Bψ|², B the antiderivative between
    √W and 1/√p.  Less its mean, φ is perpendicular to the constant, and the singular values of B
    are 1/√λ; the largest ones, which are wanted, are the accurate ones.
    """
    size = np.sqrt(weights * inertia)
    matrix = size[:, None] * antiderivative(len(weights)) * np.sqrt(weights / stiffness)
    unit = size / np.linalg.norm(size)
    matrix -= np.outer(unit, unit @ matrix)
    return np.asarray(np.linalg.svd(matrix, compute_uv=False)[:-1] ** -2.0)
