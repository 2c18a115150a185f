"""The gas of two components at a temperature, for its numbers.

Units ħ = m = n = k_B = 1, so c = γ: energies and temperatures in ħ²n²/m.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..results import Result
from . import search
from .domain import (
    coupling,
    field_and_polarisation,
    not_out_of_range,
    potentials,
    temperature as temperature_of,
)
from .errors import FIRST, HIDDEN, POLARISATION, POTENTIAL, SECOND, SPIN, enlarged

#: what is computed of a gas of two components, by name in the catalogue
TWO_COMPONENT_QUANTITIES = (
    "field",
    "mean_chemical_potential",
    "polarisation",
    "density_up",
    "density_down",
    "pressure",
    "energy_per_particle",
    "entropy_per_particle",
    "specific_heat",
    "compressibility",
    "susceptibility",
    "pair_correlation",
)
# γ from which χ loses digits: spins are nearly free, and their excess is of the order n/c
_STRONG = 300.0
# h/T from which g₂ loses digits: it has the slopes of ln b, which is of this size
_POLARISED = 30.0


class TwoComponentGas(Result):
    """N bosons of two spin states with one contact repulsion, at a temperature.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n with the total density n = n↑ + n↓, from 1e-4 to 1e4.
    temperature : float
        k_B T in ħ²n²/m, up to 1e6, and from about 0.003 at γ = 1; colder gases are refused.
    field : float, optional
        h = μ↑ - μ↓ ≥ 0 in ħ²n²/m, at most 600 k_B T.
    polarisation : float, optional
        (n↑ - n↓)/n in [0, 1), instead of the field.

    Raises
    ------
    DomainError
        If an argument is not one such number, or not one of field and polarisation is given.
    AccuracyError
        If the gas is too cold for the equations: no level of them serves.
    ConvergenceError
        If an iteration does not settle.

    Notes
    -----
    Three nonlinear integral equations, for the dressed energy and for two functions that sum all
    strings of flipped spins (docs/two-components.md).  `errors` has a bound on the absolute error
    of every quantity.  A gas takes a second at γ = T = 1, some in a cold one.

    Examples
    --------
    >>> gas = TwoComponentGas(1.0, 1.0, field=1.0)
    >>> round(gas.polarisation, 10), round(gas.pressure, 10)
    (0.6369828881, 1.0676621818)

    References
    ----------
    J.-S. Caux, A. Klauser and J. van den Brink, Phys. Rev. A 80, 061605 (2009).
    """

    _saved = (
        "gamma",
        "temperature",
        "density_over_c",
        "pressure_over_c",
        *TWO_COMPONENT_QUANTITIES,
    )
    # what the constructor was called with: a copy or a pickle calls it again
    _numbers: tuple[float, ...]
    _keywords: Mapping[str, Any]

    def __init__(
        self,
        gamma: float,
        temperature: float,
        *,
        field: float | None = None,
        polarisation: float | None = None,
    ) -> None:
        self._gamma = coupling(gamma)
        self._temperature = temperature_of(temperature, self._gamma)
        h, wanted = field_and_polarisation(field, polarisation, self._temperature)
        self._numbers = self._gamma, self._temperature
        self._keywords = {"field": h, "polarisation": None if h is not None else wanted}
        found = search.of_density(self._gamma, self._temperature, h, wanted)
        self._found = found.without_matrices()
        self._field = self._per_temperature(self._found.field) if h is None else h

    @classmethod
    def from_chemical_potentials(
        cls, mean: float, *, field: float, temperature: float
    ) -> TwoComponentGas:
        """Return the gas of given potentials and T in units of the interaction, ħ²c²/m = mg²/ħ².

        Parameters
        ----------
        mean : float
            μ̄ = (μ↑ + μ↓)/2 in ħ²c²/m.
        field : float
            h = μ↑ - μ↓ ≥ 0 in ħ²c²/m.
        temperature : float
            k_B T in ħ²c²/m.

        Returns
        -------
        TwoComponentGas
            The gas, whose γ follows from its density; its quantities are in units of n as always,
            but for `density_over_c` and `pressure_over_c`.

        Raises
        ------
        DomainError
            If an argument is not one such number, or γ or T in ħ²n²/m is out of the range.
        AccuracyError
            If the gas is too cold for the equations.
        ConvergenceError
            If an iteration does not settle.

        Examples
        --------
        >>> gas = TwoComponentGas.from_chemical_potentials(0.3, field=1.0, temperature=1.0)
        >>> round(gas.density_over_c, 10), round(gas.pressure_over_c, 10)
        (1.0752253121, 1.1583101457)
        """
        return _OfPotentials(mean, field, temperature)

    def __reduce__(self) -> tuple[Callable[..., TwoComponentGas], tuple[float, ...]]:
        return partial(type(self), **self._keywords), self._numbers

    def __repr__(self) -> str:
        return (
            f"TwoComponentGas(gamma={self.gamma!r}, temperature={self.temperature!r}, "
            f"field={self.field!r})"
        )

    @property
    def gamma(self) -> float:
        """Coupling γ = c/n."""
        return self._gamma

    @property
    def temperature(self) -> float:
        """k_B T in ħ²n²/m."""
        return self._temperature

    @property
    def density_over_c(self) -> float:
        """n/c = 1/γ."""
        return 1 / self.gamma

    @property
    def field(self) -> float:
        """h = μ↑ - μ↓ in ħ²n²/m."""
        return self._field

    @property
    def mean_chemical_potential(self) -> float:
        """μ̄ = (μ↑ + μ↓)/2 in ħ²n²/m."""
        return self._per_temperature(self._found.mean)

    @property
    def polarisation(self) -> float:
        """(n↑ - n↓)/n, at least the tanh(h/2T) of free spins."""
        return 2 * self._found.magnetisation / self._found.density

    @property
    def density_up(self) -> float:
        """n↑ in n."""
        return (1 + self.polarisation) / 2

    @property
    def density_down(self) -> float:
        """n↓ in n; of a few flipped atoms see `ThermalGas.flipped_fraction`."""
        return (1 - self.polarisation) / 2

    @property
    def pressure(self) -> float:
        """P in ħ²n³/m; nT in a hot gas."""
        return self._per_temperature(self._per_atom(self._found.pressure))

    @property
    def pressure_over_c(self) -> float:
        """P in ħ²c³/m."""
        return self._found.pressure

    @property
    def energy_per_particle(self) -> float:
        """E/N in ħ²n²/m, without the energy of the spins in the field."""
        return self._per_temperature(self._per_atom(self._found.energy))

    @property
    def entropy_per_particle(self) -> float:
        """S/N in k_B."""
        return self._per_atom(self._found.entropy)

    @property
    def specific_heat(self) -> float:
        """T ∂(S/N)/∂T at constant length and polarisation, in k_B; 1/2 in a hot gas."""
        return self._per_atom(self._found.specific_heat)

    @property
    def compressibility(self) -> float:
        """∂n/∂μ̄ at constant h and T, in m/(ħ²n); n/T in a hot gas."""
        return self._response(self._found.compressibility)

    @property
    def susceptibility(self) -> float:
        """∂[(n↑ - n↓)/2]/∂h at constant μ̄ and T, in m/(ħ²n); n/4T of free spins."""
        return self._response(self._found.susceptibility)

    @property
    def pair_correlation(self) -> float:
        """g₂, the probability of two atoms, of either spin, at one point relative to n².

        From ∂P/∂c = -n² g₂/2, without a difference of nearly equal numbers.
        """
        return self._found.pair_correlation

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of every quantity, by its name."""
        t, mean, h = self.temperature, abs(self.mean_chemical_potential), self.field
        # a rounding of a potential, as the edge of the filling sees it
        edge = 1 + (mean + h) / t
        rounding = HIDDEN * (mean + h)
        energy, pressure = (
            FIRST * value + rounding for value in (self.energy_per_particle, self.pressure)
        )
        heat = energy + pressure + POTENTIAL * (mean + h * self.polarisation / 2)
        bounds = {
            "field": POTENTIAL * max(h, t) + self._unknown_field,
            "mean_chemical_potential": POTENTIAL * max(mean, t) + self._unknown_field / 2,
            "polarisation": POLARISATION,
            "density_up": POLARISATION,
            "density_down": POLARISATION,
            "pressure": pressure,
            "pressure_over_c": pressure / self.pressure * self.pressure_over_c,
            "energy_per_particle": energy,
            "entropy_per_particle": max(heat / t, FIRST * self.entropy_per_particle),
            "specific_heat": SECOND * edge * self.specific_heat,
            "compressibility": SECOND * edge * self.compressibility,
            "susceptibility": SPIN * max(1.0, self.gamma / _STRONG) * self.susceptibility,
            "pair_correlation": SECOND * max(1.0, h / t / _POLARISED) * self.pair_correlation,
        }
        factor = enlarged(self._found.temperature)
        return {name: factor * bound for name, bound in bounds.items()}

    @property
    def _unknown_field(self) -> float:
        """What a rounding of a polarisation that is asked for makes of h, 2T artanh of it."""
        asked = self._keywords.get("polarisation")
        return 0.0 if asked is None else 2 * HIDDEN * self.temperature / (1 - asked**2)

    def _per_temperature(self, in_c: float) -> float:
        """Return an energy in ħ²n²/m from one in ħ²c²/m."""
        return in_c / self._found.temperature * self.temperature

    def _per_atom(self, per_length: float) -> float:
        return per_length * self.gamma

    def _response(self, in_c: float) -> float:
        """Return a density by an energy."""
        return self._per_atom(in_c) * (self._found.temperature / self.temperature)


class _OfPotentials(TwoComponentGas):
    """A gas whose μ̄, h and T in units of c are given."""

    def __init__(self, mean: float, field: float, temperature: float) -> None:
        self._numbers, self._keywords = potentials(mean, field, temperature), {}
        self._found = search.of_potentials(*self._numbers).without_matrices()
        self._gamma = 1 / self._found.density
        self._temperature = self._found.temperature * self._gamma * self._gamma
        not_out_of_range(self._gamma, self._temperature)
        self._field = self._per_temperature(self._found.field)
