from dataclasses import replace

import pytest

from problems import random_couplings
from yanggaudin.errors import DomainError
from yanggaudin.paper.identities import identities
from yanggaudin.paper.routes import mass_routes


@pytest.mark.parametrize("gamma", random_couplings(1e-3, 1e4, 20, seed=6))
def test_all_routes_agree(gamma: float) -> None:
    routes = mass_routes(gamma)
    assert routes.spread < 5e-14
    assert routes.curvature_agrees
    assert routes.errors["curvature"] < 1e-12 * routes.curvature
    if routes.thermodynamics is None:
        assert not 1e-2 <= gamma <= 1e3
    else:
        miss = routes.thermodynamics - routes.chemical_potential
        assert abs(miss) <= routes.errors["thermodynamics"] < 1e-10 * routes.thermodynamics


@pytest.mark.parametrize("gamma", [1e-29, 1e-14, 1e-8, 1e8, 1e99])
def test_routes_agree_at_the_extremes(gamma: float) -> None:
    routes = mass_routes(gamma)
    assert routes.spread < 5e-13
    assert routes.curvature_agrees
    assert routes.thermodynamics is None
    assert set(routes.errors) == {"curvature"}


@pytest.mark.parametrize("gamma", random_couplings(1e-8, 1e8, 15, seed=7))
def test_identities_hold(gamma: float) -> None:
    residuals = identities(gamma)
    assert replace(residuals, edge_link=0.0).largest < 1e-13
    # as accurate as the shift function
    assert abs(residuals.edge_link) < 3e-14
    assert residuals.largest >= abs(residuals.luttinger_and_velocity)


def test_spread_is_the_largest_disagreement() -> None:
    routes = replace(
        mass_routes(2.0),
        spin_wave=0.5,
        energy_derivative=0.625,
        chemical_potential=0.5,
        pressure=0.375,
    )
    assert routes.spread == 0.5
    assert not routes.curvature_agrees


@pytest.mark.parametrize("function", [mass_routes, identities])
def test_bad_coupling(function) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DomainError, match="gamma must be > 0"):
        function(-1.0)
