"""Exact sum rules: what all weights of one operator at one momentum are together."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..gas.ground_state import GroundState
from .channels import Transitions
from .contact_tail import ContactTail, contact_tail
from .hosts import FERMI
from .impurity import impurity_momenta
from .states import States

# A first moment of q²/2 + q⟨p↓⟩ that is less than this part of its terms is no number to compare
# sums with: by symmetry it may be 0, as of two atoms with J = 1 at q = -2π/L, up to rounding.
_CANCELLED = 1e-6


class SumRule:
    """What all weights together are, and what of it is known without a search.

    Parameters
    ----------
    transitions : Transitions
        The initial state and the operator.
    quanta : int or None
        Momentum, final minus initial, in 2π/L.
    tail_error : float or None
        Largest error of the weight of the contact tail; None to search the tail as all else.
    """

    def __init__(
        self, transitions: Transitions, quanta: int | None, *, tail_error: float | None
    ) -> None:
        kind, number = transitions.channel, transitions.initial.x.shape[1]
        gamma = transitions.gamma
        momentum = 2 * math.pi * (quanta or 0) / number
        self.by_energy = kind.name == "density"
        self.total, self.first = 1.0, math.nan
        self.tail: ContactTail | None = None
        self._gamma = gamma
        if kind.flip == "both":
            moving = gamma * float(impurity_momenta(transitions.initial)[0])
            self.first = momentum**2 / 2 + momentum * moving
            if abs(self.first) < _CANCELLED * (momentum**2 / 2 + abs(momentum * moving)):
                self.first = math.nan
        elif kind.more_atoms == 0:
            self.total, self.first = float(number), number * momentum**2 / 2
        elif kind.more_atoms > 0:
            self.first = momentum**2 / 2 + gamma
            if tail_error is not None:
                square, contact = _of_host(transitions)
                self.tail = contact_tail(
                    number, gamma, momentum, tail_error, square=square, contact=contact
                )

    def accepts(self, states: States) -> NDArray[np.bool_]:
        """Whether states are not those of the contact tail."""
        if self.tail is None:
            return np.ones(len(states), dtype=bool)
        relative = self._gamma * (states.x[:, -1] - states.x[:, 0]) / 2
        return np.asarray(relative <= self.tail.cutoff)

    def shares(self, weight: float, moment: float) -> tuple[float, float]:
        """Return the shares of the sum rules of Σ|F|² and Σ(E - E₀)|F|²; the one known for both."""
        if self.tail:
            weight, moment = weight + self.tail.weight, moment + self.tail.first_moment
        first = moment / self.first
        return first if self.by_energy else weight / self.total, first

    def error(self, energies: Array, errors: Array) -> float:
        """Return a bound on the error of the share, from those of the weights and of the tail."""
        if self.by_energy:
            return float(errors @ np.abs(energies)) / self.first
        tail = self.tail.error if self.tail else 0.0
        return (float(errors.sum()) + tail) / self.total

    def most_weight(self, energies: Array) -> float:
        """Return the weight that all of the sum rule stands for at most.

        A first moment has the most where the energy is lowest.
        """
        return self.first / float(energies.min()) if self.by_energy else self.total


def _of_host(transitions: Transitions) -> tuple[float, float]:
    """Return ⟨k²⟩ of the atoms of the host, and γe′, of the infinite system."""
    if transitions.host is FERMI:
        return math.pi**2 / 3, 0.0
    gas = GroundState(transitions.gamma)
    contact = gas.gamma * gas.pair_correlation
    return gas.energy - contact, contact
