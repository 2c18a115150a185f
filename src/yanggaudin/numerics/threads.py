"""One BLAS thread for small matrices.

Two threads gain nothing on a matrix of a few hundred rows, and on a busy machine each waits for the
other at every product: a thermal state then takes several times as long.  The number of threads
of BLAS belongs to the process (in recent OpenBLAS to the thread that sets it), so it is put back
when a small solve is done, to what it was before any of them began.  Should an interrupt prevent
that, the end of the next solve makes up for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar, copy_context
from functools import cache, partial, wraps
from typing import Any, ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

from ..arguments import quiet
from ..locks import BLAS_THREADS, LOADING

_P = ParamSpec("_P")
_T = TypeVar("_T")

# From about this size a second thread is faster on an idle machine.
_LARGE = 1000

# Whether this thread is within a solve; leaving its context, which is compiled, resets it.
_INSIDE: ContextVar[bool] = ContextVar("_INSIDE", default=False)
# Whether the number of threads is this module's, and what it was for each BLAS library before.
_is_lowered: bool = False
_before: list[int] = []


@cache
def _libraries() -> list[Any]:
    """Return the BLAS libraries that NumPy has loaded."""
    with LOADING:
        return [lib for lib in ThreadpoolController().lib_controllers if lib.user_api == "blas"]


def one_blas_thread(size: int = 0) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Make BLAS work with one thread while a function runs, unless its matrices have many rows.

    What underflows is 0 meanwhile, whatever the caller has told NumPy to do.
    """

    def decorate(function: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(function)
        def limited(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            with quiet():
                if size > _LARGE or _INSIDE.get():
                    return function(*args, **kwargs)
                return copy_context().run(_outermost, partial(function, *args, **kwargs))

        return limited

    return decorate


def _outermost(function: Callable[[], _T]) -> _T:
    """Call a function that is not within another one of this kind."""
    global _before, _is_lowered  # noqa: PLW0603 - they are the process's
    _INSIDE.set(True)
    libraries = _libraries()
    try:
        with BLAS_THREADS:
            if not _is_lowered:
                _before = [library.num_threads for library in libraries]
                _is_lowered = True
            for library in libraries:
                _set(library, 1)
        return function()
    finally:
        # A solve in another thread may go on with all threads from here: slower, never wrong.
        with BLAS_THREADS:
            for library, threads in zip(libraries, _before, strict=False):
                _set(library, threads)
            _is_lowered = False


def _set(library: Any, threads: int) -> None:
    """Set the number of threads, whoever did so last.

    Of itself threadpoolctl lets only one thread of Python do so, the first, and silently no other;
    here they take turns.
    """
    clear = getattr(library, "clear_controlling_thread", None)
    if clear is not None:
        clear(force=True)
    library.set_num_threads(threads)
