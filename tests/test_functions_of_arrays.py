"""Functions of γ as ufuncs, and on arrays of other libraries."""

import json
import math
import tracemalloc
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import Any

import array_api_strict
import numpy as np
import pytest

import yanggaudin as yg
from test_functions import FUNCTIONS, LIMITS
from yanggaudin.errors import DomainError
from yanggaudin.gas import functions

# --- behaviour of a ufunc -----------------------------------------------------------------------


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    function, limits = FUNCTIONS[name], LIMITS[name]
    assert (function(0), function(math.inf)) == limits
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        both = function(np.array([0.0, math.inf, math.nan]))
    assert tuple(both[:2]) == limits
    assert math.isnan(both[2])
    assert math.isnan(function(math.nan))
    signed = function(np.array([-0.0, math.nan]))
    assert signed[0] == limits[0]
    assert math.isnan(signed[1])


def test_shapes_and_kinds() -> None:
    f = functions.mass_ratio
    assert isinstance(f(1), float)
    assert isinstance(f(np.float64(1)), float)
    for two in (np.float32(2), np.uint8(2), np.longdouble(2), Fraction(2), Decimal(2)):
        assert isinstance(f(two), float)
        assert f(two) == f(2.0)
    assert f(-0.0) == f(np.array([-0.0]))[0] == 1
    assert f([[1, 2], [3, 4]]).shape == (2, 2)
    assert f(np.empty((0, 3))).shape == (0, 3)
    assert f(np.array([0.1], dtype=np.float32)).dtype == np.float64
    assert f(np.arange(3, dtype=np.int8))[1] == f(1.0)
    assert isinstance(f(np.array(2.0)), float)
    assert f(10**300) < 1e-298
    spaced = np.geomspace(0.1, 10, 50)[::5]
    assert (f(spaced) == [f(float(g)) for g in spaced]).all()
    exact = [Decimal("0.1"), Fraction(1, 3), 2**70, np.float32(2), np.longdouble(3), 0.5]
    expected = [f(x) for x in exact]
    for several in (exact, np.array(exact, dtype=object), [np.array(x) for x in exact]):
        assert f(several).tolist() == expected
    assert f(np.array([2, 3], dtype=np.longdouble)).tolist() == f([2.0, 3.0]).tolist()
    assert np.isnan(f([Decimal("nan"), math.nan])).all()
    crossing = np.random.default_rng(0).uniform(0, 3, 20_000)
    assert (f(crossing)[::997] == [f(float(g)) for g in crossing[::997]]).all()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (-1, r"gamma must be >= 0, got -1.0$"),
        ([1.0, -2.0], r"gamma must be >= 0, got -2.0 at index \(1,\)"),
        (np.array([[1.0, 2.0], [3.0, -4.0]]), r"got -4.0 at index \(1, 1\)"),
        ([[1], [2, 3]], "gamma must be a rectangular array"),
        ([np.ones((2, 1)), np.ones((2, 3))], "gamma must be a rectangular array"),
        ("1", "gamma must hold real numbers"),
        (True, "gamma must hold real numbers"),
        ([1j], r"gamma must be one real number, got 1j at index \(0,\)"),
        (None, "gamma must be one real number, got None$"),
        (np.ones(2, dtype=complex), "gamma must hold real numbers, got an array of complex128"),
        (np.zeros(0, dtype=bool), "gamma must hold real numbers, got an array of bool"),
        ([1.0, True], r"gamma must be one real number, got True at index \(1,\)"),
        ([[0.5, "1"]], r"gamma must be one real number, got '1' at index \(0, 1\)"),
        ([0.5, np.ma.masked], "gamma must not be masked"),
        ([np.ma.array([1.0], mask=[True])], "gamma must not be masked"),
        (np.ma.array([1.0], mask=[True]), "gamma must not be masked"),
        *(
            (kind(number), rf"gamma must fit into a double \({rule}\), got .*")
            for number, rule in (
                (10**400, "below 1.8e308"),
                (Decimal("1e400"), "below 1.8e308"),
                (np.longdouble("1e400"), "below 1.8e308"),
                (Decimal("1e-400"), "above 5e-324"),
                (np.longdouble("1e-400"), "above 5e-324"),
            )
            for kind in (lambda x: x, lambda x: [1.0, x], np.array)
        ),
        (Decimal("sNaN"), "gamma must be a number, got Decimal"),
        ([Decimal("sNaN")], r"gamma must be a number, got Decimal.* at index \(0,\)"),
    ],
)
def test_bad_couplings(bad: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        functions.energy(bad)


def test_layout_and_memory() -> None:
    """The layout is kept, as by a ufunc, and no copy is made."""
    f = functions.mass_ratio
    gamma = np.random.default_rng(0).uniform(0, 3, (600, 500))
    expected = f(gamma)
    for values, same in (
        (gamma.T, expected.T),
        (np.asfortranarray(gamma), expected),
        (gamma[::-1, ::3], expected[::-1, ::3]),
        (gamma.reshape(20, 30, 500).transpose(2, 0, 1), None),
        (np.broadcast_to(gamma[0], (40, 500)), np.broadcast_to(expected[0], (40, 500))),
        (gamma.astype(">f8"), expected),
    ):
        tracemalloc.start()
        result = f(values)
        extra = tracemalloc.get_traced_memory()[1] - result.nbytes
        tracemalloc.stop()
        assert extra < 1e6
        assert result.strides == np.sqrt(values).strides
        if same is not None:
            assert (result == same).all()
    gamma[400, 7] = gamma[2, 400] = -1
    with pytest.raises(DomainError, match=r"at index \(2, 400\)"):
        f(gamma)
    with pytest.raises(DomainError, match=r"at index \(7, 400\)"):
        f(gamma.T)
    standard = array_api_strict.asarray(np.abs(gamma))
    tracemalloc.start()
    assert (np.asarray(f(standard)) == f(np.abs(gamma))).mean() > 0.9
    assert tracemalloc.get_traced_memory()[1] < 3 * gamma.nbytes + 2e7
    tracemalloc.stop()


def test_bad_mass_ratio() -> None:
    with pytest.raises(DomainError, match=r"mass_ratio must lie in \[0, 1\], got 1.5"):
        functions.gamma_from_mass_ratio(1.5)
    assert functions.gamma_from_mass_ratio([0, 1]).tolist() == [math.inf, 0]


# --- other arrays -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [*LIMITS, "gamma_from_mass_ratio", "gamma_from_chemical_potential"]
)
def test_array_api(name: str) -> None:
    function = getattr(functions, name)
    numbers = [[0.0, 1e-9, 0.3], [0.999, 1.0, math.nan]]
    if name != "gamma_from_mass_ratio":
        numbers += [[2.5, 1e17, math.inf]]
    result = function(array_api_strict.asarray(numbers))
    assert type(result) is type(array_api_strict.asarray(numbers))
    expected = function(np.array(numbers))
    assert np.allclose(np.asarray(result), expected, rtol=1e-15, atol=0, equal_nan=True)
    with pytest.raises(DomainError, match=r"got -1.0 at index \(1,\)"):
        function(array_api_strict.asarray([0.5, -1.0]))
    elsewhere = array_api_strict.Device("device1")
    with pytest.raises(DomainError, match=r"got -2.0 at index \(1,\)"):
        function(array_api_strict.asarray([0.5, -2.0], device=elsewhere))
    with pytest.raises(DomainError, match="must hold real numbers"):
        function(array_api_strict.asarray([True]))
    ones = function(array_api_strict.asarray([1, 1]))
    assert float(ones[0]) == function(1)


def test_public_names() -> None:
    assert yg.mass_ratio(1.0) == functions.mass_ratio(1.0)
    assert set(LIMITS) <= set(dir(yg))
    assert json.dumps(yg.energy(2))


FAR = 10.0 ** np.array([-300, -41, 41, 300])
BEYOND_THE_TABLES = [
    *((name, function, FAR) for name, function in FUNCTIONS.items()),
    ("coupling of μ", functions.gamma_from_chemical_potential, FAR),
    ("coupling of a mass", functions.gamma_from_mass_ratio, FAR[:2]),
]


@pytest.mark.parametrize(("name", "function", "far"), BEYOND_THE_TABLES)
def test_leading_terms_of_arrays_of_other_libraries(name: str, function: Any, far: Any) -> None:
    """Beyond 1e±40 they have the leading terms, where NumPy goes on with the table."""
    found = [float(value) for value in function(array_api_strict.asarray(far))]
    assert found == pytest.approx(function(far).tolist(), rel=1e-14, abs=0), name
