"""A gas in a trap in its ground state by local density: μ(n(x)) + V(x) = μ₀.

In units of the interaction, n/c = 1/γ, and μ/(ħ²c²/m) is a function of γ alone (`gas.functions`).
Every integral over the axis is a tanh-sinh sum over slices (`well`).  A trap may be one of many,
with the shape (…) of its numbers; the slices are the last axis.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import Array, real_array, scalar_or_array
from ..errors import DomainError
from ..gas import functions
from ..gas.functions import gamma_from_chemical_potential
from ..numerics.cached_property import cached_property
from ..quantities import QUANTITIES
from ..units import HBAR
from .door import si_array
from .guide import Guide
from .scale import Scale
from .well import Harmonic, Slices, Well

# steps of the tanh-sinh rule, found by trial: half of the first changes N by less than 3e-15 for
# γ from 1e-30 to 1e40 in the centre, half of the second the modes by less than 1e-12
STEP, FINE_STEP = 1 / 16, 1 / 48


class Cloud:
    """The gas in a well for chemical potentials at its bottom, of any shape.

    Parameters
    ----------
    guide : Guide
        The atoms and their coupling.
    well : Well
        V(x).
    height : array
        μ₀ - min V > 0 in J, any shape.
    step : float
        Of the tanh-sinh rule.
    whole : bool
        Whether to keep both halves of a symmetric trap.
    """

    def __init__(
        self, guide: Guide, well: Well, height: Array, *, step: float = STEP, whole: bool = False
    ) -> None:
        self.guide, self.well, self.height = guide, well, height
        self.slices: Slices = well.slices(height, step, whole=whole)
        self.gamma = self.gamma_at(self.slices.chemical_potential)
        self.scale = Scale(guide.atom.mass, guide.c, guide.c)

    def gamma_at(self, chemical_potential: Array) -> Array:
        """Return γ where the local chemical potential in J is positive."""
        return gamma_from_chemical_potential(chemical_potential / energy_unit(self.guide))

    @cached_property
    def peak_gamma(self) -> Array:
        """γ at the bottom of the well."""
        return self.gamma_at(self.height)

    def density(self, position: Any) -> Array:
        """Return n in 1/m at positions in m; those of many traps come before the positions."""
        local = local_height(self.height, self.well, position)
        inside = local > 0
        gamma = self.gamma_at(np.where(inside, local, self.height))
        return np.where(inside, self.guide.c / gamma, 0.0)

    def integral(self, values: Array) -> Array:
        """Return ∫ f dx, f in the slices."""
        return np.asarray(np.sum(self.slices.width * values, axis=-1))

    @cached_property
    def atoms(self) -> Array:
        """N = ∫ n dx."""
        return self.integral(self.guide.c / self.gamma)

    @property
    def atoms_slope(self) -> Array:
        """d ln N/d ln(μ₀ - min V), by ∂n/∂μ = n/mv²."""
        v2 = (functions.sound_velocity(self.gamma) / self.gamma) ** 2  # in ħ²c²/m²
        slope = self.integral(self.guide.c / self.gamma / v2)
        return self.height / energy_unit(self.guide) * slope / self.atoms

    def local(self, quantity: str | Callable[[Array], Any]) -> Array:
        """Return a function of γ in the slices, in SI units."""
        return self._of_gas(quantity, self.gamma)

    def local_at(self, quantity: str | Callable[[Array], Any], position: Any) -> Array:
        """Return a function of γ at positions in m, in SI units, nan outside the cloud."""
        local = local_height(self.height, self.well, position)
        inside = local > 0
        gamma = np.asarray(self.gamma_at(np.where(inside, local, self.height)))
        return np.where(inside, self._of_gas(quantity, gamma), np.nan)

    def _of_gas(self, quantity: str | Callable[[Array], Any], gamma: Array) -> Array:
        """Return a function of an array of γ in SI units."""
        if callable(quantity):
            return function_of(quantity, gamma)
        if quantity not in QUANTITIES or not hasattr(functions, quantity):
            names = ", ".join(name for name in functions.__all__ if name in QUANTITIES)
            raise DomainError(f"quantity must be one of {names}, or f(γ); got {quantity!r}")
        # with n = c/γ a unit is that of c times a power of γ
        unit = QUANTITIES[quantity].unit
        values = getattr(functions, quantity)(gamma) * gamma**-unit.density
        return np.asarray(self.scale.factor(unit) * values)

    def average(self, quantity: str | Callable[[Array], Any], *, power: int = 1) -> Array:
        """Return ∫ f n^power dx/∫ n^power dx, f a function of γ in SI units."""
        # relative to the centre, for the power of a density in 1/m may overflow
        density = (np.min(self.gamma, axis=-1, keepdims=True) / self.gamma) ** power
        return self.integral(self.local(quantity) * density) / self.integral(density)

    @property
    def potential_energy(self) -> Array:
        """∫ V n dx in J."""
        potential = self.height[..., None] + self.well.minimum - self.slices.chemical_potential
        return self.integral(potential * self.guide.c / self.gamma)

    @property
    def internal_energy(self) -> Array:
        """∫ (ħ²n³/2m) e(γ) dx in J."""
        return self.integral(
            energy_unit(self.guide)
            / 2
            * self.guide.c
            * functions.energy(self.gamma)
            / self.gamma**3
        )

    @property
    def entropy(self) -> Array:
        """0, that of the ground state, in J/K."""
        return np.zeros_like(self.height)

    @property
    def squared_radius(self) -> Array:
        """⟨x²⟩ - ⟨x⟩² in m²."""
        x, n = self.slices.position, self.guide.c / self.gamma
        if not isinstance(self.well, Harmonic):  # which is kept as its right half
            x = x - (self.integral(n * x) / self.atoms)[..., None]
        return self.integral(n * x**2) / self.atoms

    @property
    def pressure_integral(self) -> Array:
        """∫ P dx in J, twice ∫ V n dx in a harmonic trap."""
        return self.integral(self.local("pressure"))


def function_of(quantity: Callable[[Array], Any], gamma: Array) -> Array:
    """Return a caller's function of an array of γ."""
    values = real_array("quantity(γ)", quantity(gamma))
    if values.shape not in {(), gamma.shape}:
        raise DomainError(
            f"quantity must take an array of γ and return one of its shape {gamma.shape}, got "
            f"{values.shape}"
        )
    return values


def local_height(height: Array, well: Well, position: Any) -> Array:
    """Return μ₀ - V in J at positions in m; of one trap, or at one position."""
    x = si_array("position", position, "m", low=-np.inf)
    if height.ndim and x.ndim:
        raise DomainError("a profile takes one trap or one position at a time")
    return np.asarray(height + well.minimum - well.value(x))


def energy_unit(guide: Guide) -> float:
    """Return ħ²c²/m in J."""
    return float(HBAR**2 * guide.c**2 / guide.atom.mass)


def height_of_density(guide: Guide, density: Array) -> Array:
    """Return μ(n) in J for densities in 1/m."""
    gamma = guide.c / density
    return np.asarray(energy_unit(guide) * functions.chemical_potential(gamma) / gamma**2)


def plain(values: Array) -> Any:
    """Return a float for one trap, an array for many."""
    return scalar_or_array(np.asarray(values))
