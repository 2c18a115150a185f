"""Write src/yanggaudin/data/functions.npz: piecewise polynomials for yanggaudin.gas.functions.

    python tools/function_tables.py            # about three minutes

Divided by its leading behaviour, every function is smooth in √γ on [0, 1] and in 1/√γ on [0, 1].
It is sampled with 28 digits at the Chebyshev nodes of both halves; from these interpolants each of
the equal pieces gets the polynomial through its own Chebyshev nodes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import mpmath as mp
import numpy as np
from flint import arb
from reference_values import values

from yanggaudin.numerics.piecewise.record import PIECES

#: Chebyshev nodes of a half: their interpolants are good to 1e-20 and more
SAMPLES = 160
#: where the search for the degree begins; all functions need 6 or 7
LOWEST_DEGREE = 5
#: relative error of the pieces, in exact arithmetic: a fifth of a unit of the last place
TOLERANCE = 2e-17
TARGET = Path(__file__).parents[1] / "src" / "yanggaudin" / "data" / "functions.npz"

Sampled = Callable[[mp.mpf], mp.mpf]
#: value and √γ ≤ 1, value and 1/√γ ≤ 1
SCALED: dict[str, tuple[Callable[..., mp.mpf], Callable[..., mp.mpf]]] = {
    "energy": (lambda x, s: x / s**2, lambda x, _: x),
    "energy_derivative": (lambda x, _: x, lambda x, y: x / y**4),
    "energy_second_derivative": (lambda x, s: -x * s, lambda x, y: -x / y**6),
    "mass_ratio": (lambda x, _: x, lambda x, y: x / y**2),
    "mass_shift": (lambda x, s: x / s, lambda x, _: x),
    "sound_velocity": (lambda x, s: x / s, lambda x, _: x),
    "three_body_correlation": (lambda x, _: x, lambda x, y: x / y**12),
    "quartic_coefficient": (lambda x, s: -x * s, lambda x, y: -x / y**2),
    # at weak coupling βs/4π with the running variable β
    "fermi_rapidity": (lambda x, s: _running_variable(x / s**2) * s / (4 * mp.pi), lambda x, _: x),
}


def _nodes(count: int) -> list[mp.mpf]:
    """Chebyshev nodes on [0, 1], which does without its ends."""
    return [(1 - mp.cos(mp.pi * (mp.mpf(k) + 0.5) / count)) / 2 for k in range(count)]


def sample(count: int, tolerance: float = 1e-20) -> dict[str, tuple[Sampled, Sampled]]:
    """Interpolants of the scaled functions in √γ and in 1/√γ."""
    nodes = _nodes(count)
    halves = []
    for side, power in ((0, 2), (1, -2)):
        columns: dict[str, list[mp.mpf]] = {name: [] for name in SCALED}
        for x in nodes:
            found = values(Fraction(mp.nstr(x, 40)) ** power)
            for name, scale in SCALED.items():
                value = mp.mpf(_middle(found[name]))
                columns[name].append(scale[side](value, x))
        halves.append({name: _interpolant(column, tolerance) for name, column in columns.items()})
    return {name: (halves[0][name], halves[1][name]) for name in SCALED}


def _middle(ball: arb) -> str:
    """Return the midpoint with 40 digits."""
    return str(ball.mid().str(40, radius=False))


def _running_variable(b: mp.mpf) -> mp.mpf:
    """β > 1 of β - ln β = 2πB + 1 + ln 8, docs/weak-series.md."""
    right = 2 * mp.pi * b + 1 + mp.log(8)
    beta = right + mp.log(right)
    for _ in range(8):
        beta -= (beta - mp.log(beta) - right) / (1 - 1 / beta)
    return beta


def _interpolant(column: list[mp.mpf], tolerance: float) -> Sampled:
    """Chebyshev series on [0, 1] through the samples, by Clenshaw."""
    n = len(column)
    cosines = [mp.cos(mp.pi * k / (2 * n)) for k in range(4 * n)]
    coefficients = []
    for j in range(n):  # the nodes are x = -cos θ_k, θ_k = π(k + 1/2)/n
        total = sum(y * cosines[j * (2 * k + 1) % (4 * n)] for k, y in enumerate(column))
        coefficients.append(2 * (-1) ** j * total / n)
    if abs(coefficients[-1]) > tolerance * abs(coefficients[0]):
        raise ArithmeticError("more samples are needed")

    def evaluate(t: mp.mpf) -> mp.mpf:
        x = 2 * (2 * t - 1)
        b1 = b2 = mp.mpf(0)
        for c in reversed(coefficients[1:]):
            b1, b2 = c + x * b1 - b2, b1
        return coefficients[0] / 2 + x / 2 * b1 - b2

    return evaluate


def inverse(functions: dict[str, tuple[Sampled, Sampled]]) -> Sampled:
    """H = √(γr)/(1 - r) against z = (1 - r)/(1 - r + √r), r = m/m*."""

    def forward(z_or_s: mp.mpf) -> tuple[mp.mpf, mp.mpf]:
        """z and H at t = √γ/(1 + √γ), without 0/0 at the ends."""
        t = z_or_s
        if t <= mp.mpf("0.5"):
            s = t / (1 - t)
            root, shift = mp.sqrt(functions["mass_ratio"][0](s)), functions["mass_shift"][0](s)
            return shift * s / (shift * s + root), root / shift
        y = (1 - t) / t
        root, shift = mp.sqrt(functions["mass_ratio"][1](y)), functions["mass_shift"][1](y)
        return shift / (shift + root * y), root / shift

    def evaluate(z: mp.mpf) -> mp.mpf:
        if z in (0, 1):
            return forward(z)[1]
        t = mp.findroot(lambda t: forward(t)[0] - z, (z, z * mp.mpf("0.999")), tol=1e-45)
        return forward(t)[1]

    return evaluate


def potential_inverse(
    functions: dict[str, tuple[Sampled, Sampled]], count: int, tolerance: float = 1e-20
) -> tuple[Sampled, Sampled]:
    """Interpolants of γx in 1/√x and of γ√x in √x, x = μ/c² = μ/γ², for x > 1 and x < 1.

    μ is (e + γr)/2 with r = m/m*.
    """

    def size(side: int, t: mp.mpf) -> mp.mpf:
        """μ/γ against √γ, or μ against 1/√γ."""
        return (functions["energy"][side](t) + functions["mass_ratio"][side](t)) / 2

    def root_of_x(t: mp.mpf) -> mp.mpf:
        """√x at t = 1/√γ."""
        return mp.sqrt(size(1, t)) * t**2 if t <= 1 else t * mp.sqrt(size(0, 1 / t))

    def weak(t: mp.mpf) -> mp.mpf:
        s = mp.findroot(lambda s: s - t * mp.sqrt(size(0, s)), (0.9 * t, t), tol=1e-45)
        return size(0, s)

    def strong(y: mp.mpf) -> mp.mpf:
        guess = mp.sqrt(y * mp.sqrt(2) / mp.pi)
        t = mp.findroot(lambda t: root_of_x(t) - y, (guess, 1.1 * guess), tol=1e-45)
        return y / t**2

    return (
        _interpolant([weak(t) for t in _nodes(count)], tolerance),
        _interpolant([strong(y) for y in _nodes(count)], tolerance),
    )


def pieces(
    halves: tuple[Sampled, ...], count: int, tolerance: float = TOLERANCE, *, even: bool = True
) -> tuple[np.ndarray, float]:
    """Coefficients c[j, k] of Σ_j c u^j on piece k of each function, and their relative error.

    u = count x - k; the error is that in exact arithmetic, between the nodes and at both ends.  The
    degree is the lowest whose error is within the tolerance.  The second half is `even` where it is
    a function of 1/γ against 1/√γ: without the linear term the derivative is right as γ → ∞.
    """
    degree = LOWEST_DEGREE
    while True:
        columns, error = [], 0.0
        for side, function in enumerate(halves):
            for k in range(count):
                missing = {1} if even and side == 1 and k == 0 else set()
                powers = [j for j in range(degree + 1) if j not in missing]
                nodes, solve = _piece_rule(tuple(powers))
                c = [mp.mpf(0)] * (degree + 1)
                for j, x in zip(
                    powers, solve * mp.matrix(_on(function, k, count, nodes)), strict=True
                ):
                    c[j] = x
                columns.append([float(x) for x in c])
                checks = [mp.mpf(0), *((a + b) / 2 for a, b in pairwise(nodes)), mp.mpf(1)]
                for u, exact in zip(checks, _on(function, k, count, checks), strict=True):
                    error = max(error, abs(float(mp.polyval(c[::-1], u) / exact - 1)))
        if error < tolerance:
            return np.array(columns).T, error
        degree += 1


def _on(function: Sampled, k: int, count: int, points: list[mp.mpf]) -> list[mp.mpf]:
    """Return the function at points u from 0 to 1 of piece k."""
    return [function((k + u) / count) for u in points]


@cache
def _piece_rule(powers: tuple[int, ...]) -> tuple[list[mp.mpf], mp.matrix]:
    """Chebyshev nodes on [0, 1] and the inverse of the matrix of the powers there."""
    n = len(powers)
    nodes = [(1 - mp.cos(mp.pi * (mp.mpf(i) + 0.5) / n)) / 2 for i in range(n)]
    return nodes, mp.matrix([[u**j for j in powers] for u in nodes]) ** -1


def main() -> None:
    """Compute and write the tables."""
    mp.mp.dps = 45
    functions = sample(SAMPLES)
    made = {name: pieces(halves, PIECES) for name, halves in functions.items()}
    made["gamma_from_mass_ratio"] = pieces((inverse(functions),), 2 * PIECES)
    made["gamma_from_chemical_potential"] = pieces(
        potential_inverse(functions, SAMPLES), PIECES, even=False
    )
    tables = {name: table for name, (table, _) in made.items()}
    tables |= {f"{name}_error": np.array(error) for name, (_, error) in made.items()}
    np.savez(TARGET, allow_pickle=False, **tables)
    degrees = {name: len(table) - 1 for name, (table, _) in made.items()}
    print(f"{TARGET.stat().st_size} bytes; degrees {degrees}", file=sys.stderr)


if __name__ == "__main__":
    main()
