"""Many gases of two components: a table over γ, T and field or polarisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from ..arguments import Array
from ..errors import YangGaudinError
from ..results import Result
from ..thermal.tables import tabulated
from .domain import one_of
from .gas import TWO_COMPONENT_QUANTITIES, TwoComponentGas


@dataclass(frozen=True, eq=False)
class TwoComponentGases(Result):
    """Gases of two components, made by `two_component_gases`; every array has the same shape.

    Parameters
    ----------
    gamma, temperature : array
        γ, and k_B T in ħ²n²/m.
    field, mean_chemical_potential : array
        h = μ↑ - μ↓ and μ̄ = (μ↑ + μ↓)/2 in ħ²n²/m.
    polarisation : array
        (n↑ - n↓)/n.
    density_up, density_down : array
        n↑ and n↓ in n.
    pressure : array
        P in ħ²n³/m.
    energy_per_particle : array
        E/N in ħ²n²/m, without the energy of the spins in the field.
    entropy_per_particle, specific_heat : array
        S/N and T ∂(S/N)/∂T at constant length and polarisation, in k_B.
    compressibility, susceptibility : array
        ∂n/∂μ̄ and ∂[(n↑ - n↓)/2]/∂h, in m/(ħ²n).
    pair_correlation : array
        g₂, dimensionless.
    errors : dict of str to array
        Bounds on the absolute errors of these quantities.
    refused : dict of tuple to YangGaudinError
        Why the gas at an index was not computed; its quantities are nan.

    Examples
    --------
    >>> gases = two_component_gases(1.0, [1.0, 1e-4], field=0.5)
    >>> gases.polarisation.round(8)
    array([0.37745615,        nan])

    References
    ----------
    J.-S. Caux, A. Klauser and J. van den Brink, Phys. Rev. A 80, 061605 (2009).
    """

    _saved: ClassVar = ("gamma", "temperature", *TWO_COMPONENT_QUANTITIES)

    gamma: Array
    temperature: Array
    field: Array
    mean_chemical_potential: Array
    polarisation: Array
    density_up: Array
    density_down: Array
    pressure: Array
    energy_per_particle: Array
    entropy_per_particle: Array
    specific_heat: Array
    compressibility: Array
    susceptibility: Array
    pair_correlation: Array
    errors: dict[str, Array]
    refused: dict[tuple[int, ...], YangGaudinError]


def two_component_gases(
    gamma: ArrayLike,
    temperature: ArrayLike,
    *,
    field: ArrayLike | None = None,
    polarisation: ArrayLike | None = None,
) -> TwoComponentGases:
    """Return the thermodynamics of many gases of two components, each as `TwoComponentGas` has it.

    Parameters
    ----------
    gamma : array_like
        Couplings γ = c/n, from 1e-4 to 1e4.
    temperature : array_like
        k_B T in ħ²n²/m.
    field : array_like, optional
        h = μ↑ - μ↓ ≥ 0 in ħ²n²/m.
    polarisation : array_like, optional
        (n↑ - n↓)/n in [0, 1), instead of the field.

    Returns
    -------
    TwoComponentGases
        Arrays of the common shape, with `errors`.  A gas that cannot be computed is nan and has an
        entry in `refused`, so that the others are not lost.

    Raises
    ------
    DomainError
        If an argument is no array of real numbers, the shapes do not go together, or not one of
        field and polarisation is given.

    Examples
    --------
    >>> gases = two_component_gases(1.0, 1.0, polarisation=[0.0, 0.5])
    >>> gases.field.round(8)
    array([0.       , 0.7058695])

    References
    ----------
    J.-S. Caux, A. Klauser and J. van den Brink, Phys. Rev. A 80, 061605 (2009).
    """
    name, values = one_of(field, polarisation)
    arguments = {"gamma": gamma, "temperature": temperature, name: values}
    table = tabulated(TwoComponentGas, TWO_COMPONENT_QUANTITIES, arguments)
    g, t, _ = table.arguments
    return TwoComponentGases(g, t, **table.values, errors=table.errors, refused=table.refused)
