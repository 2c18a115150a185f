"""What a command has found: columns of numbers with their errors, and what holds for all rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..quantities import QUANTITIES
from .table import Column

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Found:
    """What a command has found.

    `parameters` hold for all rows; `stacked` tables have a line for each quantity.
    """

    command: str
    columns: Sequence[Column]
    parameters: dict[str, Any] = field(default_factory=dict)
    stacked: bool = False


def relative_errors(name: str, values: Iterable[float]) -> list[float]:
    """Return bounds on absolute errors that are a fraction of the size; a limit, ∞, is exact."""
    bound = QUANTITIES[name].error.bound
    return [bound * abs(value) if math.isfinite(value) else 0.0 for value in values]


def listed(values: NDArray[np.float64]) -> list[float]:
    """Return an array as a list of floats."""
    numbers: list[float] = values.tolist()
    return numbers


def columns_of(results: Sequence[dict[str, Any]], names: Sequence[str] = ()) -> list[Column]:
    """Return what `to_dict` of results says as columns, with a row for each result."""
    errors = [result.get("errors", {}) for result in results]
    return [
        Column(
            name,
            [result[name] for result in results],
            [bounds.get(name) for bounds in errors] if any(name in b for b in errors) else (),
        )
        for name in names or [name for name in results[0] if name != "errors"]
    ]
