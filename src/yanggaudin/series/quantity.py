"""What a series of e(γ) says about every other quantity of the ground state.

A term γ^p of e becomes factor(p) γ^{p + shift}; all units are those of the package.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ..errors import DomainError


@dataclass(frozen=True)
class Quantity:
    """A linear function of e(γ), acting on powers of γ."""

    symbol: str
    latex: str
    factor: Callable[[Fraction], Fraction]
    shift: int = 0
    pi: int = 0


QUANTITIES = {
    "energy": Quantity("e", "e", lambda _: Fraction(1)),
    # m/m* = 2e/γ - e′, Eq. (21)
    "mass_ratio": Quantity("m/m*", "m/m^*", lambda p: 2 - p, shift=-1),
    # μ = (3e - γe′)/2 in ħ²n²/m
    "chemical_potential": Quantity("mu", r"\mu", lambda p: (3 - p) / 2),
    "pair_correlation": Quantity("g2", "g_2", lambda p: p, shift=-1),
    # v² = 3e - 2γe′ + γ²e″/2 in (ħn/m)²
    "sound_velocity_squared": Quantity("v^2", "v^2", lambda p: (p - 2) * (p - 3) / 2),
    # 1/K² = v²/π²
    "inverse_luttinger_squared": Quantity("1/K^2", "1/K^2", lambda p: (p - 2) * (p - 3) / 2, pi=-2),
}


def quantity(name: str) -> Quantity:
    """Return the quantity of this name or say which names there are."""
    if not isinstance(name, str) or name not in QUANTITIES:
        raise DomainError(f"quantity must be one of {', '.join(QUANTITIES)}, got {name!r}")
    return QUANTITIES[name]
