"""A gas in a trap, in the units of the laboratory, and a flipped atom on its way through it."""

from __future__ import annotations

import shlex
import warnings
from typing import TYPE_CHECKING, NamedTuple

from ... import plots
from ...errors import DomainError, ValidityWarning
from ...lab import Atom, Guide, Trap, kicked_orbits, trap_summary
from ...lab.words import si_number
from ..inputs import Input, Read, Slider, choice, number
from ..view import Number, Shown, View

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ATOMS = ("87Rb", "7Li", "23Na", "39K", "41K", "85Rb", "133Cs", "4He*", "168Er", "168Yb", "170Yb",
          "174Yb")  # fmt: skip
_ACCURACY = (
    "Nothing bounds the errors of these numbers: local density neglects terms of the order (ξ/R)²."
)


class _Word(NamedTuple):
    """What was typed, as a command line has it, and its number in the SI unit."""

    text: str
    value: float | None


def _in(unit: str, *, optional: bool = False) -> Read:
    """Return what reads words with a unit, such as 20kHz."""

    def read(name: str, text: str) -> _Word:
        text = text.strip()
        return _Word(text, None if optional and not text else si_number(name, text, unit))

    return read


def _show(
    *,
    atom: str,
    f_perp: _Word,
    f_axial: _Word,
    n_atoms: float,
    temperature: _Word,
    scattering_length: _Word,
) -> Shown:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ValidityWarning)
        guide = Guide(Atom(atom), f_perp=f_perp.value, scattering_length=scattering_length.value)
        trap = Trap(guide, f_axial=f_axial.value, n_atoms=n_atoms, temperature=temperature.value)
    length = f", scattering_length={scattering_length.value!r}" if scattering_length.text else ""
    options = {
        "--atom": atom,
        "--f-perp": f_perp.text,
        "--f-axial": f_axial.text,
        "--atoms": repr(n_atoms),
        "--temperature": temperature.text,
    } | ({"--scattering-length": scattering_length.text} if scattering_length.text else {})
    return Shown(
        numbers=lambda: _numbers(trap),
        pictures={
            "cloud": lambda axes: plots.draw_trap(axes, trap),
            "orbits": lambda axes: _draw_orbits(axes, trap),
        },
        python=f"""\
guide = yg.lab.Guide(yg.lab.Atom({atom!r}), f_perp={f_perp.value!r}{length})
trap = yg.lab.Trap(
    guide, f_axial={f_axial.value!r}, n_atoms={n_atoms!r}, temperature={temperature.value!r}
)
numbers = {{line.name: line.value for line in yg.lab.trap_summary(trap)}}""",
        shell=(shlex.join(["yanggaudin", "lab", "trap", *sum(options.items(), ())]),),
        notes=lambda: [_ACCURACY, *(str(warning.message) for warning in caught)],
    )


def _numbers(trap: Trap) -> list[Number]:
    """Return what the command `lab trap` shows, in SI units and in those of the laboratory."""
    numbers = []
    for line in trap_summary(trap):
        shown = line.shown if line.shown_unit else ""
        shown = f"{shown} × {line.over}" if line.over else shown
        numbers.append(Number(line.name, line.value, None, line.unit, line.meaning, shown))
    return numbers


def _draw_orbits(axes: Axes, trap: Trap) -> None:
    """Draw orbits, which there are in the ground state."""
    if trap.temperature:
        raise DomainError("temperature must be 0 for the orbits of an atom that is flipped")
    plots.draw_orbits(axes, kicked_orbits(trap))


LABORATORY = View(
    name="laboratory",
    title="Laboratory",
    about="A gas in a harmonic trap in SI units, and how an atom that is flipped in its centre "
    "moves through it when it is kicked.",
    own_inputs=(
        choice("atom", "87Rb", _ATOMS, "atom"),
        Input("f_perp", "20kHz", _in("Hz"), "transverse frequency ω⊥/2π",
              slider=Slider(1, 100, log=True, suffix="kHz")),
        Input("f_axial", "10Hz", _in("Hz"), "axial frequency ω/2π",
              slider=Slider(1, 1000, log=True, suffix="Hz")),
        Input("n_atoms", "60", number, "number of atoms",
              slider=Slider(10, 1e4, log=True, whole=True)),
        Input("temperature", "0K", _in("K"), "temperature T",
              slider=Slider(1, 1000, log=True, below="0K", suffix="nK")),
        Input("scattering_length", "", _in("a0", optional=True),
              "scattering length (the table's if empty)"),
    ),
    pictures={"cloud": "the cloud", "orbits": "orbits of a kicked atom"},
    show=_show,
)  # fmt: skip
