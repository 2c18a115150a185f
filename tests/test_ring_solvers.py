"""Dense and fast solver, and the parts of the fast one."""

import math
from functools import partial

import numpy as np
import pytest

from yanggaudin.arguments import Array
from yanggaudin.errors import ConvergenceError
from yanggaudin.numerics import newton
from yanggaudin.numerics.conjugate_gradient import conjugate_gradient, newton_step
from yanggaudin.ring import Ring, RingState
from yanggaudin.ring.displaced import DisplacedCloud
from yanggaudin.ring.layout import Layout
from yanggaudin.ring.mirror import EVEN, ODD, Pairs
from yanggaudin.ring.panel_sums import Cloud, PhaseSums, fast_length


def _always(answer: bool, *_: object) -> bool:
    return answer


def both(n_atoms: int, gamma: float, magnon: int, numbers: Array | None) -> list[RingState]:
    states = []
    for dense in (True, False):
        ring = Ring(gamma, n_particles=n_atoms)
        ring._is_dense = partial(_always, dense)  # type: ignore[method-assign]
        states.append(ring.state(magnon, quantum_numbers=numbers))
    assert [state.solver for state in states] == ["dense", "fast"]
    return states


@pytest.mark.parametrize(
    ("gamma", "magnon"),
    [(1e-4, 1), (1e-4, 300)]
    + [(gamma, magnon) for gamma in (0.02, 1.0, 30.0, 1e4) for magnon in (0, 1, 2, 211, 499)],
)
def test_dense_and_fast_agree(gamma: float, magnon: int) -> None:
    dense, fast = both(500, gamma, magnon, None)
    assert fast.energy == pytest.approx(dense.energy, rel=1e-14, abs=0)
    assert fast.excitation_energy == pytest.approx(dense.excitation_energy, rel=1e-13, abs=0)
    # the stretching of the gas by a weak excitation is far below the motion of the whole gas
    (even, odd), parts = (s._shifts + np.array([[s._boost], [0.0]]) for s in (dense, fast))
    for found, exact, other in zip(parts, (even, odd), (odd, even), strict=True):
        scale = np.abs(exact).max() + np.abs(other).max() ** 2 / dense._ground[-1]
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
    phases = cloud.spread(sums.phases(moments)) + math.pi * cloud.of_panels(sums.passed(moments))
    distance = x[:, None] - x
    exact = 2 * np.arctan(distance).sum(axis=1)
    assert np.abs(phases - exact).max() < 1e-14 * np.abs(2 * np.arctan(distance)).sum(axis=1).max()
    slopes = cloud.spread(sums.slopes(moments))
    assert slopes == pytest.approx((2 / (1 + distance**2)).sum(axis=1), rel=1e-13, abs=0)


def test_sums_over_panels_in_extended_precision() -> None:
    wide = np.longdouble
    x: Array = np.sort(np.random.default_rng(3).uniform(-9, 9, 800)).astype(wide)
    cloud = Cloud(PhaseSums(Layout(9.0, 0.37, dtype=wide)), x)
    moments = cloud.gather(np.ones_like(x))
    passed = 4 * np.arctan(wide(1)) * cloud.of_panels(cloud.sums.passed(moments))
    phases = cloud.spread(cloud.sums.phases(moments)) + passed
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
    found = near.spread(before, odd, even)
    # the same in long double, all pairs
    wide = np.longdouble
    upper, lower = (x.astype(wide) + shifts[1] + sign * shifts[0] for sign in (1, -1))
    there = np.concatenate([upper, -lower])
    here = np.concatenate([x, -x]).astype(wide)
    change = 2 * (np.arctan(there[:, None] - there) - np.arctan(here[:, None] - here)).sum(axis=1)
    exact = np.stack([change[:300] + change[300:], change[:300] - change[300:]]) / 2
    for parity, error in ((EVEN, 1e-13), (ODD, 1e-7)):  # what long double can show
        largest = np.abs(exact[parity]).max()
        assert float(np.abs(found[parity] - exact[parity]).max() / largest) < error


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
        newton_step([lambda v: indefinite @ v], right, same, dot)
    definite = np.diag([1.0, 4.0, 2.0])
    step = newton_step([lambda v: indefinite @ v, lambda v: definite @ v], right, same, dot)
    assert step == pytest.approx(-right / np.diag(definite), rel=1e-7, abs=0)


def test_newton_says_when_it_fails() -> None:
    class Restless(newton.Equations):
        def residual(self, unknowns: Array) -> Array:
            return np.ones_like(unknowns)

        def step(self, unknowns: Array, residual: Array) -> Array:
            return -np.ones_like(unknowns)

        def inner(self, one: Array, other: Array) -> float:
            return float(one @ other)

        def relative_size(self, step: Array, unknowns: Array) -> float:
            return 1.0

    with pytest.raises(ConvergenceError, match="after 200 steps"):
        newton.solve(Restless(), np.zeros(2))
