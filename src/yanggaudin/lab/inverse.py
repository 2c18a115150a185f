"""From what is measured to γ, with its uncertainty: a mass, a sound, a breathing cloud, its size.

Each is a monotone function f of ln γ, inverted by bisection, of the measured number y and of the
ends y ± δ of what it may be.  Where such an end is beyond the limit of γ → 0 or ∞, so is γ.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ..arguments import instance, real_number
from ..errors import DomainError, ValidityWarning
from ..gas import functions
from ..units import HBAR
from .atoms import Atom
from .door import in_si, si_number
from .harmonic import atoms_over_size, breathing_ratio

# γ of the search, between which the integrals over a trap are exact
_LOW, _HIGH = 1e-30, 1e40
_BISECTIONS = 64
# relative error of f, which is an uncertainty too
_ROUNDING = 4e-15
# by what fraction of their mean the two sides of the uncertainty may differ without a warning
_LOPSIDED = 0.25


@dataclass(frozen=True)
class Measured:
    """Coupling from a measurement, `gamma, error = measured`.  Made by `gamma_from_mass`.

    Attributes
    ----------
    gamma, error : float
        The coupling, and its uncertainty, half of the distance between the bounds; ∞ if γ has no
        upper bound.
    low, high : float
        γ at the ends of the uncertainty of what is measured; 0 and ∞ where such an end is that of
        no gas.

    References
    ----------
    docs/laboratory.md has the formulas.

    Examples
    --------
    >>> measured = gamma_from_breathing_ratio(ratio=3.5, ratio_error=0.02)
    >>> round(measured.gamma, 2), round(measured.low, 2), round(measured.high, 2)
    (6.94, 6.44, 7.47)
    """

    gamma: float
    low: float
    high: float

    @property
    def error(self) -> float:
        """Half of the distance between the bounds."""
        return (self.high - self.low) / 2

    def __iter__(self) -> Iterator[float]:
        return iter((self.gamma, self.error))


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
    bare = instance("atom", atom, Atom).mass
    heavy = si_number("mass", mass, "kg")
    error = _error("mass_error", mass_error, "kg") / bare
    rule = f"mass must be above that of the atom, {bare!r} kg, got {heavy!r}"
    return _inverted(functions.mass_enhancement, heavy / bare, error, rule)


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
    value = v * instance("atom", atom, Atom).mass / (HBAR * n)
    relative = math.hypot(
        _error("velocity_error", velocity_error, "m/s") / v,
        _error("density_error", density_error, "1/m") / n,
    )
    rule = f"velocity must be below πħn/m = {math.pi * v / value:.6g} m/s, got {v!r}: that is the "
    rule += "velocity of impenetrable atoms"
    return _inverted(functions.sound_velocity, value, value * relative, rule)


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
    rule = (
        f"ratio must lie between 3, of weak coupling, and 4, of impenetrable atoms, got {value!r}"
    )
    return _inverted(breathing_ratio, value, error, rule)


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
    (1.151, 0.123)
    """
    omega = math.tau * si_number("f_axial", f_axial, "Hz")
    size, number = si_number("radius", radius, "m"), si_number("n_atoms", n_atoms, "")
    value = 2 * number * HBAR / (instance("atom", atom, Atom).mass * omega * size**2)
    relative = math.hypot(
        2 * _error("radius_error", radius_error, "m") / size,
        _error("n_atoms_error", n_atoms_error, "") / number,
    )
    rule = f"radius must be below √(2Nħ/mω) = {size * math.sqrt(value):.6g} m, got {size!r}: that "
    rule += "is the radius of impenetrable atoms"
    return _inverted(atoms_over_size, value, value * relative, rule)


def _error(name: str, value: Any, unit: str) -> float:
    """Return an uncertainty ≥ 0."""
    number = real_number(name, in_si(name, value, unit))
    if not 0 <= number < math.inf:
        raise DomainError(f"{name} must be ≥ 0 and finite, got {number!r}")
    return number


def _inverted(function: Callable[[Any], Any], value: float, error: float, rule: str) -> Measured:
    """Return γ at which a monotone function has a value with an uncertainty."""
    gamma = _gamma(function, value)
    if not 0 < gamma < math.inf:
        raise DomainError(rule)
    error = math.hypot(error, _ROUNDING * value)
    low, high = sorted(_gamma(function, end) for end in (value - error, value + error))
    found = Measured(gamma, low, high)
    lopsided = abs(high + low - 2 * gamma) / 2 > _LOPSIDED * found.error
    if lopsided or high == math.inf:
        warnings.warn(
            f"the uncertainty of what is measured is not small: γ = {gamma:.3g} lies between "
            f"{low:.3g} and {high:.3g} (Measured.low and high)",
            ValidityWarning,
            stacklevel=3,
        )
    return found


def _gamma(function: Callable[[Any], Any], value: float) -> float:
    """Return γ at which a monotone function has a value; 0 or ∞ beyond its limits."""
    low, high = math.log(_LOW), math.log(_HIGH)
    first, last = float(function(_LOW)), float(function(_HIGH))
    rising = first < last
    if (value <= first) == rising or value == first:
        return 0.0
    if (value >= last) == rising or value == last:
        return math.inf
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if (float(function(math.exp(middle))) < value) == rising:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)
