"""Leading terms of quantities at weak and strong coupling, as formulas that also evaluate.

A `Term` is r π^a γ^b with rational r, a and b; a `Limit` is a sum of a few of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

_HALF = Fraction(1, 2)
_SUPERSCRIPTS = str.maketrans("0123456789/", "⁰¹²³⁴⁵⁶⁷⁸⁹ᐟ")


@dataclass(frozen=True)
class Term:
    """rational · π^pi · γ^power.

    Examples
    --------
    >>> print(Term.of("4/3 2 -2"), Term.of("-1 -1 -1/2"))
    4π²/3γ² −1/π√γ
    """

    rational: Fraction
    pi: Fraction
    power: Fraction

    @classmethod
    def of(cls, text: str) -> Term:
        """Return the term of three numbers: "4/3 2 -2" is (4/3) π² γ^-2."""
        rational, pi, power = map(Fraction, text.split())
        return cls(rational, pi, power)

    @property
    def coefficient(self) -> float:
        """rational · π^pi."""
        value: float = self.rational.numerator * math.pi ** float(self.pi)
        return value / self.rational.denominator

    def __call__(self, gamma: Any) -> Any:
        """Return the value at γ, a number or an array of any kind; a number if it is constant."""
        if self.power == 0:
            return self.coefficient
        if self.power < 0 and self.power.denominator == 1:
            value = self.coefficient / gamma  # step by step: γ^-2 underflows before 4π²/3γ² does
            for _ in range(-int(self.power) - 1):
                value = value / gamma
            return value
        return self.coefficient * gamma ** float(self.power)

    def __str__(self) -> str:
        over, under = self._factors("π", "γ", "√{}", lambda p: str(p).translate(_SUPERSCRIPTS))
        text = "".join(over) + ("/" + "".join(under) if under else "")
        return ("−" if self.rational < 0 else "") + text

    @property
    def latex(self) -> str:
        """LaTeX without dollars."""
        over, under = self._factors(r"\pi", r"\gamma", r"\sqrt{{{}}}", lambda p: f"^{{{p}}}")
        top, bottom = "".join(over), "".join(under)
        body = rf"\frac{{{top}}}{{{bottom}}}" if bottom else top
        return ("-" if self.rational < 0 else "") + body

    def _factors(
        self, pi: str, gamma: str, root: str, raised: Callable[[Fraction], str]
    ) -> tuple[list[str], list[str]]:
        """Factors above and below the line, without the sign."""
        size = abs(self.rational)
        over = [str(size.numerator)] if size.numerator != 1 else []
        under = [str(size.denominator)] if size.denominator != 1 else []
        for symbol, power in ((pi, self.pi), (gamma, self.power)):
            if power:
                exponent = abs(power)
                if exponent == _HALF:
                    written = root.format(symbol)
                else:
                    written = symbol + (raised(exponent) if exponent != 1 else "")
                (over if power > 0 else under).append(written)
        return over or ["1"], under


@dataclass(frozen=True)
class Limit:
    """A sum of terms, the leading one first; printed by its leading term.

    Examples
    --------
    >>> weak = Limit.of("1 0 0", "-2/3 -1 1/2")
    >>> print(weak, round(weak(0.01), 12))
    1 0.978779340921
    """

    terms: tuple[Term, ...]

    @classmethod
    def of(cls, *texts: str) -> Limit:
        """Return the sum of terms written as for `Term.of`."""
        return cls(tuple(map(Term.of, texts)))

    @property
    def leading(self) -> Term:
        """The first term."""
        return self.terms[0]

    def __call__(self, gamma: Any) -> Any:
        """Return the sum of all terms at γ, a number or an array of any kind.

        A sum in which no term depends on γ is a number, whatever the shape of γ.
        """
        return sum((term(gamma) for term in self.terms[1:]), self.terms[0](gamma))

    def __str__(self) -> str:
        return str(self.leading)

    @property
    def latex(self) -> str:
        """LaTeX of the leading term without dollars."""
        return self.leading.latex
