"""Why the weak series diverges and where the strong one stops converging.

Weak: e_k ~ -(512/πe⁴) Γ(k) (8π)^{-k}, so the Borel transform is singular at t = 8π; the
constants are found here from the computed coefficients.

Strong: continued to complex Q, the kernel 1/π(1 + (x - y)²) of the integral equation becomes
singular at the pair of end points x = B, y = -B when 2B = ±i.  The coupling γ at Q/c = ±i/2 is
therefore a singularity of e(γ), and the nearest one to 1/γ = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from flint import arb
from numpy.typing import NDArray

from ..arguments import whole_number
from ..numerics.precision import bits_for, precision
from .energy import weak_balls

_LEVELS = 12
_DIGITS = 100

#: limit of -e_k (8π)^k/Γ(k) as k → ∞
STOKES_CONSTANT = 512 / (math.pi * math.e**4)


@dataclass(frozen=True)
class LargeOrder:
    """Growth e_k ~ -stokes_constant · Γ(k) / action^k of the weak coefficients of e(γ).

    Attributes
    ----------
    order : int
        Number of coefficients used.
    action, stokes_constant : float
        Position of the Borel singularity, 8π, and 512/(πe⁴), from the coefficients alone.
    action_error, stokes_error : float
        Change under the last step of the extrapolation, times 10, and the rounding to a double.
    """

    order: int
    action: float
    action_error: float
    stokes_constant: float
    stokes_error: float


def large_order(order: int = 400) -> LargeOrder:
    """Extrapolate the growth of e_k to k → ∞.

    Parameters
    ----------
    order : int
        Last coefficient used, from 40 to 400.

    Examples
    --------
    >>> import math
    >>> found = large_order(200)
    >>> round(found.action, 10), round(8 * math.pi, 10)
    (25.1327412287, 25.1327412287)
    >>> round(found.stokes_constant, 10), round(512 / math.pi / math.e**4, 10)
    (2.9849850522, 2.9849850522)
    """
    order = whole_number("order", order, 40, 400)
    with precision(bits_for(_DIGITS)):
        e = weak_balls(order, _DIGITS)
        tail = range(order - _LEVELS, order + 1)
        # k e_k / e_{k+1} and e_k (8π)^k/Γ(k) are series in 1/k
        ratios = [(k, e[k - 1] * (k - 1) / e[k]) for k in tail]
        action, action_error = _extrapolate(ratios)
        stokes = [(k, -e[k] * (8 * arb.pi()) ** k / arb(k).gamma()) for k in tail]
        constant, stokes_error = _extrapolate(stokes)
    return LargeOrder(order, action, action_error, constant, stokes_error)


def scaled_coefficients(order: int) -> NDArray[np.float64]:
    """Return -e_k (8π)^k/Γ(k) for k from 1 to `order`; tends to `STOKES_CONSTANT`.

    >>> round(float(scaled_coefficients(80)[-1]), 6)
    3.081867
    """
    with precision(bits_for(_DIGITS)):
        e = weak_balls(order, _DIGITS)
        action = 8 * arb.pi()
        scaled = [-e[k] * action**k / arb(k).gamma() for k in range(1, order + 1)]
        return np.array([float(value.mid()) for value in scaled])


def strong_singularity() -> complex:
    """γ at Q/c = i/2, the singularity that ends the convergence of the strong series.

    The series in 1/γ converges for γ > |γ_c|.  Solved on the segment from -i/2 to i/2 with
    the tanh-sinh rule, which resolves the end points.

    >>> gamma_c = strong_singularity()
    >>> complex(round(gamma_c.real, 10), round(gamma_c.imag, 10)), round(abs(gamma_c), 10)
    ((-2.7494254323-6.3810519886j), 6.9481770767)
    """
    step, n_steps = 0.05, 90
    k = step * np.arange(-n_steps, n_steps + 1)
    u = np.pi / 2 * np.sinh(k)
    # distances of x = iξ from the two ends, without cancellation
    right, left = 1 / (1 + np.exp(2 * u)), 1 / (1 + np.exp(-2 * u))
    weights = step * np.pi * np.cosh(k) * left * right
    kernel = 1j * weights / (np.pi * (right[:, None] + left) * (left[:, None] + right))
    dressed = np.linalg.solve(np.eye(len(k)) - kernel, np.ones(len(k)))
    return complex(2 * np.pi / (1j * (weights @ dressed)))


def _extrapolate(sequence: list[tuple[int, arb]]) -> tuple[float, float]:
    """Neville's scheme in 1/k to k → ∞."""
    column = [value for _, value in sequence]
    nodes = [k for k, _ in sequence]
    previous = column
    for level in range(1, len(nodes)):
        previous = column
        column = [
            (previous[i + 1] * nodes[i + level] - previous[i] * nodes[i]) / level
            for i in range(len(previous) - 1)
        ]
    limit = float(column[0].mid())
    return limit, 10 * abs(float((column[0] - previous[-1]).mid())) + math.ulp(limit)
