"""Spectral functions of one flipped atom on a ring: the final states that carry the weight."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, quiet, real_array, real_number, scalar_or_array, whole_number
from ..errors import DomainError
from ..results import Result
from .bethe import Integers
from .channels import MOST_ATOMS, MOST_QUANTA, Channel, Transitions, channel_of, ground_numbers
from .contact_tail import ContactTail
from .scan import Goal, Progress, scan
from .search import Search
from .sum_rules import SumRule

# Energies in ħ²n²/m, and the number of widths beyond which a Gaussian is 0.
_FARTHEST, _UNSEEN = 1e100, 40.0


@dataclass(frozen=True, eq=False)
class SpectralFunction(Result):
    """Final states of one operator on one state of Eq. (2), with their weights.

    Made by `spectral_function`.  Arrays ascend with the energy.

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
    momentum_quanta : int or None
        Final minus initial momentum in 2π/L; None if states of all momenta are here.
    energies : array, shape (b,)
        E_final - E_initial in ħ²n²/m.
    weights : array, shape (b,)
        |F|², dimensionless.
    states : array, shape (b, M)
        I_m of the final states.
    magnon : integer array, shape (b,)
        J of the final states; 0 where they have no flip or are symmetric.
    share : float
        Share of the exact sum rule that was found, the contact tail included.
    tail : float
        Weight of the contact tail, states with two very fast atoms, that was added in closed form.
    first_moment : float
        Share of the exact sum rule of Σ(E_final - E_initial)|F|²; nan where there is none,
        or where it is 0 but for rounding.
    dropped : int
        States whose weight is so small that doubles do not give it; it counts as missing.

    Examples
    --------
    >>> found = spectral_function("spin_flip", 1.0, n_particles=6, momentum=3, share=0.99)
    >>> found.share > 0.99, bool(found.weights.sum() < 6), found.dropped
    (True, True, 0)
    """

    _saved: ClassVar = (
        "channel",
        "host",
        "gamma",
        "n_particles",
        "momentum_quanta",
        "energies",
        "weights",
        "states",
        "magnon",
        "share",
        "tail",
        "first_moment",
        "dropped",
    )

    channel: str
    host: str
    gamma: float
    n_particles: int
    momentum_quanta: int | None
    energies: Array = field(repr=False)
    weights: Array = field(repr=False)
    states: Array = field(repr=False)
    magnon: Integers = field(repr=False)
    share: float
    first_moment: float
    dropped: int
    _quanta: Integers = field(repr=False)
    _relative_errors: Array = field(repr=False)
    _contact: ContactTail | None = field(repr=False)
    _share_error: float = field(repr=False)
    _most_weight: float = field(repr=False)
    _interrupted: bool = field(repr=False)

    @property
    def momenta(self) -> Array:
        """p_final - p_initial of every state in ħn, shape (b,)."""
        return np.asarray(2 * math.pi * self._quanta / self.n_particles)

    @property
    def tail(self) -> float:
        """Weight of the contact tail."""
        return self._contact.weight if self._contact else 0.0

    @property
    def errors(self) -> dict[str, Array | float]:
        """Bounds on the absolute errors of weights and share; that of the tail is an estimate."""
        tail = self._contact.error if self._contact else 0.0
        weights = self._relative_errors * self.weights
        return {"weights": weights, "tail": tail, "share": self._share_error}

    def broadened(self, omega: ArrayLike, width: float) -> float | Array:
        """Compute the spectral function at energies ω, every state a Gaussian.

        Parameters
        ----------
        omega : array_like
            Energies in ħ²n²/m, of any shape.
        width : float
            Standard deviation of the Gaussian, an energy > 0.

        Returns
        -------
        float or array
            Σ|F|² exp(-(ω - E)²/2width²)/(√2π width) in m/ħ²n²; beyond K_c² of the contact tail a
            smooth function for many states.

        Raises
        ------
        DomainError
            If the width is not positive, or an energy is no number.

        Examples
        --------
        >>> found = spectral_function("injection", 1.0, n_particles=6, momentum=0, share=0.99)
        >>> bool(found.broadened(0.9, 0.1) > found.broadened(2.0, 0.1))
        True
        """
        place, size = real_array("omega", omega, -_FARTHEST, _FARTHEST), _width(width)
        found = np.zeros(place.shape)
        with quiet():
            for index, at in np.ndenumerate(place):
                away = np.minimum(np.abs(at - self.energies) / size, _UNSEEN)
                found[index] = self.weights @ np.exp(-(away**2) / 2)
            found /= math.sqrt(2 * math.pi) * size
            if self._contact:
                found += self._contact.broadened(place, size)
        return scalar_or_array(found, omega)

    def broadened_error(self, width: float) -> float:
        """Bound the error of `broadened`: all the weight that is missing, at one energy.

        Of an injection it contains the error of the contact tail, which is an estimate.

        Parameters
        ----------
        width : float
            Standard deviation of the Gaussian, an energy > 0.

        Returns
        -------
        float
            In m/ħ²n².

        Raises
        ------
        DomainError
            If the width is not positive.

        Examples
        --------
        >>> found = spectral_function("spin_flip", 1.0, n_particles=6, momentum=3, share=0.99)
        >>> round(found.broadened_error(0.1) / found.broadened_error(0.2), 12)
        2.0
        """
        missing = abs(1 - self.share) + self._share_error
        return missing * self._most_weight / (math.sqrt(2 * math.pi) * _width(width))


def _width(width: object) -> float:
    """Return a width > 0."""
    size = real_number("width", width)
    if not 1 / _FARTHEST <= size <= _FARTHEST:
        raise DomainError(f"width must be > 0, from 1e-100 to 1e100, got {width!r}")
    return size


def spectral_function(
    channel: str,
    gamma: float,
    *,
    n_particles: int,
    momentum: int | None = None,
    share: float = 0.99,
    magnon: int | None = None,
    host: str = "bose",
    most_states: int = 100_000,
    workers: int = 1,
    progress: Progress | None = None,
) -> SpectralFunction:
    """Find the final states that carry a share of the exact sum rule, the heaviest first.

    Parameters
    ----------
    channel : str
        "injection", "spin_flip" or "density" from the ground state; "ejection", and
        "impurity_density", ρ↓(q) = e^{iqx} of the flipped atom, from the magnon state with
        J = magnon on the ground state's I_j.
    gamma : float
        γ = c/n, from 1e-3 to 1e4, with the density n of the initial state.
    n_particles : int
        Atoms of the initial state, 1 … 700; from 2 where it has the flipped one.
    momentum : int, optional
        Final minus initial momentum in 2π/L, L = n_particles/n.  None for an ejection to any
        momentum, which is the momentum distribution of the flipped atom.
    share : float
        When to stop, in (0, 1).
    magnon : int, optional
        J of the initial state of an ejection or of impurity_density.
    host : str
        "bose", or "fermi" for free fermions, an odd number, which repel the flipped one alone.
    most_states : int
        How many to look at, at most.
    workers : int
        Threads that share the work; -1 takes all cores.  They change last digits of sums at most.
    progress : callable, optional
        Called with the share and the number of states after every batch.

    Returns
    -------
    SpectralFunction
        Energies in ħ²n²/m, weights, states, and what is missing.

    Raises
    ------
    DomainError
        If an argument is no such number, the channel has no sum rule at this momentum, or
        most_states states of so many atoms would take hours.
    ConvergenceError
        If Newton's method does not settle.

    Warns
    -----
    ValidityWarning
        If the share was not reached, as after an interruption (Ctrl-C), which ends the search and
        keeps what it has found.

    Notes
    -----
    The sum rules are Σ|F|² = 1 for an injection, N for a flip, 1 for an ejection to all momenta
    together, 1 for impurity_density; for the density Σ(E - E₀)|F|² = Nq²/2.

    References
    ----------
    J.-S. Caux and P. Calabrese, Phys. Rev. A 74, 031605 (2006), for the density; docs/dynamics.md.

    Examples
    --------
    >>> found = spectral_function("injection", 3.0, n_particles=8, momentum=2, share=0.98)
    >>> found.share > 0.98, found.first_moment > 0.9, float(round(found.energies[0], 8))
    (True, True, 2.56568324)
    """
    kind = channel_of(channel)
    number = atoms_of(kind, n_particles)
    quanta = quanta_of(kind, momentum)
    spin = initial_magnon(kind, magnon, number)
    goal = Goal.of(share, most_states, progress, workers)
    goal.check_price(number + kind.more_atoms)
    transitions = Transitions(kind.name, gamma, ground_numbers(number), spin, host)
    rule = SumRule(transitions, quanta, tail_error=1 - goal.share)
    return packed(scan(transitions, quanta, rule, goal), rule, quanta)


def atoms_of(kind: Channel, n_particles: object) -> int:
    """Return the number of atoms of the initial state."""
    return whole_number("n_particles", n_particles, 2 if kind.flips_initial else 1, MOST_ATOMS)


def quanta_of(kind: Channel, momentum: object) -> int | None:
    """Return the momentum in 2π/L; refuse channels and momenta that have no sum rule."""
    if kind.name == "field":
        raise DomainError(
            "channel field has no exact sum rule at one momentum, so that nothing would be known "
            "of what is missing; take form_factors, or the symmetric states (J = 0) of an injection"
        )
    if momentum is None and kind.more_atoms < 0:
        return None
    quanta = whole_number("momentum", momentum, -MOST_QUANTA, MOST_QUANTA, " (in 2π/L)")
    if quanta == 0 and kind.more_atoms == 0:
        known = {
            "final": "N, all of it in the state S⁻₀ at energy 0",
            "both": "1, at energy 0",
            "": "N², at energy 0",
        }[kind.flip]
        raise DomainError(f"momentum must not be 0 for {kind.name}: its whole weight is {known}")
    return quanta


def initial_magnon(kind: Channel, magnon: object, number: int) -> int | None:
    """Return J of the initial state, None where it has no flip."""
    if kind.flips_initial:
        least = 1 if kind.flips_final else 0
        return whole_number("magnon", magnon, least, number - 1, " (J of the initial state)")
    if magnon is not None:
        raise DomainError(
            f"magnon must be None for {kind.name}, got {magnon!r}: it starts from the ground state"
        )
    return None


def packed(search: Search, rule: SumRule, quanta: int | None) -> SpectralFunction:
    """Return what was found, of one momentum if one is asked for, by ascending energy."""
    transitions = search.transitions
    finals, energies, weights = search.everything()
    share, first = rule.shares(search.weight, search.moment)
    momenta = transitions.quanta(finals)
    order = np.argsort(energies, kind="stable")
    if quanta is not None:
        order = order[momenta[order] == quanta]
    return SpectralFunction(
        channel=transitions.channel.name,
        host=transitions.host.name,
        gamma=transitions.gamma,
        n_particles=transitions.initial.x.shape[1],
        momentum_quanta=quanta,
        energies=energies[order],
        weights=weights.values[order],
        states=finals.numbers[order],
        magnon=finals.magnon[order].astype(np.int64),
        share=share,
        first_moment=first,
        dropped=search.dropped,
        _quanta=momenta[order],
        _relative_errors=weights.errors[order],
        _contact=rule.tail,
        _share_error=rule.error(energies, weights.values * weights.errors),
        _most_weight=rule.most_weight(energies),
        _interrupted=search.interrupted,
    )
