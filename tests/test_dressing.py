import math

import numpy as np
import pytest

from problems import COUPLINGS
from yanggaudin.errors import AccuracyError
from yanggaudin.gas.ground_state import GroundState
from yanggaudin.gas.kernels import LIEB_KERNEL, NoInteraction
from yanggaudin.numerics.dressing import DressingOperator
from yanggaudin.numerics.lorentzian import Lorentzian
from yanggaudin.numerics.parity import EVEN, ODD, Parity


@pytest.mark.parametrize("parity", [EVEN, ODD])
def test_without_interaction_the_solution_is_the_source(parity: Parity) -> None:
    operator = DressingOperator(3.0, NoInteraction())
    f = operator.dress(lambda depth: (3.0 - depth) ** (2 if parity == EVEN else 3), parity)
    t = np.array([-1.0, -0.3, 0.0, 0.4, 1.0])
    assert f(t) == pytest.approx((3 * t) ** (2 if parity == EVEN else 3), rel=4e-15, abs=0)


@pytest.mark.parametrize("parity", [EVEN, ODD])
@pytest.mark.parametrize("half_width", [1e-3, 0.4, 3.0, 20.0])
def test_solution_solves_the_equation_between_the_nodes(half_width: float, parity: Parity) -> None:
    """f - source = K f, with K f from one Gauss rule of 700 nodes over [-B, B]."""
    power = 0 if parity == EVEN else 1
    f = DressingOperator(half_width, LIEB_KERNEL).dress(
        lambda depth: (1 - depth / half_width) ** power, parity
    )
    nodes, weights = np.polynomial.legendre.leggauss(700)
    t = np.array([-0.95, -0.2, 0.0, 0.61, 1.0])
    image = half_width * LIEB_KERNEL(half_width * (t[:, None] - nodes)) * weights @ f(nodes)
    assert f(t) - t**power == pytest.approx(image, rel=1e-12, abs=1e-14)


def test_solution_is_symmetric_without_a_symmetric_code_path() -> None:
    f = DressingOperator(2.0, LIEB_KERNEL).dress(lambda depth: 1 - depth / 2, ODD)
    t = np.linspace(0, 1, 7)
    assert (f(-t) == -f(t)).all()


def test_one_width_scales_out() -> None:
    """A Lorentzian of half width δ on [-Bδ, Bδ] is Lieb's kernel on [-B, B]."""
    narrow = DressingOperator(0.6, Lorentzian(0.2)).dress(np.ones_like, EVEN)
    unit = DressingOperator(3.0, LIEB_KERNEL).dress(np.ones_like, EVEN)
    assert narrow.edge == pytest.approx(unit.edge, rel=1e-12, abs=0)
    assert narrow.moment(2) == pytest.approx(unit.moment(2), rel=1e-12, abs=0)


def test_unresolved_source_is_refused_and_resolved_on_request() -> None:
    def step(depth: np.ndarray) -> np.ndarray:
        return np.asarray(np.arctan2(0.5, depth - 300) + np.arctan2(0.5, 1700 - depth))

    with pytest.raises(AccuracyError, match="steps_at"):
        DressingOperator(1000.0, LIEB_KERNEL).dress(step, EVEN)
    resolved = DressingOperator(1000.0, LIEB_KERNEL, steps_at=[700.0]).dress(step, EVEN)
    assert np.isfinite(resolved.edge)


def test_moments_of_the_wrong_parity_vanish() -> None:
    f = DressingOperator(1.0, LIEB_KERNEL).dress(np.ones_like, EVEN)
    assert f.moment(1) == 0
    assert f.moment(0) > 2


@pytest.mark.parametrize("gamma", COUPLINGS)
def test_number_of_unknowns_grows_like_a_logarithm(gamma: float) -> None:
    state = GroundState(gamma)
    assert state.operator.n_unknowns <= 96 + 16 * max(0.0, -math.log(gamma) / math.log(5))


@pytest.mark.parametrize("alpha", [0.3, 0.8])
def test_edge_values_obey_the_equations_of_the_weak_series(alpha: float) -> None:
    """a′ = αb + wa and b′ = αa - wb in B for the dressed cosh αx and sinh αx (docs)."""
    edge = np.zeros(1)

    def edges(half_width: float) -> np.ndarray:
        operator = DressingOperator(half_width, LIEB_KERNEL)
        a = operator.dress(lambda depth: np.cosh(alpha * (half_width - depth)), EVEN).edge
        b = operator.dress(lambda depth: np.sinh(alpha * (half_width - depth)), ODD).edge
        r, s = (
            operator.dress(
                lambda depth, parity=parity: LIEB_KERNEL.pair(half_width, edge, depth, parity),  # type: ignore[misc]
                parity,
            ).edge
            for parity in (EVEN, ODD)
        )
        return np.array([a, b, r - s])

    h = 1e-3
    near, far = edges(3 + h) - edges(3 - h), edges(3 + 2 * h) - edges(3 - 2 * h)
    slope = (8 * near - far) / (12 * h)
    a, b, w = edges(3.0)
    assert slope[0] == pytest.approx(alpha * b + w * a, rel=1e-11, abs=0)
    assert slope[1] == pytest.approx(alpha * a - w * b, rel=1e-11, abs=0)
