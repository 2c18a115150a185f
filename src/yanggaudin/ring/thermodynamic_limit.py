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
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from ..arguments import exact_number, real_number, whole_number
from ..errors import DomainError
from ..gas.ground_state import GroundState
from ..numerics.extrapolation import extrapolate_to_zero
from ..polaron.polaron import Polaron
from ..quantities import QUANTITIES, RELATIVE_ERROR
from .quantum_numbers import atom_number
from .ring import Ring

# For small N the change on adding the last point can underestimate the error of a limit whose first
# coefficient is unknown; the larger of two changes is multiplied by this factor, found by trial.
_CAUTION = 5.0
_MOMENTUM = QUANTITIES["momentum"].unit
#: numbers of atoms from which the limit is taken unless others are given: eight of them reach
#: rounding at γ ≥ 0.1
SIZES = tuple(100 * 2**k for k in range(8))


@dataclass(frozen=True)
class Extrapolation:
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
        An estimate of the absolute error of the limit; honest in all tests, not proved.

    Examples
    --------
    >>> found = extrapolate_mass_ratio(1.0, n_particles=(100, 200))
    >>> found.n_particles, found.value < found.values[1] < found.values[0]
    ((100, 200), True)
    """

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
        At least two different N ≥ 2.

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
    values of Newton's method.  The series needs N√γ ≫ 1; that its first term is 1/N exactly is part
    of the error estimate.

    Examples
    --------
    >>> mass = extrapolate_mass_ratio(1.0, n_particles=(100, 200, 400, 800))
    >>> round(mass.value, 7), mass.error < 1e-6
    (0.7887956, True)
    """
    found = _extrapolate(gamma, n_particles, lambda ring: ring.state(1).mass_ratio)
    points = 1 / np.array(found.n_particles)
    slope, _ = extrapolate_to_zero(points, (np.array(found.values) - found.value) / points)
    # the slope is known to be 1: by how much the polynomial misses it over the last interval
    return replace(found, error=found.error + abs(slope - 1) * float(points[-1]))


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
        At least two different N ≥ 2.

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
    E(p) is that of Eqs. (8) and (14); its rounding counts N times and is part of the error.

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
    energy = Polaron(gamma).energy(2 * math.pi * float(exact))

    def correction(ring: Ring) -> float:
        """Return N [E_N - E], or refuse an N for which p is not on the ring."""
        number = exact * ring.n_particles
        if number.denominator != 1:
            raise DomainError(
                f"fraction * n_particles must be a whole number, got {exact} * {ring.n_particles}"
            )
        return ring.n_particles * (ring.state(int(number)).excitation_energy - energy)

    found = _extrapolate(gamma, n_particles, correction)
    points, values = 1 / np.array(found.n_particles), np.array(found.values)
    without_last, _ = extrapolate_to_zero(points[:-1], values[:-1])
    change = max(found.error, abs(found.value - without_last))
    # the rounding of E(p) comes N times
    rounding = RELATIVE_ERROR * energy * found.n_particles[-1]
    return replace(found, error=_CAUTION * change + rounding)


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
    gas, number = GroundState(gamma), atom_number(n_particles)
    return number * gas.energy_per_particle - math.pi * gas.sound_velocity / (6 * number)


def _extrapolate(
    gamma: float, n_particles: Iterable[int], quantity: Callable[[Ring], float]
) -> Extrapolation:
    """Check the N, compute a quantity of their rings, and extrapolate it in 1/N."""
    if isinstance(n_particles, str) or not np.iterable(n_particles):
        raise DomainError(f"n_particles must be a list of whole numbers, got {n_particles!r}")
    given = [whole_number("n_particles", n, 2, 10**9) for n in n_particles]
    sizes = sorted(set(given))
    if len(sizes) < 2:
        raise DomainError(f"n_particles must hold at least two different numbers, got {given}")
    values = [quantity(Ring(gamma, n_particles=size)) for size in sizes]
    limit, error = extrapolate_to_zero(1 / np.array(sizes), np.array(values))
    return Extrapolation(float(gamma), tuple(sizes), tuple(values), limit, error)
