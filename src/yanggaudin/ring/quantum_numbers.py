"""Which states there are, and about where: quantum numbers of the atoms and of flipped spins."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, Ends, coupling, real_array, real_number, whole_number
from ..errors import DomainError
from ..gas.ground_state import GroundState
from ..quantities import QUANTITIES

# More would need 400 GB with a flipped spin; the memory is checked in any case.
_MOST_ATOMS = 10**9
# Below, rapidities are so far apart in units of c that rounding decides about phases.
_SMALLEST_COUPLING = 1e-8
# Half-odd numbers up to here, and the differences of two of them, are doubles.
_LARGEST_NUMBER = 1e15
# For more flips real spin rapidities are a small part of all states.
_MOST_FLIPS = 3
# η/c whose square is a double.
_FARTHEST_SPIN = 1e150
# Points at which the integral of the density is tabulated; Newton's method needs 1e-2 or so.
_N_POINTS = 4001


_ENDS = Ends(
    negative="attracting bosons (c < 0) have complex rapidities, which are not solved for here",
    zero="without interaction all rapidities coincide: the atoms are free, each with a momentum "
    "2πħj/L of its own, and their ground state has the energy 0",
    infinite="impenetrable atoms have the rapidities (2πI_j + p)/L with the I_j of Eq. (2) and the "
    "momentum p = 2πJ/L of the flipped spin",
    above="the rapidities are (2πI_j + p)/L in double precision, p = 2πJ/L",
)


def atom_number(n_particles: object) -> int:
    """Return N ≥ 1."""
    return whole_number("n_particles", n_particles, 1, _MOST_ATOMS)


def ring_coupling(gamma: object) -> float:
    """Return a coupling for which the Bethe equations of a ring are solved."""
    value = coupling(gamma, _ENDS)
    if value < _SMALLEST_COUPLING:
        raise DomainError(
            f"gamma must be at least {_SMALLEST_COUPLING!r} on a ring, got {value!r}; below it the "
            "Bethe equations are too close to those of free bosons for this solver"
        )
    return value


def quasimomentum_numbers(n_atoms: int, numbers: ArrayLike, name: str = "quantum_numbers") -> Array:
    """Return the I_j in ascending order, distinct, integer for odd N and half-odd for even N."""
    array = real_array(name, numbers, -_LARGEST_NUMBER, _LARGEST_NUMBER)
    if array.shape != (n_atoms,):
        raise DomainError(
            f"{name} must be one number for each of the {n_atoms} atoms, got shape {array.shape}"
        )
    shift = 0.0 if n_atoms % 2 else 0.5
    wrong = array + shift != np.rint(array + shift)
    if wrong.any():
        right = "integers (…, -1, 0, 1, …)" if n_atoms % 2 else "half-odd (…, -1/2, 1/2, 3/2, …)"
        raise DomainError(
            f"{name} of {n_atoms} atoms must be {right}, got {float(array[wrong][0])!r}"
        )
    # the energy does not depend on the order, and the solver takes them ascending
    ascending = np.sort(array)
    same = np.diff(ascending) == 0
    if same.any():
        raise DomainError(f"{name} must be distinct, got {float(ascending[1:][same][0])!r} twice")
    return ascending


def spin_numbers(n_atoms: int, magnon: int | Sequence[int] | None) -> tuple[int, ...]:
    """Return the spin quantum numbers λ_α in ascending order; () for no flipped spin.

    A single one may be 0 … N - 1.  Two or three are in 1 … N - 1, and no two of them adjacent: so
    the counting is complete for real spin rapidities.
    """
    if magnon is None:
        return ()
    if isinstance(magnon, np.ndarray):
        magnon = magnon.tolist()
    if isinstance(magnon, str) or not isinstance(magnon, Sequence):
        magnon = [magnon]
    if not 1 <= len(magnon) <= _MOST_FLIPS:
        raise DomainError(f"magnon must hold 1 to {_MOST_FLIPS} quantum numbers, got {magnon!r}")
    if len(magnon) == 1:
        return (whole_number("magnon", magnon[0], 0, n_atoms - 1),)
    numbers = sorted(
        whole_number(
            "magnon",
            number,
            1,
            n_atoms - 1,
            "; 0 only adds a spin of momentum 0 to the others" if number == 0 else "",
        )
        for number in magnon
    )
    if min(b - a for a, b in pairwise(numbers)) < 2:
        raise DomainError(
            f"magnon must hold quantum numbers of which no two are equal or adjacent, got "
            f"{magnon!r}: the others may belong to strings of complex spin rapidities, which are "
            "not solved here; see docs/limits.md"
        )
    return tuple(numbers)


def shifted_spin_numbers(numbers: tuple[int, ...]) -> tuple[float, ...]:
    """Return J_α = λ_α + (M + 1)/2 - α of the equations of the spin rapidities, α = 1 … M."""
    count = len(numbers)
    return tuple(number + (count + 1) / 2 - a for a, number in enumerate(numbers, start=1))


def given_spin_rapidity(spin_rapidity: object, gamma: float, n_atoms: int) -> float:
    """Return η/c of one flipped spin; warn if other states may have the same."""
    eta = real_number("spin_rapidity", spin_rapidity, QUANTITIES["spin_rapidity"].unit)
    if math.isnan(eta):
        raise DomainError("spin_rapidity must be a number or infinite, got nan")
    if _FARTHEST_SPIN < abs(eta / gamma) < math.inf:
        raise DomainError(
            f"spin_rapidity must be at most {_FARTHEST_SPIN:g} c in size, or infinite, "
            f"got {eta!r} at c = {gamma!r}"
        )
    if gamma * n_atoms <= 4:
        warnings.warn(
            f"gamma * n_particles = {gamma * n_atoms:.3g} is not above 4: other states may have "
            "the same spin_rapidity; give magnon instead",
            UserWarning,
            stacklevel=3,
        )
    return eta / gamma


def slowest_atom(numbers: Array) -> int:
    """Return the atom of smallest |I_j|, of two the upper one.

    Its equation has the smallest terms, and so the least room for rounding.
    """
    return int(np.argmin(np.abs(numbers - 0.25)))


def profile(gas: GroundState, n_atoms: int, quantum_number: Array) -> Array:
    """Return x = k/c ≥ 0 at which N ∫_0^k ρ dk of Eq. (5) reaches given quantum numbers I ≥ 0.

    Where the atoms would be in the infinite system: the start of Newton's method.  Beyond the Fermi
    point, where I > N/2, as if all other atoms were far away.
    """
    # ∫ρ dk is normalised by its value at the Fermi point, so the trapezoidal rule may have any unit
    angle = np.linspace(0, math.pi / 2, _N_POINTS)
    position = np.sin(angle)
    density = gas.dressed_one(position) * np.cos(angle)
    below = np.concatenate([[0.0], np.cumsum(density[1:] + density[:-1])])
    number = below * (n_atoms / 2 / below[-1])
    width = gas.fermi_rapidity_over_c
    beyond = np.maximum(quantum_number - n_atoms / 2, 0.0)
    x = np.interp(quantum_number, number, width * position)
    return np.asarray(x + 2 * math.pi * beyond / (gas.gamma * n_atoms))
