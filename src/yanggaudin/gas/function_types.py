"""Types of the functions of γ, for editors and type checkers: what goes in says what comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeAlias, cast, overload

from numpy.typing import NDArray

from ..arguments import Array, Number

#: of which a function gives a NumPy array; other arrays give arrays of their own kind
Several: TypeAlias = NDArray[Any] | Sequence[Any]


class FunctionOfGamma(Protocol):
    """A function of the coupling."""

    @overload
    def __call__(self, gamma: Number) -> float: ...
    @overload
    def __call__(self, gamma: Several) -> Array: ...
    @overload
    def __call__(self, gamma: Any) -> Any: ...


def function_of_gamma(function: Callable[[Any], Any]) -> FunctionOfGamma:
    """Return the same function; only its type says more."""
    return cast("FunctionOfGamma", function)
