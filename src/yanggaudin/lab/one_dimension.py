"""Whether a gas is one-dimensional, and dense enough to be one: warnings with their figures."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

from ..errors import ValidityWarning

if TYPE_CHECKING:
    from .guide import Guide

# The first correction to μ from the transverse states is the fraction μ/2ħω⊥ of it; at this
# μ/ħω⊥, or k_BT/ħω⊥ with 1 % of the atoms in excited states, the gas is warned of.
_CHEMICAL_POTENTIAL_LIMIT, _TEMPERATURE_LIMIT = 0.2, 0.2
# in 1/m: a bare number below is meant in 1/µm
_THINNEST = 1e3


def warn_unless_one_dimensional(
    guide: Guide, chemical_potential: float, temperature: float, *, stacklevel: int
) -> None:
    """Warn of a gas whose μ or k_BT, given over ħω⊥ of the softer frequency, is not small."""
    if chemical_potential > _CHEMICAL_POTENTIAL_LIMIT:
        warnings.warn(
            f"μ = {chemical_potential:.3g} ħω⊥ is not small: the gas widens across the guide, and "
            f"μ is wrong by a fraction of about μ/2ħω⊥ = {chemical_potential / 2:.2g}",
            ValidityWarning,
            stacklevel=stacklevel,
        )
    if temperature > _TEMPERATURE_LIMIT:
        quanta = 1.0, (guide.f_perp / guide.f_soft) ** 2  # in that of the softer oscillation
        excited = 1 - math.prod(1 - math.exp(-quantum / temperature) for quantum in quanta)
        warnings.warn(
            f"k_BT = {temperature:.3g} ħω⊥ is not small: a fraction of about {excited:.2g} of the "
            "atoms is in excited transverse states",
            ValidityWarning,
            stacklevel=stacklevel,
        )


def warn_of_few(density: float, *, stacklevel: int) -> None:
    """Warn of a density in 1/m that seems to be in 1/µm."""
    if density < _THINNEST:
        warnings.warn(
            f"density = {density:.3g} 1/m is less than one atom in a millimetre; 1.2/µm are 1.2e6",
            ValidityWarning,
            stacklevel=stacklevel,
        )
