"""The same mass by every route of the theory: Eqs. (15), (16), (19) and (21).

The routes share the solver and nothing else: each takes another functional of another solution
of the integral equation, so that their agreement is evidence for the theory and the numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..gas.ground_state import GroundState
from ..numerics.extrapolation import extrapolate_to_zero
from ..polaron.polaron import Polaron
from .density_derivatives import slope_of_energy


@dataclass(frozen=True)
class MassRoutes:
    """m/m* at one coupling by independent routes.

    Attributes
    ----------
    gamma : float
        Coupling γ = c/n.
    spin_wave : float
        Eq. (16): m/m* = S/(πγ) with S = ∫kσ dk, σ the dressed k.
    energy_derivative : float
        Eqs. (19), (21): -γ² d(e/γ²)/dγ, the derivative taken numerically over neighbouring
        couplings.
    chemical_potential : float
        (2μ/n² - e)/γ with μ from the dressed k².
    pressure : float
        2P/(cn²) with P = -∫ε dk/2π from the dressed energy.
    curvature : float
        2E(p)/p² extrapolated to p = 0 along the dispersion, Eqs. (8) and (14).
    curvature_error : float
        Absolute error estimate of the extrapolation.
    """

    gamma: float
    spin_wave: float
    energy_derivative: float
    chemical_potential: float
    pressure: float
    curvature: float
    curvature_error: float

    @property
    def spread(self) -> float:
        """Largest disagreement of the first four routes, relative to m/m*."""
        values = (self.spin_wave, self.energy_derivative, self.chemical_potential, self.pressure)
        return (max(values) - min(values)) / self.chemical_potential

    @property
    def curvature_agrees(self) -> bool:
        """Whether the curvature meets the chemical-potential route within its error estimate."""
        return abs(self.curvature - self.chemical_potential) <= self.curvature_error


def mass_routes(gamma: float) -> MassRoutes:
    """Return m/m* by every route of the paper, with their largest disagreement.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Examples
    --------
    >>> routes = mass_routes(1.0)
    >>> round(routes.spin_wave, 12), round(routes.energy_derivative, 12)
    (0.788795579854, 0.788795579854)
    >>> routes.spread < 1e-13, routes.curvature_agrees
    (True, True)
    """
    polaron = Polaron(gamma)
    gas = polaron.gas
    curvature, error = _curvature(polaron)
    return MassRoutes(
        gamma=polaron.gamma,
        spin_wave=gas.spin_wave_moment / (math.pi * gas.gamma),
        energy_derivative=slope_of_energy(gas),
        chemical_potential=polaron.mass_ratio,
        pressure=2 * pressure_of_dressed_energy(gas) / gas.gamma,
        curvature=curvature,
        curvature_error=error,
    )


def pressure_of_dressed_energy(gas: GroundState) -> float:
    """P = -∫ε dk/2π with ε = χ₂/2 - μχ₀."""
    kinetic = gas.fermi_rapidity**2 * gas.dressed_rapidity_squared.moment(0) / 2
    bound = gas.chemical_potential * gas.dressed_one.moment(0)
    return gas.fermi_rapidity * (bound - kinetic) / (2 * math.pi)


def _curvature(polaron: Polaron) -> tuple[float, float]:
    """2E/p² at η, 2η, 4η, … extrapolated to p = 0 as an even polynomial in p (Neville)."""
    eta = 3 * max(polaron.gas.fermi_rapidity, polaron.gamma) * 2.0 ** np.arange(7)
    p = polaron.momentum_at(eta)
    return extrapolate_to_zero(p**2, 2 * polaron.energy_at(eta) / p**2)
