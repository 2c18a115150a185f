"""Every limit of the laboratory and of gases at a temperature."""

from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from limits import Limit, between, check, least, most
from yanggaudin import ValidityWarning, lab
from yanggaudin.lab.amounts import _check_gamma
from yanggaudin.lab.one_dimension import warn_unless_one_dimensional
from yanggaudin.lab.validity import warn_of
from yanggaudin.lab.well import Potential
from yanggaudin.thermal import domain as thermal
from yanggaudin.two_components import domain as two

GUIDE = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)


def trap(**more: Any) -> lab.Trap:
    return lab.Trap(GUIDE, **{"f_axial": 10.0} | more)


@cache
def cold_trap() -> lab.Trap:
    return trap(n_atoms=60)


def thermal_trap(ratio: float) -> lab.Trap:
    kelvin, boltzmann = 2.0**-24, 1.380649e-23
    return trap(chemical_potential=ratio * boltzmann * kelvin, temperature=kelvin)


def lattice(neighbours: int) -> object:
    """Count 3 by 2N + 1 tubes; the clouds in a million kinds of them would need much memory."""
    of: Any = SimpleNamespace(_steps=np.array([1 / 1.5, 1 / (neighbours + 0.5)]) ** 2)
    return lab.Tubes._lattice(of, 1.0)


def judge(size: float = 9.0, n_atoms: float = 60.0) -> None:
    found = {"chemical_potential_over_gap": 0.0, "temperature_over_gap": 0.0}
    warn_of(GUIDE, found | {"radius_over_healing_length": size}, n_atoms, stacklevel=1)


def spins(field: Any = None, polarisation: Any = None) -> object:
    return two.field_and_polarisation(field, polarisation, 1.0)


def mixture(gamma: float = 1.0, t: float = 1.0) -> object:
    """Make a gas in a field < 0, which is looked at last."""
    return yg.TwoComponentGas(gamma, t, field=-1.0)


LIMITS = [
    # --- the laboratory ---
    *between("number of the SI", lambda n: lab.Scale.convention("m=1", density=n),
             1e-100, 1e100, "from 1e-100 to 1e+100"),
    most("numbers of the SI", lambda f: trap(f_axial=[10.0, f], n_atoms=60), 1e100,
         "from 1e-100 to 1e+100", "below f_perp"),
    least("numbers of the SI", lambda f: trap(f_axial=[10.0, f], n_atoms=60), 1e-100,
          "from 1e-100 to 1e+100", "γ in the centre"),
    *(Limit(f"breathing ratio {end}", lambda r: lab.gamma_from_breathing_ratio(ratio=r), 3.5, end,
            "lie between 3, of weak coupling, and 4, of") for end in (3.0, 4.0)),
    most("temperature in K", lambda t: GUIDE.gas(density=1e6, temperature=t), 1e-3,
         "1e-3 K", "ħω⊥ is not small"),
    least("temperature in K", lambda t: GUIDE.gas(density=1e6, temperature=t), 1e-100,
          "at least 1e-100 K"),
    most("chemical potential in J", lambda mu: trap(chemical_potential=mu), 1e-20,
         "1e-20 J in size", "is not small"),
    least("chemical potential in J", lambda mu: trap(chemical_potential=mu), -1e-20,
          "1e-20 J in size", "above the minimum"),
    least("μ/k_BT of a trap", thermal_trap, -300.0, "less 300 k_BT", "is less than 2"),
    # not by a density, whose γ would be rounded
    *between("gamma in a trap", lambda g: _check_gamma("n_atoms", np.array(g)), 1e-30, 1e40,
             "lies in [1e-30, 1e+40]"),
    least("scattering length", lambda a: lab.Guide(GUIDE.atom, f_perp=20e3, scattering_length=a),
          0.01, "of less than 0.01 is taken"),
    *between("f_perp", lambda f: lab.Guide(GUIDE.atom, f_perp=(f, 1.0)), 0.01, 100.0, "factor 100"),
    most("spacing", lambda d: lab.Tubes(GUIDE, f_axial=20.0, f_radial=20.0, spacing=d,
                                        peak_density=2e6), 1e-3, " 0.001 m"),
    most("tubes", lattice, 666_666, "at most 4000000 tubes, got about 40000"),
    most("interval", lambda d: Potential(lambda x: 1e-20 * (x - d / 2) ** 2, (0.0, d)), 1.0,
         "at most 1 m long"),
    *between("power of the density", lambda k: cold_trap().average("energy", power=k), 0, 100,
             "from 0 to 100"),
    *between("times of an orbit", lambda n: cold_trap().orbit(momentum=1e-28, n_times=n),
             2, 20_000, "from 2 to 20000"),
    # --- warnings ---
    most("μ/ħω⊥", lambda x: warn_unless_one_dimensional(GUIDE, x, 0.0, stacklevel=1), 0.2,
         "μ = 0.2 ħω⊥ is not small", "", ValidityWarning),
    most("k_BT/ħω⊥", lambda x: warn_unless_one_dimensional(GUIDE, 0.0, x, stacklevel=1), 0.2,
         "k_BT = 0.2 ħω⊥ is not small", "", ValidityWarning),
    least("R/ξ", judge, 5.0, "only 5 healing lengths wide", "", ValidityWarning),
    Limit("N", lambda n: judge(n_atoms=n), 2.0, 1.99, "N = 1.99 is less", "", ValidityWarning),
    least("density", lambda n: GUIDE.gas(density=n), 1e3, "less than one atom in a millimetre",
          "", ValidityWarning),
    # --- one component at a temperature ---
    *between("gamma at a temperature", lambda g: yg.ThermalGas(g, 0.0), 1e-6, 1e140,
             "lie in [1e-06, 1e+140] at a temperature", "temperature must be > 0"),
    most("temperature", lambda t: thermal.thermal_temperature(t, 1.0), 1e290,
         "at most 1e+290 ħ²n²/(mk_B)"),
    # 1e-6 of the energy π²/2 = 4.9348022 of impenetrable atoms
    Limit("temperature of impenetrable atoms", lambda t: thermal.thermal_temperature(t, 1e100),
          4.934803e-6, 4.934802e-6, "at least 4.9348e-06 ħ²n²/(mk_B)"),
    most("chemical potential", lambda mu: thermal.thermal_point(mu, 1e6), 2e6,
         "chemical_potential must be at most 2000000.0"),
    least("μ/k_BT", lambda mu: thermal.thermal_point(mu, 1.0), -300.0, "is below -300.0"),
    most("temperature over c²", thermal.temperature_over_c, 1e302, "at most 1e+302 ħ²c²/(mk_B)"),
    least("temperature over c²", thermal.temperature_over_c, 1e-280, "lie in [1e-280, 1e+302]"),
    least("gamma of μ", lambda g: thermal.not_too_dense(g, 0.0, 1.0), 1e-6, "below 1e-06"),
    # --- two components ---
    *between("gamma of a mixture", mixture, 1e-4, 1e4,
             "lie in [0.0001, 10000.0] for a gas of two", "exchange the components"),
    most("temperature of a mixture", lambda t: mixture(t=t), 1e6,
         "at most 1000000.0 ħ²n²/(mk_B) for a gas of two", "exchange the components"),
    most("field", spins, 600.0, "at most 600.0 k_BT = 600 "),
    most("polarisation", lambda p: spins(polarisation=p), 1 - 1e-14, "at most 1 - 1e-14"),
    least("polarisation", lambda p: spins(polarisation=p), 0.0, "lie in [0, 1)"),
    most("μ↑", lambda mu: two.potentials(mu, 0.0, 1e6), 2e6, "μ↑ must be at most 2000000.0"),
    least("μ↑/k_BT", lambda mu: two.potentials(mu, 0.0, 1.0), -100.0, "at least -100.0 k_BT"),
    least("gamma of potentials", two.not_too_dense, 1e-4, "below 0.0001"),
    *between("gamma that is found", lambda g: two.not_out_of_range(g, 1.0), 1e-4, 1e4,
             "must have one in [0.0001, 10000.0]"),
    most("temperature that is found", lambda t: two.not_out_of_range(1.0, t), 1e6,
         "must have one in [0.0, 1000000.0]"),
]  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_limits(limit: Limit) -> None:
    check(limit)
