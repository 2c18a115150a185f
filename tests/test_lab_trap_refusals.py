"""Traps and potentials that are warned of or refused, and how long many of them take."""

import math
import re
import time
from typing import Any

import numpy as np
import pytest
from scipy import constants

from test_lab_trap import GUIDE, RUBIDIUM, SMALL
from yanggaudin import DomainError, ValidityWarning, lab


def test_validity() -> None:
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    figures = trap.validity
    gap = constants.hbar * GUIDE.omega_perp
    assert figures["chemical_potential_over_gap"] == trap.chemical_potential / gap
    xi = constants.hbar / math.sqrt(RUBIDIUM * trap.chemical_potential)
    assert figures["radius_over_healing_length"] == pytest.approx(trap.radius / xi, rel=1e-14)
    assert figures["transverse_density"] == pytest.approx(trap.peak_density * GUIDE.a, rel=1e-15)
    with pytest.warns(ValidityWarning, match=r"μ = .* ħω⊥ is not small") as caught:
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=1e6)
    assert caught[0].filename == __file__
    with pytest.warns(ValidityWarning, match=r"healing lengths wide") as caught:
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=2)
    assert caught[0].filename == __file__


def test_traps_refuse() -> None:
    def trap(**arguments: Any) -> lab.Trap:
        return lab.Trap(GUIDE, **arguments)

    for wrong in (0.0, -10.0, math.nan, math.inf, "10", [10.0, 0.0]):
        with pytest.raises(DomainError, match="f_axial"):
            trap(f_axial=wrong, n_atoms=60)
        with pytest.raises(DomainError, match="n_atoms"):
            trap(f_axial=10.0, n_atoms=wrong)
    with pytest.raises(DomainError, match=r"n_atoms must be at least 2, got 1\.0: one atom alone"):
        trap(f_axial=10.0, n_atoms=1)
    with pytest.raises(DomainError, match="f_axial must be below f_perp"):
        trap(f_axial=30e3, n_atoms=60)
    with pytest.raises(DomainError, match="exactly one of"):
        trap(f_axial=10.0)
    with pytest.raises(DomainError, match="got n_atoms, peak_density"):
        trap(f_axial=10.0, n_atoms=60, peak_density=1e6)
    with pytest.raises(DomainError, match="either f_axial or a potential"):
        trap(n_atoms=60)
    with pytest.raises(DomainError, match="temperature must be ≥ 0"):
        trap(f_axial=10.0, n_atoms=60, temperature=-50e-9)
    with pytest.raises(DomainError, match="chemical_potential must be above the minimum"):
        trap(f_axial=10.0, chemical_potential=-1e-31)
    with pytest.raises(DomainError, match="an interval belongs to a potential"):
        trap(f_axial=10.0, interval=(0, 1), n_atoms=60)


def test_traps_refuse_what_is_none() -> None:
    with pytest.raises(DomainError, match="guide must be a Guide"):
        lab.Trap("87Rb", f_axial=10.0, n_atoms=60)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match=r"shapes that fit together, got \(2,\) and \(3,\)"):
        lab.Trap(GUIDE, f_axial=[1.0, 2.0], n_atoms=[10, 20, 30])
    with pytest.raises(DomainError, match="at least one trap"):
        lab.Trap(GUIDE, f_axial=[], n_atoms=10)
    with pytest.raises(DomainError, match="γ in the centre lies in"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=1e90)
    with pytest.raises(DomainError, match="n_atoms must hold real numbers"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=True)
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    with pytest.raises(DomainError, match="quantity must be one of chemical_potential"):
        trap.average("foo")
    with pytest.raises(DomainError, match="power must be a whole number"):
        trap.average("energy", power=1.5)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="gamma must be at least 1e-30"):
        GUIDE.gas(density=1e60)


def trap_of(**arguments: Any) -> lab.Trap:
    return lab.Trap(GUIDE, **arguments)


def test_numbers_of_no_laboratory_are_refused() -> None:
    """None of them makes an error of another kind, or a warning of NumPy."""
    for wrong in (1e300, 1e-300):
        for arguments in (
            {"f_axial": 10.0, "peak_density": wrong},
            {"f_axial": wrong, "n_atoms": 60},
            {"f_axial": 10.0, "peak_density": wrong, "temperature": 1e-8},
        ):
            with pytest.raises(DomainError, match=r"must be from 1e-100 to 1e\+100, got 1e"):
                trap_of(**arguments)
    for wrong in (1e-300, 1e300):
        with pytest.raises(DomainError, match=r"f_perp must be from 1e-100"):
            lab.Guide(lab.Atom("87Rb"), f_perp=wrong)
    with pytest.raises(DomainError, match="must be 0, for the ground state, or at least 1e-100 K"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=1e-300)
    for temperature in (0.0, 1e-8):
        with pytest.raises(DomainError, match=r"must be in J, at most 1e-20 J in size, got 100\.0"):
            lab.Trap(GUIDE, f_axial=10.0, chemical_potential=100.0, temperature=temperature)
    with pytest.raises(DomainError, match=r"±300 µm are \(-300e-6, 300e-6\)"):
        lab.Trap(GUIDE, potential=lambda x: 1e-22 * x**2, interval=(-300, 300), n_atoms=60)


def test_less_than_two_atoms_are_warned_of_through_every_door() -> None:
    for arguments in (
        {"peak_density": 1e3},
        {"chemical_potential": 1e-34},
        {"peak_density": 1e3, "temperature": 1e-8},
    ):
        with pytest.warns(ValidityWarning) as caught:
            trap = trap_of(f_axial=10.0, **arguments)
        assert str(caught[0].message).startswith(f"N = {trap.n_atoms:.6g} is less than 2")
        assert caught[0].filename == __file__
    with pytest.warns(ValidityWarning, match=r"1\.2/µm are 1\.2e6") as caught:
        GUIDE.gas(density=1.2)
    assert caught[0].filename == __file__


def test_functions_that_are_averaged_return_numbers() -> None:
    for temperature in (0.0, 2e-8):
        trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=temperature)
        with pytest.raises(DomainError, match=r"quantity\(γ\) must hold real numbers"):
            trap.average(lambda _: "x")
        with pytest.raises(DomainError, match="return one of its shape"):
            trap.average(lambda _: [1.0, 2.0])
        assert trap.average(lambda _: 3.0) == pytest.approx(3.0, rel=1e-15)


def test_slow_atoms_are_below_the_top() -> None:
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    top = GUIDE.gas(density=trap.peak_density).maximum_energy
    assert trap.slow_period(0.99 * top) > 0
    for energy in (1.01 * top, 1e-20):
        with pytest.raises(DomainError, match="must be far below the top of the branch"):
            trap.slow_period(energy)
    with pytest.raises(DomainError, match="trap must be one trap, got 2"):
        lab.kicked_orbits(trap_of(f_axial=10.0, n_atoms=[50, 60]))


def test_tubes_are_guarded_as_traps_are() -> None:
    lattice: dict[str, Any] = {"f_axial": 20.0, "f_radial": 20.0, "spacing": 0.4e-6}
    with pytest.raises(DomainError, match="f_axial must be below f_perp"):
        lab.Tubes(GUIDE, n_atoms=1e4, **lattice | {"f_axial": 30e3})
    with pytest.raises(DomainError, match=r"got 0\.4; 0\.4 µm are 0\.4e-6"):
        lab.Tubes(GUIDE, n_atoms=1e4, **lattice | {"spacing": 0.4})
    for temperature in (0.0, 2e-8):
        with pytest.warns(ValidityWarning) as caught:
            lab.Tubes(GUIDE, n_atoms=5.0, temperature=temperature, **lattice)
        assert re.match(r"N = 0\.\d+ is less than 2", str(caught[0].message))
        assert caught[0].filename == __file__
    tubes = lab.Tubes(GUIDE, n_atoms=5e4, **lattice)
    assert repr(tubes).startswith("<Tubes of 50000 atoms in 3381 tubes of Guide(")
    assert tubes.peak_density == pytest.approx(GUIDE.c / tubes.peak_gamma[0], rel=1e-15)


def test_potentials_refuse() -> None:
    def trap(potential: Any, interval: Any = (-1e-4, 1e-4)) -> lab.Trap:
        return lab.Trap(GUIDE, potential=potential, interval=interval, chemical_potential=1e-30)

    with pytest.raises(DomainError, match="must confine the gas"):
        trap(lambda x: -1e-20 * x**2)
    with pytest.raises(DomainError, match="must confine the gas"):
        trap(lambda x: 1e-31 + 0 * x)
    with pytest.raises(DomainError, match=r"chemical potential 1e-30 J; make the interval wider"):
        trap(lambda x: 1e-22 * x**2, (-2e-4, 0.9e-4))
    with pytest.raises(DomainError, match="function V"):
        trap(3.0)
    with pytest.raises(DomainError, match="interval must be given"):
        trap(lambda x: x**2, None)
    with pytest.raises(DomainError, match="interval must be given"):
        trap(lambda x: x**2, 3.0)
    same = trap(lambda x: 1e-22 * x**2, np.array([-2e-4, 2e-4])).n_atoms
    assert trap(lambda x: 1e-22 * x**2, (-2e-4, 2e-4)).n_atoms == same
    with pytest.raises(DomainError, match="interval must rise"):
        trap(lambda x: x**2, (1e-4, -1e-4))
    with pytest.raises(DomainError, match="one of the same shape"):
        trap(lambda _: 1e-31)
    with pytest.raises(DomainError, match="potential must be"):
        trap(lambda x: np.nan * x)


@SMALL
def test_thousand_traps_take_no_time() -> None:
    """Not a benchmark: ten times the bar, against a loop by mistake."""
    start = time.process_time()
    traps = lab.Trap(GUIDE, f_axial=10.0, n_atoms=np.geomspace(2, 1e5, 1000))
    assert traps.n_atoms == pytest.approx(np.geomspace(2, 1e5, 1000), rel=1e-13)
    assert time.process_time() - start < 6
