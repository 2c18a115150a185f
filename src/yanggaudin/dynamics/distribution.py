"""The momentum distribution of the flipped atom in an eigenstate, and its coherence."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..arguments import Array, quiet, real_array
from ..results import Result
from .bethe import Integers
from .scan import Progress
from .spectrum import spectral_function

#: how many final states of the ejection to look at, unless asked for
MOST_STATES = 100_000
#: distances, in 1/n: farther, rounding would be seen in the phases.
FARTHEST = 1e8


@dataclass(frozen=True, eq=False)
class MomentumDistribution(Result):
    """Momentum distribution of the flipped atom in an eigenstate of Eq. (2).

    Made by `momentum_distribution`.

    Attributes
    ----------
    gamma : float
        γ = c/n.
    n_particles : int
        Atoms, the flipped one among them, and the length L of the ring.
    magnon : int
        J; with 0, the symmetric state, it is the distribution of every atom of the host.
    quanta : integer array, shape (m,)
        Momenta of the atom in 2π/L, ascending.
    probabilities : array, shape (m,)
        Of these momenta; their sum is the share.
    share : float
        What was found of the exact sum, 1.

    Examples
    --------
    >>> found = momentum_distribution(3.0, n_particles=6, magnon=0, share=0.999)
    >>> found.share > 0.999, bool(found.probabilities.argmax() == len(found.quanta) // 2)
    (True, True)
    """

    _saved: ClassVar = ("gamma", "n_particles", "magnon", "momenta", "probabilities", "share")

    gamma: float
    n_particles: int
    magnon: int
    quanta: Integers = field(repr=False)
    probabilities: Array = field(repr=False)
    share: float
    _rounding: float = field(repr=False)
    _interrupted: bool = field(repr=False)

    @property
    def momenta(self) -> Array:
        """Momenta of the atom in ħn, shape (m,)."""
        return np.asarray(2 * math.pi * self.quanta / self.n_particles)

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the error of every probability: all that is missing, at one momentum."""
        return {"probabilities": 1 - self.share + self._rounding, "share": self._rounding}

    @property
    def mean(self) -> float:
        """⟨p↓⟩ in ħn out of what was found."""
        return float(self.momenta @ self.probabilities / self.share)

    def coherence(self, distance: ArrayLike) -> complex | NDArray[np.complex128]:
        """Compute g₁(x) = L⟨ψ↓†(0)ψ↓(x)⟩ out of what was found.

        Parameters
        ----------
        distance : array_like
            x in 1/n, of any shape, up to 1e8 in size.

        Returns
        -------
        complex or array
            Σ_p P(p)e^{ipx}, 1 at x = 0 but for what is missing.

        Raises
        ------
        DomainError
            If a distance is no such number.

        Examples
        --------
        >>> found = momentum_distribution(3.0, n_particles=6, magnon=0, share=0.999)
        >>> abs(found.coherence(0.0) - found.share) < 1e-12
        True
        """
        at = real_array("distance", distance, -FARTHEST, FARTHEST)
        with quiet():
            turned = np.exp(1j * np.multiply.outer(at, self.momenta)).astype(np.complex128)
            found = turned @ self.probabilities
        return found if at.ndim else complex(found)


def momentum_distribution(
    gamma: float,
    *,
    n_particles: int,
    magnon: int,
    share: float = 0.999,
    most_states: int = MOST_STATES,
    workers: int = 1,
    progress: Progress | None = None,
) -> MomentumDistribution:
    """Find the momentum distribution of the flipped atom in a magnon state on the ground state's I.

    Parameters
    ----------
    gamma : float
        γ = c/n, from 1e-3 to 1e4.
    n_particles : int
        Atoms, 2 … 700.
    magnon : int
        J, from 0 to n_particles - 1; 0 for the host in its ground state.
    share : float
        When to stop, in (0, 1).
    most_states : int
        How many final states of the ejection to look at, at most.
    workers : int
        Threads that share the work; -1 takes all cores.  They change last digits of sums at most.
    progress : callable, optional
        Called with the share and the number of states after every batch.

    Returns
    -------
    MomentumDistribution
        Momenta and probabilities.

    Raises
    ------
    DomainError
        If an argument is no such number, or most_states states of so many atoms would take hours.
    ConvergenceError
        If Newton's method does not settle.

    Warns
    -----
    ValidityWarning
        If the share was not reached.

    References
    ----------
    docs/dynamics.md.

    Examples
    --------
    >>> found = momentum_distribution(3.0, n_particles=6, magnon=2, share=0.999)
    >>> 0 < found.mean < 2 * 2 * np.pi / 6
    True
    """
    found = spectral_function(
        "ejection",
        gamma,
        n_particles=n_particles,
        momentum=None,
        magnon=magnon,
        share=share,
        most_states=most_states,
        workers=workers,
        progress=progress,
    )
    # the atom takes away what the others lose
    taken = -np.rint(found.momenta * found.n_particles / (2 * math.pi)).astype(np.int64)
    quanta, which = np.unique(taken, return_inverse=True)
    return MomentumDistribution(
        gamma=found.gamma,
        n_particles=found.n_particles,
        magnon=int(magnon),
        quanta=quanta,
        probabilities=np.bincount(which, weights=found.weights).astype(float),
        share=found.share,
        _rounding=float(found.errors["share"]),
        _interrupted=found._interrupted,
    )
