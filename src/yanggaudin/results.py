"""What is solved, as a dictionary of numbers under the names of the catalogue."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from .quantities import QUANTITIES


class Result:
    """Something solved that can be saved; every result of the package is one."""

    #: what is saved: names of the catalogue, or of attributes that are in none
    _saved: ClassVar[tuple[str, ...]] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers of this object under their names in the catalogue.

        Returns
        -------
        dict
            A float for a number, a list for an array, text for a number of more digits than a
            double has; under "errors" the bounds on the absolute errors, by the same names; under
            "refused" where an array is nan, and why.  Units are those of `yanggaudin.quantities`.
            `json.dumps` takes it; what is infinite or nan is a float here, and `Infinity` or `NaN`
            there, which not every reader knows.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> edge = yg.Polaron(1.0).edge([0.0, 3.0]).to_dict()
        >>> list(edge)[:4]
        ['gamma', 'momentum', 'polaron_velocity', 'expelled_atoms']
        >>> edge["gamma"], edge["momentum"], edge["errors"]["phase_drop"][0]
        (1.0, [0.0, 3.0], 6.283185307179587e-14)
        """
        attributes = {name: _attribute(name) for name in self._saved_here()}
        saved = {name: _plain(getattr(self, found)) for name, found in attributes.items()}
        names = {found: name for name, found in attributes.items()}
        errors = getattr(self, "errors", None)
        if errors is not None:
            saved["errors"] = {names.get(key, key): _plain(value) for key, value in errors.items()}
        refused = getattr(self, "refused", None)
        if refused is not None:
            saved["refused"] = [{"index": [*at], "reason": str(why)} for at, why in refused.items()]
        return saved

    def _saved_here(self) -> tuple[str, ...]:
        """Return the names that this object has, where not all of its class have the same."""
        return self._saved


def _attribute(name: str) -> str:
    """Return the attribute that holds a quantity."""
    return QUANTITIES[name].attribute if name in QUANTITIES else name


def _plain(value: Any) -> Any:
    """Return a value in types that JSON has."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.tolist()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
