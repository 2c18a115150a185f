import math
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

import yanggaudin as yg
from yanggaudin import certified, plots
from yanggaudin.arguments import (
    Array,
    coupling,
    elementwise,
    real_array,
    real_number,
)
from yanggaudin.errors import DomainError
from yanggaudin.gas.kernels import NoInteraction
from yanggaudin.gas.momenta import fold_momentum, physical_momenta


@pytest.mark.parametrize(
    "value", [2, 2.0, np.float32(2), np.int8(2), np.array(2.0), Fraction(2), Decimal(2)]
)
def test_every_kind_of_real_number_is_a_coupling(value: object) -> None:
    assert coupling(value) == 2.0


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (-1.0, r"must be > 0, got -1\.0: attracting bosons"),
        (0, r"must be > 0, got 0\.0: without interaction"),
        (math.nan, "got nan"),
        (math.inf, "must be finite, got inf"),
        (True, "one real number, got True"),
        (np.True_, "one real number"),
        (1j, "one real number, got 1j"),
        ("1", "one real number, got '1'"),
        (None, "one real number, got None"),
        ([1.0, 2.0], r"one real number, got \[1\.0, 2\.0\]; take one value at a time"),
        (np.array([1.0]), "take one value at a time"),
        (10**400, "must fit into a double"),
        (Decimal("1e400"), r"must fit into a double \(below"),
        (Decimal("1e-400"), r"must fit into a double \(above"),
        (Decimal("sNaN"), "must be a number"),
        ([[1.0], [1.0, 2.0]], "take one value at a time"),
        (np.ma.array(1.0, mask=True), "must not be masked"),
        (1e-31, "at least 1e-30, got 1e-31; below it"),
        (1e101, r"at most 1e\+100, got 1e\+101; above it"),
    ],
)
def test_bad_couplings_are_named_with_rule_and_remedy(value: object, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        coupling(value)


def test_domain_error_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="gamma"):
        coupling(-2)


@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (2, 3)])
def test_arrays_keep_their_shape(shape: tuple[int, ...]) -> None:
    values = np.zeros(shape, dtype=np.int16)
    result = real_array("p", values)
    assert result.shape == shape
    assert result.dtype == np.float64


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[0.5, 0.5], [0.5, 1.5]], r"p must lie in \[0.0, 1.0\], got 1.5 at index \(1, 1\)"),
        ([0.5, math.nan], r"got nan at index \(1,\)"),
        (2.0, r"got 2.0$"),
        ([True], r"one real number, got True at index \(0,\)"),
        ([1j], r"one real number, got 1j at index \(0,\)"),
        (["0.5"], r"one real number, got '0.5' at index \(0,\)"),
        (np.ones(1, dtype=bool), "hold real numbers, got an array of bool"),
        (np.array([np.longdouble("1e400")]), r"fit into a double .* at index \(0,\)"),
        ([[1.0], [1.0, 2.0]], "rectangular"),
    ],
)
def test_bad_elements_are_named_with_their_index(values: ArrayLike, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        real_array("p", values, 0.0, 1.0)


def test_real_number_names_its_argument() -> None:
    with pytest.raises(DomainError, match="spin_rapidity must be one real number"):
        real_number("spin_rapidity", "x")


def test_momenta_are_folded() -> None:
    folded, sign = fold_momentum([0.0, 1.0, math.pi, 5.0, 2 * math.pi])
    assert folded.tolist() == [0.0, 1.0, math.pi, 2 * math.pi - 5.0, 0.0]
    assert sign.tolist() == [1, 1, 0, -1, -1]
    mirrored, reversed_sign = fold_momentum([-1.0, -math.pi, -5.0, -2 * math.pi])
    assert mirrored.tolist() == [1.0, math.pi, 2 * math.pi - 5.0, 0.0]
    assert reversed_sign.tolist() == [-1, 0, 1, 1]
    assert fold_momentum(-1.0)[0].shape == ()
    for bad in (1.1e15, -math.inf, math.nan):
        with pytest.raises(
            DomainError, match=r"momentum must lie in \[-1000000000000000.0, .* got"
        ):
            fold_momentum(bad)


def test_large_momenta_are_reduced_by_the_true_period() -> None:
    """Against 2π in 60 digits; the nearest double to 2π would be off by 4e-3 of π at 1e14."""
    random = np.random.default_rng(31)
    momenta = random.choice([-1, 1], 300) * 10 ** random.uniform(math.log10(2 * math.pi), 15, 300)
    folded, sign = fold_momentum(momenta)
    with mpmath.workdps(60):
        for p, value, direction in zip(momenta.tolist(), folded, sign, strict=True):
            rest = mpmath.mpf(p) % (2 * mpmath.pi)
            expected = min(rest, 2 * mpmath.pi - rest)
            assert value == pytest.approx(float(expected), rel=1e-15, abs=1e-16)
            assert direction == (1 if rest < mpmath.pi else -1)


def test_an_edge_says_why_it_ends() -> None:
    assert physical_momenta(-7 / 4).tolist() == -1.75
    with pytest.raises(DomainError, match=r"\[-2πn, 2πn\] = .* the period 2πn, .* got 7.0"):
        physical_momenta(7.0)


def test_elementwise_methods_give_floats_for_numbers() -> None:
    class Doubled:
        @elementwise
        def of(self, x: ArrayLike) -> Array:
            """Return 2x."""
            return 2 * real_array("x", x)

    for number in (2, 2.0, np.float32(2), Decimal(2), Fraction(2)):
        assert type(Doubled().of(number)) is float
    assert isinstance(Doubled().of(np.array(2.0)), float)
    assert Doubled().of([2.0]).tolist() == [4.0]
    assert Doubled().of(np.ones((0, 3))).shape == (0, 3)
    assert Doubled.of.__doc__ == "Return 2x."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: yg.FermiPolaron(-2), "must be > 0, got -2.0: a fermion attracted by the others"),
        (lambda: yg.FermiPolaron(0), r"the spin-down fermion is free \(m/m\* = 1\)"),
        (lambda: yg.FermiPolaron(math.inf), r"must be finite, got inf \(the limit is m/m\* = 0"),
        (lambda: yg.ring.solve(-5, n_particles=2), "got -5.0: attracting bosons .* complex rapid"),
        (lambda: yg.ring.solve(0, n_particles=2), "all rapidities coincide: the atoms are free"),
        (lambda: yg.ring.solve(math.inf, n_particles=2), "impenetrable atoms have the rapidities"),
        (lambda: certified.Ball("1", "0").overlaps(0.78), "other must be a Ball, got 0.78"),  # type: ignore[arg-type]
        (lambda: certified.Ball.from_flint(1.0), "value must be an arb, got 1.0"),  # type: ignore[arg-type]
        (lambda: yg.Polaron(1.0, len), "kernel must be one such as SmoothKernel"),  # type: ignore[arg-type]
        (lambda: yg.GroundState(1.0, np.ones((2, 0))), "kernel must be one such as SmoothKernel"),  # type: ignore[arg-type]
        (lambda: yg.Polaron(1.0, NoInteraction), "kernel must be one such as SmoothKernel"),  # type: ignore[arg-type]
        (lambda: yg.ring.extrapolate_mass_ratio(1.0, n_particles=np.array(5)), "must be a list"),
        (lambda: yg.GreenFunction(1.0, 0.0), "gas must be a GroundState, got 1.0"),  # type: ignore[arg-type]
        (lambda: yg.ShiftFunction(1.0, 0.0), "gas must be a GroundState, got 1.0"),  # type: ignore[arg-type]
        (lambda: plots.draw_dispersion(Figure().subplots(), 1.0), "polaron must be a Polaron"),  # type: ignore[arg-type]
        (lambda: plots.draw_exponents(Figure().subplots(), [1.0]), "every element of polarons"),  # type: ignore[list-item]
        (lambda: plots.draw_thermal(Figure().subplots(), 1.0), "gases must be a list of Thermal"),  # type: ignore[arg-type]
    ],
)
def test_refusals_speak_of_what_was_asked(call: Callable[[], object], message: str) -> None:
    with pytest.raises(DomainError, match=message) as refused:
        call()
    assert "thermodynamic limit" not in str(refused.value)


def test_an_integral_may_be_a_decimal() -> None:
    kernel = yg.SmoothKernel(np.zeros_like, np.zeros_like, Decimal(0))  # type: ignore[arg-type]
    assert type(kernel.integral) is float


@pytest.mark.parametrize("package", ["sympy", "mpmath"])
def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    calls = {
        "sympy": yg.series.strong(2).to_sympy,
        "mpmath": certified.Ball(Fraction(1), Fraction(0)).to_mpmath,
    }
    with pytest.raises(yg.MissingPackageError, match=rf"pip install 'yanggaudin\[{package}\]'"):
        calls[package]()


def test_attraction_is_refused_with_where_to_go() -> None:
    for model in (yg.GroundState, yg.Polaron, yg.FermiPolaron):
        with pytest.raises(DomainError, match=r"see docs/limits\.md"):
            model(-1.0)
