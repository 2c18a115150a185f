"""The catalogue against the library: names, limits, units, equations, rules of errors."""

import inspect
import math
from types import FunctionType
from typing import Any

import numpy as np
import pytest
from scipy import constants

import yanggaudin as yg
from problems import tool
from yanggaudin.dynamics import SpectralFunction
from yanggaudin.errors import DomainError
from yanggaudin.gas import functions
from yanggaudin.limits import Limit
from yanggaudin.polaron.edge import SpectralEdge
from yanggaudin.quantities import EXACT, QUANTITIES, RELATIVE, RELATIVE_ERROR
from yanggaudin.ring import RingState, solve
from yanggaudin.series import NAMES as SERIES
from yanggaudin.units import BOLTZMANN, HBAR, Unit

catalogue_tables = tool("catalogue_tables")
ATTRIBUTES = {record.attribute for record in QUANTITIES.values()}
SOLVED = (
    yg.GroundState(1.0),
    yg.GreenFunction(yg.GroundState(1.0), 0.5),
    yg.Polaron(1.0),
    yg.Polaron(1.0).edge(1.0),
    yg.Excitations(1.0),
    yg.ThermalGas(1.0, 1.0),
    yg.thermal_column(0.0, temperature=1.0),
    yg.TwoComponentGas(10.0, 10.0, field=1.0),
    solve(1.0, n_particles=4, magnon=1),
)
# sizes of what was solved, and the energy of a state that is only a reference
NOT_PHYSICS = {"boost", "rapidity", "n_unknowns", "n_steps", "reference_energy"}


def value(name: str, gamma: float) -> float:
    """A quantity of the ground state at one coupling."""
    attribute = QUANTITIES[name].attribute
    if hasattr(functions, name):
        return float(getattr(functions, name)(gamma))
    powers = {
        "sound_velocity_squared": ("sound_velocity", 2),
        "inverse_luttinger_squared": ("luttinger_parameter", -2),
    }
    base, power = powers.get(name, (attribute, 1))
    for kind in (yg.GroundState, yg.Polaron, yg.Excitations):
        if hasattr(kind, base):
            return float(getattr(kind(gamma), base)) ** power
    raise KeyError(name)


# a coupling at which the first term is meant, and one at which the second is a thousandth of it
LIMITS = [
    (name, limit, *couplings)
    for name, record in QUANTITIES.items()
    for limit, couplings in ((record.weak, (1e-12, 1e-6)), (record.strong, (1e12, 1e4)))
    if limit is not None
]


@pytest.mark.parametrize(("name", "limit", "far", "near"), LIMITS)
def test_limits_are_those_of_the_library(name: str, limit: Limit, far: float, near: float) -> None:
    assert value(name, far) == pytest.approx(limit.leading(far), rel=3e-6, abs=0)
    for second in limit.terms[1:2]:
        correction = value(name, near) - limit.leading(near)
        assert correction == pytest.approx(second(near), rel=1e-3, abs=1e-15)


def test_limits_evaluate_and_print() -> None:
    limit = Limit.of("4/3 2 -2", "-1 -1 -1/2")
    gamma = np.array([0.25, 4.0])
    exact = 4 * math.pi**2 / (3 * gamma**2) - 1 / (math.pi * np.sqrt(gamma))
    assert limit(gamma) == pytest.approx(exact, rel=1e-15, abs=0)
    assert str(limit) == "4π²/3γ²"
    assert limit.latex == r"\frac{4\pi^{2}}{3\gamma^{2}}"
    assert [str(Limit.of(text)) for text in ("-1 -1 -1/2", "3/4 -1/2 1/4", "2 0 1/2")] == [
        "−1/π√γ",
        "3γ¹ᐟ⁴/4√π",
        "2√γ",
    ]


def functions_of_gamma() -> set[str]:
    """Names of the public functions whose one argument is γ and whose result is a number."""
    found = set()
    for name in dir(yg):
        thing = getattr(yg, name)
        if isinstance(thing, FunctionType) and list(inspect.signature(thing).parameters) == [
            "gamma"
        ]:
            found |= {name} if isinstance(thing(1.0), float) else set()
    return found


def test_functions_of_gamma_have_records() -> None:
    names = functions_of_gamma()
    assert len(names) >= 15
    assert names <= set(QUANTITIES)
    assert all(QUANTITIES[name].weak and QUANTITIES[name].strong for name in names)
    assert set(SERIES) <= set(QUANTITIES)


@pytest.mark.parametrize("solved", SOLVED, ids=lambda solved: type(solved).__name__)
def test_numbers_of_objects_have_records(solved: Any) -> None:
    names = {name for name in dir(solved) if not name.startswith("_")} - NOT_PHYSICS
    numbers = {name for name in names if isinstance(getattr(solved, name), (int, float))}
    errors = getattr(solved, "errors", {})
    assert numbers | set(errors)
    assert numbers <= ATTRIBUTES
    assert set(errors) <= ATTRIBUTES
    assert all(error >= 0 for error in errors.values())


def test_records_are_names_of_the_library() -> None:
    inputs = {"gamma", "temperature", "n_particles", "magnon", "momentum", "spin_rapidity", "time"}
    kinds = SpectralEdge, RingState, SpectralFunction, yg.TwoComponentColumn
    fields = {name for kind in kinds for name in kind.__annotations__}
    known = inputs | set(dir(yg)) | set(SERIES) | fields
    for solved in SOLVED:
        known |= set(dir(solved))
    assert known >= ATTRIBUTES
    assert len(QUANTITIES) == len({record.name for record in QUANTITIES.values()})


# powers of kg, m, s and K
KILOGRAM, METRE, SECOND, KELVIN = np.eye(4, dtype=int)
JOULE = KILOGRAM + 2 * METRE - 2 * SECOND
MOMENTUM = KILOGRAM + METRE - SECOND
DIMENSIONS = {
    **dict.fromkeys(("temperature", "temperature_over_c2"), KELVIN),
    "time": SECOND,
    **dict.fromkeys(("momentum", "dressed_momentum", "impurity_momentum"), MOMENTUM),
    **dict.fromkeys(("compressibility", "susceptibility"), -METRE - JOULE),
    **dict.fromkeys(("density_up", "density_down"), -METRE),
    "tan_contact": -4 * METRE,
    "quartic_coefficient": JOULE - 4 * MOMENTUM,
    "sextic_coefficient": JOULE - 6 * MOMENTUM,
    "density_slope": JOULE + METRE,
    "resolvent": METRE,
    "sound_velocity_squared": 2 * (METRE - SECOND),
    **dict.fromkeys(
        ("pressure", "pressure_over_c", "pressure_over_c3", "spin_wave_moment"), JOULE - METRE
    ),
    **dict.fromkeys(("entropy_per_particle", "specific_heat"), JOULE - KELVIN),
    **dict.fromkeys(
        ("fermi_rapidity", "spin_rapidity", "particle_rapidity", "hole_rapidity"), -METRE
    ),
    **dict.fromkeys(
        ("sound_velocity", "polaron_velocity", "particle_velocity", "hole_velocity"),
        METRE - SECOND,
    ),
    **dict.fromkeys(
        (
            "energy_per_particle",
            "chemical_potential",
            "free_energy_per_particle",
            "dressed_energy",
            "maximum_energy",
            "polaron_energy",
            "particle_energy",
            "hole_energy",
            "excitation_energy",
            "ring_energy",
            "chemical_potential_over_c2",
            "field",
            "mean_chemical_potential",
            "mean_chemical_potential_over_c2",
            "field_over_c2",
        ),
        JOULE,
    ),
}


@pytest.mark.parametrize("name", QUANTITIES)
def test_units_have_the_dimension(name: str) -> None:
    unit = QUANTITIES[name].unit
    dimension = (
        unit.hbar * (JOULE + SECOND)
        + unit.mass * KILOGRAM
        - unit.density * METRE
        - unit.interaction * METRE
        + unit.boltzmann * (JOULE - KELVIN)
    )
    expected = DIMENSIONS.get(name, np.zeros(4, dtype=int))
    assert dimension.tolist() == expected.tolist()
    assert unit.is_dimensionless == (name not in DIMENSIONS)


def test_units_convert_to_si() -> None:
    mass, density = 87 * constants.atomic_mass, 2.5e6
    assert pytest.approx(constants.hbar, rel=1e-15) == HBAR
    assert constants.k == BOLTZMANN
    for name, expected in (
        ("polaron_energy", constants.hbar**2 * density**2 / mass),
        ("sound_velocity", constants.hbar * density / mass),
        ("quartic_coefficient", 1 / (constants.hbar**2 * mass * density**2)),
        ("temperature", constants.hbar**2 * density**2 / (mass * constants.k)),
        ("entropy_per_particle", constants.k),
    ):
        found = QUANTITIES[name].unit.in_si(mass=mass, density=density)
        assert found == pytest.approx(expected, rel=1e-14, abs=0)
    unit = Unit(density=1, interaction=2)
    assert unit.in_si(mass=mass, density=3.0, interaction=5.0) == 75


def test_units_are_printed_and_label_axes() -> None:
    for name, text, label in (
        ("gamma", "1", r"$\gamma$"),
        ("fermi_rapidity", "n", "$Q/n$"),
        ("pressure", "ħ²n³/m", r"$P\,/\,(\hbar^{2} n^{3}/m)$"),
        ("compressibility", "m/(ħ²n)", r"$\partial n/\partial\mu\,/\,(m/(\hbar^{2} n))$"),
        ("quartic_coefficient", "1/(ħ²mn²)", r"$A_4\,\hbar^{2} m n^{2}$"),
        ("temperature", "ħ²n²/(mk_B)", r"$k_BT\,/\,(\hbar^{2} n^{2}/m)$"),
        ("entropy_per_particle", "k_B", "$(S/N)/k_B$"),
    ):
        assert str(QUANTITIES[name].unit) == text
        assert QUANTITIES[name].label == label


def test_equations_are_those_of_the_paper() -> None:
    equations = {number for record in QUANTITIES.values() for number in record.equations}
    assert equations <= set(range(1, 24))
    # the Hamiltonian, the quantum numbers, Green's function and a relation of functions are none
    assert equations >= set(range(1, 24)) - {1, 4, 12, 18}


def test_rules_of_errors() -> None:
    assert (str(RELATIVE), str(EXACT)) == ("1e-14 of its size", "exact")
    assert str(QUANTITIES["hole_velocity"].error) == "1e-14 of the sound velocity"
    bounds = {record.error.bound for record in QUANTITIES.values()}
    few = {RELATIVE_ERROR, 2 * RELATIVE_ERROR, 4 * RELATIVE_ERROR}
    assert bounds == {0.0, *few, 1e-13, 1e-12, 1e-11, 1e-9, 0.15}


@pytest.mark.parametrize("name", catalogue_tables.PAGES)
def test_documentation_has_the_tables_of_the_catalogue(name: str) -> None:
    page = (catalogue_tables.DOCS / name).read_text(encoding="utf-8")
    assert "<!-- catalogue: " in page
    assert catalogue_tables.updated(page) == page


def test_units_with_c_need_c() -> None:
    unit = Unit(hbar=2, mass=-1, interaction=2)
    assert unit.in_si(mass=2.0, density=1.0, interaction=3.0) == HBAR**2 / 2 * 9
    with pytest.raises(DomainError, match=r"interaction must be given for a unit with c, .*ħ²c²/m"):
        unit.in_si(mass=2.0, density=1.0)
    for wrong in (-1.0, math.nan, math.inf):
        with pytest.raises(DomainError, match="density must be > 0 and finite"):
            unit.in_si(mass=2.0, density=wrong, interaction=1.0)
