"""No error outside the tree and no warning of NumPy, whatever is handed in."""

import io
from contextlib import redirect_stdout

import pytest

from spiteful import faults, public


@pytest.mark.slow
def test_spiteful_calls() -> None:
    """A few of those of benchmarks/refusals.py."""
    with redirect_stdout(io.StringIO()):  # `cite` prints
        assert not list(faults(3000, seed=3))


def test_every_room_is_called() -> None:
    names = " ".join(public())
    for name in (
        "certified.polaron_energy",
        "ring.solve",
        "series.weak",
        "Excitations#8.hole_energy",
    ):
        assert name in names
    assert len(public()) > 150
