"""Print the corrections to the leftover of the Borel sum of e(γ), for `series/resummation.py`.

    python tools/leftover.py            # a minute

The difference of certified values and lateral averages, over 2¹⁹ π² e⁻⁸ e^{-16π/√γ}, is
1 + √γ/16π + …; further powers of √γ are fitted for γ from 0.3 to 16, and the misfit is printed.
The averages are those of 140 coefficients, so that their own errors are 1e-9 of it or less, and the
fit goes beyond γ = 10, where its derivatives would be worst.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from flint import arb, fmpq

from yanggaudin import certified
from yanggaudin.numerics.precision import PRECISION, bits_for, precision
from yanggaudin.series.energy_coefficients import computed_weak_balls
from yanggaudin.series.resummation import lateral_average

ORDER, DIGITS, POINTS, TERMS = 140, 260, 40, 12
LOW, HIGH = 0.3, 16.0


def correction(gamma: Fraction, coefficients: tuple[arb, ...]) -> float:
    """The leftover of e(γ) over its leading form."""
    exact = certified.energy(gamma, digits=45).to_flint()
    with PRECISION, precision(bits_for(DIGITS)):
        point = arb(fmpq(gamma.numerator, gamma.denominator))
        summed = point * lateral_average(coefficients, point.sqrt())[0]
        leading = arb(2) ** 19 * arb.pi() ** 2 * (-8 - 16 * arb.pi() / point.sqrt()).exp()
        return float((exact - summed) / leading)


def main() -> None:
    """Fit and print."""
    coefficients = tuple(computed_weak_balls(ORDER, DIGITS))
    nodes = np.cos(np.pi * (np.arange(POINTS) + 0.5) / POINTS)
    low, high = math.sqrt(LOW), math.sqrt(HIGH)
    x = (low + high) / 2 + (high - low) / 2 * nodes
    gamma = [Fraction(float(v)) ** 2 for v in x]
    reached = np.array([correction(g, coefficients) for g in gamma]) - 1 - x / (16 * math.pi)
    powers = np.arange(2, 2 + TERMS)
    matrix = x[:, None] ** powers
    fitted, *_ = np.linalg.lstsq(matrix, reached, rcond=None)
    print([1, "1/16π", *(float(f"{c:.12g}") for c in fitted)])
    print(f"misfit {np.abs(matrix @ fitted - reached).max():.1e}")


if __name__ == "__main__":
    main()
