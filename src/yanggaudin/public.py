"""What `dir()` shows of a public module."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType


def public_names(namespace: Mapping[str, object]) -> list[str]:
    """Return the names in a module's globals that are neither private nor modules, sorted."""
    return sorted(
        name
        for name, value in namespace.items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    )
