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

from ..arguments import Array
from ..errors import DomainError
from ..numerics.parity import EVEN, ODD
from ..quantities import RELATIVE_ERROR
from .cooling import equilibrium, refined
from .domain import first_guess, thermal_coupling, thermal_point, thermal_temperature

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
    milliseconds at γ = T = 1, a second in a very cold gas, ten at γ = 1e-6.

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
        self._gamma = thermal_coupling(gamma)
        self._temperature = thermal_temperature(temperature, self._gamma)
        unit = self._gamma**2
        guess = first_guess(self._gamma, self._temperature)
        self._state = equilibrium(self._temperature / unit, guess / unit, 1 / self._gamma)

    @classmethod
    def from_chemical_potential(
        cls, chemical_potential: float, *, temperature: float
    ) -> ThermalGas:
        """The gas of given μ and T in units of the interaction, ħ²c²/m = mg²/ħ².

        >>> round(ThermalGas.from_chemical_potential(0.5, temperature=2.0).density_over_c, 12)
        0.969193080341
        """
        mu, t = thermal_point(chemical_potential, temperature)
        gas = cls.__new__(cls)
        gas._state = equilibrium(t, mu)
        try:
            gas._gamma = thermal_coupling(1 / gas._state.density)
            gas._temperature = thermal_temperature(t * gas._gamma**2)
        except DomainError as error:
            raise DomainError(
                f"the gas of chemical potential {mu!r} and temperature {t!r} (in ħ²c²/m) is not "
                f"computed: {error}"
            ) from None
        return gas

    def refined(self) -> ThermalGas:
        """The same gas on panels half as long and with a later cut-off, to look at the errors.

        >>> gas = ThermalGas(0.1, 1.0)
        >>> abs(gas.refined().pressure - gas.pressure) < gas.errors["pressure"]
        True
        """
        gas = type(self).__new__(type(self))
        gas._gamma, gas._temperature = self._gamma, self._temperature
        gas._state = refined(self._state).settled(1 / self._gamma)
        return gas

    def __reduce__(self) -> tuple[type[ThermalGas], tuple[float, float]]:
        return ThermalGas, (self.gamma, self.temperature)

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
    def n_unknowns(self) -> int:
        """Number of nodes the code has chosen."""
        return len(self._state.energy)

    @property
    def edge_error(self) -> float:
        """Relative error of entropy, specific heat, compressibility and sound velocity.

        They measure the width of the Fermi edge, on which a rounding of ε acts as 1/T.
        """
        return max(RELATIVE_ERROR, _ROUNDING * self._state.depth)

    @property
    def errors(self) -> dict[str, float]:
        """Bound on the absolute error of every quantity, by its name."""
        definite, scale = RELATIVE_ERROR, self.temperature
        relative = {
            "pressure": definite,
            "energy_per_particle": definite,
            "entropy_per_particle": self.edge_error,
            "specific_heat": self.edge_error,
            "compressibility": self.edge_error,
            "sound_velocity": self.edge_error,
            "pair_correlation": definite,
        }
        return {
            "chemical_potential": definite * max(abs(self.chemical_potential), scale),
            "free_energy_per_particle": definite * max(abs(self.free_energy_per_particle), scale),
            **{name: error * getattr(self, name) for name, error in relative.items()},
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
