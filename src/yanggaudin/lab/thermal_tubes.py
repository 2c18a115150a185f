"""Very many tubes at a temperature: their integrals as functions of μ₀/T, interpolated.

Hundreds of thousands of tubes hold few atoms each.  What is integrated over a tube is as smooth a
function of its μ₀ as the density is of μ; it is evaluated at some hundred μ₀.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..numerics.panels import GaussPanels
from ..thermal.equation_of_state import THIN, EquationOfState
from .guide import Guide
from .thermal_cloud import ThermalCloud, reach
from .well import Harmonic

#: by how many k_BT μ falls from a gas that is thin to one of no atoms
DEEPEST = 42.0
# the same for a picture of where the atoms are: e^-15 is 3e-7
_VISIBLE = 15.0
# length in μ/T of the panels of thin tubes, whose N is e^{μ/T} times a slow function
_THIN_PANEL = 4.0


class ThermalTubes:
    """Tubes of many μ₀ at one temperature.

    Parameters
    ----------
    guide : Guide
        The atoms in one tube.
    well : Harmonic
        The trap along the tubes.
    potential : array, shape (k,)
        μ₀/k_BT of tubes of each kind, falling.
    kelvin : float
        Temperature in K.
    state : EquationOfState
        The gas at this temperature.
    """

    def __init__(
        self, guide: Guide, well: Harmonic, potential: Array, kelvin: float, state: EquationOfState
    ) -> None:
        self._gas = guide, well, kelvin, state
        self.potential = potential
        reach(state, float(potential[0]), kelvin)
        n_thin = int((THIN - potential[-1]) / _THIN_PANEL) + 1
        edges = THIN - _THIN_PANEL * np.arange(n_thin, 0, -1)
        self._panels = GaussPanels(np.concatenate([edges, state.edges]))
        self._samples = ThermalCloud(guide, well, self._panels.roots, kelvin, state)
        self.peak_gamma: Array = 1 / state.density(potential)

    @property
    def central(self) -> ThermalCloud:
        """The central tube."""
        guide, well, kelvin, state = self._gas
        return ThermalCloud(guide, well, np.asarray(self.potential[0]), kelvin, state)

    @property
    def densest(self) -> ThermalCloud:
        """The tubes in which there are atoms to be seen."""
        guide, well, kelvin, state = self._gas
        lowest = min(float(self.potential[0]), THIN) - _VISIBLE
        seen = self.potential[self.potential > lowest]
        return ThermalCloud(guide, well, seen, kelvin, state)

    def _total(self, values: Array | float) -> Array:
        """Return ∫ f n dx in all tubes, f in the slices of the samples."""
        roots = self._panels.roots
        thinness = np.exp(np.where(roots < THIN, roots, 0.0))
        sampled = self._samples.total(values) / thinness
        found = self._panels.interpolate_root(sampled, self.potential)
        return np.asarray(found * np.exp(np.where(self.potential < THIN, self.potential, 0.0)))

    @cached_property
    def atoms(self) -> Array:
        """N = ∫ n dx."""
        return self._total(1.0)

    @property
    def height(self) -> Array:
        """μ₀ of the tubes in J."""
        return self.potential * self._samples.thermal

    @property
    def potential_energy(self) -> Array:
        """∫ V n dx in J, V along the tube alone."""
        risen = self._samples.potential[..., None] - self._samples.local_potential
        return self._total(self._samples.thermal * risen)

    @property
    def internal_energy(self) -> Array:
        """Kinetic energy and interaction in J."""
        return self._total(self._samples.energy_per_atom)

    @property
    def atoms_slope(self) -> Array:
        """∂ ln N/∂(μ₀/k_BT)."""
        return self._total(self._samples.compressibility) / self.atoms

    def average(self, quantity: str | Callable[[Array], Any]) -> Array:
        """Return ∫ f n dx/N, f in SI units."""
        return self._total(self._samples.local(quantity)) / self.atoms
