"""The gas and its polaron in balls: docs/certified.md, statements 6 to 8.

Everything follows from the dressed 1, χ, and the dressed x, σ, in units of c (x = k/c, B = Q/c):

    1/γ = (1/2π) ∫χ dx,   e = (γ³/2π) ∫x²χ dx,   m/m* = (γ²/π) ∫xσ dx,   K = χ(B)².
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cached_property

from flint import arb, fmpq

from ..errors import DomainError
from ..gas.functions import fermi_rapidity
from ..polaron.polaron import Polaron
from .dressed import Dressed, Interval, lorentzian_share
from .rules import Rule, approximate_rule, proven_rule, refuse_expensive

# digits of B that the double-precision solver gives
_FIRST_DIGITS = 14
# below it, where doubles end, η = 1/p is a good first guess
_SMALL_MOMENTUM = 1e-280


def three_body_correlation(g: arb, e2: arb, e2_slope: arb, e4: arb, e4_slope: arb) -> arb:
    """g₃ from the moments e₂ = e, e₄ and their slopes; cancels strongly as γ → ∞."""
    return (
        3 * e4_slope / (2 * g)
        - 5 * e4 / g**2
        + (1 + g / 2) * e2_slope
        - 2 * e2 / g
        - 3 * e2 * e2_slope / g
        + 9 * e2 * e2 / g**2
    )


def as_ball(exact: Fraction) -> arb:
    """A number at the current precision."""
    return arb(fmpq(exact.numerator, exact.denominator))


class State:
    """Ground state at an exact coupling, with `digits` working digits at the current precision.

    The nodes resolve functions that are analytic in a strip of the given half width.
    """

    def __init__(self, gamma: Fraction, digits: float, strip: float) -> None:
        self.gamma = as_ball(gamma)
        self._exact_gamma, self._digits = gamma, digits
        self._rule = self._at_fermi_point(strip)
        self.interval = self._rule.interval

    def _at_fermi_point(self, strip: float) -> Rule:
        """The rule on the interval of the coupling: Newton's method for B.

        Statement 7 turns what is missing in the last step into the shift of the interval.
        """
        double = float(self._exact_gamma)
        b = arb(fermi_rapidity(double) / double)
        refuse_expensive(float(b), self._digits, strip)
        good = float(_FIRST_DIGITS)
        # edge values depend on B the more the wider the interval is
        wanted = self._digits + 2 * math.log10(1 + float(b))
        while good < wanted:
            good = min(2 * good, wanted)
            one = approximate_rule(Interval(b), good).dressed(0)
            missing = 1 / self.gamma - one.approximate_moment(0) / (2 * arb.pi())
            edge = one.approximate(b)
            b = (b + missing * arb.pi() / (edge * edge)).mid()
        rule = proven_rule(Interval(b), self._digits, strip)
        self.one = rule.dressed(0)
        missing = 1 / self.gamma - self.one.moment(0) / (2 * arb.pi())
        rule.interval.shift = (arb.pi() * abs(missing)).upper()
        return rule

    @cached_property
    def momentum(self) -> Dressed:
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
        return self.gamma**3 * self.one.moment(2) / (2 * arb.pi())

    @cached_property
    def mass_ratio(self) -> arb:
        """m/m*, Eq. (16)."""
        return self.gamma**2 * self.momentum.moment(1) / arb.pi()

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
        edge = self.one.edge
        return edge * edge

    @property
    def sound_velocity(self) -> arb:
        """v = π/K."""
        return arb.pi() / self.luttinger_parameter

    @property
    def second_derivative(self) -> arb:
        """e″ = 2(v² - 3e + 2γe′)/γ²."""
        v, g = self.sound_velocity, self.gamma
        return 2 * (v * v - 3 * self.energy + 2 * g * self.pair_correlation) / (g * g)

    @cached_property
    def three_body_correlation(self) -> arb:
        """g₃ of Cheianov, Smith and Zvonarev, from e₄ = (γ⁵/2π) ∫x⁴χ dx and e₂ = e.

        With d∫x^jχ/dB = 2χ(B) χ_j(B), statement 6, e₄′(γ) is an expression of edge values.
        """
        g, e, slope = self.gamma, self.energy, self.pair_correlation
        fourth = self.one.moment(4)
        edge, edge_4 = self.one.edge, self._rule.dressed(4).edge
        density_slope = edge * edge * g * g / arb.pi()  # -dγ/dB = (γ²/2π) 2χ(B)²
        e4 = g**5 * fourth / (2 * arb.pi())
        e4_slope = 5 * e4 / g - g**5 * edge * edge_4 / (arb.pi() * density_slope)
        return three_body_correlation(g, e, slope, e4, e4_slope)

    @property
    def quartic_coefficient(self) -> arb:
        """A₄ of E(p) = p²/2m* + A₄p⁴ + …."""
        third = self.momentum.moment(3)
        g = self.gamma
        return g * g * third / (2 * arb.pi()) - self.mass_ratio * (arb(1) / 24 + self.energy / g**2)

    def rapidity_density(self, k: arb) -> arb:
        """ρ(k), |k| ≤ Q."""
        return self.one(self._inside(k)) / (2 * arb.pi())

    def dressed_momentum(self, k: arb) -> arb:
        """σ(k), |k| ≤ Q."""
        return self.gamma * self.momentum(self._inside(k))

    def _inside(self, k: arb) -> arb:
        """k/c, or nan if more digits must decide whether it lies in [-Q, Q]."""
        x = k / self.gamma
        b, shift = self.interval.half_width, self.interval.shift
        if abs(x) > b + shift:
            q = float(self.gamma * b)
            raise DomainError(f"k must lie in [-Q, Q] with Q = {q!r}, got {float(k.mid())!r}")
        return x if abs(x) <= b - shift else arb("nan")

    # --- statements 8 and 9 -------------------------------------------------------------------

    def momentum_at(self, eta: arb) -> arb:
        """p(η), Eq. (8), η in units of c."""
        return self.gamma * self.one.phase_integral(eta)

    def energy_at(self, eta: arb) -> arb:
        """E(η), Eq. (14), η in units of c."""
        return self.gamma**2 * self.momentum.phase_integral(eta)

    def energy_of(self, p: arb) -> arb:
        """E(p) for 0 < p < 2π, through the η of p."""
        if p > arb.pi():
            p = 2 * arb.pi() - p
        # undecided cases are left to more digits; η < 0 would be right as well
        return self.energy_at(self._spin_rapidity(p)) if p > 0 else arb("nan")

    def _spin_rapidity(self, p: arb) -> arb:
        """η of 0 < p ≤ π: Newton's method, then the ball that must contain the solution.

        Statement 9.
        """
        eta = (1 / p).mid()
        if p > _SMALL_MOMENTUM:
            double = Polaron(float(self._exact_gamma)).spin_rapidity(min(float(p), math.pi))
            if math.isfinite(double):
                eta = (arb(float(double)) / self.gamma).mid()
        best, missing, radius = eta, arb("inf"), arb("inf")
        while True:
            off = self.momentum_at(eta) - p
            size = (2 * abs(off) / self._least_slope(eta)).upper()
            if not 2 * size < radius:
                break
            best, missing, radius = eta, off, size
            slope = self.gamma * self.one.approximate_lorentzian(eta)
            eta = (eta + off / slope).mid()
        ball = best + arb(0, radius)
        least = self._least_slope(ball)
        if not abs(missing) < least * ball.rad():
            return arb("nan")  # not yet enough working digits
        return best + arb(0, (abs(missing) / least).upper())

    def _least_slope(self, eta: arb) -> arb:
        """A lower bound on -dp/dη, for χ ≥ 1."""
        b = self.interval.half_width - self.interval.shift
        return self.gamma * lorentzian_share(eta, b)
