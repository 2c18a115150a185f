"""What a series of e(γ) says about every quantity that is linear in e(γ) and its derivatives.

A term γ^p of e becomes factor(p) π^pi γ^{p + shift}.  Symbols and units are in the catalogue
(`yanggaudin.quantities`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ..errors import DomainError


@dataclass(frozen=True)
class LinearQuantity:
    """A linear function of e(γ), acting on powers of γ."""

    factor: Callable[[Fraction], Fraction]
    shift: int = 0
    pi: int = 0


#: by their names in the catalogue; the package has n = 1, the paper's e is twice ε₀
LINEAR_QUANTITIES = {
    "energy": LinearQuantity(lambda _: Fraction(1)),
    # m/m* = 2e/γ - e′, Eq. (21)
    "mass_ratio": LinearQuantity(lambda p: 2 - p, shift=-1),
    # μ = (3e - γe′)/2
    "chemical_potential": LinearQuantity(lambda p: (3 - p) / 2),
    # g₂ = e′
    "pair_correlation": LinearQuantity(lambda p: p, shift=-1),
    # v² = 3e - 2γe′ + γ²e″/2
    "sound_velocity_squared": LinearQuantity(lambda p: (p - 2) * (p - 3) / 2),
    # 1/K² = v²/π²
    "inverse_luttinger_squared": LinearQuantity(lambda p: (p - 2) * (p - 3) / 2, pi=-2),
}

#: the quantities of which there are series, by their names in the catalogue
NAMES = tuple(LINEAR_QUANTITIES)


def linear_quantity(name: str) -> LinearQuantity:
    """Return the quantity of this name, else raise `DomainError` with the names there are."""
    if not isinstance(name, str) or name not in LINEAR_QUANTITIES:
        raise DomainError(f"quantity must be one of {', '.join(NAMES)}, got {name!r}")
    return LINEAR_QUANTITIES[name]
