"""The level at which the logarithms are on their branch.

Where the gas is cold, 1 + b or 1 + b̄ has zeros between its line and the real one.  Then the
equations of a low level have a solution too, and a wrong one.  At a higher level the zeros are
outside.  Three signs tell the solutions apart:

- ln(1 + η_J), the sum of the two logarithms on the real line, is real, and so is its derivative by
  h; in wrong solutions it is not;
- in a field the phases of 1 + b and 1 + b̄ stay below π/2 where no zero is near;
- the polarisation of a gas of bosons is at least that of free spins, tanh(h/2T).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ..errors import AccuracyError, ConvergenceError
from ..thermal.states import State
from .thermodynamics import Thermodynamics

HIGHEST_LEVEL = 22
_LARGEST_PHASE = 1.4
# phases are then about 0.4
_PER_ROOT = 1.7
#: what is real may be complex to this extent: 1e-15 is seen in right solutions, 1e-1 in wrong ones
REAL = 1e-11
_ROUGHLY_REAL = 1e-2


def lowest_level(state: State) -> int:
    """Return the level to begin with, from the gas of one component.

    Phases come from the slope of L, which has the integral 2πP/T over rapidities of the width of
    the kernel or of √T, whichever is larger.  It is a guess: the solution is examined.
    """
    share = state.omitted * float(state.line.integral(state.logarithm))
    share /= math.sqrt(max(1.0, state.temperature))
    return 1 if share < 1 else math.ceil(_PER_ROOT * math.sqrt(share))


def at_right_level(
    lowest: int,
    roughly: Callable[[int], Thermodynamics],
    exactly: Callable[[Thermodynamics], Thermodynamics],
) -> Thermodynamics:
    """Return what is found at the lowest level that serves.

    Parameters
    ----------
    lowest : int
        Where to begin.
    roughly, exactly : callable
        Take a level, and what is found roughly at it: a wrong solution is seen early.

    Raises
    ------
    AccuracyError
        If no level serves.
    """
    level, reason = lowest, f"it would take {lowest}"
    while level <= HIGHEST_LEVEL:
        try:
            found = roughly(level)
            reason = doubt(found, _ROUGHLY_REAL)
            if not reason:
                found = exactly(found)
                reason = doubt(found, REAL)
        except (AccuracyError, ConvergenceError) as error:
            reason = str(error)
        if not reason:
            return found
        level = math.ceil(1.4 * level) + 1
    raise AccuracyError(
        f"no level of the equations of two components up to {HIGHEST_LEVEL} serves this gas "
        f"({reason}); it is too cold"
    )


def doubt(found: Thermodynamics, real: float) -> str:
    """Return why a solution may be on a wrong branch; nothing if it is not.

    What should be real may be complex to this extent.
    """
    if found.imaginary > real:
        return "the strings are not real"
    if found.field > 0 and found.solution.phase > _LARGEST_PHASE:
        return f"a logarithm has the phase {found.solution.phase:.2f}"
    free = math.tanh(found.field / (2 * found.temperature))
    if 2 * found.magnetisation / found.density < free - real:
        return "the polarisation is below that of free spins"
    return ""
