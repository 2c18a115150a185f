"""The motion of the flipped atom through the trapped gas, H(x, p) = E(p; n(x)).

E is even in q = p - πħn(x), so that an orbit of energy ε is a closed curve around the top of the
branch, symmetric in q: V = ∂E/∂p drives it to the right below πħn and to the left above, and it
turns where E(πn(x)) = ε.  With x = x(s), s = -cos θ between the turning points,

    dt/dθ = x′(s) sin θ/V(θ)

is analytic and even in θ, q is odd; both are sums of cosines and sines, from values at midpoints
θ_j = (j + ½)π/M.  t(θ) is the integrated sum, 2π times its mean the period; nothing is stepped in
time, and the energy has no drift.  In a harmonic trap x = R sin(ϑ_t s), on which the edge of the
cloud is no singularity.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arguments import TWO_PI, Array
from ..errors import AccuracyError, ConvergenceError, DomainError
from ..gas import functions
from ..numerics import bracketed_newton
from ..polaron.polaron import Polaron
from ..units import HBAR
from .cloud import Cloud, energy_unit
from .well import Harmonic

# midpoints on half an orbit; thrice as many contain the old ones
_FIRST_COUNT = 8
# of the last coefficients relative to the largest: what an orbit is resolved to
_RESOLVED = 1e-12
#: Rounding of E(πn) relative to it.  Near the top an orbit depends on how far below its energy is:
#: the fraction of E(πn) that is needed for a period to 1e-6.
ROUNDING, BELOW_TOP = 2e-14, 2e-8
_MOST_STEPS, _LAST_STEP, _LAST_ANGLE = 60, 4e-15, 1e-12


@dataclass(frozen=True, eq=False, repr=False)
class Orbit:
    """Motion of the flipped atom; `t, x, p = orbit` takes it apart.  Made by `Trap.orbit`.

    Attributes
    ----------
    t, x, p : array, shape (n_times,)
        Times in s, positions in m, momenta in kg m/s.
    period, period_error : float
        In s, and a bound on the error of the period; near the top of the branch it grows, because
        the energy of the orbit and that of the top have few different digits.
    energy : float
        E in J, conserved.
    turning_points : tuple of float
        The leftmost and the rightmost position in m.

    References
    ----------
    Eqs. (8) and (14) for E(p); docs/laboratory.md for the motion.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> trap = lab.Trap(lab.Guide(lab.Atom("87Rb"), f_perp=20e3), f_axial=10.0, n_atoms=60)
    >>> t, x, p = trap.orbit(momentum=1.054571817e-34 * trap.peak_density, n_times=3)
    >>> (x * 1e6).round(6), (p / p[0]).round(6)
    (array([-0.,  0., -0.]), array([1.      , 5.283185, 1.      ]))
    """

    t: Array
    x: Array
    p: Array
    period: float
    period_error: float
    energy: float
    turning_points: tuple[float, float]

    def __repr__(self) -> str:
        return (
            f"<Orbit of {len(self.t)} times, period={self.period!r} s, energy={self.energy!r} J, "
            f"turning_points={self.turning_points!r} m>"
        )

    def __iter__(self) -> Iterator[Array]:
        return iter((self.t, self.x, self.p))


class _Nodes(NamedTuple):
    """Midpoints θ, dt/dθ in s and there p less that of `Track._line` in kg m/s, shape (M,)."""

    theta: Array
    rate: Array
    rest: Array


class Track:
    """The closed curve of an orbit: x, p and t as functions of θ.

    Parameters
    ----------
    cloud : Cloud
        The gas in one trap.
    position, momentum : float
        Where it starts, in m and kg m/s.
    """

    # whether p passes πħn, and not 0, where it turns on the left and on the right
    _tops = (1, 1)
    # whether the left half of the orbit is like the right half
    _mirrored = False
    # of midpoints
    _largest_count = 216

    def __init__(self, cloud: Cloud, position: float, momentum: float) -> None:
        self.cloud = cloud
        density = float(cloud.density(position))
        if density == 0:
            raise DomainError(f"position must be inside the cloud, got {position!r} m")
        largest = TWO_PI * HBAR * density
        if not 0 < abs(momentum) < largest:
            raise DomainError(
                f"momentum must be between 0 and 2πħn(x) = {largest:.6g} kg m/s in size, after "
                f"which the branch repeats, ħn(x) being {HBAR * density:.6g} kg m/s; "
                f"got {momentum!r}"
            )
        # -p(-t) and x(-t) are a motion too
        self._sign = math.copysign(1.0, momentum)
        momentum = abs(momentum)
        gamma = cloud.guide.c / density
        scaled = momentum / (HBAR * density)
        self._energy = Polaron(gamma).energy(scaled) / gamma**2 + self._potential(position)
        self.energy = self._energy * energy_unit(cloud.guide)
        self._set_turning_points(position)
        self._sums = self._resolved()
        self.period = float(TWO_PI * self._sums[0][0])
        side = math.acos(min(1.0, max(-1.0, -self._coordinate(position))))
        self._start = side if momentum <= math.pi * HBAR * density else TWO_PI - side
        first = float(self._momentum(np.array([self._start]))[0])
        self._turns = round((momentum - first) / largest)

    def orbit(self, times: Array) -> Orbit:
        """Return positions and momenta at times in s, shape (m,)."""
        theta = self._theta(self._sign * times + self._time(np.array([self._start]))[0])
        x = self._position(-np.cos(theta))
        # by as many periods of the branch as it begins with the momentum that was given
        p = self._momentum(theta) + self._turns * TWO_PI * HBAR * self.cloud.density(x)
        error = self._resolution * self.period
        p = self._sign * p
        return Orbit(times, x, p, self.period, error, self.energy, self.turning_points)

    def _momentum(self, theta: Array) -> Array:
        """Return p in kg m/s, up to periods of the branch."""
        k = np.arange(1, len(self._sums[1]) + 1)
        line = self._line(self.cloud.density(self._position(-np.cos(theta))), theta % TWO_PI)
        return np.asarray(line + np.sin(theta[:, None] * k) @ self._sums[1])

    def _potential(self, position: Any) -> Any:
        """Return a potential for the flipped atom alone in ħ²c²/m: none."""
        return 0.0 * position

    # --- the curve ----------------------------------------------------------------------------

    def _line(self, density: Array, theta: Array) -> Array:
        """Return p in kg m/s if p/ħn went in a straight line from one end to the other."""
        left, right = self._tops
        return np.asarray(HBAR * density * (math.pi * left + (right - left) * theta))

    def _set_turning_points(self, position: float) -> None:
        """Find where the energy is that of the top of the branch, and map s = ±1 onto it."""
        cloud = self.cloud
        unit = energy_unit(cloud.guide)
        gamma = _gamma_of_top(self._energy)
        local = unit * functions.chemical_potential(gamma) / gamma**2
        height = float(cloud.height) - local
        top = top_energy(float(cloud.gamma_at(cloud.height)))
        below = 1 - self._energy / top
        if below < BELOW_TOP or height <= 0:
            raise AccuracyError(
                "the orbit starts too near the top of the branch in the centre of the trap to be "
                "resolved; small oscillations there have Trap.top_frequency"
            )
        self._resolution = _RESOLVED + ROUNDING / below
        left, right = (float(x) for x in cloud.well.edges(np.asarray(height)))
        self.turning_points = left, right
        self._middle, self._half = (left + right) / 2, (right - left) / 2
        self._angle, self._centre = None, 0.0
        if isinstance(cloud.well, Harmonic):
            self._mirrored = True
            self._angle = math.atan2(math.sqrt(height), math.sqrt(local))
            self._radius = float(cloud.well.edges(cloud.height)[1])

    def _position(self, s: Array) -> Array:
        """Return x in m at s from -1 to 1."""
        if self._angle is None:
            return self._middle + self._half * s
        return np.asarray(self._radius * np.sin(self._centre + self._angle * s))

    def _position_slope(self, s: Array) -> Array:
        """Return dx/ds in m."""
        if self._angle is None:
            return np.full_like(s, self._half)
        return np.asarray(self._radius * self._angle * np.cos(self._centre + self._angle * s))

    def _coordinate(self, position: float) -> float:
        """Return s at x in m."""
        if self._angle is None:
            return (position - self._middle) / self._half
        return (math.asin(position / self._radius) - self._centre) / self._angle

    # --- its sums -----------------------------------------------------------------------------

    def _resolved(self) -> tuple[Array, Array]:
        """Return the coefficients of dt/dθ in cosines and of p less `_line` in sines."""
        known: dict[float, tuple[float, float]] = {}
        count = _FIRST_COUNT
        while count <= self._largest_count:
            nodes = self._nodes(count, known)
            k = np.arange(count)
            cosines = 2 / count * np.cos(k[:, None] * nodes.theta) @ nodes.rate
            cosines[0] /= 2
            sines = 2 / count * np.sin(k[1:, None] * nodes.theta) @ nodes.rest
            if all(
                np.max(np.abs(a[-3:])) < self._resolution * np.max(np.abs(a))
                for a in (cosines, sines)
            ):
                return cosines, sines
            count *= 3
        raise AccuracyError(
            f"the orbit, which turns at {self.turning_points[1]!r} m, is not resolved: it comes to "
            "the very edge of the cloud (Trap.slow_period has the limit of small energies), or in "
            "a trap of its own too near to a point where it would stay at rest"
        )

    def _nodes(self, count: int, known: dict[float, tuple[float, float]]) -> _Nodes:
        """Return dt/dθ and p at midpoints, those that are not known newly."""
        j = np.arange(count)
        theta = (j + 0.5) * math.pi / count
        s = -np.cos(theta)
        x = self._position(s)
        density = self.cloud.density(x)
        energy = self._energy - self._potential(x)
        rate, momentum = np.empty(count), np.empty(count)
        for i in j:
            twin = min(i, count - 1 - i) if self._mirrored else i
            key = round(float(theta[twin]), 12)
            if key not in known:
                known[key] = self._at(float(density[twin]), float(energy[twin]))
            velocity, momentum[i] = known[key]
            rate[i] = math.sin(theta[i]) / velocity
        rest = momentum - self._line(density, theta)
        return _Nodes(theta, rate * self._position_slope(s), rest)

    def _at(self, density: float, energy: float) -> tuple[float, float]:
        """Return V in m/s and p in kg m/s, below πħn, for n in 1/m and E(p) in ħ²c²/m."""
        gamma = self.cloud.guide.c / density
        polaron = Polaron(gamma)
        depth = _depth_of_energy(polaron, energy * gamma**2)
        p, v = float(polaron.branch.momentum(depth)[0]), float(polaron.branch.velocity(depth)[0])
        unit = HBAR * density
        return v * unit / self.cloud.guide.atom.mass, p * unit

    # --- time ---------------------------------------------------------------------------------

    def _time(self, theta: Array) -> Array:
        """Return t(θ) in s."""
        coefficients = self._sums[0]
        k = np.arange(1, len(coefficients))
        return np.asarray(
            coefficients[0] * theta + np.sin(theta[:, None] * k) @ (coefficients[1:] / k)
        )

    def _theta(self, times: Array) -> Array:
        """Return θ at times in s: from a table by Newton's method."""
        turns = np.floor(times / self.period)
        rest = times - turns * self.period
        table = np.linspace(0, TWO_PI, 16 * len(self._sums[0]) + 1)
        theta = np.interp(rest, self._time(table), table)
        k = np.arange(len(self._sums[0]))
        for _ in range(_MOST_STEPS):
            rate = np.cos(theta[:, None] * k) @ self._sums[0]
            step = (rest - self._time(theta)) / rate
            theta = theta + step
            if np.max(np.abs(step)) < _LAST_ANGLE:
                return np.asarray(theta + TWO_PI * turns)
        raise ConvergenceError("the time on an orbit was not found; please report where it starts")


def top_energy(gamma: float) -> float:
    """Return E(πn) in ħ²c²/m."""
    return Polaron(gamma).maximum_energy / gamma**2


def _gamma_of_top(energy: float) -> float:
    """Return γ at which E(πn) is an energy in ħ²c²/m, by Newton's method in logarithms.

    d ln E/d ln n = nE_n/E, E_n = v²N at the top.
    """
    # the limits (4/3)√γ and 4π²/3γ of E(πn) in ħ²n²/m, the lower one being nearer
    x = min(math.log(4 / 3 / energy) / 1.5, math.log(4 * math.pi**2 / 3 / energy) / 3)
    for _ in range(_MOST_STEPS):
        gamma = math.exp(x)
        polaron = Polaron(gamma)
        top = polaron.maximum_energy
        slope = polaron.gas.sound_velocity**2 * polaron.edge_at(0.0).expelled_atoms / top
        step = (math.log(top) - 2 * x - math.log(energy)) / slope
        x += step
        if abs(step) < _LAST_STEP * max(1.0, abs(x)):
            return math.exp(x)
    raise ConvergenceError(f"no density has its top at {energy!r} ħ²c²/m; please report this")


def _depth_of_energy(polaron: Polaron, energy: float) -> Array:
    """Return the depth, shape (1,), at which E(η) is an energy in ħ²n²/m, η ≥ 0.

    The unknown is ξ of η/c = max(Q/c, 1) sinh(-ξ); E rises with it.
    """
    branch = polaron.branch

    def depth(xi: Array) -> Array:
        return np.asarray(branch.width + branch.scale * np.sinh(xi))

    def step(xi: Array, _: NDArray[np.intp]) -> tuple[Array, Array]:
        v = depth(xi)
        reached = branch.energy(v)
        slope = branch.velocity(v) * branch.expelled_atoms(v) * polaron.gamma
        slope = slope * branch.scale * np.cosh(xi) / reached
        excess = np.log(reached / energy)
        return excess, xi - excess / slope

    # E = (m/m*) (c/η)²/2 far out
    far = math.sqrt(polaron.mass_ratio / 2 / energy) / branch.scale
    start = np.array([-math.asinh(far)])
    low = np.array([-math.asinh(1e3 * max(far, 1.0))])
    what = f"E(η) at gamma = {polaron.gamma!r}"
    with np.errstate(divide="ignore", invalid="ignore"):
        return depth(bracketed_newton.solve(step, start, low, np.zeros(1), scale=1.0, what=what))
