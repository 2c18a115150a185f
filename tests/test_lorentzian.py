"""Exact panel integrals against ball-arithmetic quadrature of the same integrals."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from flint import acb, arb
from numpy.polynomial import legendre

from yanggaudin.errors import DomainError
from yanggaudin.numerics.legendre_q import twice_legendre_q
from yanggaudin.numerics.lorentzian import Lorentzian
from yanggaudin.numerics.panels import GaussPanels, Panels
from yanggaudin.numerics.parity import EVEN, ODD, Parity
from yanggaudin.numerics.precision import PRECISION, precision


@pytest.fixture(autouse=True)
def _triple_precision() -> Iterator[None]:
    with PRECISION, precision(3 * 53):
        yield


@pytest.mark.parametrize("z", [0.3 - 1e-9j, -0.99 - 0.1j, 1.02 + 0.01j, 1.5 - 1j, -2 + 0.5j])
def test_legendre_q_is_the_integral(z: complex) -> None:
    q = twice_legendre_q(np.array([z - 1]), np.array([z + 1]), 6)[:, 0]
    for n in range(7):

        def integrand(t: acb, _: bool, n: int = n) -> acb:
            return t.legendre_p(n) / (acb(z) - t)

        integral = complex(acb.integral(integrand, -1, 1))
        assert abs(q[n] - integral) < 2e-13 * abs(q[0])


def _function(depth: np.ndarray) -> np.ndarray:
    """Sample function: smooth in the root of the depth."""
    return np.asarray(np.sqrt(depth) + depth / (50 + depth))


def _exact(half_width: float, point: float, kernel, parity: int) -> float:  # type: ignore[no-untyped-def]
    """∫_0^B f(x) [k(y - x) ± k(y + x)] dx, the range cut at the point; y - x = u - v."""

    def integrand(s: acb, _: bool) -> acb:
        u = s * s
        near, far = kernel(u - point), kernel(2 * arb(half_width) - point - u)
        value: acb = (s + u / (50 + u)) * (near + parity * far) * 2 * s
        return value

    end = arb(half_width).sqrt()
    cuts = [arb(0), end]
    if 0 < point < half_width:
        cuts.insert(1, arb(point).sqrt())
    pieces = pairwise(cuts)
    return float(sum((acb.integral(integrand, a, b).real for a, b in pieces), arb(0)))


@pytest.mark.parametrize("parity", [EVEN, ODD])
@pytest.mark.parametrize("delta", [1.0, 0.5])
@pytest.mark.parametrize("half_width", [1e-3, 0.7, 9.0, 4e3, 2e6])
def test_weights_are_the_integrals(half_width: float, delta: float, parity: Parity) -> None:
    panels, kernel = Panels(half_width), Lorentzian(delta)
    values = _function(panels.depth)
    share = np.array([0.0, 1e-4, 0.013, 0.3, 0.77, 0.999, -0.2, -3.0])
    depth = half_width * share
    density = kernel.weights(panels, depth, parity) @ values
    phase = kernel.phase_weights(panels, depth, parity) @ values

    def lorentz(y: acb) -> acb:
        return delta / (arb.pi() * (delta**2 + y * y))

    def angle(y: acb) -> acb:  # analytic continuation of 2 atan2(δ, y) for Im y < δ
        return arb.pi() - 2 * (y / delta).atan()

    scale = float(np.max(np.abs(values)))
    for i, point in enumerate(depth):
        exact = _exact(half_width, float(point), lorentz, parity)
        assert density[i] == pytest.approx(exact, rel=1e-13, abs=1e-13 * scale)
        exact = _exact(half_width, float(point), angle, parity)
        assert phase[i] == pytest.approx(exact, rel=1e-13, abs=1e-13 * scale)


def test_odd_weights_do_not_cancel_far_away() -> None:
    """Far from the interval L(y-x) - L(y+x) → 4xδ/πy³ and φ(y-x) - φ(y+x) → 4xδ/y²."""
    panels, kernel, y = Panels(2.0), Lorentzian(0.5), 1e12
    first_moment = float(panels.weights @ (2.0 - panels.depth) ** 2)
    density = kernel.weights(panels, np.array([2.0 - y]), ODD) @ (2.0 - panels.depth)
    phase = kernel.phase_weights(panels, np.array([2.0 - y]), ODD) @ (2.0 - panels.depth)
    assert density[0] == pytest.approx(2 * first_moment / (np.pi * y**3), rel=1e-11, abs=0)
    assert phase[0] == pytest.approx(2 * first_moment / y**2, rel=1e-11, abs=0)


def test_panels_cover_the_interval_and_stay_few() -> None:
    for half_width in (1e-150, 0.1, 0.3, 5.0, 2e7, 2e15):
        panels = Panels(half_width)
        assert panels.edges[0] == 0
        assert panels.edges[-1] == pytest.approx(np.sqrt(half_width), rel=1e-15, abs=0)
        assert (np.diff(panels.edges) > 0).all()
        assert panels.weights.sum() == pytest.approx(half_width, rel=1e-14, abs=0)
        assert len(panels.depth) <= 16 * (6 + np.log(1 + half_width) / np.log(1.5**2))


def test_nodal_values_give_legendre_coefficients() -> None:
    panels = Panels(1e-2)
    coefficients = np.arange(1.0, 17.0)
    t = 2 * panels.roots / panels.edges[-1] - 1
    values = legendre.legval(t, coefficients)
    assert panels.tail(values) == pytest.approx(16 / np.max(np.abs(values)), rel=1e-10, abs=0)


@pytest.mark.parametrize("half_width", [0.3, 17.0, 4e3, 1e8])
def test_constant_wherever_the_point_lies(half_width: float) -> None:
    """At the centre, beside it, at panel ends and anywhere, to a few roundings."""
    panels, kernel = Panels(half_width), Lorentzian(0.5)
    random = np.random.default_rng(5)
    beside = half_width - min(half_width, 1.0) * random.uniform(0, 1, 20)
    anywhere = half_width * random.uniform(0, 1, 200)
    for depth in (np.array([half_width]), beside, panels.edges[1:-1] ** 2, anywhere):
        total = kernel.weights(panels, depth, EVEN).sum(axis=1)
        exact = 1 - kernel.tail(depth) - kernel.tail(2 * half_width - depth)
        assert total == pytest.approx(exact, rel=1e-14, abs=0)


@pytest.mark.parametrize("half_width", [0.5, 1.0])
def test_line_weights_against_closed_forms(half_width: float) -> None:
    """∫ x/(z - x) dx = z log[z/(z - X)] - X, from kernels wider than a panel to far narrower."""
    panels = GaussPanels(np.array([0.0, 0.1, 0.5, 3.0, 12.0, 60.0, 400.0]))
    point = np.concatenate([panels.roots, -panels.roots, [0.0, 400.0, 500.0, 7.7]])
    kernel = Lorentzian(half_width)
    given = panels, point, kernel.near_pairs(panels, point)
    weights = kernel.conjugate_line_weights(*given) + 1j * kernel.line_weights(*given)
    z = point - 1j * half_width
    ratio = np.log(z) - np.log(z - 400.0)
    one, linear = ratio / np.pi, (z * ratio - 400.0) / np.pi
    assert np.max(np.abs(weights @ np.ones_like(panels.roots) - one)) < 1e-14
    # its two terms are as large as X
    assert (np.abs(weights @ panels.roots - linear) < 1e-14 * (400 + np.abs(linear))).all()


@pytest.mark.parametrize("length", [1e2, 1e4, 1e6])
def test_a_narrow_kernel_keeps_what_it_acts_on(length: float) -> None:
    """Its integrals over 1 and x on one long panel, to rounding."""
    panels = GaussPanels(np.array([0.0, length]))
    kernel, x = Lorentzian(1.0), panels.roots
    weights = kernel.line_weights(panels, x, kernel.near_pairs(panels, x))
    one = 1 - kernel.tail(x) - kernel.tail(length - x)
    linear = x * one + np.log((1 + (length - x) ** 2) / (1 + x * x)) / (2 * np.pi)
    assert weights.sum(axis=1) == pytest.approx(one, rel=1e-15, abs=0)
    assert weights @ x == pytest.approx(linear, rel=0, abs=1e-15 * length)


@pytest.mark.parametrize("half_width", [0.0, -1.0, np.inf, np.nan])
def test_bad_half_widths(half_width: float) -> None:
    with pytest.raises(DomainError, match=f"half_width must be > 0 and finite, got {half_width}"):
        Lorentzian(half_width)
