"""The same mass by every route of the theory, and the identities that tie them together.

The routes share the solver and nothing else: each takes another functional of another solution
of the integral equation, so that their agreement is evidence for the theory and the numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields

import numpy as np
from numpy.polynomial import chebyshev

from .extrapolation import extrapolate_to_zero
from .ground_state import GroundState
from .lieb_operator import LIEB_KERNEL, Kernel
from .polaron import Polaron
from .shift_function import ShiftFunction

_N_NODES = 17
_DEGREE = 13
_HALF_RANGE = 0.3


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
        spin_wave=_spin_wave_moment(gas) / (math.pi * gas.gamma),
        energy_derivative=_energy_derivative(gas),
        chemical_potential=polaron.mass_ratio,
        pressure=2 * _pressure(gas) / gas.gamma,
        curvature=curvature,
        curvature_error=error,
    )


@dataclass(frozen=True)
class Identities:
    """Relative residuals of exact identities at one coupling; all vanish up to rounding.

    Attributes
    ----------
    gamma : float
        Coupling γ = c/n.
    spin_wave_and_energy : float
        Eq. (17): S = 2πn² ∂ε₀/∂n, the derivative taken numerically.
    spin_wave_and_pressure : float
        S = 2πP, the same after the integration by parts S = -∫ε dk.
    density_and_edge : float
        ∂n/∂Q at fixed c = 4πρ(Q)², the derivative taken numerically.
    spin_wave_and_edge : float
        ∂S/∂Q at fixed c = 2σ(Q)², the derivative taken numerically.
    luttinger_and_velocity : float
        (2πρ(Q))² = πn/v with v = σ(Q)/(2πρ(Q)).
    shift_function_energy : float
        Eq. (11) = Eq. (14), the worst of several η, relative to the top of the branch.
    shift_function_momentum : float
        ∫g dk = Eq. (8), the worst of several η, relative to πn.
    edge_link : float
        The shifts of the Fermi points from Eq. (10) against the branch, the worst of several η;
        see `edge_link`.
    """

    gamma: float
    spin_wave_and_energy: float
    spin_wave_and_pressure: float
    density_and_edge: float
    spin_wave_and_edge: float
    luttinger_and_velocity: float
    shift_function_energy: float
    shift_function_momentum: float
    edge_link: float

    @property
    def largest(self) -> float:
        """The largest residual in absolute value."""
        return max(abs(float(getattr(self, f.name))) for f in fields(self) if f.name != "gamma")


def identities(gamma: float, kernel: Kernel = LIEB_KERNEL) -> Identities:
    """Return the residuals of the identities behind the exact mass at one coupling.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    kernel : Kernel, optional
        θ′/2π of another host, see `hosts`; the identities hold for every one.

    Raises
    ------
    DomainError
        If gamma is not one such number.

    Examples
    --------
    >>> identities(1.0).largest < 1e-13
    True
    """
    polaron = Polaron(gamma, kernel)
    gas = polaron.gas
    moment, width = _spin_wave_moment(gas), gas.fermi_rapidity_over_c
    around = _neighbours(gas)
    density_slope = _log_slope(around, lambda n: gas.gamma / n.gamma)
    edge_slope = gas.fermi_rapidity * gas.luttinger_parameter / math.pi
    moment_slope = _log_slope(
        around, lambda n: n.momentum.moment(1) * (n.fermi_rapidity_over_c / width) ** 3
    )
    velocity = gas.fermi_rapidity * gas.momentum.edge / gas.density.edge
    energies, momenta, links = [], [], []
    for eta in np.array([0.0, 0.5, 1.0, 2.0]) * max(gas.fermi_rapidity, gas.gamma):
        shift = polaron.shift_function(float(eta))
        energies.append(float(shift.energy - polaron.energy_at(eta)))
        momenta.append(float(shift.momentum - polaron.momentum_at(eta)))
        links.append(edge_link(polaron, shift))
    return Identities(
        gamma=polaron.gamma,
        spin_wave_and_energy=moment / (math.pi * gas.gamma * _energy_derivative(gas)) - 1,
        spin_wave_and_pressure=moment / (2 * math.pi * _pressure(gas)) - 1,
        density_and_edge=density_slope / edge_slope - 1,
        spin_wave_and_edge=moment_slope * gas.momentum.moment(1) / gas.momentum.edge**2 / 2 - 1,
        luttinger_and_velocity=gas.luttinger_parameter * velocity / math.pi - 1,
        shift_function_energy=max(map(abs, energies)) / polaron.maximum_energy,
        shift_function_momentum=max(map(abs, momenta)) / math.pi,
        edge_link=max(links),
    )


def edge_link(polaron: Polaron, shift: ShiftFunction) -> float:
    """Largest relative residual of g± (v ∓ V) = [p/√K ± (√K/π) (∂E/∂n)_{p,c}]/2.

    On the left the solution of Eq. (10), on the right the branch, Eqs. (8) and (14).
    """
    gas, edge = polaron.gas, polaron.edge_at(shift.spin_rapidity)
    root, sign = math.sqrt(gas.luttinger_parameter), np.array([1, -1])
    left = shift(sign * gas.fermi_rapidity) * (gas.sound_velocity - sign * edge.velocity)
    right = (edge.momentum / root + sign * root / math.pi * edge.density_slope) / 2
    return float(np.max(np.abs(left / right - 1)))


def _spin_wave_moment(gas: GroundState) -> float:
    """S = ∫kσ dk of Eq. (16)."""
    return gas.fermi_rapidity**3 * gas.momentum.moment(1)


def _pressure(gas: GroundState) -> float:
    """P = -∫ε dk/2π with ε = χ₂/2 - μχ₀."""
    kinetic = gas.fermi_rapidity**2 * gas.square.moment(0) / 2
    bound = gas.chemical_potential * gas.density.moment(0)
    return gas.fermi_rapidity * (bound - kinetic) / (2 * math.pi)


def _energy_derivative(gas: GroundState) -> float:
    """-γ² d(e/γ²)/dγ = d(e/γ²)/d(1/γ)."""
    around = _neighbours(gas)
    energy_slope = _log_slope(around, lambda n: n.energy * (gas.gamma / n.gamma) ** 2)
    density_slope = _log_slope(around, lambda n: gas.gamma / n.gamma)
    return gas.energy / gas.gamma * energy_slope / density_slope


def _neighbours(gas: GroundState) -> list[GroundState]:
    """States at the Chebyshev nodes of an interval of ln(Q/c)."""
    return [
        GroundState.from_fermi_rapidity(
            gas.fermi_rapidity_over_c * math.exp(_HALF_RANGE * node), gas.operator.kernel
        )
        for node in chebyshev.chebpts1(_N_NODES)
    ]


def _log_slope(around: list[GroundState], quantity: Callable[[GroundState], float]) -> float:
    """d ln(quantity)/d ln Q at fixed c, from a polynomial through the neighbours.

    More nodes than the degree asks for average the rounding errors out.
    """
    logarithms = np.log([quantity(state) for state in around])
    fit = chebyshev.chebfit(chebyshev.chebpts1(_N_NODES), logarithms, _DEGREE)
    return float(chebyshev.chebval(0.0, chebyshev.chebder(fit))) / _HALF_RANGE


def _curvature(polaron: Polaron) -> tuple[float, float]:
    """2E/p² at η, 2η, 4η, … extrapolated to p = 0 as an even polynomial in p (Neville)."""
    eta = 3 * max(polaron.gas.fermi_rapidity, polaron.gamma) * 2.0 ** np.arange(7)
    p = polaron.momentum_at(eta)
    return extrapolate_to_zero(p**2, 2 * polaron.energy_at(eta) / p**2)
