"""Commands of the laboratory: a gas in a guide, and a trap with a flipped atom, in SI units."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from .found import Found
from .output import OUTPUT, TABLE, Output, Table
from .si_words import si_word
from .table import Column
from .words import UsageError

if TYPE_CHECKING:
    from ..lab import Guide, Line, Trap

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
        from ..lab import gas_summary

        found = guide_of(atom, f_perp, scattering_length).gas(
            density=si_word("--density", density, "1/m"),
            temperature=si_word("--temperature", temperature, "K"),
        )
        lines = gas_summary(found)
    output.present(_found("lab gas", asked, lines), lines=_texts(lines))


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
        from ..lab import Trap, trap_summary

        found = Trap(
            guide_of(atom, f_perp, scattering_length),
            f_axial=si_word("--f-axial", f_axial, "Hz"),
            n_atoms=atoms,
            peak_density=None if density is None else si_word("--density", density, "1/m"),
            temperature=si_word("--temperature", temperature, "K"),
        )
        lines = trap_summary(found)
    _draw(found, output)
    output.present(_found("lab trap", asked, lines), lines=_texts(lines))


def _draw(trap: Trap, output: Output) -> None:
    """Draw the gas, and, in its ground state, motions of the flipped atom for the same time."""
    if output.plot is None:
        return
    from ..lab import kicked_orbits

    panels: list[tuple[Any, ...]] = [("draw_trap", trap)]
    if trap.temperature == 0:
        panels.append(("draw_orbits", kicked_orbits(trap)))
    output.draw_panels(*panels)


def guide_of(atom: str, f_perp: str, length: str | None) -> Guide:
    """Return the guide of the options."""
    from ..lab import Atom, Guide

    return Guide(
        Atom(atom),
        f_perp=si_word("--f-perp", f_perp, "Hz"),
        scattering_length=None if length is None else si_word("--scattering-length", length, "a0"),
    )


def _asked(atom: str, f_perp: str, length: str | None, **more: Any) -> dict[str, Any]:
    """Return the options as they were typed, those that were."""
    options = {"atom": atom, "f_perp": f_perp, "scattering_length": length, **more}
    return {name: value for name, value in options.items() if value is not None}


def _found(command: str, asked: dict[str, Any], lines: Sequence[Line]) -> Found:
    """Return what is saved: every number in its SI unit."""
    columns = [Column(line.name, [line.value], si_unit=line.unit) for line in lines]
    return Found(command, columns, asked)


def _texts(lines: Sequence[Line]) -> list[str]:
    """Return a line of text for each number, in units of the laboratory."""
    width = max(len(line.shown_meaning) for line in lines)
    return [f"{line.shown_meaning:<{width}}  {line.shown}" for line in lines]


@contextmanager
def warnings_printed() -> Iterator[None]:
    """Print warnings as lines of standard error."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for warning in caught:
        print(f"yanggaudin: warning: {warning.message}", file=sys.stderr)
