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


class LiebDispersion:
    """p, ε and dε/dp as functions of the distance |λ - Q|/c, and its inverse.

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
        self.momenta_at_ends = self.momentum(self.ends)

    def momentum(self, distance: Array) -> Array:
        """Return p in ħn at distances of shape (m,)."""
        return self.gas.gamma * (distance + self.panels.integral(self.one_image, distance))

    def energy(self, distance: Array) -> Array:
        """Return ε in ħ²n²/m at distances of shape (m,)."""
        bare = distance * (1 + self.side * distance / (2 * self.gas.fermi_rapidity_over_c))
        dressed = bare + self.panels.integral(self.momentum_image, distance)
        return self.gas.gamma * self.gas.fermi_rapidity * dressed

    def velocity(self, distance: Array) -> Array:
        """Return σ/χ = dε/dp in ħn/m at distances of shape (m,)."""
        # by the equation: the integrals bear the interpolation's error, values do not
        density, momentum = (
            f.at_depth(-self.side * distance)
            for f in (self.gas.dressed_one, self.gas.dressed_rapidity)
        )
        return self.gas.fermi_rapidity * momentum / density

    def rapidity(self, distance: Array) -> Array:
        """Return λ in n at distances of shape (m,)."""
        return self.gas.gamma * (self.gas.fermi_rapidity_over_c + self.side * distance)

    def at(self, p: Array, function: Callable[[LiebDispersion, Array], Array]) -> Array:
        """Return one of the functions above at momenta of any shape."""
        return function(self, self.distance(p.ravel())).reshape(p.shape)

    def distance(self, p: Array) -> Array:
        """Return where the momentum is p, by Newton's method kept inside the panel."""
        panel = np.searchsorted(self.momenta_at_ends, p) - 1
        panel = np.clip(panel, 0, len(self.ends) - 2)
        low, high = self.ends[panel], self.ends[panel + 1]
        share = (p - self.momenta_at_ends[panel]) / np.diff(self.momenta_at_ends)[panel]

        def step(at: Array, active: NDArray[np.intp]) -> tuple[Array, Array]:
            excess = self.momentum(at) - p[active]
            slope = 1 + self.panels.interpolate(self.one_image, at)
            return excess, at - excess / (self.gas.gamma * slope)

        what = f"p(λ) at gamma = {self.gas.gamma!r}"
        start = low + share * (high - low)
        return bracketed_newton.solve(step, start, low, high, scale=0.0, what=what)
