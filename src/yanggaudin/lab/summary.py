"""A gas and a trap at a glance: their numbers, what each means, and units to speak of them in."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..arguments import instance
from ..errors import DomainError
from ..gas.functions import mass_enhancement
from ..units import BOLTZMANN, HBAR
from .gas import Gas
from .orbit import Orbit
from .trap import Trap

# momenta in ħn₀ with which the flipped atom is kicked
_KICKS = (0.3, 1.0, 2.0)


class Line(NamedTuple):
    """A number of the laboratory, with units to speak of it in.  Made by `trap_summary`.

    Attributes
    ----------
    name, meaning : str
        Its name, and what it is in a few words.
    value : float
        In its SI unit.
    unit : str
        That unit, "1" for a pure number.
    size : float
        Size of the unit it is shown in, in the SI unit.
    shown_unit : str
        The unit it is shown in, nothing if it is the SI unit.
    over : str
        What it is divided by where it is shown: an energy by h.

    References
    ----------
    The numbers are those of `Gas` and `Trap`.

    Examples
    --------
    >>> line = Line("radius", "radius of the cloud", 2.5e-5, "m", 1e-6, "µm")
    >>> line.shown, line.value
    ('25.0000 µm', 2.5e-05)
    """

    name: str
    meaning: str
    value: float
    unit: str = "1"
    size: float = 1.0
    shown_unit: str = ""
    over: str = ""

    @property
    def shown_meaning(self) -> str:
        """What is shown: energies as frequencies."""
        return f"{self.meaning}/{self.over}" if self.over else self.meaning

    @property
    def shown(self) -> str:
        """Six digits in the unit it is shown in."""
        unit = self.shown_unit or ("" if self.unit == "1" else self.unit)
        return f"{f'{self.value / self.size:#.6g}'.rstrip('.')} {unit}".rstrip()


def gas_summary(gas: Gas) -> list[Line]:
    """Return a homogeneous gas at a glance.

    Parameters
    ----------
    gas : Gas
        From `Guide.gas`.

    Returns
    -------
    list of Line
        γ, sound, the polaron's mass, the top of its branch, and how good one dimension is.

    Raises
    ------
    DomainError
        If it is no gas.

    References
    ----------
    The numbers are those of `Gas`.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    >>> lab.gas_summary(guide.gas(density=1.2e6))[5].shown
    '1.00245 mm/s'
    """
    gas = instance("gas", gas, Gas)
    guide, cold = gas.guide, " at T = 0" if gas.temperature else ""
    return [
        Line("gamma", "coupling γ", gas.gamma),
        Line("interaction", "c = mg/ħ²", guide.c, "1/m", 1e6, "1/µm"),
        Line("degeneracy_temperature", "T_d = ħ²n²/2mk_B", gas.degeneracy_temperature, "K",
             1e-9, "nK"),
        _energy("chemical_potential", "chemical potential μ", gas.chemical_potential),
        Line("healing_length", f"healing length ξ = ħ/√(mμ){cold}", gas.healing_length, "m",
             1e-6, "µm"),
        Line("sound_velocity", "sound velocity v", gas.sound_velocity, "m/s", 1e-3, "mm/s"),
        Line("pair_correlation", "pair correlation g₂", gas.pair_correlation),
        Line("polaron_mass", f"polaron mass m*{cold}", gas.polaron_mass, "kg"),
        Line("mass_enhancement", f"polaron mass m*/m{cold}",
             gas.polaron_mass / guide.atom.mass),
        Line("maximum_energy_frequency", f"top of the branch E(πn)/h{cold}",
             gas.maximum_energy_frequency, "Hz"),
        Line("chemical_potential_over_gap", f"μ/ħω⊥{cold}", gas.chemical_potential_over_gap),
        Line("temperature_over_gap", "k_BT/ħω⊥", gas.temperature_over_gap),
    ]  # fmt: skip


def trap_summary(trap: Trap) -> list[Line]:
    """Return a gas in a trap at a glance.

    Parameters
    ----------
    trap : Trap
        One trap.

    Returns
    -------
    list of Line
        Number, density, size, averages, and, in the ground state, how a flipped atom moves in it.

    Raises
    ------
    DomainError
        If it is no trap, or several.

    References
    ----------
    The numbers are those of `Trap`.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    >>> lab.trap_summary(lab.Trap(guide, f_axial=10.0, n_atoms=60))[3].shown
    '11.7206 µm'
    """
    _one(trap)
    more = _cold(trap) if trap.temperature == 0 else _warm(trap)
    return [
        Line("n_atoms", "number of atoms", trap.n_atoms),
        Line("peak_gamma", "γ in the centre", trap.peak_gamma),
        Line("peak_density", "density in the centre", trap.peak_density, "1/m", 1e6, "1/µm"),
        Line("rms_radius", "√⟨x²⟩", trap.rms_radius, "m", 1e-6, "µm"),
        _energy("chemical_potential", "chemical potential μ", trap.chemical_potential),
        Line("pair_correlation", "mean g₂", trap.average("pair_correlation")),
        Line("three_body_correlation", "mean g₃, weighted by n³",
             trap.average("three_body_correlation", power=3)),
        Line("breathing_ratio", "breathing mode ω_B²/ω²", trap.breathing_ratio),
        Line("chemical_potential_over_gap",
             "μ/ħω⊥ at T = 0 of this density" if trap.temperature else "μ/ħω⊥",
             trap.validity["chemical_potential_over_gap"]),
        *more,
    ]  # fmt: skip


def kicked_orbits(trap: Trap) -> list[Orbit]:
    """Return motions of an atom that is flipped in the centre and kicked, all of one duration.

    Parameters
    ----------
    trap : Trap
        One trap in its ground state.

    Returns
    -------
    list of Orbit
        For kicks of 0.3, 1 and 2 ħn₀, n₀ the density in the centre; as long as the slowest period.

    Raises
    ------
    DomainError
        If it is no trap, several, or warm.

    References
    ----------
    The motion is that of `Trap.orbit`.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    >>> motions = lab.kicked_orbits(lab.Trap(guide, f_axial=10.0, n_atoms=60))
    >>> [round(orbit.period, 3) for orbit in motions]
    [0.388, 0.172, 0.155]
    """
    _one(trap)
    kicks = [kick * HBAR * trap.peak_density for kick in _KICKS]
    longest = max(trap.orbit(momentum=kick, n_times=2).period for kick in kicks)
    return [trap.orbit(momentum=kick, duration=longest) for kick in kicks]


def _one(trap: Trap) -> None:
    """Refuse what is not one trap."""
    if np.ndim(instance("trap", trap, Trap).peak_gamma):
        raise DomainError(f"trap must be one trap, got {np.size(trap.peak_gamma)}")


def _cold(trap: Trap) -> list[Line]:
    """Return what there is in the ground state only."""
    mode = float(trap.spin_mode_energies(2)[1])
    ratio = trap.validity["radius_over_healing_length"]
    return [
        Line("radius_over_healing_length", "R/ξ", ratio),
        Line("radius", "radius of the cloud", trap.radius, "m", 1e-6, "µm"),
        Line("peak_mass_enhancement", "m*/m in the centre",
             mass_enhancement(trap.peak_gamma)),
        Line("mass_enhancement", "mean m*/m", trap.average("mass_enhancement")),
        _energy("spin_mode", "first spin mode E₁", mode),
        Line("top_frequency", "small oscillation at p = πħn", trap.top_frequency, "Hz"),
    ]  # fmt: skip


def _warm(trap: Trap) -> list[Line]:
    """Return what there is at a temperature only."""
    return [
        Line("temperature_over_gap", "k_BT/ħω⊥", trap.validity["temperature_over_gap"]),
        Line("entropy_per_particle", "entropy per atom in k_B",
             trap.entropy / trap.n_atoms / BOLTZMANN),
        _energy("energy_per_particle", "energy per atom E/N", trap.total_energy / trap.n_atoms),
    ]  # fmt: skip


def _energy(name: str, meaning: str, joule: float) -> Line:
    """Return the line of an energy, which is shown as a frequency."""
    return Line(name, meaning, joule, "J", math.tau * HBAR, "Hz", "h")
