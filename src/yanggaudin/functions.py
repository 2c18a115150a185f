"""e(γ), m/m*(γ) and their family as functions of γ: any coupling from 0 to ∞, double precision.

Units ħ = m = n = 1; e is that of ε₀ = (ħ²n²/2m) e, Eq. (20).  Divided by its leading behaviour,
every function is smooth in √γ for γ < 1 and in 1/√γ for γ ≥ 1; there it is a polynomial on each of
128 equal pieces.  `tools/function_tables.py` makes the table data/functions.npz from certified
values and the weak series.

All take a number, or an array of any shape and size, and return the same kind: NumPy arrays and
whatever becomes one, or any array of the Python array API standard, on its own device.  γ = 0 and ∞
give the limits, nan gives nan, and a negative γ raises `DomainError`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import DomainError

_PIECES = 128
_BLOCK = 8192
_ONE_AND_LOG_8 = 1 + math.log(8)


class _Floats:
    """The few functions of an array namespace, for one Python float."""

    sqrt = staticmethod(math.sqrt)
    log = staticmethod(math.log)
    minimum = staticmethod(min)

    @staticmethod
    def clip(x: float, low: float | None, high: float | None) -> float:
        x = x if low is None else max(x, low)
        return x if high is None else min(x, high)

    @staticmethod
    def where(condition: bool, yes: float, no: float) -> float:
        return yes if condition else no


@dataclass(frozen=True)
class _Variables:
    """What a formula is made of, and where in the table it reads.

    The table has a first half for weak coupling and a second one for strong coupling, and is read
    at `position`, counted in pieces from the beginning of the half.
    """

    argument: Any
    root: Any
    weak: Any
    position: Any


def _of_coupling(gamma: Any, xp: Any) -> _Variables:
    # the root halves the rounding error of 1/γ
    root = xp.sqrt(xp.minimum(gamma, 1 / gamma))
    return _Variables(gamma, root, gamma < 1, root * _PIECES)


def _of_mass_ratio(ratio: Any, xp: Any) -> _Variables:
    """z = (1 - r)/(1 - r + √r) runs over both halves."""
    root = xp.sqrt(ratio)
    shift = 1 - ratio
    position = shift / (shift + root) * (2 * _PIECES)
    weak = position < _PIECES
    return _Variables(ratio, shift, weak, xp.where(weak, position, position - _PIECES))


@dataclass(frozen=True)
class _Function:
    """A formula in the variables and the values of one or two tables."""

    tables: tuple[str, ...]
    formula: Callable[..., Any]
    at_zero: float
    at_infinity: float
    variables: Callable[[Any, Any], _Variables] = _of_coupling
    argument: str = "gamma"
    largest: float = math.inf

    def __call__(self, argument: Any) -> Any:
        if isinstance(argument, (float, Real, Decimal)) and not isinstance(argument, bool):
            return self._scalar(argument)
        if isinstance(argument, (np.ndarray, list, tuple)):
            return self._numpy(argument)
        from array_api_compat import is_array_api_obj

        if is_array_api_obj(argument) and not isinstance(argument, np.generic):
            with np.errstate(all="ignore"):
                return self._standard_array(argument)
        return self._numpy(argument)

    def _scalar(self, argument: float | Real | Decimal) -> float:
        try:
            value = float(argument)
        except OverflowError:
            raise DomainError(f"{self.argument} must fit into a double, got {argument!r}") from None
        if math.isnan(value):
            return value
        if not 0 <= value <= self.largest:
            raise self._domain_error(value, ())
        if value == 0:
            return self.at_zero
        if value == self.largest:
            return self.at_infinity
        v = self.variables(value, _Floats)
        k = min(int(v.position), _PIECES - 1)
        u = v.position - k
        k += 0 if v.weak else _PIECES
        smooth = []
        for rows in self._rows:
            first, *rest = rows[k]
            for c in rest:
                first = first * u + c
            smooth.append(first)
        return float(self.formula(v, *smooth, xp=_Floats))

    def _numpy(self, argument: Any) -> Any:
        if isinstance(argument, np.ma.MaskedArray):
            raise DomainError(f"{self.argument} must not be masked; pass its filled() values")
        try:
            values: NDArray[Any] = np.asarray(argument)
        except ValueError as error:
            raise DomainError(f"{self.argument} must be a rectangular array: {error}") from None
        if values.dtype.kind not in "iuf" and values.size:
            raise DomainError(f"{self.argument} must hold real numbers, got {values.dtype}")
        flat = values.reshape(-1)
        result = np.empty(flat.shape)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
            for start in range(0, flat.size, _BLOCK):
                block = flat[start : start + _BLOCK].astype(np.float64, copy=False)
                low, high = block.min(), block.max()
                if not (low >= 0 and high <= self.largest):
                    self._check(block, start, values.shape)
                if not low > 0:
                    block = np.abs(block)  # no -0
                missing = np.isnan(block) if math.isnan(low) else None
                if missing is not None:
                    block = np.where(missing, self.largest, block)
                out = self._smooth_formula(block, np, _take_numpy)
                if not low > 0:
                    out[block == 0] = self.at_zero
                if not high < self.largest:
                    out[block == self.largest] = self.at_infinity
                if missing is not None:
                    out[missing] = math.nan
                result[start : start + _BLOCK] = out
        return result.reshape(values.shape)

    def _standard_array(self, argument: Any) -> Any:
        from array_api_compat import array_namespace, device

        xp = array_namespace(argument)
        if not xp.isdtype(argument.dtype, ("integral", "real floating")):
            raise DomainError(f"{self.argument} must hold real numbers, got {argument.dtype}")
        argument = xp.astype(argument, xp.float64)
        bad = xp.reshape((argument < 0) | (argument > self.largest), (-1,))
        if bool(xp.any(bad)):
            first = int(xp.argmax(xp.astype(bad, xp.int64)))
            value = float(xp.reshape(argument, (-1,))[first])
            raise self._domain_error(value, _index(first, tuple(argument.shape)))
        inside = (argument > 0) & (argument < self.largest)
        safe = xp.where(inside, argument, xp.ones_like(argument) / 2)

        def take(table: NDArray[np.float64], v: _Variables) -> Any:
            k = xp.clip(xp.floor(v.position), 0, _PIECES - 1)
            u = v.position - k
            index = xp.astype(k + xp.where(v.weak, 0.0 * k, 0.0 * k + _PIECES), xp.int64)
            total = xp.zeros_like(u)
            for row in table:
                column = xp.asarray(row, device=device(argument))
                piece = xp.take(column, xp.reshape(index, (-1,)))
                total = total * u + xp.reshape(piece, index.shape)
            return total

        result = self._smooth_formula(safe, xp, take)
        for mask, value in (
            (argument == 0, self.at_zero),
            (argument == self.largest, self.at_infinity),
            (xp.isnan(argument), math.nan),
        ):
            result = xp.where(mask, xp.full_like(result, value), result)
        return result

    def _smooth_formula(self, argument: Any, xp: Any, take: Callable[[Any, Any], Any]) -> Any:
        v = self.variables(argument, xp)
        return self.formula(v, *(take(_table(name), v) for name in self.tables), xp=xp)

    @cached_property
    def _rows(self) -> list[list[tuple[float, ...]]]:
        """The tables as Python floats, one tuple a piece."""
        return [[tuple(column) for column in _table(name).T.tolist()] for name in self.tables]

    def _check(self, block: NDArray[np.float64], start: int, shape: tuple[int, ...]) -> None:
        bad = (block < 0) | (block > self.largest)
        if bad.any():
            first = int(np.argmax(bad))
            raise self._domain_error(float(block[first]), _index(start + first, shape))

    def _domain_error(self, value: float, index: tuple[int, ...]) -> DomainError:
        rule = "be >= 0" if math.isinf(self.largest) else f"lie in [0, {self.largest:g}]"
        where = f" at index {index}" if index else ""
        return DomainError(f"{self.argument} must {rule}, got {value!r}{where}")


def _index(position: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(position, shape)) if shape else ()


def _take_numpy(table: NDArray[np.float64], v: _Variables) -> NDArray[np.float64]:
    """Σ_j c_j u^j on the piece of every position, highest coefficient first in the table."""
    k = v.position.astype(np.intp)
    np.minimum(k, _PIECES - 1, out=k)  # the last position belongs to the last piece
    u = v.position - k
    k += _PIECES * ~v.weak
    total: NDArray[np.float64] = table[0].take(k)
    for row in table[1:]:
        total *= u
        total += row.take(k)
    return total


@cache
def _table(name: str) -> NDArray[np.float64]:
    """Coefficients, highest power first."""
    with (files("yanggaudin") / "data" / "functions.npz").open("rb") as file:
        return np.ascontiguousarray(np.load(file)[name][::-1])


def _leading(weak: int, strong: int, factor: float = 1.0) -> Callable[..., Any]:
    """factor · √γ^weak for γ < 1, factor · γ^strong for γ ≥ 1, times the sum of the tables."""

    def formula(v: _Variables, *smooth: Any, xp: Any) -> Any:
        total = sum(smooth[1:], smooth[0])
        if factor != 1:
            total = factor * total
        if weak > 0:
            total = total * xp.where(v.weak, v.root if weak == 1 else v.argument, 1.0)
        if weak < 0:
            total = total / xp.where(v.weak, v.root, 1.0)
        if strong:
            large = xp.clip(v.argument, 1.0, None)
            for _ in range(-strong):
                total = total / large
        return total

    return formula


def _fermi_rapidity(v: _Variables, smooth: Any, xp: Any) -> Any:
    """Q = γ (β - ln β - 1 - ln 8)/2π at weak coupling, β = 4π/√γ times the table."""
    gamma, root = v.argument, v.root
    logarithm = xp.log(4 * math.pi * smooth / root)
    weak = 2 * root * smooth - gamma * ((logarithm + _ONE_AND_LOG_8) / (2 * math.pi))
    return xp.where(v.weak, weak, smooth)


def _luttinger_parameter(v: _Variables, smooth: Any, xp: Any) -> Any:
    return math.pi / (smooth * xp.where(v.weak, v.root, 1.0))


def _mass_enhancement(v: _Variables, smooth: Any, xp: Any) -> Any:
    return xp.where(v.weak, 1.0, v.argument) / smooth


def _gamma_from_mass_ratio(v: _Variables, smooth: Any, xp: Any) -> Any:
    """γ = [(1 - r) H]²/r."""
    del xp
    root = v.root * smooth
    return root * root / v.argument


_INFINITY, _PI_SQUARED = math.inf, math.pi**2
# tables, formula, value at 0 and at ∞
_ENERGY = _Function(("energy",), _leading(2, 0), 0.0, _PI_SQUARED / 3)
_ENERGY_DERIVATIVE = _Function(("energy_derivative",), _leading(0, -2), 1.0, 0.0)
_ENERGY_SECOND_DERIVATIVE = _Function(
    ("energy_second_derivative",), _leading(-1, -3, -1.0), -_INFINITY, 0.0
)
_MASS_RATIO = _Function(("mass_ratio",), _leading(0, -1), 1.0, 0.0)
_MASS_ENHANCEMENT = _Function(("mass_ratio",), _mass_enhancement, 1.0, _INFINITY)
_MASS_SHIFT = _Function(("mass_shift",), _leading(1, 0), 0.0, 1.0)
# μ = (e + γ m/m*)/2 and P = γ (m/m*)/2
_CHEMICAL_POTENTIAL = _Function(("energy", "mass_ratio"), _leading(2, 0, 0.5), 0.0, _PI_SQUARED / 2)
_PRESSURE = _Function(("mass_ratio",), _leading(2, 0, 0.5), 0.0, _PI_SQUARED / 3)
_SOUND_VELOCITY = _Function(("sound_velocity",), _leading(1, 0), 0.0, math.pi)
_LUTTINGER_PARAMETER = _Function(("sound_velocity",), _luttinger_parameter, _INFINITY, 1.0)
_FERMI_RAPIDITY = _Function(("fermi_rapidity",), _fermi_rapidity, 0.0, math.pi)
_THREE_BODY_CORRELATION = _Function(("three_body_correlation",), _leading(0, -6), 1.0, 0.0)
_QUARTIC_COEFFICIENT = _Function(("quartic_coefficient",), _leading(-1, -1, -1.0), -_INFINITY, 0.0)
_GAMMA_FROM_MASS_RATIO = _Function(
    ("gamma_from_mass_ratio",),
    _gamma_from_mass_ratio,
    _INFINITY,
    0.0,
    variables=_of_mass_ratio,
    argument="mass_ratio",
    largest=1.0,
)


def energy(gamma: Any) -> Any:
    """e(γ) of Eq. (20), dimensionless; from γ as γ → 0 to π²/3 as γ → ∞.

    Parameters
    ----------
    gamma : number or array
        Coupling γ = c/n ≥ 0, any shape; ∞ is allowed, nan gives nan.

    Returns
    -------
    float or array of float64
        Of the same shape and kind.

    Raises
    ------
    DomainError
        If a coupling is negative or not a real number; the message names its index.

    Notes
    -----
    This holds for every function of this module.  Errors in units of the last place are in
    docs/functions.md.

    Examples
    --------
    >>> round(energy(1.0), 12)
    0.639151285272
    >>> energy([0.0, float("inf")])
    array([0.        , 3.28986813])
    """
    return _ENERGY(gamma)


def energy_derivative(gamma: Any) -> Any:
    """e′(γ); from 1 as γ → 0 to 4π²/3γ² as γ → ∞."""
    return _ENERGY_DERIVATIVE(gamma)


def pair_correlation(gamma: Any) -> Any:
    """g₂ = e′(γ), the probability of two atoms at one point relative to n²."""
    return _ENERGY_DERIVATIVE(gamma)


def energy_second_derivative(gamma: Any) -> Any:
    """e″(γ) < 0; from -1/π√γ as γ → 0 to -8π²/3γ³ as γ → ∞."""
    return _ENERGY_SECOND_DERIVATIVE(gamma)


def mass_ratio(gamma: Any) -> Any:
    """m/m* of Eqs. (16) and (21); from 1 as γ → 0 to 2π²/3γ as γ → ∞.

    >>> round(mass_ratio(1.0), 12)
    0.788795579854
    """
    return _MASS_RATIO(gamma)


def mass_enhancement(gamma: Any) -> Any:
    """m*/m; from 1 as γ → 0 to 3γ/2π² as γ → ∞."""
    return _MASS_ENHANCEMENT(gamma)


def mass_shift(gamma: Any) -> Any:
    """1 - m/m*, with relative accuracy as γ → 0, where it is 2√γ/3π."""
    return _MASS_SHIFT(gamma)


def chemical_potential(gamma: Any) -> Any:
    """μ in ħ²n²/m; from γ as γ → 0 to π²/2 as γ → ∞."""
    return _CHEMICAL_POTENTIAL(gamma)


def pressure(gamma: Any) -> Any:
    """P = γ (m/m*)/2 in ħ²n³/m, Eqs. (16) and (17); from γ/2 as γ → 0 to π²/3 as γ → ∞."""
    return _PRESSURE(gamma)


def sound_velocity(gamma: Any) -> Any:
    """v in ħn/m; from √γ as γ → 0 to π as γ → ∞."""
    return _SOUND_VELOCITY(gamma)


def luttinger_parameter(gamma: Any) -> Any:
    """K = πħn/mv, dimensionless; from π/√γ as γ → 0 to 1 as γ → ∞."""
    return _LUTTINGER_PARAMETER(gamma)


def fermi_rapidity(gamma: Any) -> Any:
    """Q in units of n; from 2√γ as γ → 0 to π as γ → ∞."""
    return _FERMI_RAPIDITY(gamma)


def three_body_correlation(gamma: Any) -> Any:
    """g₃, the probability of three atoms at one point relative to n³ (Cheianov et al. 2006).

    From 1 - 6√γ/π as γ → 0 to 16π⁶/15γ⁶ as γ → ∞.
    """
    return _THREE_BODY_CORRELATION(gamma)


def quartic_coefficient(gamma: Any) -> Any:
    """A₄ < 0 of E(p) = p²/2m* + A₄p⁴ + …, in 1/(m ħ²n²); -1/5π√γ as γ → 0, -π²/36γ as γ → ∞."""
    return _QUARTIC_COEFFICIENT(gamma)


def gamma_from_mass_ratio(mass_ratio: Any) -> Any:
    """The coupling at which m/m* has the given value in [0, 1].

    >>> round(gamma_from_mass_ratio(mass_ratio(3.0)), 12)
    3.0
    """
    return _GAMMA_FROM_MASS_RATIO(mass_ratio)
