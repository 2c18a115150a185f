"""Pictures of a trapped gas and of orbits: what is drawn are the numbers of the library."""

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import yanggaudin as yg
from drawn import legend_of
from test_lab_trap import GUIDE
from yanggaudin import lab, plots
from yanggaudin.units import HBAR

TRAP = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)


def title_of(axes: Axes) -> str:
    legend = axes.get_legend()
    assert legend is not None
    assert not legend.get_frame_on()
    return legend.get_title().get_text()


def test_trap_is_drawn() -> None:
    axes = plots.draw_trap(Figure().add_subplot(), TRAP)
    density, mass, pair = axes.lines
    x = np.asarray(density.get_xdata()) * 1e-6
    n = np.asarray(TRAP.density(x))
    assert np.asarray(density.get_ydata()) == pytest.approx(n / TRAP.peak_density, rel=1e-12)
    assert np.asarray(mass.get_ydata()) == pytest.approx(yg.mass_ratio(GUIDE.c / n), rel=1e-12)
    assert np.asarray(pair.get_ydata()) == pytest.approx(yg.pair_correlation(GUIDE.c / n))
    assert max(abs(x)) < TRAP.radius
    labels = [line.get_label() for line in axes.lines]
    assert labels == [r"$n/n_0 = \gamma_0/\gamma$", "$m/m^*$", "$g_2$"]
    assert axes.get_xlabel() == "position $x$ (µm)"
    assert r"\gamma = 1.16" in title_of(axes)


def test_a_warm_trap_is_drawn_as_far_as_there_is_something_to_see() -> None:
    warm = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=50e-9)
    axes = plots.draw_trap(Figure().add_subplot(), warm)
    (density,) = axes.lines
    x, n = np.asarray(density.get_xdata()) * 1e-6, np.asarray(density.get_ydata())
    assert n == pytest.approx(np.asarray(warm.density(x)) / warm.peak_density, rel=1e-12)
    assert max(n[0], n[-1]) < 0.01 < n[len(n) // 4]
    assert title_of(axes).endswith("at $T = 50$ nK")


def test_orbits_are_drawn() -> None:
    orbit = TRAP.orbit(momentum=HBAR * TRAP.peak_density, n_times=21)
    axes = plots.draw_orbits(Figure().add_subplot(), [orbit] * 4)
    line, *others = axes.lines
    assert np.asarray(line.get_xdata()) == pytest.approx(orbit.t * 1e3)
    assert np.asarray(line.get_ydata()) == pytest.approx(orbit.x * 1e6)
    assert line.get_label() == "171.9 ms"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("time $t$ (ms)", "position $x$ (µm)")
    assert title_of(axes) == "period"
    assert len({line.get_color() for line in axes.lines}) == 1 + len(others)
    assert legend_of(axes) == (["171.9 ms"] * 4, "lower center, 10 pt, handles of 2, 3")


def test_trap_is_drawn_from_edge_to_edge_with_its_centre() -> None:
    axes = plots.draw_trap(Figure().add_subplot(), TRAP)
    x, density = np.asarray(axes.lines[0].get_xydata(), dtype=float).T
    assert density.max() == 1
    assert x[density.argmax()] == pytest.approx(0, abs=1e-12)
    edge = 1e6 * TRAP.radius
    assert (np.diff(x) > 0).all()
    assert (x[0], x[-1]) == pytest.approx((-edge, edge), rel=1e-4)
    legend = axes.get_legend()
    assert legend is not None
    # above the frame, in the middle
    assert (legend._loc, legend._ncols) == (8, 3)  # type: ignore[attr-defined]
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    box, inside = legend.get_window_extent(), axes.get_window_extent()
    assert box.y0 >= inside.y1
    assert (box.x0 + box.x1) / 2 == pytest.approx((inside.x0 + inside.x1) / 2, abs=2)


def test_several_traps_are_not_drawn() -> None:
    many = lab.Trap(GUIDE, f_axial=10.0, n_atoms=[60, 80])
    with pytest.raises(yg.DomainError, match=r"trap must be one trap, got 2"):
        plots.draw_trap(Figure().add_subplot(), many)
