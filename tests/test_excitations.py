import copy
import math
import pickle
import tracemalloc
from functools import cache

import numpy as np
import pytest

from oracle import Oracle, difference
from problems import COUPLINGS, random_couplings
from yanggaudin import certified, series
from yanggaudin.errors import DomainError
from yanggaudin.gas import functions
from yanggaudin.gas.excitations import Excitations
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.gas.kernels import LIEB_KERNEL
from yanggaudin.numerics.dressing import integrate
from yanggaudin.numerics.parity import EVEN
from yanggaudin.quantities import QUANTITIES

SHARES = (0.0, 0.3, 0.9, 0.999, 1.001, 1.5, 10.0, 1e4)


@cache
def solved(gamma: float) -> Excitations:
    """Excitations that several tests share."""
    return Excitations(gamma)


@pytest.mark.parametrize(
    "half_width", [3e-6, 0.01, 0.4, 1.5, pytest.param(4.0, marks=pytest.mark.slow)]
)
def test_against_an_independent_solver(half_width: float) -> None:
    oracle = Oracle(half_width)
    excitations = Excitations(GroundState.from_fermi_rapidity(half_width).gamma)
    for share in SHARES:
        momentum, energy = oracle.excitation_at(share * half_width)
        p = float(momentum.mid())
        hole = share < 1
        value = (excitations.hole_energy if hole else excitations.particle_energy)(p)
        assert difference(value, energy) < 5e-15
        rapidity = (excitations.hole_rapidity if hole else excitations.particle_rapidity)(p)
        expected = share * excitations.gas.fermi_rapidity
        assert rapidity == pytest.approx(
            expected, rel=1e-14, abs=1e-14 * excitations.gas.fermi_rapidity
        )


def by_phase_and_dressed_energy(excitations: Excitations, share: float) -> tuple[float, float]:
    """p from ∫θρ and ε from the dressed k² at λ = share · Q, instead of from ∫χ and ∫σ."""
    gas = excitations.gas
    depth = np.array([gas.fermi_rapidity_over_c * (1 - share)])
    phase = integrate(
        LIEB_KERNEL.phase_weights, gas.operator.panels, depth, gas.dressed_one.values, EVEN
    )
    # πn - ∫φ(λ - k)ρ dk is ∫θρ
    p = gas.fermi_rapidity * share - gas.gamma * float(phase[0]) / (2 * math.pi)
    kinetic = gas.fermi_rapidity**2 / 2 * float(gas.dressed_rapidity_squared.at_depth(depth)[0])
    energy = kinetic - gas.chemical_potential * float(gas.dressed_one.at_depth(depth)[0])
    return abs(p), abs(energy)


@pytest.mark.parametrize("gamma", random_couplings(1e-10, 1e6, 10, seed=9))
@pytest.mark.parametrize("share", [0.1, 0.7, 1.3, 40.0])
def test_against_phase_and_dressed_energy(gamma: float, share: float) -> None:
    excitations = Excitations(gamma)
    p, energy = by_phase_and_dressed_energy(excitations, share)
    value = excitations.hole_energy(p) if share < 1 else excitations.particle_energy(p)
    assert value == pytest.approx(energy, rel=1e-11, abs=0)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_ends(gamma: float) -> None:
    excitations = solved(gamma)
    v, q = excitations.gas.sound_velocity, excitations.gas.fermi_rapidity
    p = np.array([0.0, 1e-200, 1e-14]) * min(1.0, gamma)
    for energy in (excitations.particle_energy(p), excitations.hole_energy(p)):
        assert energy == pytest.approx(v * p, rel=1e-12, abs=0)
    assert excitations.particle_velocity(p) == pytest.approx(v, rel=1e-12, abs=0)
    assert excitations.hole_velocity(p) == pytest.approx(v, rel=1e-12, abs=0)
    points = np.array([0.0, math.pi, 2 * math.pi])
    assert excitations.hole_velocity(points) == pytest.approx([v, 0, -v], rel=1e-13, abs=1e-14 * v)
    assert excitations.hole_energy(points)[[0, 2]].tolist() == [0, 0]
    top = -excitations.gas.dressed_energy(0.0)
    assert excitations.hole_energy(math.pi) == pytest.approx(top, rel=3e-14, abs=0)
    assert excitations.hole_rapidity(points) == pytest.approx([q, 0, -q], rel=1e-15, abs=1e-14 * q)
    assert excitations.particle_rapidity(0.0) == pytest.approx(q, rel=1e-15, abs=0)


@pytest.mark.parametrize("gamma", [1e-6, 1e-3, 0.1, 1.0, 20.0, 1e4])
def test_velocity_is_the_slope(gamma: float) -> None:
    excitations = solved(gamma)
    nodes = np.polynomial.chebyshev.chebpts1(24)
    for energy, velocity in (
        (excitations.particle_energy, excitations.particle_velocity),
        (excitations.hole_energy, excitations.hole_velocity),
    ):
        fit = np.polynomial.chebyshev.Chebyshev.fit(nodes, energy(2.2 + 0.3 * nodes), 23)
        slope = float(fit.deriv()(0.0)) / 0.3
        assert velocity(2.2) == pytest.approx(slope, rel=1e-10, abs=0)


@pytest.mark.parametrize("gamma", random_couplings(1e-6, 1e6, 12, seed=10))
def test_mass_at_the_fermi_point(gamma: float) -> None:
    """m/m̃ = (v/K) d(v√K)/dμ, the derivative taken numerically at fixed c."""
    nodes = 0.1 * np.polynomial.chebyshev.chebpts1(16)
    n = np.exp(nodes)
    v, k = n * functions.sound_velocity(gamma / n), functions.luttinger_parameter(gamma / n)
    mu = n**2 * functions.chemical_potential(gamma / n)
    slopes = [
        float(np.polynomial.chebyshev.Chebyshev.fit(nodes, values, 13).deriv()(0.0))
        for values in (v * np.sqrt(k), mu)
    ]
    expected = functions.sound_velocity(gamma) / functions.luttinger_parameter(gamma)
    expected *= slopes[0] / slopes[1]
    assert Excitations(gamma).fermi_point_mass_ratio == pytest.approx(expected, rel=1e-10, abs=0)


@pytest.mark.parametrize("gamma", [1e-3, 0.1, 1.0, 20.0])
def test_masses_are_curvatures_of_the_branches(gamma: float) -> None:
    excitations = solved(gamma)
    v, ratio = excitations.gas.sound_velocity, excitations.fermi_point_mass_ratio
    p = 1e-4 * gamma / (1 + gamma)
    odd = (excitations.particle_velocity(p) - excitations.hole_velocity(p)) / 2
    assert odd == pytest.approx(ratio * p, rel=1e-4, abs=3e-15 * v)
    slope = excitations.hole_velocity(math.pi - 1e-3) / -1e-3
    assert slope == pytest.approx(excitations.hole_top_mass_ratio, rel=1e-5, abs=0)


@pytest.mark.parametrize("gamma", random_couplings(1e-30, 0.01, 20, seed=11))
def test_weak_series_of_the_mass_is_within_the_stated_error(gamma: float) -> None:
    """m/m̃ = [1 - γ (v²)′/4v²]/√K."""
    terms = series.weak(12, "sound_velocity_squared", digits=40)
    exponents = np.array(terms.exponents, dtype=float)
    parts = terms.coefficient_array() * gamma**exponents
    excitations = Excitations(gamma)
    exact = (1 - parts @ exponents / parts.sum() / 4) / excitations.gas.dressed_one.edge
    error = abs(excitations.fermi_point_mass_ratio - exact)
    assert error < excitations.errors["fermi_point_mass_ratio"]


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_errors_bound_what_vanishes(gamma: float) -> None:
    """Keys are names of the catalogue; at p = πn velocity and rapidity of the hole are rounding."""
    excitations = solved(gamma)
    assert set(excitations.errors) <= set(QUANTITIES)
    assert abs(excitations.hole_velocity(math.pi)) <= excitations.errors["hole_velocity"]
    assert abs(excitations.hole_rapidity(math.pi)) <= excitations.errors["hole_rapidity"]
    top = abs(excitations.hole_top_mass_ratio)
    assert excitations.errors["hole_top_mass_ratio"] == pytest.approx(1e-14 * top, rel=1e-15)


def test_weak_coupling() -> None:
    """Bogoliubov's particle and the dark soliton, corrections of order √γ."""
    gamma = 1e-12
    excitations = Excitations(gamma)
    p = np.array([0.1, 0.5, 1.0, 5.0]) * math.sqrt(gamma)
    bogoliubov = p * np.sqrt(p**2 / 4 + gamma)
    assert excitations.particle_energy(p) == pytest.approx(bogoliubov, rel=1e-4, abs=0)
    angle = np.linspace(0.5, math.pi / 2, 5)
    soliton = 4 / 3 * math.sqrt(gamma) * np.sin(angle) ** 3
    assert excitations.hole_energy(2 * angle - np.sin(2 * angle)) == pytest.approx(
        soliton, rel=1e-5, abs=0
    )
    assert excitations.hole_top_mass_ratio == pytest.approx(-math.sqrt(gamma) / 4, rel=1e-6, abs=0)
    assert excitations.fermi_point_mass_ratio == pytest.approx(
        0.75 * (gamma / math.pi**2) ** 0.25, rel=1e-6, abs=0
    )


def test_strong_coupling_is_a_fermi_sea() -> None:
    excitations = Excitations(1e12)
    p = np.array([0.1, 1.0, 3.0])
    assert excitations.particle_energy(p) == pytest.approx(math.pi * p + p**2 / 2, rel=1e-11, abs=0)
    assert excitations.hole_energy(p) == pytest.approx(math.pi * p - p**2 / 2, rel=1e-11, abs=0)
    assert excitations.fermi_point_mass_ratio == pytest.approx(1, rel=1e-11, abs=0)
    assert excitations.hole_top_mass_ratio == pytest.approx(-1, rel=1e-11, abs=0)


def test_fast_particles_are_free() -> None:
    """ε → p²/2 + 2γ - μ: the particle meets the others in the mean field of distinct ones."""
    for gamma in (1e-3, 1.0, 5.0):
        excitations = solved(gamma)
        shift = excitations.particle_energy(1e4) - 1e8 / 2
        expected = 2 * gamma - excitations.gas.chemical_potential
        assert shift == pytest.approx(expected, rel=0, abs=1e-3 * (1 + gamma))
    assert solved(1.0).particle_energy(1e50) == pytest.approx(5e99, rel=1e-14, abs=0)


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_company_does_not_change_a_value(gamma: float) -> None:
    """Momenta of all sizes in one array, as one by one."""
    excitations = solved(gamma)
    p = np.array([1e-200, 1e-9, 1e-3, 1.0, 30.0, 1e6, 1e20, 1e50])
    for function in (excitations.particle_energy, excitations.particle_velocity):
        alone = [function(value) for value in p]
        assert function(p) == pytest.approx(alone, rel=1e-13, abs=0)


def test_copies_and_pickles_are_exact() -> None:
    excitations = Excitations(0.3)
    energies = excitations.hole_energy([0.3, 4.0]), excitations.particle_energy(7.0)
    for twin in (copy.copy(excitations), pickle.loads(pickle.dumps(excitations))):
        assert (twin.hole_energy([0.3, 4.0]) == energies[0]).all()
        assert twin.particle_energy(7.0) == energies[1]
        assert twin.errors == excitations.errors


@pytest.mark.parametrize("shape", [(), (0,), (2, 3), (1, 0, 2)])
def test_shapes(shape: tuple[int, ...]) -> None:
    excitations = solved(1.0)
    values = np.full(shape, 0.7)
    for name in ("energy", "velocity", "rapidity"):
        for kind in ("particle", "hole"):
            result = getattr(excitations, f"{kind}_{name}")(values)
            assert np.shape(result) == shape
            assert isinstance(result, np.ndarray if shape else float)


@pytest.mark.parametrize("gamma", [10.645, 10.65, 10.8, 11.0, 11.19])
@pytest.mark.parametrize("p", [1e-9, 1e-6])
def test_a_sea_of_one_panel(gamma: float, p: float) -> None:
    """Q/c is just below 1/4; ε = vp - p²/2m̃ with 30 proven digits of v."""
    v = float(certified.sound_velocity(gamma, digits=20))
    excitations = solved(gamma)
    expected = v * p - excitations.fermi_point_mass_ratio * p**2 / 2
    assert excitations.hole_energy(p) == pytest.approx(expected, rel=2e-15, abs=0)
    if (gamma, p) == (10.65, 1e-9):
        assert excitations.hole_energy(p) == pytest.approx(2.2787403400298619582e-9, rel=1e-15)


@pytest.mark.parametrize(
    ("gamma", "p"), [(1e50, 1e-300), (1e100, 1e-222), (1e100, 1e-308), (1e30, 1e-290)]
)
def test_distances_that_are_no_normal_doubles(gamma: float, p: float) -> None:
    """ε = πp of impenetrable atoms, where p/γ underflows."""
    for energy in (solved(gamma).hole_energy, solved(gamma).particle_energy):
        assert energy(p) == pytest.approx(math.pi * p, rel=1e-15, abs=0)
        assert solved(1.0).hole_energy(5e-324) == 5e-324  # v = 0.917, rounded to a double


@pytest.mark.slow
def test_random_momenta_on_the_whole_domain() -> None:
    """20,000 pairs (γ, p): near the Fermi point by thermodynamics, at γ > 1e6 by excluded volume.

    m/m̃ = (1 + ∂ln v/∂ln n)/2√K; and impenetrable atoms in a length that is larger by 2/γ.
    """
    random = np.random.default_rng(41)
    for gamma in 10 ** random.uniform(-30, 100, 40):
        excitations, g = Excitations(float(gamma)), float(gamma)
        p = 10 ** random.uniform(-320, math.log10(2 * math.pi), 500)
        v, k = functions.sound_velocity(g), functions.luttinger_parameter(g)
        h = 1e-4
        ends = [math.log(n * functions.sound_velocity(g / n)) for n in (1 - h, 1 + h)]
        slope = (ends[1] - ends[0]) / math.log((1 + h) / (1 - h))  # at fixed c
        ratio = (1 + slope) / (2 * math.sqrt(k))
        scale = math.sqrt(k) * min(g, functions.fermi_rapidity(g))
        for energy, side in ((excitations.hole_energy, -1), (excitations.particle_energy, 1)):
            q = np.minimum(p, 2 * math.pi - p) if side < 0 else p
            if g > 1e6:
                expected, known = (math.pi * q + side * q * q / 2) / (1 + 2 / g) ** 2, q >= 0
            else:
                expected, known = q * (v + side * ratio * q / 2), q < 1e-9 * scale
            known &= expected > 2.3e-308
            assert energy(p[known]) == pytest.approx(expected[known], rel=4e-15, abs=0), g


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_momenta() -> None:
    excitations, p = solved(1.0), np.linspace(0, 6, 100_000)
    excitations.hole_energy(p[:9])
    tracemalloc.start()
    for energy in (excitations.hole_energy, excitations.particle_energy):
        energy(p)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6  # 700e6 without blocks


def test_mirrored_and_periodic_branches() -> None:
    """A hole at -λ carries -p, or 2πn - p once an atom has changed its Fermi point."""
    excitations = solved(3.0)
    p = np.array([1e-300, 0.2, 2.0, 6.0, 50.0, 1e4])
    for name, sign in (("energy", 1), ("velocity", -1), ("rapidity", -1)):
        particle = getattr(excitations, f"particle_{name}")
        hole = getattr(excitations, f"hole_{name}")
        assert (particle(-p) == sign * particle(p)).all()
        assert (hole(-p) == sign * hole(p)).all()
        assert hole(2 * math.pi - p[1:4]) == pytest.approx(sign * hole(p[1:4]), rel=1e-13)
        assert hole(2 * math.pi + p[1:4]) == pytest.approx(hole(p[1:4]), rel=1e-13)
    assert excitations.hole_velocity(0.0) == excitations.particle_velocity(0.0) > 0


def test_bad_arguments_are_named() -> None:
    excitations = solved(1.0)
    with pytest.raises(DomainError, match=r"momentum must lie in .* got inf at index \(1,\)"):
        excitations.hole_energy([1.0, math.inf])
    with pytest.raises(DomainError, match=r"momentum must lie in \[-1e\+50, 1e\+50\], got -1e\+51"):
        excitations.particle_velocity(-1e51)
    with pytest.raises(DomainError, match="got nan"):
        excitations.particle_rapidity(math.nan)
    with pytest.raises(DomainError, match="attracting"):
        Excitations(-1.0)
