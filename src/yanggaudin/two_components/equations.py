"""The equations of the gas of two components at one level, on given panels.

Units ħ = m = c = k_B = 1.  Of the strings, ln η_n = s*[ln(1 + η_{n-1}) + ln(1 + η_{n+1})], those
from J on are replaced by two functions, for which the fusion of transfer matrices,
T_n⁺T_n⁻ = 1 + η_n, has a solution on two lines (J. Suzuki, J. Phys. A 32, 2341 (1999)).  The
equations of the strings are those of Gu, Li, Ying and Zhao (2002).  With x real and the kernels of
`kernels.py`, α = `LINE`, L = ln(1 + η₀), B = 1 + b, B̄ = 1 + b̄ and the strings η_1 … η_{J-1},

    ln η₀ = (μ̄ - k²/2)/T + G*L + s*ln(1 + η_1),
    ln η_n = s*[ln(1 + η_{n-1}) + ln(1 + η_{n+1})],                     0 < n < J,
    ln b(x) = h/2T + [s*ln(1 + η_{J-1})](x + iα) + K*ln B - K(· - i(1 - 2α))*ln B̄,
    ln b̄(x) = -h/2T + [s*ln(1 + η_{J-1})](x - iα) + K*ln B̄ - K(· + i(1 - 2α))*ln B,

where s*ln(1 + η_J) means s(· - iα)*ln B + s(· + iα)*ln B̄.  They hold for every J ≥ 1.  The unknowns
are the left sides less their limits at x → ∞, and for ln b̄ its complex conjugate, ln b̄*, whose
equation has the same kernels as that of ln b: in their sum and difference the two separate.

In the vector of unknowns ln η₀ comes first, then the strings, then the real and the imaginary part
of ln b, and those of ln b̄*.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from ..arguments import Array
from ..numerics.cached_property import cached_property
from ..numerics.legendre_q import Complex
from ..thermal.yang_yang import log_one_plus_exp, shares
from . import free_spins
from .matrices import Kernels

# a change by less is small: e to its power is right to rounding, and 1 + z in the right half plane
_LARGE = 0.5

_Number = TypeVar("_Number", Array, Complex)


class Parts:
    """A vector of unknowns, or of what belongs to each of them, seen by its parts.

    Attributes
    ----------
    charge : array, shape (N,)
        Of ln η₀.
    strings : array, shape (J - 1, M)
        Of ln η_1 … ln η_{J-1}.
    lines : array, shape (2, 2, M)
        Of ln b and ln b̄*, the real and the imaginary part of each.
    rows : array, shape (J + 3, M)
        The strings, and below them the lines.
    """

    def __init__(self, vector: Array, n_charge: int, level: int) -> None:
        self.vector = vector
        self.charge = vector[:n_charge]
        self.rows = vector[n_charge:].reshape(level + 3, -1)
        self.strings = self.rows[: level - 1]
        self.lines = self.rows[level - 1 :].reshape(2, 2, -1)

    @property
    def complex_lines(self) -> Complex:
        """The lines as complex numbers, shape (2, M)."""
        return self.lines[:, 0] + 1j * self.lines[:, 1]

    @complex_lines.setter
    def complex_lines(self, lines: Complex) -> None:
        self.lines[:, 0], self.lines[:, 1] = lines.real, lines.imag


class Level:
    """The equations at one level for one μ̄, h and T.

    Parameters
    ----------
    kernels : Kernels
        On the panels.
    level : int
        J ≥ 1.
    mean, field, temperature : float
        μ̄, h ≥ 0 and T.
    """

    def __init__(
        self, kernels: Kernels, level: int, mean: float, field: float, temperature: float
    ) -> None:
        self.kernels, self.level = kernels, level
        self.temperature = temperature
        self.tilt = a = field / (2 * temperature)
        self.mean, self.field = mean, field
        self.bare = self.bare_at(kernels.charge.x)
        n, m = len(self.bare), len(kernels.spin.x)
        self.size = n + (level + 3) * m
        self.far = self._constant(
            [free_spins.log_trace(j, a) + free_spins.log_trace(j + 2, a) for j in range(1, level)],
            free_spins.log_trace(level, a),
            (level + 1) * a,
        )

    def on(self, kernels: Kernels) -> Level:
        """Return the same equations on other panels."""
        return Level(kernels, self.level, self.mean, self.field, self.temperature)

    def bare_at(self, k: Array) -> Array:
        """Return (μ̄ - k²/2)/T."""
        return np.asarray((self.mean - k * k / 2) / self.temperature)

    @property
    def drive(self) -> Array:
        """What the unknowns are without interaction: (μ̄ - k²/2)/T + ln(2 cosh a), and 0."""
        return self.source(self.bare + free_spins.log_trace(2, self.tilt))

    def parts(self, vector: Array) -> Parts:
        """Return the parts of a vector."""
        return Parts(vector, len(self.bare), self.level)

    def _constant(self, strings: list[float], mean: float, split: float) -> Array:
        """Return a vector of constants: 0, the strings, and mean ± split for the lines."""
        parts = self.parts(np.zeros(self.size))
        parts.strings[:] = np.array(strings)[:, None]
        parts.lines[:, 0] = [[mean + split], [mean - split]]
        return parts.vector

    @property
    def far_slopes(self) -> Array:
        """The derivative of the constants by a = h/2T."""
        slopes = [free_spins.slope(j, self.tilt) for j in range(1, self.level + 2)]
        strings = [slopes[j - 1] + slopes[j + 1] for j in range(1, self.level)]
        return self._constant(strings, slopes[self.level - 1], self.level + 1.0)

    def source(self, charge: Array | float) -> Array:
        """Return the vector with this for ln η₀ and 0 for the others."""
        parts = self.parts(np.zeros(self.size))
        parts.charge[:] = charge
        return parts.vector

    @cached_property
    def scale(self) -> Array:
        """By how much a residual counts at each node: sums of squares become integrals.

        Far away the strings and lines fall as 1/x², and are multiplied by what does not: there it
        is the integrals of x² times them squared.
        """
        kernels, parts = self.kernels, self.parts(np.empty(self.size))
        parts.charge[:] = np.sqrt(kernels.charge.weights)
        parts.rows[:] = np.sqrt(kernels.spin.weights * kernels.spin.stretch(kernels.spin.roots))
        return parts.vector

    def logarithms(self, unknowns: Array) -> Array:
        """Return L, ln(1 + η_n), ln B and ln B̄* less their limits, given the unknowns so too."""
        given, found = self.parts(unknowns), self.parts(np.empty(self.size))
        far = self.parts(self.far)
        found.charge[:] = log_one_plus_exp(given.charge)
        found.strings[:] = _raised(given.strings, far.strings)
        found.complex_lines = _complex_raised(given.complex_lines, far.complex_lines)
        return found.vector

    def phase(self, unknowns: Array) -> float:
        """Return the largest phase of 1 + b and 1 + b̄."""
        lines = self.parts(self.far + unknowns).complex_lines
        return float(np.max(np.abs(_complex_logarithm(lines).imag)))

    def shares(self, unknowns: Array) -> Array:
        """Return f = η/(1 + η) of ln η₀ and of the strings, and b/(1 + b) of the lines."""
        given, found = self.parts(unknowns), self.parts(np.empty(self.size))
        found.charge[:] = shares(-given.charge)[0]
        found.strings[:] = shares(-given.strings)[0]
        found.complex_lines = _complex_share(given.complex_lines)
        return found.vector

    def product(self, first: Array, second: Array) -> Array:
        """Return the product of two vectors, of complex numbers for the lines."""
        found = self.parts(first * second)
        found.complex_lines = self.parts(first).complex_lines * self.parts(second).complex_lines
        return found.vector

    def image(self, logarithms: Array) -> Array:
        """Return what the kernels make of such a vector, which vanishes at x → ∞."""
        given, found = self.parts(logarithms), self.parts(np.empty(self.size))
        kernels = self.kernels
        lines = given.lines.reshape(2, -1)
        total, difference = lines[0] + lines[1], lines[0] - lines[1]
        mutual = kernels.lines[0] @ total, kernels.lines[1] @ difference
        found.charge[:] = kernels.charge_charge @ given.charge
        if self.level == 1:
            found.charge[:] += kernels.charge_line @ total
            sent = kernels.line_charge @ given.charge
        else:
            found.charge[:] += kernels.charge_string @ given.strings[0]
            neighbours = np.zeros_like(given.strings)
            neighbours[1:] += given.strings[:-1]
            neighbours[:-1] += given.strings[1:]
            found.strings[:] = neighbours @ kernels.string_string.T
            found.strings[0] += kernels.string_charge @ given.charge
            found.strings[-1] += kernels.string_line @ total
            sent = kernels.line_string @ given.strings[-1]
        rows = found.lines.reshape(2, -1)
        rows[0] = sent + (mutual[0] + mutual[1]) / 2
        rows[1] = sent + (mutual[0] - mutual[1]) / 2
        return found.vector


def _raised(change: Array, far: Array) -> Array:
    """Return ln(1 + e^{far + change}) - ln(1 + e^far) without a difference of large numbers."""
    small = np.minimum(change, _LARGE)
    raised = np.log1p(shares(-far)[0] * np.expm1(small))
    rest = log_one_plus_exp(-np.abs(far + change)) - log_one_plus_exp(-np.abs(far))
    return np.where(np.abs(change) < _LARGE, raised, _growth(change, far) + rest)


def _complex_raised(change: Complex, far: Complex) -> Complex:
    """Return the same for the lines, whose limits are real."""
    is_small, log_b = np.abs(change) < _LARGE, far + change
    grown: Complex = np.expm1(np.where(is_small, change, 0).astype(np.complex128))
    raised = _log1p(shares(-far.real)[0] * grown)
    rest = _log1p(np.exp(np.where(log_b.real > 0, -log_b, log_b)))
    plain = _growth(change, far) + rest - log_one_plus_exp(-np.abs(far.real))
    return np.where(is_small, raised, plain)


def _growth(change: _Number, far: _Number) -> _Number:
    """Return max(far + change, 0) - max(far, 0), and the change itself where both sums are > 0."""
    total = far + change
    plain = np.where(total.real > 0, total, 0) - np.where(far.real > 0, far, 0)
    return np.where((total.real > 0) & (far.real > 0), change, plain)


def _complex_logarithm(log_b: Complex) -> Complex:
    """Return ln(1 + b) of ln b, the logarithm that goes with that of b where b is large."""
    large = log_b.real > 0
    return np.where(large, log_b, 0) + _log1p(np.exp(np.where(large, -log_b, log_b)))


def _log1p(z: Complex) -> Complex:
    """Return ln(1 + z) for Re z > -1, also to full accuracy where it is small."""
    x, y = z.real, z.imag
    return np.asarray(np.log1p(x * (2 + x) + y * y) / 2 + 1j * np.arctan2(y, 1 + x))


def _complex_share(log_b: Complex) -> Complex:
    """Return b/(1 + b)."""
    large = log_b.real > 0
    small = np.exp(np.where(large, -log_b, log_b))
    return np.where(large, 1 / (1 + small), small / (1 + small))
