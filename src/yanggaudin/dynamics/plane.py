"""Spectral functions of many momenta at once: A(p, ω), S⁻⁺(q, ω) and S(q, ω) over the plane."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array
from ..errors import DomainError, ValidityWarning
from ..results import Result
from .channels import Transitions, channel_of, ground_numbers
from .scan import Goal, search_for
from .spectrum import SpectralFunction, atoms_of, initial_magnon, packed, quanta_of
from .sum_rules import SumRule

MOST_MOMENTA = 10_000

#: called with the number of momenta that are done, and of all
Done = Callable[[int, int], object]


@dataclass(frozen=True, eq=False)
class SpectralPlane(Result):
    """Spectral functions of one operator on a state of Eq. (2) at several momenta.

    Made by `spectral_plane`.

    Attributes
    ----------
    channel : str
        The operator.
    host : str
        "bose" or "fermi".
    gamma : float
        γ = c/n, n the density of the initial state.
    n_particles : int
        Atoms of the initial state, and the length L of the ring.
    spectra : tuple of SpectralFunction
        One for each momentum, in the order in which they were asked for.

    Examples
    --------
    >>> plane = spectral_plane("spin_flip", 1.0, n_particles=6, momenta=[1, 2, 3], share=0.97)
    >>> bool((plane.shares > 0.97).all()), plane.broadened([0.0, 1.0], 0.3).shape
    (True, (3, 2))
    """

    _saved: ClassVar = (
        "channel", "host", "gamma", "n_particles", "momenta", "shares", "first_moments",
    )  # fmt: skip

    channel: str
    host: str
    gamma: float
    n_particles: int
    spectra: tuple[SpectralFunction, ...] = field(repr=False)

    @property
    def momenta(self) -> Array:
        """p_final - p_initial in ħn, shape (m,)."""
        quanta = np.array([one.momentum_quanta for one in self.spectra])
        return np.asarray(2 * math.pi * quanta / self.n_particles)

    @property
    def shares(self) -> Array:
        """Share of the sum rule that was found at each momentum, shape (m,)."""
        return np.array([one.share for one in self.spectra])

    @property
    def first_moments(self) -> Array:
        """Share of the sum rule of Σ(E_final - E_initial)|F|², shape (m,)."""
        return np.array([one.first_moment for one in self.spectra])

    @property
    def static_structure_factor(self) -> Array:
        """Σ|F|² per atom of the initial state at each momentum, shape (m,).

        S(q) of the density; what is missing makes it too small.
        """
        return np.array([one.weights.sum() for one in self.spectra]) / self.n_particles

    def broadened(self, omega: ArrayLike, width: float) -> Array:
        """Compute the spectral functions at energies ω, every state a Gaussian.

        Parameters
        ----------
        omega : array_like
            Energies in ħ²n²/m, of any shape.
        width : float
            Standard deviation of the Gaussian, an energy > 0.

        Returns
        -------
        array, shape (m, ...)
            In m/ħ²n², for each momentum as `SpectralFunction.broadened`.

        Raises
        ------
        DomainError
            If the width is not positive, or an energy is no number.

        Examples
        --------
        >>> plane = spectral_plane("spin_flip", 1.0, n_particles=6, momenta=[1, 2], share=0.97)
        >>> density = plane.broadened(1.0, 0.3)
        >>> bool(density[1] == plane.spectra[1].broadened(1.0, 0.3))
        True
        """
        return np.array([one.broadened(omega, width) for one in self.spectra])


def spectral_plane(
    channel: str,
    gamma: float,
    *,
    n_particles: int,
    momenta: Iterable[int] | None = None,
    share: float = 0.97,
    magnon: int | None = None,
    host: str = "bose",
    most_states: int = 20_000,
    workers: int = 1,
    progress: Done | None = None,
) -> SpectralPlane:
    """Find the spectral functions of one operator at several momenta.

    Parameters
    ----------
    channel : str
        "injection", "spin_flip" or "density" from the ground state; "impurity_density" from the
        magnon state with J = magnon.  An ejection to all momenta is one `spectral_function`.
    gamma : float
        γ = c/n, from 1e-3 to 1e4, with the density n of the initial state.
    n_particles : int
        Atoms of the initial state, 1 … 700; from 2 where it has the flipped one.
    momenta : iterable of int, optional
        Final minus initial momenta in 2π/L; those from 0 to 2πħn unless given, but for 0 where it
        has no spectrum.
    share : float
        When to stop at each momentum, in (0, 1).
    magnon : int, optional
        J of the initial state of impurity_density.
    host : str
        "bose", or "fermi" for free fermions, an odd number, which repel the flipped one alone.
    most_states : int
        How many to look at, at most, at each momentum.
    workers : int
        Threads that share the work; -1 takes all cores.  They change last digits of sums at most.
    progress : callable, optional
        Called with the number of momenta that are done, and of all.

    Returns
    -------
    SpectralPlane
        The spectral functions, each with its own share.

    Raises
    ------
    DomainError
        If an argument is no such number, or most_states states of so many atoms would take hours.
    ConvergenceError
        If Newton's method does not settle.

    Warns
    -----
    ValidityWarning
        If the share was not reached at a momentum; or after an interruption (Ctrl-C), which keeps
        the momenta that are done.

    References
    ----------
    docs/dynamics.md.

    Examples
    --------
    >>> plane = spectral_plane("injection", 3.0, n_particles=6, share=0.95)
    >>> (plane.momenta / (2 * np.pi / 6)).round(12).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    """
    kind = channel_of(channel)
    if kind.more_atoms < 0:
        raise DomainError(
            "channel ejection has no plane: one spectrum without a momentum has all momenta"
        )
    number = atoms_of(kind, n_particles)
    spin = initial_magnon(kind, magnon, number)
    goal = Goal.of(share, most_states, None, workers)
    if momenta is None:
        momenta = range(0 if kind.more_atoms else 1, number + 1)
    wanted = [quanta_of(kind, quanta) for quanta in _listed(momenta)]
    if progress is not None and not callable(progress):
        raise DomainError(f"progress must be a function or None, got {progress!r}")
    goal.check_price(number + kind.more_atoms)
    transitions = Transitions(kind.name, gamma, ground_numbers(number), spin, host)
    spectra: list[SpectralFunction] = []
    try:
        for quanta in wanted:
            rule = SumRule(transitions, quanta, tail_error=1 - goal.share)
            search = search_for(transitions, quanta, rule, goal)
            if search.interrupted:
                raise KeyboardInterrupt
            spectra.append(packed(search, rule, quanta))
            if progress is not None:
                progress(len(spectra), len(wanted))
    except KeyboardInterrupt:
        if not spectra:
            raise
    plane = SpectralPlane(
        kind.name, transitions.host.name, transitions.gamma, number, tuple(spectra)
    )
    _warn(plane, goal.share, len(wanted))
    return plane


def _listed(momenta: object) -> list[object]:
    """Return what is to be iterated as a list with something in it."""
    if isinstance(momenta, Iterable) and not isinstance(momenta, str):
        quanta = list(islice(momenta, MOST_MOMENTA + 1))
        if 0 < len(quanta) <= MOST_MOMENTA:
            return quanta
    raise DomainError(
        f"momenta must be from 1 to {MOST_MOMENTA} whole numbers (in 2π/L), got {momenta!r}"
    )


def _warn(plane: SpectralPlane, share: float, wanted: int) -> None:
    """Say what is not as it was asked for."""
    done, less = len(plane.spectra), np.flatnonzero(plane.shares < share)
    said = []
    if done < wanted:
        said.append(f"it was interrupted after {done} of {wanted} momenta")
    if len(less):
        said.append(
            f"{len(less)} of {done} momenta have less than the share {share:g}, the least "
            f"{plane.shares.min():.4f}"
        )
    if said:
        warnings.warn("; ".join(said), ValidityWarning, stacklevel=3)
