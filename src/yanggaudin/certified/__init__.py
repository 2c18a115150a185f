"""Any number of proven digits: every function returns a `Ball` that contains the true value.

A theorem, not an estimate: rounding, the discretisation of the integral equation and the inversion
γ → Q are all bounded; docs/certified.md has the proof.

Couplings and other arguments are exact: text and `decimal.Decimal` as written, int and Fraction as
they are, a float as the binary number it is.  Units as everywhere: ħ = m = n = 1.  30 digits take
some hundredths of a second at γ = 1 and a second or two at γ = 0.01, 1000 digits at γ = 1 some
minutes.

>>> from yanggaudin import certified
>>> ball = certified.mass_ratio("1", digits=30)
>>> ball.mid_text(30), ball.relative_radius < 1e-30
('0.788795579853959055744302842132', True)
"""

from .ball import Ball
from .gas import (
    chemical_potential,
    dressed_momentum,
    energy,
    energy_second_derivative,
    fermi_rapidity_over_c,
    luttinger_parameter,
    pair_correlation,
    rapidity_density,
    sound_velocity,
    three_body_correlation,
)
from .polaron import energy_at, mass_ratio, momentum_at, polaron_energy, quartic_coefficient

__all__ = [
    "Ball",
    "chemical_potential",
    "dressed_momentum",
    "energy",
    "energy_at",
    "energy_second_derivative",
    "fermi_rapidity_over_c",
    "luttinger_parameter",
    "mass_ratio",
    "momentum_at",
    "pair_correlation",
    "polaron_energy",
    "quartic_coefficient",
    "rapidity_density",
    "sound_velocity",
    "three_body_correlation",
]


def __dir__() -> list[str]:
    return sorted(__all__)
