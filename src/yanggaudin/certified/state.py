"""The gas and its polaron in balls: docs/certified.md, statements 6 to 8.

Everything follows from the dressed 1, χ, and the dressed x, σ, in units of c (x = k/c, B = Q/c):

    1/γ = (1/2π) ∫χ dx,   e = (γ³/2π) ∫x²χ dx,   m/m* = (γ²/π) ∫xσ dx,   K = χ(B)².
"""

from __future__ import annotations

import math
from fractions import Fraction

from flint import arb, fmpq

from ..errors import DomainError
from ..numerics.cached_property import cached_property
from ..numerics.precision import PRECISION, bits_for, precision
from . import first_guess
from .dressed import Dressed, Interval, lorentzian_share
from .rules import Rule, approximate_rule, proven_rule, refuse_expensive

# Newton's method for η takes about ten steps from its first guess; what has not settled after so
# many is left to more working digits
_MOST_STEPS = 100


def three_body_correlation(gamma: arb, *, e2: arb, e2_slope: arb, e4: arb, e4_slope: arb) -> arb:
    """Return g₃ from γ, the moments e₂ = e, e₄ = ∫k⁴ρ dk/n⁵ and their slopes in γ.

    Cheianov, Smith and Zvonarev, Phys. Rev. A 73, 051604 (2006).  The terms cancel strongly as
    γ → ∞, where g₃ ~ γ^-6.
    """
    g = gamma
    return (
        3 * e4_slope / (2 * g)
        - 5 * e4 / g**2
        + (1 + g / 2) * e2_slope
        - 2 * e2 / g
        - 3 * e2 * e2_slope / g
        + 9 * e2 * e2 / g**2
    )


def as_ball(exact: Fraction) -> arb:
    """Return a ball around an exact number at the current precision."""
    return arb(fmpq(exact.numerator, exact.denominator))


def _doubling(good: float, wanted: float) -> list[float]:
    """Return the digits after each step from `good` to `wanted`, the last one half of them long."""
    steps = [wanted] if good < wanted else []
    while steps and steps[-1] > 2 * good:
        steps.append(steps[-1] / 2)
    return steps[::-1]


class State:
    """Ground state at an exact coupling, in balls of the current precision.

    Parameters
    ----------
    gamma : Fraction
        γ.
    digits : float
        Working digits: what the bounds are expected to leave.
    strip : float
        Half width of the strip around the real axis, in units of c, where every integrand has to be
        analytic: that of the kernel or of the impurity.

    Attributes
    ----------
    gamma : arb
        γ.
    interval : Interval
        [-B, B], and how far the true B may be off.
    dressed_one : Dressed
        χ.

    Raises
    ------
    AccuracyError
        If the matrices would need more than 4 GB.
    """

    def __init__(self, gamma: Fraction, digits: float, strip: float) -> None:
        self.gamma = as_ball(gamma)
        self._rule = self._at_fermi_point(digits, strip)
        self.interval = self._rule.interval

    def _at_fermi_point(self, digits: float, strip: float) -> Rule:
        """Return the rule on the interval of the coupling, found by Newton's method for B.

        Each step doubles the digits of B and works with no more; nothing about them needs proof.
        Statement 7 turns what is missing in the end into the shift of the interval.
        """
        b, good = first_guess.fermi_rapidity_over_c(self.gamma)
        b = b.mid()
        refuse_expensive(float(b), digits, strip)
        # edge values depend on B the more the wider the interval is
        lost = 2 * math.log10(1 + float(b))
        for reached in _doubling(good, digits + lost):
            with PRECISION, precision(bits_for(reached + lost)):
                one = approximate_rule(Interval(b), reached).dressed(0)
                missing = 1 / self.gamma - one.approximate_moment(0) / (2 * arb.pi())
                edge = one.approximate(b)
                b = (b + missing * arb.pi() / (edge * edge)).mid()
        rule = proven_rule(Interval(b), digits, strip)
        self.dressed_one = rule.dressed(0)
        missing = 1 / self.gamma - self.dressed_one.moment(0) / (2 * arb.pi())
        rule.interval.shift = (arb.pi() * abs(missing)).upper()
        return rule

    @cached_property
    def dressed_rapidity(self) -> Dressed:
        """σ, the dressed x."""
        return self._rule.dressed(1)

    # --- statement 8 --------------------------------------------------------------------------

    @property
    def fermi_rapidity_over_c(self) -> arb:
        """B = Q/c."""
        return self.interval.half_width + arb(0, self.interval.shift)

    @cached_property
    def energy(self) -> arb:
        """e(γ)."""
        return self.gamma**3 * self.dressed_one.moment(2) / (2 * arb.pi())

    @cached_property
    def mass_ratio(self) -> arb:
        """m/m*, Eq. (16)."""
        return self.gamma**2 * self.dressed_rapidity.moment(1) / arb.pi()

    @property
    def chemical_potential(self) -> arb:
        """μ = (e + γ m/m*)/2."""
        return (self.energy + self.gamma * self.mass_ratio) / 2

    @property
    def pair_correlation(self) -> arb:
        """e′ = 2e/γ - m/m*."""
        return 2 * self.energy / self.gamma - self.mass_ratio

    @cached_property
    def luttinger_parameter(self) -> arb:
        """K = χ(B)²."""
        edge = self.dressed_one.edge
        return edge * edge

    @property
    def sound_velocity(self) -> arb:
        """v = π/K."""
        return arb.pi() / self.luttinger_parameter

    @property
    def energy_second_derivative(self) -> arb:
        """e″ = 2(v² - 3e + 2γe′)/γ²."""
        v, g = self.sound_velocity, self.gamma
        return 2 * (v * v - 3 * self.energy + 2 * g * self.pair_correlation) / (g * g)

    @cached_property
    def three_body_correlation(self) -> arb:
        """g₃ of Cheianov, Smith and Zvonarev, from e₄ = (γ⁵/2π) ∫x⁴χ dx and e₂ = e.

        With d∫x^jχ/dB = 2χ(B) χ_j(B), statement 6, e₄′(γ) is an expression of edge values.
        """
        g, e, slope = self.gamma, self.energy, self.pair_correlation
        fourth = self.dressed_one.moment(4)
        edge, edge_4 = self.dressed_one.edge, self._rule.dressed(4).edge
        density_slope = edge * edge * g * g / arb.pi()  # -dγ/dB = (γ²/2π) 2χ(B)²
        e4 = g**5 * fourth / (2 * arb.pi())
        e4_slope = 5 * e4 / g - g**5 * edge * edge_4 / (arb.pi() * density_slope)
        return three_body_correlation(g, e2=e, e2_slope=slope, e4=e4, e4_slope=e4_slope)

    @property
    def quartic_coefficient(self) -> arb:
        """A₄ of E(p) = p²/2m* + A₄p⁴ + …."""
        third = self.dressed_rapidity.moment(3)
        g = self.gamma
        return g * g * third / (2 * arb.pi()) - self.mass_ratio * (arb(1) / 24 + self.energy / g**2)

    def rapidity_density(self, k: arb) -> arb:
        """Return ρ(k), Eq. (5), for |k| ≤ Q, in units of n."""
        return self.dressed_one(self._inside(k)) / (2 * arb.pi())

    def dressed_momentum(self, k: arb) -> arb:
        """Return σ(k), Eq. (13), for |k| ≤ Q, in ħn."""
        return self.gamma * self.dressed_rapidity(self._inside(k))

    def _inside(self, k: arb) -> arb:
        """Return k/c, or nan if more digits must decide whether it lies in [-Q, Q]."""
        x = k / self.gamma
        b, shift = self.interval.half_width, self.interval.shift
        if abs(x) > b + shift:
            q = float(self.gamma * b)
            raise DomainError(
                f"rapidity must lie in [-Q, Q] with Q = {q!r}, got {float(k.mid())!r}"
            )
        return x if abs(x) <= b - shift else arb("nan")

    # --- statements 8 and 9 -------------------------------------------------------------------

    def momentum_at(self, eta: arb) -> arb:
        """Return p(η), Eq. (8), in ħn, with η in units of c."""
        return self.gamma * self.dressed_one.phase_integral(eta)

    def energy_at(self, eta: arb) -> arb:
        """Return E(η), Eq. (14), in ħ²n²/m, with η in units of c."""
        return self.gamma**2 * self.dressed_rapidity.phase_integral(eta)

    def energy_of(self, p: arb) -> arb:
        """Return E(p), of period 2π, through the η of p."""
        p = abs(p - 2 * arb.pi() * round(float(p.mid()) / math.tau))
        if p > arb.pi():  # the nearest multiple was missed by the rounding
            p = 2 * arb.pi() - p
        # undecided cases are left to more digits; η < 0 would be right as well
        return self.energy_at(self._spin_rapidity(p)) if p > 0 else arb("nan")

    def _spin_rapidity(self, p: arb) -> arb:
        """Enclose η of 0 < p ≤ π in units of c; nan if more digits are needed (statement 9)."""
        eta = first_guess.spin_rapidity(p, self.interval.half_width).mid()
        for _ in range(_MOST_STEPS):
            off = self.momentum_at(eta) - p
            slope = self.gamma * self.dressed_one.approximate_lorentzian(eta)
            # p(η) is convex for η > 0: a step from the left never overshoots, one from the right
            # may pass 0
            following = (eta + off / slope).mid().max(arb(0))
            if off.contains(0) or following == eta:
                break
            eta = following
        else:
            return arb("nan")
        radius = (2 * abs(off) / self._least_slope(eta)).upper()
        ball = eta + arb(0, radius)
        least = self._least_slope(ball)
        if not abs(off) < least * ball.rad():
            return arb("nan")  # not yet enough working digits
        return eta + arb(0, (abs(off) / least).upper())

    def _least_slope(self, eta: arb) -> arb:
        """Return a lower bound on -dp/dη, for χ ≥ 1."""
        b = self.interval.half_width - self.interval.shift
        return self.gamma * lorentzian_share(eta, b)
