"""The flipped atom in a trap of its own, H = E(p; n(x)) + m(ω₁² - ω²)x²/2.

What is left of the energy for E(p) at x, e(x) = ε - m(ω₁² - ω²)x²/2, lies between 0 and E(πn(x)).
The atom turns where it reaches one of these: where it is 0 the momentum passes 0, as that of any
particle in a trap, and where it is E(πn) the momentum passes πħn, as without a trap of its own.

An orbit that does not reach the centre may do the one at one end and the other at the other end:
its momentum then goes round and round the period 2πħn of the branch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..errors import AccuracyError
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

    def _potential(self, position: Any) -> Any:
        """Return m(ω₁² - ω²)x²/2 in ħ²c²/m."""
        return self._half_spring * position**2

    def _room(self, angle: float) -> tuple[float, float]:
        """Return e(x) and E(πn(x)) - e(x) at x = R sin ϑ, in ħ²c²/m."""
        rest = self._energy - float(self._potential(self._radius * math.sin(angle)))
        height = self.cloud.height * math.cos(angle) ** 2
        return rest, top_energy(float(self.cloud.gamma_at(height))) - rest

    def _set_turning_points(self, position: float) -> None:
        """Find the ends of an orbit through the centre, or else of one that does not reach it."""
        self._radius = float(self.cloud.well.edges(self.cloud.height)[1])
        start, far = math.asin(position / self._radius), self._end(0.0, math.pi / 2)
        self._mirrored = abs(start) <= far * (1 + 1e-9)
        ends = (-far, far)
        if not self._mirrored:
            ends = (self._end(start, -math.pi / 2), self._end(start, math.pi / 2))
        self._centre, self._angle = (ends[1] + ends[0]) / 2, (ends[1] - ends[0]) / 2
        room = min(self._room(self._centre))
        scale = abs(self._energy) + abs(float(self._potential(position)))
        if self._angle == 0 or room <= BELOW_TOP * scale:
            raise AccuracyError(
                f"the orbit starts at {position!r} m too near to a point where the flipped atom "
                "stays at rest to be resolved; start farther from it, or elsewhere on the orbit"
            )
        self._resolution = _RESOLVED + ROUNDING * scale / room
        left, right = (self._room(end) for end in ends)
        self._tops = (int(left[1] < left[0]), int(right[1] < right[0]))
        self.turning_points = self._radius * math.sin(ends[0]), self._radius * math.sin(ends[1])

    def _end(self, inside: float, edge: float) -> float:
        """Return where an orbit turns between an angle inside and the edge of the cloud."""
        if min(self._room(inside)) <= 0:
            return inside
        outside = edge * (1 - 1e-6)
        for angle in np.linspace(inside, edge, _POINTS + 1)[1:-1].tolist():
            if min(self._room(angle)) <= 0:
                outside = angle
                break
            inside = angle
        for _ in range(_BISECTIONS):
            middle = (inside + outside) / 2
            if min(self._room(middle)) > 0:
                inside = middle
            else:
                outside = middle
        return (inside + outside) / 2
