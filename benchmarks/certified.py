"""Time of a certified mass against digits, beside an uncertified solve: table of docs/certified.md.

OPENBLAS_NUM_THREADS=1 python benchmarks/certified.py [most digits]
"""

from __future__ import annotations

import sys
import time

import mpmath
from machine import measured_on

from yanggaudin import certified
from yanggaudin.certified import enclosures

#: couplings, and the most digits that take minutes only
GAMMAS = {"100": 1000, "1": 1000, "0.01": 300, "1e-4": 100, "1e-6": 40, "1e-9": 20}
DIGITS = (10, 20, 30, 40, 100, 300, 1000)
# mpmath takes minutes to hours beyond
MOST_MPMATH_NODES = 260


def uncertified(half_width: float, digits: int) -> mpmath.mpf | None:
    """m/m* at given Q/c by a Gauss-Legendre rule and LU in mpmath; no bound on any error."""
    decay = 2 * mpmath.asinh(1 / half_width)
    n = int(digits * mpmath.log(10) / decay) + 4
    if n > MOST_MPMATH_NODES:
        return None
    with mpmath.workdps(digits + 10):
        b = mpmath.mpf(half_width)
        nodes, weights = _gauss_legendre(n)
        x, w = [b * t for t in nodes], [b * v for v in weights]
        matrix = mpmath.matrix(n, n)
        for i in range(n):
            for j in range(n):
                matrix[i, j] = (i == j) - w[j] / (mpmath.pi * (1 + (x[i] - x[j]) ** 2))
        one = mpmath.lu_solve(matrix, mpmath.matrix([mpmath.mpf(1)] * n))
        sigma = mpmath.lu_solve(matrix, mpmath.matrix(x))
        gamma = 2 * mpmath.pi / sum(v * f for v, f in zip(w, one, strict=True))
        return gamma**2 * sum(v * y * f for v, y, f in zip(w, x, sigma, strict=True)) / mpmath.pi


def _gauss_legendre(n: int) -> tuple[list[mpmath.mpf], list[mpmath.mpf]]:
    nodes, weights = [], []
    for k in range(n):
        t = mpmath.cos(mpmath.pi * (k + 0.75) / (n + 0.5))
        for _ in range(60):
            p, q = mpmath.mpf(1), t
            for j in range(2, n + 1):
                p, q = q, ((2 * j - 1) * t * q - (j - 1) * p) / j
            slope = n * (t * q - p) / (t * t - 1)
            step = q / slope
            t -= step
            if abs(step) < mpmath.mpf(10) ** (5 - mpmath.mp.dps):
                break
        nodes.append(t)
        weights.append(2 / ((1 - t * t) * slope**2))
    return nodes, weights


def main(most_digits: int) -> None:
    """Print the table."""
    print("| γ | digits | certified, seconds | mpmath, uncertified, given Q | ratio |")
    print("| --- | --- | --- | --- | --- |")
    for gamma, limit in GAMMAS.items():
        half_width = float(certified.fermi_rapidity_over_c(gamma, digits=15))
        for digits in DIGITS:
            if digits > min(limit, most_digits):
                continue
            enclosures._state.cache_clear()
            start = time.perf_counter()
            certified.mass_ratio(gamma, digits=digits)
            ours = time.perf_counter() - start
            start = time.perf_counter()
            done = uncertified(half_width, digits)
            theirs = time.perf_counter() - start
            other = f"{theirs:.2g} | {theirs / ours:.2g}" if done is not None else "not run |"
            print(f"| {gamma} | {digits} | {ours:.2g} | {other} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DIGITS[-1])
    print(measured_on())
