"""The search for the final states that carry the weight: the heaviest first.

A final state with a flip has the momentum that J gives it, whatever its I_m: at a fixed total
momentum it is known by {I} alone, as long as J lies in 0 … M - 1.  Its neighbours differ by one
quantum in one of the I_m.  The heaviest states whose neighbours are not known yet are looked at
next, a few at a time, so that the neighbours make a batch.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from .bethe import Integers
from .channels import Transitions, Weights
from .effort import Each
from .states import States, joined

# States whose neighbours make a batch.  Of fewer, batches are too small to be shared among cores;
# with 64 of them up to twice as many states are needed.
_AT_ONCE = 16

#: whether states count, and are searched from
Accepts = Callable[[States], NDArray[np.bool_]]


class Search:
    """Final states of one initial state, in the order in which they are found.

    Parameters
    ----------
    transitions : Transitions
        The initial state and the operator.
    quanta : int or None
        Momentum, final minus initial, in 2π/L; None for any.
    accepts : callable
        Says which of some solved states count.
    each : callable
        Like map, to share the work.
    workers : int
        Into how many parts it is cut.

    Attributes
    ----------
    weight, moment : float
        Σ|F|² and Σ(E - E₀)|F|² of what was found, in ħ²n²/m.
    found, dropped : int
        Number of states, and of those whose weight doubles do not give.
    stopped : str
        Why the search ended before its goal, if it did.
    interrupted : bool
        Whether somebody wanted it to end.
    """

    def __init__(
        self,
        transitions: Transitions,
        quanta: int | None,
        accepts: Accepts,
        each: Each = map,
        workers: int = 1,
    ) -> None:
        self.transitions, self.quanta, self._accepts = transitions, quanta, accepts
        self._each, self._workers = each, workers
        self._ground = transitions.host.ground_numbers(transitions.n_final)
        self._known: set[bytes] = set()
        self._heap: list[tuple[float, int, Array, Array]] = []
        self._order = count()
        self._batches: list[tuple[States, Array, Weights]] = []
        self.weight = self.moment = 0.0
        self.found = self.dropped = 0
        self.stopped, self.interrupted = "", False

    def everything(self) -> tuple[States, Array, Weights]:
        """Return all states, their energies in ħ²n²/m, and their weights."""
        states, energies, weights = zip(*self._batches, strict=True)
        return joined(states), np.concatenate(energies), Weights.joined(weights)

    def batches(self) -> Iterator[None]:
        """Look at the first states, and then at neighbours; stop between two batches."""
        self._look_at(self._first(), None)
        yield
        while self._heap:
            best = [heapq.heappop(self._heap) for _ in range(min(_AT_ONCE, len(self._heap)))]
            moved = [self._neighbours(numbers) for _, _, numbers, _ in best]
            starts = [
                np.broadcast_to(x, some.shape)
                for (_, _, _, x), some in zip(best, moved, strict=True)
            ]
            self._look_at(np.concatenate(moved), np.concatenate(starts))
            yield

    # --- which states -------------------------------------------------------------------------

    def _first(self) -> Array:
        """Return the ground state's I_m, and those with a jump of the first or the last atom.

        For η → -∞ the spin gives all atoms the phase 2π, which the I_m of the ground state less 1
        make up for: they are the ground state of the atoms near J = M.
        """
        if self._has_spin:
            every = [self._around(self._ground), self._around(self._ground - 1)]
        else:
            every = [self._around(self._ground)]
        first: Array = np.sort(np.concatenate(every), axis=1)
        distinct = (np.diff(first, axis=1) > 0).all(axis=1)
        if not self._has_spin and self.quanta is not None:
            distinct &= self._missing(first) == 0
        return first[distinct]

    def _around(self, base: Array) -> Array:
        """Return I_m and jumps of either end, as far as J makes up the momentum."""
        m = self.transitions.n_final
        if self._has_spin:
            shifts = self._missing(base[None])[0] - np.arange(m)
        elif self.quanta is None:
            shifts = np.arange(-m, m + 1)
        else:
            shifts = self._missing(base[None])
        jumped = base + np.eye(m)[[0, m - 1]][:, None, :] * shifts[:, None]
        return np.concatenate([base[None], jumped.reshape(-1, m)])

    def _neighbours(self, numbers: Array) -> Array:
        """Return the I_m with one of them, or two at fixed momentum without J, moved by one."""
        m = len(numbers)
        steps = np.concatenate([np.eye(m), -np.eye(m)])
        if not self._has_spin and self.quanta is not None:
            steps = (np.eye(m)[:, None, :] - np.eye(m)[None, :, :]).reshape(-1, m)
        moved = numbers + steps
        return np.asarray(moved[(np.diff(moved, axis=1) > 0).all(axis=1)])

    @property
    def _has_spin(self) -> bool:
        return self.transitions.channel.flips_final

    def _missing(self, numbers: Array) -> Array:
        """Return the momentum that is left for J, in 2π/L, shape (b,)."""
        target = (self.quanta or 0) + self.transitions.initial.quanta[0]
        return np.asarray(np.rint(target - numbers.sum(axis=1)))

    # --- what they weigh ----------------------------------------------------------------------

    def _look_at(self, numbers: Array, start: Array | None) -> None:
        """Solve for those of some states that are new, weigh them, and keep them."""
        magnon = np.zeros(len(numbers), dtype=np.int64)
        if self._has_spin:
            magnon = self._missing(numbers).astype(np.int64)
        new = self._new(numbers, magnon)
        if not len(new):
            return
        parts = np.array_split(new, min(self._workers, len(new)))

        def solved(part: NDArray[np.intp]) -> tuple[States, Weights]:
            near = None if start is None else start[part]
            finals = self.transitions.finals(numbers[part], magnon[part], near)
            finals = finals[np.flatnonzero(self._accepts(finals))]
            return finals, self.transitions.weights(finals)

        for finals, weights in self._each(solved, parts):
            self._keep(finals, weights)

    def _keep(self, finals: States, weights: Weights) -> None:
        """Keep states with a weight, and remember all of them to search from."""
        # states without a weight are the last whose neighbours are looked at
        for value, row, x in zip(weights.values.tolist(), finals.numbers, finals.x, strict=True):
            heapq.heappush(self._heap, (-value, next(self._order), row, x))
        kept = np.flatnonzero(~weights.lost)
        self.dropped += len(finals) - len(kept)
        finals, weights = finals[kept], weights.of(kept)
        energies = self.transitions.energies(finals)
        self._batches.append((finals, energies, weights))
        self.weight += float(weights.values.sum())
        self.moment += float(weights.values @ energies)
        self.found += len(kept)

    def _new(self, numbers: Array, magnon: Integers) -> NDArray[np.intp]:
        """Return which states are possible and not known yet, each once."""
        possible = (magnon >= 0) & (magnon < self.transitions.n_final)
        keys = np.rint(numbers - self._ground).astype(np.int32)
        fresh = []
        for at in np.flatnonzero(possible):
            key = keys[at].tobytes()
            if key not in self._known:
                self._known.add(key)
                fresh.append(at)
        return np.array(fresh, dtype=np.intp)
