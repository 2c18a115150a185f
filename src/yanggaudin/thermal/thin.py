"""The Yang-Yang equation of a thin gas, by iteration, with the fugacity divided out.

Where z = e^{μ/T} is small, f and L = ln(1 + e^{-ε/T}) are small of order z, and ε/T is the large
number k²/2T - ln z less the small one K L.  With x = k²/2T and the hatted functions f/z and L/z,

    f̂ = e^{-x + z K L̂} / (1 + z e^{-x + z K L̂}),     L̂ = ln(1 + z e^{-x + z K L̂}) / z,
    g^dr = g + z K (f̂ g^dr),

neither underflows nor loses digits down to z = 0, the classical gas, and the iterations converge
like powers of z.  The first of them are the second order of the fugacity expansion.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError
from ..gas.kernels import LIEB_KERNEL
from ..numerics.cached_property import cached_property
from ..numerics.parity import EVEN, Parity
from ..numerics.rapidity_line import RapidityLine
from ..numerics.threads import one_blas_thread
from .adaptive import CUT_OFF, finer_edges, first_edges, resolving_edges
from .yang_yang import bare_energy, disorder

#: largest μ/T, and largest nλ with the thermal wavelength λ, of a gas that is solved by iteration
LARGEST_POTENTIAL, LARGEST_DEGENERACY = -2.0, 0.12
# about 20 at the largest fugacity, which is e^-2
_MAX_ITERATIONS = 100
_ROUNDING = 2e-16
# μ/T below which e^{μ/T} is 0 in doubles
_NOTHING = -750.0
# Newton's method for the fugacity of a given density: three steps
_MAX_STEPS, _SETTLED = 20, 1e-15


class ThinEquilibrium:
    """The dressed energy of a thin gas, or of several at one temperature.  Units ħ = m = c = 1.

    Parameters
    ----------
    line : RapidityLine
        The nodes k ≥ 0, N of them, and the kernel between them.
    temperature : float
        T.
    fugacity : float or array of shape (M,)
        z = e^{μ/T}, of one gas or of M.
    potential : float, optional
        μ/T if it is known better than as ln z.

    Attributes
    ----------
    filled, logarithm : array of shape (N,) or (M, N)
        f/z and L/z.
    empty : array of shape (N,) or (M, N)
        1 - f.
    """

    #: |ε(0)|/T where ε(0) < 0
    degeneracy = 0.0

    def __init__(
        self,
        line: RapidityLine,
        temperature: float,
        fugacity: float | Array,
        potential: float = math.nan,
    ) -> None:
        self.line, self.temperature, self.potential = line, temperature, potential
        self.fugacity = np.asarray(fugacity)[..., None]
        self.bare = bare_energy(line.k, temperature)
        self._attraction = self._iterated(lambda pull: self._pulled(pull)[2], EVEN, 0 * self.bare)
        self.filled, self.empty, self.logarithm = self._pulled(self._attraction)

    def _pulled(self, attraction: Array) -> tuple[Array, Array, Array]:
        """Return f/z, 1 - f and L/z for a given z K L̂."""
        boltzmann = np.exp(attraction - self.bare)
        small = self.fugacity * boltzmann
        # ln(1 + x)/x, which is 1 where x may be too small for its digits
        share = np.where(small > _ROUNDING, np.log1p(small) / np.maximum(small, _ROUNDING), 1.0)
        return boltzmann / (1 + small), 1 / (1 + small), boltzmann * share

    @one_blas_thread()
    def _iterated(self, function: Callable[[Array], Array], parity: Parity, source: Array) -> Array:
        """Solve g = source + z K function(g) by iteration from the source."""
        value = source
        for _ in range(_MAX_ITERATIONS):
            image = self.line.image(function(value), parity)
            before, value = value, source + self.fugacity * image
            if np.max(np.abs(value - before)) <= _ROUNDING * max(1.0, float(np.max(np.abs(value)))):
                return np.asarray(value)
        raise ConvergenceError("the iteration for a thin gas does not converge")

    def dress(self, source: Array, parity: Parity = EVEN) -> Array:
        """Solve (1 - K f) g = source for a source of this parity, shape (N,)."""
        return self._iterated(lambda g: self.filled * g, parity, source)

    @cached_property
    def dressed_one(self) -> Array:
        """1^dr at the nodes."""
        return self.dress(np.ones_like(self.bare))

    @cached_property
    def heat(self) -> Array:
        """k²/2T dressed, at the nodes."""
        return self.dress(self.bare)

    @property
    def energy(self) -> Array:
        """ε/T at the nodes of one gas."""
        return self.bare - self.potential - self._attraction

    @property
    def disorder(self) -> Array:
        """Entropy of the filling at the nodes, over z."""
        return disorder(self.energy, self.filled, self.empty, self.logarithm)

    @property
    def omitted(self) -> float:
        """z of one gas, the factor that f and L lack."""
        return float(self.fugacity[0])

    @property
    def density(self) -> float:
        """n of one gas."""
        return float(self.omitted * self.line.integral(self.filled * self.dressed_one))


def thin_line(temperature: float) -> RapidityLine:
    """Return the panels on which thin gases of this temperature are resolved."""
    thermal = math.sqrt(2 * temperature)

    def functions(k: Array) -> Array:
        return np.stack([(k / thermal) ** 2 - LARGEST_POTENTIAL, np.ones_like(k)])

    edges = first_edges(math.sqrt(CUT_OFF) * thermal)
    return RapidityLine(resolving_edges(edges, functions), LIEB_KERNEL)


def of_density(line: RapidityLine, temperature: float, density: float) -> ThinEquilibrium:
    """Solve the thin gas of given T and n by Newton's method for ln z."""
    fugacity = density * math.sqrt(2 * math.pi / temperature)
    for _ in range(_MAX_STEPS):
        state = ThinEquilibrium(line, temperature, fugacity, math.log(fugacity))
        weight = state.filled * state.dressed_one
        slope = line.integral(weight * state.empty * state.dressed_one**2) / line.integral(weight)
        missing = math.log(density / state.density)
        if abs(missing) < _SETTLED:
            return state
        fugacity *= math.exp(missing / slope)
    raise ConvergenceError("Newton's method for the fugacity of a thin gas does not settle")


def of_potential(
    line: RapidityLine, chemical_potential: float, temperature: float
) -> ThinEquilibrium:
    """Solve the thin gas of given μ and T."""
    z = exact_fugacity(chemical_potential, temperature)
    return ThinEquilibrium(line, temperature, z, chemical_potential / temperature)


def exact_fugacity(chemical_potential: float, temperature: float) -> float:
    """Return e^{μ/T} to a rounding, although that of μ/T is magnified by |μ|/T."""
    ratio = chemical_potential / temperature
    if ratio < _NOTHING:
        return 0.0
    rest = Fraction(chemical_potential) - Fraction(ratio) * Fraction(temperature)
    return math.exp(ratio) * (1 + float(rest / Fraction(temperature)))


def refined(state: ThinEquilibrium, density: float) -> ThinEquilibrium:
    """Return the gas of the same T and n on panels half as long and up to a later cut-off."""
    line = RapidityLine(finer_edges(state.line.panels), LIEB_KERNEL)
    return of_density(line, state.temperature, density)
