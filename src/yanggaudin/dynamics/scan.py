"""How far a search goes: until a share of a sum rule is reached, or it is stopped."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

from ..arguments import real_number, whole_number
from ..errors import DomainError, ValidityWarning
from ..numerics.threads import one_blas_thread
from .channels import Transitions
from .effort import check_price, cores, shared_by
from .search import Search
from .sum_rules import SumRule

#: called with the share of the sum rule and the number of states after every batch
Progress = Callable[[float, int], object]


class Goal(NamedTuple):
    """When a search ends, and who is told on the way."""

    share: float
    most_states: int
    progress: Progress | None
    workers: int

    @staticmethod
    def of(share: object, most_states: object, progress: object, workers: object) -> Goal:
        """Return the goal that a caller has set."""
        wanted = real_number("share", share)
        if not 0 < wanted < 1:
            why = ": there are states without end" if wanted >= 1 else ""
            raise DomainError(f"share must lie in (0, 1), got {share!r}{why}")
        if not (progress is None or callable(progress)):
            raise DomainError(f"progress must be a function or None, got {progress!r}")
        most = whole_number("most_states", most_states, 1, 10**8)
        return Goal(wanted, most, progress, cores(workers))

    def check_price(self, n_atoms: int, *, pairs: bool = False, fixed: bool = False) -> None:
        """Refuse states of so many atoms if they would take hours.

        What can be done is to ask for fewer, unless their number is ``fixed``.
        """
        check_price(n_atoms, self.most_states, self.workers, pairs=pairs, fixed=fixed)


def scan(transitions: Transitions, quanta: int | None, rule: SumRule, goal: Goal) -> Search:
    """Search for final states; warn if the share was not reached."""
    search = search_for(transitions, quanta, rule, goal)
    if search.stopped:
        share, _ = rule.shares(search.weight, search.moment)
        warnings.warn(
            f"the search reached the share {share:.4f} of the sum rule, not {goal.share:g}: "
            f"{search.stopped}",
            ValidityWarning,
            stacklevel=3,
        )
    return search


def search_for(transitions: Transitions, quanta: int | None, rule: SumRule, goal: Goal) -> Search:
    """Search for final states until the goal is reached, or the search says why it stopped."""
    free = transitions.channel.more_atoms < 0
    with shared_by(goal.workers) as each:
        search = Search(transitions, None if free else quanta, rule.accepts, each, goal.workers)
        search.stopped = one_blas_thread(transitions.n_final)(_run)(search, rule, goal)
    return search


def _run(search: Search, rule: SumRule, goal: Goal) -> str:
    """Search until the share is reached; return why it ended before, if it did."""
    try:
        for _ in search.batches():
            share, _ = rule.shares(search.weight, search.moment)
            if goal.progress is not None:
                goal.progress(share, search.found)
            if share >= goal.share:
                return ""
            if search.found + search.dropped >= goal.most_states:
                return f"{goal.most_states} states were looked at, as many as most_states allows"
    except KeyboardInterrupt:
        if not search.found:
            raise
        search.interrupted = True
        return f"it was interrupted after {search.found} states"
    return f"beyond {search.found} states all others have two very fast atoms"
