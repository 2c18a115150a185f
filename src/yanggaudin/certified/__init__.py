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

from ..public import public_names as _public_names
from .ball import Ball as Ball
from .gas import (
    chemical_potential as chemical_potential,
    dressed_momentum as dressed_momentum,
    energy as energy,
    energy_second_derivative as energy_second_derivative,
    fermi_rapidity_over_c as fermi_rapidity_over_c,
    luttinger_parameter as luttinger_parameter,
    pair_correlation as pair_correlation,
    rapidity_density as rapidity_density,
    sound_velocity as sound_velocity,
    three_body_correlation as three_body_correlation,
)
from .polaron import (
    energy_at as energy_at,
    mass_ratio as mass_ratio,
    momentum_at as momentum_at,
    polaron_energy as polaron_energy,
    quartic_coefficient as quartic_coefficient,
)


def __dir__() -> list[str]:
    return _public_names(globals())
