"""Quantities with a unit and arrays with labels, as other packages hand them in.

The stand-ins have what is used of astropy, pint, unyt, xarray and pandas, and behave the same;
where one of these is installed, it is taken as well.
"""

import math
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from yanggaudin.arguments import exact_number, real_array, real_number, whole_number
from yanggaudin.errors import DomainError
from yanggaudin.foreign import labelled_as
from yanggaudin.polaron import dispersion_limits
from yanggaudin.polaron.edge_limits import impenetrable_exponent
from yanggaudin.thermal.limits import classical_gas
from yanggaudin.units import Unit

SCALES = {"": 1.0, "1/m um": 1e-6, "mm/m": 1e-3}


class _Astropy(np.ndarray):
    """A subclass of ndarray with `unit` and `to_value`; an error is a TypeError."""

    unit: str | SimpleNamespace

    def __new__(cls, values: object, unit: str) -> "_Astropy":
        array = np.asarray(values, dtype=float).view(cls)
        array.unit = SimpleNamespace(text=unit)
        return array

    def to_value(self, unit: str) -> Any:
        assert unit == ""
        if self.unit.text not in SCALES:  # type: ignore[union-attr]
            raise TypeError(f"'{self.unit}' and '' (dimensionless) are not convertible")
        return self.view(np.ndarray) * SCALES[self.unit.text]  # type: ignore[union-attr]


class _Unyt(_Astropy):
    """A subclass of ndarray with `units`, which knows whether it has a dimension."""

    def __new__(cls, values: object, unit: str) -> "_Unyt":
        array = np.asarray(values, dtype=float).view(cls)
        array.units = SimpleNamespace(text=unit, is_dimensionless=unit in SCALES)  # type: ignore[attr-defined]
        return array

    def to_value(self, unit: str) -> Any:
        assert unit == ""
        if not self.units.is_dimensionless:  # type: ignore[attr-defined]
            raise RuntimeError("neither TypeError nor ValueError")
        return self.view(np.ndarray) * SCALES[self.units.text]  # type: ignore[attr-defined]


class _Pint:
    """A wrapper with `units` and `m_as`, which lends the array protocols of what it wraps."""

    def __init__(self, values: object, unit: str) -> None:
        self.magnitude, self.units = np.asarray(values, dtype=float), SimpleNamespace(text=unit)

    def __array__(self, dtype: object = None, copy: object = None) -> Any:
        return self.magnitude  # pint warns that the unit is stripped

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__array_"):
            return getattr(self.magnitude, name)
        raise AttributeError(name)

    def m_as(self, unit: str) -> Any:
        assert unit == ""
        if self.units.text not in SCALES:
            raise TypeError("Cannot convert from 'micrometer' to 'dimensionless'")
        return self.magnitude * SCALES[self.units.text]


class _DataArray:
    """An array of xarray: attributes are shown, `units` among them."""

    def __init__(self, values: object, coords: Any, dims: Any, attrs: Any = None) -> None:
        self.values, self.coords, self.dims = np.asarray(values), coords, dims
        self.attrs = attrs or {}

    def __array__(self, dtype: object = None, copy: object = None) -> Any:
        return self.values

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["attrs"][name]
        except KeyError:
            raise AttributeError(name) from None


class _Series:
    """A column of pandas."""

    def __init__(self, values: object, index: Any) -> None:
        self.values, self.index, self.iloc = np.asarray(values), index, None

    def mask(self) -> None:
        """A method, not what is masked."""

    def __array__(self, dtype: object = None, copy: object = None) -> Any:
        return self.values


QUANTITIES = (_Astropy, _Unyt, _Pint)


@pytest.mark.parametrize("kind", QUANTITIES)
def test_pure_numbers_are_converted(kind: Any) -> None:
    """(1.2e5/m) / (1/µm) is 0.12, at which m/m* = 0.92652507."""
    ratio = kind(1.2e5, "1/m um")
    assert yg.mass_ratio(ratio) == pytest.approx(0.92652507, rel=1e-8)
    assert type(yg.mass_ratio(ratio)) is float
    column = kind([[1.2e5, 1e6]], "1/m um")
    assert yg.mass_ratio(column).tolist() == yg.mass_ratio([[0.12, 1.0]]).tolist()
    several = [ratio, kind(1000.0, "mm/m")]
    assert yg.mass_ratio(several).tolist() == yg.mass_ratio([0.12, 1]).tolist()
    assert yg.Polaron(ratio).gamma == pytest.approx(0.12, rel=1e-15)
    assert yg.Polaron(1.0).energy(kind([1e6], "1/m um")) == yg.Polaron(1.0).energy([1.0])
    assert float(exact_number("x", kind(0.5, ""))) == 0.5


class _FloatOfMetres(float):
    """A float that knows its unit."""

    unit = "m"


def test_a_float_may_have_a_unit() -> None:
    assert yg.mass_ratio(np.float64(3.0)) == yg.mass_ratio(3.0)
    for function in (yg.mass_ratio, yg.Polaron, yg.gamma_from_mass_ratio):
        with pytest.raises(DomainError, match="must be a pure number, got a quantity in 'm'"):
            function(_FloatOfMetres(0.5))


@pytest.mark.parametrize("kind", QUANTITIES)
def test_results_keep_the_pure_number(kind: Any) -> None:
    thousand = kind(1000.0, "mm/m")
    state = yg.ring.solve(5.0, n_particles=4, spin_rapidity=thousand)
    assert state.spin_rapidities == (1.0,)
    found = yg.ring.extrapolate_mass_ratio(thousand, n_particles=(10, 20))
    assert (found.gamma, type(found.gamma)) == (1.0, float)


#: everything that takes a number, as a function of that number
DOORS: dict[str, Any] = {
    "function": yg.energy,
    "inverse": yg.gamma_from_mass_ratio,
    "GroundState": yg.GroundState,
    "from_fermi_rapidity": yg.GroundState.from_fermi_rapidity,
    "Polaron": yg.Polaron,
    "FermiPolaron": yg.FermiPolaron,
    "Excitations": yg.Excitations,
    "ThermalGas": lambda x: yg.ThermalGas(x, 1.0),
    "temperature": lambda x: yg.ThermalGas(1.0, x),
    "mu": lambda x: yg.ThermalGas.from_chemical_potential(x, temperature=1.0),
    "temperature over c": lambda x: yg.ThermalGas.from_chemical_potential(1.0, temperature=x),
    "energy": lambda x: yg.Polaron(1.0).energy(x),
    "edge": lambda x: yg.Polaron(1.0).edge(x),
    "edge_at": lambda x: yg.Polaron(1.0).edge_at(x),
    "momentum_at": lambda x: yg.Polaron(1.0).momentum_at(x),
    "shift": lambda x: yg.Polaron(1.0).shift_function(x),
    "fermi": lambda x: yg.FermiPolaron(1.0).energy(x),
    "hole": lambda x: yg.Excitations(1.0).hole_energy(x),
    "particle": lambda x: yg.Excitations(1.0).particle_energy(x),
    "density": lambda x: yg.GroundState(1.0).rapidity_density(x),
    "dressed": lambda x: yg.GroundState(1.0).dressed_energy(x),
    "green": lambda x: yg.GreenFunction(yg.GroundState(1.0), x),
    "resolvent": lambda x: yg.GreenFunction(yg.GroundState(1.0), 0.5).resolvent(x),
    "limit": lambda x: dispersion_limits.dark_soliton(x, momentum=1.0),
    "limit at": lambda x: dispersion_limits.small_momentum(1.0, momentum=x),
    "classical": classical_gas,
    "ring": lambda x: yg.ring.solve(x, n_particles=3),
    "eta": lambda x: yg.ring.solve(1.0, n_particles=5, spin_rapidity=x),
    "size": lambda x: yg.ring.size_correction(1.0, momentum=x),
    "series": yg.series.weak(5, "mass_ratio"),
    "series value": lambda x: yg.series.weak(5, "mass_ratio").value(x),
    "certified": lambda x: yg.certified.energy(x, digits=5),
    "certified at": lambda x: yg.certified.polaron_energy(1, momentum=x, digits=5),
    "ball": lambda x: yg.certified.Ball(x, Fraction(0)),
    "routes": yg.mass_routes,
    "mass in kg": lambda x: Unit(hbar=1).in_si(mass=x, density=1.0),
    "number of atoms": lambda x: yg.ring.solve(1.0, n_particles=x),
    "quantum numbers": lambda x: yg.ring.solve(1.0, n_particles=1, quantum_numbers=[x]),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", QUANTITIES)
def test_dimensions_are_refused_at_every_door(kind: Any, door: str) -> None:
    for quantity in (kind(1.0, "um"), kind(np.array(1.0), "um")):
        with pytest.raises(DomainError, match=r"got a quantity in .*um.*docs/units\.md"):
            DOORS[door](quantity)


@pytest.mark.parametrize("kind", QUANTITIES)
def test_no_unit_hides_in_a_list(kind: Any) -> None:
    for nested in ([kind(1.0, "um")], [[0.1], [kind([0.2], "um")]], ((kind(1.0, "um"), 2.0),)):
        with pytest.raises(DomainError, match="got a quantity in"):
            yg.energy(nested)
        with pytest.raises(DomainError, match="momentum must be a number in units of ħn"):
            yg.Polaron(1.0).energy(nested)
    objects = np.empty(2, dtype=object)
    objects[0], objects[1] = 1.0, kind(1.0, "um")
    with pytest.raises(DomainError, match=r"got a quantity in .* at index \(1,\)"):
        yg.energy(objects)


def test_quantities_without_a_conversion_are_refused() -> None:
    odd = SimpleNamespace(unit=SimpleNamespace(), value=1.0)
    with pytest.raises(DomainError, match="must be a pure number"):
        real_number("x", odd)


@pytest.mark.parametrize("unit", ["", "1", "dimensionless", "ħn"])
def test_labels_come_back_without_the_unit(unit: str) -> None:
    polaron = yg.Polaron(1.0)
    p = _DataArray([0.5, 1.0], coords={"p": [0, 1]}, dims=("p",), attrs={"units": unit})
    energy: Any = polaron.energy(p)
    assert type(energy) is _DataArray
    assert (energy.coords, energy.dims, energy.attrs) == (p.coords, p.dims, {})
    assert energy.values.tolist() == polaron.energy([0.5, 1.0]).tolist()
    column: Any = yg.energy(_Series([1.0, 2.0], index=["a", "b"]))
    assert type(column) is _Series
    assert column.index == ["a", "b"]
    assert column.values.tolist() == yg.energy([1.0, 2.0]).tolist()
    assert labelled_as(_Series([1.0], index=["a"]), np.ones((1, 1))).tolist() == [[1.0]]
    assert yg.energy(_DataArray(1.0, coords={}, dims=())) == yg.energy(1.0)
    single: Any = _DataArray(1.0, coords={}, dims=())
    assert yg.Polaron(single).gamma == 1.0


@pytest.mark.parametrize(
    ("function", "unit", "value"),
    [
        (lambda p: yg.dispersion_limits.dark_soliton(0.1, momentum=p), "ħn", 0.5),
        (lambda p: yg.dispersion_limits.weak_coupling(0.1, momentum=p), "ħn", 0.5),
        (lambda p: yg.dispersion_limits.small_momentum(0.1, momentum=p), "ħn", 0.5),
        (lambda p: yg.dispersion_limits.strong_coupling(9.0, momentum=p, order=2), "ħn", 0.5),
        (impenetrable_exponent, "ħn", 0.5),
        (yg.Polaron(1.0).energy_at, "n", 0.5),
        (lambda mu: yg.thermal_column(mu, temperature=1.0).density_over_c, "ħ²c²/m", 0.5),
        (lambda t: yg.ThermalGas(1.0, t).pressure, "ħ²n²/(mk_B)", 0.5),
        (lambda eta: yg.ring.Ring(1.0, n_particles=5).state(spin_rapidity=eta).energy, "n", 0.5),
        (lambda eta: yg.ShiftFunction(yg.GroundState(1.0), eta).spin_rapidity, "n", 0.5),
    ],
)
def test_every_argument_takes_its_own_unit(function: Any, unit: str, value: float) -> None:
    single = _DataArray(value, coords={}, dims=(), attrs={"units": unit})
    assert function(single) == function(value)
    with pytest.raises(DomainError, match="got a quantity in 'kg'"):
        function(_DataArray(value, coords={}, dims=(), attrs={"units": "kg"}))


@pytest.mark.parametrize(
    "function",
    [
        lambda p: yg.dispersion_limits.dark_soliton(0.1, momentum=p),
        lambda p: yg.dispersion_limits.strong_coupling(9.0, momentum=p, order=2),
        impenetrable_exponent,
    ],
)
def test_labels_come_back_from_limits(function: Any) -> None:
    p = _DataArray([0.5, 1.0], coords={"p": [0, 1]}, dims=("p",))
    assert type(function(p)) is _DataArray
    assert function(p).values.tolist() == function([0.5, 1.0]).tolist()


def test_labels_with_another_unit_are_refused() -> None:
    p = _DataArray([0.5], coords={}, dims=("p",), attrs={"units": "kg m/s"})
    with pytest.raises(DomainError, match=r"units of ħn, got a quantity in 'kg m/s'"):
        yg.Polaron(1.0).energy(p)
    with pytest.raises(DomainError, match="gamma must be a pure number, got a quantity in 'ħn'"):
        yg.energy(_DataArray([0.5], coords={}, dims=("p",), attrs={"units": "ħn"}))


@pytest.mark.parametrize("depth", range(4))
def test_masks_are_refused_however_deep(depth: int) -> None:
    nested: Any = np.ma.array([0.1, 0.2], mask=[False, True])
    for _ in range(depth):
        nested = [nested]
    for function in (yg.energy, yg.Polaron(1.0).energy):
        with pytest.raises(DomainError, match="must not be masked"):
            function(nested)


@pytest.mark.parametrize("value", [np.timedelta64(5, "s"), np.datetime64("2021-01-01"), np.True_])
def test_times_are_no_numbers(value: Any) -> None:
    checks: tuple[Any, ...] = (yg.energy, yg.Polaron, lambda x: whole_number("N", x, 1, 9))
    for check in checks:
        for given in (value, np.array(value)):
            with pytest.raises(DomainError):
                check(given)
    for given in ([value], [[1.0, value]], np.array([value])):
        with pytest.raises(DomainError):
            real_array("x", given)
    with pytest.raises(DomainError):
        exact_number("x", value)


def test_a_list_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(DomainError, match="rectangular"):
        yg.energy(endless)


def test_astropy() -> None:
    u = pytest.importorskip("astropy.units")
    assert yg.mass_ratio((1.2e5 / u.m) / (1 / u.um)) == pytest.approx(0.92652507, rel=1e-8)
    with pytest.raises(DomainError, match="got a quantity in 'um'"):
        yg.mass_ratio([3 * u.um])


def test_pint() -> None:
    u = pytest.importorskip("pint").UnitRegistry()
    assert yg.mass_ratio((1.2e5 / u.m) / (1 / u.um)) == pytest.approx(0.92652507, rel=1e-8)
    with pytest.raises(DomainError, match="got a quantity in 'micrometer'"):
        yg.mass_ratio([3 * u.um])


def test_unyt() -> None:
    u = pytest.importorskip("unyt")
    assert yg.mass_ratio((1.2e5 / u.m) / (1 / u.um)) == pytest.approx(0.92652507, rel=1e-8)
    with pytest.raises(DomainError, match="got a quantity in"):
        yg.mass_ratio([3 * u.um])


def test_numbers_of_other_kinds_stay_what_they_are() -> None:
    assert math.isclose(yg.energy(Decimal("0.5")), yg.energy(0.5))
    assert yg.energy(range(1, 3)).tolist() == yg.energy([1, 2]).tolist()
