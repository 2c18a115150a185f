"""A property that is computed once; `functools.cached_property` without the lock of Python 3.11.

That lock is one for all objects of a class: threads would wait for each other's states, and a
child process that is forked meanwhile would wait for ever.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from ..arguments import quiet

__all__ = ["cached_property"]

if TYPE_CHECKING:
    from functools import cached_property
else:

    class cached_property(functools.cached_property):  # noqa: N801 - reads like property
        """Compute the value at first use and keep it in the object."""

        def __get__(self, instance: Any, owner: type | None = None) -> Any:
            """Return the value; two threads may both compute it, and get the same."""
            if instance is None:
                return self
            with quiet():
                value = instance.__dict__[self.attrname] = self.func(instance)
            return value
