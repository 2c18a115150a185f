"""Towards the infinite system: how quantities of the ring depend on N.

On a ring of N atoms E_N = p²/2m* + p²/2Nm + …: the first term is Eq. (15), the second the motion of
the centre of mass, so that m/m*_N = m/m* + 1/N + O(1/N²) for the smallest momentum.  At fixed
momentum

    N [E_N(p) - E(p)] → πn [v (g₊² + g₋²) - V (g₊² - g₋²)],

with the sound velocity v, the polaron's velocity V and the shift function at the two Fermi points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import numpy as np

from ..arguments import exact_number, real_number, whole_number
from ..errors import DomainError
from ..gas.ground_state import GroundState
from ..numerics.extrapolation import extrapolate_series
from ..polaron.polaron import Polaron
from ..quantities import QUANTITIES
from ..results import Result
from .quantum_numbers import atom_number, ring_coupling
from .ring import Ring

# relative roundings of energies, of rings and of the infinite system, as the draws of
# benchmarks/estimates.py have them
_ROUNDING = 3e-15
# more of them would leave no digit
_MOST_SIZES = 16
_MOMENTUM = QUANTITIES["momentum"].unit
#: numbers of atoms from which the limit is taken unless others are given: eight of them reach
#: rounding at γ ≥ 0.1
SIZES = tuple(100 * 2**k for k in range(8))


@dataclass(frozen=True)
class Extrapolation(Result):
    """A quantity for several N and its limit N → ∞.

    Made by `extrapolate_mass_ratio` (a number, Eq. (15)) and `extrapolate_size_correction` (in
    ħ²n²/m).

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, a number.
    n_particles : tuple of int
        The N, ascending.
    values : tuple of float
        The quantity at these N.
    value : float
        Its limit, from the polynomial in 1/N through all values.
    error : float
        An estimate of the absolute error of the limit, tried in random draws (docs/trust.md), not
        proved.

    Examples
    --------
    >>> found = extrapolate_mass_ratio(1.0, n_particles=(100, 200))
    >>> found.n_particles, found.value < found.values[1] < found.values[0]
    ((100, 200), True)
    """

    _saved: ClassVar = ("gamma", "n_particles", "values", "value", "error")

    gamma: float
    n_particles: tuple[int, ...]
    values: tuple[float, ...]
    value: float
    error: float


def extrapolate_mass_ratio(gamma: float, *, n_particles: Iterable[int] = SIZES) -> Extrapolation:
    """Extrapolate m/m*_N = 2mΔE/p² of Eq. (15), at J = 1, to its limit m/m*.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-8 to 1e100.
    n_particles : iterable of int
        From two to sixteen different N ≥ 2.

    Returns
    -------
    Extrapolation
        Of a number between 0 and 1.

    Raises
    ------
    DomainError
        If an argument is no such number.
    ConvergenceError, AccuracyError
        If an iteration of one of the rings does not settle, or not where the equations hold.

    Notes
    -----
    Richardson's extrapolation in 1/N.  Shares with `yanggaudin.mass_ratio` nothing but the starting
    values of Newton's method.  The series is one in 1/(N√γ): where this is not small, the error is
    large.

    Examples
    --------
    >>> mass = extrapolate_mass_ratio(1.0, n_particles=(100, 200, 400, 800))
    >>> round(mass.value, 7), mass.error < 1e-6
    (0.7887956, True)
    """
    length = 0.1 + 0.5 / math.sqrt(ring_coupling(gamma))

    def mass(ring: Ring) -> tuple[float, float]:
        """Return m/m*_N and its rounding."""
        ratio = ring.state(1).mass_ratio
        return ratio, _ROUNDING * ratio

    # the first coefficient is 1 and never vanishes
    return _extrapolate(gamma, _different(n_particles), mass, scale=0.0, growth=length)


def extrapolate_size_correction(
    gamma: float, *, fraction: Fraction | str | float, n_particles: Iterable[int]
) -> Extrapolation:
    """Extrapolate N [E_N(p) - E(p)] at p = 2πn · fraction, to compare with `size_correction`.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-8 to 1e100.
    fraction : Fraction, str or float
        J/N = p/2πn in (0, 1); fraction · N must be a whole number.
    n_particles : iterable of int
        From two to sixteen different N ≥ 2.

    Returns
    -------
    Extrapolation
        In ħ²n²/m, of either sign.

    Raises
    ------
    DomainError
        If an argument is no such number, or fraction · N is not whole.
    ConvergenceError, AccuracyError
        If an iteration of one of the rings does not settle, or not where the equations hold.

    Notes
    -----
    E(p) is that of Eqs. (8) and (14); its rounding counts N times and is part of the error.  The
    series is one in 1/(N√γ), worse near p = 0 and 2πn: where this is not small, the error is large.

    Examples
    --------
    >>> found = extrapolate_size_correction(1.0, fraction="1/4", n_particles=(100, 200, 400, 800))
    >>> exact = size_correction(1.0, momentum=math.pi / 2)
    >>> abs(found.value / exact - 1) < 1e-7
    True
    """
    exact = exact_number("fraction", fraction)
    if not 0 < exact < 1:
        raise DomainError(f"fraction must lie between 0 and 1, got {fraction!r}")
    sizes = _different(n_particles)
    for size in sizes:
        if (exact * size).denominator != 1:
            raise DomainError(
                f"fraction * n_particles must be a whole number, got {exact} * {size}"
            )
    gamma = ring_coupling(gamma)
    energy = Polaron(gamma).energy(2 * math.pi * float(exact))

    def correction(ring: Ring) -> tuple[float, float]:
        """Return N [E_N - E] and its rounding, which counts N times."""
        of_ring = ring.state(int(exact * ring.n_particles)).excitation_energy
        rounding = _ROUNDING * (of_ring + energy)
        return ring.n_particles * (of_ring - energy), ring.n_particles * rounding

    root = math.sqrt(gamma)
    # the cloud around the impurity is wider near p = 0 and 2πn
    length = 0.3 / root / math.sin(math.pi * exact)
    return _extrapolate(gamma, sizes, correction, scale=2 * energy / root, growth=length)


def size_correction(gamma: float, *, momentum: float) -> float:
    """Compute the limit N → ∞ of N [E_N(p) - E(p)] from the infinite system alone.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    momentum : float
        p in [-2πn, 2πn], in ħn.

    Returns
    -------
    float
        In ħ²n²/m: p²/2 for small momenta, the motion of the whole gas.

    Raises
    ------
    DomainError
        If an argument is no such number.

    Notes
    -----
    πn [v (g₊² + g₋²) - V (g₊² - g₋²)], with the shift function g of Eq. (10) at the two Fermi
    points, the sound velocity v and the polaron's velocity V.

    Examples
    --------
    >>> round(size_correction(1.0, momentum=math.pi / 2), 10)
    2.0124740771
    """
    polaron = Polaron(gamma)
    edge = polaron.edge(real_number("momentum", momentum, _MOMENTUM))
    plus, minus = edge.shifts
    sound, velocity = polaron.gas.sound_velocity, edge.velocity
    return math.pi * (sound * (plus**2 + minus**2) - velocity * (plus**2 - minus**2))


def ground_state_energy(gamma: float, *, n_particles: int) -> float:
    """Estimate the energy of N atoms from the infinite system alone, by N ε₀ - πħv/6L.

    The first two terms as N → ∞.  `Ring.ground_state` has the exact energy for every N.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    n_particles : int
        N ≥ 1.

    Returns
    -------
    float
        An estimate of E in ħ²n²/m, good for N√γ ≫ 1 and positive there; the exact one is
        ``Ring(gamma, n_particles=N).ground_state.energy``.

    Raises
    ------
    DomainError
        If an argument is no such number.

    Notes
    -----
    ε₀ is the energy per atom of Eq. (7); the other term is that of every one-dimensional liquid
    with sound velocity v.  The next one is smaller by 1/N² times a number that grows at weak
    coupling.

    References
    ----------
    Blöte, Cardy and Nightingale, Phys. Rev. Lett. 56, 742 (1986); Affleck, Phys. Rev. Lett. 56,
    746 (1986).

    Examples
    --------
    >>> exact = Ring(1.0, n_particles=400).ground_state.energy
    >>> abs(ground_state_energy(1.0, n_particles=400) / exact - 1) < 1e-9
    True
    """
    gas, number = GroundState(ring_coupling(gamma)), atom_number(n_particles)
    return number * gas.energy_per_particle - math.pi * gas.sound_velocity / (6 * number)


def _different(n_particles: Iterable[int]) -> list[int]:
    """Return the different N, ascending; refuse too few, and so many that roundings explode."""
    if isinstance(n_particles, str) or not np.iterable(n_particles):
        raise DomainError(f"n_particles must be a list of whole numbers, got {n_particles!r}")
    given = [whole_number("n_particles", n, 2, 10**9) for n in n_particles]
    sizes = sorted(set(given))
    if len(sizes) < 2:
        raise DomainError(f"n_particles must hold at least two different numbers, got {given}")
    if len(sizes) > _MOST_SIZES:
        raise DomainError(
            f"n_particles must hold at most {_MOST_SIZES} different numbers, got {len(sizes)}: "
            "a polynomial through more of them magnifies roundings only"
        )
    return sizes


def _extrapolate(
    gamma: float,
    sizes: list[int],
    quantity: Callable[[Ring], tuple[float, float]],
    *,
    scale: float,
    growth: float,
) -> Extrapolation:
    """Compute a quantity of rings and its rounding, and extrapolate it in 1/N.

    The coefficients of 1/N grow with a length, about half a healing length, which is 1/√γ of the
    distance between two atoms.
    """
    values, roundings = np.array([quantity(Ring(gamma, n_particles=n)) for n in sizes]).T
    limit, error = extrapolate_series(
        1 / np.array(sizes), values, roundings=roundings, scale=scale, growth=growth
    )
    return Extrapolation(ring_coupling(gamma), tuple(sizes), tuple(values.tolist()), limit, error)
