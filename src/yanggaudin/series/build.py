"""The series of a quantity to a given order, Eqs. (22) and (23) and beyond."""

from __future__ import annotations

from ..arguments import whole_number
from .energy_coefficients import Side
from .expansion import MOST_DIGITS
from .linear_quantities import linear_quantity
from .truncated_series import Series

# Extrapolated from the times in docs/series.md, the longest of these take about half an hour.
_MOST_ORDERS: dict[Side, int] = {"weak": 1000, "strong": 400}
_MOST_EXACT: dict[Side, int] = {"weak": 80, "strong": 400}


def weak(order: int, quantity: str = "energy", *, digits: int | None = None) -> Series:
    """Weak-coupling series in powers of √γ to the given order, Eq. (22) for m/m*.

    The exponents are k/2 for m/m* and g₂ and 1 + k/2 for e, μ, v² and 1/K², k = 0 … order.

    Parameters
    ----------
    order : int
        Index of the last term, from 0 to 80 exactly, to 1000 in digits.
    quantity : str
        A name from `NAMES`: "energy", "mass_ratio", "chemical_potential", "pair_correlation",
        "sound_velocity_squared" or "inverse_luttinger_squared".
    digits : int, optional
        Give numbers with so many digits, from 1 to 10,000, proven for the recursion, instead of
        exact expressions.

    Returns
    -------
    Series
        The order + 1 terms, in the unit of the quantity: ħ²n²/m for μ, (ħn/m)² for v², none for
        the others.

    Raises
    ------
    DomainError
        If order, quantity or digits is out of range.

    Notes
    -----
    Nothing is computed before it is asked for.  Exact terms to order 30 take half a second and to
    order 50 half a minute; up to order 400 and 110 digits numbers come from a table.  The recursion
    is derived in docs/weak-series.md.

    Examples
    --------
    >>> print(weak(3, "mass_ratio").text())
    m/m*(gamma), weak coupling, order 3
    gamma^(0): 1
    gamma^(1/2): -2/3/pi
    gamma^(1): 0
    gamma^(3/2): 1/4/pi^3 - 3/16*zeta(3)/pi^3
    >>> from decimal import Decimal
    >>> print(weak(20).value("0.01").value.quantize(Decimal("1e-20")))
    0.00958210531914644699
    """
    return _series("weak", order, quantity, digits)


def strong(order: int, quantity: str = "energy", *, digits: int | None = None) -> Series:
    """Strong-coupling series in powers of 1/γ to the given order, Eq. (23) for m/m*.

    The exponents are -k - 1 for m/m* and g₂ and -k for e, μ, v² and 1/K², k = 0 … order.

    Parameters
    ----------
    order : int
        Index of the last term, from 0 to 400.
    quantity : str
        A name from `NAMES`: "energy", "mass_ratio", "chemical_potential", "pair_correlation",
        "sound_velocity_squared" or "inverse_luttinger_squared".
    digits : int, optional
        Give numbers with so many digits, from 1 to 10,000, instead of exact expressions.

    Returns
    -------
    Series
        The order + 1 terms, in the unit of the quantity: ħ²n²/m for μ, (ħn/m)² for v², none for
        the others.

    Raises
    ------
    DomainError
        If order, quantity or digits is out of range.

    Notes
    -----
    Nothing is computed before it is asked for.  Terms to order 100 take 5 seconds.

    Examples
    --------
    >>> print(strong(3, "mass_ratio").text())
    m/m*(gamma), strong coupling, order 3
    gamma^(-1): 2/3*pi^2
    gamma^(-2): -4*pi^2
    gamma^(-3): 16*pi^2
    gamma^(-4): -160/3*pi^2 + 32/9*pi^4
    """
    return _series("strong", order, quantity, digits)


def _series(side: Side, order: int, quantity: str, digits: int | None) -> Series:
    """Check the arguments of `weak` and `strong`."""
    most = _MOST_EXACT[side] if digits is None else _MOST_ORDERS[side]
    remedy = f"; with digits=… up to {_MOST_ORDERS[side]}" if digits is None else ""
    order = whole_number("order", order, 0, most, remedy)
    if digits is not None:
        digits = whole_number("digits", digits, 1, MOST_DIGITS)
    linear_quantity(quantity)
    return Series(side, quantity, order, digits)
