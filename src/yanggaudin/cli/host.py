"""The host of a command: a coupling γ, or atoms in a guide from which it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .lab import guide_of, warnings_printed
from .si_words import si_word
from .table import Column
from .words import Numbers, UsageError, one_coupling

if TYPE_CHECKING:
    from ..lab import Scale

# -5nm is a number that is refused, and no option
_Word = Annotated[str | None, Parameter(allow_leading_hyphen=True)]


@Parameter(name="*")
@dataclass(frozen=True)
class Host:
    """The options --gamma, or --atom with those that belong to it.

    Parameters
    ----------
    gamma
        Coupling γ from 1e-3 to 1e4.
    atom
        An isotope such as 87Rb instead of --gamma; energies are in kHz then, times in ms.
    f_perp
        Its transverse frequency ω⊥/2π, such as 20kHz; a bare number is in Hz.
    density
        Density of the host, such as 1.2/um; a bare number is in 1/m.
    scattering_length
        Such as 100a0 or 5.3nm; a bare number is in Bohr radii. Without it that of the table.
    """

    gamma: Numbers | None = None
    atom: str | None = None
    f_perp: _Word = None
    density: _Word = None
    scattering_length: _Word = None

    def solved(self, command: str) -> tuple[float, Scale | None]:
        """Return γ, and how large the units are if there is an atom."""
        from ..dynamics.channels import coupling_of

        if (self.atom is None) == (self.gamma is None):
            raise UsageError(
                f"{command} needs --gamma, the coupling γ = c/n, or --atom: one of them"
            )
        if self.gamma is not None:
            if self.asked():
                raise UsageError("--f-perp, --density and --scattering-length need --atom")
            return one_coupling(command, [self.gamma], coupling_of), None
        scale = self._scale()
        return coupling_of(scale.gamma), scale

    def _scale(self) -> Scale:
        """Return the units of the atoms in their guide."""
        from ..lab import Scale

        if self.atom is None or self.f_perp is None or self.density is None:
            raise UsageError("--atom needs --f-perp and --density")
        with warnings_printed():
            guide = guide_of(self.atom, self.f_perp, self.scattering_length)
        return Scale(guide.atom.mass, si_word("--density", self.density, "1/m"), guide.c)

    def asked(self) -> dict[str, Any]:
        """Return the options of the laboratory as they were typed, those that were."""
        names = "atom", "f_perp", "density", "scattering_length"
        options = {name: getattr(self, name) for name in names}
        return {name: value for name, value in options.items() if value is not None}


HOST = Host()


def in_units_of(scale: Scale | None, columns: list[Column]) -> list[Column]:
    """Return columns in kHz, ms and ħ/µm where there is a scale and they have such a unit."""
    if scale is None:
        return columns
    from ..lab.everyday import everyday

    found = []
    for column in columns:
        unit = everyday(column.name, scale)
        if unit is None:
            found.append(column)
            continue
        values, errors = (
            [unit[0] * float(value) for value in numbers]  # type: ignore[arg-type]
            for numbers in (column.values, column.errors)
        )
        found.append(Column(column.name, values, errors, si_unit=unit[1]))
    return found
