"""Results in SI units as dictionaries: the numbers, and the unit of each."""

from __future__ import annotations

from typing import Any, ClassVar

from ..results import Result


class SIResult(Result):
    """A result of the laboratory; its numbers are in SI units."""

    #: what is saved, and in which unit
    _units: ClassVar[dict[str, str]] = {}

    def _saved_here(self) -> tuple[str, ...]:
        return tuple(self._units)

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers of this object in SI units, under the names of its attributes.

        Returns
        -------
        dict
            A float for a number, a list for an array; under "units" the unit of each by its name,
            "1" if it has none.  `json.dumps` takes it.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> saved = guide.gas(density=1.2e6).to_dict()
        >>> round(saved["sound_velocity"] * 1e3, 4), saved["units"]["sound_velocity"]
        (1.0025, 'm/s')
        """
        saved = super().to_dict()
        return saved | {"units": {name: self._units[name] for name in saved}}
