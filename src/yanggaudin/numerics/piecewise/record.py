"""What a function made of piecewise polynomials consists of.

The table of a function has a first half for weak coupling and a second one for strong coupling,
each of `PIECES` equal pieces.  A formula turns what the tables give into the value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ...arguments import Array
from ...errors import DomainError
from ...locks import LOADING
from ..cached_property import cached_property

#: pieces of a half: with 128 a degree of 6 or 7 leaves a relative error below 2e-17
PIECES = 128
_TABLES = Path(__file__).parents[2] / "data" / "functions.npz"


@dataclass(frozen=True)
class Record:
    """A function, ``formula(variables(argument, xp), *tables)``, without a way to call it.

    Attributes
    ----------
    tables : tuple of str
        Names in data/functions.npz.
    formula : callable
        From the variables and the value of every table to the value of the function.
    at_zero, at_largest : callable
        Leading terms at either end.  They give the values at 0 and `largest`; arrays that may be
        differentiated have them outside `ends`.
    variables : callable
        From the argument and an array namespace to a named tuple.  Of its fields the evaluators use
        ``weak`` (in which half the argument lies), ``position`` (from 0 to `PIECES` there) and, for
        steep functions, ``square`` = (position / `PIECES`)², free of the rounding of its root.
    argument : str
        Name of the argument in messages.
    largest : float
        Largest argument.
    ends : tuple of float
        Where the leading terms are exact in double precision, with room to spare; beyond, powers in
        a derivative of the formula could overflow.
    steep : bool
        True if the function varies so fast that the rounding of ``position`` is visible in the
        result.
    """

    tables: tuple[str, ...]
    formula: Callable[..., Any]
    at_zero: Callable[[Any], Any]
    at_largest: Callable[[Any], Any]
    variables: Callable[[Any, Any], Any]
    argument: str = "gamma"
    largest: float = math.inf
    ends: tuple[float, float] = (1e-40, 1e40)
    steep: bool = False

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Values at 0 and at the largest argument."""
        with np.errstate(divide="ignore"):
            zero, largest = np.float64(0), np.float64(self.largest)
            return float(self.at_zero(zero)), float(self.at_largest(largest))

    @cached_property
    def rows(self) -> list[list[tuple[float, ...]]]:
        """The tables as Python floats, one tuple for each piece, highest power first."""
        return [[tuple(column) for column in table(name).T.tolist()] for name in self.tables]

    def check(self, values: Any, xp: Any) -> None:
        """Raise `DomainError` for the first number outside the domain, counted row by row."""
        bad = values < 0
        if math.isfinite(self.largest):
            bad = bad | (values > self.largest)
        if bool(xp.any(bad)):
            first = int(xp.argmax(xp.reshape(xp.astype(bad, xp.uint8), (-1,))))
            shape = tuple(values.shape)
            index = tuple(int(i) for i in np.unravel_index(first, shape)) if shape else ()
            raise self.domain_error(float(values[index]), index)

    def domain_error(self, value: float, index: tuple[int, ...]) -> DomainError:
        """Return the error that names the value, the rule and the index."""
        rule = "be >= 0" if math.isinf(self.largest) else f"lie in [0, {self.largest:g}]"
        where = f" at index {index}" if index else ""
        return DomainError(f"{self.argument} must {rule}, got {value!r}{where}")


@cache
def table(name: str) -> Array:
    """Return the coefficients, shape (degree + 1, 2 PIECES), highest power first."""
    with LOADING, np.load(_TABLES) as tables:  # NumPy imports as it loads
        return np.ascontiguousarray(tables[name][::-1])


def without_rounding(v: Any, piece: Any, u: Any) -> Any:
    """Return u = position - piece corrected for the rounding of the root in ``position``.

    One step of Newton's method for (piece + u)² = PIECES² v.square.
    """
    exact = PIECES * PIECES * v.square - piece * piece
    return u + (exact - u * (2 * piece + u)) / (2 * v.position)
