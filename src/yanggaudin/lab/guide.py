"""A tight guide: the coupling of atoms that move along a line, from a scattering length.

Olshanii's result, with a⊥ = √(2ħ/mω⊥) and C = |ζ(1/2)| (`confinement`),

    g = 2ħω⊥ a/(1 - C a/a⊥),     c = mg/ħ² = 2/|a₁D|,     a₁D = -(a⊥²/2a)(1 - C a/a⊥).
"""

from __future__ import annotations

import math
from typing import Any

from ..arguments import real_number
from ..errors import DomainError
from ..units import BOHR_RADIUS, HBAR
from .atoms import Atom
from .confinement import confinement_constant
from .door import in_si, si_number
from .gas import Gas

# a bare number below this is no scattering length in Bohr radii, but one in metres
_SHORTEST = 0.01
_LARGEST_RATIO = 100.0


class Guide:
    """Atoms in a guide with a tight harmonic confinement across.

    Parameters
    ----------
    atom : Atom
        The atom.
    f_perp : float, quantity, or pair of these
        Transverse trap frequency ω⊥/2π in Hz; two of them if they are not equal.
    scattering_length : float or quantity, optional
        a in Bohr radii, or a quantity of length; that of the atom's table unless given.
    scattering_length_error : float or quantity, optional
        Its uncertainty in Bohr radii; that of the table if a is from there, else unknown.

    Attributes
    ----------
    atom : Atom
        The atom.
    f_perp : float
        ω⊥/2π in Hz; of two frequencies the geometric mean.
    f_soft : float
        The lower one of the transverse frequencies in Hz, to whose quantum the energies of a
        one-dimensional gas are small.
    scattering_length : float
        In Bohr radii.
    scattering_length_error : float or None
        In Bohr radii; None if it is unknown, and so are the uncertainties that follow from it.
    a_perp : float
        a⊥ = √(2ħ/mω⊥) in m.
    resonance_fraction : float
        C a/a⊥, 1 at the confinement-induced resonance.

    Raises
    ------
    DomainError
        If a frequency is not positive, a scattering length is not given or known, is one of
        attracting atoms, beyond the confinement-induced resonance, or seems to be in metres.

    Notes
    -----
    Numbers are in SI units, except scattering lengths.  For two frequencies C follows from an
    integral over the states of both oscillators; it is the same for ω_y/ω_z and its inverse.

    References
    ----------
    M. Olshanii, Phys. Rev. Lett. 81, 938 (1998).

    Examples
    --------
    >>> from yanggaudin import lab
    >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=1300.0, scattering_length=100.4)
    >>> round(guide.c, 1), round(guide.a_1d * 1e6, 6)  # in 1/m and µm
    (120994.8, -16.529637)
    """

    def __init__(
        self,
        atom: Atom,
        *,
        f_perp: Any,
        scattering_length: Any = None,
        scattering_length_error: Any = None,
    ) -> None:
        if not isinstance(atom, Atom):
            raise DomainError(f"atom must be an Atom, such as Atom('87Rb'), got {atom!r}")
        self.atom = atom
        first, last = _frequencies(f_perp)
        self.f_perp, self.f_soft = math.sqrt(first) * math.sqrt(last), min(first, last)
        self.scattering_length, self.scattering_length_error = _lengths(
            atom, scattering_length, scattering_length_error
        )
        self.a_perp = math.sqrt(2 * HBAR / (atom.mass * self.omega_perp))
        constant = confinement_constant(first / last)
        self.resonance_fraction = constant * self.a / self.a_perp
        if self.resonance_fraction >= 1:
            raise DomainError(
                f"scattering_length must be below {self.a_perp / constant / BOHR_RADIUS:.6g} Bohr "
                f"radii, a⊥/C, where the confinement-induced resonance is; got "
                f"{self.scattering_length!r}: beyond it the atoms attract each other along the "
                "guide (c < 0), and their gas has no ground state"
            )

    def __repr__(self) -> str:
        return (
            f"Guide({self.atom!r}, f_perp={self.f_perp!r}, "
            f"scattering_length={self.scattering_length!r})"
        )

    @property
    def omega_perp(self) -> float:
        """ω⊥ in rad/s."""
        return math.tau * self.f_perp

    @property
    def gap(self) -> float:
        """Energy ħω of a quantum of the softer transverse oscillation in J."""
        return math.tau * HBAR * self.f_soft

    @property
    def a(self) -> float:
        """Scattering length a in m."""
        return self.scattering_length * BOHR_RADIUS

    @property
    def a_1d(self) -> float:
        """One-dimensional scattering length a₁D = -2/c < 0 in m."""
        return -(self.a_perp**2) / (2 * self.a) * (1 - self.resonance_fraction)

    @property
    def c(self) -> float:
        """c = mg/ħ² in 1/m."""
        return -2 / self.a_1d

    @property
    def g(self) -> float:
        """Contact strength g = ħ²c/m in J m."""
        return 2 * HBAR * self.omega_perp * self.a / (1 - self.resonance_fraction)

    @property
    def c_error(self) -> float | None:
        """Uncertainty of c in 1/m from that of a: δc/c = (δa/a)/(1 - Ca/a⊥); None if unknown."""
        if self.scattering_length_error is None:
            return None
        relative = self.scattering_length_error / self.scattering_length
        return self.c * relative / (1 - self.resonance_fraction)

    def gas(self, *, density: Any, temperature: Any = 0.0) -> Gas:
        """Return the homogeneous gas of a given density in this guide.

        Parameters
        ----------
        density : float or quantity
            Density n in 1/m, of all atoms along the line.
        temperature : float or quantity, optional
            Temperature in K; 50 nK are 50e-9.

        Returns
        -------
        Gas
            The gas, its numbers in SI units.

        Raises
        ------
        DomainError
            If the density is not positive, or the temperature negative.

        Warns
        -----
        ValidityWarning
            If the gas is not one-dimensional, with the figure.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> gas = lab.Guide(lab.Atom("87Rb"), f_perp=1300.0).gas(density=1.2e6)
        >>> round(gas.gamma, 6)
        0.100829
        """
        return Gas(self, density=density, temperature=temperature)


def _frequencies(f_perp: Any) -> tuple[float, float]:
    """Return the two transverse frequencies in Hz, equal ones if one is given."""
    f_perp = in_si("f_perp", f_perp, "Hz")
    pair = isinstance(f_perp, (list, tuple)) or getattr(f_perp, "ndim", 0) == 1
    frequencies = [si_number("f_perp", f, "Hz") for f in (f_perp if pair else (f_perp,))]
    if len(frequencies) not in {1, 2}:
        raise DomainError(f"f_perp must be one or two frequencies, got {len(frequencies)}")
    first, last = frequencies[0], frequencies[-1]
    if not 1 / _LARGEST_RATIO <= first / last <= _LARGEST_RATIO:
        raise DomainError(
            f"the transverse frequencies must be within a factor {_LARGEST_RATIO:g} of each other, "
            f"got {first!r} and {last!r} Hz: this is a sheet, not a guide"
        )
    return first, last


def _lengths(atom: Atom, length: Any, error: Any) -> tuple[float, float | None]:
    """Return a scattering length and its uncertainty in Bohr radii, None if it is unknown."""
    if length is None:
        length = atom.scattering_length
        if length is None:
            raise DomainError(
                f"scattering_length must be given for {atom.name}: the table has none, for it "
                "depends on the field or has no source"
            )
        error = atom.scattering_length_error if error is None else error
    a = _bohr_radii("scattering_length", length)
    if not 0 < a < math.inf:
        raise DomainError(
            f"scattering_length must be > 0 and finite, got {a!r} Bohr radii: the gas of "
            "attracting atoms has no ground state, and with a = 0 the flipped atom is free"
        )
    if error is None:
        return a, None
    delta = _bohr_radii("scattering_length_error", error)
    if not 0 <= delta < math.inf:
        raise DomainError(f"scattering_length_error must be ≥ 0 and finite, got {delta!r}")
    return a, delta


def _bohr_radii(name: str, value: Any) -> float:
    """Return a length in Bohr radii from such a number or from a quantity."""
    metres = in_si(name, value, "m")
    number = real_number(name, metres)
    if metres is not value:
        return number / BOHR_RADIUS
    if 0 < abs(number) < _SHORTEST:
        raise DomainError(
            f"{name} must be in Bohr radii, and one of less than {_SHORTEST:g} is taken for a "
            f"length in metres: got {number!r}, so give {number / BOHR_RADIUS:.6g}"
        )
    return number


def as_guide(guide: Any) -> Guide:
    """Return the guide, if it is one."""
    if not isinstance(guide, Guide):
        raise DomainError(f"guide must be a Guide, such as Guide(atom, f_perp=…), got {guide!r}")
    return guide
