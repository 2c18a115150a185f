"""What is solved as a dictionary: complete, under the catalogue's names, in the types of JSON."""

import dataclasses
import importlib
import json
import math
import pkgutil
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from yanggaudin import ring
from yanggaudin.certified import Ball
from yanggaudin.paper.figure1 import figure1_rows
from yanggaudin.quantities import QUANTITIES
from yanggaudin.results import Result
from yanggaudin.series import Estimate, large_order, weak

POLARON = yg.Polaron(2.0)
GUIDE = yg.lab.Guide(yg.lab.Atom("87Rb"), f_perp=20e3)
SAVED: tuple[Any, ...] = (
    yg.GroundState(2.0),
    POLARON,
    POLARON.edge(1.0),
    POLARON.edge(np.array([[0.0, 1.0], [2.0, 3.0]])),
    yg.FermiPolaron(2.0),
    POLARON.shift_function(0.5),
    yg.Excitations(2.0),
    yg.ThermalGas(2.0, 1.0),
    yg.ThermalGas(2.0, 1.0).thermal_polaron,
    yg.thermal_gases([0.5, 2.0], [[1.0], [3.0]]),
    yg.TwoComponentGas(10.0, 10.0, field=1.0),
    yg.two_component_gases(10.0, [10.0, 20.0], polarisation=0.5),
    yg.thermal_column([1.0, -5.0], temperature=1.0),
    yg.two_component_column([-2.0, -5.0], field=1.0, temperature=20.0),
    ring.solve(2.0, n_particles=4, magnon=1),
    ring.solve(2.0, n_particles=3),
    ring.extrapolate_mass_ratio(2.0, n_particles=(5, 10)),
    yg.mass_routes(2.0),
    yg.identities(2.0),
    next(figure1_rows()),
    large_order(60),
    weak(30).resummed(2),
    yg.certified.mass_ratio("2", digits=5),
    GUIDE.gas(density=2e6),
    yg.lab.Trap(GUIDE, f_axial=10.0, n_atoms=60),
    yg.lab.Tubes(GUIDE, f_axial=20.0, f_radial=20.0, spacing=0.4e-6, n_atoms=2e4),
)
# doubles have all that is saved but the rapidities in extended precision; the rest has a meaning
# only together with them, or is said by another number or another object
LEFT_OUT = {
    "boost",
    "disagreement",
    "flipped_fraction",
    "is_warm",
    "reference_energy",
    "n_unknowns",
    "relative_error",
    "relative_radius",
}


def plain(value: Any) -> Any:
    """A number or array as JSON has it."""
    return json.loads(json.dumps(np.asarray(value).tolist()))


@pytest.mark.parametrize("solved", SAVED, ids=lambda solved: type(solved).__name__)
def test_all_numbers_are_saved(solved: Any) -> None:
    saved = solved.to_dict()
    assert isinstance(solved, Result)
    names = {QUANTITIES[key].attribute if key in QUANTITIES else key: key for key in saved}
    for name in (name for name in dir(solved) if not name.startswith("_")):
        if name == "mass_ratio" and getattr(solved, "momentum", 1) == 0:
            continue  # a state at rest has none
        value = getattr(solved, name)
        if name not in LEFT_OUT and isinstance(value, (bool, int, float, Decimal, Fraction)):
            key = names[name]
            as_text = isinstance(value, (Decimal, Fraction))
            assert saved[key] == (str(value) if as_text else value)
            assert type(saved[key]) in {bool, int, float, str}
        elif isinstance(value, np.ndarray) and name in names:
            assert saved[names[name]] == plain(value)


@pytest.mark.parametrize("solved", SAVED, ids=lambda solved: type(solved).__name__)
def test_json_keeps_all_of_it(solved: Any) -> None:
    saved = solved.to_dict()
    assert json.loads(json.dumps(saved)) == saved
    errors = getattr(solved, "errors", None)
    if errors is None:
        assert "errors" not in saved
    else:
        assert list(map(plain, errors.values())) == list(saved["errors"].values())
        functions = {"dressed_momentum", "dressed_energy", "hole_velocity", "hole_rapidity"}
        assert set(saved["errors"]) - functions <= set(saved)


def test_edge_is_complete() -> None:
    edge = POLARON.edge([1.0, 3.0])
    saved = edge.to_dict()
    assert saved["shift_right"] == edge.shifts[0].tolist()
    assert saved["threshold_exponent"] == edge.exponent.tolist()
    assert saved["errors"]["threshold_exponent"] == edge.errors["exponent"].tolist()
    # by Eq. (10) alone, which shares nothing with the branch but Q
    shift = POLARON.shift_function(float(POLARON.spin_rapidity(1.0)))
    assert saved["shift_right"][0] == pytest.approx(shift(shift.gas.fermi_rapidity), rel=1e-11)


def test_refusals_are_saved() -> None:
    saved = yg.thermal_gases([0.5, 2.0], [[1.0], [1e-9]]).to_dict()
    assert [entry["index"] for entry in saved["refused"]] == [[1, 0], [1, 1]]
    assert all("temperature must be at least" in entry["reason"] for entry in saved["refused"])
    assert math.isnan(saved["pressure"][1][0])
    assert json.dumps(saved)


def test_a_number_is_a_float() -> None:
    assert type(POLARON.energy(1.0)) is float
    assert type(POLARON.edge(1.0).to_dict()["momentum"]) is float
    assert json.dumps(POLARON.energy(1.0)) == repr(POLARON.energy(1.0))


def test_balls_and_estimates_come_back() -> None:
    ball = yg.certified.mass_ratio("1/3", digits=60)
    assert Ball(**ball.to_dict()) == ball
    best = weak(60, digits=60).value("0.1")
    saved = best.to_dict()
    assert Estimate(Decimal(saved["value"]), saved["error"], saved["n_terms"]) == best


def test_infinite_numbers_stay() -> None:
    state = ring.Ring(1.0, n_particles=3).state(0)
    assert state.to_dict()["spin_rapidities"] == [math.inf]
    assert "ring_mass_ratio" not in state.to_dict()


def dataclasses_of_the_package() -> list[Any]:
    names = [module.name for module in pkgutil.walk_packages(yg.__path__, "yanggaudin.")]
    modules = [importlib.import_module(name) for name in names]
    return [
        thing
        for module in modules
        for thing in vars(module).values()
        if isinstance(thing, type)
        and dataclasses.is_dataclass(thing)
        and thing.__module__ == module.__name__
    ]


def test_what_is_found_stays_as_it_was_found() -> None:
    """Nobody changes a number of a result; one of arrays, whose == is no truth, is only itself."""
    found = dataclasses_of_the_package()
    assert len(found) > 50
    for one in found:
        assert one.__dataclass_params__.frozen, one
        kinds = {str(field.type) for field in dataclasses.fields(one)}
        if any("Array" in kind and "Callable" not in kind for kind in kinds):
            assert one.__eq__ is object.__eq__, one
            assert one.__hash__ is object.__hash__, one
