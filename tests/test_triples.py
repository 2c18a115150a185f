"""Three atoms at one point in a gas at a temperature, against routes that share no formula."""

import math

import numpy as np
import pytest
from numpy.polynomial import laguerre, legendre

from yanggaudin import pair_correlation, three_body_correlation
from yanggaudin.thermal.thermal_gas import ThermalGas


@pytest.mark.parametrize("gamma", [0.01, 0.3, 3.0, 50.0])
def test_ground_state(gamma: float) -> None:
    """g₃ of Cheianov, Smith and Zvonarev as T → 0, from which it differs like T²."""
    temperatures = 1e-2 * min(1.0, gamma) * np.array([1.0, 0.5])
    gases = [ThermalGas(gamma, t) for t in temperatures]
    far, near = (gas.three_body_correlation - three_body_correlation(gamma) for gas in gases)
    error = gases[0].errors["three_body_correlation"]
    assert 0 < far < 2e-3 * three_body_correlation(gamma) + error
    assert far == pytest.approx(4 * near, rel=5e-3, abs=5 * error)
    # g₂ differs in the same way, so that T² is no accident of the formula
    far, near = (gas.pair_correlation - pair_correlation(gamma) for gas in gases)
    assert far == pytest.approx(4 * near, rel=5e-3)


@pytest.mark.parametrize(("gamma", "t"), [(1e5, 1e10), (3e4, 1e10), (1e6, 1e10), (2e7, 1e15)])
def test_three_atoms(gamma: float, t: float) -> None:
    """6 ⟨Π k_jl²/(k_jl² + c²)⟩ of three atoms of thermal momenta, |Ψ|² where they meet."""
    # the first of them moves with the centre of mass: two differences of momenta are left
    nodes, weights = legendre.leggauss(400)
    a, b = np.meshgrid(8 * nodes, 8 * nodes)  # k₂ - k₁ and k₃ - k₁ in units of √T
    weight = np.outer(weights, weights) * np.exp(-(a**2 + b**2 - a * b) / 3)
    meeting = math.prod(d**2 / (d**2 + gamma**2 / t) for d in (a, b, a - b))
    expected = 6 * np.sum(weight * meeting) / np.sum(weight)
    gas = ThermalGas(gamma, t)
    fugacity = math.exp(gas.chemical_potential / t)
    assert fugacity < 3e-5
    found = gas.three_body_correlation
    bound = 5 * fugacity * expected + gas.errors["three_body_correlation"]
    assert found == pytest.approx(expected, rel=0, abs=bound)


RULE = laguerre.laggauss(80)


def classical_field(depth: float) -> tuple[float, float]:
    """g₂ and g₃ of a classical field: the ground state of r⁴/2 - depth r² in the plane.

    Landau and Ginzburg's free energy per T along x, whose transfer operator this is.  Laguerre's
    functions of u = s r² are the basis.
    """
    scale, size = max(2.0, math.sqrt(max(0.0, -2 * depth))), 40
    u, weights = RULE
    basis, square = laguerre.lagvander(u, size - 1), u / scale
    rest = square**2 / 2 - depth * square - scale * u / 2
    matrix = basis.T @ ((weights * rest)[:, None] * basis)
    matrix += np.diag(scale * (2 * np.arange(size) + 1))
    share = weights * (basis @ np.linalg.eigh(matrix)[1][:, 0]) ** 2
    first, second, third = (np.sum(share * square**k) / np.sum(share) for k in (1, 2, 3))
    return second / first**2, third / first**3


@pytest.mark.parametrize("scaled", [1.0, 2.0, 5.0])
def test_classical_field(scaled: float) -> None:
    """As γ → 0 at fixed T/√γ the gas is a classical field, with corrections like √γ."""
    misses = []
    for gamma in (1e-2, 1e-3):
        gas = ThermalGas(gamma, scaled * math.sqrt(gamma))
        deep, shallow = 8.0, -40.0
        for _ in range(30):
            middle = (deep + shallow) / 2
            if classical_field(middle)[0] > gas.pair_correlation:
                shallow = middle
            else:
                deep = middle
        misses.append(gas.three_body_correlation / classical_field(deep)[1] - 1)
    assert abs(misses[0]) < 0.5 * math.sqrt(1e-2)
    assert abs(misses[1]) < abs(misses[0]) / 2.5


def test_small_numbers_are_never_negative() -> None:
    """Three terms cancel at strong coupling; what is left of them is known by its error."""
    gas = ThermalGas(1e4, 0.1)
    assert 0 <= gas.three_body_correlation <= gas.errors["three_body_correlation"] < 1e-13
