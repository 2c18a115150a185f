"""Commands of the laboratory: a gas in a guide, and a trap with a flipped atom, in SI units."""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from cyclopts import App, Parameter

from ..units import BOLTZMANN, HBAR
from .found import Found
from .output import OUTPUT, TABLE, Output, Table
from .si_words import si_word
from .table import Column
from .words import UsageError

if TYPE_CHECKING:
    from ..lab import Guide, Trap

lab = App(
    name="lab",
    help="Atoms in guides and traps, in SI units: 50nK, 1.3kHz, 100a0, 30um.",
    help_format="plaintext",
    default_parameter=Parameter(negative=()),
)

_Atom = Annotated[str, Parameter(help="The isotope, such as 87Rb.")]
# -5nK is a number that is refused, and no option
_WORD = Parameter(allow_leading_hyphen=True)
_Word = Annotated[str, _WORD]
_Frequency = Annotated[
    str, _WORD, Parameter(help="Transverse frequency ω⊥/2π, such as 20kHz; a bare number is in Hz.")
]
_Length = Annotated[
    str | None,
    _WORD,
    Parameter(
        help="Scattering length, such as 100a0 or 5.3nm; a bare number is in Bohr radii a0. "
        "Without it that of the table."
    ),
]
# momenta in ħn₀ with which the flipped atom is kicked in the picture
_KICKS = (0.3, 1.0, 2.0)


class _Row(NamedTuple):
    """A number in its SI unit, and how it is shown: divided by a size, in another unit."""

    name: str
    meaning: str
    value: float
    unit: str
    size: float = 1.0
    shown: str = ""


@lab.command
def gas(
    *,
    atom: _Atom,
    f_perp: _Frequency,
    density: _Word,
    temperature: _Word = "0K",
    scattering_length: _Length = None,
    output: Table = TABLE,
) -> None:
    """Homogeneous gas in a guide: γ, sound, mass of the polaron, top of its branch.

    Parameters
    ----------
    density
        Density of the atoms, such as 1.2/um; a bare number is in 1/m.
    temperature
        Temperature, such as 50nK; a bare number is in K.
    """
    asked = _asked(atom, f_perp, scattering_length, density=density, temperature=temperature)
    with warnings_printed():
        guide = guide_of(atom, f_perp, scattering_length)
        found = guide.gas(
            density=si_word("--density", density, "1/m"),
            temperature=si_word("--temperature", temperature, "K"),
        )
        cold = " at T = 0" if found.temperature else ""
        rows = [
            _Row("gamma", "coupling γ", found.gamma, ""),
            _Row("interaction", "c = mg/ħ²", guide.c, "1/m", 1e6, "1/µm"),
            _Row("degeneracy_temperature", "T_d = ħ²n²/2mk_B", found.degeneracy_temperature, "K",
                 1e-9, "nK"),
            _energy("chemical_potential", "chemical potential μ/h", found.chemical_potential),
            _Row("healing_length", f"healing length ξ = ħ/√(mμ){cold}", found.healing_length, "m",
                 1e-6, "µm"),
            _Row("sound_velocity", "sound velocity v", found.sound_velocity, "m/s", 1e-3, "mm/s"),
            _Row("pair_correlation", "pair correlation g₂", found.pair_correlation, ""),
            _Row("polaron_mass", f"polaron mass m*{cold}", found.polaron_mass, "kg"),
            _Row("mass_enhancement", f"polaron mass m*/m{cold}",
                 found.polaron_mass / guide.atom.mass, ""),
            _Row("maximum_energy_frequency", f"top of the branch E(πn)/h{cold}",
                 found.maximum_energy_frequency, "Hz"),
            _Row("chemical_potential_over_gap", f"μ/ħω⊥{cold}", found.chemical_potential_over_gap,
                 ""),
            _Row("temperature_over_gap", "k_BT/ħω⊥", found.temperature_over_gap, ""),
        ]  # fmt: skip
    output.present(_found("lab gas", asked, rows), lines=_lines(rows))


@lab.command
def trap(
    *,
    atom: _Atom,
    f_perp: _Frequency,
    f_axial: _Word,
    atoms: Annotated[float | None, _WORD] = None,
    density: Annotated[str | None, _WORD] = None,
    temperature: _Word = "0K",
    scattering_length: _Length = None,
    output: Output = OUTPUT,
) -> None:
    """Gas in a harmonic trap, and, at zero temperature, how a flipped atom moves in it.

    --plot draws density, m/m* and g₂, and below them the orbits of an atom that is flipped in
    the centre and kicked with 0.3, 1 and 2 ħn; at a temperature the density alone.

    Parameters
    ----------
    f_axial
        Frequency ω/2π along the guide, such as 10Hz; a bare number is in Hz.
    atoms
        Number of atoms, or
    density
        density in the centre, such as 1.7/um; a bare number is in 1/m.
    temperature
        Temperature, such as 20nK; a bare number is in K.
    """
    if (atoms is None) == (density is None):
        raise UsageError("lab trap takes --atoms or --density, that in the centre")
    asked = _asked(
        atom, f_perp, scattering_length,
        f_axial=f_axial, atoms=atoms, density=density, temperature=temperature,
    )  # fmt: skip
    with warnings_printed():
        from ..lab import Trap

        found = Trap(
            guide_of(atom, f_perp, scattering_length),
            f_axial=si_word("--f-axial", f_axial, "Hz"),
            n_atoms=atoms,
            peak_density=None if density is None else si_word("--density", density, "1/m"),
            temperature=si_word("--temperature", temperature, "K"),
        )
        more = _cold_rows(found) if found.temperature == 0 else _warm_rows(found)
        rows = [
            _Row("n_atoms", "number of atoms", found.n_atoms, ""),
            _Row("peak_gamma", "γ in the centre", found.peak_gamma, ""),
            _Row("peak_density", "density in the centre", found.peak_density, "1/m", 1e6, "1/µm"),
            _Row("rms_radius", "√⟨x²⟩", found.rms_radius, "m", 1e-6, "µm"),
            _energy("chemical_potential", "chemical potential μ/h", found.chemical_potential),
            _Row("pair_correlation", "mean g₂", found.average("pair_correlation"), ""),
            _Row("three_body_correlation", "mean g₃, weighted by n³",
                 found.average("three_body_correlation", power=3), ""),
            _Row("breathing_ratio", "breathing mode ω_B²/ω²", found.breathing_ratio, ""),
            _Row("chemical_potential_over_gap",
                 "μ/ħω⊥ at T = 0 of this density" if found.temperature else "μ/ħω⊥",
                 found.validity["chemical_potential_over_gap"], ""),
            *more,
        ]  # fmt: skip
    _draw(found, output)
    output.present(_found("lab trap", asked, rows), lines=_lines(rows))


def _draw(trap: Trap, output: Output) -> None:
    """Draw the gas, and, in its ground state, motions of the flipped atom for the same time."""
    if output.plot is None:
        return
    panels: list[tuple[Any, ...]] = [("draw_trap", trap)]
    if trap.temperature == 0:
        kicks = [kick * HBAR * trap.peak_density for kick in _KICKS]
        longest = max(trap.orbit(momentum=kick, n_times=2).period for kick in kicks)
        motions = [trap.orbit(momentum=kick, duration=longest) for kick in kicks]
        panels.append(("draw_orbits", motions))
    output.draw_panels(*panels)


def _cold_rows(found: Trap) -> list[_Row]:
    """Return what there is in the ground state only."""
    from ..gas.functions import mass_enhancement

    mode = float(found.spin_mode_energies(2)[1])
    ratio = found.validity["radius_over_healing_length"]
    return [
        _Row("radius_over_healing_length", "R/ξ", ratio, ""),
        _Row("radius", "radius of the cloud", found.radius, "m", 1e-6, "µm"),
        _Row("peak_mass_enhancement", "m*/m in the centre",
             mass_enhancement(found.peak_gamma), ""),
        _Row("mass_enhancement", "mean m*/m", found.average("mass_enhancement"), ""),
        _energy("spin_mode", "first spin mode E₁/h", mode),
        _Row("top_frequency", "small oscillation at p = πħn", found.top_frequency, "Hz"),
    ]  # fmt: skip


def _warm_rows(found: Trap) -> list[_Row]:
    """Return what there is at a temperature only."""
    return [
        _Row("temperature_over_gap", "k_BT/ħω⊥", found.validity["temperature_over_gap"], ""),
        _Row("entropy_per_particle", "entropy per atom in k_B",
             found.entropy / found.n_atoms / BOLTZMANN, ""),
        _energy("energy_per_particle", "energy per atom E/Nh", found.total_energy / found.n_atoms),
    ]  # fmt: skip


def guide_of(atom: str, f_perp: str, length: str | None) -> Guide:
    """Return the guide of the options."""
    from ..lab import Atom, Guide

    return Guide(
        Atom(atom),
        f_perp=si_word("--f-perp", f_perp, "Hz"),
        scattering_length=None if length is None else si_word("--scattering-length", length, "a0"),
    )


def _energy(name: str, meaning: str, joule: float) -> _Row:
    """Return the row of an energy, saved in J and shown as a frequency."""
    return _Row(name, meaning, joule, "J", math.tau * HBAR, "Hz")


def _asked(atom: str, f_perp: str, length: str | None, **more: Any) -> dict[str, Any]:
    """Return the options as they were typed, those that were."""
    options = {"atom": atom, "f_perp": f_perp, "scattering_length": length, **more}
    return {name: value for name, value in options.items() if value is not None}


def _found(command: str, asked: dict[str, Any], rows: Sequence[_Row]) -> Found:
    """Return what is saved: every number in its SI unit."""
    columns = [Column(row.name, [row.value], si_unit=row.unit or "1") for row in rows]
    return Found(command, columns, asked)


def _lines(rows: Sequence[_Row]) -> list[str]:
    """Return a line for each number, in units of the laboratory."""
    width = max(len(row.meaning) for row in rows)
    texts = [f"{row.value / row.size:#.6g}".rstrip(".") for row in rows]
    return [
        f"{row.meaning:<{width}}  {text} {row.shown or row.unit}".rstrip()
        for row, text in zip(rows, texts, strict=True)
    ]


@contextmanager
def warnings_printed() -> Iterator[None]:
    """Print warnings as lines of standard error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for warning in caught:
        print(f"yanggaudin: warning: {warning.message}", file=sys.stderr)
