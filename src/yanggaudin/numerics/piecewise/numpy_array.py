"""NumPy arrays, in blocks and in the order of the memory, as a ufunc takes them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...arguments import Array
from .record import PIECES, Record, table, without_rounding

#: numbers at a time: the dozen arrays that a block needs then stay in the cache
_BLOCK = 8192


def evaluate(record: Record, values: NDArray[Any]) -> Array:
    """Return the function of every element, in an array of the same shape and layout."""
    blocks = np.nditer(
        [values, None],
        ["external_loop", "buffered", "zerosize_ok"],
        [["readonly"], ["writeonly", "allocate"]],
        op_dtypes=[np.float64, np.float64],
        casting="same_kind",
        buffersize=_BLOCK,
    )
    with blocks, np.errstate(invalid="ignore", divide="ignore", over="ignore", under="ignore"):
        for block, out in blocks:
            low, high = block.min(), block.max()  # nan if there is one
            if not (low >= 0 and high <= record.largest):
                record.check(values, np)  # all of them: the index is that in the whole array
            out[...] = _block(record, block, low, high)
        result: Array = blocks.operands[1]
    return result


def _block(record: Record, block: Array, low: np.float64, high: np.float64) -> Array:
    """Return the function on one block with the given smallest and largest number."""
    missing = np.isnan(block) if math.isnan(low) else None
    if missing is not None:
        block = np.where(missing, record.largest, block)
    v = record.variables(block, np)
    smooth = (_polynomials(table(name), v, record.steep) for name in record.tables)
    out: Array = record.formula(v, *smooth)
    if not low > 0:
        out[block == 0] = record.limits[0]
    if not high < record.largest:
        out[block == record.largest] = record.limits[1]
    if missing is not None:
        out[missing] = math.nan
    return out


def _polynomials(coefficients: Array, v: Any, steep: bool) -> Array:
    """Return Σ_j c_j u^j on the piece of every position, by Horner's rule in place."""
    piece = v.position.astype(np.intp)
    np.minimum(piece, PIECES - 1, out=piece)  # the last position belongs to the last piece
    u = v.position - piece
    if steep:
        u = without_rounding(v, piece, u)
    piece += PIECES * ~v.weak
    total: Array = coefficients[0].take(piece)
    for row in coefficients[1:]:
        total *= u
        total += row.take(piece)
    return total
