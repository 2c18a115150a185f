"""The host gas at a temperature: Yang-Yang thermodynamics.

Units ħ = m = n = k_B = 1, so c = γ: energies and temperatures in ħ²n²/m.

Everything is an integral over the rapidities of the filling f = 1/(1 + e^{ε/T}) with functions
dressed by (1 - K f)^{-1} (`yang_yang.py`), w = 1^dr and u = k^dr = dε/dk; no number is a numerical
derivative or a difference of nearly equal ones.  In units ħ = m = c = 1,

    P = (T/2π) ∫ ln(1 + e^{-ε/T}) dk,     n = ∂P/∂μ = (1/2π) ∫ f w dk,
    s = ∂P/∂T = (1/2π) ∫ [f ln(1 + e^{ε/T}) + (1 - f) ln(1 + e^{-ε/T})] w dk.
"""

from __future__ import annotations

import math
from typing import Any

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..numerics.parity import ODD
from ..quantities import RELATIVE_ERROR
from ..results import Result
from .domain import not_too_dense, thermal_coupling, thermal_point, thermal_temperature
from .states import State, of_density, of_potential, refined
from .thermal_polaron import ThermalPolaron
from .three_body import IDEAL, three_body_correlation

#: what is computed of a gas at a temperature, by name in the catalogue
THERMAL_QUANTITIES = (
    "chemical_potential",
    "pressure",
    "energy_per_particle",
    "free_energy_per_particle",
    "entropy_per_particle",
    "specific_heat",
    "compressibility",
    "sound_velocity",
    "pair_correlation",
    "three_body_correlation",
)
# rounding of ε relative to its largest size, 2^-52
_ROUNDING = 2e-16


class ThermalGas(Result):
    """N bosons with contact repulsion in the thermodynamic limit at a temperature.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-6 to 1e140.
    temperature : float
        k_B T in ħ²n²/m, from about 1e-6 of the degeneracy temperature (of √γ at weak, of π²/2 at
        strong coupling) to 1e290.

    Raises
    ------
    DomainError
        If an argument is not one such number.
    AccuracyError, ConvergenceError
        If the Yang-Yang equation cannot be solved to the accuracy promised.

    Notes
    -----
    The dressed energy ε(k) solves the Yang-Yang equation

        ε(k) = ħ²k²/2m - μ - (T/2π) ∫ θ′(k - q) ln(1 + e^{-ε(q)/T}) dq

    with the phase θ of Eq. (2), μ being such that the density is n.

    `errors` has a bound on the absolute error of every quantity.  Relative errors are below 1e-14;
    that of μ and F/N, which pass through zero, is relative to the larger of their size and T.
    Entropy, specific heat, compressibility and sound velocity come from the edge of the filling
    alone, where a rounding of ε acts as 1/T: their relative error is 2e-16 |ε(0)|/T once this is
    larger.  A state takes ten milliseconds at γ = T = 1, half a second in a very cold gas, seconds
    at γ = 1e-6.

    Examples
    --------
    >>> gas = ThermalGas(1.0, 1.0)
    >>> round(gas.chemical_potential, 12), round(gas.pressure, 12)
    (0.788576326171, 0.97228474415)

    References
    ----------
    C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).
    """

    _saved = ("gamma", "temperature", "density_over_c", *THERMAL_QUANTITIES)
    # what the constructor was called with: a copy or a pickle calls it again
    _arguments: tuple[Any, ...]

    def __init__(self, gamma: float, temperature: float) -> None:
        self._gamma = thermal_coupling(gamma)
        self._temperature = thermal_temperature(temperature, self._gamma)
        self._arguments = self._gamma, self._temperature
        self._state = of_density(self._gamma, self._temperature)

    @classmethod
    def from_chemical_potential(
        cls, chemical_potential: float, *, temperature: float
    ) -> ThermalGas:
        """Return the gas of given μ and T in units of the interaction, ħ²c²/m = mg²/ħ².

        Parameters
        ----------
        chemical_potential : float
            μ in ħ²c²/m, at most 2e6 and at least -300 k_B T.
        temperature : float
            k_B T in ħ²c²/m, at least about 1e-6 of the degeneracy temperature.

        Returns
        -------
        ThermalGas
            The gas, whose γ follows from its density; its quantities are in units of n as always.

        Raises
        ------
        DomainError
            If an argument is not one such number, or γ is below 1e-6.
        AccuracyError, ConvergenceError
            If the Yang-Yang equation cannot be solved to the accuracy promised.

        Examples
        --------
        >>> gas = ThermalGas.from_chemical_potential(0.5, temperature=2.0)
        >>> round(gas.density_over_c, 12)
        0.969193080341
        """
        return _OfChemicalPotential(chemical_potential, temperature)

    def refined(self) -> ThermalGas:
        """Return the same gas on panels half as long and with a later cut-off, as a check.

        Returns
        -------
        ThermalGas
            A gas of the same γ and T, whose quantities differ from these by less than `errors`.

        Examples
        --------
        >>> gas = ThermalGas(0.1, 1.0)
        >>> abs(gas.refined().pressure - gas.pressure) < gas.errors["pressure"]
        True
        """
        return _Refined(self)

    def __reduce__(self) -> tuple[type[ThermalGas], tuple[Any, ...]]:
        return type(self), self._arguments

    def __repr__(self) -> str:
        return f"ThermalGas(gamma={self.gamma!r}, temperature={self.temperature!r})"

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
    def n_unknowns(self) -> int:
        """Number of unknowns the code has chosen, the values of ε."""
        return len(self._state.energy)

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of every quantity, by its name."""
        definite, scale = RELATIVE_ERROR, self.temperature
        edge = max(definite, _ROUNDING * self._state.degeneracy)
        relative = {
            "pressure": definite,
            "energy_per_particle": definite,
            "entropy_per_particle": edge,
            "specific_heat": edge,
            "compressibility": edge,
            "sound_velocity": edge,
            "pair_correlation": definite,
        }
        return {
            "chemical_potential": definite * max(abs(self.chemical_potential), scale),
            "free_energy_per_particle": definite * max(abs(self.free_energy_per_particle), scale),
            "three_body_correlation": definite * IDEAL,
            **{name: error * getattr(self, name) for name, error in relative.items()},
        }

    @property
    def chemical_potential(self) -> float:
        """μ in ħ²n²/m; falls from that of the ground state to -∞ as T grows."""
        return self._state.potential * self.temperature

    @cached_property
    def pressure(self) -> float:
        """P = (T/2π) ∫ ln(1 + e^{-ε/T}) dk in ħ²n³/m; nT in a hot gas."""
        return self.temperature * self._per_atom(self._state.logarithm)

    @cached_property
    def energy_per_particle(self) -> float:
        """E/N = (1/2πn) ∫ f w k²/2 dk in ħ²n²/m; ε₀ + πT²/6v in a cold gas, T/2 in a hot one."""
        return self.temperature * self._per_atom(self._occupied * self._state.bare)

    @cached_property
    def entropy_per_particle(self) -> float:
        """S/N in k_B; πT/3v in a cold gas."""
        return self._per_atom(self._state.disorder * self._state.dressed_one)

    @property
    def free_energy_per_particle(self) -> float:
        """F/N = μ - P/n in ħ²n²/m; ε₀ - πT²/6v in a cold gas."""
        return self.chemical_potential - self.pressure

    @cached_property
    def compressibility(self) -> float:
        """∂n/∂μ = (1/2πT) ∫ f (1 - f) w³ dk at constant T, in m/(ħ²n); n/T in a hot gas."""
        return self._per_atom(self._fluctuation * self._state.dressed_one**2) / self.temperature

    @cached_property
    def specific_heat(self) -> float:
        """T ∂(S/N)/∂T at constant length, in k_B; πT/3v in a cold gas, 1/2 in a hot one.

        (1/2πn) ∫ f (1 - f) w φ² dk with φ the dressed k²/2T, less its part along w.
        """
        rest = self._state.heat - self._heat_along_one * self._state.dressed_one
        return self._per_atom(self._fluctuation * rest**2)

    @cached_property
    def sound_velocity(self) -> float:
        """v of isentropic sound, v² = (∂P/∂n)_{S/N}/m, in ħn/m; √(3T) in a hot gas."""
        pushed = self.temperature * self._thermal_pressure**2 / self.specific_heat
        return math.sqrt(1 / self.compressibility + pushed)

    @cached_property
    def pair_correlation(self) -> float:
        """g₂, the probability of two atoms at one point relative to n²; in (0, 2), 2 in a hot gas.

        From the interaction energy c n² g₂/2 = 2E/L - P per length, which is

            (1/2π) ∫∫ f(k) u(k) (k - q) K(k - q) f(q) w(q) dq dk,

        small by itself, not by cancellation, in the ideal and in the impenetrable gas.
        """
        state = self._state
        # rapidities over their thermal size: neither their squares nor those of f are out of range
        thermal = math.sqrt(state.temperature)
        velocity = state.dress(state.line.points / thermal, ODD)
        image = state.line.conjugate_image(self._occupied / self._atoms) / thermal
        image = state.line.at_nodes(image)
        return 2 * state.temperature * self._per_atom(state.filled * velocity * image)

    @cached_property
    def three_body_correlation(self) -> float:
        """g₃, the probability of three atoms at one point relative to n³; up to 6, in a hot gas.

        `three_body.py` has the formula, three terms that cancel at strong coupling.
        """
        return three_body_correlation(self._state)

    @cached_property
    def thermal_polaron(self) -> ThermalPolaron:
        """A flipped atom in this gas: its momentum, energy and mass, and how many there are."""
        return ThermalPolaron(self._state, self.gamma, self.pressure)

    @property
    def flipped_fraction(self) -> float:
        """ζ/n, that is n↓/n over e^{-h/T} as e^{-h/T} → 0, h = μ↑ - μ↓; relative error 1e-14."""
        return self.thermal_polaron.flipped_fraction

    @cached_property
    def _thermal_pressure(self) -> float:
        """(∂P/∂T)_n/n = S/N - (∂n/∂T)_μ/(∂n/∂μ)_T; 1 in a hot gas."""
        if self._state.potential > 0:  # the heat is measured from μ
            return self.entropy_per_particle - self._heat_along_one
        content = (self.energy_per_particle + self.pressure) / self.temperature
        return content - self._heat_along_one

    @cached_property
    def _occupied(self) -> Array:
        """f w at the nodes."""
        return self._state.filled * self._state.dressed_one

    @cached_property
    def _fluctuation(self) -> Array:
        """f (1 - f) w at the nodes."""
        return self._occupied * self._state.empty

    @cached_property
    def _atoms(self) -> float:
        """∫ f w dk/2π, up to the factor that f and L of a thin gas lack."""
        return float(self._state.line.integral(self._occupied))

    def _per_atom(self, values: Array) -> float:
        """(1/2πn) ∫ values dk, values lacking the same factor as f."""
        return float(self._state.line.integral(values)) / self._atoms

    @cached_property
    def _heat_along_one(self) -> float:
        """(∂n/∂T)_μ / (∂n/∂μ)_T, the part of the dressed heat along w."""
        weight, one = self._fluctuation * self._state.dressed_one, self._state.dressed_one
        integral = self._state.line.integral
        return float(integral(weight * self._state.heat) / integral(weight * one))


class _OfChemicalPotential(ThermalGas):
    """A gas whose μ and T in units of c are given."""

    def __init__(self, chemical_potential: float, temperature: float) -> None:
        mu, t = self._arguments = thermal_point(chemical_potential, temperature)
        self._state = of_potential(mu, t)
        self._gamma = not_too_dense(1 / self._state.density, mu, t)
        self._temperature = t * self._gamma * self._gamma


class OfState(ThermalGas):
    """A gas whose equation is solved already, for its numbers."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._gamma = 1 / state.density
        self._temperature = state.temperature * self._gamma * self._gamma
        self._arguments = (state,)

    @property
    def thermal_pressure(self) -> float:
        """(∂P/∂T)_n/n."""
        return self._thermal_pressure


class _Refined(ThermalGas):
    """Another gas, solved once more with twice the resolution."""

    def __init__(self, gas: ThermalGas) -> None:
        self._arguments = (gas,)
        self._gamma, self._temperature = gas.gamma, gas.temperature
        self._state = refined(gas._state, 1 / gas.gamma)
