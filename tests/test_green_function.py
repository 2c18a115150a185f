import copy
import math
import pickle
from typing import Any

import numpy as np
import pytest

from problems import random_couplings
from test_hosts import gaussian
from yanggaudin import DomainError, GreenFunction, GroundState
from yanggaudin.arguments import Array
from yanggaudin.gas.kernels import NoInteraction
from yanggaudin.polaron.shift_function import ShiftFunction

# pairs k, k′ in units of Q
PAIRS = [(0.1, 0.9), (0.5, 1.0), (-0.3, 0.99), (0.0, 0.7), (1.0, -1.0)]


def states() -> list[Any]:
    couplings = [1e-4, 1.0, 1e6, *random_couplings(1e-5, 1e5, 3, 16)]
    weakest = pytest.param(GroundState(1e-8), id="weakest", marks=pytest.mark.slow)
    return [*map(GroundState, couplings), weakest, GroundState(1.0, gaussian())]


@pytest.mark.parametrize("gas", states(), ids=repr)
def test_green_function(gas: GroundState) -> None:
    """Symmetry; ∫G r = g, Eq. (10); ∫G k′ dk′ = σ, Eq. (13); ∫G dk′ = 2πρ, Eq. (5)."""
    q, eta = gas.fermi_rapidity, 0.4 * gas.fermi_rapidity
    shift = ShiftFunction(gas, eta)

    def phase(k: Array) -> Array:
        """r(k, η) of Eq. (10b)."""
        return 0.5 + np.arctan(2 * (k - eta) / gas.gamma) / math.pi

    for a, b in PAIRS:
        one, other = (GreenFunction(gas, k * q, steps_at=[eta]) for k in (a, b))
        error = one.errors["resolvent"]
        assert one.resolvent(b * q) == pytest.approx(other.resolvent(a * q), rel=0, abs=error)
        bound = error / one.resolvent(a * q)
        at = np.array(a)
        density, sigma = float(gas.dressed_one(at)), q * float(gas.dressed_rapidity(at))
        assert one.integral(np.ones_like) == pytest.approx(density, rel=bound, abs=0)
        largest = q * gas.dressed_rapidity.edge
        assert one.integral(lambda k: k) == pytest.approx(sigma, rel=0, abs=bound * largest)
        largest = float(shift(q))
        g = float(shift(a * q))
        assert one.integral(phase) == pytest.approx(g, rel=0, abs=2 * bound * largest)


@pytest.mark.parametrize("gamma", [0.01, 1.0, 50.0])
def test_sea_grows_by_the_resolvent_at_its_ends(gamma: float) -> None:
    """∂ρ(k, Q)/∂Q at fixed c is ρ(Q) [R(k, Q) + R(k, -Q)], by differences of ground states."""
    gas, step = GroundState(gamma), 1e-3
    width, q = gas.fermi_rapidity_over_c, gas.fermi_rapidity
    right, left = GreenFunction(gas, q), GreenFunction(gas, -q)
    edge = gas.dressed_one.edge / (2 * math.pi)
    for k in (0.0, 0.6 * q):
        values = []
        for shift in (-2, -1, 1, 2):
            near = GroundState.from_fermi_rapidity(width * (1 + shift * step))
            position = np.array(k / q / (1 + shift * step))
            values.append(float(near.dressed_one(position)) / (2 * math.pi))
        slope = (values[0] - 8 * values[1] + 8 * values[2] - values[3]) / (12 * step * q)
        exact = edge * (right.resolvent(k) + left.resolvent(k))
        assert slope == pytest.approx(exact, rel=1e-9, abs=0)


def test_free_fermions_have_a_delta_function() -> None:
    green = GreenFunction(GroundState(2.0, NoInteraction()), 1.0)
    assert green.resolvent(0.3) == 0
    assert green.integral(lambda k: k**2) == 1


def test_strong_coupling() -> None:
    """R = K + O(1/γ²) with K = c/π(c² + (k - k′)²)."""
    gas = GroundState(1e6)
    green = GreenFunction(gas, 1.0)
    assert green.resolvent(-2.0) * math.pi * 1e6 == pytest.approx(1, rel=3e-6)


@pytest.mark.parametrize("gas", [GroundState(0.3), GroundState.from_fermi_rapidity(2.0)], ids=repr)
def test_copies_are_exact(gas: GroundState) -> None:
    green = GreenFunction(gas, 0.5, steps_at=[-0.2])
    twin = pickle.loads(pickle.dumps(green))
    assert twin.resolvent([0.1, -0.7]).tolist() == green.resolvent([0.1, -0.7]).tolist()
    assert copy.copy(green).errors == green.errors


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (lambda _: 1.0, r"source must return an array of its argument's shape \(1,\), got \(\)"),
        (lambda k: [math.exp(x) for x in k] + [0.0], r"source must return an array"),
        (lambda k: k * math.nan, "source must be finite, got nan"),
        (lambda k: 1j * k, "source must hold real numbers"),
    ],
)
def test_wrong_sources(source: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        GreenFunction(GroundState(1.0), 0.5).integral(source)


def test_wrong_hosts_and_steps() -> None:
    with pytest.raises(DomainError, match=r"gas must be a GroundState, got 1\.0"):
        GreenFunction(1.0, 0.5)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match=r"gas must be a GroundState, got 1\.0"):
        ShiftFunction(1.0, 0.5)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="steps_at must lie in"):
        GreenFunction(GroundState(1.0), 0.5, steps_at=[math.nan])


def test_shapes_and_refusals() -> None:
    gas = GroundState(1.0)
    green = GreenFunction(gas, 0.5)
    assert isinstance(green.resolvent(0.1), float)
    assert green.resolvent([[0.1, 0.2]]).shape == (1, 2)
    with pytest.raises(DomainError, match="rapidity must lie in"):
        GreenFunction(gas, 4.0)
    with pytest.raises(DomainError, match=r"rapidity must lie in \[-Q, Q\]"):
        green.resolvent([0.0, 5.0])
    with pytest.raises(
        DomainError, match=r"Q/c must be at most 100000 here, got .*: take gamma above 4e-10"
    ):
        GreenFunction(GroundState(1e-12), 0.0)


@pytest.mark.parametrize("gamma", [100.0, 1e6])
def test_error_is_a_part_of_the_largest_value(gamma: float) -> None:
    """That is R(k′, k′), 1/πc and a little more at strong coupling."""
    green = GreenFunction(GroundState(gamma), 0.0)
    largest = green.resolvent(0.0)
    assert largest == pytest.approx(1 / (math.pi * gamma), rel=3 / gamma)
    assert green.errors["resolvent"] == pytest.approx(2e-14 * largest, rel=1e-3)
