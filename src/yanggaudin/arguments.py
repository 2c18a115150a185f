"""Checks of what a caller hands in: value, rule, remedy."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from numbers import Real
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar, cast, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import DomainError
from .foreign import bare, labelled_as

#: type of every array of results
Array = NDArray[np.float64]
#: types of one number, for which a result is a float
Number: TypeAlias = float | Decimal | Fraction | np.integer[Any] | np.floating[Any]

_T = TypeVar("_T")

TWO_PI = 2 * math.pi

# Between these the integral equation is solved.  Beyond, the leading terms serve.  At the lower one
# the next term of e = γ is -4√γ/3π = -4e-16 of it, that of 1 - m/m* = 2√γ/3π of the order γ; at the
# upper one those of e = π²/3 and m/m* = 2π²/3γ are of the order 1/γ, far below the rounding.
SMALLEST_COUPLING = 1e-30
LARGEST_COUPLING = 1e100
# An exact number of more than this would take long to convert, or fill the memory: 1e1000000000.
_LARGEST_EXPONENT, _MOST_BITS = 1000, 10_000


def _one_number(name: str, value: Any, unit: object = "") -> Any:
    """Return ``value`` without its unit, out of an array of one element without dimensions."""
    if not isinstance(value, (list, tuple)):
        value = bare(name, value, unit)
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    is_scalar = isinstance(value, np.generic) and not isinstance(value, np.timedelta64)
    return value.item() if is_scalar else value


def _is_real(value: object) -> bool:
    """Whether this is a real number; truth values and times of NumPy only look like it."""
    return isinstance(value, (Real, Decimal)) and not isinstance(value, (bool, np.timedelta64))


def real_number(name: str, value: Any, unit: object = "") -> float:
    """Return ``value`` as a float if it is one real number, else raise `DomainError`.

    What has a unit has to be a pure number, or to name `unit` as its own.
    """
    value = _one_number(name, value, unit)
    if not _is_real(value):
        several = isinstance(value, (list, tuple, np.ndarray))
        remedy = "; take one value at a time" if several else ""
        raise DomainError(f"{name} must be one real number, got {value!r}{remedy}")
    try:
        number = float(value)
    except OverflowError:
        raise DomainError(f"{name} must fit into a double (below 1.8e308), got {value!r}") from None
    except ValueError:
        raise DomainError(f"{name} must be a number, got {value!r}") from None
    if math.isinf(number) and value != number:
        raise DomainError(f"{name} must fit into a double (below 1.8e308), got {value!r}")
    if number == 0 and value != 0:
        raise DomainError(f"{name} must fit into a double (above 5e-324), got {value!r}")
    return number


def exact_number(name: str, value: Any, unit: object = "") -> Fraction:
    """Return ``value`` exactly: text and decimals as written, floats as the binary number.

    Text is a decimal or a fraction such as 1/3.
    """
    value = number = _one_number(name, value, unit)
    try:
        if isinstance(value, str):
            number = Fraction(value) if "/" in value else Decimal(value)
        if isinstance(number, Decimal) and number and abs(number.adjusted()) > _LARGEST_EXPONENT:
            raise DomainError(f"{name} must lie within 1e±{_LARGEST_EXPONENT}, got {value!r}")
        if not _is_real(number):
            raise TypeError
        exact = Fraction(*number.as_integer_ratio())
    except DomainError:
        raise
    except OverflowError:
        raise DomainError(f"{name} must be finite, got {value!r}") from None
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        raise DomainError(f"{name} must be one real number, got {value!r}") from None
    if max(exact.numerator.bit_length(), exact.denominator.bit_length()) > _MOST_BITS:
        raise DomainError(
            f"{name} must have at most {_MOST_BITS} binary digits in numerator and denominator, "
            "about 3010 decimal ones"
        )
    return exact


def positive_number(name: str, value: object, low: float, high: float) -> Fraction:
    """Return a number > 0 in [low, high] exactly; see `exact_number`."""
    exact = exact_number(name, value)
    if exact <= 0:
        raise DomainError(f"{name} must be > 0, got {value!r}")
    # the bounds are decimals too
    if exact < Fraction(repr(low)) or (math.isfinite(high) and exact > Fraction(repr(high))):
        raise DomainError(f"{name} must lie in [{low!r}, {high!r}] here, got {value!r}")
    return exact


def whole_number(name: str, value: Any, low: int, high: int, remedy: str = "") -> int:
    """Return a whole number in [low, high], else raise `DomainError`."""
    value = _one_number(name, value)
    if _is_real(value):
        try:
            number = operator.index(value)
        except TypeError:
            number = low - 1
        if low <= number <= high:
            return number
    raise DomainError(f"{name} must be a whole number from {low} to {high}, got {value!r}{remedy}")


class Ends(NamedTuple):
    """What an error says of the couplings that have no integral equation."""

    negative: str = (
        "attracting bosons (c < 0) collapse into one bound cluster, whose energy per atom has no "
        "thermodynamic limit"
    )
    zero: str = "without interaction Q/c is infinite (the limits are e = 0 and m/m* = 1)"
    infinite: str = "the limits are e = π²/3 and m/m* = 0"
    below: str = "e = γ to 4e-16, and 1 - m/m* = 2√γ/3π is exact in double precision"
    above: str = "the leading terms are exact in double precision: e = π²/3, m/m* = 2π²/3γ"


_OF_BOSONS = Ends()


def coupling(gamma: object, ends: Ends = _OF_BOSONS) -> float:
    """Return a coupling γ = c/n for which the integral equation can be solved."""
    value = real_number("gamma", gamma)
    if math.isnan(value):
        raise DomainError("gamma must be > 0 and finite, got nan")
    if value < 0:
        raise DomainError(f"gamma must be > 0, got {value!r}: {ends.negative}; see docs/limits.md")
    if value == 0:
        raise DomainError(f"gamma must be > 0, got 0.0: {ends.zero}")
    if math.isinf(value):
        raise DomainError(f"gamma must be finite, got inf ({ends.infinite})")
    if value < SMALLEST_COUPLING:
        raise DomainError(
            f"gamma must be at least {SMALLEST_COUPLING!r}, got {value!r}; below it {ends.below}"
        )
    if value > LARGEST_COUPLING:
        raise DomainError(
            f"gamma must be at most {LARGEST_COUPLING!r}, got {value!r}; above it {ends.above}"
        )
    return value


def instance(name: str, value: object, kind: type[_T]) -> _T:
    """Return ``value`` if it is an object of this kind, else raise `DomainError`."""
    if isinstance(value, kind):
        return value
    article = "an" if kind.__name__[0] in "aeiouAEIOU" else "a"
    raise DomainError(f"{name} must be {article} {kind.__name__}, got {value!r}")


def instances(name: str, values: object, kind: type[_T]) -> list[_T]:
    """Return ``values`` as a list if it holds one or more objects of this kind."""
    if isinstance(values, (list, tuple)) and values:
        return [instance(f"every element of {name}", value, kind) for value in values]
    raise DomainError(f"{name} must be a list of {kind.__name__} objects, got {values!r}")


def lists_of_instances(name: str, values: object, kind: type[_T]) -> list[list[_T]]:
    """Return ``values`` as a list if it holds one or more lists of objects of this kind."""
    series = instances(name, values, list)
    return [instances(f"every element of {name}", objects, kind) for objects in series]


def bounded(name: str, value: float, low: float, high: float) -> float:
    """Return ``value`` if it lies in [low, high], else raise `DomainError`."""
    if low <= value <= high:
        return value
    raise DomainError(f"{name} must lie in [{low!r}, {high!r}], got {value!r}")


def number_array(name: str, values: object, unit: object = "") -> NDArray[Any]:
    """Return ``values`` as an array of integers or floats, each of which fits into a double.

    What is not an array of such a type is taken number by number, so that no number is silently
    rounded to 0 or ∞, and booleans are refused instead of being read as 0 and 1.  The error names
    the index.
    """
    ragged = DomainError(f"{name} must be a rectangular array of real numbers")
    values = bare(name, values, unit)
    try:
        array = np.asarray(values, dtype=object if isinstance(values, list) else None)
    except ValueError:
        raise ragged from None
    except (RuntimeError, TypeError) as error:  # from the array itself, as from one of torch
        raise DomainError(f"{name} must be an array of real numbers: {error}") from None
    if array.dtype.kind in "iuf" and array.dtype.itemsize <= 8:
        return array
    if array.dtype.kind not in "Of":
        raise DomainError(f"{name} must hold real numbers, got an array of {array.dtype}")
    if all(type(value) is float for value in array.flat):
        return array.astype(np.float64)
    numbers = np.empty(array.shape)
    for index, value in np.ndenumerate(array):
        if np.ndim(value):
            raise ragged
        try:
            numbers[index] = real_number(name, value, unit)
        except DomainError as error:
            raise DomainError(f"{error} at index {index}" if index else str(error)) from None
    return numbers


def real_array(
    name: str,
    values: ArrayLike,
    low: float = -math.inf,
    high: float = math.inf,
    rule: str = "",
    *,
    unit: object = "",
) -> NDArray[np.float64]:
    """Return ``values`` as a float64 array of the same shape, every element in [low, high].

    The error names the first element that breaks the rule and its index.
    """
    array = number_array(name, values, unit).astype(np.float64)
    bad = ~((array >= low) & (array <= high))
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        where = f" at index {index}" if index else ""
        rule = rule or f"lie in [{float(low)!r}, {float(high)!r}]"
        raise DomainError(f"{name} must {rule}, got {float(array[index])!r}{where}")
    return array


def quiet() -> np.errstate:
    """Return a context in which what underflows is 0 and no error, whatever the caller has set."""
    return np.errstate(under="ignore")


def scalar_or_array(values: Array, argument: object = None) -> float | Array:
    """Return a float instead of an array without dimensions, else with the argument's labels."""
    return float(values) if values.ndim == 0 else cast("Array", labelled_as(argument, values))


class Elementwise(Protocol):
    """A function of one argument: a float for a number, an array for an array."""

    @overload
    def __call__(self, argument: Number, /) -> float: ...
    @overload
    def __call__(self, argument: ArrayLike, /) -> Array: ...


class _ElementwiseMethod(Elementwise, Protocol):
    @overload
    def __get__(self, instance: None, owner: type, /) -> Callable[..., float | Array]: ...
    @overload
    def __get__(self, instance: object, owner: type, /) -> Elementwise: ...


def elementwise(function: Callable[..., Array]) -> _ElementwiseMethod:
    """Make a function or method of one array return a float for a number, labels for labels."""

    @wraps(function)
    def returning_floats(*args: Any, **kwargs: Any) -> float | Array:
        with quiet():
            return scalar_or_array(function(*args, **kwargs), (*args, *kwargs.values())[-1])

    return cast("_ElementwiseMethod", returning_floats)
