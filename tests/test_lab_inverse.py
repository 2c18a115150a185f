"""From measurements to γ: there and back, uncertainties, what is outside the model."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from scipy import constants

import yanggaudin as yg
from test_lab_trap import GUIDE, RUBIDIUM, trap_of
from yanggaudin import DomainError, ValidityWarning, lab


@pytest.mark.parametrize("gamma", [1e-3, 0.7, 12.0, 300.0])
def test_gamma_from_measurements(gamma: float) -> None:
    trap, rb = trap_of(gamma), lab.Atom("87Rb")
    density = GUIDE.c / gamma
    speed = yg.sound_velocity(gamma) * constants.hbar * density / RUBIDIUM
    for measured in (
        lab.gamma_from_mass(rb, mass=RUBIDIUM / yg.mass_ratio(gamma)),
        lab.gamma_from_sound_velocity(rb, velocity=speed, density=density),
        lab.gamma_from_breathing_ratio(ratio=trap.breathing_ratio),
        lab.gamma_from_radius(rb, f_axial=10.0, n_atoms=trap.n_atoms, radius=trap.radius),
    ):
        assert measured.gamma == pytest.approx(gamma, rel=1e-9)
        assert measured.low <= measured.gamma <= measured.high
        assert measured.error < 1e-9 * gamma


def test_uncertainties_are_propagated() -> None:
    trap, rb, gamma = trap_of(2.0), lab.Atom("87Rb"), 2.0
    density, h = GUIDE.c / 2.0, 1e-4
    speed = yg.sound_velocity(gamma) * constants.hbar * density / RUBIDIUM
    radius = {"f_axial": 10.0, "n_atoms": trap.n_atoms}

    def moved(f: Callable[[float], Any]) -> float:
        """The change of γ when what is measured changes by the fraction h."""
        return float(abs(f(1 + h).gamma - f(1 - h).gamma) / 2)

    sound = lab.gamma_from_sound_velocity
    for found, expected in (
        (
            lab.gamma_from_mass(rb, mass=2 * RUBIDIUM, mass_error=2 * h * RUBIDIUM),
            moved(lambda s: lab.gamma_from_mass(rb, mass=2 * s * RUBIDIUM)),
        ),
        (
            lab.gamma_from_breathing_ratio(ratio=3.3, ratio_error=3.3 * h),
            moved(lambda s: lab.gamma_from_breathing_ratio(ratio=3.3 * s)),
        ),
        (
            lab.gamma_from_radius(rb, radius=trap.radius, radius_error=h * trap.radius, **radius),
            moved(lambda s: lab.gamma_from_radius(rb, radius=s * trap.radius, **radius)),
        ),
        (
            sound(rb, velocity=speed, density=density, density_error=h * density),
            moved(lambda s: sound(rb, velocity=speed, density=s * density)),
        ),
    ):
        assert found.error == pytest.approx(expected, rel=1e-4)
    both = sound(
        rb, velocity=speed, density=density, velocity_error=h * speed, density_error=h * density
    )
    one = sound(rb, velocity=speed, density=density, velocity_error=h * speed)
    assert both.error == pytest.approx(math.sqrt(2) * one.error, rel=1e-7)


def test_uncertainties_that_are_not_small() -> None:
    """The bounds are γ of the ends, each on its own; beyond a limit there is none."""
    ratio = lab.gamma_from_breathing_ratio
    with pytest.warns(ValidityWarning, match=r"γ = 106 lies between 33\.6 and inf") as caught:
        strong = ratio(ratio=3.95, ratio_error=0.1)
    assert caught[0].filename == __file__
    assert strong.low == pytest.approx(ratio(ratio=3.85).gamma, rel=1e-12)
    assert (strong.high, strong.error) == (math.inf, math.inf)
    with pytest.warns(ValidityWarning, match="lies between 0 and"):
        weak = ratio(ratio=3.02, ratio_error=0.03)
    assert weak.low == 0
    assert weak.high == pytest.approx(ratio(ratio=3.05).gamma, rel=1e-12)
    # without an uncertainty there is that of the rounding: 4 - ratio = 256π/15π²γ
    near = ratio(ratio=4 - 1e-11)
    exact = 256 / (15 * math.pi * 1e-11)
    assert abs(near.gamma - exact) <= 2 * near.error
    assert 1e-4 < near.error / near.gamma < 1e-2


def test_masses_to_both_ends() -> None:
    """m/m* = 1 - 2√γ/3π and 2π²/3γ."""
    rb = lab.Atom("87Rb")
    light = lab.gamma_from_mass(rb, mass=(1 + 1e-7) * rb.mass)
    assert light.gamma == pytest.approx((1.5e-7 * math.pi) ** 2, rel=1e-6)
    heavy = lab.gamma_from_mass(rb, mass=1e20 * rb.mass)
    assert heavy.gamma == pytest.approx(2e20 * math.pi**2 / 3, rel=1e-12)


def test_measurements_outside_the_model_are_refused() -> None:
    rb = lab.Atom("87Rb")
    with pytest.raises(DomainError, match=r"mass must be above that of the atom, 1\.443\S+e-25 kg"):
        lab.gamma_from_mass(rb, mass=RUBIDIUM / 2)
    with pytest.raises(DomainError, match=r"ratio must lie between 3, .* and 4"):
        lab.gamma_from_breathing_ratio(ratio=4.1)
    with pytest.raises(DomainError, match=r"velocity must be below πħn/m = 0\.00229568 m/s"):
        lab.gamma_from_sound_velocity(rb, velocity=1.0, density=1e6)
    with pytest.raises(DomainError, match=r"below √\(2Nħ/mω\) = 3\.73578e-05 m"):
        lab.gamma_from_radius(rb, f_axial=10.0, n_atoms=60, radius=1e-3)
    wrong: Any = "87Rb"
    with pytest.raises(DomainError, match="atom must be an Atom, got '87Rb'"):
        lab.gamma_from_mass(wrong, mass=2 * RUBIDIUM)
    with pytest.raises(DomainError, match="atom must be an Atom, got '87Rb'"):
        lab.gamma_from_radius(wrong, f_axial=10.0, n_atoms=60, radius=1e-5)
    with pytest.raises(DomainError, match="atom must be an Atom, got '87Rb'"):
        lab.gamma_from_sound_velocity(wrong, velocity=1e-3, density=1e6)
    with pytest.raises(DomainError, match="ratio_error must be ≥ 0"):
        lab.gamma_from_breathing_ratio(ratio=3.5, ratio_error=-0.1)
    with pytest.raises(DomainError, match="ratio must be one real number"):
        lab.gamma_from_breathing_ratio(ratio="3.5")  # type: ignore[arg-type]
