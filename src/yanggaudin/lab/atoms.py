"""Atoms: masses and scattering lengths, with their sources, and which pairs of states are alike.

One flipped atom sees the bath through a₁₂, the bath itself through a₁₁; the model has one coupling,
a₁₁ = a₁₂.  The scattering length a₂₂ of two flipped atoms never acts.

In a field so low that rotations are a symmetry, two bosons in a stretched pair (F, ±F), (F, ±(F-1))
have a total spin of 2F - 1 or 2F.  An s wave is symmetric in space, so that the spins are in a
symmetric state; 2F - 1 is antisymmetric, and 2F is left.  It is the channel of (F, ±F), (F, ±F):
a₁₁ = a₁₂ exactly.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from ..arguments import instance
from ..errors import DomainError
from ..units import ATOMIC_MASS
from .gas import Gas


@dataclass(frozen=True)
class Channel:
    """Scattering length of two atoms in given states.  Made by `Atom`.

    Attributes
    ----------
    states : tuple of str
        The two states, "F,m" or "ground".
    length : float
        a in Bohr radii.
    error : float or None
        Its uncertainty, where the source states one.
    source : str
        Where it is from.

    References
    ----------
    docs/laboratory.md has the table.

    Examples
    --------
    >>> Atom("87Rb").channels[1]  # doctest: +ELLIPSIS
    Channel(states=('1,-1', '2,1'), length=98.006, error=0.016, source='Egorov et al., ...')
    """

    states: tuple[str, str]
    length: float
    error: float | None
    source: str


@dataclass(frozen=True)
class Mixture:
    """How far a bath and a flipped atom are from one common coupling.  Made by `Atom.mixture`.

    Attributes
    ----------
    atom : str
        The atom's name.
    bath, flipped : str
        States of the bath's atoms and of the flipped atom.
    bath_length, mixed_length : float or None
        a₁₁ and a₁₂ in Bohr radii, where they are known.
    exact : bool
        True if a₁₁ = a₁₂ by symmetry, in a low field.

    References
    ----------
    docs/laboratory.md derives the rule and the shift.

    Examples
    --------
    >>> clock = Atom("87Rb").mixture("1,-1", "2,1")
    >>> round(clock.mismatch, 5), clock.exact
    (-0.02384, False)
    """

    atom: str
    bath: str
    flipped: str
    bath_length: float | None
    mixed_length: float | None
    exact: bool

    @property
    def mismatch(self) -> float:
        """a₁₂/a₁₁ - 1; 0 in the model."""
        if self.exact:
            return 0.0
        if self.bath_length is None or self.mixed_length is None:
            raise DomainError(f"no scattering length of ({self.bath}) with ({self.flipped}) known")
        return self.mixed_length / self.bath_length - 1

    @property
    def meaning(self) -> str:
        """What the difference of the couplings does to the answers of the model."""
        if self.exact:
            return (
                "One common coupling by rotation symmetry, in a low field: this is the model, "
                "and it is exact."
            )
        return (
            f"The flipped atom's scattering length differs by {100 * self.mismatch:+.3g} % from "
            "the bath's, its coupling g by 1/(1 - C a₁₂/a⊥) times that. At rest its energy is "
            "shifted, to first order, by (g₁₂ - g₁₁) n g₂ (`energy_shift`), in motion by less, for "
            "the bath makes way: in a trap it feels a potential in the shape of the cloud. Nothing "
            "is said here of its mass."
        )

    def energy_shift(self, gas: Gas) -> float:
        """Return (g₁₂ - g₁₁) n g₂ in J, the first-order shift of the flipped atom's energy at rest.

        Parameters
        ----------
        gas : Gas
            The bath, of this atom.

        Returns
        -------
        float
            The shift in J.  It is exact to first order at p = 0, where the state is that of the
            bath with its spins rotated, so that the flipped atom is found at another's place as
            often as any other.

        Raises
        ------
        DomainError
            If the scattering lengths of the pair are not known, the gas is none or of another atom,
            or a₁₂ is beyond the confinement-induced resonance of the guide.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> rb = Atom("87Rb")
        >>> gas = yg.lab.Guide(rb, f_perp=20e3).gas(density=5e6)
        >>> round(rb.mixture("1,-1", "2,1").energy_shift(gas) / 6.62607015e-34)  # in Hz
        -19
        """
        instance("gas", gas, Gas)
        if gas.guide.atom.name != self.atom:
            raise DomainError(
                f"gas must be one of {self.atom}, as the mixture is, got {gas.guide.atom.name}"
            )
        # g ∝ a/(1 - Ca/a⊥)
        left = 1 - gas.guide.resonance_fraction * (1 + self.mismatch)
        if left <= 0:
            raise DomainError(
                f"the scattering length of ({self.bath}) with ({self.flipped}) must be below the "
                "confinement-induced resonance of the guide, which it is not: take a lower f_perp"
            )
        return self.mismatch / left * gas.guide.g * gas.density * gas.pair_correlation


class Atom:
    """An atom by the name of its isotope: mass and scattering lengths.

    Parameters
    ----------
    name : str
        Mass number and symbol, such as 87Rb, 133Cs, 174Yb or 4He*; the error for a name that is not
        in the table lists all that are.

    Attributes
    ----------
    name : str
        The isotope.
    mass, mass_error : float
        Mass and its uncertainty in kg.
    channels : tuple of Channel
        What is known of its scattering lengths.
    source : str
        Where the mass is from; `channels` have their own sources.

    Raises
    ------
    DomainError
        If there is no such atom in the table.

    Notes
    -----
    The scattering lengths of 7Li, 39K, 85Rb and 133Cs are set by the magnetic field, and those that
    have no source are not in the table: hand them to `Guide`.  The mass of 4He* is that of the
    atom in its ground state, lighter by 5e-9 of itself.

    References
    ----------
    Wang et al., Chin. Phys. C 45, 030003 (2021), for the masses.

    Examples
    --------
    >>> rb = Atom("87Rb")
    >>> rb.mass, rb.scattering_length
    (1.44316...e-25, 100.4)
    """

    def __init__(self, name: str) -> None:
        table = _table()
        if not isinstance(name, str) or name not in table["atoms"]:
            raise DomainError(f"atom must be one of {', '.join(table['atoms'])}, got {name!r}")
        row = table["atoms"][name]
        self.name = name
        self.mass, self.mass_error = (number * ATOMIC_MASS for number in row["mass"])
        self.mass_in_u: float = row["mass"][0]
        self.source: str = table["mass_source"]
        self.channels = tuple(
            Channel(tuple(c["states"]), c["length"], c["error"], c["source"])
            for c in row.get("channels", ())
        )
        self._manifolds: list[int] = row.get("manifolds", [])

    def __repr__(self) -> str:
        return f"Atom({self.name!r})"

    @property
    def scattering_length(self) -> float | None:
        """a in Bohr radii of the first channel; None where the table has none."""
        return self.channels[0].length if self.channels else None

    @property
    def scattering_length_error(self) -> float | None:
        """Uncertainty of `scattering_length` in Bohr radii; None where none is stated."""
        return self.channels[0].error if self.channels else None

    def mixture(self, bath: str, flipped: str) -> Mixture:
        """Return how far a flipped atom and its bath are from one common coupling.

        Parameters
        ----------
        bath, flipped : str
            States of the bath and of the flipped atom as "F,m", such as "1,-1" and "1,0".

        Returns
        -------
        Mixture
            The scattering lengths, and what their difference means.

        Raises
        ------
        DomainError
            If the two states are the same, or are not of this atom, or nothing is known of them.

        Examples
        --------
        >>> Atom("7Li").mixture("2,2", "2,1").exact
        True
        """
        (f1, m1), (f2, m2) = self._state(bath), self._state(flipped)
        if (f1, m1) == (f2, m2):
            raise DomainError(f"flipped must be another state than the bath's, got {flipped!r}")
        stretched = f1 == f2 and abs(m1) == f1 and m2 == m1 - math.copysign(1, m1)
        bath_length = self._length(bath, bath)
        mixed = bath_length if stretched else self._length(bath, flipped)
        if not stretched and (bath_length is None or mixed is None):
            known = ", ".join("({})+({})".format(*c.states) for c in self.channels) or "none"
            raise DomainError(
                f"the scattering lengths of ({bath}) with itself and with ({flipped}) are not in "
                f"the table for {self.name}; it has: {known}"
            )
        return Mixture(self.name, bath, flipped, bath_length, mixed, stretched)

    def _state(self, text: str) -> tuple[int, int]:
        """Return F and m of a state."""
        try:
            f, m = map(int, text.split(","))
        except (AttributeError, ValueError):
            raise DomainError(f"a state must be written F,m, such as 1,-1; got {text!r}") from None
        if f not in self._manifolds or abs(m) > f:
            has = " or ".join(map(str, self._manifolds))
            rule = f"F must be {has} and |m| ≤ F" if has else "it has no hyperfine states"
            raise DomainError(f"({text}) is no state of {self.name}: {rule}")
        return f, m

    def _length(self, *states: str) -> float | None:
        """Return the scattering length of two states where the table has it."""
        for channel in self.channels:
            if sorted(channel.states) == sorted(states):
                return channel.length
        return None


def _table() -> dict[str, Any]:
    """Return the table of atoms."""
    text = files("yanggaudin.data").joinpath("atoms.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
