"""The gas of two components: strings in a periodic box, limits, identities, other levels."""

import json
import math
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.polynomial import chebyshev
from scipy import optimize, special

from yanggaudin.errors import AccuracyError
from yanggaudin.thermal.thermal_gas import ThermalGas
from yanggaudin.two_components import kernels
from yanggaudin.two_components.branch import doubt
from yanggaudin.two_components.equations import Level
from yanggaudin.two_components.line_panels import LinePanels
from yanggaudin.two_components.matrices import Kernels
from yanggaudin.two_components.search import of_density, of_potentials
from yanggaudin.two_components.solution import (
    ROUGH_TAIL,
    Solution,
    _charge_panels,
    rough_solution,
    solution,
)
from yanggaudin.two_components.thermodynamics import Thermodynamics

TABLE = json.loads((Path(__file__).parent / "reference" / "two_components.json").read_text())


def pair_correlation(gas: Thermodynamics) -> float:
    return 2 * (2 * gas.energy - gas.pressure) / gas.density**2


def polarisation(gas: Thermodynamics) -> float:
    return 2 * gas.magnetisation / gas.density


def trace(n: int, a: float) -> float:
    return math.sinh(n * a) / math.sinh(a)


class Strings:
    """The string equations in a periodic box, by Fourier's series, closed by their linear tail."""

    def __init__(self, mean: float, field: float, temperature: float, length: float) -> None:
        strings, a, step = 24, field / 2 / temperature, 0.1
        points = round(length / step)
        k = step * (np.arange(points) - points // 2)
        w = 2 * np.pi * np.abs(np.fft.rfftfreq(points, step))
        spin, charge = 1 / (2 * np.cosh(w / 2)), np.exp(-w) / (1 + np.exp(-w))
        charge = np.exp(-w) - charge
        m, q = strings, np.exp(-w / 2)
        s = [trace(n, a) for n in range(m + 4)]
        tail = q * s[m + 1] / s[m + 2] * (s[m + 3] - s[m + 1] * q**2) / (s[m + 2] - s[m] * q**2)
        bare = (mean - k**2 / 2) / temperature + math.log(2 * math.cosh(a))
        far = np.array([math.log(s[n] * s[n + 2]) for n in range(1, m + 1)])[:, None]

        def residual(unknowns: np.ndarray) -> np.ndarray:
            y, excess = bare + unknowns[0], unknowns[1:]
            raised = np.logaddexp(0, far + excess) - np.logaddexp(0, far)
            images = np.fft.rfft([np.logaddexp(0, y), *raised])
            above = np.vstack([images[2:], tail * images[-1:]])
            found = np.vstack(
                [charge * images[:1] + spin * images[1:2], spin * (images[:-1] + above)]
            )
            return np.asarray(np.fft.irfft(found, points) - unknowns)

        start = np.zeros((m + 1, points))
        y = bare + optimize.newton_krylov(residual, start, f_tol=1e-12, inner_maxiter=60)[0]
        self.pressure = temperature / 2 / np.pi * step * float(np.sum(np.logaddexp(0, y)))


@pytest.mark.parametrize(
    "row", TABLE[::2], ids=lambda row: "{mean}-{field}-{temperature}".format(**row)
)
@pytest.mark.slow
def test_table_of_a_prototype(row: dict[str, float]) -> None:
    gas = of_potentials(row["mean"], row["field"], row["temperature"])
    assert gas.pressure == pytest.approx(row["pressure"], rel=2e-13, abs=0)
    assert gas.density == pytest.approx(row["density"], rel=2e-13, abs=0)
    # the box of the prototype ends at 3e4; at 1e6 the largest difference, 1.0e-12, is gone
    assert polarisation(gas) == pytest.approx(row["polarisation"], rel=0, abs=1.5e-12)
    # as many digits as the table has
    assert gas.entropy == pytest.approx(row["entropy"], rel=1e-11, abs=0)
    assert pair_correlation(gas) == pytest.approx(row["pair_correlation"], rel=5e-11, abs=0)


@pytest.mark.slow
def test_strings_in_a_box() -> None:
    """The box of length L errs by 1/L², and what is left of that after extrapolation by 1/L⁴."""
    point = 0.3, 1.0, 1.0
    small, middle, large = (Strings(*point, length).pressure for length in (200.0, 400.0, 800.0))
    first, second = (4 * middle - small) / 3, (4 * large - middle) / 3
    pressure = of_potentials(*point).pressure
    assert abs(large - pressure) > 1e-9
    assert (16 * second - first) / 15 == pytest.approx(pressure, rel=1e-12, abs=0)


@pytest.mark.slow
def test_all_levels_agree() -> None:
    gases = [Thermodynamics(solution(0.5, 0.1, 0.1, level)) for level in (1, 2, 5)]
    bounds = {"pressure": 1e-13, "density": 1e-13, "magnetisation": 1e-12, "energy": 1e-12}
    bounds |= {"susceptibility": 1e-12, "compressibility": 1e-12, "specific_heat": 1e-12}
    for name, bound in bounds.items():
        values = [getattr(gas, name) for gas in gases]
        assert values[1:] == pytest.approx([values[0]] * 2, rel=bound, abs=0), name


@pytest.mark.parametrize(
    ("level", "is_right"), [(1, False), (4, False), pytest.param(8, True, marks=pytest.mark.slow)]
)
def test_wrong_branch_is_seen(level: int, is_right: bool) -> None:
    """On coarse panels Newton's method settles at low levels of a cold gas, at a wrong solution."""
    charge, spin = LinePanels(np.linspace(0, 1.7, 11)), LinePanels(np.linspace(0, 8, 11), 8.0)
    equations = Level(Kernels(charge, spin), level, 0.5, 0.01, 0.01)
    unknowns = equations.drive
    for _ in range(3):
        unknowns = (unknowns + Solution(equations, unknowns).image) / 2
    gas = Thermodynamics(Solution(equations, unknowns).settled(1e-8))
    assert (abs(gas.pressure - 0.21188055962725) < 1e-8) == is_right
    assert (gas.imaginary < 1e-10) == is_right
    assert (gas.imaginary < 1e-2) == is_right
    assert (doubt(gas, 1e-11) == "") == is_right


def test_bosons_are_at_least_as_polarised_as_free_spins() -> None:
    """Where spins neither help nor hinder each other (n↑ - n↓)/n is tanh(h/2T)."""
    smooth = SimpleNamespace(phase=0.0)
    for polarisation, reason in ((math.tanh(1.0), ""), (0.7, "below that of free spins")):
        gas: Any = SimpleNamespace(
            imaginary=0.0, field=1.0, temperature=0.5, solution=smooth,
            density=2.0, magnetisation=polarisation,
        )  # fmt: skip
        assert reason in doubt(gas, 1e-9)
        assert bool(reason) == bool(doubt(gas, 1e-9))


def test_line_that_ends_too_early_is_made_longer() -> None:
    hot = rough_solution(1.0, 50.0, 20.0, 2)
    charge, spin = hot.level.kernels.charge, hot.level.kernels.spin
    for left_out, is_longer in ((1, False), (2, True)):  # there e^-29 and e^-18 are filled
        short = LinePanels(charge.edges[:-left_out])
        found = _charge_panels(hot.on_panels(short, spin), ROUGH_TAIL)
        assert (found.edges[-1] > short.edges[-1]) == is_longer


def test_what_is_too_cold_is_refused() -> None:
    with pytest.raises(AccuracyError, match="too cold"):
        of_potentials(0.5, 0.0, 1e-4)


def derivative(values: np.ndarray, width: float) -> np.ndarray:
    """The derivative in the middle of an interval, of values at Chebyshev's points."""
    n = len(values)
    points = np.cos(np.pi * (np.arange(n) + 0.5) / n)
    series = chebyshev.chebfit(points, values, n - 1)
    return np.asarray(chebyshev.chebval(0.0, chebyshev.chebder(series, axis=0)) / width)


@pytest.mark.slow
def test_thermodynamic_identities() -> None:
    point, n = np.array([0.3, 0.7, 1.0]), 11
    points = np.cos(np.pi * (np.arange(n) + 0.5) / n)
    slopes = []
    for axis in range(3):
        rows = []
        for t in points:
            gas = of_potentials(*(point + 0.1 * t * np.eye(3)[axis]))
            rows.append([gas.pressure, gas.density, gas.magnetisation, gas.entropy])
        slopes.append(derivative(np.array(rows), 0.1))
    gas, (mean, field, warmth) = of_potentials(*point), slopes
    firsts = [mean[0], field[0], warmth[0]]
    assert firsts == pytest.approx([gas.density, gas.magnetisation, gas.entropy], rel=1e-12, abs=0)
    seconds = [gas.compressibility, gas.mixed, gas.mixed, gas.susceptibility]
    assert [mean[1], mean[2], field[1], field[2]] == pytest.approx(seconds, rel=1e-12, abs=0)
    back = np.linalg.solve([[mean[1], field[1]], [mean[2], field[2]]], warmth[1:3])
    heat = point[2] * (warmth[3] - np.array([mean[3], field[3]]) @ back)
    assert heat == pytest.approx(gas.specific_heat, rel=1e-12, abs=0)


@pytest.mark.slow
def test_few_flipped_atoms() -> None:
    """P - P of one component is T ζ e^{-h/T}, to first order in e^{-h/T}."""
    host = ThermalGas.from_chemical_potential(0.8, temperature=1.0)
    pressure = host.pressure * host.density_over_c**3
    zeta = host.flipped_fraction * host.density_over_c
    misses = []
    for h in (5.0, 10.0, 12.0):
        gas = of_potentials(0.8 - h / 2, h, 1.0)
        misses.append((gas.pressure - pressure) * math.exp(h) / zeta - 1)
    assert misses[1] / misses[0] == pytest.approx(math.exp(-5), rel=0.05)
    assert misses[2] / misses[1] == pytest.approx(math.exp(-2), rel=0.05)
    far = of_potentials(0.8 - 40, 80.0, 1.0)
    assert far.pressure == pytest.approx(pressure, rel=3e-14, abs=0)


@pytest.mark.parametrize("ratio", [pytest.param(0.0, marks=pytest.mark.slow), 1.0])
def test_impenetrable_atoms_are_fermions_with_free_spins(ratio: float) -> None:
    k = np.linspace(-14, 14, 1401)
    misses = []
    for t in (1e-4, 1e-6, 1e-8):
        z = 2 * math.cosh(ratio / 2) * np.exp(1 - k**2 / 2)
        free = t**1.5 / (2 * math.pi) * float(np.sum(np.log1p(z))) * (k[1] - k[0])
        gas = of_potentials(t, ratio * t, t)
        misses.append(gas.pressure / free - 1)
        assert polarisation(gas) == pytest.approx(math.tanh(ratio / 2), rel=0, abs=2 * math.sqrt(t))
    # the next term is of the order √T = 1/c
    assert misses[1] / misses[0] == pytest.approx(0.1, rel=0.02)
    assert misses[2] / misses[1] == pytest.approx(0.1, rel=0.002)


@pytest.mark.parametrize(
    ("ratio", "temperature"), [pytest.param(0.0, 1.0, marks=pytest.mark.slow), (1.0, 25.0)]
)
def test_second_virial_coefficients(ratio: float, temperature: float) -> None:
    y = 1 / (2 * math.sqrt(temperature))
    erfc = float(special.erfcx(y))
    same, other = -(2**-1.5) + erfc / math.sqrt(2), (erfc - 1) / math.sqrt(2)
    misses = []
    for nu in (-6.0, -9.0):
        up, down = math.exp(nu + ratio / 2), math.exp(nu - ratio / 2)
        gas = of_potentials(nu * temperature, ratio * temperature, temperature)
        reduced = gas.pressure * math.sqrt(2 * math.pi / temperature) / temperature
        second = same * (up**2 + down**2) + other * up * down
        misses.append((reduced - up - down) / second - 1)
    # the third coefficients are seen next
    assert misses[1] / misses[0] == pytest.approx(math.exp(-3), rel=0.02)


@pytest.mark.slow
def test_gas_of_a_density() -> None:
    """h that was found for a polarisation has that polarisation, and the density is 1/γ."""
    gas = of_density(0.5, 1.0, None, 0.6)
    assert gas.density * 0.5 == pytest.approx(1, rel=1e-14)
    assert polarisation(gas) == pytest.approx(0.6, rel=1e-13)
    same = of_density(0.5, 1.0, gas.field * 0.25, 0.0)
    assert polarisation(same) == pytest.approx(0.6, rel=1e-12)
    assert same.pressure == pytest.approx(gas.pressure, rel=1e-13)


def test_spin_kernel_is_even_however_far() -> None:
    """s(z) = 1/(2 cosh πz): where it is below every double, it is 0 on both sides."""
    z = np.array([0.3 + 0.2j, 2.0 - 0.4j, 50.0 + 0.1j, 300.0 + 0.0j])
    assert kernels.spin(-z) == pytest.approx(kernels.spin(z), rel=1e-14, abs=0)
    assert kernels.spin(z[:3]) == pytest.approx(1 / (2 * np.cosh(np.pi * z[:3])), rel=1e-13, abs=0)
    assert kernels.spin(z[3:]) == 0
