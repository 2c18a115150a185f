"""First phase of a state: Newton's method for its equations, in double precision.

The ground state is found by Eq. (2), every other one by the shift equations (`equations`), whose
unknowns are its shifts against the ground state; by `dense` or by `fast`, as the plan says.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arguments import Array
from ..gas.ground_state import GroundState
from ..numerics import newton
from .dense import DenseAtomShifts, DenseGround, DensePairShifts
from .equations import Frame, ShiftEquations
from .fast import FastAtomShifts, FastGround, FastPairShifts
from .mirror import Pairs
from .plan import Solver
from .quantum_numbers import profile, slowest_atom
from .reference import Reference
from .spins import Spins


def solve_ground(solver: Solver, gas: GroundState, pairs: Pairs) -> Reference:
    """Solve Eq. (2) for the ground state, from where its atoms are in the infinite system."""
    length = gas.gamma * pairs.n_atoms
    equations = (DenseGround if solver == "dense" else FastGround)(pairs, length)
    start = profile(gas, pairs.n_atoms, pairs.upper_quantum_numbers)
    x, n_steps, near = newton.solve(equations, start)
    return Reference(pairs, length, x, equations.residual(x, near).value, n_steps)


class Shifted(NamedTuple):
    """The solution of the shift equations.

    Attributes
    ----------
    equations : ShiftEquations
        The equations in the frame in which they were solved.
    shifts : array, shape (2, m) or (N,)
        Shifts counted from the boost of that frame.
    spins : Spins
        The flipped spins in that frame, next to their solution.
    n_steps : int
        Steps of Newton's method.
    """

    equations: ShiftEquations
    shifts: Array
    spins: Spins
    n_steps: int

    @property
    def boost(self) -> float:
        """What the shifts are counted from, in the frame at rest."""
        return float(self.equations.frame.origin(self.equations.length))


def solve_shifts(
    solver: Solver, gas: GroundState, reference: Reference, spins: Spins, jumps: Array
) -> Shifted:
    """Solve the shift equations in the frame in which the slowest atom keeps its I_j.

    So a gas that moves as a whole is no more work than one at rest.  Newton's method runs twice.
    Shifts that are nearly the same for all atoms hide their differences, on which the phases
    depend, below the rounding of doubles; so in the second run, a step or two, they are counted
    from the shift of the slowest atom that the first has found.
    """
    length, pairs = reference.length, reference.pairs
    slowest = slowest_atom(pairs.ground_quantum_numbers + jumps)
    frame = Frame(quanta=float(jumps[slowest]))
    relative = jumps - frame.quanta
    one_by_one = bool(relative.any())
    # shifts of mirror pairs, or of all atoms
    classes: tuple[type[ShiftEquations], ...] = (FastPairShifts, FastAtomShifts)
    if solver == "dense":
        classes = (DensePairShifts, DenseAtomShifts)
    # a spin whose η was given is seen from the frame too
    spins = spins.boosted(float(frame.origin(length)))
    equations = classes[one_by_one](reference, relative, spins, frame)
    start = np.zeros((2, pairs.n_pairs))
    if one_by_one:
        # atoms that jump start where the infinite system has their quantum number
        numbers = pairs.ground_quantum_numbers + relative
        there = np.copysign(profile(gas, pairs.n_atoms, np.abs(numbers)), numbers)
        start = np.where(relative == 0, 0.0, there - reference.every)
    # first with shifts counted from the frame, then from the shift of the slowest atom
    rough, first, near = newton.solve(equations, start)
    shift = float(equations.each(rough)[slowest])
    equations, start = equations.boosted(rough, near.inner_solution, shift)
    shifts, second, near = newton.solve(equations, start)
    return Shifted(equations, shifts, near.inner_solution, first + second)
