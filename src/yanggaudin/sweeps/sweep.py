"""What is called: `yg.sweep`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from ..foreign import optional_package

if TYPE_CHECKING:
    import xarray


def sweep(
    coordinates: Mapping[str, Any],
    quantities: Iterable[str] | str,
    *,
    store: str | PathLike[str] | None = None,
    workers: int | Callable[..., Any] = 1,
    scheduler: Any = None,
) -> xarray.Dataset:
    """Compute quantities on a grid of coordinates, in parallel and resumable.

    The coordinates choose what is computed: with a temperature `pressure` is that of
    `thermal_gases`, without that of the ground state.

    Parameters
    ----------
    coordinates : dict of str to array_like
        Numbers, or one, of `gamma` and as needed `temperature` (k_B T in ħ²n²/m), `momentum`
        (in ħn), `n_particles` and `magnon` (whole numbers, of a ring).
    quantities : list of str
        Names in the catalogue, such as "pressure".
    store : path, optional
        A file of SQLite that keeps every finished chunk of points.  The same call goes on from
        what is there.
    workers : int or callable, optional
        Number of processes, -1 for all cores; or what maps a function over tasks in order, such
        as the `imap` of a pool.  One, this process, if not given.
    scheduler : str or distributed.Client, optional
        A Dask scheduler whose workers compute instead, or its address.

    Returns
    -------
    xarray.Dataset
        Each quantity along the coordinates that it depends on, with unit, meaning, symbol,
        equations and source as attributes; after it ``…_error``, a bound on its absolute error,
        unless it belongs to a ring; and ``refused``, why a point was not computed, which is nan
        (``refused_…`` for each system, if there are several).

    Raises
    ------
    DomainError
        If a name is not known, or a coordinate is missing, not needed, or not a list of numbers.
    ShortMemoryError
        If the result does not fit into the memory that is at hand.
    SweepError
        If the store holds another sweep or is of another version of the package, damaged, full or
        in use, or if workers or a scheduler are lost or lack memory; what the store has is kept.
    MissingPackageError
        If xarray is not installed, or distributed for a scheduler.

    Notes
    -----
    A point that is refused is a result: the others go on.  The bits depend neither on the engine
    nor on interruptions.  See docs/sweeps.md.

    Examples
    --------
    >>> grid = {"gamma": [0.1, 1.0, 10.0], "temperature": [1.0, 1e-9]}
    >>> found = sweep(grid, ["pressure", "mass_ratio"])
    >>> found.mass_ratio.values.round(6)
    array([0.932921, 0.788796, 0.391453])
    >>> float(found.pressure.sel(gamma=1, temperature=1).round(12)), found.pressure.units
    (0.97228474415, 'ħ²n³/m')
    >>> print(found.refused_thermal.item(0, 1)[:44])
    temperature must be at least 2.85796e-07 ħ²n

    References
    ----------
    Each quantity has the equations of the paper, or the source, as attributes.
    """
    optional_package("xarray", extra="sweeps")
    from .dataset import dataset
    from .definition import Definition
    from .results import run

    definition = Definition.of(coordinates, quantities)
    found = run(definition, store=store, workers=workers, scheduler=scheduler)
    labelled: xarray.Dataset = dataset(found)
    return labelled
