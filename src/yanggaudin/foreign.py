"""Other packages: quantities with a unit, arrays with labels or a mask, and what is optional.

Nothing is imported to know what is handed in.  A quantity of astropy has `unit`, one of pint or
unyt `units`; xarray shows the attribute "units" of an array, a text, as `units`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from .errors import DomainError, MissingPackageError

#: types that have neither unit nor labels nor mask
_PLAIN = {float, int, bool, str, Decimal, Fraction, np.float64, np.ndarray}
# dimensions of an array of NumPy; only a list that holds itself has more
_DEEPEST = 64
_NO_UNIT = {"", "1", "dimensionless"}


def bare(name: str, value: Any, unit: object = "", depth: int = 0) -> Any:
    """Return ``value`` without its unit, a list with that of every part.

    A quantity becomes a pure number, or is refused.  A text for a unit, as labelled arrays have it,
    may also be the text of `unit`, in which the argument is expected.
    """
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (list, tuple)):
        if depth == _DEEPEST:
            raise DomainError(f"{name} must be a rectangular array of real numbers")
        return [bare(name, part, unit, depth + 1) for part in value]
    mask = getattr(value, "mask", None)
    if mask is not None and not callable(mask):  # a method of pandas hides what its condition says
        raise DomainError(f"{name} must not be masked; pass its compressed() or filled() values")
    own = getattr(value, "unit", None)
    own = getattr(value, "units", None) if own is None else own
    if isinstance(own, str):
        if own.strip() in _NO_UNIT | {str(unit)}:
            return np.asarray(value)
    elif own is None:
        return np.asarray(value) if _is_labelled(value) else value
    else:
        number = _pure_number(value, own)
        if number is not None:
            return bare(name, number)
    wanted = "a pure number" if str(unit) in _NO_UNIT else f"a number in units of {unit}"
    raise DomainError(
        f"{name} must be {wanted}, got a quantity in {str(own)!r}; divide it by the unit of the "
        "package first (docs/units.md)"
    )


def _pure_number(value: Any, unit: Any) -> Any:
    """Return a quantity of astropy, unyt or pint as pure numbers, None if it has a dimension."""
    convert = getattr(value, "to_value", None) or getattr(value, "m_as", None)
    if convert is None or not getattr(unit, "is_dimensionless", True):  # unyt's says so
        return None
    try:
        return convert("")
    except (TypeError, ValueError):  # those of astropy and pint are kinds of these
        return None


def _is_labelled(value: Any) -> bool:
    """Whether an array is one of xarray or pandas."""
    return hasattr(value, "dims") or hasattr(value, "iloc")


def labelled_as(argument: Any, values: Any) -> Any:
    """Return an array with the labels of the argument: one of xarray, or a column of pandas."""
    if hasattr(argument, "dims") and hasattr(argument, "coords"):
        return type(argument)(values, coords=argument.coords, dims=argument.dims)
    if hasattr(argument, "iloc") and values.ndim == 1:
        return type(argument)(values, index=argument.index)
    return values


def optional_package(name: str, *, extra: str = "") -> Any:
    """Import a package that is not always installed; an extra, by its name unless said, has it."""
    try:
        return import_module(name)
    except ImportError:
        raise MissingPackageError(
            f"{name} is needed for this and not installed: "
            f"pip install 'yanggaudin[{extra or name}]'"
        ) from None
