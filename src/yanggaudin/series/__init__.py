"""Weak- and strong-coupling series, Eqs. (22) and (23), to any order."""

from .estimate import Estimate
from .large_order import LargeOrder, large_order, strong_singularity
from .quantity import QUANTITIES
from .series import Series, strong, weak

__all__ = [
    "QUANTITIES",
    "Estimate",
    "LargeOrder",
    "Series",
    "large_order",
    "strong",
    "strong_singularity",
    "weak",
]
