"""Pictures of a trapped gas and of orbits: what is drawn are the numbers of the library."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import yanggaudin as yg
from test_lab_trap import GUIDE
from yanggaudin import lab, plots
from yanggaudin.units import HBAR

TRAP = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)


def test_trap_is_drawn() -> None:
    axes = plots.draw_trap(Figure().add_subplot(), TRAP)
    density, mass, pair = axes.lines
    x = np.asarray(density.get_xdata()) * 1e-6
    n = np.asarray(TRAP.density(x))
    assert np.asarray(density.get_ydata()) == pytest.approx(n / TRAP.peak_density, rel=1e-12)
    assert np.asarray(mass.get_ydata()) == pytest.approx(yg.mass_ratio(GUIDE.c / n), rel=1e-12)
    assert np.asarray(pair.get_ydata()) == pytest.approx(yg.pair_correlation(GUIDE.c / n))
    assert max(abs(x)) < TRAP.radius
    assert [line.get_label() for line in axes.lines] == ["$n/n_0$", "$m/m^*$", "$g_2$"]
    assert axes.get_xlabel() == "position $x$ (µm)"
    assert r"\gamma = 1.16" in axes.get_title()


def test_orbits_are_drawn() -> None:
    orbit = TRAP.orbit(momentum=HBAR * TRAP.peak_density, n_times=21)
    axes = plots.draw_orbits(Figure().add_subplot(), [orbit])
    (line,) = axes.lines
    assert np.asarray(line.get_xdata()) == pytest.approx(orbit.t * 1e3)
    assert np.asarray(line.get_ydata()) == pytest.approx(orbit.x * 1e6)
    assert line.get_label() == "171.9 ms"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("time $t$ (ms)", "position $x$ (µm)")
