"""From μ̄, h and T to a solution at one level, on panels that resolve it."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import AccuracyError, ConvergenceError
from ..numerics.gmres import gmres
from ..numerics.panels import ORDER, TO_LEGENDRE, gauss_nodes
from ..numerics.threads import one_blas_thread
from ..thermal.yang_yang import log_one_plus_exp, shares
from .equations import Level
from .line_panels import LinePanels
from .matrices import Kernels, starting_kernels

# the last Legendre coefficients on a panel, relative to the largest value of a function
_TAIL = 5e-14
#: the same where a potential or a level is looked for
ROUGH_TAIL = 1e-5
# the rapidities end where η₀ is e^-37 = 1e-16
_CUT_OFF = 37.0
_LATER = 1.3
_FIRST_PANELS = 6
# grid and solution follow each other
_MAX_GRIDS, _MAX_NODES = 16, 2500
# Newton's method begins after steps of an iteration that go half the way
_DAMPED, _MAX_STEPS = 3, 40
# Sizes of a step relative to the larger of 1 and the unknowns: enough to choose panels, and one
# after which nothing but rounding is left
_ROUGH, _SETTLED = 1e-2, 1e-8
# residual of the linear equations of a step
_LINEAR = 1e-6


class Solution:
    """ln η₀, the strings and the lines at one level.

    Parameters
    ----------
    level : Level
        The equations.
    unknowns : array
        What solves them, roughly or not.
    """

    def __init__(self, level: Level, unknowns: Array) -> None:
        self.level, self.unknowns = level, unknowns
        self.total = level.far + unknowns
        #: L, ln(1 + η_n), ln B, ln B̄*, less their limits at x → ∞
        self.logarithms = level.logarithms(unknowns)
        self.shares = level.shares(self.total)

    @one_blas_thread()
    def solve(self, right: Array, tolerance: float) -> Array:
        """Solve (1 - 𝒦 F) x = right, 𝒦 the kernels and F the shares."""
        level, scale = self.level, self.level.scale

        def product(x: Array) -> Array:
            unscaled = x / scale
            return x - scale * level.image(level.product(self.shares, unscaled))

        return gmres(product, scale * right, tolerance) / scale

    @property
    def phase(self) -> float:
        """The largest phase of 1 + b and 1 + b̄."""
        return self.level.phase(self.unknowns)

    @property
    def image(self) -> Array:
        """What the equations make of the unknowns, the same in a solution; smooth anyway."""
        return self.level.drive + self.level.image(self.logarithms)

    def settled(self, tolerance: float) -> Solution:
        """Take Newton steps until one is below a tolerance."""
        solution = self
        for _ in range(_MAX_STEPS):
            step = solution.solve(solution.image - solution.unknowns, _LINEAR)
            size = np.max(np.abs(step) / np.maximum(1, np.abs(solution.unknowns)))
            solution = Solution(self.level, solution.unknowns + step)
            if size < tolerance:
                return solution
        raise ConvergenceError("Newton's method does not settle")

    def moved(self, mean: float, field: float, change: Array) -> Solution:
        """Return the start of another solution at the same T, given the change of all unknowns."""
        old = self.level
        level = Level(old.kernels, old.level, mean, field, old.temperature)
        return Solution(level, self.total + change - level.far)

    def on_panels(self, charge: LinePanels, spin: LinePanels) -> Solution:
        """Return the same functions on other panels."""
        old, level = self.level, self.level.on(Kernels(charge, spin, self.level.kernels))
        found, given = level.parts(np.empty(level.size)), old.parts(self.unknowns)
        kernels = old.kernels
        smooth = kernels.charge.interpolate(given.charge - old.bare, charge.x)
        found.charge[:] = level.bare + smooth
        found.rows[:] = kernels.spin.interpolate(given.rows, spin.x)
        return Solution(level, found.vector)


@one_blas_thread()
def rough_solution(mean: float, field: float, temperature: float, level: int) -> Solution:
    """Solve the equations of one level for μ̄, h ≥ 0 and T in units of c to a few digits.

    Raises
    ------
    AccuracyError, ConvergenceError
        If the panels cannot resolve the solution, or Newton's method does not settle.
    """
    end = math.sqrt(4 * max(mean + field / 2, 0.0) + 84 * temperature)
    # functions of x vary over a few widths of the kernel, or the thermal rapidity; the kernels of
    # one power of two serve for many gases
    scale = 8 * 2.0 ** max(0, math.floor(math.log2(end / 16)))
    start = starting_kernels(Kernels, scale)
    charge = LinePanels(np.linspace(0, end, _FIRST_PANELS + 1))
    equations = Level(Kernels(charge, start.spin, start), level, mean, field, temperature)
    unknowns = equations.drive
    for _ in range(_DAMPED):
        unknowns = (unknowns + Solution(equations, unknowns).image) / 2
    return solve_roughly(Solution(equations, unknowns))


@one_blas_thread()
def solve_roughly(state: Solution) -> Solution:
    """Solve the equations to a few digits, given a start.

    Raises
    ------
    AccuracyError, ConvergenceError
        As `rough_solution`.
    """
    return _followed(state, _ROUGH, ROUGH_TAIL)


@one_blas_thread()
def resolved(state: Solution) -> Solution:
    """Solve the equations to all digits, given a rough solution.

    Raises
    ------
    AccuracyError, ConvergenceError
        As `rough_solution`.
    """
    return _followed(state, _SETTLED, _TAIL)


def solution(mean: float, field: float, temperature: float, level: int) -> Solution:
    """Solve the equations of one level for μ̄, h ≥ 0 and T in units of c."""
    return resolved(rough_solution(mean, field, temperature, level))


def _followed(state: Solution, tolerance: float, tail: float) -> Solution:
    """Solve the equations on panels that follow the solution until they resolve it."""
    for _ in range(_MAX_GRIDS):
        state = state.settled(tolerance)
        state, before = _on_its_panels(state, tail), state
        if state is before:
            return state
    raise _unresolved()


def _on_its_panels(state: Solution, tail: float) -> Solution:
    """Return the same state on panels that resolve it, itself if its own do."""
    # what linear equations have left undone is not smooth
    state, given = Solution(state.level, state.image), state
    kernels = state.level.kernels
    charge, spin = _charge_panels(state, tail), _spin_panels(state, tail)
    if charge is kernels.charge and spin is kernels.spin:
        return given
    if len(charge.x) + len(spin.x) > _MAX_NODES:
        raise _unresolved()
    return state.on_panels(charge, spin)


def _charge_panels(state: Solution, tail: float) -> LinePanels:
    """Return panels that resolve L and f, up to where nothing is filled."""
    level, panels = state.level, state.level.kernels.charge
    energy = level.parts(state.unknowns).charge
    smooth, edges = energy - level.bare, panels.edges
    if energy[-1] > np.max(energy) - _CUT_OFF and energy[-1] > -_CUT_OFF:
        edges = np.append(edges, _LATER * edges[-1])

    def functions(k: Array) -> Array:
        inside = np.minimum(k, panels.edges[-1])
        y = level.bare_at(k) + panels.interpolate_root(smooth, inside)
        return np.stack([log_one_plus_exp(y), shares(-y)[0]])

    # the terms of ln η₀ cancel where h is many times T
    hidden = 4 * np.finfo(float).eps * abs(level.mean) / level.temperature
    found = _bisected(edges, functions, max(tail, float(hidden)))
    return panels if len(found) == len(panels.edges) else LinePanels(found)


def _spin_panels(state: Solution, tail: float) -> LinePanels:
    """Return panels that resolve the strings and lines and their logarithms."""
    level, panels = state.level, state.level.kernels.spin
    vectors = np.stack([state.unknowns, state.logarithms])
    rows = vectors[:, len(level.bare) :].reshape(-1, len(panels.x))
    found = _bisected(panels.edges, lambda s: panels.interpolate_root(rows, s), tail, rows)
    return panels if len(found) == len(panels.edges) else LinePanels(found, panels.scale)


def _bisected(
    edges: Array, functions: Callable[[Array], Array], tail: float, together: Array | None = None
) -> Array:
    """Bisect panels until functions, as they are interpolated, are polynomials on each.

    Each function is measured by its own largest value, or by that of all of them together.
    """
    left, right = edges[:-1], edges[1:]
    largest = np.array([0.0 if together is None else np.max(np.abs(together))])
    while len(left):
        nodes = gauss_nodes(left, right)
        values = functions(nodes.ravel()).reshape(-1, len(left), ORDER)
        largest = np.maximum(largest, np.max(np.abs(values), axis=(1, 2)))
        tails = np.max(np.abs(values @ TO_LEGENDRE[-2:].T), axis=2)
        coarse: NDArray[np.bool_] = np.any(tails > tail * largest[:, None], axis=0)
        centres = (left + right)[coarse] / 2
        edges = np.sort(np.concatenate([edges, centres]))
        if len(edges) * ORDER > _MAX_NODES:
            raise _unresolved()
        left = np.concatenate([left[coarse], centres])
        right = np.concatenate([centres, right[coarse]])
    return edges


def _unresolved() -> AccuracyError:
    return AccuracyError(f"{_MAX_NODES} nodes do not resolve the functions of the rapidity")
