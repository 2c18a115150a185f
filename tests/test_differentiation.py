"""Functions of γ on PyTorch tensors: values, kinds, automatic derivatives; skipped without it."""

import math
from fractions import Fraction

import numpy as np
import pytest

from problems import random_couplings, tool
from yanggaudin.errors import DomainError
from yanggaudin.gas import functions
from yanggaudin.numerics.precision import PRECISION, precision

torch = pytest.importorskip("torch")
REFERENCE = tool("reference_values")
INFINITY = math.inf
#: slopes at γ = 0 and ∞
SLOPES = {
    "energy": (1.0, 0.0),
    "energy_derivative": (-INFINITY, 0.0),
    "energy_second_derivative": (INFINITY, 0.0),
    "mass_ratio": (-INFINITY, 0.0),
    "mass_enhancement": (INFINITY, 3 / (2 * math.pi**2)),
    "mass_shift": (INFINITY, 0.0),
    "chemical_potential": (1.0, 0.0),
    "pressure": (0.5, 0.0),
    "sound_velocity": (INFINITY, 0.0),
    "luttinger_parameter": (-INFINITY, 0.0),
    "fermi_rapidity": (INFINITY, 0.0),
    "three_body_correlation": (-INFINITY, 0.0),
    "quartic_coefficient": (INFINITY, 0.0),
}


def slopes(name: str, gamma: list[float]) -> list[float]:
    """By automatic differentiation of the sum, so that no element may spoil another one."""
    argument = torch.tensor(gamma, dtype=torch.float64, requires_grad=True)
    getattr(functions, name)(argument).sum().backward()
    found: list[float] = argument.grad.tolist()
    return found


@pytest.mark.parametrize("name", [*SLOPES, "gamma_from_mass_ratio"])
def test_values_are_those_of_numpy(name: str) -> None:
    function = getattr(functions, name)
    gamma = np.array([0.0, *random_couplings(1e-300, 1e300, 600, seed=1), 1.0, INFINITY, math.nan])
    if name == "gamma_from_mass_ratio":
        gamma = 1 / (1 + gamma)
    gamma = np.append(gamma, [5e-324, 1e-40, 1e-41, 1 - 2**-53]).reshape(2, -1)
    expected = function(gamma)
    for tensor in (torch.asarray(gamma), torch.asarray(gamma.T.copy()).T):
        found = function(tensor)
        assert (found.dtype, found.device) == (torch.float64, tensor.device)
        np.testing.assert_allclose(found.numpy(), expected, rtol=8e-16, atol=2.3e-308)
    assert function(torch.tensor(0.5)).shape == ()
    assert function(torch.empty((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("kind", ["float32", "float16", "bfloat16", "uint8", "int64"])
def test_kinds(kind: str) -> None:
    tensor = torch.tensor([1, 2], dtype=getattr(torch, kind))
    assert functions.energy(tensor).tolist() == functions.energy([1.0, 2.0]).tolist()


@pytest.mark.parametrize("kind", ["bool", "complex64"])
def test_other_kinds_are_refused(kind: str) -> None:
    with pytest.raises(DomainError, match=f"gamma must hold real numbers, got torch.{kind}"):
        functions.energy(torch.ones(2, dtype=getattr(torch, kind)))


def test_slopes_against_28_digits() -> None:
    """Differences of proven values; also at γ = 1 and at other joints of the pieces."""
    joints = [1.0, (127 / 128) ** 2, (128 / 127) ** 2, 2.0**-14, 4.0, 2.0**14]
    step = Fraction(1, 10**9)
    for gamma in (1e-30, 1e-9, *joints, *random_couplings(1e-4, 1e8, 30, seed=3)):
        exact = Fraction(gamma)
        above, below = (REFERENCE.every_value(exact * (1 + s)) for s in (step, -step))
        for name in SLOPES:
            with PRECISION, precision(300):
                difference = float((above[name] - below[name]) / 2 * 10**9) / gamma
            found = slopes(name, [gamma])[0]
            assert found == pytest.approx(difference, rel=1e-12, abs=0), (name, gamma)


def test_derivatives_of_the_energy() -> None:
    gamma = torch.tensor([1e-300, 1e-20, 0.01, 1.0, 500.0, 1e60, 1e300], dtype=torch.float64)
    gamma.requires_grad_()
    first = torch.autograd.grad(functions.energy(gamma).sum(), gamma, create_graph=True)[0]
    second = torch.autograd.grad(first.sum(), gamma)[0]
    expected = functions.energy_derivative(gamma.detach())
    assert torch.allclose(first, expected, rtol=1e-13, atol=1e-320)
    expected = functions.energy_second_derivative(gamma.detach())
    assert torch.allclose(second, expected, rtol=1e-12, atol=1e-320)


@pytest.mark.parametrize("name", SLOPES)
def test_slopes_at_the_ends(name: str) -> None:
    zero, infinite = SLOPES[name]
    missing = [math.nan, 0.5]
    at_zero, minus_zero, at_infinity, *rest = slopes(name, [0.0, -0.0, INFINITY, *missing])
    assert at_zero == minus_zero == zero
    assert at_infinity == pytest.approx(infinite, rel=1e-15, abs=0)
    assert math.isnan(rest[0])
    assert rest[1] == slopes(name, [0.5])[0]


@pytest.mark.parametrize("name", SLOPES)
def test_slopes_follow_a_power_towards_both_ends(name: str) -> None:
    """The same power of γ on either side of where the leading term takes over."""
    for exponents in ((-30, -35, -45, -50), (33, 38, 42, 43)):
        a, b, c, d = slopes(name, [10.0**x for x in exponents])
        w, x, y, z = exponents
        power = math.log10(b / a) / (x - w)
        assert power == pytest.approx(round(2 * power) / 2, rel=0, abs=1e-12)
        assert math.log10(c / b) == pytest.approx(power * (y - x), rel=0, abs=1e-10)
        assert math.log10(d / c) == pytest.approx(power * (z - y), rel=0, abs=1e-10)


def test_slope_of_the_inverse() -> None:
    for gamma in (1e-8, 0.1, 1.0, 6.1, 1e3, 1e30):
        ratio = functions.mass_ratio(gamma)
        there = slopes("gamma_from_mass_ratio", [ratio])[0]
        exact = slopes("mass_ratio", [functions.gamma_from_mass_ratio(ratio)])[0]
        assert there * exact == pytest.approx(1, rel=1e-11, abs=0)
    assert slopes("gamma_from_mass_ratio", [1.0, 0.0]) == [0.0, -INFINITY]
    small, smaller = slopes("gamma_from_mass_ratio", [1e-39, 1e-41])
    assert smaller / small == pytest.approx(1e4, rel=1e-12, abs=0)


def test_slopes_across_blocks() -> None:
    gamma = random_couplings(1e-3, 1e3, 150_001, seed=4)
    found = np.array(slopes("energy", gamma))
    np.testing.assert_allclose(found, functions.energy_derivative(gamma), rtol=1e-12, atol=0)


def test_index_of_a_negative_coupling() -> None:
    gamma = torch.ones((70_000, 2), dtype=torch.float32)
    gamma[66_000, 1] = -3
    with pytest.raises(DomainError, match=r"got -3.0 at index \(66000, 1\)"):
        functions.energy(gamma)
