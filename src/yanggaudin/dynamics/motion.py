"""Real time: an atom is injected with a momentum into the ground state, and moves."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import Array, quiet, real_array, scalar_or_array, whole_number
from ..errors import ValidityWarning
from ..numerics.cached_property import cached_property
from ..numerics.threads import one_blas_thread
from ..results import Result
from .channels import MOST_ATOMS, MOST_QUANTA, Transitions, ground_numbers
from .effort import shared_by
from .impurity import momentum_matrix
from .scan import Goal, Progress, scan
from .sum_rules import SumRule

# Times at which the parts of the error are compared, over twice the time that sound takes around.
_N_TIMES = 400
# Times whose phases are in memory at once.
_BLOCK = 256
# Later, rounding would be seen in the phases.
_LONGEST = 1e8


@dataclass(frozen=True, eq=False)
class InjectedMotion(Result):
    """Motion after ψ↓†(p₀) on the ground state of Eq. (4), p₀ = 2πħ · momentum/L.

    Made by `injected_motion`.

    Attributes
    ----------
    host : str
        "bose" or "fermi".
    gamma : float
        γ = c/n, n the density of the host.
    n_particles : int
        Atoms of the host, and the length L of the ring.
    initial_momentum : float
        p₀ in ħn.
    energies : array, shape (b,)
        Those of the eigenstates that were found less that of the host, in ħ²n²/m, ascending.
    amplitudes : array, shape (b,)
        Their real overlaps with the state after the injection.
    matrix : array, shape (b, b)
        ⟨C|p↓|B⟩ between them, in ħn.
    share : float
        Σ amplitudes², of 1; what is missing is left out, and averages are over what was found.
    dropped : int
        Eigenstates whose weight is so small that doubles do not give it.

    Examples
    --------
    >>> motion = injected_motion(3.0, n_particles=6, momentum=4, share=0.99)
    >>> abs(motion.momentum(0.0) / motion.initial_momentum - 1) < 0.01
    True
    """

    _saved: ClassVar = (
        "host",
        "gamma",
        "n_particles",
        "initial_momentum",
        "energies",
        "amplitudes",
        "matrix",
        "share",
        "dropped",
        "diagonal_ensemble",
    )

    host: str
    gamma: float
    n_particles: int
    initial_momentum: float
    energies: Array = field(repr=False)
    amplitudes: Array = field(repr=False)
    matrix: Array = field(repr=False)
    share: float
    dropped: int
    _matrix_errors: Array = field(repr=False)

    def momentum(self, time: ArrayLike) -> float | Array:
        """Compute ⟨p↓(t)⟩, the momentum of the injected atom.

        Parameters
        ----------
        time : array_like
            t in m/ħn², of any shape, up to 1e8 in size.

        Returns
        -------
        float or array
            In ħn.  Its error is about `error`.

        Raises
        ------
        DomainError
            If a time is no such number.

        Examples
        --------
        >>> motion = injected_motion(3.0, n_particles=6, momentum=4, share=0.99)
        >>> bool(motion.momentum(0.5) < 0.8 * motion.initial_momentum)
        True
        """
        at = real_array("time", time, -_LONGEST, _LONGEST)
        found = _average(self.amplitudes, self.energies, self.matrix, at.ravel())
        return scalar_or_array(found.reshape(at.shape), time)

    def return_amplitude(self, time: ArrayLike) -> complex | NDArray[np.complex128]:
        """Compute G(t) = ⟨ψ(0)|ψ(t)⟩, E counted from the host's, out of the states that were found.

        Parameters
        ----------
        time : array_like
            t in m/ħn², of any shape, up to 1e8 in size.

        Returns
        -------
        complex or array
            Σ A² e^{-iEt}; what is missing of the sum is at most 1 - share.

        Raises
        ------
        DomainError
            If a time is no such number.

        Examples
        --------
        >>> motion = injected_motion(3.0, n_particles=6, momentum=4, share=0.99)
        >>> abs(motion.return_amplitude(0.0) - motion.share) < 1e-12
        True
        """
        at = real_array("time", time, -_LONGEST, _LONGEST)
        with quiet():
            angle = np.multiply.outer(at, self.energies)
            found = np.exp(-1j * angle).astype(np.complex128) @ self.amplitudes**2
        return found if at.ndim else complex(found)

    @property
    def diagonal_ensemble(self) -> float:
        """Σ A²⟨C|p↓|C⟩ in ħn: the average of ⟨p↓(t)⟩ over all times, revivals included."""
        weights = self.amplitudes**2
        return float(weights @ np.diag(self.matrix) / weights.sum())

    @cached_property
    def error(self) -> float:
        """Estimate of the error of `momentum`, in ħn, at times up to twice round the ring.

        What is missed of p₀ at t = 0, or 1.5 times the later change of ⟨p↓(t)⟩ if at least as much
        weight again is left out, in proportion, whichever is larger; and roundings.
        """
        weights = self.amplitudes**2
        heavy = np.argsort(weights)[::-1]
        found, missing = np.cumsum(weights[heavy]), 1 - self.share
        count = int(np.searchsorted(found, 1 - 2 * missing, side="right"))
        kept, left_out = heavy[:count], weights[heavy[count:]].sum()
        round_twice = 2 * self.n_particles / max(math.sqrt(self.gamma), 1.0)
        times = np.linspace(0.0, round_twice, _N_TIMES)[1:]
        part = self.amplitudes[kept], self.energies[kept], self.matrix[np.ix_(kept, kept)]
        rough = _average(*part, times) if count else 0.0
        changed = np.abs(self.momentum(times) - rough).max() * min(1.0, missing / left_out)
        start = abs(self.momentum(0.0) - self.initial_momentum)
        size = np.abs(self.amplitudes)
        rounding = size @ self._matrix_errors @ size / self.share
        return float(max(1.5 * changed, start) + rounding)


def _average(amplitudes: Array, energies: Array, matrix: Array, times: Array) -> Array:
    """Return ΣΣ A_C A_B p_CB cos((E_C - E_B)t)/ΣA², shape of the times, which are in a row."""
    found = np.zeros(len(times))
    with quiet():
        for start in range(0, len(times), _BLOCK):
            part = slice(start, start + _BLOCK)
            angle = np.multiply.outer(energies, times[part])
            for turned in (np.cos(angle), np.sin(angle)):
                state = amplitudes[:, None] * turned
                found[part] += (state * (matrix @ state)).sum(axis=0)
    return found / (amplitudes @ amplitudes)


def injected_motion(
    gamma: float,
    *,
    n_particles: int,
    momentum: int,
    share: float = 0.99,
    host: str = "bose",
    most_states: int = 2000,
    workers: int = 1,
    progress: Progress | None = None,
) -> InjectedMotion:
    """Find the motion of an atom that is injected with a momentum into the ground state.

    Parameters
    ----------
    gamma : float
        γ = c/n, from 1e-3 to 1e4, with the density n of the host.
    n_particles : int
        Atoms of the host, 1 … 700, on a ring of length L = n_particles/n.
    momentum : int
        p₀ in 2π/L.
    share : float
        Weight of the eigenstates to find, in (0, 1).
    host : str
        "bose", or "fermi" for free fermions, an odd number, which repel the flipped one alone.
    most_states : int
        How many to look at, at most; the time is proportional to the square.
    workers : int
        Threads that share the work; -1 takes all cores.  They change last digits of sums at most.
    progress : callable, optional
        Called with the share and the number of states during the search.

    Returns
    -------
    InjectedMotion
        Momentum and return amplitude at any time.

    Raises
    ------
    DomainError
        If an argument is no such number, or most_states states of so many atoms would take hours.
    ConvergenceError
        If Newton's method does not settle.

    Warns
    -----
    ValidityWarning
        If the share was not reached, as after an interruption (Ctrl-C), which keeps the heaviest
        states that are done.

    References
    ----------
    C. J. M. Mathy, M. B. Zvonarev and E. Demler, Nat. Phys. 8, 881 (2012): quantum flutter;
    docs/dynamics.md.

    Examples
    --------
    >>> motion = injected_motion(3.0, n_particles=6, momentum=4, share=0.99)
    >>> motion.share > 0.99, motion.error < 0.05 * motion.initial_momentum
    (True, True)
    """
    number = whole_number("n_particles", n_particles, 1, MOST_ATOMS)
    quanta = whole_number("momentum", momentum, -MOST_QUANTA, MOST_QUANTA, " (in 2π/L)")
    goal = Goal.of(share, most_states, progress, workers)
    goal.check_price(number + 1, pairs=True)
    transitions = Transitions("injection", gamma, ground_numbers(number), host=host)
    rule = SumRule(transitions, quanta, tail_error=None)
    search = scan(transitions, quanta, rule, goal)
    finals, energies, weights = search.everything()
    heavy = np.argsort(-weights.values, kind="stable")
    with shared_by(goal.workers) as each:
        matrix, errors = one_blas_thread(number)(momentum_matrix)(finals[heavy], each)
    order = heavy[: len(matrix)]
    share = float(weights.values[order].sum())
    if len(order) < len(heavy):
        warnings.warn(
            f"it was interrupted: of {len(heavy)} states {len(order)} are left, with the share "
            f"{share:.4f}",
            ValidityWarning,
            stacklevel=2,
        )
    rising = np.argsort(energies[order], kind="stable")
    order, table = order[rising], np.ix_(rising, rising)
    return InjectedMotion(
        host=transitions.host.name,
        gamma=transitions.gamma,
        n_particles=number,
        initial_momentum=2 * math.pi * quanta / number,
        energies=energies[order],
        amplitudes=weights.signs[order] * np.sqrt(weights.values[order]),
        matrix=transitions.gamma * matrix[table],
        share=share,
        dropped=search.dropped,
        _matrix_errors=transitions.gamma * errors[table],
    )
