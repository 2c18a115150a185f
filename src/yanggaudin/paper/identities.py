"""The identities behind the exact mass, Eqs. (11) = (14), (17), (18), as residuals at one γ."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np

from ..gas.ground_state import GroundState
from ..gas.kernels import LIEB_KERNEL
from ..numerics.dressing import Kernel
from ..polaron.polaron import Polaron
from ..polaron.shift_function import ShiftFunction
from ..results import Result
from .density_derivatives import log_slope, mass_ratio_by_derivative, neighbours
from .routes import pressure_of_dressed_energy

# spin rapidities of `shift_function_energy`, `shift_function_momentum` and `edge_link`, in units of
# the larger of Q and c: at the centre, in the bulk, at the Fermi edge or one c from the centre, and
# beyond
_SPIN_RAPIDITIES = (0.0, 0.5, 1.0, 2.0)
# rapidities at which Eq. (18) is looked at, in units of Q; ρ is singular in Q at Q = k, which has
# to stay far from the neighbours
_SHARES = (0.0, 0.1)


@dataclass(frozen=True)
class Identities(Result):
    """Relative residuals of exact identities at one coupling, made by `identities`.

    All vanish up to rounding.

    Parameters
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
    growth_of_the_sea : float
        Eq. (18): ∂ρ(k)/∂Q/ρ(Q) + σ′(k)/σ(Q) = 2πρ(k)/σ(Q), the derivative with respect to Q taken
        numerically, the worst of k = 0 and Q/10, relative to the right side.
    edge_link : float
        The shifts of the Fermi points from Eq. (10) against the branch, the worst of several η,
        relative to the largest term; see docs/edge.md.

    Examples
    --------
    >>> residuals = identities(1.0)
    >>> abs(residuals.spin_wave_and_energy) <= residuals.largest
    True
    """

    _saved: ClassVar = (
        "gamma",
        "spin_wave_and_energy",
        "spin_wave_and_pressure",
        "density_and_edge",
        "spin_wave_and_edge",
        "luttinger_and_velocity",
        "shift_function_energy",
        "shift_function_momentum",
        "growth_of_the_sea",
        "edge_link",
        "largest",
    )

    gamma: float
    spin_wave_and_energy: float
    spin_wave_and_pressure: float
    density_and_edge: float
    spin_wave_and_edge: float
    luttinger_and_velocity: float
    shift_function_energy: float
    shift_function_momentum: float
    growth_of_the_sea: float
    edge_link: float

    @property
    def largest(self) -> float:
        """The largest residual in absolute value."""
        return max(abs(float(getattr(self, f.name))) for f in fields(self) if f.name != "gamma")


def identities(gamma: float, kernel: Kernel = LIEB_KERNEL) -> Identities:
    """Return the residuals of the identities behind the exact mass.

    They are Eqs. (11) = (14), Eqs. (17) and (18), and what follows from them; docs/identities.md
    has the proofs.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-30 to 1e100.
    kernel : Kernel, optional
        θ′/2π of another host, see `SmoothKernel`; the identities hold for every one.

    Returns
    -------
    Identities
        Relative residuals, dimensionless, zero up to rounding.

    Raises
    ------
    DomainError
        If gamma is not one such number, or the host with the kernel would collapse.
    AccuracyError
        If the kernel changes too fast for the panels.

    Notes
    -----
    Numerical derivatives take 17 ground states around this one, which is most of the cost.  With a
    kernel of your own Eq. (18) is met to 1e-11 only: a derivative of single values multiplies the
    noise with which the kernel is resolved.

    Examples
    --------
    >>> identities(1.0).largest < 1e-13
    True
    """
    polaron = Polaron(gamma, kernel)
    gas = polaron.gas
    around, moment = neighbours(gas), gas.spin_wave_moment
    one, rapidity = gas.dressed_one, gas.dressed_rapidity
    # d ln n/d ln Q and d ln S/d ln Q at fixed c
    density_slope = log_slope(around, lambda state: 1 / state.gamma)
    moment_slope = log_slope(
        around, lambda state: state.fermi_rapidity_over_c**3 * state.dressed_rapidity.moment(1)
    )
    velocity = gas.fermi_rapidity * rapidity.edge / one.edge
    shifts = [
        polaron.shift_function(share * max(gas.fermi_rapidity, gas.gamma))
        for share in _SPIN_RAPIDITIES
    ]
    energies = [abs(g.energy - polaron.energy_at(g.spin_rapidity)) for g in shifts]
    momenta = [abs(g.momentum - polaron.momentum_at(g.spin_rapidity)) for g in shifts]
    return Identities(
        gamma=polaron.gamma,
        spin_wave_and_energy=moment / (math.pi * gas.gamma * mass_ratio_by_derivative(gas, around))
        - 1,
        spin_wave_and_pressure=moment / (2 * math.pi * pressure_of_dressed_energy(gas)) - 1,
        density_and_edge=density_slope * math.pi / (gas.fermi_rapidity * one.edge**2) - 1,
        spin_wave_and_edge=moment_slope * rapidity.moment(1) / (2 * rapidity.edge**2) - 1,
        luttinger_and_velocity=gas.luttinger_parameter * velocity / math.pi - 1,
        shift_function_energy=max(energies) / polaron.maximum_energy,
        shift_function_momentum=max(momenta) / math.pi,
        growth_of_the_sea=max(growth_of_the_sea(gas, around, share) for share in _SHARES),
        edge_link=max(edge_link(polaron, g) for g in shifts),
    )


def growth_of_the_sea(gas: GroundState, around: list[GroundState], share: float) -> float:
    """Return the relative residual of Eq. (18) at k = share · Q, at fixed k and c.

    Multiplied by σ(Q)/2πρ(k), Eq. (18) is d ln ρ(k)/d ln Q · σ(Q)/2πρ(Q)Q + σ′(k)/2πρ(k) = 1.
    """
    one, width = gas.dressed_one, gas.fermi_rapidity_over_c
    position = np.array(share)
    growth = log_slope(
        around,
        lambda state: float(state.dressed_one(position * width / state.fermi_rapidity_over_c)),
    )
    stretching = float(gas.dressed_rapidity_slope(position)) / float(one(position))
    return abs(growth * gas.dressed_rapidity.edge / one.edge + stretching - 1)


def edge_link(polaron: Polaron, shift: ShiftFunction) -> float:
    """Return the residual of the link between the shifts of the Fermi points and the branch.

    g± (v ∓ V) = ½ [p/√K ± (√K/π) (∂E/∂n)_{p,c}], with ħ = m = n = 1: on the left the solution of
    Eq. (10), on the right the branch, Eqs. (8) and (14).

    Parameters
    ----------
    polaron : Polaron
        The branch.
    shift : ShiftFunction
        The solution of Eq. (10) for one spin rapidity, in the same host.

    Returns
    -------
    float
        The larger residual of the two signs relative to the largest of the terms g± v, p/2√K and
        √K v²N/2π, dimensionless, zero up to rounding.  Near η = Q, where V is nearly v, the terms
        of each side cancel, by eight digits at γ = 1e-29.

    Raises
    ------
    DomainError
        If the shift function is that of a host with a smaller Fermi rapidity.

    Examples
    --------
    >>> polaron = Polaron(1.0)
    >>> edge_link(polaron, polaron.shift_function(0.5)) < 1e-13
    True
    """
    gas, edge = polaron.gas, polaron.edge_at(shift.spin_rapidity)
    root, sign = math.sqrt(gas.luttinger_parameter), np.array([1, -1])
    shifts, sound = shift(sign * gas.fermi_rapidity), gas.sound_velocity
    left = shifts * (sound - sign * edge.velocity)
    right = (edge.momentum / root + sign * root / math.pi * edge.density_slope) / 2
    of_atoms = root / (2 * math.pi) * sound**2 * edge.expelled_atoms
    largest = np.maximum(np.abs(shifts) * sound, max(edge.momentum / root / 2, of_atoms))
    return float(np.max(np.abs(left - right) / largest))
