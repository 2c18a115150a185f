"""Form factors in balls: rapidities by Newton's method and the bare determinant, at any precision.

The formula is that of docs/dynamics.md as it stands, with none of the rearrangements that keep
digits in doubles; where it comes from is tested against wave functions (`wave_functions.py`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from flint import arb, arb_mat, ctx

from yanggaudin.arguments import Array

BITS = 600
Numbers = Sequence[float] | Array


def theta(x: arb) -> arb:
    return 2 * x.atan()


def middle(x: arb) -> arb:
    return arb(x.mid())


def rapidities(
    length: arb, numbers: Numbers, magnon: int, start: Numbers, eta: float
) -> tuple[list[arb], arb | None]:
    """x and η (None for J = 0) with c = 1, from a start in doubles."""
    x = [arb(float(k)) for k in start]
    spin = arb(float(eta)) if magnon else None
    count = len(x)
    size = count + (spin is not None)
    for _ in range(9):
        # the unknowns are x and η, the equations Eq. (2) and that of the spin
        miss = [length * x[m] - 2 * arb.pi() * arb(float(numbers[m])) for m in range(count)]
        slope = [[arb(0)] * size for _ in range(size)]
        for m in range(count):
            slope[m][m] += length
            for j in range(count):
                if j != m:
                    miss[m] += theta(x[m] - x[j])
                    pull = 2 / (1 + (x[m] - x[j]) ** 2)
                    slope[m][m] += pull
                    slope[m][j] -= pull
        if spin is not None:
            miss.append(arb(-2 * magnon) * arb.pi())
            for m in range(count):
                phase = arb.pi() + theta(2 * x[m] - 2 * spin)
                pull = 4 / (1 + 4 * (x[m] - spin) ** 2)
                miss[m] -= phase
                miss[count] += phase
                slope[m][m] -= pull
                slope[m][count] += pull
                slope[count][m] += pull
                slope[count][count] -= pull
        right = arb_mat([[middle(value)] for value in miss])
        step = arb_mat([[middle(value) for value in row] for row in slope]).solve(right)
        x = [middle(x[m] - step[m, 0]) for m in range(count)]
        if spin is not None:
            spin = middle(spin - step[count, 0])
    return x, spin


def norm(length: arb, x: list[arb], eta: arb | None) -> arb:
    """Π(1 + x_ml²) times det G, or times -det of G bordered by a where a spin is flipped."""
    count, total = len(x), arb(1)
    rows = [[arb(0)] * (count + (eta is not None)) for _ in range(count + (eta is not None))]
    for m in range(count):
        rows[m][m] += length
        for j in range(count):
            pull = 2 / (1 + (x[m] - x[j]) ** 2)
            rows[m][m] += pull
            rows[m][j] -= pull
            if m < j:
                total *= 1 + (x[m] - x[j]) ** 2
        if eta is not None:
            a = 4 / (1 + 4 * (x[m] - eta) ** 2)
            rows[m][m] -= a
            rows[m][count] = rows[count][m] = a
            rows[count][count] -= a
    return total * abs(arb_mat(rows).det())


def weight(
    length: float,
    flipped: tuple[Numbers, Numbers, int, float],
    polarised: tuple[Numbers, Numbers],
) -> float:
    """|F|² of injection, ejection (n + 1 and n atoms) or a spin flip (n and n).

    ``flipped`` are numbers, start of the rapidities, J and start of η; ``polarised`` the first two.
    """
    before, ctx.prec = ctx.prec, BITS
    try:
        big = arb(length)
        k, eta = rapidities(big, flipped[0], flipped[2], flipped[1], flipped[3])
        lam, _ = rapidities(big, polarised[0], 0, polarised[1], math.inf)
        m, n = len(k), len(lam)
        total = 1 / (norm(big, k, eta) * norm(big, lam, None))
        rows = []
        for i in range(m):
            u = [k[i] - x for x in lam]
            delta = arb.pi() * (n - 1) / 2 - (k[i] * big + sum(map(theta, u), arb(0))) / 2
            row = [(delta.sin() / y + delta.cos()) / (1 + y * y) for y in u]
            last = arb((-1) ** int(flipped[0][i] - flipped[0][0]))
            for j in range(m):
                last *= (1 + (k[i] - k[j]) ** 2).sqrt()
            for y in u:
                last /= (1 + y * y).sqrt()
                total *= 1 + y * y
            if eta is not None:
                last /= ((k[i] - eta) ** 2 + arb(1) / 4).sqrt()
            rows.append([*row, last])
        if m == n:
            rows.append([arb(1)] * n + [arb(0)])
            total *= big / 4
        total *= big * arb(4) ** n * arb_mat(rows).det() ** 2
        if eta is None:
            total /= m
        assert total.rel_accuracy_bits() > 60
        return float(total.mid())
    finally:
        ctx.prec = before
