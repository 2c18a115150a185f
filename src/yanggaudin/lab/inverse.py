"""From what is measured to γ, with its uncertainty: a mass, a sound, a breathing cloud, its size.

Each is a monotone function f of ln γ; it is inverted by bisection, and a small uncertainty δ of the
measured number becomes δγ = γ δ/|f′(ln γ)|.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from ..arguments import real_number
from ..errors import DomainError
from ..gas import functions
from ..units import HBAR
from .atoms import Atom
from .door import in_si, si_number
from .harmonic import atoms_over_size, breathing_ratio

# γ of the search; beyond, what is measured does not depend on it to more than a millionth
_LOW, _HIGH = 1e-12, 1e12
# steps of the bisection of ln γ; difference of ln γ for a slope
_BISECTIONS, _DIFFERENCE = 60, 1e-4


class Measured(NamedTuple):
    """Coupling from a measurement, and its uncertainty.  Made by `gamma_from_mass` and others.

    Attributes
    ----------
    gamma, error : float
        The coupling, and its uncertainty, one standard deviation if those that went in are.

    References
    ----------
    docs/laboratory.md has the formulas.

    Examples
    --------
    >>> gamma_from_breathing_ratio(ratio=3.5).error
    0.0
    """

    gamma: float
    error: float


def gamma_from_mass(atom: Atom, *, mass: Any, mass_error: Any = 0.0) -> Measured:
    """Return γ from the mass of the polaron, Eq. (21).

    Parameters
    ----------
    atom : Atom
        The atom.
    mass : float or quantity
        m* in kg, larger than that of the atom.
    mass_error : float or quantity, optional
        Its uncertainty in kg.

    Returns
    -------
    Measured
        γ and its uncertainty.

    Raises
    ------
    DomainError
        If the mass is not above that of the atom.

    Examples
    --------
    >>> rb = Atom("87Rb")
    >>> gamma, error = gamma_from_mass(rb, mass=1.27 * rb.mass, mass_error=0.01 * rb.mass)
    >>> round(gamma, 3), round(error, 3)
    (1.013, 0.06)
    """
    ratio = si_number("mass", mass, "kg") / atom.mass
    error = _error("mass_error", mass_error, "kg") / atom.mass
    return _inverted("mass", functions.mass_enhancement, ratio, error, "m*/m")


def gamma_from_sound_velocity(
    atom: Atom,
    *,
    velocity: Any,
    density: Any,
    velocity_error: Any = 0.0,
    density_error: Any = 0.0,
) -> Measured:
    """Return γ from the velocity of sound at zero temperature, e and μ of Eq. (20).

    Parameters
    ----------
    atom : Atom
        The atom.
    velocity : float or quantity
        v in m/s.
    density : float or quantity
        n in 1/m.
    velocity_error, density_error : float or quantity, optional
        Their uncertainties, independent of each other.

    Returns
    -------
    Measured
        γ and its uncertainty.

    Raises
    ------
    DomainError
        If v is not below πħn/m, the velocity of impenetrable atoms.

    Examples
    --------
    >>> gamma, error = gamma_from_sound_velocity(
    ...     Atom("87Rb"), velocity=1e-3, density=1.5e6, velocity_error=2e-5
    ... )
    >>> round(gamma, 3), round(error, 3)
    (0.989, 0.044)
    """
    v, n = si_number("velocity", velocity, "m/s"), si_number("density", density, "1/m")
    value = v * atom.mass / (HBAR * n)
    relative = math.hypot(
        _error("velocity_error", velocity_error, "m/s") / v,
        _error("density_error", density_error, "1/m") / n,
    )
    return _inverted("velocity", functions.sound_velocity, value, value * relative, "v/(ħn/m)")


def gamma_from_breathing_ratio(*, ratio: float, ratio_error: float = 0.0) -> Measured:
    """Return γ in the centre of a harmonic trap from its breathing mode.

    Parameters
    ----------
    ratio : float
        ω_B²/ω² between 3 and 4.
    ratio_error : float, optional
        Its uncertainty; twice that of ω_B/ω times ω_B/ω.

    Returns
    -------
    Measured
        γ in the centre and its uncertainty, by local density and the sum rule.

    Raises
    ------
    DomainError
        If the ratio is not between the limits.

    References
    ----------
    C. Menotti and S. Stringari, Phys. Rev. A 66, 043610 (2002).

    Examples
    --------
    >>> gamma, error = gamma_from_breathing_ratio(ratio=3.148, ratio_error=0.01)
    >>> round(gamma, 3), round(error, 3)
    (0.998, 0.109)
    """
    value = real_number("ratio", ratio)
    error = _error("ratio_error", ratio_error, "")
    return _inverted("ratio", breathing_ratio, value, error, "ω_B²/ω²")


def gamma_from_radius(
    atom: Atom,
    *,
    f_axial: Any,
    n_atoms: float,
    radius: Any,
    radius_error: Any = 0.0,
    n_atoms_error: float = 0.0,
) -> Measured:
    """Return γ in the centre of a harmonic trap from the radius of the cloud.

    Parameters
    ----------
    atom : Atom
        The atom.
    f_axial : float or quantity
        Frequency ω/2π of the trap in Hz.
    n_atoms : float
        Number of atoms N.
    radius : float or quantity
        R in m, where the density vanishes; μ₀ = mω²R²/2.
    radius_error, n_atoms_error : float or quantity, optional
        Their uncertainties, independent of each other.

    Returns
    -------
    Measured
        γ in the centre and its uncertainty, by local density.

    Raises
    ------
    DomainError
        If the cloud is larger than that of impenetrable atoms, R² = 2Nħ/mω.

    References
    ----------
    V. Dunjko, V. Lorent and M. Olshanii, Phys. Rev. Lett. 86, 5413 (2001).

    Examples
    --------
    >>> gamma, error = gamma_from_radius(
    ...     Atom("87Rb"), f_axial=10.0, n_atoms=60, radius=25e-6, radius_error=0.5e-6
    ... )
    >>> round(gamma, 3), round(error, 3)
    (1.151, 0.122)
    """
    omega = math.tau * si_number("f_axial", f_axial, "Hz")
    size, number = si_number("radius", radius, "m"), si_number("n_atoms", n_atoms, "")
    value = number * HBAR / (atom.mass * omega * size**2 / 2)
    relative = math.hypot(
        2 * _error("radius_error", radius_error, "m") / size,
        _error("n_atoms_error", n_atoms_error, "") / number,
    )
    return _inverted("radius", atoms_over_size, value, value * relative, "2Nħ/mωR²")


def _error(name: str, value: Any, unit: str) -> float:
    """Return an uncertainty ≥ 0."""
    number = real_number(name, in_si(name, value, unit))
    if not 0 <= number < math.inf:
        raise DomainError(f"{name} must be ≥ 0 and finite, got {number!r}")
    return number


def _inverted(
    name: str, function: Callable[[Any], Any], value: float, error: float, symbol: str
) -> Measured:
    """Return γ at which a monotone function has a value with an uncertainty."""
    low, high = math.log(_LOW), math.log(_HIGH)
    first, last = float(function(_LOW)), float(function(_HIGH))
    if not min(first, last) < value < max(first, last):
        raise DomainError(
            f"{name} must be such that {symbol} lies between {first:.6g}, without interaction, "
            f"and {last:.6g}, of impenetrable atoms; got {value!r}"
        )
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if (float(function(math.exp(middle))) < value) == (first < last):
            low = middle
        else:
            high = middle
    x = (low + high) / 2
    above, below = (float(function(math.exp(x + side))) for side in (_DIFFERENCE, -_DIFFERENCE))
    slope = abs(above - below) / (2 * _DIFFERENCE)
    return Measured(math.exp(x), math.exp(x) * error / slope)
