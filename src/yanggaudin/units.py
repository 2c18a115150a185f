"""Units of quantities: a number times powers of ħ, the mass m, the density n, c and k_B.

The package computes with ħ = m = n = k_B = 1, so that c = γ.  A `Unit` says what a number of the
package has to be multiplied by, prints that factor, labels an axis with it and converts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from .arguments import real_number
from .errors import DomainError

# h and k_B have these values in the SI since 2019
HBAR = 6.62607015e-34 / math.tau  # in J s
BOLTZMANN = 1.380649e-23  # in J/K
# CODATA 2022
ATOMIC_MASS = 1.66053906892e-27  # in kg
BOHR_RADIUS = 5.29177210544e-11  # in m

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Unit:
    r"""number · ħ^hbar m^mass n^density c^interaction k_B^boltzmann.

    Parameters
    ----------
    hbar, mass, density, interaction, boltzmann : int
        Powers of ħ, of an atom's mass m, of the density n = N/L, of c = mg/ħ² and of k_B.
    number : Fraction
        A number in front, such as ½ in ħ²n²/2m.

    Examples
    --------
    >>> energy = Unit(hbar=2, mass=-1, density=2)
    >>> print(energy, Unit(), Unit(hbar=-2, mass=-1, density=-2))
    ħ²n²/m 1 1/(ħ²mn²)
    >>> energy.latex
    '\\hbar^{2} n^{2}/m'
    """

    hbar: int = 0
    mass: int = 0
    density: int = 0
    interaction: int = 0
    boltzmann: int = 0
    number: Fraction = Fraction(1)

    def __str__(self) -> str:
        over, under = self._factors(("ħ", "m", "n", "c", "k_B"), "{}{}", _superscript)
        return _quotient("".join(over) or "1", "".join(under), len(under))

    @property
    def latex(self) -> str:
        r"""LaTeX of the unit without dollars, such as \hbar^{2} n^{2}/m; "1" if dimensionless."""
        over, under = self._latex_factors
        return _quotient(" ".join(over) or "1", " ".join(under), len(under))

    def label(self, symbol: str) -> str:
        """LaTeX of a symbol in this unit, without dollars: the symbol divided by the unit."""
        if self.boltzmann == -1:  # a temperature is written as the energy k_B T
            return replace(self, boltzmann=0).label(f"k_B{symbol}")
        over, under = self._latex_factors
        if not over:
            return r"\,".join([symbol, " ".join(under)]) if under else symbol
        simple = len(over) == 1 and not under
        return f"{symbol}/{self.latex}" if simple else rf"{symbol}\,/\,({self.latex})"

    @property
    def is_dimensionless(self) -> bool:
        """True if the unit is a pure number."""
        return not any(self._powers)

    def in_si(self, *, mass: float, density: float, interaction: float | None = None) -> float:
        """Return the unit in SI units.

        Parameters
        ----------
        mass : float
            Mass m of an atom in kg.
        density : float
            Density n in 1/m.
        interaction : float, optional
            c in 1/m; needed by units that contain a power of c.

        Returns
        -------
        float
            What a number of the package has to be multiplied by, in kg, m, s and K.

        Raises
        ------
        DomainError
            If one of them is not positive, or c is needed and not given.

        Examples
        --------
        >>> rubidium = 1.443160648e-25
        >>> kelvin = Unit(hbar=2, mass=-1, density=2).in_si(mass=rubidium, density=1e6) / BOLTZMANN
        >>> round(kelvin * 1e9, 6)
        5.581544
        """
        for name, value in (("mass", mass), ("density", density), ("interaction", interaction)):
            if value is not None and not 0 < real_number(name, value) < math.inf:
                raise DomainError(f"{name} must be > 0 and finite, got {value!r}")
        if self.interaction and interaction is None:
            raise DomainError(f"interaction must be given for a unit with c, such as {self}")
        return self.of(HBAR, mass, density, interaction or 1.0, BOLTZMANN)

    def of(self, *sizes: float) -> float:
        """Return the unit for sizes of ħ, m, n, c and k_B, in whatever units these are."""
        value = float(self.number)
        for size, power in zip(sizes, self._powers, strict=True):
            value *= size**power
        return value

    @property
    def si_powers(self) -> tuple[int, int, int, int]:
        """Powers of kg, m, s and K in this unit."""
        per_energy = self.hbar + self.boltzmann  # powers of kg m²/s²
        return (
            per_energy + self.mass,
            2 * per_energy - self.density - self.interaction,
            -2 * per_energy + self.hbar,
            -self.boltzmann,
        )

    def over_interaction(self, gamma: float) -> float:
        """Return γ^-density: what turns powers of n into powers of c = γn."""
        return gamma**-self.density

    @property
    def _powers(self) -> tuple[int, int, int, int, int]:
        return self.hbar, self.mass, self.density, self.interaction, self.boltzmann

    @property
    def _latex_factors(self) -> tuple[list[str], list[str]]:
        return self._factors((r"\hbar", "m", "n", "c", "k_B"), "{}^{{{}}}", str)

    def _factors(
        self, symbols: tuple[str, ...], raised: str, written: Callable[[int], str]
    ) -> tuple[list[str], list[str]]:
        """Factors above and below the line."""
        over = [str(self.number.numerator)] if self.number.numerator != 1 else []
        under = [str(self.number.denominator)] if self.number.denominator != 1 else []
        for symbol, power in zip(symbols, self._powers, strict=True):
            if power:
                size = abs(power)
                factor = symbol if size == 1 else raised.format(symbol, written(size))
                (over if power > 0 else under).append(factor)
        return over, under


def _quotient(over: str, under: str, n_under: int) -> str:
    if not under:
        return over
    return f"{over}/({under})" if n_under > 1 else f"{over}/{under}"


def _superscript(power: int) -> str:
    return str(power).translate(_SUPERSCRIPTS)


#: the unit of pure numbers
DIMENSIONLESS = Unit()
