"""One BLAS thread for small matrices.

Two threads gain nothing on a matrix of a few hundred rows, and on a busy machine each waits for the
other at every product: a thermal state then takes several times as long.  The number of threads
of BLAS belongs to the process (in recent OpenBLAS to the thread that sets it), so it is put back
when a small solve is done, to what it was before any of them began.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, ContextDecorator, nullcontext
from functools import cache
from threading import local
from typing import Any

from threadpoolctl import ThreadpoolController

from ..locks import BLAS_THREADS, LOADING

# From about this size a second thread is faster on an idle machine.
_LARGE = 1000

_NESTED = local()  # .depth: how many solves of this thread are within one another
# threads of Python with a solve under way, and those of each BLAS library before the first of them
_under_way: int = 0
_threads_before: list[int] = []


@cache
def _libraries() -> list[Any]:
    """Return the BLAS libraries that NumPy has loaded."""
    with LOADING:
        return [lib for lib in ThreadpoolController().lib_controllers if lib.user_api == "blas"]


class one_blas_thread(ContextDecorator):  # noqa: N801 - reads like a function in a with statement
    """Let BLAS work with one thread, in a with statement or for the length of a function."""

    def __enter__(self) -> None:
        global _under_way, _threads_before  # noqa: PLW0603 - they are the process's
        _NESTED.depth = getattr(_NESTED, "depth", 0) + 1
        if _NESTED.depth == 1:
            libraries = _libraries()
            with BLAS_THREADS:
                if not _under_way:
                    _threads_before = [library.num_threads for library in libraries]
                _under_way += 1
                for library in libraries:
                    library.set_num_threads(1)

    def __exit__(self, *_: object) -> None:
        global _under_way  # noqa: PLW0603
        _NESTED.depth -= 1
        if not _NESTED.depth:
            # A solve in another thread may go on with all threads from here: slower, never wrong.
            with BLAS_THREADS:
                _under_way -= 1
                for library, threads in zip(_libraries(), _threads_before, strict=True):
                    library.set_num_threads(threads)


def threads_for(size: int) -> AbstractContextManager[None]:
    """Return a context in which matrices of so many rows are solved: one thread, or all."""
    return nullcontext() if size > _LARGE else one_blas_thread()
