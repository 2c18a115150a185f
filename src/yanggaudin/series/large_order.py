"""Why the weak series diverges and where the strong one stops converging.

Weak: e_k ~ -(512/πe⁴) Γ(k) (8π)^{-k}, so the Borel transform is singular at t = 8π; the
constants are found here from the computed coefficients.

Strong: continued to complex Q, the kernel 1/π(1 + (x - y)²) of the integral equation becomes
singular at the pair of end points x = B, y = -B when 2B = ±i.  The coupling γ at Q/c = ±i/2 is
therefore a singularity of e(γ), and the nearest one to 1/γ = 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from flint import arb
from numpy.typing import NDArray

from ..arguments import whole_number
from ..numerics.extrapolation import polynomial_at_zero
from ..numerics.precision import PRECISION, bits_for, precision
from ..results import Result
from .energy_coefficients import energy_balls

# Steps of the extrapolation: from e_388 … e_400 the constants come out with all digits of a double.
_LEVELS = 12
# The extrapolation loses 22 digits at k = 400; the table of e_k has 110.
_DIGITS = 100
# The change under the last step of the extrapolation passes through zero at some orders: it is
# looked at for this many last orders, and the largest, with a margin, is the error.
_WINDOWS = 3
_MARGIN = 5

#: limit of -e_k (8π)^k/Γ(k) as k → ∞
STOKES_CONSTANT = 512 / (math.pi * math.e**4)


@dataclass(frozen=True)
class LargeOrder(Result):
    """Growth e_k ~ -stokes_constant · Γ(k) / action^k of the weak coefficients of e(γ), Eq. (20).

    Made by `large_order`.

    Attributes
    ----------
    order : int
        Number of coefficients used.
    action, stokes_constant : float
        Position of the Borel singularity, 8π, and 512/(πe⁴), from the coefficients alone.
    errors : dict of str to float
        Estimated absolute errors of `action` and `stokes_constant`: five times what the last step
        of the extrapolation changes, at most, at this order and the two before, and the rounding
        to a double.  No true error is above 0.3 of it at any order.

    Examples
    --------
    >>> from yanggaudin.series import large_order
    >>> large_order(400).errors["action"] < 1e-14
    True
    """

    _saved: ClassVar = ("order", "action", "stokes_constant")

    order: int
    action: float
    stokes_constant: float
    errors: dict[str, float] = field(hash=False)


def large_order(order: int = 400) -> LargeOrder:
    """Extrapolate the growth of the weak coefficients e_k of e(γ), Eq. (20), to k → ∞.

    Parameters
    ----------
    order : int
        Last coefficient used, from 40 to 400.

    Returns
    -------
    LargeOrder
        The action 8π and the Stokes constant 512/(πe⁴), both numbers, with their errors.

    Raises
    ------
    DomainError
        If order is no such number.

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
    with PRECISION, precision(bits_for(_DIGITS)):
        e = energy_balls("weak", order, _DIGITS)
        tail = range(order - _LEVELS - _WINDOWS + 1, order + 1)
        # (k - 1) e_{k-1} / e_k and e_k (8π)^k/Γ(k) are series in 1/k
        action = _limit({k: e[k - 1] * (k - 1) / e[k] for k in tail})
        stokes = _limit({k: -e[k] * (8 * arb.pi()) ** k / arb(k).gamma() for k in tail})
    errors = {"action": action[1], "stokes_constant": stokes[1]}
    return LargeOrder(order, action[0], stokes[0], errors)


def scaled_coefficients(order: int) -> NDArray[np.float64]:
    """Return -e_k (8π)^k/Γ(k) for k from 1 to `order`; tends to `STOKES_CONSTANT`.

    >>> round(float(scaled_coefficients(80)[-1]), 6)
    3.081867
    """
    with PRECISION, precision(bits_for(_DIGITS)):
        e = energy_balls("weak", order, _DIGITS)
        action = 8 * arb.pi()
        scaled = [-e[k] * action**k / arb(k).gamma() for k in range(1, order + 1)]
        return np.array([float(value.mid()) for value in scaled])


def strong_singularity() -> complex:
    """Return γ at Q/c = i/2, the singularity that ends the convergence of the strong series.

    Returns
    -------
    complex
        γ_c without dimension, Im γ_c < 0; its conjugate is a singularity too.  The series in 1/γ
        converges for γ > |γ_c|.

    Notes
    -----
    Eqs. (5) and (6) are solved on the segment from -i/2 to i/2 with the tanh-sinh rule, which
    resolves the end points.

    Examples
    --------
    >>> gamma_c = strong_singularity()
    >>> complex(round(gamma_c.real, 10), round(gamma_c.imag, 10)), round(abs(gamma_c), 10)
    ((-2.7494254323-6.3810519886j), 6.9481770767)
    """
    # the rule is exact to rounding with this step, and its weights at the last nodes are negligible
    step, n_steps = 0.05, 90
    k = step * np.arange(-n_steps, n_steps + 1)
    u = np.pi / 2 * np.sinh(k)
    # distances of x = iξ from the two ends, without cancellation
    right, left = 1 / (1 + np.exp(2 * u)), 1 / (1 + np.exp(-2 * u))
    weights = step * np.pi * np.cosh(k) * left * right
    kernel = 1j * weights / (np.pi * (right[:, None] + left) * (left[:, None] + right))
    dressed = np.linalg.solve(np.eye(len(k)) - kernel, np.ones(len(k)))
    return complex(2 * np.pi / (1j * (weights @ dressed)))


def _limit(sequence: dict[int, arb]) -> tuple[float, float]:
    """Extrapolate balls by their k to k → ∞ in 1/k; return the limit and its error as doubles."""
    points = np.array([1 / arb(k) for k in sequence], dtype=object)
    balls = np.array(list(sequence.values()), dtype=object)
    windows = [slice(first, first + _LEVELS + 1) for first in range(_WINDOWS)]
    found = [polynomial_at_zero(points[window], balls[window]) for window in windows]
    limit = float(found[-1][0].mid())
    change = max(abs(float(change.mid())) for _, change in found)
    return limit, _MARGIN * change + math.ulp(limit)
