import math
import pickle
from decimal import Decimal
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from yanggaudin import certified
from yanggaudin.certified import Ball
from yanggaudin.errors import DomainError
from yanggaudin.numerics.precision import PRECISION, precision


def test_ball_forms() -> None:
    ball = certified.mass_ratio("1", digits=30)
    assert str(ball).startswith("0.788795579853959055744302842132245")
    assert pickle.loads(pickle.dumps(ball)) == ball
    assert Ball.from_flint(ball.to_flint()).overlaps(ball)
    interval = ball.to_mpmath()
    assert mpmath.mpf(float(ball)) in interval
    text, radius = str(ball).split(" ± ")
    assert abs(Fraction(text) - ball.middle) + ball.radius <= Fraction(radius)
    assert Fraction(ball.radius_text()) >= ball.radius
    assert text in Ball(ball.middle, 2 * Fraction(radius))


def test_random_balls_survive_every_form() -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        with PRECISION, precision(int(rng.integers(60, 400))):
            size = arb(float(rng.normal())) * arb(10) ** int(rng.integers(-30, 30))
            value = (size * arb.pi()) * (1 + arb(0, 1) * arb(10) ** int(-rng.integers(1, 60)))
        ball = Ball.from_flint(value)
        low, high = ball.middle - ball.radius, ball.middle + ball.radius
        for end in (-1, 1):  # nothing of the original is lost
            mantissa, exponent = value.mid().man_exp()
            radius, radius_exponent = value.rad().man_exp()
            original = int(mantissa) * Fraction(2) ** int(exponent)
            original += end * int(radius) * Fraction(2) ** int(radius_exponent)
            assert low <= original <= high
        text, shown = str(ball).split(" ± ")
        assert Fraction(text) - Fraction(shown) <= low <= high <= Fraction(text) + Fraction(shown)
        again = Ball.from_flint(ball.to_flint())
        assert ball in again
        assert again.radius <= ball.radius * Fraction(11, 10)
        assert Fraction(ball.radius_text()) >= ball.radius


def test_balls_by_hand() -> None:
    third = Ball(Fraction(1, 3), Fraction(1, 10**20))
    assert str(third).startswith("0.3333333333333333333333 ± ")
    with PRECISION, precision(200):
        assert third.to_flint().contains(arb(fmpq(1, 3)))
    assert repr(Ball(Fraction(1, 2), Fraction(0))) == "<Ball 0.50000000000000000000 ± 0>"
    assert Ball.from_flint(arb(1)).relative_radius == 0
    with pytest.raises(DomainError, match="radius must be >= 0"):
        Ball(Fraction(1), Fraction(-1))
    with pytest.raises(DomainError, match="must be finite"):
        Ball.from_flint(arb("nan"))


def test_ball_contains() -> None:
    ball = Ball(Fraction(1, 2), Fraction(1, 1000))
    assert 0.5 in ball
    assert "0.5009" in ball
    assert Decimal("0.4991") in ball
    assert 0.502 not in ball
    assert Ball(Fraction(1, 2), Fraction(1, 2000)) in ball
    assert ball not in Ball(Fraction(1, 2), Fraction(1, 2000))
    with pytest.raises(DomainError, match="one real number, got nan"):
        ball.__contains__(math.nan)
    assert str(Ball(Fraction(0), Fraction(0))) == "0 ± 0"
    # a radius is shown as one digit, rounded up
    assert str(Ball(Fraction(0), Fraction(95, 1000))).endswith(" ± 1e-1")


def test_a_ball_that_says_nothing_has_no_relative_radius() -> None:
    assert Ball(Fraction(0), Fraction(1)).relative_radius == math.inf
    assert Ball(Fraction(1, 10**301), Fraction(1)).relative_radius == math.inf
    assert Ball(Fraction(1, 10**299), Fraction(1)).relative_radius == pytest.approx(1e299)


def test_exact_ball_is_a_number_next_to_it() -> None:
    """A third has no end in bits: a ball of FLINT contains it, and nothing far from it."""
    flint = Ball(Fraction(1, 3), Fraction(0)).to_flint()
    with PRECISION, precision(400):
        assert flint.contains(arb(fmpq(1, 3)))
        assert flint.rad() < arb(2) ** -250


def test_branch_beyond_its_top_is_the_one_before_it() -> None:
    """E(π + δ) = E(π - δ), also where a double does not tell π from π + δ."""
    with PRECISION, precision(200):
        far = Ball.from_flint(arb.pi() + arb("1e-20")).middle
        near = Ball.from_flint(arb.pi() - arb("1e-20")).middle
    found = [certified.polaron_energy(2, momentum=p, digits=12) for p in (far, near)]
    assert found[0].overlaps(found[1])
    assert found[0].overlaps(certified.polaron_energy(2, momentum=-far, digits=12))
