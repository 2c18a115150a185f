"""Traps and potentials that are warned of or refused, and how long many of them take."""

import math
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
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=1e300)
    with pytest.raises(DomainError, match="n_atoms must hold real numbers"):
        lab.Trap(GUIDE, f_axial=10.0, n_atoms=True)
    trap = lab.Trap(GUIDE, f_axial=10.0, n_atoms=60)
    with pytest.raises(DomainError, match="quantity must be one of chemical_potential"):
        trap.average("foo")
    with pytest.raises(DomainError, match="power must be a whole number"):
        trap.average("energy", power=1.5)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="gamma must be at least 1e-30"):
        GUIDE.gas(density=1e300)


def test_potentials_refuse() -> None:
    def trap(potential: Any, interval: Any = (-1e-4, 1e-4)) -> lab.Trap:
        return lab.Trap(GUIDE, potential=potential, interval=interval, chemical_potential=1e-30)

    with pytest.raises(DomainError, match="must confine the gas"):
        trap(lambda x: -1e-20 * x**2)
    with pytest.raises(DomainError, match="must confine the gas"):
        trap(lambda x: 1e-31 + 0 * x)
    with pytest.raises(DomainError, match="function V"):
        trap(3.0)
    with pytest.raises(DomainError, match="interval must be given"):
        trap(lambda x: x**2, None)
    with pytest.raises(DomainError, match="interval must be given"):
        trap(lambda x: x**2, 3.0)
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
