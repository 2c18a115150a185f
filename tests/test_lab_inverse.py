"""From measurements to γ: there and back, uncertainties, what is outside the model."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from scipy import constants

import yanggaudin as yg
from test_lab_trap import GUIDE, RUBIDIUM, trap_of
from yanggaudin import DomainError, lab


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
        assert measured.error == 0


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
    assert both.error == pytest.approx(math.sqrt(2) * one.error, rel=1e-12)


def test_measurements_outside_the_model_are_refused() -> None:
    rb = lab.Atom("87Rb")
    with pytest.raises(DomainError, match=r"mass must be such that m\*/m lies between 1, without"):
        lab.gamma_from_mass(rb, mass=RUBIDIUM / 2)
    with pytest.raises(DomainError, match=r"ω_B²/ω² lies between 3, .* and 4"):
        lab.gamma_from_breathing_ratio(ratio=4.1)
    with pytest.raises(DomainError, match="velocity must be such"):
        lab.gamma_from_sound_velocity(rb, velocity=1.0, density=1e6)
    with pytest.raises(DomainError, match="radius must be such"):
        lab.gamma_from_radius(rb, f_axial=10.0, n_atoms=60, radius=1e-3)
    with pytest.raises(DomainError, match="ratio_error must be ≥ 0"):
        lab.gamma_from_breathing_ratio(ratio=3.5, ratio_error=-0.1)
    with pytest.raises(DomainError, match="ratio must be one real number"):
        lab.gamma_from_breathing_ratio(ratio="3.5")  # type: ignore[arg-type]
