"""Quantities at many points at once, by the array functions of the rooms above.

Every function here takes the names of quantities and an array of each coordinate, all of shape
(n,), and returns `Columns` of that length.  What a room refuses is nan, with the reason.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import DomainError, ShortMemoryError, YangGaudinError
from ..gas.by_name import FOLLOWING, FUNCTIONS
from ..gas.excitations import Excitations
from ..gas.ground_state import GroundState
from ..polaron.polaron import Polaron
from ..quantities import QUANTITIES
from ..thermal.tables import thermal_gases

Names = Sequence[str]
Where = NDArray[np.intp]
#: values, and bounds on absolute errors, by name
Found = tuple[Mapping[str, Any], Mapping[str, Any]]

BRANCH_QUANTITIES = ("polaron_energy", "polaron_velocity", "spin_rapidity")
EDGE_QUANTITIES = (
    "expelled_atoms",
    "phase_drop",
    "shift_right",
    "shift_left",
    "threshold_exponent",
    "density_slope",
)
EXCITATION_QUANTITIES = tuple(
    f"{kind}_{what}" for kind in ("particle", "hole") for what in ("energy", "velocity", "rapidity")
)
#: numbers of an object that is solved for one γ, and its class
OWNERS: dict[str, Callable[[float], Any]] = {
    "mu_over_c2": GroundState,
    "spin_wave_moment": GroundState,
    "sextic_coefficient": Polaron,
    "top_mass_ratio": Polaron,
    "maximum_energy": Polaron,
    "fermi_point_mass_ratio": Excitations,
    "hole_top_mass_ratio": Excitations,
}


class Columns:
    """Values and bounds on errors at n points, nan where they are not put, and refusals.

    Parameters
    ----------
    n_points : int
        n.

    Attributes
    ----------
    values, errors : dict of str to array, shape (n,)
        By name in the catalogue.
    refused : dict of int to str
        Why a point was not computed.
    """

    def __init__(self, n_points: int) -> None:
        self.n_points = n_points
        self.values: dict[str, Array] = {}
        self.errors: dict[str, Array] = {}
        self.refused: dict[int, str] = {}

    def put(self, where: Any, found: Found) -> None:
        """Put values and errors at some points."""
        for own, given in zip((self.values, self.errors), found, strict=True):
            for name, numbers in given.items():
                own.setdefault(name, np.full(self.n_points, math.nan))[where] = numbers

    @contextmanager
    def refusing(self, where: Iterable[int]) -> Iterator[None]:
        """Note a refusal as the reason why points lack a quantity, besides what is noted there."""
        try:
            yield
        except ShortMemoryError:  # another machine would have a result
            raise
        except YangGaudinError as reason:
            text = str(reason).removesuffix(" at index (0,)")
            for point in map(int, where):
                noted = self.refused.get(point, text)
                self.refused[point] = noted if text in noted else f"{noted}; {text}"

    def fill(self, where: Where, call: Callable[[Where], Found]) -> None:
        """Put what a function of many points returns.

        If it refuses, so do halves of the points, until those that it refuses stand alone.
        """
        with self.refusing(where if len(where) == 1 else ()):
            self.put(where, call(where))
            return
        if len(where) > 1:
            for half in np.array_split(where, 2):
                self.fill(half, call)


def functions_of_gamma(names: Names, gamma: Array) -> Columns:
    """Return functions of γ."""

    def call(name: str, where: Where) -> Found:
        here = gamma[where]
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):  # looked at below
            found = (FUNCTIONS | FOLLOWING)[name](here)
        is_limit = (here == 0) | np.isinf(here)
        if np.any(np.isinf(found) & ~is_limit):
            raise DomainError(f"{name} does not fit into a double (below 1.8e308) here")
        return {name: found}, {name: _relative(name, found, exact=is_limit)}

    columns = Columns(len(gamma))
    for name in names:
        columns.fill(np.arange(len(gamma)), partial(call, name))
    return columns


def numbers_of_gamma(names: Names, gamma: Array) -> Columns:
    """Return numbers of objects that are solved for one γ each."""

    def call(maker: Callable[[float], Any], where: Where) -> Found:
        solved = maker(float(gamma[where[0]]))
        own = [name for name in names if OWNERS[name] is maker]
        return {name: getattr(solved, name) for name in own}, _picked(own, solved.errors)

    columns = Columns(len(gamma))
    for maker in dict.fromkeys(OWNERS[name] for name in names):
        for point in range(len(gamma)):
            columns.fill(np.array([point]), partial(call, maker))
    return columns


def gases_at_temperature(names: Names, gamma: Array, temperature: Array) -> Columns:
    """Return the thermodynamics of gases at a temperature."""
    gases = thermal_gases(gamma, temperature)
    columns = Columns(len(gamma))
    columns.put(slice(None), (_picked(names, vars(gases)), _picked(names, gases.errors)))
    columns.refused = {index: str(reason) for (index,), reason in gases.refused.items()}
    return columns


def polarons(names: Names, gamma: Array, momentum: Array) -> Columns:
    """Return what the branch of the polaron has at momenta, one branch for each γ."""
    of_branch = [name for name in names if name in BRANCH_QUANTITIES]
    of_edge = [name for name in names if name in EDGE_QUANTITIES]

    def branch(polaron: Polaron, where: Where) -> Found:
        attributes = {name: QUANTITIES[name].attribute for name in of_branch}
        values = {name: getattr(polaron, at)(momentum[where]) for name, at in attributes.items()}
        sizes, gas = dict(values), polaron.gas
        if "polaron_velocity" in sizes:
            sizes["polaron_velocity"] = np.full(len(where), gas.sound_velocity)
        if "spin_rapidity" in sizes:
            size = np.abs(sizes["spin_rapidity"])
            sizes["spin_rapidity"] = np.maximum(size, max(gas.fermi_rapidity, gas.gamma))
        return values, {name: _relative(name, size) for name, size in sizes.items()}

    def edge(polaron: Polaron, where: Where) -> Found:
        found = polaron.edge(momentum[where])
        attributes = {name: QUANTITIES[name].attribute for name in of_edge}
        values = {name: getattr(found, attribute) for name, attribute in attributes.items()}
        errors = found.errors
        return values, {name: errors[attribute] for name, attribute in attributes.items()}

    calls = [branch] * bool(of_branch) + [edge] * bool(of_edge)
    return _for_each_system(Polaron, calls, gamma)


def excitations(names: Names, gamma: Array, momentum: Array) -> Columns:
    """Return Lieb's excitations at momenta, one object for each γ."""

    def of_type(kind: str, both: Excitations, where: Where) -> Found:
        own = [name for name in names if name.startswith(kind)]
        values = {name: getattr(both, name)(momentum[where]) for name in own}
        bounds = both.errors
        relative = {n: _relative(n, found) for n, found in values.items() if n not in bounds}
        return values, _picked(own, bounds) | relative

    calls = [partial(of_type, kind) for kind in ("particle", "hole")]
    return _for_each_system(Excitations, calls, gamma)


def rings(names: Names, gamma: Array, n_particles: Array) -> Columns:
    """Return what rings have in the ground state, and their mass from the smallest momentum."""

    def mass_ratio(ring: Any) -> Any:
        if ring.n_particles == 1:
            raise DomainError(
                "ring_mass_ratio needs n_particles of at least 2: one atom alone has no state J = 1"
            )
        return ring.state(1).mass_ratio

    found: dict[str, Callable[[Any], float]] = {
        "ring_energy": lambda ring: ring.ground_state.energy,
        "ring_mass_ratio": mass_ratio,
    }

    def number(name: str, ring: Any, _: Where) -> Found:
        return {name: found[name](ring)}, {}

    calls = [partial(number, name) for name in names]
    return _for_each_system(_ring, calls, gamma, n_particles)


def ring_states(names: Names, gamma: Array, n_particles: Array, magnon: Array) -> Columns:
    """Return what rings have with one flipped spin, one ring for each γ and N."""
    columns = Columns(len(gamma))
    for key, where in _groups(gamma, n_particles):
        with columns.refusing(where):
            ring = _ring(*key)
            for point in where:
                with columns.refusing([point]):
                    state = ring.state(int(magnon[point]))
                    for name in names:
                        with columns.refusing([point]):
                            number = getattr(state, QUANTITIES[name].attribute)
                            columns.put(point, ({name: number}, {}))
    return columns


def _ring(gamma: float, n_particles: float) -> Any:
    """Return a ring."""
    from ..ring import Ring

    return Ring(gamma, n_particles=int(n_particles))


def _for_each_system(
    make: Callable[..., Any], calls: Sequence[Callable[[Any, Where], Found]], *arguments: Array
) -> Columns:
    """Make a system for each of different arguments, and put what it has at its points."""
    columns = Columns(len(arguments[0]))
    for key, where in _groups(*arguments):
        with columns.refusing(where):
            system = make(*key)
            for call in calls:
                columns.fill(where, partial(call, system))
    return columns


def _groups(*arguments: Array) -> Iterator[tuple[tuple[float, ...], Where]]:
    """Yield each of different arguments with its points, in the order in which they appear."""
    points: dict[tuple[float, ...], list[int]] = {}
    for point, key in enumerate(zip(*(part.tolist() for part in arguments), strict=True)):
        points.setdefault(key, []).append(point)
    for key, where in points.items():
        yield key, np.array(where)


def _picked(names: Names, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked for."""
    return {name: found[name] for name in names if name in found}


def _relative(name: str, sizes: Any, exact: Any = False) -> Array:
    """Return bounds on errors that are a fraction of a size; what is infinite, a limit, is exact.

    Below the smallest normal number a double is rounded to a multiple of the smallest one.
    """
    size = np.abs(sizes)
    bound = QUANTITIES[name].error.bound * size
    bound = np.where(size < sys.float_info.min, bound + math.ulp(0.0), bound)
    return np.where(exact | np.isinf(size), 0.0, bound)
