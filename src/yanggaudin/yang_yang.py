"""The Yang-Yang equation of the Bose gas at a temperature, at any coupling.

    ε(k) = k²/2 - μ - T ∫ K(k - q) ln(1 + e^{-ε(q)/T}) dq,      K(k) = (1/π) 1/(1 + k²)

in units ħ = m = c = 1.  With y = ε/T, the filling f = 1/(1 + e^y), the empty share h = 1 - f and
the logarithm L = ln(1 + e^{-y}), the dressed functions of the thermodynamics solve

    (1 - K f) g = source.

At weak coupling K acts almost as the identity, f is almost 1, and both equations are differences
of nearly equal numbers.  As in `lieb_operator.py` they are rewritten without a difference,

    0 = -(k²/2 - μ)/T + ln(1 + e^y) - leak L + ∫ K(k - q) [L(q) - L(k)] dq,
    (1 - K f) g = h g + leak f g + ∫ K(k - q) [f g(k) - f g(q)] dq,

where leak is what K loses beyond the last panel.  The first is solved by Newton's method, whose
Jacobian is the operator of the second.  The panels are bisected until f and L are resolved.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from .errors import AccuracyError, ConvergenceError
from .lieb_operator import LIEB_KERNEL
from .lorentzian import EVEN, Parity
from .panels import NODES, ORDER, Array, GaussPanels

# e^-46 = 1e-20
_CUT_OFF = 46.0
_FIRST_PANELS = 6
_MAX_NODES = 1600
_MAX_GRIDS = 12
_MAX_BISECTIONS = 40
_MAX_STEPS = 40
# Tails of f and L on a panel within the reach of the kernel's pole, where their interpolation
# is integrated, and on a shorter one, where Gauss's rule squares the error.
_LONG_PANEL = 0.69
_LONG_TAIL, _SHORT_TAIL = 2e-14, 1e-8
_NEARLY_SETTLED = 1e-8
_SETTLED = 1e-13
_ROUNDING = 1e-15
# A gas this cold, T over its degeneracy energy, is reached by cooling a warmer one.
_COLD = 1.0
_COOLING = 0.1


class Line:
    """Rapidities k in [0, X] on panels, and the kernel between their nodes."""

    def __init__(self, edges: Array) -> None:
        self.panels = GaussPanels(edges)
        self.k = self.panels.roots
        self._direct = LIEB_KERNEL.line_weights(self.panels, self.k)
        self._mirror = LIEB_KERNEL.line_weights(self.panels, -self.k)
        self._beyond = LIEB_KERNEL.tail(edges[-1] - self.k) + LIEB_KERNEL.tail(edges[-1] + self.k)

    def integral(self, values: Array) -> float:
        """(1/2π) ∫ f dk over the whole line, f even."""
        return float(self.panels.root_weights @ values) / np.pi

    def image(self, values: Array) -> Array:
        """∫ K(k - q) f(q) dq at the nodes, f even."""
        return np.asarray((self._direct.imag + self._mirror.imag) @ values)

    def conjugate_image(self, values: Array) -> Array:
        """∫ (k - q) K(k - q) f(q) dq at the nodes, f even."""
        return np.asarray((self._direct.real - self._mirror.real) @ values)

    def exchange(self, parity: Parity) -> tuple[Array, Array]:
        """K without its diagonal on functions of one parity, and the leak."""
        matrix = self._direct.imag + parity * self._mirror.imag
        np.fill_diagonal(matrix, 0.0)
        mirrored = 0.0 if parity == EVEN else 2 * self._mirror.imag.sum(axis=1)
        return matrix, self._beyond + mirrored

    @cached_property
    def even_exchange(self) -> tuple[Array, Array]:
        """`exchange` of even functions."""
        return self.exchange(EVEN)


class Equilibrium:
    """A dressed energy on a line, and everything dressed with its filling.

    Attributes
    ----------
    line : Line
    temperature, potential : float
        T and μ/T.
    energy : array
        y = ε/T at the nodes.
    filled, empty, logarithm : array
        f, 1 - f and L.
    """

    def __init__(self, line: Line, temperature: float, potential: float, energy: Array) -> None:
        self.line = line
        self.temperature = temperature
        self.potential = potential
        self.energy = energy
        small = np.exp(-np.abs(energy))
        likely, unlikely = 1 / (1 + small), small / (1 + small)
        self.filled = np.where(energy > 0, unlikely, likely)
        self.empty = np.where(energy > 0, likely, unlikely)
        self.logarithm = np.logaddexp(0, -energy)

    @cached_property
    def one(self) -> Array:
        """1^dr = 2π times the density of states."""
        return self.dress(np.ones_like(self.energy), EVEN)

    @property
    def density(self) -> float:
        """n = (1/2π) ∫ f 1^dr dk."""
        return self.line.integral(self.filled * self.one)

    @cached_property
    def _even_inverse(self) -> Array:
        return self._inverse(*self.line.even_exchange)

    def dress(self, source: Array, parity: Parity) -> Array:
        """Solve (1 - K f) g = source."""
        if parity == EVEN:
            exchange, leak = self.line.even_exchange
            inverse = self._even_inverse
        else:
            exchange, leak = self.line.exchange(parity)
            inverse = self._inverse(exchange, leak)
        dressed = inverse @ source
        for _ in range(2):
            share = self.filled * dressed
            differences = (exchange * (share[:, None] - share)).sum(axis=1)
            residual = source - (self.empty * dressed + leak * share + differences)
            dressed = dressed + inverse @ residual
        return np.asarray(dressed)

    def _inverse(self, exchange: Array, leak: Array) -> Array:
        diagonal = self.empty + self.filled * (leak + exchange.sum(axis=1))
        try:
            return np.asarray(np.linalg.inv(np.diag(diagonal) - exchange * self.filled))
        except np.linalg.LinAlgError:
            raise self._lost() from None

    def _lost(self) -> ConvergenceError:
        return ConvergenceError(
            f"Newton's method is lost at T = {self.temperature:.6g}, mu/T = {self.potential:.6g} "
            "(units of c); a slightly different temperature may serve"
        )

    def _residual(self) -> Array:
        exchange, leak = self.line.even_exchange
        local = np.logaddexp(0, self.energy) - self.line.k**2 / (2 * self.temperature)
        differences = (exchange * (self.logarithm - self.logarithm[:, None])).sum(axis=1)
        return np.asarray(local + self.potential - leak * self.logarithm + differences)

    def _newton_step(self, density: float | None) -> Equilibrium:
        """The next iterate at the same μ, or the one of given density to first order."""
        step = -self._even_inverse @ self._residual()
        change = 0.0
        if density is not None:
            fluctuation = self.filled * self.empty * self.one**2
            slope = self.line.integral(fluctuation * self.one)
            if not (self.density > 0 and slope > 0):
                raise self._lost()
            change = self.density * np.log(density / self.density)
            change += self.line.integral(fluctuation * step)
            change /= slope
        energy = self.energy + step - change * self.one
        if not np.isfinite(energy).all():
            raise self._lost()
        return Equilibrium(self.line, self.temperature, self.potential + change, energy)

    def settled(self, density: float | None) -> Equilibrium:
        """The solution of the equation, Newton's method starting here."""
        state, size = self, np.inf
        for _ in range(_MAX_STEPS):
            following = state._newton_step(density)
            difference = float(np.max(np.abs(following.energy - state.energy)))
            previous, size = size, difference / max(1.0, float(np.max(np.abs(state.energy))))
            state = following
            if size < _NEARLY_SETTLED and not _ROUNDING < size < previous / 2:
                break
        if not size < _SETTLED:
            raise ConvergenceError(
                f"Newton's method stalls at a relative step {size:.1e} of the dressed energy; "
                "a slightly different temperature may serve"
            )
        return state

    @property
    def depth(self) -> float:
        """Largest |ε|/T below the Fermi points: how sharp these are; 0 for a thin gas."""
        return max(0.0, -float(self.energy[0]))

    def cut_off(self) -> float:
        """Where e^{-ε/T} has fallen to 1e-20 of its largest value."""
        end, wanted = float(self.line.panels.edges[-1]), _CUT_OFF + max(0.0, float(self.energy[0]))
        if wanted <= self.energy[-1] <= 2 * wanted:
            return end
        if self.energy[-1] > wanted:
            return float(np.interp(1.05 * wanted, self.energy, self.line.k))
        return float(np.sqrt(end**2 + 2 * self.temperature * (1.05 * wanted - self.energy[-1])))

    def resolving_edges(self) -> Array:
        """The panels, bisected until they resolve f 1^dr, L and f h 1^dr, up to the cut-off."""
        panels = self.line.panels
        scales = [float(np.max(values)) for values in self._resolved(self.energy, self.one)]
        left, right = panels.edges[:-1], panels.edges[1:]
        parent, done = np.arange(len(left)), [panels.edges]
        energy, one = self.energy, self.one
        for _ in range(_MAX_BISECTIONS):
            sizes = [
                panels.tails(values) / scale
                for values, scale in zip(self._resolved(energy, one), scales, strict=True)
            ]
            short = np.max(sizes, axis=0) > _SHORT_TAIL
            long = (np.max(sizes[:2], axis=0) > _LONG_TAIL) & ((right - left) / 2 > _LONG_PANEL)
            coarse = short | long
            if not coarse.any():
                break
            left, right, parent = left[coarse], right[coarse], np.tile(parent[coarse], 2)
            middle = (left + right) / 2
            done.append(middle)
            if sum(map(len, done)) * ORDER > _MAX_NODES:
                raise AccuracyError(
                    f"the gas needs more than {_MAX_NODES} nodes at T = {self.temperature:.6g}, "
                    f"mu/T = {self.potential:.6g} (units of c); try a higher temperature"
                )
            left, right = np.concatenate([left, middle]), np.concatenate([middle, right])
            root = ((left + right) / 2)[:, None] + ((right - left) / 2)[:, None] * NODES
            rows = panels.interpolation(root.ravel(), np.repeat(parent, ORDER))
            energy, one = (
                (rows * values.reshape(-1, ORDER)[np.repeat(parent, ORDER)]).sum(axis=1)
                for values in (self.energy, self.one)
            )
        edges, end = np.unique(np.concatenate(done)), self.cut_off()
        return np.append(edges[edges < end * (1 - 1e-9)], end)

    def _resolved(self, energy: Array, one: Array) -> tuple[Array, Array, Array]:
        state = Equilibrium(self.line, self.temperature, self.potential, energy)
        share = state.filled * one
        return share, state.logarithm, share * state.empty

    def moved(self, edges: Array) -> Equilibrium:
        """The same dressed energy on other panels, to their interpolation."""
        line, end = Line(edges), float(self.line.panels.edges[-1])
        inside = np.minimum(line.k, end)
        energy = self.line.panels.interpolate_root(self.energy, inside)
        energy += (line.k**2 - inside**2) / (2 * self.temperature)
        return Equilibrium(line, self.temperature, self.potential, energy)

    def cooled(self, temperature: float) -> Equilibrium:
        """The same ε and μ at another temperature, on panels that resolve it there."""
        ratio = self.temperature / temperature
        state = Equilibrium(self.line, temperature, self.potential * ratio, self.energy * ratio)
        state.one = self.one
        return state.moved(state.resolving_edges())


def degeneracy_energy(chemical_potential: float) -> float:
    """About |ε(0)| at T = 0: μ of hard-core atoms, μ^{3/2} at weak coupling; 0 for μ < 0."""
    mu = max(chemical_potential, 0.0)
    return float(mu * np.sqrt(1 + mu))


def equilibrium(
    temperature: float, chemical_potential: float, density: float | None = None
) -> Equilibrium:
    """The gas of given T and μ, or of given T and n, μ then being a guess; units ħ = m = c = 1.

    A cold gas is reached through warmer ones: ε differs from its value at T = 0 by a share of
    (T/|ε|)², so that every temperature may be T/|ε| times the one before.
    """
    degeneracy = degeneracy_energy(chemical_potential)
    warm = max(temperature, _COLD * degeneracy)
    potential = chemical_potential / warm
    end = np.sqrt(2 * warm * (_CUT_OFF + 2 + max(potential, 0.0)))
    line = Line(np.linspace(0, end, _FIRST_PANELS + 1))
    state = Equilibrium(line, warm, potential, line.k**2 / (2 * warm) - potential)
    state = _resolved_equilibrium(state, density)
    while state.temperature > temperature:
        colder = state.temperature * min(_COOLING, state.temperature / degeneracy)
        colder = max(temperature, colder)
        state = _resolved_equilibrium(state.cooled(colder), density)
    return state


def _resolved_equilibrium(state: Equilibrium, density: float | None) -> Equilibrium:
    # at given μ the equation is convex, and Newton's method converges from any start
    state = state.settled(None)
    for _ in range(_MAX_GRIDS):
        state = state.settled(density)
        edges = state.resolving_edges()
        if np.array_equal(edges, state.line.panels.edges):
            return state
        state = state.moved(edges)
    raise AccuracyError(
        f"the panels do not resolve the filling at T = {state.temperature:.6g}, "
        f"mu/T = {state.potential:.6g} (units of c); try a higher temperature"
    )
