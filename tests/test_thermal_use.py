"""A gas at a temperature in use: text, copies, order in T, refusals, panels."""

import copy
import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from test_thermal import QUANTITIES
from yanggaudin.errors import DomainError
from yanggaudin.numerics.panels import ORDER
from yanggaudin.numerics.rapidity_line import RapidityLine
from yanggaudin.thermal.thermal_gas import OfState, ThermalGas
from yanggaudin.thermal.yang_yang import SETTLED, Equilibrium


def test_text() -> None:
    assert repr(ThermalGas(2.0, 0.5)) == "ThermalGas(gamma=2.0, temperature=0.5)"


@pytest.mark.parametrize(
    "gas",
    [
        ThermalGas(2.0, 0.5),
        ThermalGas(0.1, 1.0).refined(),
        ThermalGas.from_chemical_potential(0.3, temperature=0.7),
        ThermalGas.from_chemical_potential(0.3, temperature=0.7).refined(),
    ],
    ids=["gamma", "refined", "potential", "refined potential"],
)
def test_copies_and_pickles_are_exact(gas: ThermalGas) -> None:
    for twin in (pickle.loads(pickle.dumps(gas)), copy.copy(gas), copy.deepcopy(gas)):
        assert isinstance(twin, ThermalGas)
        assert (twin.gamma, twin.temperature) == (gas.gamma, gas.temperature)
        assert twin.n_unknowns == gas.n_unknowns
        for name in QUANTITIES:
            assert getattr(twin, name) == getattr(gas, name), name


@settings(max_examples=15, deadline=None)
@given(st.floats(-3, 4), st.floats(-2, 3), st.floats(0.05, 1))
def test_monotone_in_the_temperature(log_gamma: float, log_t: float, step: float) -> None:
    cold, hot = (ThermalGas(10**log_gamma, 10**x) for x in (log_t, log_t + step))
    for name in ("pressure", "energy_per_particle", "entropy_per_particle"):
        assert getattr(cold, name) < getattr(hot, name), name
    assert cold.free_energy_per_particle > hot.free_energy_per_particle


@pytest.mark.parametrize(
    ("gamma", "t", "message"),
    [
        (1.0, 0.0, "temperature must be > 0, got 0.0; for zero temperature use GroundState"),
        (1.0, -1.0, "temperature must be > 0, got -1.0"),
        (1.0, math.nan, "temperature must be > 0, got nan"),
        (1.0, math.inf, r"temperature must be at most 1e\+290 ħ²n²/\(mk_B\), got inf"),
        (
            1.0,
            1e-9,
            r"temperature must be at least 9.34726e-07 ħ²n²/\(mk_B\) for this gas, got 1e-09",
        ),
        (1.0, [1.0, 2.0], "take one value at a time"),
        (1.0, "1", "temperature must be one real number"),
        (1.0, True, "temperature must be one real number"),
        (0.0, 1.0, r"gamma must lie in \[1e-06, 1e\+140\] at a temperature, got 0.0"),
        (1.1e140, 1.0, "gamma must lie in"),
        (math.nan, 1.0, "gamma must lie in"),
        (np.array([1.0, 2.0]), 1.0, "gamma must be one real number"),
    ],
)
def test_bad_arguments(gamma: Any, t: Any, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        ThermalGas(gamma, t)


@pytest.mark.parametrize(
    ("mu", "t", "message"),
    [
        (math.nan, 1.0, "chemical_potential must be at most 2000000.0"),
        (1e30, 1.0, "chemical_potential must be at most 2000000.0"),
        (1.0, 0.0, "temperature must be > 0"),
        (1.0, 1e-9, r"temperature must be at least 1.41421e-06 ħ²c²/\(mk_B\)"),
        (-700.0, 1.0, r"potential -700.0 and temperature 1.0 .* thin that mu/k_BT is below -300.0"),
        (-6e11, 1e9, "so thin that mu/k_BT is below -300.0, .*; thermal_column gives"),
        (-math.inf, 1.0, "so thin"),
        (0.0, 5e-324, r"temperature must lie in \[1e-280, 1e.302\], got 5e-324"),
        (
            0.0,
            1e16,
            r"potential 0.0 and temperature 1e.16 .* so dense that gamma is below 1e-06",
        ),
        (-1e16, 1e16, "so dense"),
    ],
)
def test_density_out_of_reach(mu: float, t: float, message: str) -> None:
    with pytest.raises(DomainError, match=message):
        ThermalGas.from_chemical_potential(mu, temperature=t)


@pytest.mark.parametrize(("gamma", "t"), [(0.05, 1e-3), (1.0, 1e-3), (30.0, 0.01), (0.3, 2.0)])
def test_smooth_panels_lose_nothing(gamma: float, t: float) -> None:
    """The same gas with all unknowns on the panels that resolve the filling."""
    gas = ThermalGas(gamma, t)
    line, state = gas._state.line, gas._state
    assert isinstance(state, Equilibrium)
    edges = line.panels.edges
    fine = Equilibrium(
        RapidityLine(edges, line.kernel), state.temperature, state.potential, state.energy_at_nodes
    )
    solved = OfState(fine.near(gas.density_over_c, SETTLED))
    assert solved.n_unknowns == ORDER * (len(edges) - 1)
    for name, error in gas.errors.items():
        assert getattr(solved, name) == pytest.approx(getattr(gas, name), rel=0, abs=error), name
    if gamma >= 1:  # the edge of the filling is much narrower than the kernel
        assert gas.n_unknowns < solved.n_unknowns / 2
