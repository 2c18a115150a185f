"""The choice between one rule and graded panels: which is cheaper, and whether either fits."""

from __future__ import annotations

import math

from ..errors import AccuracyError
from ..numerics.precision import bits_for
from .dressed import Interval
from .graded_panels import GradedPanels, order_needed, panels_needed
from .one_rule import KERNEL_STRIP, OneRule, nodes_needed

Rule = OneRule | GradedPanels

# what a usual computer has to spare; a calculation of this size takes hours
_MOST_BYTES = 4e9
# measured: an unknown on a panel costs as much as so many of the one rule, for the residual of
# panels is sampled besides
_PANEL_COST = 2.5
# an entry of a matrix is a ball of 96 bytes and its digits
_BYTES_PER_BALL = 96


def approximate_rule(interval: Interval, digits: float) -> Rule:
    """Return the cheaper rule whose solutions are expected to have so many digits."""
    b = float(interval.half_width)
    digits += 1 + 2 * math.log10(1 + b)
    m, n = nodes_needed(b, digits, KERNEL_STRIP), order_needed(digits)
    return OneRule(interval, m) if _one_is_cheaper(b, m, n) else GradedPanels(interval, n)


def proven_rule(interval: Interval, digits: float, strip: float) -> Rule:
    """Return the cheaper rule whose bounds are expected to leave so many digits.

    `strip` is the half width of the strip where all integrands are analytic.
    """
    b = float(interval.half_width)
    m, n = _proven_sizes(b, digits, strip)
    return OneRule(interval, m) if _one_is_cheaper(b, m, n) else GradedPanels(interval, n)


def refuse_expensive(half_width: float, digits: float, strip: float) -> None:
    """Raise `AccuracyError` if the matrices would not fit, before any work is done."""
    m, n = _proven_sizes(half_width, digits, strip)
    unknowns = m if _one_is_cheaper(half_width, m, n) else n * panels_needed(half_width)
    size = unknowns**2 * (_BYTES_PER_BALL + bits_for(digits) / 8)
    if size > _MOST_BYTES:
        raise AccuracyError(
            f"{digits:.0f} working digits at Q/c = {half_width:.3g} need {2 * unknowns} nodes and "
            f"{size / 1e9:.2g} GB, more than the {_MOST_BYTES / 1e9:.0f} GB allowed; ask for "
            "fewer digits, or at weak coupling use yanggaudin.series"
        )


def _proven_sizes(half_width: float, digits: float, strip: float) -> tuple[int, int]:
    """Return the nodes of the one rule and of a panel; the bounds give some digits away."""
    lost = math.log10(1 + half_width / 2)
    m = nodes_needed(half_width, digits + 3.5 + 5 * lost, strip)
    return m, order_needed(digits + 2 + 2 * lost)


def _one_is_cheaper(half_width: float, m: int, n: int) -> bool:
    """Return True if one rule of m nodes costs less than panels of n nodes."""
    return m < _PANEL_COST * n * panels_needed(half_width)
