"""The identities behind the exact mass, Eqs. (11), (14) and (17), as residuals at one coupling."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from ..gas.kernels import LIEB_KERNEL
from ..numerics.dressing import Kernel
from ..polaron.polaron import Polaron
from ..polaron.shift_function import ShiftFunction
from .density_derivatives import log_slope, neighbours, slope_of_energy
from .routes import pressure_of_dressed_energy


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
    moment, width = gas.spin_wave_moment, gas.fermi_rapidity_over_c
    around = neighbours(gas)
    density_slope = log_slope(around, lambda n: gas.gamma / n.gamma)
    edge_slope = gas.fermi_rapidity * gas.luttinger_parameter / math.pi
    moment_slope = log_slope(
        around, lambda n: n.dressed_rapidity.moment(1) * (n.fermi_rapidity_over_c / width) ** 3
    )
    velocity = gas.fermi_rapidity * gas.dressed_rapidity.edge / gas.dressed_one.edge
    energies, momenta, links = [], [], []
    for eta in np.array([0.0, 0.5, 1.0, 2.0]) * max(gas.fermi_rapidity, gas.gamma):
        shift = polaron.shift_function(float(eta))
        energies.append(float(shift.energy - polaron.energy_at(eta)))
        momenta.append(float(shift.momentum - polaron.momentum_at(eta)))
        links.append(edge_link(polaron, shift))
    return Identities(
        gamma=polaron.gamma,
        spin_wave_and_energy=moment / (math.pi * gas.gamma * slope_of_energy(gas)) - 1,
        spin_wave_and_pressure=moment / (2 * math.pi * pressure_of_dressed_energy(gas)) - 1,
        density_and_edge=density_slope / edge_slope - 1,
        spin_wave_and_edge=moment_slope
        * gas.dressed_rapidity.moment(1)
        / gas.dressed_rapidity.edge**2
        / 2
        - 1,
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
