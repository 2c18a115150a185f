"""The printed series against the exact mass: the error must fall as the first omitted power."""

import math

import pytest

from problems import weak_series
from yanggaudin.errors import DomainError
from yanggaudin.paper.printed_series import STRONG_MASS_TERMS, strong_mass_ratio, weak_mass_ratio
from yanggaudin.polaron.polaron import Polaron
from yanggaudin.series import strong


def test_weak_series_misses_the_next_power() -> None:
    """The first omitted term is of order γ³."""
    ratios = [
        (float(weak_series(g)["mass_ratio"]) - weak_mass_ratio(g)) / g**3
        for g in (0.04, 0.02, 0.01)
    ]
    assert abs(ratios[2] / ratios[1] - 1) < abs(ratios[1] / ratios[0] - 1) < 0.03


@pytest.mark.parametrize("n_terms", [1, 2, 3, 4])
def test_every_strong_term(n_terms: int) -> None:
    """With k terms the remainder is the (k+1)-th term up to relative order 1/γ."""
    gamma = 2e3
    partial = sum(c / gamma**k for k, c in enumerate(STRONG_MASS_TERMS[: n_terms + 1]))
    remainder = (Polaron(gamma).mass_ratio - partial) * gamma ** (n_terms + 1)
    if n_terms < 4:
        assert remainder == pytest.approx(STRONG_MASS_TERMS[n_terms + 1], rel=2e-2, abs=0)
    else:
        assert abs(remainder) < 5e3


def test_limits() -> None:
    assert type(weak_mass_ratio(0.5)) is type(strong_mass_ratio(2)) is float
    assert weak_mass_ratio(0.0) == 1
    assert strong_mass_ratio(math.inf) == 0


def test_bad_couplings() -> None:
    with pytest.raises(DomainError, match="must be ≥ 0"):
        weak_mass_ratio([1.0, -1.0])
    with pytest.raises(DomainError, match="must be ≥"):
        strong_mass_ratio(0.0)


def test_coefficient_of_one_is_not_written() -> None:
    assert strong(0, "sound_velocity_squared").exact[0].text() == "pi^2"
