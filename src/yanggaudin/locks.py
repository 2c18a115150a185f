"""Locks that a fork waits for, so that a child process never inherits one that nobody opens.

A fork copies the locks of the process but only one of its threads.  So it takes all of these
first, in the order below, and parent and child open their own.  A thread that holds one of them
may take a later one and never an earlier one: then nobody waits in a circle.
"""

from __future__ import annotations

import os
from threading import Lock, RLock

import numpy.ma  # noqa: F401 - NumPy itself would import it at first use, perhaps during a fork

#: held while a chunk of a sweep is computed: two at a time would take BLAS's one thread from each
#: other, and the bits would depend on it
CHUNK = RLock()
#: held while FLINT works with a raised precision, which is one number for the whole process
PRECISION = RLock()
#: held while a submodule, a table or the list of BLAS libraries is loaded at first use
LOADING = RLock()
#: held for the few instructions that set the number of threads of BLAS
BLAS_THREADS = Lock()

_IN_ORDER = (CHUNK, PRECISION, LOADING, BLAS_THREADS)

if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows has no forks
    # What is registered last runs first before a fork and last after it.  The methods themselves,
    # which are compiled: an interrupt cannot stop them half way.
    for _lock in reversed(_IN_ORDER):
        os.register_at_fork(
            before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release
        )
