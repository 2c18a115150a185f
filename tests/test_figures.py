import math
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from yanggaudin.errors import DomainError
from yanggaudin.gas.excitations import Excitations
from yanggaudin.gas.functions import pair_correlation
from yanggaudin.paper.figure1 import COUPLINGS, figure1_rows
from yanggaudin.plots import (
    FUNCTIONS,
    draw_dispersion,
    draw_dispersion_limits,
    draw_dressing,
    draw_excitations,
    draw_exponents,
    draw_figure1,
    draw_function,
    draw_large_order,
    draw_partial_sums,
    draw_ring_dispersion,
    draw_ring_masses,
    draw_thermal,
    draw_thermal_pair_correlation,
    draw_velocities,
    draw_weak_sums,
)
from yanggaudin.plots.style import MOMENTA, branch, value_label
from yanggaudin.polaron.dispersion_limits import (
    dark_soliton,
    small_momentum,
    strong_coupling,
    weak_coupling,
)
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.quantities import QUANTITIES
from yanggaudin.ring import Ring, extrapolate_mass_ratio, size_correction
from yanggaudin.thermal.thermal_gas import ThermalGas


def points(line: Any) -> tuple[Any, Any]:
    x, y = np.asarray(line.get_xydata(), dtype=float).T
    return x, y


def test_figure1_shows_exact_dots_and_two_lines() -> None:
    rows = list(figure1_rows())
    assert len(rows) == len(COUPLINGS) == 33
    assert (COUPLINGS[0], COUPLINGS[-1]) == (0.01, 100)
    assert max(row.disagreement for row in rows) < 5e-14
    before = dict(mpl.rcParams)
    axes = Figure().add_subplot()
    assert draw_figure1(axes, rows) is axes
    assert dict(mpl.rcParams) == before
    weak, strong, dots = axes.lines
    assert np.asarray(dots.get_ydata()) == pytest.approx([row.exact_21 for row in rows])
    assert dots.get_linestyle() == "None"
    # each line runs through the dots at its own end
    assert np.asarray(weak.get_ydata())[0] == pytest.approx(rows[0].exact_16, rel=1e-9, abs=0)
    assert np.asarray(strong.get_ydata())[-1] == pytest.approx(rows[-1].exact_16, rel=1e-5, abs=0)
    assert axes.get_xlabel()
    assert axes.get_ylabel()


def test_dispersion_starts_on_its_parabola() -> None:
    axes = draw_dispersion(Figure().add_subplot(), Polaron(1.0))
    energy, parabola = (np.asarray(line.get_ydata(), dtype=float) for line in axes.lines)
    assert energy[1] == pytest.approx(parabola[1], rel=1e-3, abs=0)
    assert np.nanmax(energy) == pytest.approx(Polaron(1.0).maximum_energy)
    assert "hbar" in axes.get_ylabel()


@pytest.mark.slow
def test_weak_sums_leave_the_exact_curve_and_resummation_stays() -> None:
    gamma = np.geomspace(0.1, 10, 25)
    few = draw_weak_sums(Figure().add_subplot(), gamma[::3], (2,)).lines[-1]
    assert list(np.asarray(few.get_xdata())) == list(gamma[::3])
    axes = draw_weak_sums(Figure().add_subplot(), gamma, (2, 40))
    exact, low, high, best = (np.asarray(line.get_ydata(), dtype=float) for line in axes.lines)
    assert best == pytest.approx(exact[::2], rel=1e-5, abs=0)
    assert abs(low - exact)[0] < 1e-4
    assert abs(high - exact)[0] < 1e-14
    assert abs(high - exact)[-1] > 1 > abs(low - exact)[-1]


@pytest.mark.slow
def test_partial_sums_turn_and_resummation_goes_on() -> None:
    axes = draw_partial_sums(Figure().add_subplot(), 1.0, 40)
    partial, resummed = (np.asarray(line.get_ydata(), dtype=float) for line in axes.lines)
    assert partial.argmin() in range(20, 28)
    assert partial.min() < 1e-10
    assert partial[-1] > 1e-9
    assert resummed[-1] < 1e-18
    assert axes.get_xlabel()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_join_their_asymptotes(name: str) -> None:
    axes = draw_function(Figure().add_subplot(), name)
    weak, strong, values = (np.asarray(line.get_ydata(), dtype=float) for line in axes.lines)
    for line in axes.lines:
        assert np.asarray(line.get_xdata())[[0, -1]] == pytest.approx(axes.get_xlim())
    assert values[0] == pytest.approx(weak[0], rel=0.03, abs=0)
    assert values[-1] == pytest.approx(strong[-1], rel=0.03, abs=0)
    assert axes.get_ylabel()


def test_unknown_functions_are_named() -> None:
    with pytest.raises(DomainError, match=r"name must be one of energy, .*, got 'mass'"):
        draw_function(Figure().add_subplot(), "mass")


def test_labels_are_those_of_the_catalogue() -> None:
    axes = draw_dispersion_limits(Figure().add_subplot(), Polaron(0.01))
    assert QUANTITIES["polaron_energy"].label in axes.get_ylabel()
    assert QUANTITIES["momentum"].label in axes.get_xlabel()
    negative = draw_function(Figure().add_subplot(), "quartic_coefficient")
    assert negative.get_ylabel().startswith("$-A_4")


@pytest.mark.parametrize("gamma", [0.5, 20.0])
def test_limits_are_drawn_as_far_as_they_stay_near(gamma: float) -> None:
    polaron = Polaron(gamma)
    axes = draw_dispersion_limits(Figure().add_subplot(), polaron)
    (momenta, exact), *lines = (np.asarray(ln.get_xydata(), dtype=float).T for ln in axes.lines)
    # beyond πn a momentum does not hold all digits of its distance to 2πn
    half = momenta <= np.pi
    assert exact[half] == pytest.approx(polaron.energy(momenta[half]), rel=1e-14)
    assert exact.tolist() == exact[::-1].tolist()
    momenta, top = lines[0][0], polaron.maximum_energy
    near_end = np.minimum(momenta, 2 * np.pi - momenta) < np.sqrt(gamma)
    limits: list[Any]  # arrays like the momenta
    if gamma < 1:
        limits = [
            small_momentum(gamma, momentum=momenta),
            dark_soliton(gamma, momentum=momenta),
            np.where(near_end, np.inf, weak_coupling(gamma, momentum=momenta)),
        ]
    else:
        limits = [
            small_momentum(gamma, momentum=momenta),
            *(strong_coupling(gamma, momentum=momenta, order=k) for k in (1, 2, 4)),
        ]
    for (_, drawn), limit in zip(lines, limits, strict=True):
        near = (limit > -0.05 * top) & (limit < 1.5 * top)
        assert np.isfinite(drawn).tolist() == near.tolist()
        assert drawn[near] == pytest.approx(limit[near], rel=1e-13, abs=1e-13)


@pytest.mark.parametrize("gamma", [1e-8, 1e-4, 1.0, 1e4])
def test_momenta_of_a_branch_are_those_of_pictures_to_the_eye(gamma: float) -> None:
    eta, momenta = branch(Polaron(gamma))
    assert np.abs(momenta - MOMENTA).max() < 5e-4
    assert (np.diff(eta) < 0).all()


def test_branches_are_those_of_the_objects() -> None:
    polaron, excitations = Polaron(10.0), Excitations(10.0)
    axes = draw_excitations(Figure().add_subplot(), excitations, polaron)
    lines = [np.asarray(line.get_xydata(), dtype=float).T for line in axes.lines]
    for (momenta, energies), exact in zip(
        lines, (excitations.particle_energy, excitations.hole_energy, polaron.energy), strict=False
    ):
        # beyond πn a momentum does not hold all digits of its distance to 2πn
        shown = np.isfinite(energies) & (momenta < 3.2)
        assert energies[shown] == pytest.approx(exact(momenta[shown]), rel=1e-13, abs=0)
        assert shown[0]
    (momenta, exponent), *_ = (
        line.get_data() for line in draw_exponents(Figure().add_subplot(), [polaron]).lines
    )
    edge = polaron.edge(momenta)
    assert exponent == pytest.approx(edge.exponent, rel=1e-13, abs=0)
    drop, expelled = draw_dressing(Figure().add_subplot(), [polaron]).lines[0].get_data()
    assert drop == pytest.approx(edge.phase_drop, rel=1e-13, abs=0)
    assert expelled == pytest.approx(edge.expelled_atoms, rel=1e-13, abs=1e-13)


def test_velocities_are_slopes_of_the_branches() -> None:
    excitations, polaron = Excitations(1.0), Polaron(1.0)
    *branches, right, left = draw_velocities(Figure().add_subplot(), excitations, polaron).lines
    sound = 1 / math.sqrt(excitations.gas.compressibility)
    assert [points(line)[1].tolist() for line in (right, left)] == [
        pytest.approx([sound, sound]),
        pytest.approx([-sound, -sound]),
    ]
    energies = excitations.particle_energy, excitations.hole_energy, polaron.energy
    for line, energy in zip(branches, energies, strict=True):
        p, velocity = points(line)
        seen = np.isfinite(velocity) & (p > 0.01) & (p < 6.27)
        slope = (energy(p[seen] + 1e-3) - energy(p[seen] - 1e-3)) / 2e-3
        assert velocity[seen] == pytest.approx(slope, rel=1e-3, abs=1e-3)
        # what leaves the frame is left out: only a particle becomes so fast
        assert np.isfinite(velocity).all() == (energy != excitations.particle_energy)


def test_scaled_coefficients_approach_their_limit() -> None:
    axes = draw_large_order(Figure().add_subplot(), 100)
    scaled, limit = (np.asarray(line.get_ydata(), dtype=float) for line in axes.lines)
    assert scaled[-1] == pytest.approx(limit[0], rel=0.03, abs=0)
    assert (np.diff(np.abs(scaled - limit[0])) < 0).all()


def test_thermal_curves_join_the_cold_and_the_classical_gas() -> None:
    gases = [ThermalGas(1.0, float(t)) for t in np.geomspace(2e-3, 2e3, 13)]
    axes = draw_thermal(Figure().add_subplot(), gases)
    lines = [np.asarray(line.get_ydata(), dtype=float) for line in axes.lines]
    for exact, cold, classical in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        assert exact[0] == pytest.approx(cold[0], rel=1e-4, abs=0)
        assert exact[-1] == pytest.approx(classical[-1], rel=0.03, abs=0)
    assert "temperature" in axes.get_xlabel()


def test_pair_correlation_rises_from_the_ground_state() -> None:
    gases = [
        [ThermalGas(gamma, float(t)) for t in np.geomspace(1e-3, 1e5, 9)] for gamma in (0.1, 10.0)
    ]
    axes = draw_thermal_pair_correlation(Figure().add_subplot(), gases)
    lines = [np.asarray(line.get_ydata(), dtype=float) for line in axes.lines]
    for exact, ground in zip(lines[:-1:2], lines[1:-1:2], strict=True):
        assert exact[0] == pytest.approx(ground[0], rel=1e-4, abs=0)
        assert (np.diff(exact) > 0).all()
        assert exact[-1] > 1.9


def test_states_of_a_ring_lie_at_the_curve_of_the_infinite_system() -> None:
    states = list(Ring(1.0, n_particles=20).spectrum())
    axes = draw_ring_dispersion(Figure().add_subplot(), Polaron(1.0), [states])
    curve, dots = (
        (np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float))
        for line in axes.lines
    )
    assert dots[0] == pytest.approx([s.momentum for s in states])
    assert dots[1] == pytest.approx([s.excitation_energy for s in states])
    # N (E_N - E) is the size correction but for a relative 1/N
    beyond = dots[1] - np.interp(dots[0], *curve)
    law = [size_correction(1.0, momentum=p) / 20 for p in dots[0]]
    assert beyond == pytest.approx(law, rel=0.05, abs=1e-3)
    assert inside(axes)


def test_masses_of_rings_join_the_line_to_their_limit() -> None:
    found = extrapolate_mass_ratio(1.0, n_particles=(20, 40, 80))
    axes = draw_ring_masses(Figure().add_subplot(), found)
    line, dots, limit = axes.lines
    assert np.asarray(dots.get_xdata()) == pytest.approx([1 / 20, 1 / 40, 1 / 80])
    assert np.asarray(dots.get_ydata()) == pytest.approx(found.values)
    # m/m* + 1/N, but for the next order
    x, y = (np.asarray(data, dtype=float) for data in (line.get_xdata(), line.get_ydata()))
    assert np.diff(y) / np.diff(x) == pytest.approx(1)
    assert not limit.get_clip_on()  # the square lies on the frame
    # the certified m/m* at γ = 1
    assert np.asarray(limit.get_ydata()) == pytest.approx([0.7887955798539591], rel=1e-15)


def inside(axes: Axes) -> bool:
    """Whether all that is drawn lies within the limits of the axes."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    x = np.concatenate([np.asarray(line.get_xdata(), dtype=float) for line in axes.lines])
    y = np.concatenate([np.asarray(line.get_ydata(), dtype=float) for line in axes.lines])
    shown = np.isfinite(y)
    return bool(
        ((x >= left) & (x <= right))[shown].all() and ((y >= bottom) & (y <= top))[shown].all()
    )


@pytest.mark.parametrize("gamma", [1e-4, 0.3, 4.0, 200.0])
def test_what_is_drawn_lies_within_the_axes(gamma: float) -> None:
    polaron = Polaron(gamma)
    for draw, things in (
        (draw_dispersion, (polaron,)),
        (draw_exponents, ([polaron],)),
        (draw_excitations, (Excitations(gamma), polaron)),
    ):
        assert inside(draw(Figure().add_subplot(), *things)), draw.__name__


def test_lines_of_the_classical_gas_have_no_kink() -> None:
    gases = [ThermalGas(1.0, temperature) for temperature in (0.1, 1.0, 10.0)]
    axes = draw_thermal(Figure().add_subplot(), gases)
    (entropy,) = [
        line
        for line in axes.lines
        if line.get_linestyle() == "--" and line.get_color() == axes.lines[-1].get_color()
    ]
    t, s = (np.asarray(data, dtype=float) for data in entropy.get_data())
    between, drawn = np.sqrt(t[1:] * t[:-1]), np.sqrt(s[1:] * s[:-1])
    truth = 1.5 + np.log(between / (2 * np.pi)) / 2
    seen = np.isfinite(drawn) & (drawn > axes.get_ylim()[0])
    assert seen.sum() > 300
    height = np.log(axes.get_ylim()[1] / axes.get_ylim()[0])
    assert np.abs(np.log(drawn[seen] / truth[seen])).max() < 0.01 * height


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (1e-6, r"$\gamma = 10^{-6}$"),
        (2.5e-7, r"$\gamma = 2.5\times 10^{-7}$"),
        (3e20, r"$\gamma = 3\times 10^{20}$"),
        (0.25, r"$\gamma = 0.25$"),
    ],
)
def test_powers_of_ten_in_labels(value: float, label: str) -> None:
    assert value_label("gamma", value) == label


def test_lines_that_guide_the_eye_are_where_their_number_is() -> None:
    """The exponent 0, at which the threshold turns from a divergence; behind the curves."""
    *curves, zero = draw_exponents(Figure().add_subplot(), [Polaron(1.0)]).lines
    assert set(points(zero)[1]) == {0}
    assert zero.get_zorder() < 1 < min(line.get_zorder() for line in curves)
    gas = ThermalGas(1.0, 1.0)
    lines = draw_thermal_pair_correlation(
        Figure().add_subplot(), [[gas, ThermalGas(1.0, 2.0)]]
    ).lines
    assert set(points(lines[1])[1]) == {pair_correlation(1.0)}
