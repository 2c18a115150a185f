"""Traps at a temperature in use: refusals, warnings, dictionaries, many temperatures."""

import json
import math
import time

import numpy as np
import pytest
from scipy import constants

from test_lab_thermal import KB, trap_of
from test_lab_trap import GUIDE
from yanggaudin import DomainError, ValidityWarning, lab

# --- refusals, warnings, dictionaries ---------------------------------------------------------


def test_what_belongs_to_the_ground_state_is_refused() -> None:
    trap = trap_of(n_atoms=60, temperature=50e-9)
    for refused in (
        lambda: trap.spin_mode_energies(2),
        lambda: trap.top_frequency,
        lambda: trap.impurity_frequency(20.0),
        lambda: trap.slow_period(1e-33),
        lambda: trap.orbit(momentum=1e-28),
    ):
        with pytest.raises(DomainError, match="temperature 0, got 5e-08 K: the branch"):
            refused()
    with pytest.raises(DomainError, match="no edge; take rms_radius"):
        _ = trap.radius
    with pytest.raises(DomainError, match="there is breathing_ratio"):
        trap.sound_mode_frequencies(2)
    with pytest.raises(DomainError, match=r"quantity must be one of .* got 'luttinger.*': other"):
        trap.average("luttinger_parameter")
    with pytest.raises(DomainError, match=r"chemical_potential must be above .* no atoms"):
        trap_of(chemical_potential=-1e-20, temperature=50e-9)
    with pytest.raises(DomainError, match="temperature must be higher or the gas thinner"):
        trap_of(chemical_potential=1e-20, temperature=50e-9)
    with pytest.raises(DomainError, match="n_atoms must be at least 2"):
        trap_of(n_atoms=1, temperature=50e-9)
    with pytest.raises(DomainError, match="temperature must be"):
        trap_of(n_atoms=60, temperature=["warm", "cold"])
    start = time.process_time()
    with pytest.raises(DomainError, match="got 1e-15 K; at such a low one temperature=0 serves"):
        trap_of(n_atoms=60, temperature=1e-15)
    assert time.process_time() - start < 3


def test_validity_at_a_temperature() -> None:
    figures = trap_of(n_atoms=60, temperature=50e-9).validity
    gap = constants.hbar * GUIDE.omega_perp
    assert figures["temperature_over_gap"] == pytest.approx(KB * 50e-9 / gap, rel=1e-14)
    with pytest.warns(ValidityWarning, match="k_BT = 1.04 ħω⊥ is not small") as caught:
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=1e-6)
    assert caught[0].filename == __file__
    with pytest.warns(ValidityWarning, match="thermal wavelengths") as caught:
        lab.Trap(GUIDE, f_axial=1000.0, n_atoms=3, temperature=50e-9)
    assert caught[0].filename == __file__


def test_dictionary_of_a_trap() -> None:
    trap = trap_of(n_atoms=60, temperature=50e-9)
    saved = json.loads(json.dumps(trap.to_dict()))
    units = saved.pop("units")
    assert set(units) == set(saved)
    assert all(saved[name] == getattr(trap, name) for name in saved)
    assert {"entropy", "breathing_ratio"} < set(saved)
    assert not {"radius", "top_frequency"} & set(saved)
    assert "temperature=5e-08" in repr(trap)


def test_trap_of_order_one_takes_no_time() -> None:
    """Not a benchmark: ten times the bar, against a loop by mistake."""
    start = time.process_time()
    trap = trap_of(n_atoms=60, temperature=20e-9)
    trap.to_dict(), trap.average("pair_correlation"), trap.density(0.0)
    assert time.process_time() - start < 10


@pytest.mark.slow
def test_many_temperatures_are_traps_one_by_one() -> None:
    kelvin, atoms = np.array([[20e-9], [40e-9]]), np.array([60.0, 200.0])
    many = lab.Trap(GUIDE, f_axial=10.0, n_atoms=atoms, temperature=kelvin)
    assert many.peak_density.shape == (2, 2)
    for i, j in np.ndindex(2, 2):
        one = lab.Trap(GUIDE, f_axial=10.0, n_atoms=atoms[j], temperature=float(kelvin[i, 0]))
        for name in ("n_atoms", "peak_density", "total_energy", "entropy", "rms_radius"):
            assert getattr(many, name)[i, j] == getattr(one, name), name
        assert many.breathing_ratio[i, j] == one.breathing_ratio
        assert np.asarray(many.density(3e-6))[i, j] == one.density(3e-6)
        assert many.average("pair_correlation", power=3)[i, j] == one.average(
            "pair_correlation", power=3
        )
        for name, figure in one.validity.items():
            assert np.broadcast_to(many.validity[name], (2, 2))[i, j] == figure, name
    saved = many.to_dict()
    assert saved["temperature"] == kelvin.tolist()
    assert "radius" not in saved
    assert "temperature=" in repr(many)


def test_arrays_of_temperatures_that_are_refused() -> None:
    with pytest.raises(DomainError, match="temperature must be > 0 in an array"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=[0.0, 1e-9])
    with pytest.raises(DomainError, match="shapes that fit together, got \\(2,\\) and \\(3,\\)"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=[50, 60, 70], temperature=[1e-9, 2e-9])
    with pytest.raises(DomainError, match="temperature must be ≥ 0 and finite, got nan K"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=[1e-9, math.nan])
    with pytest.raises(DomainError, match="at least one trap"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=[])
    with pytest.raises(DomainError, match="radius is that of a gas at temperature 0"):
        _ = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=[1e-8]).radius
