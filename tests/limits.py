"""Rows of tables of limits: the last value that is taken, and the next one, refused.

The numbers are written in the tables and not imported, so that no limit moves unseen and no message
names another one.  Where the result of a call on the limit would take long, the call is made such
that it ends in the refusal of another argument, which is looked at later; it is then part of the
row.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from yanggaudin import DomainError, ValidityWarning
from yanggaudin.errors import YangGaudinError

Call = Callable[[Any], object]


class Limit(NamedTuple):
    """A call that takes a value `at` the limit and refuses one `beyond`, by its rule."""

    name: str
    call: Call
    at: Any
    beyond: Any
    rule: str
    other: str = ""  # why the call is refused on the limit after all
    kind: type[Exception] = DomainError


def most(name: str, call: Call, high: float, rule: str, *more: Any) -> Limit:
    """Return the row of an upper limit; beyond it is the next whole number, or the next double."""
    beyond = high + 1 if isinstance(high, int) else math.nextafter(high, math.inf)
    return Limit(f"{name} at most", call, high, beyond, rule, *more)


def least(name: str, call: Call, low: float, rule: str, *more: Any) -> Limit:
    """Return the row of a lower limit."""
    beyond = low - 1 if isinstance(low, int) else math.nextafter(low, -math.inf)
    return Limit(f"{name} at least", call, low, beyond, rule, *more)


def between(name: str, call: Call, low: float, high: float, rule: str, *more: Any) -> list[Limit]:
    """Return the rows of both ends of a range."""
    return [least(name, call, low, rule, *more), most(name, call, high, rule, *more)]


def inside(name: str, call: Call, low: float, high: float, rule: str, *more: Any) -> list[Limit]:
    """Return the rows of both ends of a range without its ends."""
    ends = (("above", low, high), ("below", high, low))
    return [
        Limit(f"{name} {side}", call, math.nextafter(end, to), end, rule, *more)
        for side, end, to in ends
    ]


def check(limit: Limit) -> None:
    """Check that a limit is where its row says, and that its refusal names it."""
    if limit.other:
        with pytest.raises((YangGaudinError, ValidityWarning)) as refused:
            limit.call(limit.at)
        assert limit.other in str(refused.value)
        assert limit.rule not in str(refused.value)
    else:
        limit.call(limit.at)
    with pytest.raises(limit.kind) as refused:
        limit.call(limit.beyond)
    assert limit.rule in str(refused.value)
