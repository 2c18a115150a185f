"""One Python float, without arrays."""

from __future__ import annotations

import math

from .record import PIECES, Record, without_rounding


class _Floats:
    """The few functions of an array namespace that formulas use, for one Python float."""

    sqrt = staticmethod(math.sqrt)
    log = staticmethod(math.log)
    minimum = staticmethod(min)
    maximum = staticmethod(max)

    @staticmethod
    def where(condition: bool, yes: float, no: float) -> float:
        return yes if condition else no


def evaluate(record: Record, value: float) -> float:
    """Return the function at one number; bit for bit what an array of it gives."""
    if math.isnan(value):
        return value
    if not 0 <= value <= record.largest:
        raise record.domain_error(value, ())
    if value == 0:
        return record.limits[0]
    if value == record.largest:
        return record.limits[1]
    v = record.variables(value, _Floats)
    piece = min(int(v.position), PIECES - 1)  # the last position belongs to the last piece
    u = v.position - piece
    if record.steep:
        u = without_rounding(v, piece, u)
    if not v.weak:
        piece += PIECES
    smooth = []
    for rows in record.rows:
        total, *rest = rows[piece]
        for coefficient in rest:
            total = total * u + coefficient
        smooth.append(total)
    return float(record.formula(v, *smooth))
