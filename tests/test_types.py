"""What a type checker says of a result; mypy reads these tests."""

import inspect
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_type

import numpy as np

import yanggaudin as yg
from yanggaudin.arguments import Array
from yanggaudin.gas import functions


def test_functions_of_gamma() -> None:
    assert_type(yg.energy(1.0), float)
    assert_type(yg.energy(1), float)
    assert_type(yg.energy(gamma=np.float64(1)), float)
    assert_type(yg.energy(np.float32(1)), float)
    assert_type(yg.energy(Decimal(1)), float)
    assert_type(yg.energy(Fraction(1)), float)
    assert_type(yg.energy([1.0, 2.0]), Array)
    assert_type(yg.energy([[1], [2]]), Array)
    assert_type(yg.energy((1, Decimal(2))), Array)
    assert_type(yg.energy(np.ones(2)), Array)
    other: Any = np.ones(2)
    assert_type(yg.energy(other), Any)
    assert_type(yg.gamma_from_mass_ratio(mass_ratio=0.5), float)
    assert_type(yg.gamma_from_mass_ratio([0.5]), Array)
    for number in (1.0, 1, np.float32(1), Decimal(1), Fraction(1)):
        assert type(yg.energy(number)) is float


def test_methods() -> None:
    gas, excitations = yg.GroundState(1.0), yg.Excitations(1.0)
    assert_type(gas.rapidity_density(0.1), float)
    assert_type(gas.rapidity_density([0.1, 0.2]), Array)
    assert_type(gas.dressed_energy(np.zeros((2, 2))), Array)
    assert_type(gas.dressed_momentum(1), float)
    assert_type(gas.dressed_momentum(np.float32(1)), float)
    assert_type(gas.dressed_momentum(Fraction(1)), float)
    assert_type(excitations.hole_energy(0.1), float)
    assert_type(excitations.particle_velocity(np.ones(3)), Array)


def test_functions_are_plain_functions() -> None:
    """Typed by a decorator that changes nothing: help() and signatures are those of the source."""
    of = {"gamma_from_mass_ratio": "mass_ratio", "gamma_from_chemical_potential": "mu_over_c2"}
    for name in functions.__all__:
        function = getattr(functions, name)
        assert inspect.isfunction(function)
        assert list(inspect.signature(function).parameters) == [of.get(name, "gamma")]
        assert function.__name__ == name
