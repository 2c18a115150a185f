"""Functions of γ from shipped polynomials: which table each is made of, and by which formula.

Divided by its leading behaviour, every function is smooth in √γ for γ < 1 and in 1/√γ for γ ≥ 1;
there it is a polynomial on each of 128 equal pieces (`numerics.piecewise`).  A formula multiplies
that behaviour back in: with ``small`` = min(γ, 1) and ``large`` = max(γ, 1) one product holds in
both halves.  `tools/function_tables.py` makes the table data/functions.npz from certified values
and the weak series.  The leading terms at both ends are those of the catalogue.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from ..numerics.piecewise.function import PiecewiseFunction
from ..numerics.piecewise.record import PIECES
from ..quantities import QUANTITIES


class _Coupling(NamedTuple):
    """γ as the formulas of both halves take it.

    Below and above γ = 1, ``small`` is γ and 1, ``large`` 1 and γ, ``root`` √γ and 1/√γ; ``square``
    is that of the root, min(γ, 1/γ).
    """

    xp: Any
    small: Any
    large: Any
    square: Any
    root: Any
    weak: Any
    position: Any


def _of_coupling(gamma: Any, xp: Any) -> _Coupling:
    """Return the variables of the functions of γ."""
    # 1 in the other half, so that nothing overflows there, derivatives included
    small, large = xp.minimum(gamma, 1.0), xp.maximum(gamma, 1.0)
    square = small / large
    root = xp.sqrt(square)  # halves the rounding error of 1/γ
    return _Coupling(xp, small, large, square, root, gamma < 1, root * PIECES)


def _fermi_rapidity(v: _Coupling, smooth: Any) -> Any:
    """Return Q = γ (β - ln β - 1 - ln 8)/2π at weak coupling, β = 4π/√γ times the table."""
    logarithm = v.xp.log(32 * math.e * math.pi * smooth / v.root)  # of 8 e β
    weak = v.root * (2 * smooth - v.root * (logarithm / (2 * math.pi)))
    return v.xp.where(v.weak, weak, smooth)


def _tabulated(name: str, formula: Callable[..., Any], *tables: str) -> PiecewiseFunction:
    """Return the function with the limits of the catalogue, from the table of its own or others."""
    weak, strong = QUANTITIES[name].weak, QUANTITIES[name].strong
    assert weak is not None
    assert strong is not None
    tables = tables or (name,)
    steep = not _STEEP.isdisjoint(tables)
    return PiecewiseFunction(tables, formula, weak, strong, variables=_of_coupling, steep=steep)


#: tables that vary so fast that the rounding of the position on a piece would be visible
_STEEP = {"energy_derivative", "energy_second_derivative", "three_body_correlation"}

# fmt: off
# Divisions by γ one at a time: γ³ would overflow before the value underflows.
ENERGY = _tabulated("energy", lambda v, f: f * v.small)
ENERGY_DERIVATIVE = _tabulated("energy_derivative", lambda v, f: f / v.large / v.large)
ENERGY_SECOND_DERIVATIVE = _tabulated(
    "energy_second_derivative",
    lambda v, f: -f / v.xp.sqrt(v.small) / v.large / v.large / v.large)
# γ²e′, which is the table itself at strong coupling
TAN_CONTACT = _tabulated("tan_contact", lambda v, f: f * (v.small * v.small), "energy_derivative")
THREE_BODY_CORRELATION = _tabulated(
    "three_body_correlation",
    lambda v, f: f / v.large / v.large / v.large / v.large / v.large / v.large)
MASS_RATIO = _tabulated("mass_ratio", lambda v, f: f / v.large)
MASS_ENHANCEMENT = _tabulated("mass_enhancement", lambda v, f: v.large / f, "mass_ratio")
MASS_SHIFT = _tabulated("mass_shift", lambda v, f: f * v.xp.sqrt(v.small))
# μ = (e + γ m/m*)/2 and P = γ (m/m*)/2
CHEMICAL_POTENTIAL = _tabulated(
    "chemical_potential", lambda v, e, r: 0.5 * (e + r) * v.small, "energy", "mass_ratio")
PRESSURE = _tabulated("pressure", lambda v, f: 0.5 * f * v.small, "mass_ratio")
SOUND_VELOCITY = _tabulated("sound_velocity", lambda v, f: f * v.xp.sqrt(v.small))
# K = π/v
LUTTINGER_PARAMETER = _tabulated(
    "luttinger_parameter", lambda v, f: math.pi / (f * v.xp.sqrt(v.small)), "sound_velocity")
FERMI_RAPIDITY = _tabulated("fermi_rapidity", _fermi_rapidity)
QUARTIC_COEFFICIENT = _tabulated(
    "quartic_coefficient", lambda v, f: -f / v.xp.sqrt(v.small) / v.large)
# fmt: on


# --- the inverse of μ/c² --------------------------------------------------------------------------


def _of_potential(potential: Any, xp: Any) -> _Coupling:
    """Return the variables of functions of x = μ/c², which is 1/γ at weak coupling."""
    return _of_coupling(potential, xp)._replace(weak=potential > 1)


GAMMA_FROM_CHEMICAL_POTENTIAL = PiecewiseFunction(
    ("gamma_from_chemical_potential",),
    lambda v, f: f / v.large / v.xp.sqrt(v.small),
    lambda potential: math.pi / math.sqrt(2) / potential**0.5,
    lambda potential: 1 / potential,
    variables=_of_potential,
    argument="mu_over_c2",
)


# --- the inverse of m/m* --------------------------------------------------------------------------


class _MassRatio(NamedTuple):
    """r = m/m* and 1 - r, and where z is."""

    ratio: Any
    shift: Any
    weak: Any
    position: Any


def _of_mass_ratio(ratio: Any, xp: Any) -> _MassRatio:
    """Return the variables of functions of r; z = (1 - r)/(1 - r + √r) runs over both halves."""
    shift = 1 - ratio
    position = shift / (shift + xp.sqrt(ratio)) * (2 * PIECES)
    weak = position < PIECES
    return _MassRatio(ratio, shift, weak, xp.where(weak, position, position - PIECES))


def _gamma_from_mass_ratio(v: _MassRatio, smooth: Any) -> Any:
    """Return γ = [(1 - r) H]²/r, H from the table."""
    root = v.shift * smooth
    return root * root / v.ratio


GAMMA_FROM_MASS_RATIO = PiecewiseFunction(
    ("gamma_from_mass_ratio",),
    _gamma_from_mass_ratio,
    lambda ratio: 2 * math.pi**2 / 3 / ratio,
    lambda ratio: 9 / 4 * math.pi**2 * (1 - ratio) ** 2,
    variables=_of_mass_ratio,
    argument="mass_ratio",
    largest=1,
    ends=(1e-40, 1.0),
)
