"""An independent solver: one Gauss-Legendre rule at 60 digits, no panels, no kernel moments.

Slow and only for moderate Q/c, but it shares neither method nor code with the package, but for
setting FLINT's precision.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, arb_mat

from yanggaudin.numerics.precision import PRECISION, precision

_BITS = 220


@dataclass
class Oracle:
    """Even and odd dressed functions at B = Q/c, in units of c (x = k/c)."""

    half_width: float

    def __post_init__(self) -> None:
        with PRECISION, precision(_BITS):
            self._solve()

    def _solve(self) -> None:
        b = arb(self.half_width)
        n = 90 + int(34 * self.half_width)
        roots = [arb.legendre_p_root(n, k, weight=True) for k in range(n)]
        self.x = [b * (1 + t) / 2 for t, _ in roots]
        self.w = [b * w / 2 for _, w in roots]
        self.one, self.square = self._dress([lambda _: arb(1), lambda x: x * x], 1)
        (self.momentum,) = self._dress([lambda x: x], -1)
        self.gamma = arb.pi() / self.integrate(self.one)
        g, q = self.gamma, self.gamma * b
        self.e = g**3 * self.integrate(self.one, 2) / arb.pi()
        edge = [1 + self._image(self.one, b, 1), b * b + self._image(self.square, b, 1)]
        self.mu = g**2 * edge[1] / edge[0]  # 2μ/n²
        self.mass_ratio = (self.mu - self.e) / g
        self.e_prime = (3 * self.e - self.mu) / g
        self.luttinger = edge[0] * edge[0]
        self.fermi_rapidity = q
        s3 = 2 * self.integrate(self.momentum, 3)
        self.quartic = g**2 * s3 / (2 * arb.pi()) - self.mass_ratio * (arb(1) / 24 + self.e / g**2)

    def _kernel(self, x: arb, y: arb, parity: int) -> arb:
        return (1 / (1 + (x - y) * (x - y)) + parity / (1 + (x + y) * (x + y))) / arb.pi()

    def _image(self, f: list[arb], x: arb, parity: int) -> arb:
        pairs = zip(self.x, self.w, f, strict=True)
        return sum((w * self._kernel(x, y, parity) * v for y, w, v in pairs), arb(0))

    def _dress(self, sources: list, parity: int) -> list[list[arb]]:  # type: ignore[type-arg]
        n = len(self.x)
        matrix = arb_mat(
            [
                [int(i == j) - self.w[j] * self._kernel(self.x[i], self.x[j], parity)
                 for j in range(n)]
                for i in range(n)
            ]
        )  # fmt: skip
        right = arb_mat([[source(x) for source in sources] for x in self.x])
        solution = matrix.solve(right)
        return [[solution[i, k] for i in range(n)] for k in range(len(sources))]

    def integrate(self, f: list[arb], power: int = 0) -> arb:
        """∫_0^B x^power f dx."""
        pairs = zip(self.x, self.w, f, strict=True)
        return sum((w * x**power * v for x, w, v in pairs), arb(0))

    def rapidity_moment(self, power: int) -> arb:
        """∫k^j ρ dk in units of n."""
        with PRECISION, precision(_BITS):
            return self.gamma ** (power + 1) * self.integrate(self.one, power) / arb.pi()

    def dressed_one(self, x: float) -> arb:
        """The dressed 1 at x = k/c."""
        with PRECISION, precision(_BITS):
            return 1 + self._image(self.one, arb(x), 1)

    def momentum_at(self, eta: float) -> arb:
        """p(η), Eq. (8), η in units of c."""
        with PRECISION, precision(_BITS):
            return self.gamma * self._phase(self.one, eta, 1)

    def energy_at(self, eta: float) -> arb:
        """E(η) in ħ²n²/m, Eq. (14), η in units of c."""
        with PRECISION, precision(_BITS):
            return self.gamma * self.gamma * self._phase(self.momentum, eta, -1)

    def excitation_at(self, x: float) -> tuple[arb, arb]:
        """p and ε of the particle (x > B) or hole (x < B) at x = k/c, in ħn and ħ²n²/m.

        From the dressed momentum x + ∫θρ and the dressed energy (x²/2 - μ)^dr.
        """
        with PRECISION, precision(_BITS):
            b, g = arb(self.half_width), self.gamma
            at, edge = self._dressed_momentum(arb(x)), self._dressed_momentum(b)
            energy = g * g / 2 * (arb(x) ** 2 + self._image(self.square, arb(x), 1))
            energy -= self.mu / 2 * (1 + self._image(self.one, arb(x), 1))
            sign = 1 if x > self.half_width else -1
            return sign * g * (at - edge), sign * energy

    def _dressed_momentum(self, x: arb) -> arb:
        pairs = zip(self.x, self.w, self.one, strict=True)
        return x + sum(
            (w * v * ((x - y).atan() + (x + y).atan()) / arb.pi() for y, w, v in pairs), arb(0)
        )

    def _phase(self, f: list[arb], eta: float, parity: int) -> arb:
        """(1/2π) ∫_{-B}^{B} f(x) φ(η - x) dx."""

        def phi(y: arb) -> arb:
            return arb.atan2(arb(1) / 2, y) / arb.pi()

        pairs = zip(self.x, self.w, f, strict=True)
        terms = (w * v * (phi(eta - x) + parity * phi(eta + x)) for x, w, v in pairs)
        return sum(terms, arb(0))


def difference(value: float, reference: arb) -> float:
    """|value/reference - 1|."""
    with PRECISION, precision(_BITS):
        return abs(float((arb(value) / reference - 1).mid()))
