"""The state of a gas, from its density or from its chemical potential: thin gases by iteration.

`Equilibrium` and `ThinEquilibrium` offer the same functions of the rapidity.
"""

from __future__ import annotations

import math
from typing import TypeAlias

from ..errors import AccuracyError, ConvergenceError
from . import adaptive, neighbours, thin
from .domain import first_guess
from .thin import ThinEquilibrium, thin_line
from .yang_yang import Equilibrium

# A gas is found from another one if ln γ and ln T differ by less than the first number, and if
# their square times |ε(0)|/T, about what is not predicted of ε/T, is below the second.
_NEAR, _PREDICTED = 1.0, 1e3

State: TypeAlias = Equilibrium | ThinEquilibrium


def of_density(gamma: float, temperature: float, before: State | None = None) -> State:
    """Return the state of a gas of given γ and T in ħ²n²/m, starting from another one if near."""
    t = temperature / gamma / gamma
    if math.sqrt(2 * math.pi / temperature) <= thin.LARGEST_DEGENERACY:
        return thin.of_density(thin_line(t), t, 1 / gamma)
    guess = first_guess(gamma, temperature) / gamma / gamma
    if isinstance(before, Equilibrium) and _is_near(before, gamma, temperature):
        try:
            return neighbours.of_other_density(before, t, 1 / gamma, guess)
        except (AccuracyError, ConvergenceError):
            pass  # too far: it has to begin anew
    return adaptive.equilibrium(t, guess, 1 / gamma)


def _is_near(state: Equilibrium, gamma: float, temperature: float) -> bool:
    """Return whether γ and T in ħ²n²/m are much the same, the more so the colder the gas."""
    n = state.density
    ratios = gamma * n, temperature * n * n / state.temperature
    distance = max(abs(math.log(ratio)) for ratio in ratios)
    return distance < _NEAR and distance**2 * state.degeneracy < _PREDICTED


def of_potential(chemical_potential: float, temperature: float) -> State:
    """Return the state of a gas of given μ and T in ħ²c²/m."""
    if chemical_potential <= thin.LARGEST_POTENTIAL * temperature:
        return thin.of_potential(thin_line(temperature), chemical_potential, temperature)
    return adaptive.equilibrium(temperature, chemical_potential)


def refined(state: State, density: float) -> State:
    """Return the same gas on panels half as long and up to a later cut-off."""
    refine = adaptive.refined if isinstance(state, Equilibrium) else thin.refined
    return refine(state, density)  # type: ignore[arg-type]
