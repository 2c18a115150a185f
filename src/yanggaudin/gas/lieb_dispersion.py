"""Dispersion of the excitations of the gas, in parametric form and inverted.

Distances are measured from the Fermi point, where momenta and energies vanish.

Units ħ = m = n = 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..numerics import bracketed_newton
from ..numerics.panels import Panels
from .ground_state import GroundState

#: from momenta or distances of shape (m,) to a quantity
Function = Callable[[Array], Array]
# Momenta of which everything is done at a time, which takes some 30 MB.
_BLOCK = 4096
# The first corrections to ε = vp and λ = Q are this small at this share of the momentum over which
# χ and σ change.
_LINEAR = 1e-17


class LiebDispersion:
    """ε, dε/dp and λ as functions of p, through the distance |λ - Q|/c.

    The distance is beyond (side 1, type I) or below (side -1, type II) the Fermi point.

    The sources 1 and k of χ and σ are integrated exactly, only what the kernel adds is not: at
    strong coupling the Fermi sea is much narrower than a panel.
    """

    def __init__(self, gas: GroundState, panels: Panels, side: int) -> None:
        self.gas, self.panels, self.side = gas, panels, side
        one, momentum = (
            f.operator.image(f.values, -side * panels.depth, f.parity)
            for f in (gas.dressed_one, gas.dressed_rapidity)
        )
        self.one_image, self.momentum_image = one, momentum
        self.ends = panels.edges**2
        self.momenta_at_ends = self._momentum(self.ends)

    def energy(self, p: Array) -> Array:
        """Return ε in ħ²n²/m at momenta p ≥ 0 of any shape."""
        return self._at(p, lambda small: self.gas.sound_velocity * small, self._energy)

    def velocity(self, p: Array) -> Array:
        """Return dε/dp in ħn/m at momenta p ≥ 0 of any shape."""
        return self._at(
            p, lambda small: np.full_like(small, self.gas.sound_velocity), self._velocity
        )

    def rapidity(self, p: Array) -> Array:
        """Return λ in n at momenta p ≥ 0 of any shape."""
        return self._at(
            p, lambda small: np.full_like(small, self.gas.fermi_rapidity), self._rapidity
        )

    def _at(self, p: Array, at_fermi_point: Function, at_distance: Function) -> Array:
        """Return a function of the distance at momenta of any shape, in blocks."""
        gas, flat = self.gas, p.ravel()
        # within c of the Fermi point, or as far as the sea reaches; p/√K = γ times the distance
        scale = gas.dressed_one.edge * min(gas.gamma, gas.fermi_rapidity)
        values = np.empty_like(flat)
        for start in range(0, len(flat), _BLOCK):
            block = flat[start : start + _BLOCK]
            values[start : start + _BLOCK] = np.piecewise(
                block,
                [block < _LINEAR * scale],
                [at_fermi_point, lambda p: at_distance(self._distance(p))],
            )
        return values.reshape(p.shape)

    def _momentum(self, distance: Array) -> Array:
        """Return p in ħn at distances of shape (m,)."""
        return self.gas.gamma * (distance + self.panels.integral(self.one_image, distance))

    def _energy(self, distance: Array) -> Array:
        """Return ε in ħ²n²/m at distances of shape (m,)."""
        bare = distance * (1 + self.side * distance / (2 * self.gas.fermi_rapidity_over_c))
        dressed = bare + self.panels.integral(self.momentum_image, distance)
        return self.gas.gamma * self.gas.fermi_rapidity * dressed

    def _velocity(self, distance: Array) -> Array:
        """Return σ/χ = dε/dp in ħn/m at distances of shape (m,)."""
        # by the equation: the integrals bear the interpolation's error, values do not
        density, momentum = (
            f.at_depth(-self.side * distance)
            for f in (self.gas.dressed_one, self.gas.dressed_rapidity)
        )
        return self.gas.fermi_rapidity * momentum / density

    def _rapidity(self, distance: Array) -> Array:
        """Return λ in n at distances of shape (m,)."""
        return self.gas.gamma * (self.gas.fermi_rapidity_over_c + self.side * distance)

    def _distance(self, p: Array) -> Array:
        """Return where the momentum is p, by Newton's method kept inside the panel."""
        panel = np.searchsorted(self.momenta_at_ends, p) - 1
        panel = np.clip(panel, 0, len(self.ends) - 2)
        low, high = self.ends[panel], self.ends[panel + 1]
        share = (p - self.momenta_at_ends[panel]) / np.diff(self.momenta_at_ends)[panel]

        def step(at: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
            excess = self._momentum(at) - p[active]
            slope = 1 + self.panels.interpolate(self.one_image, at)
            return excess, at - excess / (self.gas.gamma * slope)

        what = f"p(λ) at gamma = {self.gas.gamma!r}"
        start = low + share * (high - low)
        return bracketed_newton.solve(step, start, low, high, scale=0.0, what=what)
