"""Results of a sweep with labels, as an `xarray.Dataset`."""

from __future__ import annotations

from typing import Any

from .. import __version__
from ..foreign import optional_package
from ..quantities import QUANTITIES
from .results import Results

_PAPER = "Ristivojevic2021"


def dataset(results: Results) -> Any:
    """Return the results as an `xarray.Dataset`."""
    xarray = optional_package("xarray", extra="sweeps")
    definition = results.definition
    variables: dict[str, Any] = {}
    for name, part in definition.parts.items():
        dimensions = part.system.coordinates
        refused = "refused" if len(definition.parts) == 1 else f"refused_{name}"
        for column, numbers in results.columns(name).items():
            quantity = column.removesuffix("_error")
            if column == quantity:
                attributes = described(column) | {"system": part.system.title}
                others = [f"{column}_error"] * part.system.with_errors + [refused]
                attributes["ancillary_variables"] = " ".join(others)
            else:
                attributes = {
                    "units": described(quantity)["units"],
                    "long_name": f"bound on the absolute error of {quantity}",
                }
            variables[column] = dimensions, numbers, attributes
        reason = {"long_name": f"why a point was not computed ({part.system.title})"}
        variables[refused] = dimensions, results.reasons(name), reason
    order = [name for asked in definition.quantities for name in (asked, f"{asked}_error")]
    order = [name for name in order if name in variables]
    order += [name for name in variables if name not in order]
    axes = {name: (name, axis, described(name)) for name, axis in definition.coordinates.items()}
    return xarray.Dataset(
        {name: variables[name] for name in order},
        coords=axes,
        attrs={
            "title": "one-dimensional Bose gas and its polaron, exact",
            "software": f"yanggaudin {__version__}",
            "conventions_of_units": "ħ = m = n = k_B = 1; gamma = c/n",
            "references": _PAPER,
        },
    )


def described(name: str) -> dict[str, str]:
    """Return what the catalogue says of a quantity, in the words of netCDF."""
    quantity = QUANTITIES[name]
    equations = ", ".join(f"({number})" for number in quantity.equations)
    found = {
        "units": str(quantity.unit),
        "long_name": quantity.meaning,
        "symbol": quantity.symbol,
        "equations": f"{equations} of {_PAPER}" if equations else "",
        "source": quantity.source or (_PAPER if equations else ""),
    }
    return {key: text for key, text in found.items() if text}
