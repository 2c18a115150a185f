"""The same mass by every route of the theory: Eqs. (15), (16), (19) and (21).

Three routes are independent: they share the solver and Q(γ), and each takes other solutions of the
integral equation.  `spin_wave` takes a moment of the dressed k, `energy_derivative` moments of the
dressed 1 at neighbouring couplings, `chemical_potential` the dressed 1 and k² at the Fermi edge.
Their agreement is evidence for Eq. (17) and for the numbers.  `thermodynamics` is independent of
all: it knows the gas at temperatures alone, by other equations and another solver.

The other two are made of the same numbers, and each checks one step between two expressions:

- `pressure` takes μ from `chemical_potential`.  It equals that route if ∫χ₂ dk = ∫k²χ₀ dk, the
  exchange of moments, and n = 1; an error of μ would be in both.  It equals `spin_wave` if
  S = -∫ε dk, the integration by parts.
- `curvature` is 2E/p² as η → ∞, E being an integral over the σ of `spin_wave`.  What it checks are
  the step from Eqs. (8) and (14) to Eq. (16) and the integrals over the phase.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from ..arguments import Array
from ..gas.ground_state import GroundState
from ..numerics.extrapolation import extrapolate_to_zero
from ..polaron.polaron import Polaron
from ..results import Result
from ..thermal.thermal_gas import ThermalGas
from .density_derivatives import mass_ratio_by_derivative, neighbours

# couplings between which a gas is quickly cooled so far that its magnons are all slow
_COLDEST_WEAK, _COLDEST_STRONG = 1e-2, 1e3
# its highest temperature, in units of the smaller of μ and E(πn)
_COLD = 0.03


@dataclass(frozen=True)
class MassRoutes(Result):
    """The ratio m/m* at one coupling by six routes, made by `mass_routes`.

    The first three are independent of each other.  `pressure` shares μ with `chemical_potential`,
    `curvature` shares σ with `spin_wave`: they check an exchange of moments and an expansion.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n.
    spin_wave : float
        Eq. (16): m/m* = S/(πγ) with S = ∫kσ dk, σ the dressed k of Eq. (13).
    energy_derivative : float
        Eq. (21): -γ² d(e/γ²)/dγ, the derivative taken numerically over neighbouring couplings.
    chemical_potential : float
        Eq. (19) without a derivative: n ∂ε₀/∂n = μ - ε₀ gives (2μ/n² - e)/γ, μ from the dressed k².
    pressure : float
        Eq. (19) with n² ∂ε₀/∂n = P: 2P/(cn²), P = -∫ε dk/2π from the dressed energy, whose μ is
        that of `chemical_potential`.
    curvature : float
        Eq. (15): 2E(p)/p² extrapolated to p = 0 along the dispersion, Eqs. (8) and (14).
    thermodynamics : float or None
        T/2πζ² extrapolated to T = 0, with the density ζe^{-h/T} of flipped atoms in the gas at a
        temperature; None where γ is not from 0.01 to 1000.
    errors : dict of str to float
        Under "curvature" and "thermodynamics" estimates of the absolute error of the extrapolation.

    Examples
    --------
    >>> routes = mass_routes(1.0)
    >>> abs(routes.curvature - routes.spin_wave) < routes.errors["curvature"] < 1e-13
    True
    """

    _saved: ClassVar = (
        "gamma",
        "spin_wave",
        "energy_derivative",
        "chemical_potential",
        "pressure",
        "curvature",
        "thermodynamics",
        "spread",
        "curvature_agrees",
    )

    gamma: float
    spin_wave: float
    energy_derivative: float
    chemical_potential: float
    pressure: float
    curvature: float
    thermodynamics: float | None
    errors: dict[str, float] = field(hash=False)

    @property
    def spread(self) -> float:
        """Largest disagreement of the first four routes, relative to m/m*."""
        values = (self.spin_wave, self.energy_derivative, self.chemical_potential, self.pressure)
        return (max(values) - min(values)) / self.chemical_potential

    @property
    def curvature_agrees(self) -> bool:
        """True if the curvature meets the chemical-potential route within its error estimate."""
        return abs(self.curvature - self.chemical_potential) <= self.errors["curvature"]


def mass_routes(gamma: float) -> MassRoutes:
    """Return m/m* by every route of the paper, Eqs. (15), (16), (19) and (21), and one more.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.

    Returns
    -------
    MassRoutes
        The six ratios, dimensionless, and the largest disagreement of the first four.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Notes
    -----
    The first four agree to a relative 5e-14 for γ from 1e-3 to 1e4, to 5e-13 at the extremes.
    `MassRoutes` says which of the six are independent of each other.  The last takes a third of a
    second.

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
    curvature, curvature_error = _curvature(polaron)
    errors, thermodynamics = {"curvature": curvature_error}, None
    if _COLDEST_WEAK <= polaron.gamma <= _COLDEST_STRONG:
        thermodynamics, errors["thermodynamics"] = _thermodynamics(polaron)
    return MassRoutes(
        gamma=polaron.gamma,
        spin_wave=mass_ratio_by_spin_waves(gas),
        energy_derivative=mass_ratio_by_derivative(gas, neighbours(gas)),
        chemical_potential=polaron.mass_ratio,
        pressure=2 * pressure_of_dressed_energy(gas) / gas.gamma,
        curvature=curvature,
        thermodynamics=thermodynamics,
        errors=errors,
    )


def mass_ratio_by_spin_waves(gas: GroundState) -> float:
    """Return m/m* of Eq. (16), S/(πγ)."""
    return gas.spin_wave_moment / (math.pi * gas.gamma)


def pressure_of_dressed_energy(gas: GroundState) -> float:
    """Return P = -∫ε dk/2π in ħ²n³/m, with ε = χ₂/2 - μχ₀ from the dressed k² and the dressed 1.

    μ is that of the gas, for which ε(±Q) = 0.
    """
    kinetic = gas.fermi_rapidity**2 * gas.dressed_rapidity_squared.moment(0) / 2
    bound = gas.chemical_potential * gas.dressed_one.moment(0)
    return gas.fermi_rapidity * (bound - kinetic) / (2 * math.pi)


def _curvature(polaron: Polaron) -> tuple[float, float]:
    """Return 2E/p², Eq. (15), at p → 0 and an estimate of its error.

    Extrapolated from η, 2η, 4η, … as an even polynomial in p (Neville).
    """
    # seven points from 3 to 192 times the larger of Q and c: there the terms fall by 4 each time
    eta = 3 * max(polaron.gas.fermi_rapidity, polaron.gamma) * 2.0 ** np.arange(7)
    p = polaron.momentum_at(eta)
    return extrapolate_to_zero(p**2, 2 * polaron.energy_at(eta) / p**2)


def _thermodynamics(polaron: Polaron) -> tuple[float, float]:
    """Return T/2πζ² at T → 0, a power series in T, and an estimate of its error.

    ζ is the momentum integral of e^{-E/T}, √(m*T/2π) if E = p²/2m*.
    """
    # below this the gas and the magnon are both cold
    highest = min(polaron.maximum_energy, polaron.gas.chemical_potential)
    temperatures: Array = _COLD * highest * 2.0 ** -np.arange(6.0)
    zeta = np.array([ThermalGas(polaron.gamma, float(t)).flipped_fraction for t in temperatures])
    return extrapolate_to_zero(temperatures, temperatures / (2 * math.pi * zeta**2))
