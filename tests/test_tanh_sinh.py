"""The tanh-sinh rule: integrals with powers at the ends, antiderivatives, Legendre's equation."""

import numpy as np
import pytest
from scipy.special import beta, betainc

from yanggaudin.numerics.tanh_sinh import antiderivative, nodes, sturm_liouville, upper_half


@pytest.mark.parametrize(("a", "b"), [(0.0, 0.0), (0.5, 0.5), (2.0, 0.5), (1.5, 3.0)])
def test_integrals_of_powers(a: float, b: float) -> None:
    x = nodes(1 / 16)
    assert x.left + x.right == pytest.approx(np.ones_like(x.left), rel=1e-15)
    found = x.weights @ (x.left**a * x.right**b)
    assert found == pytest.approx(beta(a + 1, b + 1), rel=1e-14)
    if a == b:
        half = upper_half(1 / 16)
        assert half.weights @ (half.left * half.right) ** a == pytest.approx(found, rel=1e-14)


def test_antiderivatives() -> None:
    x = nodes(1 / 32)
    values = x.left**0.5 * x.right**1.5
    found = antiderivative(len(values)) @ (x.weights * values)
    exact = beta(1.5, 2.5) * betainc(1.5, 2.5, x.left)
    assert found == pytest.approx(exact, rel=1e-12, abs=1e-13)


def test_legendre_equation() -> None:
    """-((1 - u²)φ′)′ = k(k + 1) φ on (-1, 1), u = 2x - 1."""
    x = nodes(1 / 48)
    k = np.arange(1, 21)
    found = sturm_liouville(2 * x.weights, 4 * x.left * x.right, np.ones_like(x.left))
    assert found[:20] == pytest.approx(k * (k + 1), rel=1e-11)
