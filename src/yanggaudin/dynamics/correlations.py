"""Correlations of the host in its ground state on a ring: S(q), n(p), g₁(x) and g₂(x)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, quiet, real_array, scalar_or_array, whole_number
from ..results import Result
from .channels import MOST_ATOMS
from .distribution import FARTHEST, MOST_STATES, MomentumDistribution, momentum_distribution
from .plane import MOST_MOMENTA, Done, SpectralPlane, spectral_plane
from .scan import Goal


@dataclass(frozen=True, eq=False)
class HostCorrelations(Result):
    """Correlations of the host in its ground state of N atoms, Eq. (4).

    Made by `host_correlations`.

    Attributes
    ----------
    plane : SpectralPlane
        S(q, ω) at q = 2π/L · 1 … m.
    distribution : MomentumDistribution
        n(p), and g₁(x) by its `coherence`.

    Examples
    --------
    >>> host = host_correlations(1.0, n_particles=6, largest=12)
    >>> 0 < host.pair_correlation(0.0) < host.pair_correlation(2.0) < 1.05
    True
    """

    _saved: ClassVar = ("gamma", "n_particles", "momenta", "structure_factor")

    plane: SpectralPlane = field(repr=False)
    distribution: MomentumDistribution = field(repr=False)

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self.plane.gamma

    @property
    def n_particles(self) -> int:
        """N, and the length L of the ring."""
        return self.plane.n_particles

    @property
    def momenta(self) -> Array:
        """The q of the structure factor in ħn, shape (m,)."""
        return self.plane.momenta

    @property
    def structure_factor(self) -> Array:
        """S(q), shape (m,), if what the f-sum misses is spread like what was found."""
        return self.plane.static_structure_factor / self.plane.shares

    @property
    def errors(self) -> dict[str, Array | float]:
        """Errors of S(q), a bound, and of g₂ anywhere, an estimate.

        The bound is what the f-sum misses, all at the lowest energy.  That of g₂ has in addition
        the form S - 1 = -2γg₂(0)n²/q² beyond the largest q, which is taken to be as wrong there as
        it is at worst in the upper half of the q that were looked at.
        """
        lowest = np.array([one.energies[0] for one in self.plane.spectra])
        missing = np.abs(1 - self.plane.shares) * self.momenta**2 / 2 / lowest
        contact, (_, far) = float(self.pair_correlation(0.0)), self._sums(np.zeros(()))
        wrong = (self.structure_factor - 1) * self.momenta**2 / (-2 * self.gamma * contact) - 1
        beyond = contact * float(far) * float(np.abs(wrong[(len(wrong) - 1) // 2 :]).max())
        direct = 2 / self.n_particles * float(missing.sum()) + abs(beyond)
        # and g₂(0) is in that form
        return {
            "structure_factor": missing,
            "pair_correlation": direct * (1 + abs(float(far)) / (1 - float(far))),
        }

    def pair_correlation(self, distance: ArrayLike) -> float | Array:
        """Compute g₂(x) of the N atoms.

        Parameters
        ----------
        distance : array_like
            x in 1/n, of any shape, up to 1e8 in size.

        Returns
        -------
        float or array
            1 - 1/N + Σ_q (S(q) - 1)e^{iqx}/N, beyond the largest q with S - 1 = -2γg₂(0)n²/q²,
            which is what the cusp of g₂ at x = 0 makes.  Its error is estimated in `errors`.

        Raises
        ------
        DomainError
            If a distance is no such number.

        Examples
        --------
        >>> host = host_correlations(1.0, n_particles=6, largest=12)
        >>> abs(host.pair_correlation(1.0) - host.pair_correlation(5.0)) < 1e-12
        True
        """
        at = real_array("distance", distance, -FARTHEST, FARTHEST)
        with quiet():
            near, far = self._sums(np.zeros(()))
            contact = near / (1 - far)
            near, far = self._sums(at)
            return scalar_or_array(near + contact * far, distance)

    def _sums(self, at: Array) -> tuple[Array, Array]:
        """Return the sum over the q that were looked at, and the rest of it over g₂(0)."""
        n, q = self.n_particles, self.momenta
        waves = np.cos(np.multiply.outer(at, q))
        near = 1 - 1 / n + 2 / n * waves @ (self.structure_factor - 1)
        turn = np.mod(2 * math.pi * at / n, 2 * math.pi)
        every = (math.pi**2 / 6 - math.pi * turn / 2 + turn**2 / 4) * (n / (2 * math.pi)) ** 2
        return np.asarray(near), np.asarray(-4 * self.gamma / n * (every - waves @ q**-2.0))


def host_correlations(
    gamma: float,
    *,
    n_particles: int,
    largest: int | None = None,
    share: float = 0.99,
    workers: int = 1,
    progress: Done | None = None,
) -> HostCorrelations:
    """Find the correlations of the host in its ground state of N atoms.

    Parameters
    ----------
    gamma : float
        γ = c/n, from 1e-3 to 1e4.
    n_particles : int
        N, 2 … 700.
    largest : int, optional
        Largest q of the structure factor in 2π/L; 2N unless given, which is 4πħn.
    share : float
        Share of the f-sum at each q; a fiftieth of what is missing of it is missing of n(p).
    workers : int
        Threads that share the work; -1 takes all cores.  They change last digits of sums at most.
    progress : callable, optional
        Called with the number of q that are done, and of all.

    Returns
    -------
    HostCorrelations
        S(q), n(p), g₁(x) and g₂(x).

    Raises
    ------
    DomainError
        If an argument is no such number, or the states would take hours.
    ConvergenceError
        If Newton's method does not settle.

    Warns
    -----
    ValidityWarning
        If a share was not reached; or after an interruption (Ctrl-C) among the S(q), which keeps
        those that are done.  Before there is one it ends everything.

    References
    ----------
    J.-S. Caux, P. Calabrese and N. A. Slavnov, J. Stat. Mech. P01008 (2007), for n(p);
    docs/dynamics.md.

    Examples
    --------
    >>> host = host_correlations(1.0, n_particles=6, largest=12)
    >>> bool(host.structure_factor[0] < host.structure_factor[-1] < 1)
    True
    """
    number = whole_number("n_particles", n_particles, 2, MOST_ATOMS)
    last = 2 * number if largest is None else largest
    last = whole_number("largest", last, 1, MOST_MOMENTA, " (in 2π/L)")
    goal = Goal.of(share, MOST_STATES, None, workers)
    goal.check_price(number, fixed=True)
    missing = 1 - goal.share
    distribution = momentum_distribution(
        gamma, n_particles=number, magnon=0, share=1 - missing / 50, workers=workers
    )
    if distribution._interrupted:
        raise KeyboardInterrupt
    plane = spectral_plane(
        "density",
        gamma,
        n_particles=number,
        momenta=range(1, last + 1),
        share=share,
        workers=workers,
        progress=progress,
    )
    return HostCorrelations(plane, distribution)
