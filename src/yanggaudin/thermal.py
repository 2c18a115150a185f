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
from functools import cached_property

import numpy as np

from . import functions
from .cooling import degeneracy_energy, equilibrium
from .domain import bounded, real_number
from .errors import DomainError
from .lorentzian import EVEN, ODD
from .panels import Array

SMALLEST_COUPLING, LARGEST_COUPLING = 1e-6, 1e6
LARGEST_TEMPERATURE = 1e6
#: lowest temperature relative to about |ε(0)| of the ground state
COLDEST = 1e-6
#: largest μ and T in units of c (at T = 0 the first gives γ = 1e-6), and smallest μ/T
LARGEST_POTENTIAL, LARGEST_TEMPERATURE_OVER_C, THINNEST = 1e6, 1e18, -600.0
#: bound on the relative error of every number but those of `ThermalGas.edge_error`
RELATIVE_ERROR = 1e-14
_ROUNDING = 1e-16


class ThermalGas:
    """N bosons with contact repulsion in the thermodynamic limit at a temperature.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-6 to 1e6.
    temperature : float
        k_B T in ħ²n²/m, from `coldest(gamma)`, about 1e-6 of √γ or of π²/2, to 1e6.

    Raises
    ------
    DomainError
        If an argument is not one such number.
    AccuracyError, ConvergenceError
        If the Yang-Yang equation cannot be solved to the accuracy promised.

    Notes
    -----
    The relative error of every quantity is below `RELATIVE_ERROR` = 1e-14; that of the chemical
    potential and of the free energy, which pass through zero, is relative to the larger of their
    size and T.  What only the atoms near the Fermi points contribute to has the error `edge_error`,
    which is larger in a very cold gas.  `errors` has the absolute bounds.  A state takes fifteen
    milliseconds at γ = T = 1, half a second in a very cold gas, five at γ = 1e-6.

    Examples
    --------
    >>> gas = ThermalGas(1.0, 1.0)
    >>> round(gas.chemical_potential, 12), round(gas.pressure, 12)
    (0.788576326171, 0.97228474415)

    References
    ----------
    C. N. Yang and C. P. Yang, J. Math. Phys. 10, 1115 (1969).
    """

    def __init__(self, gamma: float, temperature: float) -> None:
        self._gamma = _coupling(real_number("gamma", gamma))
        self._temperature = _temperature(temperature, coldest(self._gamma), LARGEST_TEMPERATURE)
        unit = self._gamma**2
        guess = _guess(self._gamma, self._temperature)
        self._state = equilibrium(self._temperature / unit, guess / unit, 1 / self._gamma)

    @classmethod
    def from_chemical_potential(cls, chemical_potential: float, temperature: float) -> ThermalGas:
        """The gas of given μ and T in units of the interaction, ħ²c²/m = mg²/ħ².

        >>> round(ThermalGas.from_chemical_potential(0.5, 2.0).density_over_c, 12)
        1.0
        """
        mu = real_number("chemical potential", chemical_potential)
        bounded("chemical potential", mu, -math.inf, LARGEST_POTENTIAL)
        t = _temperature(temperature, COLDEST * degeneracy_energy(mu), LARGEST_TEMPERATURE_OVER_C)
        if mu < THINNEST * t:
            raise DomainError(
                f"chemical potential must be at least {THINNEST!r} T, got {mu / t!r} T; below it "
                "the gas is ideal, n = (mT/2πħ²)^(1/2) exp(μ/T)"
            )
        gas = cls.__new__(cls)
        gas._state = equilibrium(t, mu)
        gas._gamma = _coupling(1 / gas._state.density)
        gas._temperature = _temperature(t * gas._gamma**2, 0.0, LARGEST_TEMPERATURE)
        return gas

    def __repr__(self) -> str:
        return f"ThermalGas(gamma={self.gamma!r}, temperature={self.temperature!r})"

    @property
    def gamma(self) -> float:
        """γ = c/n."""
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
    def edge_error(self) -> float:
        """Relative error of entropy, specific heat, compressibility and sound velocity.

        They measure the width of the Fermi edge, on which a rounding of ε acts as 1/T.
        """
        return max(RELATIVE_ERROR, _ROUNDING * self._state.depth)

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of every quantity, by its name."""
        zero_crossing = ("chemical_potential", "free_energy_per_particle")
        definite = ("pressure", "energy_per_particle", "pair_correlation")
        of_edge = ("entropy_per_particle", "specific_heat", "compressibility", "sound_velocity")
        return {
            **{
                name: RELATIVE_ERROR * max(abs(getattr(self, name)), self.temperature)
                for name in zero_crossing
            },
            **{name: RELATIVE_ERROR * getattr(self, name) for name in definite},
            **{name: self.edge_error * getattr(self, name) for name in of_edge},
        }

    @property
    def chemical_potential(self) -> float:
        """μ in ħ²n²/m."""
        return self._state.potential * self.temperature

    @cached_property
    def pressure(self) -> float:
        """P in ħ²n³/m."""
        return self.gamma * self.temperature * self._state.line.integral(self._state.logarithm)

    @cached_property
    def energy_per_particle(self) -> float:
        """E/N = (1/2πn) ∫ f w k²/2 dk, in ħ²n²/m."""
        state = self._state
        return self.gamma**3 * state.line.integral(state.filled * state.one * state.line.k**2 / 2)

    @cached_property
    def entropy_per_particle(self) -> float:
        """S/N in k_B."""
        return self.gamma * self._state.line.integral(self._disorder * self._state.one)

    @property
    def free_energy_per_particle(self) -> float:
        """F/N = μ - P/n, in ħ²n²/m."""
        return self.chemical_potential - self.pressure

    @cached_property
    def compressibility(self) -> float:
        """∂n/∂μ at constant T, (1/2πT) ∫ f (1 - f) w³ dk, in m/(ħ²n)."""
        state = self._state
        return state.line.integral(self._fluctuation * state.one**2) / (
            state.temperature * self.gamma
        )

    @cached_property
    def specific_heat(self) -> float:
        """T ∂(S/N)/∂T at constant length, in k_B.

        (1/2πn) ∫ f (1 - f) w φ² dk with φ the dressed (k²/2 - μ)/T, less its part along w.
        """
        along_one, heat = self._heat
        rest = heat - along_one * self._state.one
        return self.gamma * self._state.line.integral(self._fluctuation * rest**2)

    @cached_property
    def sound_velocity(self) -> float:
        """v of isentropic sound, v² = (∂P/∂n)_{S/N}/m, in ħn/m."""
        expansion = self.entropy_per_particle - self._heat[0]  # (∂P/∂T)_n / n
        isothermal = 1 / self.compressibility
        return math.sqrt(isothermal + self.temperature * expansion**2 / self.specific_heat)

    @cached_property
    def pair_correlation(self) -> float:
        """g₂, the probability of two atoms at one point relative to n²; in (0, 2).

        From the interaction energy c n² g₂/2 = 2E/L - P per length, which is

            (1/2π) ∫∫ f(k) u(k) (k - q) K(k - q) f(q) w(q) dq dk,

        small by itself, not by cancellation, in the ideal and in the impenetrable gas.
        """
        state = self._state
        line, filled = state.line, state.filled
        velocity = state.dress(line.k, ODD)
        interaction = line.integral(filled * velocity * line.conjugate_image(filled * state.one))
        return 2 * self.gamma**2 * interaction

    @cached_property
    def _disorder(self) -> Array:
        """-f ln f - (1 - f) ln(1 - f)."""
        state = self._state
        return np.asarray(
            state.filled * np.logaddexp(0, state.energy) + state.empty * state.logarithm
        )

    @cached_property
    def _fluctuation(self) -> Array:
        """f (1 - f) w."""
        return self._state.filled * self._state.empty * self._state.one

    @cached_property
    def _heat(self) -> tuple[float, Array]:
        """(∂n/∂T)_μ / (∂n/∂μ)_T and (k²/2 - μ)/T dressed: ε/T + (K times the disorder)^dr."""
        state = self._state
        heat = state.energy + state.dress(state.line.image(self._disorder), EVEN)
        weight = self._fluctuation * state.one
        return state.line.integral(weight * heat) / state.line.integral(weight * state.one), heat


def coldest(gamma: float) -> float:
    """Lowest temperature, in ħ²n²/m, at which a gas of this coupling is computed."""
    return COLDEST * _degeneracy(gamma)


def _degeneracy(gamma: float) -> float:
    """About |ε(0)| of the ground state, in ħ²n²/m."""
    unit = gamma**2
    return unit * degeneracy_energy(functions.chemical_potential(gamma) / unit)


def _guess(gamma: float, temperature: float) -> float:
    """μ of the ground state, or of an ideal gas of bosons, condensing or thin."""
    if temperature < _degeneracy(gamma):
        return float(functions.chemical_potential(gamma))
    wavelength = math.sqrt(2 * math.pi / temperature)
    return temperature * math.log(wavelength) if wavelength < 1 else -(temperature**2) / 2


def _coupling(gamma: float) -> float:
    if not SMALLEST_COUPLING <= gamma <= LARGEST_COUPLING:
        raise DomainError(
            f"gamma must lie in [{SMALLEST_COUPLING!r}, {LARGEST_COUPLING!r}] at a temperature, "
            f"got {gamma!r}; below it the gas is one of ideal bosons, above it of ideal fermions"
        )
    return gamma


def _temperature(value: object, lowest: float, highest: float) -> float:
    number = real_number("temperature", value)
    if not number > 0:
        raise DomainError(
            f"temperature must be > 0, got {number!r}; for zero temperature use GroundState"
        )
    if number < lowest:
        raise DomainError(
            f"temperature must be at least {lowest:.3g} for this gas, got {number!r}; "
            "below, use GroundState and its first correction E/N = ε₀ + πT²/6v"
        )
    if number > highest:
        raise DomainError(
            f"temperature must be at most {highest!r}, got {number!r}; above, the gas is ideal"
        )
    return number
