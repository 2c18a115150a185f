"""Every function of γ with 28 digits or more, at any coupling: what the shipped tables are made of.

γ ≤ 0.03: the weak series in the running variable η of docs/weak-series.md, summed as it stands;
above: `yanggaudin.certified`; beyond 1e100 the leading power of γ.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache, lru_cache

from flint import arb, fmpq

from yanggaudin import certified
from yanggaudin.certified.state import three_body_correlation
from yanggaudin.numerics.precision import PRECISION, bits_for, precision
from yanggaudin.series.coefficient_rings import Balls
from yanggaudin.series.weak_recursion import edge_recursion

DIGITS = 28
WEAK, STRONG = Fraction(3, 100), Fraction(10) ** 100
ORDER = 90

#: power of γ as γ → ∞
STRONG_POWERS = {
    "energy": 0,
    "energy_derivative": -2,
    "energy_second_derivative": -3,
    "mass_ratio": -1,
    "mass_shift": 0,
    "sound_velocity": 0,
    "fermi_rapidity": 0,
    "three_body_correlation": -6,
    "quartic_coefficient": -1,
}


def values(gamma: Fraction) -> dict[str, arb]:
    """The functions at an exact coupling, each to 28 digits relative or better."""
    if gamma <= WEAK:
        return _weak(gamma)
    if gamma > STRONG:
        scale = STRONG / gamma
        limit = _certified(STRONG)
        return {
            name: value * (fmpq(scale.numerator, scale.denominator) ** -STRONG_POWERS[name])
            for name, value in limit.items()
        }
    return _certified(gamma)


def every_value(gamma: Fraction) -> dict[str, arb]:
    """The functions and what follows from them."""
    v = values(gamma)
    with PRECISION, precision(400):
        g, mass = arb(fmpq(gamma.numerator, gamma.denominator)), v["mass_ratio"]
        return {
            **v,
            "mass_enhancement": 1 / mass,
            "chemical_potential": (v["energy"] + g * mass) / 2,
            "pressure": g * mass / 2,
            "luttinger_parameter": arb.pi() / v["sound_velocity"],
        }


@lru_cache(maxsize=1)
def _certified(gamma: Fraction) -> dict[str, arb]:
    functions = {
        "energy": certified.energy,
        "energy_derivative": certified.pair_correlation,
        "energy_second_derivative": certified.energy_second_derivative,
        "mass_ratio": certified.mass_ratio,
        "sound_velocity": certified.sound_velocity,
        "three_body_correlation": certified.three_body_correlation,
        "quartic_coefficient": certified.quartic_coefficient,
    }
    result = {name: f(gamma, digits=DIGITS).to_flint() for name, f in functions.items()}
    with PRECISION, precision(bits_for(2 * DIGITS)):
        result["mass_shift"] = 1 - result["mass_ratio"]
        point = arb(fmpq(gamma.numerator, gamma.denominator))
        q = certified.fermi_rapidity_over_c(gamma, digits=DIGITS).to_flint() * point
        result["fermi_rapidity"] = q
    return result


def _weak(gamma: Fraction) -> dict[str, arb]:
    tiny = -math.log10(gamma.numerator) + math.log10(gamma.denominator)
    digits = 2 * DIGITS + 6 * tiny  # the worst cancellation is that of g₃
    n_terms = min(ORDER, 5 + int(digits / (tiny / 2 + math.log10(4 * math.pi)))) + 1
    rows = tuple(row[:n_terms] for row in _rows())
    with PRECISION, precision(bits_for(digits)):
        g = arb(fmpq(gamma.numerator, gamma.denominator))
        return _weak_values(g, _running_variable(g, rows), rows)


def _weak_values(g: arb, eta: arb, rows: tuple[list[arb], ...]) -> dict[str, arb]:
    """All from edge values and Wronskians of the expansion in α², docs/weak-series.md."""
    pi, beta = arb.pi(), 1 / eta
    # E(z) of (5) in powers of α²
    e1, e2 = arb(1) / 12, arb(1) / 160
    u = [_series(eta, row, lambda _: 1) for row in rows]
    theta = [_series(eta, row, lambda m, j=j: 2 * j - m) for j, row in enumerate(rows)]
    size = [beta ** (2 * j) / (4 * pi * pi) ** j for j in range(4)]
    hat = [x * s for x, s in zip(u, size, strict=True)]
    edge = [
        (beta - 1).sqrt() / 2 * a
        for a in (hat[0], hat[1] + e1 * hat[0], hat[2] + e1 * hat[1] + e2 * hat[0])
    ]
    chi_0, chi_2, chi_4 = edge[0], 2 * edge[1], 24 * edge[2]

    def wronskian(i: int, j: int) -> arb:
        return pi * size[i] * size[j] * (theta[i] * u[j] - u[i] * theta[j])

    w10, w20, w21, w30 = (wronskian(*ij) for ij in ((1, 0), (2, 0), (2, 1), (3, 0)))
    m02 = 2 * (w20 + e1 * w10)
    m04 = 24 * (w30 + e1 * w20 + e2 * w10)
    m22 = 4 * (w30 + w21 + 2 * e1 * w20 + e1 * e1 * w10)
    e = g**3 * m02 / (2 * pi)
    mass = g * chi_2 / chi_0 - e / g
    slope = 2 * e / g - mass
    v = pi / chi_0**2
    e4 = g**5 * m04 / (2 * pi)
    e4_slope = 5 * e4 / g - g**3 * chi_4 / chi_0
    third = -3 * (m22 - chi_2 / chi_0 * m02) / 2
    return {
        "energy": e,
        "energy_derivative": slope,
        "energy_second_derivative": 2 * (v * v - 3 * e + 2 * g * slope) / g**2,
        "mass_ratio": mass,
        "mass_shift": 1 - mass,
        "sound_velocity": v,
        "fermi_rapidity": g * (beta - beta.log() - 1 - arb(8).log()) / (2 * pi),
        "three_body_correlation": three_body_correlation(
            g, e2=e, e2_slope=slope, e4=e4, e4_slope=e4_slope
        ),
        "quartic_coefficient": g * g * third / (2 * pi) - mass * (arb(1) / 24 + e / g**2),
    }


def _running_variable(g: arb, rows: tuple[list[arb], ...]) -> arb:
    """η with √γ/4π = η w₁^{-1/2}, by iteration; each gains a factor √γ."""
    q = (g.sqrt() / (4 * arb.pi())).mid()
    eta = q
    while True:
        u0, u1 = (_series(eta, row, lambda _: 1) for row in rows[:2])
        t0 = _series(eta, rows[0], lambda m: -m)
        t1 = _series(eta, rows[1], lambda m: 2 - m)
        following = (q * (2 * (u0 * t1 - u1 * t0)).sqrt()).mid()
        if abs(following / eta - 1) < arb(2) ** (20 - q.bits()) or following == eta:
            return following
        eta = following


def _series(eta: arb, row: list[arb], weight: object) -> arb:
    total = arb(0)
    for m in range(len(row) - 1, -1, -1):
        total = total * eta + row[m] * weight(m)  # type: ignore[operator]
    return total


@cache
def _rows() -> tuple[list[arb], ...]:
    """r_{m,j} for j ≤ 3; r_{4,2} found from certified values, r_{6,3} of no consequence."""
    with PRECISION, precision(bits_for(2500)):
        g, _ = edge_recursion(ORDER, Balls())
        free = {
            (2, 1): arb(fmpq(-3, 8)),
            (4, 2): arb(fmpq(-325, 512)) - 595 * arb(3).zeta() / 128,
            (6, 3): arb(0),
        }
        rows: list[list[arb]] = []
        for j, first in enumerate((fmpq(1), fmpq(1, 4), fmpq(1, 64), fmpq(1, 2304))):
            row = [arb(first)]
            for m in range(1, ORDER + 1):
                value = sum((g[k] * row[m - k] for k in range(2, m + 1)), arb(0))
                if j:
                    below = [*rows[j - 1], arb(0)]
                    value += below[m] - 2 * below[m - 1] + (below[m - 2] if m > 1 else 0)
                row.append(free[m, j] if (m, j) in free else value / (2 * j - m) ** 2)
            rows.append(row)
        return tuple(rows)
