"""The laboratory's numbers: scales and quantities with units."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import constants

import yanggaudin as yg
from test_lab_atoms import RUBIDIUM, TIGHT
from yanggaudin import DomainError, lab
from yanggaudin.lab.door import in_si
from yanggaudin.quantities import QUANTITIES
from yanggaudin.units import ATOMIC_MASS, BOHR_RADIUS, Unit


class Astropy:
    """What astropy's quantities are to the package."""

    def __init__(self, value: Any, unit: str, to: dict[str, float]) -> None:
        self.value, self.unit, self.to = value, unit, to

    def to_value(self, unit: str) -> Any:  # noqa: D102
        if unit not in self.to:
            raise TypeError(f"{self.unit} is no {unit}")
        return np.asarray(self.value) * self.to[unit]


class Pint:
    """What pint's quantities are to the package."""

    def __init__(self, value: Any, units: str, to: dict[str, float]) -> None:
        self.value, self.units, self.to = value, units, to

    def m_as(self, unit: str) -> Any:  # noqa: D102
        if unit not in self.to:
            raise TypeError(f"{self.units} is no {unit}")
        return self.value * self.to[unit]


# --- scales -----------------------------------------------------------------------------------


def test_constants_are_those_of_codata() -> None:
    assert pytest.approx(constants.physical_constants["atomic mass constant"][0]) == ATOMIC_MASS
    assert pytest.approx(constants.physical_constants["Bohr radius"][0]) == BOHR_RADIUS


def test_scale_converts_every_quantity_and_back() -> None:
    scale = lab.Scale(RUBIDIUM, 1.2e6, 3e5)
    assert scale.gamma == 0.25
    for name, record in QUANTITIES.items():
        expected = 2.5 * record.unit.in_si(mass=RUBIDIUM, density=1.2e6, interaction=3e5)
        assert scale.convert(name, 2.5) == expected
        assert scale.package(record, expected) == pytest.approx(2.5, rel=1e-15)
    assert scale.convert("sound_velocity", [1.0, 2.0]).shape == (2,)


# from a code with n = 3 to the package: 2m = 1, as in the table of docs/units.md, and m = 1
CONVENTIONS = (
    ("fermi_rapidity", 1 / 3, 1 / 3),
    ("momentum", 1 / 3, 1 / 3),
    ("sound_velocity", 1 / 6, 1 / 3),
    ("energy_per_particle", 1 / 18, 1 / 9),
    ("temperature", 1 / 18, 1 / 9),
    ("pressure", 1 / 54, 1 / 27),
    ("luttinger_parameter", 1.0, 1.0),
)


@pytest.mark.parametrize(("name", "half", "one"), CONVENTIONS)
def test_conventions_are_those_of_the_documentation(name: str, half: float, one: float) -> None:
    for convention, factor in (("2m=1", half), ("m=1", one)):
        scale = lab.Scale.convention(convention, density=3.0)
        assert scale.package(name, 1.0) == pytest.approx(factor, rel=1e-15)


def test_convention_of_another_code() -> None:
    """E/L of LiebLinigerBetheAnsatz.jl is n³e(γ): its E = Σk² with c = 1, n = c/γ."""
    gamma = 2.0
    scale = lab.Scale.convention("2m=1", density=1 / gamma, interaction=1.0)
    per_length = scale.convert("energy_per_particle", yg.GroundState(gamma).energy_per_particle)
    assert scale.gamma == gamma
    assert per_length * scale.density == pytest.approx(yg.energy(gamma) / gamma**3, rel=1e-14)


def test_scales_refuse() -> None:
    for wrong in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(DomainError, match="density must be > 0 and finite"):
            lab.Scale(RUBIDIUM, wrong)
    with pytest.raises(DomainError, match="convention must be one of 2m=1, m=1"):
        lab.Scale.convention("m=2", density=1.0)
    with pytest.raises(DomainError, match="must be a name"):
        lab.Scale(RUBIDIUM, 1e6).factor("soundvelocity")
    with pytest.raises(DomainError, match="interaction must be given"):
        lab.Scale(RUBIDIUM, 1e6).factor(Unit(interaction=1))
    with pytest.raises(DomainError, match="scale of SI units only"):
        lab.Scale.convention("m=1", density=1.0).convert("pressure", 1.0, units=constants)


# --- quantities with units --------------------------------------------------------------------


def test_quantities_come_in_as_si_numbers() -> None:
    density = Astropy(1.2, "1 / um", {"1/m": 1e6})
    frequency = Pint(20.0, "kilohertz", {"Hz": 1e3})
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=frequency)
    assert guide.f_perp == TIGHT.f_perp
    assert guide.gas(density=density).gamma == TIGHT.gas(density=1.2e6).gamma
    length = Pint(5.3, "nanometer", {"m": 1e-9})
    a = lab.Guide(lab.Atom("87Rb"), f_perp=20e3, scattering_length=length).a
    assert a == pytest.approx(5.3e-9, rel=1e-15)


def test_quantities_of_another_dimension_are_refused() -> None:
    metres = Astropy(3.0, "um", {"m": 1e-6})
    with pytest.raises(DomainError, match="density must be a quantity in 1/m"):
        TIGHT.gas(density=metres)
    with pytest.raises(DomainError, match="temperature must be a quantity in K"):
        TIGHT.gas(density=1e6, temperature=metres)
    angular = Pint(8e3, "radian / second", {"Hz": 1.0})
    with pytest.raises(DomainError, match="divide ω by 2π"):
        lab.Guide(lab.Atom("87Rb"), f_perp=angular)


def test_quantities_of_astropy() -> None:
    u = pytest.importorskip("astropy.units")
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=20 * u.kHz, scattering_length=5.3 * u.nm)
    gas = guide.gas(density=1.2 / u.um, temperature=0 * u.nK)
    assert gas.gamma == pytest.approx(guide.c / 1.2e6, rel=1e-15)
    speed = gas.scale.convert("sound_velocity", 1.0, units=u)
    assert speed.to_value("mm/s") == pytest.approx(1e3 * gas.scale.factor("sound_velocity"))
    assert gas.scale.package("sound_velocity", speed) == pytest.approx(1.0, rel=1e-15)
    for metre in (3 * u.um, 3 * u.K):
        with pytest.raises(DomainError, match="density"):
            guide.gas(density=metre)
    with pytest.raises(DomainError, match="divide ω by 2π"):
        lab.Guide(lab.Atom("87Rb"), f_perp=8e3 * u.rad / u.s)


def test_quantities_of_pint() -> None:
    pint = pytest.importorskip("pint")
    u = pint.UnitRegistry()
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=20 * u.kHz, scattering_length=5.3 * u.nm)
    gas = guide.gas(density=1.2 / u.um)
    speed = gas.scale.convert("sound_velocity", 1.0, units=u)
    assert speed.m_as("mm/s") == pytest.approx(1e3 * gas.scale.factor("sound_velocity"))
    assert gas.scale.package("sound_velocity", speed) == pytest.approx(1.0, rel=1e-15)
    with pytest.raises(DomainError, match="density"):
        guide.gas(density=3 * u.um)
    for angular in (8e3 * u.rad / u.s, 8e3 * u.turn / u.s, 8e3 / u.s, 8e3 / u.ms):
        with pytest.raises(DomainError, match="divide ω by 2π"):
            lab.Guide(lab.Atom("87Rb"), f_perp=angular)


def test_quantities_of_unyt() -> None:
    u = pytest.importorskip("unyt")
    guide = lab.Guide(lab.Atom("87Rb"), f_perp=20 * u.kHz, scattering_length=5.3 * u.nm)
    gas = guide.gas(density=1.2 / u.um)
    assert gas.gamma == pytest.approx(guide.c / 1.2e6, rel=1e-15)
    with pytest.raises(DomainError, match="density must be a quantity in 1/m"):
        guide.gas(density=3 * u.um)
    with pytest.raises(DomainError, match="divide ω by 2π"):
        lab.Guide(lab.Atom("87Rb"), f_perp=8e3 * u.rad / u.s)


@pytest.mark.parametrize(
    ("unit", "is_frequency"),
    [("Hz", True), ("kHz", True), ("kilohertz", True), ("hertz", True), ("1 / s", False),
     ("1/second", False), ("rad / s", False), ("s**-1", False), ("turn/s", False)],
)  # fmt: skip
def test_units_of_frequencies(unit: str, is_frequency: bool) -> None:
    """By their names in astropy, pint and unyt."""

    class Quantity:
        def __init__(self) -> None:
            self.unit = unit

        def to_value(self, _: str) -> float:
            return 20e3

    if is_frequency:
        assert in_si("f_perp", Quantity(), "Hz") == 20e3
    else:
        with pytest.raises(DomainError, match="divide ω by 2π"):
            in_si("f_perp", Quantity(), "Hz")


def test_rates_are_no_frequencies() -> None:
    """1/s may be ω as well as ω/2π; a number with a unit is no pure number."""
    u = pytest.importorskip("astropy.units")
    for rate in (8e3 / u.s, 8e3 * u.rad / u.s, 8e3 / u.ms):
        with pytest.raises(DomainError, match="divide ω by 2π"):
            lab.Guide(lab.Atom("87Rb"), f_perp=rate)
    assert lab.Guide(lab.Atom("87Rb"), f_perp=20 * u.kHz).f_perp == 20e3
    with pytest.raises(DomainError, match="n_atoms must be a number without a unit, got"):
        lab.Trap(TIGHT, f_axial=10 * u.Hz, n_atoms=60 * u.m)


def test_convention_by_atoms_and_length() -> None:
    """E of a ring of N atoms in ħ = 2m = 1 is ħ²n²/2m N e = n² N e."""
    scale = lab.Scale.convention("2m=1", n_atoms=30, length=12.0, interaction=5.0)
    assert (scale.density, scale.gamma) == (2.5, 2.0)
    assert scale.convert("energy_per_particle", 0.5) == pytest.approx(2.5**2, rel=1e-15)
    for given in (
        {},
        {"n_atoms": 30},
        {"length": 12.0},
        {"density": 1.0, "n_atoms": 3, "length": 3},
    ):
        with pytest.raises(DomainError, match="either density, or n_atoms and length"):
            lab.Scale.convention("m=1", **given)


def test_quantity_without_a_way_to_convert_is_refused() -> None:
    class Strange:
        unit = "furlong"

    with pytest.raises(DomainError, match="no way to convert"):
        in_si("length", Strange(), "m")


def test_dimension_that_unyt_finds_wrong_is_refused() -> None:
    """Its units say so themselves; its error would be of a kind of its own."""

    class Unit(str):
        def same_dimensions_as(self, other: "Unit") -> bool:
            return {self, other} == {"um", "m"}

    length = Astropy(3.0, Unit("um"), {"m": 1e-6})
    assert in_si("length", length, "m") == 3e-6
    with pytest.raises(DomainError, match="f_perp must be a quantity in kg, got"):
        in_si("f_perp", length, "kg")


def test_scale_gives_quantities_of_a_package_of_units() -> None:
    """Numbers for kg, m, s and K that share no factor: each stands to its own power."""
    scale = lab.Guide(lab.Atom("87Rb"), f_perp=20e3).gas(density=2e6).scale
    units = SimpleNamespace(kg=2.0, m=3.0, s=5.0, K=7.0)
    for name, unit in (
        ("sound_velocity", 3 / 5),
        ("polaron_energy", 2 * 9 / 25),
        ("temperature", 7),
        ("entropy_per_particle", 2 * 9 / 25 / 7),
        ("mass_ratio", 1),
    ):
        found = scale.convert(name, 1.5, units) / scale.convert(name, 1.5)
        assert found == pytest.approx(unit, rel=1e-14), name
    with pytest.raises(DomainError, match="in a scale of SI units only"):
        lab.Scale.convention("m=1", density=2.0).convert("sound_velocity", 1.0, units)


def test_coupling_of_a_scale_needs_the_interaction() -> None:
    with pytest.raises(DomainError, match="interaction must be given for γ = c/n"):
        _ = lab.Scale.convention("m=1", density=2.0).gamma
