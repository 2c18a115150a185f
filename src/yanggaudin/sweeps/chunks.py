"""What a worker does: one chunk, in whatever process it is."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass

import numpy as np

from .. import __version__
from ..arguments import Array
from ..errors import ShortMemoryError, SweepError
from ..locks import CHUNK
from ..numerics.threads import one_blas_thread
from .columns import Columns
from .definition import Task
from .systems import SYSTEMS


@dataclass(frozen=True, eq=False)
class Chunk:
    """What was found at the points of a chunk.

    Attributes
    ----------
    key : tuple of str and int
        The name of its system, and its number.
    numbers : array, shape (number of columns, number of points)
        Values of each quantity, and after those that have one a bound on the error; nan where it
        was refused.
    refused : dict of int to str
        Why, by position in the chunk.
    """

    key: tuple[str, int]
    numbers: Array
    refused: dict[int, str]

    @property
    def checksum(self) -> int:
        """A number that changes when anything of the chunk does."""
        reasons = json.dumps(sorted(self.refused.items()))
        return zlib.crc32(reasons.encode(), zlib.crc32(self.numbers.astype("<f8").tobytes()))


def column_names(system: str, quantities: tuple[str, ...]) -> list[str]:
    """Return the names of the columns of a chunk, errors after their quantities."""
    with_error = SYSTEMS[system].with_errors
    pairs = ([name, f"{name}_error"] if with_error else [name] for name in quantities)
    return [name for pair in pairs for name in pair]


def compute(task: Task) -> Chunk:
    """Compute a chunk; the bits do not depend on where."""
    if task.version != __version__:
        raise SweepError(
            f"a worker has yanggaudin {__version__}, and who sent the work {task.version}: their "
            "digits may differ; install the same version on both"
        )
    try:
        with CHUNK:
            columns = _columns(task)
    except (ShortMemoryError, MemoryError) as error:
        raise SweepError(
            f"the memory of a worker is too little: {str(error) or 'none is left'}; this is no "
            "result, for on a larger machine it would be another"
        ) from None
    found = columns.values | {f"{name}_error": error for name, error in columns.errors.items()}
    blank = np.full(columns.n_points, np.nan)
    names = column_names(task.system, task.quantities)
    numbers = np.array([found.get(name, blank) for name in names])
    numbers[np.isnan(numbers)] = np.nan  # the one that a store gives back
    return Chunk(task.key, numbers, columns.refused)


@one_blas_thread()
def _columns(task: Task) -> Columns:
    """Compute the columns with one BLAS thread, whatever their matrices: more add up otherwise."""
    return SYSTEMS[task.system].compute(task.quantities, *task.points)
