import math

import numpy as np
import pytest

from yanggaudin.gas.ground_state import GroundState
from yanggaudin.polaron.polaron import Polaron

_SHARES = [0.0, 0.31, 1.0, 1.7, 1e9]


@pytest.mark.parametrize(
    ("gamma", "share"),
    [(gamma, share) for gamma in (1e-6, 0.1, 1.0, 1e8) for share in _SHARES]
    + [pytest.param(1e-29, share, marks=pytest.mark.slow) for share in _SHARES[:3]]
    + [(1e-29, share) for share in _SHARES[3:]],
)
def test_shift_function_gives_the_branch(gamma: float, share: float) -> None:
    """Eq. (11) = Eq. (14) and ∫g dk = Eq. (8), for solutions on different panels."""
    polaron = Polaron(gamma)
    eta = share * polaron.gas.fermi_rapidity
    shift = polaron.shift_function(eta)
    bound = 5e-14 if gamma >= 1e-6 else 1e-12
    assert shift.momentum == pytest.approx(polaron.momentum_at(eta), rel=bound, abs=0)
    assert shift.energy == pytest.approx(polaron.energy_at(eta), rel=bound, abs=0)
    edges = np.array([1, -1]) * polaron.gas.fermi_rapidity
    plus, minus = polaron.edge_at(eta).shifts
    assert shift(edges) == pytest.approx([plus, minus], abs=1e-13 * plus)


def test_reflection() -> None:
    """g(k; η) + g(-k; -η) is the dressed 1, that is 2πρ(k)."""
    gas = GroundState(0.4)
    polaron = Polaron(0.4)
    k = np.linspace(-1, 1, 9) * gas.fermi_rapidity
    total = polaron.shift_function(0.3)(k) + polaron.shift_function(-0.3)(-k)
    assert total == pytest.approx(2 * math.pi * gas.rapidity_density(k), rel=1e-13, abs=0)
    plus, minus = polaron.edge_at(0.3).shifts
    mirrored_plus, mirrored_minus = polaron.edge_at(-0.3).shifts
    assert plus + mirrored_minus == pytest.approx(gas.dressed_one.edge, rel=1e-14, abs=0)
    assert minus + mirrored_plus == pytest.approx(gas.dressed_one.edge, rel=1e-14, abs=0)


def test_infinite_coupling() -> None:
    """γ → ∞: the host is a Fermi sea and g = p/2π at every k."""
    polaron = Polaron(1e12)
    eta = 0.3 * polaron.gamma
    shift = polaron.shift_function(eta)
    assert shift([-3.0, 0.5, 3.0]) == pytest.approx(
        polaron.momentum_at(eta) / (2 * math.pi), rel=1e-11, abs=0
    )
