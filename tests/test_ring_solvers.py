"""Dense and fast solver, and the parts of the fast one."""

import math
from functools import partial
from typing import Any

import numpy as np
import pytest

from yanggaudin.arguments import Array
from yanggaudin.errors import ConvergenceError
from yanggaudin.numerics import newton
from yanggaudin.numerics.conjugate_gradient import conjugate_gradient, solve_first_definite
from yanggaudin.numerics.newton import Linearisation
from yanggaudin.numerics.parity import EVEN, ODD
from yanggaudin.ring import Ring, RingState
from yanggaudin.ring.clouds import Cloud, DisplacedCloud, MovedPairs
from yanggaudin.ring.equations import ShiftEquations
from yanggaudin.ring.mirror import OPPOSITE, SHARED, Pairs
from yanggaudin.ring.panel_sums import PhaseSums, fast_length
from yanggaudin.ring.plan import Layout, Plan, Solver
from yanggaudin.ring.solver import solve_shifts
from yanggaudin.ring.spins import Spins


def _always(solver: Solver, *_: object) -> Plan:
    return Plan(solver, 0.0)


def both(n_atoms: int, gamma: float, magnon: int, numbers: Array | None) -> list[RingState]:
    states = []
    solvers: tuple[Solver, ...] = ("dense", "fast")
    for solver in solvers:
        ring = Ring(gamma, n_particles=n_atoms)
        ring._plan = partial(_always, solver)  # type: ignore[method-assign]
        states.append(ring.state(magnon, quantum_numbers=numbers))
    assert [state.solver for state in states] == ["dense", "fast"]
    return states


@pytest.mark.parametrize(
    ("gamma", "magnon"),
    [pytest.param(1e-4, j, marks=pytest.mark.slow) for j in (1, 300)]
    + [(gamma, magnon) for gamma in (0.02, 1.0, 30.0, 1e4) for magnon in (0, 1, 2, 211, 499)],
)
def test_dense_and_fast_agree(gamma: float, magnon: int) -> None:
    dense, fast = both(500, gamma, magnon, None)
    assert fast.energy == pytest.approx(dense.energy, rel=1e-14, abs=0)
    assert fast.excitation_energy == pytest.approx(dense.excitation_energy, rel=1e-13, abs=0)
    # the stretching of the gas by a weak excitation is far below the motion of the whole gas
    (even, odd), parts = (
        state.relative_shifts + np.array([[state.boost], [0.0]]) for state in (dense, fast)
    )
    for found, exact, other in zip(parts, (even, odd), (odd, even), strict=True):
        scale = np.abs(exact).max() + np.abs(other).max() ** 2 / dense.reference_rapidities[-1]
        assert np.abs(found - exact).max() <= 2e-13 * scale


@pytest.mark.parametrize("gamma", [0.03, 0.5, 100.0])
@pytest.mark.parametrize("n_atoms", [101, 300])
def test_dense_and_fast_agree_on_particles_and_holes(n_atoms: int, gamma: float) -> None:
    numbers = np.arange(n_atoms) - np.float64((n_atoms - 1) / 2)
    numbers[[3, -40, -1]] += [-7, 70, 30]
    dense, fast = both(n_atoms, gamma, 17, numbers)
    assert fast.excitation_energy == pytest.approx(dense.excitation_energy, rel=1e-13, abs=0)
    largest = np.abs(dense.quasimomenta).max()
    assert np.abs(fast.quasimomenta - dense.quasimomenta).max() < 1e-13 * largest


def test_boosted_states() -> None:
    """All I_j + 1 is the same state in a moving frame."""
    n_atoms = 1200
    ring = Ring(0.3, n_particles=n_atoms)
    numbers = np.arange(n_atoms) - (n_atoms - 1) / 2
    at_rest, moving = ring.state(1), ring.state(1, quantum_numbers=numbers + 1)
    boost = 2 * math.pi / n_atoms
    energy = at_rest.excitation_energy + boost * at_rest.momentum + n_atoms * boost**2 / 2
    assert moving.excitation_energy == pytest.approx(energy, rel=1e-13, abs=0)
    assert moving.spin_rapidities[0] == pytest.approx(
        at_rest.spin_rapidities[0] + boost, rel=1e-13, abs=0
    )


@pytest.mark.parametrize(("extent", "width"), [(20.0, 0.6), (3.0, 0.2), (0.02, 0.04), (400.0, 0.6)])
def test_sums_over_panels(extent: float, width: float) -> None:
    x = np.sort(np.random.default_rng(3).uniform(-extent, extent, 800))
    sums = PhaseSums(Layout(extent, width))
    cloud = Cloud(sums, x)
    moments = cloud.gather(np.ones_like(x))
    angles, half_turns = cloud.phases(sums.phases(moments))
    phases = angles + math.pi * half_turns
    distance = x[:, None] - x
    exact = 2 * np.arctan(distance).sum(axis=1)
    assert np.abs(phases - exact).max() < 1e-14 * np.abs(2 * np.arctan(distance)).sum(axis=1).max()
    slopes = cloud.spread(sums.slopes(moments))
    assert slopes == pytest.approx((2 / (1 + distance**2)).sum(axis=1), rel=1e-13, abs=0)


def test_sums_over_panels_in_extended_precision() -> None:
    wide = np.longdouble
    x: Array = np.sort(np.random.default_rng(3).uniform(-9, 9, 800)).astype(wide)
    cloud = Cloud(PhaseSums(Layout(9.0, 0.37, dtype=wide)), x)
    angles, half_turns = cloud.phases(cloud.sums.phases(cloud.gather(np.ones_like(x))))
    phases = angles + 4 * np.arctan(wide(1)) * half_turns
    exact = 2 * np.arctan(x[:, None] - x).sum(axis=1)
    assert np.abs(phases - exact).max() < 40 * np.finfo(wide).eps * np.abs(exact).max()


def test_displacements_do_not_cancel() -> None:
    """A stretching by 1e-11 of a gas that moves by 1e-5."""
    rng = np.random.default_rng(4)
    x = np.sort(rng.uniform(0, 5, 300))
    shifts = np.stack([1e-5 * np.cos(x), 1e-11 * np.sin(x)])
    sums = PhaseSums(Layout(5.1, 0.5, 0.1))
    near = DisplacedCloud(sums, x, shifts)
    stretched, moved = near.gather(np.ones_like(x))
    before = sums.phases(sums.both_sides(Cloud(sums, x).gather(np.ones_like(x)), EVEN))
    odd = sums.phases(sums.both_sides(stretched, EVEN))
    even = sums.phases(sums.both_sides(moved, ODD))
    found = near.spread(before.series, odd.series, even.series)
    # the same in long double, all pairs
    wide = np.longdouble
    upper, lower = (x.astype(wide) + shifts[1] + sign * shifts[0] for sign in (1, -1))
    there = np.concatenate([upper, -lower])
    here = np.concatenate([x, -x]).astype(wide)
    change = 2 * (np.arctan(there[:, None] - there) - np.arctan(here[:, None] - here)).sum(axis=1)
    exact = np.stack([change[:300] + change[300:], change[:300] - change[300:]]) / 2
    for row, error in ((SHARED, 1e-13), (OPPOSITE, 1e-7)):  # what long double can show
        largest = np.abs(exact[row]).max()
        assert float(np.abs(found[row] - exact[row]).max() / largest) < error


def test_pairs_that_stay_and_pairs_that_leave() -> None:
    """The change of a sum of phases where some pairs go to other panels, against all pairs."""
    rng = np.random.default_rng(5)
    x = np.sort(rng.uniform(0, 5, 300))
    shifts = np.stack([0.3 * np.cos(x), 0.2 * np.sin(x) ** 3])
    sums = PhaseSums(Layout(6.0, 0.5, 0.15))
    moved = MovedPairs(sums, x, shifts)
    average, difference = moved.gather(np.ones_like(x))
    before = sums.phases(sums.both_sides(Cloud(sums, x).gather(np.ones_like(x)), EVEN), ODD)
    odd = sums.phases(sums.both_sides(average, EVEN), ODD)
    even = sums.phases(sums.both_sides(difference, ODD), EVEN)
    angles, half_turns = moved.changes(before, odd, even)
    there = np.concatenate([x + shifts[1] + shifts[0], -(x + shifts[1] - shifts[0])])
    here = np.concatenate([x, -x])
    change = 2 * (np.arctan(there[:, None] - there) - np.arctan(here[:, None] - here)).sum(axis=1)
    exact = np.stack([change[:300] + change[300:], change[:300] - change[300:]]) / 2
    assert 0 < np.count_nonzero(half_turns) < half_turns.size
    assert np.abs(angles + math.pi * half_turns - exact).max() < 1e-14 * 600


@pytest.mark.parametrize("solver", ["dense", "fast"])
@pytest.mark.parametrize("jump", [0, 40])
def test_residuals_do_not_depend_on_what_was_asked_before(solver: Solver, jump: int) -> None:
    """The step from a point is the same after residuals elsewhere, and H⁻¹ that of differences."""
    ring = Ring(3.0, n_particles=60)
    jumps = np.zeros(60)
    jumps[-1] = jump
    spins = Spins(60, targets=np.array([7.0]))
    found = solve_shifts(solver, ring.gas, ring._reference, spins, jumps)
    equations: ShiftEquations = found.equations
    at = equations.residual(found.shifts)
    before = at.step()
    direction = equations.folded(np.sin(np.arange(60.0)))
    ahead, behind = (equations.residual(found.shifts + h * direction) for h in (1e-5, -1e-5))
    assert np.array_equal(at.step(), before)
    slope = (ahead.value - behind.value) / 2e-5
    assert np.abs(at.solve(slope) - direction).max() < 1e-6


def test_fast_lengths() -> None:
    assert [fast_length(n) for n in (1, 2, 7, 9, 11, 13, 17, 1000)] == [
        1, 2, 8, 10, 12, 16, 20, 1024,
    ]  # fmt: skip


def test_pairs_fold_and_unfold() -> None:
    for n_atoms in (6, 7):
        pairs = Pairs(n_atoms)
        values = np.random.default_rng(n_atoms).normal(size=n_atoms)
        parts = pairs.fold(values)
        assert pairs.unfold(parts) == pytest.approx(values, rel=1e-15, abs=1e-15)
        assert pairs.inner(parts, parts) == pytest.approx(float(values @ values), rel=1e-14, abs=0)


def test_conjugate_gradients_notice_what_they_cannot_solve() -> None:
    right = np.array([1.0, 2.0, 3.0])

    def dot(one: Array, other: Array) -> float:
        return float(one @ other)

    def same(values: Array) -> Array:
        return values

    indefinite = np.diag([1.0, -1.0, 2.0])
    assert conjugate_gradient(lambda v: indefinite @ v, right, same, dot, 1e-10) is None
    with pytest.raises(ConvergenceError, match="not positive definite"):
        solve_first_definite([lambda v: indefinite @ v], right, same, dot)
    definite = np.diag([1.0, 4.0, 2.0])
    products = [lambda v: indefinite @ v, lambda v: definite @ v]
    solution = solve_first_definite(products, right, same, dot)
    assert solution == pytest.approx(right / np.diag(definite), rel=1e-7, abs=0)


def test_newton_says_when_it_fails() -> None:
    class Restless(newton.Equations):
        def residual(self, unknowns: Array, near: Any = None) -> Linearisation:
            return Linearisation(np.ones_like(unknowns), lambda right: right)

        def inner(self, one: Array, other: Array) -> float:
            return float(one @ other)

        def relative_size(self, step: Array, unknowns: Array) -> float:
            return 1.0

    with pytest.raises(ConvergenceError, match="after 200 steps"):
        newton.solve(Restless(), np.zeros(2))
