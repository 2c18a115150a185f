"""From a solved gas to one of nearly the same temperature and density.

As a function of k, μ/T and T the dressed energy over T, y = ε/T, has the derivatives

    ∂y/∂k = (k/T)^dr,     ∂y/∂(μ/T) = -1^dr,     ∂y/∂ln T = -(k²/2T)^dr,

but they are large where the Fermi edge of a cold gas passes by.  So the panels are stretched by
about as much as the edge moves, k to sk, and y is compared with r y, r = s²T/T', which it would be
if energies grew as k².  With δ = μ'/T' - r μ/T, to first order

    y'(sk) = r y + ln s · k ∂y/∂k - ln r · (y + 1^dr μ/T) - δ 1^dr - ln(T'/T) (k²/2T)^dr.

Where a quasicondensate thins out, 1^dr falls by much over a small δ < 0.  Its term then is of
second order, δ 1^dr/(1 - b/2) with b = δ ∂ln 1^dr/∂(μ/T); 1^dr becomes 1^dr/(1 - b) > 0.
"""

from __future__ import annotations

import math

from ..arguments import Array
from ..gas.kernels import LIEB_KERNEL
from ..numerics.parity import ODD
from ..numerics.rapidity_line import RapidityLine
from ..numerics.threads import one_blas_thread
from .adaptive import on_new_panels, resolved, warmth
from .yang_yang import Equilibrium, bare_energy


@one_blas_thread()
def of_other_potential(state: Equilibrium, potential: float) -> Equilibrium:
    """Solve the gas of another μ/T at the same T, from one that was solved at given μ.

    Raises
    ------
    AccuracyError, ConvergenceError
        If the panels cannot resolve the filling, or Newton's method does not settle.
    """
    square = max(1.0, potential) / max(1.0, state.potential)
    lacking = potential - square * state.potential
    slope = state.slope if square != 1 else 0.0  # ∂y/∂ln T is not needed
    start = _predicted(
        state,
        state.temperature,
        math.sqrt(square),
        lacking,
        slope=slope,
        heat=0.0,
        bent=min(lacking, 0.0) * state.bend / state.tangent,
    )
    return resolved(on_new_panels(start), None)


@one_blas_thread()
def of_other_density(
    state: Equilibrium, temperature: float, density: float, chemical_potential: float
) -> Equilibrium:
    """Solve the gas of given T and n, μ being a guess from which only s follows.

    The state has the inverses of its operators already, from the quantities of its gas.

    Raises
    ------
    AccuracyError, ConvergenceError
        If the other gas is too different, and as in `of_other_potential`.
    """
    k = state.line.points
    slope = state.dressed_at_points(k / state.temperature, ODD)
    heat = state.dressed_at_points(bare_energy(k, state.temperature))
    before = warmth(state.temperature, state.potential * state.temperature)
    square = warmth(temperature, chemical_potential) / before
    growth = math.log(square * state.temperature / temperature)
    lacking = _potential_change(state, temperature, density, heat) - growth * state.potential
    start = _predicted(state, temperature, math.sqrt(square), lacking, slope=slope, heat=heat)
    return resolved(on_new_panels(start), density)


def _potential_change(state: Equilibrium, temperature: float, density: float, heat: Array) -> float:
    """Return the change of μ/T to first order in those of ln T and ln n."""
    one, integral = state.dressed_one, state.line.integral
    weight = state.filled * state.empty * one**2
    heated = math.log(temperature / state.temperature) * integral(
        weight * state.line.at_nodes(heat)
    )
    added = state.density * math.log(density / state.density)
    return float((added - heated) / integral(weight * one))


def _predicted(
    state: Equilibrium,
    temperature: float,
    scale: float,
    lacking: float,
    *,
    slope: Array | float,
    heat: Array | float,
    bent: Array | float = 0.0,
) -> Equilibrium:
    """Return about the gas of another T and of r μ/T + δ: δ is what is lacking, b what is bent."""
    stretch, heating = 2 * math.log(scale), math.log(temperature / state.temperature)
    growth = stretch - heating
    energy = (math.exp(growth) - growth) * state.energy + stretch / 2 * state.line.points * slope
    energy -= heating * heat + (growth * state.potential + lacking / (1 - bent / 2)) * state.tangent
    return Equilibrium(
        _stretched(state.line, scale),
        temperature,
        math.exp(growth) * state.potential + lacking,
        energy,
        state.tangent / (1 - bent),
    )


def _stretched(line: RapidityLine, scale: float) -> RapidityLine:
    """Return the line with all its panels longer by a factor."""
    if scale == 1:  # and its matrices are known
        return line
    return RapidityLine(scale * line.panels.edges, LIEB_KERNEL, scale * line.smooth_panels.edges)
