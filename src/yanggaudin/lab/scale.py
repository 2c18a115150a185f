"""From the numbers of the package to SI units or another convention, and back.

The powers of ħ, m, n, c and k_B in a unit are those of the catalogue (`quantities`, `units`); a
`Scale` says how large these five are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..arguments import number_array, scalar_or_array
from ..errors import DomainError
from ..quantities import QUANTITIES, Quantity
from ..units import BOLTZMANN, HBAR, Unit
from .door import in_si, si_number

#: the mass in units in which ħ = k_B = 1
CONVENTIONS = {"2m=1": 0.5, "m=1": 1.0}


@dataclass(frozen=True)
class Scale:
    """How large ħ, m, n, c and k_B are in the units of a laboratory or of another code.

    Parameters
    ----------
    mass : float or quantity
        Mass m of an atom in kg.
    density : float or quantity
        Density n in 1/m.
    interaction : float or quantity, optional
        c = mg/ħ² in 1/m; only units with a power of c need it.
    hbar, boltzmann : float, optional
        ħ and k_B, in the SI unless given.

    Raises
    ------
    DomainError
        If one of them is not a positive finite number, or a quantity of another dimension.

    Notes
    -----
    A quantity, by the name it has in the catalogue `yanggaudin.quantities` or by its `Unit`, is
    converted by `convert` and `package`, and nothing else is: the one way to do it.

    Examples
    --------
    >>> import yanggaudin as yg
    >>> scale = Scale(mass=1.443160648e-25, density=1e6)
    >>> sound = scale.convert("sound_velocity", yg.sound_velocity(1.0))
    >>> round(sound * 1e3, 6)  # in mm/s
    0.670143
    >>> round(scale.package("sound_velocity", sound), 12) == round(yg.sound_velocity(1.0), 12)
    True

    References
    ----------
    docs/units.md has the table of units.
    """

    mass: float
    density: float
    interaction: float | None = None
    hbar: float = HBAR
    boltzmann: float = BOLTZMANN

    def __post_init__(self) -> None:
        units = {"mass": "kg", "density": "1/m", "interaction": "1/m", "hbar": "J s"}
        for name in ("mass", "density", "interaction", "hbar", "boltzmann"):
            value = getattr(self, name)
            if value is not None:
                number = si_number(name, value, units.get(name, "J/K"))
                object.__setattr__(self, name, number)

    @classmethod
    def convention(
        cls,
        name: str,
        *,
        density: float | None = None,
        n_atoms: float | None = None,
        length: float | None = None,
        interaction: float | None = None,
    ) -> Scale:
        """Return the scale of codes and papers in which ħ = k_B = 1 and 2m = 1 or m = 1.

        Parameters
        ----------
        name : str
            "2m=1", in which H = -Σ∂² + 2c Σδ, or "m=1", in which H = -½Σ∂² + c Σδ.
        density : float, optional
            n = N/L in the units of length of that code, or
        n_atoms, length : float, optional
            N and L themselves.
        interaction : float, optional
            c in these units, the same in both conventions; γ = c/n.

        Returns
        -------
        Scale
            The scale.

        Raises
        ------
        DomainError
            If the name is none of the two, a number is not positive, or not exactly one of n and
            N, L is given.

        Examples
        --------
        >>> Scale.convention("2m=1", density=2.0).convert("chemical_potential", 1.0)
        8.0
        >>> Scale.convention("m=1", n_atoms=50, length=20.0, interaction=5.0).gamma
        2.0
        """
        if name not in CONVENTIONS:
            raise DomainError(f"convention must be one of {', '.join(CONVENTIONS)}, got {name!r}")
        if (density is None) == (n_atoms is None) or (n_atoms is None) != (length is None):
            raise DomainError("give either density, or n_atoms and length")
        if density is None:
            density = si_number("n_atoms", n_atoms, "") / si_number("length", length, "")
        return cls(CONVENTIONS[name], density, interaction, hbar=1.0, boltzmann=1.0)

    @property
    def gamma(self) -> float:
        """γ = c/n, the coupling of the package; needs c."""
        if self.interaction is None:
            raise DomainError("interaction must be given for γ = c/n")
        return self.interaction / self.density

    def factor(self, quantity: str | Quantity | Unit) -> float:
        """Return what a number of the package is multiplied by.

        Parameters
        ----------
        quantity : str, Quantity or Unit
            Name of a quantity in the catalogue, its record, or a unit.

        Returns
        -------
        float
            The unit in this scale.

        Raises
        ------
        DomainError
            If there is no such quantity, or its unit has a power of c and c is not known.

        Examples
        --------
        >>> Scale.convention("m=1", density=2.0).factor("pressure")
        8.0
        """
        unit = _unit(quantity)
        if unit.interaction and self.interaction is None:
            raise DomainError(f"interaction must be given for a unit with c, such as {unit}")
        return unit.of(self.hbar, self.mass, self.density, self.interaction or 1.0, self.boltzmann)

    def convert(self, quantity: str | Quantity | Unit, value: Any, units: Any = None) -> Any:
        """Return a number of the package in this scale.

        Parameters
        ----------
        quantity : str, Quantity or Unit
            What it is.
        value : float or array
            Numbers of the package, any shape.
        units : module or registry, optional
            `astropy.units`, or a `pint.UnitRegistry`: the result then is a quantity of it; only
            for a scale in SI units.

        Returns
        -------
        float, array or quantity
            The same in kg, m, s and K, or in the units of the convention.

        Raises
        ------
        DomainError
            If there is no such quantity, or the values are not real numbers.

        Examples
        --------
        >>> Scale.convention("2m=1", density=3.0).convert("sound_velocity", [1.0, 2.0])
        array([ 6., 12.])
        """
        result = scalar_or_array(number_array("value", value) * self.factor(quantity))
        if units is None:
            return result
        if self.hbar != HBAR:
            raise DomainError("units can be given in a scale of SI units only")
        kilogram, metre, second, kelvin = _unit(quantity).si_powers
        return result * (units.kg**kilogram * units.m**metre * units.s**second * units.K**kelvin)

    def package(self, quantity: str | Quantity | Unit, value: Any) -> Any:
        """Return a number in this scale as one of the package, ħ = m = n = k_B = 1.

        Parameters
        ----------
        quantity : str, Quantity or Unit
            What it is.
        value : float, array or quantity
            Numbers in this scale, any shape; in a scale of SI units also quantities.

        Returns
        -------
        float or array
            The number of the package.

        Raises
        ------
        DomainError
            If there is no such quantity, or the values have another dimension.

        Examples
        --------
        >>> Scale.convention("2m=1", density=2.0).package("chemical_potential", 8.0)
        1.0
        """
        numbers = in_si("value", value, _si_name(_unit(quantity)))
        return scalar_or_array(number_array("value", numbers) / self.factor(quantity))


def _unit(quantity: str | Quantity | Unit) -> Unit:
    """Return the unit of a quantity of the catalogue."""
    if isinstance(quantity, Unit):
        return quantity
    if isinstance(quantity, Quantity):
        return quantity.unit
    if quantity not in QUANTITIES:
        raise DomainError(
            f"quantity must be a name of yanggaudin.quantities.QUANTITIES, got {quantity!r}"
        )
    return QUANTITIES[quantity].unit


def _si_name(unit: Unit) -> str:
    """Write a unit in kg, m, s and K as astropy and pint both read it."""
    powers = zip(("kg", "m", "s", "K"), unit.si_powers, strict=True)
    return " * ".join(f"{name}**({power})" for name, power in powers if power)
