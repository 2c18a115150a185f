"""Weak- and strong-coupling series, Eqs. (22) and (23), to any order."""

from .build import strong, weak
from .estimate import Estimate
from .large_order import LargeOrder, large_order, strong_singularity
from .linear_quantities import NAMES
from .truncated_series import Series

__all__ = [
    "NAMES",
    "Estimate",
    "LargeOrder",
    "Series",
    "large_order",
    "strong",
    "strong_singularity",
    "weak",
]


def __dir__() -> list[str]:
    return sorted(__all__)
