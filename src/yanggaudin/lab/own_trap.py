"""The flipped atom in a trap of its own, H = E(p; n(x)) + m(ω₁² - ω²)x²/2.

What is left of the energy for E(p) at x, e(x) = ε - m(ω₁² - ω²)x²/2, lies between 0 and E(πn(x)).
The atom turns where it reaches one of these: where it is 0 the momentum passes 0, as that of any
particle in a trap, and where it is E(πn) the momentum passes πħn, as without a trap of its own.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..errors import DomainError
from .cloud import Cloud, energy_unit
from .orbit import BELOW_TOP, ROUNDING, Track, top_energy
from .well import Harmonic

# points between the centre and the edge at which the nearest turning point is looked for
_POINTS = 24
_BISECTIONS = 80
# what such an orbit is resolved to
_RESOLVED = 1e-10


class TrackInOwnTrap(Track):
    """The closed curve of an orbit in a harmonic trap, the flipped atom in another one.

    Parameters
    ----------
    cloud : Cloud
        The gas.
    position, momentum : float
        Where the atom starts, in m and kg m/s.
    f_axial : float
        ω₁/2π in Hz.
    """

    # near a point of rest the atom is slow, and few of the midpoints are there
    _largest_count = 1944

    def __init__(self, cloud: Cloud, position: float, momentum: float, f_axial: float) -> None:
        assert isinstance(cloud.well, Harmonic)
        omega = math.tau * f_axial
        spring = cloud.guide.atom.mass * (omega**2 - float(cloud.well.omega) ** 2)
        self._half_spring = spring / 2 / energy_unit(cloud.guide)
        super().__init__(cloud, position, momentum)
        if abs(position) > self.turning_points[1] * (1 + 1e-9):
            raise DomainError(
                f"an orbit that starts at {position!r} m and does not reach the centre is not "
                "computed in a trap of the flipped atom's own"
            )

    def _potential(self, position: Any) -> Any:
        """Return m(ω₁² - ω²)x²/2 in ħ²c²/m."""
        return self._half_spring * position**2

    def _room(self, angle: float) -> tuple[float, float]:
        """Return e(x) and E(πn(x)) - e(x) at x = R sin ϑ, in ħ²c²/m."""
        rest = self._energy - float(self._potential(self._radius * math.sin(angle)))
        height = self.cloud.height * math.cos(angle) ** 2
        return rest, top_energy(float(self.cloud.gamma_at(height))) - rest

    def _set_turning_points(self) -> None:
        """Find the turning point that is nearest to the centre."""
        self._radius = float(self.cloud.well.edges(self.cloud.height)[1])
        inside, outside = 0.0, 0.0
        rest, below = self._room(0.0)
        if min(rest, below) <= BELOW_TOP * abs(self._energy):
            raise DomainError(
                "the flipped atom must be able to pass the centre of the trap, where E(p) would "
                f"have to be {rest / (rest + below):.6g} of the top of its branch"
            )
        self._resolution = _RESOLVED + ROUNDING * self._energy / below
        for outside in np.linspace(0.0, math.pi / 2, _POINTS + 1)[1:-1].tolist():
            if min(self._room(outside)) <= 0:
                break
            inside = outside
        else:
            outside = math.pi / 2 - 1e-6
        for _ in range(_BISECTIONS):
            middle = (inside + outside) / 2
            if min(self._room(middle)) > 0:
                inside = middle
            else:
                outside = middle
        self._angle = (inside + outside) / 2
        self._around_top = self._room(outside)[1] <= 0
        end = self._radius * math.sin(self._angle)
        self.turning_points = -end, end
