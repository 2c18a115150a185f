"""Functions from piecewise polynomials: of a number, of a NumPy array, of any other array.

The table of a function has a first half for weak coupling and a second one for strong coupling,
each of `PIECES` equal pieces.  A formula turns what the tables give into the value.
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

from ..arguments import number_array, real_number
from ..errors import DomainError

PIECES = 128
#: numbers at a time
_NUMPY_BLOCK, _BLOCK = 8192, 65536


class _Floats:
    """The few functions of an array namespace, for one Python float."""

    sqrt = staticmethod(math.sqrt)
    log = staticmethod(math.log)
    minimum = staticmethod(min)
    maximum = staticmethod(max)

    @staticmethod
    def where(condition: bool, yes: float, no: float) -> float:
        return yes if condition else no


class _Differentiable:
    """The same of the array API standard; where two are equal, y is the smaller and x the larger.

    So what lies on the border of two halves has the derivative of one of them.
    """

    def __init__(self, xp: Any) -> None:
        self.sqrt, self.log, self.where = xp.sqrt, xp.log, xp.where

    def minimum(self, x: Any, y: float) -> Any:
        return self.where(x < y, x, y)

    def maximum(self, x: Any, y: float) -> Any:
        return self.where(x < y, y, x)


@dataclass(frozen=True)
class PiecewiseFunction:
    """``formula(variables(argument, xp), *tables, xp=xp)``, and leading terms at both ends.

    These give the values at 0 and `largest`; arrays that may be differentiated have them outside
    `ends`, where powers in a derivative of the formula could overflow.
    """

    tables: tuple[str, ...]
    formula: Callable[..., Any]
    at_zero: Callable[[Any], Any]
    at_largest: Callable[[Any], Any]
    variables: Callable[[Any, Any], Any]
    argument: str = "gamma"
    largest: float = math.inf
    ends: tuple[float, float] = (1e-40, 1e40)
    #: so much that the rounding of the position counts
    steep: bool = False

    def __call__(self, argument: Any) -> Any:
        """Return the value, of the shape and kind of the argument."""
        if isinstance(argument, float):
            return self._number(float(argument))
        if isinstance(argument, (Real, Decimal)) and not isinstance(argument, bool):
            return self._number(real_number(self.argument, argument))
        if not isinstance(argument, (np.ndarray, np.generic, list, tuple)):
            from array_api_compat import array_namespace, is_array_api_obj

            if is_array_api_obj(argument):
                return self._standard_array(argument, array_namespace(argument))
        return self._numpy(number_array(self.argument, argument))

    # --- one number -----------------------------------------------------------------------------

    def _number(self, value: float) -> float:
        if math.isnan(value):
            return value
        if not 0 <= value <= self.largest:
            raise self._domain_error(value, ())
        if value == 0:
            return self._limits[0]
        if value == self.largest:
            return self._limits[1]
        v = self.variables(value, _Floats)
        k = min(int(v.position), PIECES - 1)
        u = v.position - k
        if self.steep:
            u = _refined(v, k, u)
        k += 0 if v.weak else PIECES
        smooth = []
        for rows in self._rows:
            first, *rest = rows[k]
            for c in rest:
                first = first * u + c
            smooth.append(first)
        return float(self.formula(v, *smooth, xp=_Floats))

    @cached_property
    def _limits(self) -> tuple[float, float]:
        with np.errstate(divide="ignore"):
            zero, largest = np.float64(0), np.float64(self.largest)
            return float(self.at_zero(zero)), float(self.at_largest(largest))

    @cached_property
    def _rows(self) -> list[list[tuple[float, ...]]]:
        """The tables as Python floats, one tuple a piece."""
        return [[tuple(column) for column in _table(name).T.tolist()] for name in self.tables]

    # --- NumPy ----------------------------------------------------------------------------------

    def _numpy(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """In blocks, in the order of the memory, as a ufunc."""
        blocks = np.nditer(
            [values, None],
            ["external_loop", "buffered", "zerosize_ok"],
            [["readonly"], ["writeonly", "allocate"]],
            op_dtypes=[np.float64, np.float64],
            casting="same_kind",
            buffersize=_NUMPY_BLOCK,
        )
        with blocks, np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
            for block, out in blocks:
                low, high = block.min(), block.max()
                if not (low >= 0 and high <= self.largest):
                    self._check(values, np)
                out[...] = self._numpy_block(block, low, high)
            result: NDArray[np.float64] = blocks.operands[1]
        return result

    def _numpy_block(
        self, block: NDArray[np.float64], low: np.float64, high: np.float64
    ) -> NDArray[np.float64]:
        missing = np.isnan(block) if math.isnan(low) else None
        if missing is not None:
            block = np.where(missing, self.largest, block)
        v = self.variables(block, np)
        out: NDArray[np.float64] = self.formula(
            v, *(_take(_table(name), v, self.steep) for name in self.tables), xp=np
        )
        if not low > 0:
            out[block == 0] = self._limits[0]
        if not high < self.largest:
            out[block == self.largest] = self._limits[1]
        if missing is not None:
            out[missing] = math.nan
        return out

    # --- the Python array API standard ----------------------------------------------------------

    def _standard_array(self, argument: Any, xp: Any) -> Any:
        if not xp.isdtype(argument.dtype, ("integral", "real floating")):
            raise DomainError(f"{self.argument} must hold real numbers, got {argument.dtype}")
        self._check(argument, xp)
        with np.errstate(all="ignore"):
            return self._halved(argument, xp)

    def _halved(self, argument: Any, xp: Any) -> Any:
        """The longest axis is halved until a block is left, which bounds the memory in use."""
        shape = tuple(argument.shape)
        if math.prod(shape) <= _BLOCK:
            return self._standard_block(xp.astype(argument, xp.float64), xp)
        axis = shape.index(max(shape))
        half = shape[axis] // 2
        parts = [
            self._halved(argument[(slice(None),) * axis + (part, ...)], xp)
            for part in (slice(half), slice(half, None))
        ]
        return xp.concat(parts, axis=axis)

    def _standard_block(self, argument: Any, xp: Any) -> Any:
        """Every operation has a finite derivative, so that what is not selected adds no nan."""
        from array_api_compat import device

        inside = (argument >= self.ends[0]) & (argument < self.ends[1])
        few = _Differentiable(xp)
        v = self.variables(xp.where(inside, argument, 0.5), few)
        k = xp.clip(xp.floor(v.position), 0.0, PIECES - 1.0)
        u = v.position - k
        if self.steep:
            u = _refined(v, k, u)
        index = xp.astype(k, xp.int64) + PIECES * xp.astype(~v.weak, xp.int64)
        index, shape = xp.reshape(index, (-1,)), argument.shape

        def take(name: str) -> Any:
            first, *rest = (
                xp.reshape(xp.take(xp.asarray(row, device=device(argument)), index), shape)
                for row in _table(name)
            )
            for c in rest:
                first = first * u + c
            return first

        result = self.formula(v, *(take(name) for name in self.tables), xp=few)
        for mask, limit in (
            (argument < self.ends[0], self.at_zero),
            (argument >= self.ends[1], self.at_largest),
            (xp.isnan(argument), lambda x: x * math.nan),
        ):
            if bool(xp.any(mask)):
                # + 0.0: no -0
                result = xp.where(mask, limit(xp.where(mask, argument, 1.0) + 0.0), result)
        return result

    # --- errors ---------------------------------------------------------------------------------

    def _check(self, values: Any, xp: Any) -> None:
        """Raise for the first number outside the domain, counted row by row."""
        bad = values < 0
        if math.isfinite(self.largest):
            bad = bad | (values > self.largest)
        if bool(xp.any(bad)):
            first = int(xp.argmax(xp.reshape(xp.astype(bad, xp.uint8), (-1,))))
            shape = tuple(values.shape)
            index = tuple(int(i) for i in np.unravel_index(first, shape)) if shape else ()
            raise self._domain_error(float(values[index]), index)

    def _domain_error(self, value: float, index: tuple[int, ...]) -> DomainError:
        rule = "be >= 0" if math.isinf(self.largest) else f"lie in [0, {self.largest:g}]"
        where = f" at index {index}" if index else ""
        return DomainError(f"{self.argument} must {rule}, got {value!r}{where}")


def _take(table: NDArray[np.float64], v: Any, steep: bool) -> NDArray[np.float64]:
    """Σ_j c_j u^j on the piece of every position, highest coefficient first in the table."""
    k = v.position.astype(np.intp)
    np.minimum(k, PIECES - 1, out=k)  # the last position belongs to the last piece
    u = v.position - k
    if steep:
        u = _refined(v, k, u)
    k += PIECES * ~v.weak
    total: NDArray[np.float64] = table[0].take(k)
    for row in table[1:]:
        total *= u
        total += row.take(k)
    return total


def _refined(v: Any, k: Any, u: Any) -> Any:
    """u = position - k without the rounding of the root: (k + u)² = PIECES² v.square."""
    return u + ((PIECES * PIECES * v.square - k * k) - u * (2 * k + u)) / (2 * v.position)


@cache
def _table(name: str) -> NDArray[np.float64]:
    """Coefficients, highest power first."""
    with (files("yanggaudin") / "data" / "functions.npz").open("rb") as file:
        return np.ascontiguousarray(np.load(file)[name][::-1])
