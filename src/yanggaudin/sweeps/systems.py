"""Which quantities there are at which coordinates, and what computes them.

This is the one list of what can be swept: a quantity of another room joins by its name here and by
its numbers in `columns.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..gas.by_name import FOLLOWING, FUNCTIONS
from ..thermal.thermal_gas import THERMAL_QUANTITIES
from . import columns


@dataclass(frozen=True)
class System:
    """Quantities of the same coordinates that are computed together.

    Attributes
    ----------
    name : str
        Its name in a store and in a dataset.
    title : str
        What it is, in a few words.
    coordinates, quantities : tuple of str
        Names in the catalogue.
    compute : callable
        Takes names of quantities and arrays of the coordinates; see `columns`.
    together : int
        Points of a chunk, which is computed and stored as a whole: about a second of work, or a
        part of it where a point may take seconds.
    with_errors : bool
        Whether there are bounds on the errors; of a ring there is the residual instead.
    """

    name: str
    title: str
    coordinates: tuple[str, ...]
    quantities: tuple[str, ...]
    compute: Callable[..., columns.Columns]
    together: int
    with_errors: bool = True


_SYSTEMS = (
    System(
        "ground_state",
        "gas and polaron in the ground state",
        ("gamma",),
        (*FUNCTIONS, *FOLLOWING),
        columns.functions_of_gamma,
        65536,
    ),
    System(
        "solved",
        "gas and polaron in the ground state, solved for each coupling",
        ("gamma",),
        tuple(columns.OWNERS),
        columns.numbers_of_gamma,
        128,
    ),
    System(
        "thermal",
        "gas at a temperature",
        ("gamma", "temperature"),
        THERMAL_QUANTITIES,
        columns.gases_at_temperature,
        32,
    ),
    System(
        "polaron",
        "polaron of a momentum",
        ("gamma", "momentum"),
        columns.BRANCH_QUANTITIES + columns.EDGE_QUANTITIES,
        columns.polarons,
        4096,
    ),
    System(
        "excitations",
        "excitations of the gas",
        ("gamma", "momentum"),
        columns.EXCITATION_QUANTITIES,
        columns.excitations,
        1024,
    ),
    System(
        "ring",
        "atoms on a ring: ground state, and mass from the smallest momentum, J = 1",
        ("gamma", "n_particles"),
        ("ring_energy", "ring_mass_ratio"),
        columns.rings,
        8,
        with_errors=False,
    ),
    System(
        "ring_states",
        "atoms on a ring, one of them flipped",
        ("gamma", "n_particles", "magnon"),
        ("excitation_energy", "ring_energy", "ring_mass_ratio", "residual"),
        columns.ring_states,
        16,
        with_errors=False,
    ),
)

#: the systems by name
SYSTEMS = {system.name: system for system in _SYSTEMS}
