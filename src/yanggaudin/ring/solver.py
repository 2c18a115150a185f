"""States of N atoms on a ring."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..domain import coupling, real_number
from ..errors import DomainError
from ..ground_state import GroundState
from ..panels import Array
from . import dense
from .flips import Flips
from .mirror import ODD, Pairs
from .newton import solve as minimise
from .profile import profile
from .quantum_numbers import (
    atom_number,
    quasimomentum_numbers,
    shifted_spin_numbers,
    spin_numbers,
)
from .state import RingState, excitation_energy, momentum


class Ring:
    """N equal bosons on a ring; solves the ground state once and any state relative to it."""

    def __init__(self, n_particles: int, gamma: float) -> None:
        self.pairs = Pairs(atom_number(n_particles))
        self.gas = GroundState(coupling(gamma))
        self.length = self.gas.gamma * self.pairs.n_atoms

    @cached_property
    def _ground(self) -> tuple[Array, int]:
        start = profile(self.gas, self.pairs.n_atoms, self.pairs.ground_quantum_numbers)
        return minimise(dense.GroundEquations(self.pairs, self.length), start)

    def state(
        self,
        magnon: int | Sequence[int] | None = None,
        *,
        quantum_numbers: ArrayLike | None = None,
        spin_rapidity: float | None = None,
    ) -> RingState:
        pairs, gamma = self.pairs, self.gas.gamma
        numbers = spin_numbers(pairs.n_atoms, magnon)
        flips = Flips(pairs, shifted_spin_numbers(numbers) if any(numbers) else ())
        jumps = np.zeros((2, pairs.n_pairs))
        ground, steps = self._ground
        start = np.zeros_like(jumps)
        if quantum_numbers is not None:
            I = quasimomentum_numbers(pairs.n_atoms, quantum_numbers)
            I0 = pairs.unfold(np.stack([0*pairs.ground_quantum_numbers,pairs.ground_quantum_numbers]))
            jumps = pairs.fold(I-I0)
            x = np.copysign(profile(self.gas, pairs.n_atoms, np.abs(I)), I)
            start = np.where(I==I0, 0, x - pairs.unfold(np.stack([0*ground,ground])))
            start = pairs.fold(start)
        shifts, more = minimise(dense.ShiftEquations(pairs, self.length, ground, jumps, flips), start)
        total = sum(numbers) + pairs.inner(jumps, np.stack([np.ones_like(ground), 0*ground]))
        return RingState(pairs.n_atoms, gamma, numbers, tuple(gamma*flips.rapidities), momentum(pairs.n_atoms, total), excitation_energy(pairs, gamma, ground, shifts), 0.0, "dense", steps+more, ground, shifts, jumps)
