"""Arrays of the Python array API standard, on their own device and open to differentiation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...errors import DomainError
from .record import PIECES, Record, table, without_rounding

#: numbers at a time: temporaries of some 10 MB, and still few calls of the array library
_BLOCK = 65536


class _Differentiable:
    """The few functions of a namespace that formulas use; of two equal numbers, y is the minimum.

    And x the maximum, so that what lies on the border of two halves has the derivative of one of
    them.
    """

    def __init__(self, xp: Any) -> None:
        self.sqrt, self.log, self.where = xp.sqrt, xp.log, xp.where

    def minimum(self, x: Any, y: float) -> Any:
        return self.where(x < y, x, y)

    def maximum(self, x: Any, y: float) -> Any:
        return self.where(x < y, y, x)


def evaluate(record: Record, argument: Any, xp: Any) -> Any:
    """Return the function of every element, in an array of the same kind, shape and device."""
    if not xp.isdtype(argument.dtype, ("integral", "real floating")):
        raise DomainError(f"{record.argument} must hold real numbers, got {argument.dtype}")
    record.check(argument, xp)
    with np.errstate(all="ignore"):
        return _halved(record, argument, xp)


def _halved(record: Record, argument: Any, xp: Any) -> Any:
    """Halve the longest axis until a block is left, which bounds the memory in use."""
    shape = tuple(argument.shape)
    if math.prod(shape) <= _BLOCK:
        return _block(record, xp.astype(argument, xp.float64), xp)
    axis = shape.index(max(shape))
    half = shape[axis] // 2
    parts = [
        _halved(record, argument[(slice(None),) * axis + (part, ...)], xp)
        for part in (slice(half), slice(half, None))
    ]
    return xp.concat(parts, axis=axis)


def _block(record: Record, argument: Any, xp: Any) -> Any:
    """Return the function on one block.

    Every operation has a finite derivative, so that what is not selected adds no nan to it.
    """
    inside = (argument >= record.ends[0]) & (argument < record.ends[1])
    functions = _Differentiable(xp)
    v = record.variables(xp.where(inside, argument, 0.5), functions)
    smooth = _polynomials(record, v, xp)
    result = record.formula(v, *smooth)
    for mask, limit in (
        (argument < record.ends[0], record.at_zero),
        (argument >= record.ends[1], record.at_largest),
        (xp.isnan(argument), lambda x: x * math.nan),
    ):
        if bool(xp.any(mask)):
            # + 0.0: no -0
            result = xp.where(mask, limit(xp.where(mask, argument, 1.0) + 0.0), result)
    return result


def _polynomials(record: Record, v: Any, xp: Any) -> list[Any]:
    """Return Σ_j c_j u^j on the piece of every position, for each table."""
    from array_api_compat import device

    piece = xp.clip(xp.floor(v.position), 0.0, PIECES - 1.0)
    u = v.position - piece
    if record.steep:
        u = without_rounding(v, piece, u)
    index = xp.astype(piece, xp.int64) + PIECES * xp.astype(~v.weak, xp.int64)
    index, shape = xp.reshape(index, (-1,)), v.position.shape
    totals = []
    for name in record.tables:
        total, *rest = (
            xp.reshape(xp.take(xp.asarray(row, device=device(v.position)), index), shape)
            for row in table(name)
        )
        for coefficients in rest:
            total = total * u + coefficients
        totals.append(total)
    return totals
