"""Weak- and strong-coupling series, Eqs. (22) and (23), to any order."""

from ..public import public_names as _public_names
from .build import strong as strong, weak as weak
from .estimate import Estimate as Estimate
from .large_order import (
    LargeOrder as LargeOrder,
    large_order as large_order,
    strong_singularity as strong_singularity,
)
from .linear_quantities import NAMES as NAMES
from .truncated_series import Series as Series


def __dir__() -> list[str]:
    return _public_names(globals())
