"""What is done to a state: the channels, their initial state, and the weights of final states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import Array, coupling, whole_number
from ..errors import DomainError
from ..ring import Ring
from ..ring.equations import PI
from ..ring.quantum_numbers import quasimomentum_numbers
from .bethe import Integers
from .hosts import FERMI, host_of
from .impurity import density_weights
from .mcguire import fermi_overlaps
from .overlaps import log_norms, overlaps
from .states import States, solve_states

# The range in which the error bounds of the weights were tried.
_COUPLINGS = (1e-3, 1e4)
#: atoms of an initial state, and momenta in 2π/L
MOST_ATOMS, MOST_QUANTA = 700, 10**6
# Relative error from which on a weight is no number any more.  In random draws all those below
# were right within it, however much of the determinant had cancelled.
_LARGEST_ERROR = 0.3


class Channel(NamedTuple):
    """An operator: by how many atoms the final state differs, and which state has the flip."""

    name: str
    more_atoms: int
    flip: str

    @property
    def flips_final(self) -> bool:
        """Whether final states have a flip, or are symmetric."""
        return self.flip in {"final", "both"}

    @property
    def flips_initial(self) -> bool:
        """Whether the initial state has a flip, or is symmetric."""
        return self.flip in {"initial", "both"}


#: the channels by name
CHANNELS = {
    name: Channel(name, more_atoms, flip)
    for name, more_atoms, flip in (
        ("injection", 1, "final"),
        ("ejection", -1, "initial"),
        ("spin_flip", 0, "final"),
        ("density", 0, ""),
        ("field", 1, ""),
        ("impurity_density", 0, "both"),
    )
}


@dataclass(frozen=True, eq=False)
class Weights:
    """Form factors of a batch of final states.

    Attributes
    ----------
    values : array, shape (b,)
        |F|²; 0 where doubles do not give it.
    errors : array, shape (b,)
        Bounds on the relative errors, to first order.
    signs : array, shape (b,)
        Signs of the determinants.
    """

    values: Array
    errors: Array
    signs: Array

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Where doubles do not give the weight: where it is tiny, and rounding all that is left."""
        return ~(self.errors < _LARGEST_ERROR)

    def of(self, which: NDArray[np.intp]) -> Weights:
        """Return the weights of some of the states."""
        return Weights(self.values[which], self.errors[which], self.signs[which])

    @staticmethod
    def joined(batches: Sequence[Weights]) -> Weights:
        """Return the weights of several batches as one."""
        parts = ((one.values, one.errors, one.signs) for one in batches)
        return Weights(*(np.concatenate(part) for part in zip(*parts, strict=True)))


class Transitions:
    """All transitions from one initial state by one operator.

    Attributes
    ----------
    channel : Channel
        The operator.
    gamma : float
        γ = c/n, n the density of the initial state.
    host : Host
        Bosons, or free fermions: from their sea by injection and spin flip.
    initial : States
        The initial state, a batch of one.
    n_final : int
        Number of atoms of final states.
    """

    def __init__(
        self,
        channel: object,
        gamma: object,
        initial: ArrayLike,
        magnon: int | None = None,
        host: object = "bose",
    ) -> None:
        self.channel, self.host = channel_of(channel), host_of(host)
        self.gamma = coupling_of(gamma)
        numbers = initial_numbers(self.channel, initial)
        self.n_final = len(numbers) + self.channel.more_atoms
        if self.host is FERMI:
            self.initial = _sea(self.channel, self.gamma, numbers)
            return
        self.initial = solved_by_ring(self.gamma, numbers, magnon or 0)
        self._norm = log_norms(self.initial)

    @property
    def length(self) -> float:
        """Λ = cL, the ring in units of 1/c; L is the number of atoms of the initial state."""
        return self.initial.length

    def finals(self, numbers: Array, magnon: Integers, start: Array | None = None) -> States:
        """Solve for final states, shapes (b, M) and (b,), from rapidities near theirs if given."""
        if start is None:
            start = self._guess(numbers, magnon)
        return solve_states(self.length, numbers, magnon, start, self.host)

    def weights(self, finals: States) -> Weights:
        """Return |⟨final|operator|initial⟩|² of a batch of final states."""
        if not len(finals):
            return Weights(*np.empty((3, 0)))
        if self.channel.flip == "both":
            log_weight, error = density_weights(finals, self.initial)
            values = np.exp(np.where(error < _LARGEST_ERROR, log_weight, -np.inf))
            return Weights(values, error, np.ones(len(finals)))
        pair = (self.initial, finals) if self.channel.flip == "initial" else (finals, self.initial)
        if self.host is FERMI:
            found = fermi_overlaps(*pair, log_norms(finals))
        else:
            found = overlaps(*pair, self._norm + log_norms(finals))
        log_weight, error = found.log_weight, found.error
        if not self.channel.flip:
            log_weight = log_weight + np.log(self.n_final)
        values = np.exp(np.where(error < _LARGEST_ERROR, log_weight, -np.inf))
        if self.channel.more_atoms == 0:
            # without momentum S⁻ is S⁻₀, which changes no polarised state, and ρ is N
            same = np.all(finals.numbers == self.initial.numbers, axis=1) & (finals.magnon == 0)
            power = 1 if self.channel.flip else 2
            still = self.quanta(finals) == 0
            values = np.where(still, np.where(same, float(self.n_final) ** power, 0.0), values)
            error = np.where(still, 0.0, error)
        return Weights(values, error, found.sign)

    def quanta(self, finals: States) -> Integers:
        """Return the momentum of final states less that of the initial one, in 2π/L."""
        return np.rint(finals.quanta - self.initial.quanta).astype(np.int64)

    def energies(self, finals: States) -> Array:
        """Return E_final - E_initial in ħ²n²/m."""
        return self.gamma**2 * (finals.energy - self.initial.energy)

    def _guess(self, numbers: Array, magnon: Integers) -> Array:
        """Return rapidities between those of the initial state, and evenly spaced beyond."""
        if self.host is FERMI:
            return 2 * np.pi * (numbers + magnon[:, None] / self.n_final) / self.length
        known, x = self.initial.numbers[0], self.initial.x[0]
        beyond = numbers - np.clip(numbers, known[0], known[-1])
        return np.asarray(np.interp(numbers, known, x) + 2 * np.pi * beyond / self.length)


def channel_of(channel: object) -> Channel:
    """Return a channel by its name."""
    if isinstance(channel, str) and channel in CHANNELS:
        return CHANNELS[channel]
    raise DomainError(f"channel must be one of {', '.join(CHANNELS)}, got {channel!r}")


def initial_numbers(kind: Channel, initial: ArrayLike) -> Array:
    """Return the I_j of the initial state of a channel, ascending."""
    count = np.size(np.asarray(initial, dtype=object))
    least = 2 if kind.more_atoms < 0 else 1
    number = whole_number("the number of atoms in initial", count, least, MOST_ATOMS)
    return quasimomentum_numbers(number, initial, "initial")


def coupling_of(gamma: object) -> float:
    """Return a coupling at which form factors are computed."""
    value, (low, high) = coupling(gamma), _COUPLINGS
    if low <= value <= high:
        return value
    raise DomainError(f"gamma must lie in [{low!r}, {high!r}] for form factors, got {value!r}")


def solved_by_ring(gamma: float, numbers: Array, magnon: int) -> States:
    """Return one state of as many atoms as the ring is long, L = N, as a batch of one."""
    ring = Ring(gamma, n_particles=len(numbers))
    state = ring.state(magnon or None, quantum_numbers=numbers)
    origin, relative = state.rapidities
    exact = relative + origin
    x = np.asarray(exact, dtype=float)
    low = np.asarray(exact - x, dtype=float)
    eta = state.spin_rapidities[0] / gamma if magnon else np.inf
    batch = numbers[None], np.array([magnon]), x[None], low[None], np.array([eta])
    return States(gamma * len(x), *batch)


def _sea(channel: Channel, gamma: float, numbers: Array) -> States:
    """Return free fermions."""
    if channel.name not in {"injection", "spin_flip"}:
        raise DomainError(
            f"channel must be injection or spin_flip for fermions, got {channel.name}"
        )
    if len(numbers) % 2 == 0:
        raise DomainError(
            f"n_particles must be odd for fermions, got {len(numbers)}: the sea of an even number "
            "has two ground states"
        )
    length = gamma * len(numbers)
    exact = 2 * PI * numbers / length
    x = exact.astype(float)
    low = np.asarray(exact - x, dtype=float)
    symmetric = np.zeros(1, dtype=np.int64), x[None], low[None], np.array([-np.inf])
    return States(length, numbers[None], *symmetric, FERMI)


def ground_numbers(n_atoms: int) -> Array:
    """Return the I_j of the ground state, Eq. (4), shape (N,)."""
    return np.asarray(np.arange(n_atoms) - (n_atoms - 1) / 2, dtype=float)
