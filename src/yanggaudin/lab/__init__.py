"""The laboratory: atoms, guides, gases and traps, in SI units.

Numbers in SI units go in and come out, or quantities of astropy and pint; scattering lengths are in
Bohr radii, frequencies are ω/2π in Hz.  A `Scale` turns any number of the package into SI units.

>>> from yanggaudin import lab
>>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=1300.0, scattering_length=100.4)
>>> gas = guide.gas(density=1.2e6)
>>> round(gas.gamma, 6), round(gas.sound_velocity * 1e3, 4)  # in mm/s
(0.100829, 0.2713)
"""

from ..public import public_names as _public_names
from .atoms import Atom as Atom, Channel as Channel, Mixture as Mixture
from .gas import Gas as Gas
from .guide import Guide as Guide
from .inverse import (
    Measured as Measured,
    gamma_from_breathing_ratio as gamma_from_breathing_ratio,
    gamma_from_mass as gamma_from_mass,
    gamma_from_radius as gamma_from_radius,
    gamma_from_sound_velocity as gamma_from_sound_velocity,
)
from .orbit import Orbit as Orbit
from .scale import Scale as Scale
from .summary import (
    Line as Line,
    gas_summary as gas_summary,
    kicked_orbits as kicked_orbits,
    trap_summary as trap_summary,
)
from .trap import Trap as Trap
from .tubes import Tubes as Tubes


def __dir__() -> list[str]:
    return _public_names(globals())
