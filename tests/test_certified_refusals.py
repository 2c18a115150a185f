import math
from typing import Any

import numpy as np
import pytest

from yanggaudin import certified
from yanggaudin.errors import AccuracyError, DomainError


@pytest.mark.parametrize(
    ("gamma", "message"),
    [
        ("one", "gamma must be one real number, got 'one'"),
        (math.nan, "gamma must be one real number, got nan"),
        (math.inf, "gamma must be finite, got inf"),
        (0, "gamma must be > 0, got 0"),
        ("-1/3", "gamma must be > 0, got '-1/3'"),
        ("9e-31", r"gamma must lie in \[1e-30, 1e\+100\] here, got '9e-31'"),
        (np.ma.array(2.5, mask=True), "gamma must not be masked"),
        ("1e400", r"gamma must lie in \[1e-30, 1e\+100\] here, got '1e400'"),
        ("1e99999999", r"gamma must lie within 1e±1000"),
        (True, "gamma must be one real number, got True"),
        ([1.0], "gamma must be one real number"),
    ],
)
def test_bad_couplings(gamma: Any, message: str) -> None:
    assert float(certified.energy("1e100", digits=5)) == pytest.approx(math.pi**2 / 3)
    with pytest.raises(DomainError, match=message):
        certified.mass_ratio(gamma)


def test_long_numbers_are_refused() -> None:
    with pytest.raises(DomainError, match="gamma must have at most 10000 binary digits"):
        certified.energy(10**5000)


def test_bad_digits_and_places() -> None:
    for digits in (0, -3, 2.5, 10**6, "ten", True):
        with pytest.raises(DomainError, match="digits must be a whole number from 1 to 4000"):
            certified.energy(1, digits=digits)  # type: ignore[arg-type]
    with pytest.raises(AccuracyError, match=r"need \d+ nodes and .* GB, more than the 4 GB"):
        certified.energy(1, digits=4000)
    with pytest.raises(DomainError, match="momentum must be at most 1e15 in size, got '1e16'"):
        certified.polaron_energy(1, momentum="1e16")
    with pytest.raises(DomainError, match="gamma must be > 0"):
        certified.dressed_momentum(-7, rapidity=0)
    with pytest.raises(DomainError, match="digits must be a whole number"):
        certified.polaron_energy(1, momentum=0, digits=-5)
    with pytest.raises(DomainError, match=r"rapidity must lie in \[-Q, Q\] with Q = 1.43"):
        certified.dressed_momentum(1, rapidity="1.5")
