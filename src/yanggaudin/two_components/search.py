"""From potentials, or from a density and a field or polarisation, to the gas of two components."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from ..arguments import Array
from ..errors import AccuracyError, ConvergenceError
from ..thermal import states
from .branch import REAL, at_right_level, doubt, lowest_level
from .errors import HIDDEN
from .solution import ROUGH_TAIL, Solution, resolved, rough_solution, solve_roughly
from .thermodynamics import Thermodynamics

# one to ten steps are seen
_MAX_STEPS = 60
# a step from here on leaves nothing but rounding; or enough for a start
_NEAR, _ROUGH = 1e-7, 1e-2
# a gas is found from that of another μ̄ that differs by less than this times T
_NEIGHBOUR = 2.0
# ν and τ = h/T do not grow by more at once, and τ does not fall to less than this share of itself
_LARGEST_STEP, _LEAST_SHARE = 0.7, 0.25


@np.errstate(under="ignore")  # of atoms that are not there
def of_potentials(mean: float, field: float, temperature: float) -> Thermodynamics:
    """Return the gas of given μ̄, h ≥ 0 and T in units of c.

    Raises
    ------
    AccuracyError
        If no level of the equations serves.
    """
    return at_right_level(
        _lowest(mean, field, temperature),
        lambda level: _rough(rough_solution(mean, field, temperature, level)),
        lambda rough: Thermodynamics(resolved(rough.solution)),
    )


@np.errstate(under="ignore")
def beside(before: Thermodynamics | None, mean: float, field: float, t: float) -> Thermodynamics:
    """Return the gas of given potentials, from that of another μ̄ at the same h and T if it is near.

    Raises
    ------
    AccuracyError
        If no level of the equations serves.
    """
    if before is not None and abs(mean - before.mean) < _NEIGHBOUR * t:
        lowest = _lowest(mean, field, t), _lowest(before.mean, field, t)
        if lowest[0] == lowest[1]:
            try:
                found = Thermodynamics(resolved(before.start_for(mean, field)))
            except (AccuracyError, ConvergenceError):
                pass  # too far: it has to begin anew
            else:
                if not doubt(found, REAL):
                    return found
    return of_potentials(mean, field, t)


def _lowest(mean: float, field: float, temperature: float) -> int:
    """Return the level to begin with for given μ̄, h and T in units of c."""
    return lowest_level(states.of_potential(mean + field / 2, temperature))


@np.errstate(under="ignore")
def of_density(
    gamma: float, temperature: float, field: float | None, polarisation: float
) -> Thermodynamics:
    """Return the gas of given γ, T and h ≥ 0, or of given polarisation where h is None.

    T and h are in ħ²n²/m; what is returned is in units of c.

    Raises
    ------
    AccuracyError
        If no level of the equations serves.
    """
    one = states.of_density(gamma, temperature)
    half = states.of_density(2 * gamma, 4 * temperature)
    t = one.temperature
    if field is None:
        # bosons are more polarised than free spins
        tilt, target = 2 * math.atanh(polarisation), polarisation
    else:
        tilt, target = field / temperature, math.nan
    # free spins, and atoms of the majority that do not see the others
    potential = one.potential - math.log(2 * math.cosh(tilt / 2))
    mean = t * max(potential, half.potential - tilt / 2)

    def roughly(level: int) -> Thermodynamics:
        begin = _rough(rough_solution(mean, tilt * t, t, level))
        return _at_density(
            begin, 1 / gamma, target, lambda start: _rough(solve_roughly(start)), _ROUGH
        )

    def exactly(rough: Thermodynamics) -> Thermodynamics:
        begin = Thermodynamics(resolved(rough.solution))
        return _at_density(
            begin, 1 / gamma, target, lambda start: Thermodynamics(resolved(start)), _NEAR
        )

    return at_right_level(lowest_level(one), roughly, exactly)


def _at_density(
    found: Thermodynamics,
    density: float,
    polarisation: float,
    solve: Callable[[Solution], Thermodynamics],
    near: float,
) -> Thermodynamics:
    """Take Newton steps in ν, and in τ where a polarisation is asked for.

    In ln n, and in ln (n↑/n↓), which for free spins is τ.
    """
    # what a rounding of the polarisation makes of ln (n↑/n↓) cannot be reached
    enough = np.array([near, max(near, HIDDEN / (1 - polarisation**2))])
    for _ in range(_MAX_STEPS):
        step, missing = _step(found, density, polarisation)
        found = solve(found.moved(float(step[0]), float(step[1])))
        if (missing < enough).all():
            return found
    raise ConvergenceError("the search for the chemical potential does not settle")


def _rough(solution: Solution) -> Thermodynamics:
    return Thermodynamics(solution, ROUGH_TAIL)


def _step(found: Thermodynamics, density: float, polarisation: float) -> tuple[Array, Array]:
    """Return a step in ν and τ, and how much is missing of ln n and ln (n↑/n↓)."""
    n, up_less_down = found.density, 2 * found.magnetisation
    missing, rows = np.array([math.log(density / n), 0.0]), [found.hessian[0] / n]
    if polarisation > 0:
        now = up_less_down / n
        missing[1] = 2 * math.atanh(polarisation) - 2 * math.atanh(now)
        slope = (2 * found.hessian[1] - now * found.hessian[0]) / n
        rows.append(2 * slope / (1 - now * now))
        step = np.linalg.solve(np.array(rows), missing)
    else:
        step = np.array([missing[0] / rows[0][0], 0.0])
    tilt = found.field / found.temperature
    least = np.array([-math.inf, (_LEAST_SHARE - 1) * tilt])
    return np.clip(step, least, _LARGEST_STEP), np.abs(missing)
