"""A proof with a part left out or spoiled refuses, or misses the truth: the bounds are needed."""

import math
from functools import cache
from typing import Any

import pytest
from flint import arb

from problems import dressed
from yanggaudin import certified
from yanggaudin.certified import (
    Ball,
    enclosures,
    graded_panels,
    legendre,
    one_rule,
    panel,
    rules,
)
from yanggaudin.certified.graded_panels import GradedPanels
from yanggaudin.certified.one_rule import OneRule
from yanggaudin.errors import AccuracyError
from yanggaudin.numerics.precision import PRECISION, precision


@pytest.fixture(autouse=True)
def _fresh_states() -> None:
    enclosures._state.cache_clear()


@cache
def unspoiled(_: float) -> Ball:
    """m/m* at γ = 1 by the rule that such a cost of panels chooses, at two resolutions."""
    exact = certified.mass_ratio(1, digits=60)
    enclosures._state.cache_clear()
    assert certified.mass_ratio(1, digits=50).overlaps(exact)
    return exact


@pytest.fixture(params=[math.inf, 0.0], ids=["one rule", "panels"])
def truth(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Ball:
    """m/m* at γ = 1 by the unspoiled rule; the spoiled one has one attempt."""
    monkeypatch.setattr(rules, "_PANEL_COST", request.param)
    monkeypatch.setattr(enclosures, "_MOST_ATTEMPTS", 1)
    return unspoiled(request.param)


def caught(truth: Ball) -> bool:
    """Whether a spoiled computation refuses or no longer meets the truth."""
    enclosures._state.cache_clear()
    try:
        return not certified.mass_ratio(1, digits=50).overlaps(truth)
    except AccuracyError:
        return True


def without_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what the proof says of discretisation."""
    monkeypatch.setattr(OneRule, "gauss_error", lambda *_: arb(0))
    monkeypatch.setattr(graded_panels.PanelDressed, "_residual", lambda *_: arb(0))
    monkeypatch.setattr(graded_panels.PanelDressed, "_far_error", lambda *_: arb(0))


def test_half_the_nodes(truth: Ball, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a quarter of them, where only the truth can tell."""
    share = 2
    for name in ("nodes_needed", "order_needed"):
        needed = getattr(rules, name)
        monkeypatch.setattr(rules, name, lambda *a, needed=needed: needed(*a) // share)
    assert caught(truth)
    share = 4
    without_bounds(monkeypatch)
    assert caught(truth)


@pytest.mark.parametrize(("rule", "few"), [(OneRule, 8), (GradedPanels, 8)])
def test_without_the_discretisation_term_the_truth_is_missed(
    rule: type[OneRule] | type[GradedPanels], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PRECISION, precision(200):
        b = arb(1.43)
        fine = dressed(OneRule, b, 50, 0).moment(0)
        assert dressed(rule, b, few, 0).moment(0).contains(fine)
        without_bounds(monkeypatch)
        assert not dressed(rule, b, few, 0).moment(0).overlaps(fine)


def test_one_wrong_matrix_entry(truth: Ball, monkeypatch: pytest.MonkeyPatch) -> None:
    row, panel_row = one_rule._kernel_row, GradedPanels.kernel_row
    calls = 0

    def spoiled(square: arb, squares: list[arb], parity: int) -> list[arb]:
        nonlocal calls
        calls += 1
        entries = row(square, squares, parity)
        if calls % len(squares) == 5:
            entries[7] += arb("1e-30")
        return entries

    def spoiled_on_panels(rule: GradedPanels, x: arb, parity: int) -> list[arb]:
        nonlocal calls
        calls += 1
        entries = panel_row(rule, x, parity)
        if calls % len(entries) == 5:
            entries[7] += arb("1e-30")
        return entries

    monkeypatch.setattr(one_rule, "_kernel_row", spoiled)
    monkeypatch.setattr(GradedPanels, "kernel_row", spoiled_on_panels)
    assert caught(truth)
    assert calls > 0


def test_wrong_weights(truth: Ball, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = one_rule._half_rule
    basis = legendre.Basis

    def spoiled(m: int, bits: int) -> list[tuple[arb, arb]]:
        return [(t, w * (1 + arb("1e-40"))) for t, w in rule(m, bits)]

    def spoiled_basis(n: int, bits: int) -> legendre.Basis:
        with PRECISION, precision(bits):
            result = basis(n)
            result.weights = [w * (1 + arb("1e-40")) for w in result.weights]
            return result

    monkeypatch.setattr(one_rule, "_half_rule", spoiled)
    monkeypatch.setattr(panel, "basis", spoiled_basis)
    assert caught(truth)


def test_nan_is_no_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    image = graded_panels.PanelDressed._image
    calls = 0

    def spoiled(self: Any, x: arb) -> arb:
        nonlocal calls
        calls += 1
        return arb("nan") if calls % 3 == 0 else image(self, x)

    with PRECISION, precision(120):
        monkeypatch.setattr(graded_panels.PanelDressed, "_image", spoiled)
        assert dressed(GradedPanels, arb(2), 10).error.is_nan()


@pytest.mark.slow
def test_wrong_legendre_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    function = legendre.twice_legendre_q

    def spoiled(z: Any, n_max: int) -> list[Any]:
        first, *rest = function(z, n_max)
        return [first * (1 + arb("1e-30")), *rest]

    with PRECISION, precision(250):
        exact = dressed(OneRule, arb(9), 300, 0).moment(0)
        right = dressed(GradedPanels, arb(9), 70, 0).moment(0)
        assert right.overlaps(exact)
        assert right.rad() < 1e-38
        monkeypatch.setattr(panel, "twice_legendre_q", spoiled)
        wrong = dressed(GradedPanels, arb(9), 70, 0).moment(0)
        assert wrong.rad() > 1e-30 or not wrong.overlaps(exact)
