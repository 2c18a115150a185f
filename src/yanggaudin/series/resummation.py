r"""Borel-Padé resummation of the weak-coupling series.

With g = √γ the series Σ c_k g^k grows like Γ(k)/(8π)^k, all terms of one sign, so its Borel
transform b(t) = Σ_{k≥1} c_k t^{k-1}/(k-1)! is singular at t = 8π, on the path of integration:

    Σ c_k g^k = c_0 + g ∫_0^∞ e^{-t} b(gt) dt     along t = |t| e^{iθ}.

b is replaced by a diagonal Padé approximant in w, t = 32π w/(1 + w)², which maps the plane cut
along t > 8π to the unit disk.  The average over ±θ is the real part of one side.
What this average leaves out is, for e(γ),

    2¹⁹ π² e⁻⁸ e^{-16π/√γ} (1 + √γ/16π + …),

identified numerically, not proven; every other quantity follows by differentiation.
"""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise

from flint import acb, acb_poly, arb, arb_mat

from .estimate import Estimate, rounded
from .linear_quantities import LinearQuantity

#: lowest order from which a series is resummed, and from which the estimates are tested
FEWEST_TERMS = 20
# more coefficients would need more digits than the shipped 100 in the Padé equations
_MOST_TERMS = 61
# the largest few Padé approximants are compared: two or three of them may share a spurious pole
_APPROXIMANTS = 7

# The singularity of the Borel transform, in π; the average over both sides of it is real.
_SINGULARITY = 8
# θ of the path: far from the singularity at θ = 0, while e^{-t} still falls as e^{-0.83|t|}.
_ANGLE = 0.6
# Panels double like the scale on which the integrand changes; behind the last one |e^{-t}| < 2e-46.
_EDGES = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
# Nodes on each panel, more than the tail behind the last one deserves up to γ = 1.  At γ = 10 a
# pole near the path may leave 4e-13, which the leftover's error exceeds by far.
_GAUSS_NODES = 40

# the tail behind the last panel, at most so many times the integrand at its end
_TAIL = 3
# part of the leftover that is error: some times the misfit that tools/leftover.py prints
_LEFTOVER = 3e-6
# factor on the differences of the Padé approximants, chosen by looking at random draws
_MARGIN = 15

# 1 + √γ/16π + …, coefficients of the powers of √γ; from the third on a fit between γ = 0.3 and 16
# by tools/leftover.py
_CORRECTION = (
    1,
    1 / (16 * math.pi),
    -0.0030581359911,
    -0.0176251499651,
    0.0512199593302,
    -0.0880366120737,
    0.0942407426428,
    -0.0660563341601,
    0.0309286355788,
    -0.0097207300291,
    0.00202711592548,
    -0.000269513178662,
    2.0720527846e-05,
    -7.02220659551e-07,
)


def borel_sum(coefficients: tuple[arb, ...], gamma: arb, kind: LinearQuantity) -> Estimate:
    """Return the Borel-Padé sum of Σ c_k γ^{1 + shift + k/2}, plus the leftover of the quantity.

    The largest Padé approximants that the coefficients allow are compared.  Spurious poles may
    spoil one of them: the value is the median of the last three.  Its error is, with a margin, the
    geometric mean of the largest deviation from it among these three and among all: where the
    approximants converge fast the smaller ones say too much, where a pole spoils two of the last
    three these say too little.
    """
    root = gamma.sqrt()
    lowest = gamma ** (1 + kind.shift)
    length = min(len(coefficients), _MOST_TERMS)
    shorter = [coefficients[: length - drop] for drop in range(_APPROXIMANTS)]
    sums, tails = zip(*(lateral_average(some, root) for some in shorter), strict=True)
    middle = sorted(sums[:3])[1]
    deviations = [abs(s - middle) for s in sums]
    difference = (max(deviations[:3]) * max(deviations)).sqrt()
    rest, size = leftover(kind, gamma)
    error = (_MARGIN * difference + _TAIL * tails[0]) * lowest + _LEFTOVER * size
    return rounded(lowest * middle + rest, error.upper(), length)


def leftover(kind: LinearQuantity, gamma: arb) -> tuple[arb, arb]:
    """Return what the lateral average leaves out of a quantity, and the size of its parts.

    With x = √γ and θ = γ d/dγ, a term γ^p of e becomes factor(p) γ^{p + shift}, so the leftover
    of e is acted upon by factor(θ), a polynomial of degree two at most.  The parts may cancel, but
    their errors do not.
    """
    x = gamma.sqrt()
    at_0, at_1, at_2 = (kind.factor(Fraction(p)) for p in (0, 1, 2))
    second = (at_2 - 2 * at_1 + at_0) / 2
    first = at_1 - at_0 - second
    # factor(θ) = at_0 + first θ + second θ²; a part holds the coefficients of x^n e^{-16π/x}
    bare = dict(enumerate(map(arb, _CORRECTION)))
    theta = _theta(bare)
    polynomials = [
        sum((c * x**n for n, c in part.items()), arb(0)) for part in (bare, theta, _theta(theta))
    ]
    parts = [
        polynomial * weight.numerator / weight.denominator
        for polynomial, weight in zip(polynomials, (at_0, first, second), strict=True)
    ]
    scale = arb(2) ** 19 * arb.pi() ** 2 * (-8 - 16 * arb.pi() / x).exp()
    scale *= gamma**kind.shift * arb.pi() ** kind.pi
    return scale * sum(parts, arb(0)), scale * sum(map(abs, parts), arb(0))


def _theta(part: dict[int, arb]) -> dict[int, arb]:
    """Return the coefficients of θ Σ c_n x^n e^{-16π/x} with θ = (x/2) d/dx."""
    result: dict[int, arb] = {}
    for n, c in part.items():
        result[n] = result.get(n, arb(0)) + c * n / 2
        result[n - 1] = result.get(n - 1, arb(0)) + c * 8 * arb.pi()
    return result


def lateral_average(coefficients: tuple[arb, ...], root: arb) -> tuple[arb, arb]:
    """Return the real part of the Borel sum of Σ c_k root^k along one side of the singularity.

    The path of integration ends; the size of the integrand there is returned as well.
    """
    numerator, denominator = _pade(_in_disk(_borel_transform(coefficients)))
    direction = (acb(0, 1) * _ANGLE).exp()
    singularity = _SINGULARITY * arb.pi()

    def integrand(length: arb) -> acb:
        """Return e^{-t} b(t root) root dt/d|t| on the path."""
        t = direction * length
        # the inverse of t √γ = 32π w/(1 + w)²
        fold = (1 - t * root / singularity).sqrt()
        w = (1 - fold) / (1 + fold)
        return (-t).exp() * numerator(w) / denominator(w) * direction * root

    total = acb(0)
    for left, right in pairwise(_EDGES):
        half, middle = (arb(right) - left) / 2, (arb(right) + left) / 2
        for node, weight in _gauss(_GAUSS_NODES):
            total += integrand(half * node + middle) * (half * weight)
    return (coefficients[0] + total.real).mid(), abs(integrand(arb(_EDGES[-1])))


def _borel_transform(coefficients: tuple[arb, ...]) -> list[arb]:
    """Return b_j = c_{j+1}/j! of Σ c_k."""
    factorials = accumulate(range(1, len(coefficients) - 1), operator.mul, initial=1)
    return [c / n for c, n in zip(coefficients[1:], factorials, strict=True)]


def _in_disk(b: list[arb]) -> list[arb]:
    """Return the coefficients in w of Σ b_j t^j; those of t^j are binomials."""
    scale = 4 * _SINGULARITY * arb.pi()
    scaled = [c * scale**j for j, c in enumerate(b)]
    return [
        sum(
            (scaled[j] * (-1) ** (n - j) * math.comb(n + j - 1, n - j) for j in range(1, n + 1)),
            scaled[0] if n == 0 else arb(0),
        ).mid()
        for n in range(len(b))
    ]


def _pade(c: list[arb]) -> tuple[acb_poly, acb_poly]:
    """Return above and below of the (nearly) diagonal Padé approximant of Σ c_k w^k."""
    m = len(c) // 2
    n = len(c) - 1 - m
    matrix = arb_mat(
        [[c[n + i - j] if n + i >= j else arb(0) for j in range(1, m + 1)] for i in range(1, m + 1)]
    )
    right = arb_mat([[-c[n + i]] for i in range(1, m + 1)])
    q = [arb(1), *(x.mid() for x in matrix.solve(right).entries())]
    p = [sum((q[j] * c[i - j] for j in range(min(i, m) + 1)), arb(0)).mid() for i in range(n + 1)]
    return acb_poly([acb(x) for x in p]), acb_poly([acb(x) for x in q])


@cache
def _gauss(n_nodes: int) -> list[tuple[arb, arb]]:
    """Return nodes and weights of Gauss's rule on [-1, 1]."""
    return [arb.legendre_p_root(n_nodes, k, weight=True) for k in range(n_nodes)]
