"""From a temperature and a chemical potential or density to a resolved solution.

The filling of a cold gas has steps of width T, that of a weakly interacting one a peak at k = 0.
Panels are bisected until sixteen nodes resolve what is integrated on each, the dressed energy
being smooth enough to look ahead through its interpolation.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..arguments import Array
from ..errors import AccuracyError, ConvergenceError
from ..gas.kernels import LIEB_KERNEL
from ..numerics.panels import ORDER, TO_LEGENDRE, GaussPanels, gauss_nodes
from ..numerics.rapidity_line import RapidityLine
from ..numerics.threads import one_blas_thread
from .yang_yang import NEAR, ROUGH, SETTLED, Equilibrium, bare_energy, log_one_plus_exp, shares

# The line ends where e^{-ε/T} is e^-46 = 1e-20 of its largest value, which rounding hides; a new
# end is put a little farther out, so that it need not move again at once.
CUT_OFF, _MARGIN = 46.0, 2.0
# how much farther out the line of a refined gas ends: e^{-ε/T} falls to 1e-22 there
_LATER = 1.05
# any small number serves to begin with, the panels being bisected as needed
_FIRST_PANELS = 6
# couplings from 1e-3 on need at most 600 nodes; so many take ten seconds and more
_MAX_NODES = 1600
# grid and solution follow each other, one to three times
_MAX_GRIDS = 12
# Tails of f and L on a panel within the reach of the kernel's pole, where their interpolation
# is integrated, and on a shorter one, where Gauss's rule squares the error.
_LONG_PANEL = 0.69
_LONG_TAIL, _SHORT_TAIL = 2e-14, 1e-8
# Tails of ε - k²/2 and 1^dr, which are interpolated between the points.
_SMOOTH_TAIL = 1e-14
# Sixteen nodes sample e^{-|y|} where y changes by less than this, and miss it where it
# changes by much more; beyond the largest |y| it counts for nothing.
_SAMPLED_RANGE, _FLAT = 16.0, 40.0
# A gas is cooled by this factor at once, or by T/|ε| where that is less: ε differs from its value
# at T = 0 by a share of (T/|ε|)².
_COOLING = 0.1
# rounding of a density is at most this
_SAME_DENSITY = 1e-9
# keeps 0/0 out where a function vanishes everywhere
_TINY = 1e-300
# an old edge this near to the new end would leave a panel without length
_SAME_END = 1e-9


def degeneracy_energy(chemical_potential: float) -> float:
    """Return about |ε(0)| at T = 0: μ of hard-core atoms, μ^{3/2} at weak coupling; 0 for μ < 0."""
    mu = max(chemical_potential, 0.0)
    return float(mu * np.sqrt(1 + mu))


@one_blas_thread()
def equilibrium(
    temperature: float, chemical_potential: float, density: float | None = None
) -> Equilibrium:
    """Solve the gas of given T and μ, or of given T and n, μ then being a guess.

    Units ħ = m = c = 1.  A cold gas is reached through warmer ones, whose ε and μ are nearly
    the same.

    Raises
    ------
    AccuracyError, ConvergenceError
        If the panels cannot resolve the filling, or Newton's method does not settle.
    """
    degeneracy = degeneracy_energy(chemical_potential)
    warm = warmth(temperature, chemical_potential)
    potential = chemical_potential / warm
    end = np.sqrt(2 * warm * (CUT_OFF + _MARGIN + max(potential, 0.0)))
    line = RapidityLine(first_edges(end), LIEB_KERNEL)
    state = Equilibrium(line, warm, potential, bare_energy(line.k, warm) - potential)
    state = _roughly(state, density)
    while state.temperature > temperature:
        state = _on_its_panels(state).near(density, ROUGH)
        colder = state.temperature * min(_COOLING, state.temperature / degeneracy)
        state = _roughly(_on_its_panels(_cooled(state, max(temperature, colder))), density)
    return resolved(_on_its_panels(state), density)


def _roughly(state: Equilibrium, density: float | None) -> Equilibrium:
    """Solve the equation well enough to see where its solution needs panels."""
    # at given μ the equation is convex, and Newton's method converges from any start
    return state.near(None, NEAR).near(density, ROUGH)


def _on_its_panels(state: Equilibrium) -> Equilibrium:
    """Return the same state on panels that resolve it, itself if its own do."""
    line = state.line
    return _moved(state, *_resolving_edges(state, line.panels.edges, line.smooth_panels.edges))


def resolved(state: Equilibrium, density: float | None) -> Equilibrium:
    """Solve the equation on these panels, and on others until they resolve its solution."""
    for _ in range(_MAX_GRIDS):
        solved = state.near(density, SETTLED)
        state = _on_its_panels(solved)
        if state is solved:
            _check_density(state, density)
            return state
    raise _unresolved()


def _check_density(state: Equilibrium, density: float | None) -> None:
    """Refuse a state of another density: a step that is small beside a huge ε/T may be none."""
    if density is not None and not abs(state.density / density - 1) < _SAME_DENSITY:
        raise ConvergenceError(
            f"Newton's method ends at the density {state.density:.6g} c in place of {density:.6g} c"
        )


def warmth(temperature: float, chemical_potential: float) -> float:
    """Return the size of an atom's energy: T, or what it is in the ground state."""
    return max(temperature, degeneracy_energy(chemical_potential))


def _cooled(state: Equilibrium, temperature: float) -> Equilibrium:
    """Return the same ε and μ at another temperature."""
    ratio = state.temperature / temperature
    return Equilibrium(
        state.line, temperature, ratio * state.potential, ratio * state.energy, state.tangent
    )


def on_new_panels(state: Equilibrium) -> Equilibrium:
    """Return the same state on panels chosen anew, without those that only another gas needed."""
    end, line = _cut_off(state), state.line
    # two panels in one to begin with
    edges, smooth = (_up_to(end, p.edges[::2]) for p in (line.panels, line.smooth_panels))
    return _moved(state, *_resolving_edges(state, edges, smooth))


def _up_to(end: float, edges: Array) -> Array:
    """Return panels of which the last one ends there."""
    return np.append(edges[edges < end * (1 - _SAME_END)], end)


def _moved(state: Equilibrium, edges: Array, smooth_edges: Array) -> Equilibrium:
    """Return the same dressed energy on other panels, to the accuracy of its interpolation.

    It is the state itself if the panels are its own.
    """
    old = state.line
    if np.array_equal(edges, old.panels.edges) and np.array_equal(
        smooth_edges, old.smooth_panels.edges
    ):
        return state
    line = RapidityLine(edges, LIEB_KERNEL, smooth_edges)
    energy = _at(state, line.points)[0]
    return Equilibrium(line, state.temperature, state.potential, energy)


def _at(state: Equilibrium, k: Array) -> tuple[Array, Array, Array]:
    """Return ε/T, (ε - k²/2)/T and 1^dr anywhere."""
    # beyond the old end ε is that of a free atom up to a constant
    smooth, one = state.line.smooth_panels.interpolate_root(
        np.stack([state.smooth_energy, state.tangent]), np.minimum(k, state.line.end)
    )
    return bare_energy(k, state.temperature) + smooth, smooth, one


@one_blas_thread()
def refined(state: Equilibrium, density: float) -> Equilibrium:
    """Return the gas of the same T and n on panels half as long and up to a later cut-off."""
    edges, smooth = (finer_edges(p) for p in (state.line.panels, state.line.smooth_panels))
    return _moved(state, np.union1d(edges, smooth), smooth).near(density, SETTLED)


def finer_edges(panels: GaussPanels) -> Array:
    """Return panels half as long and up to a later cut-off."""
    edges = np.sort(np.concatenate([panels.edges, panels.centres]))
    return np.append(edges, _LATER * edges[-1])


def _cut_off(state: Equilibrium) -> float:
    """Return where e^{-ε/T} has fallen to 1e-20 of its largest value."""
    energy = state.energy_at_nodes
    last, wanted = float(energy[-1]), CUT_OFF + max(0.0, float(state.energy[0]))
    if wanted <= last <= 2 * wanted:
        return state.line.end
    if last > wanted:
        return float(np.interp(wanted + _MARGIN, energy, state.line.k))
    return math.sqrt(state.line.end**2 + 2 * state.temperature * (wanted + _MARGIN - last))


def first_edges(end: float) -> Array:
    """Return a few equal panels up to the cut-off."""
    return np.linspace(0, end, _FIRST_PANELS + 1)


def _resolving_edges(state: Equilibrium, edges: Array, smooth_edges: Array) -> tuple[Array, Array]:
    """Bisect panels until they resolve the solution of this state, up to its cut-off.

    The smooth panels resolve what is smooth, and the others, which are parts of them, the rest.
    """

    def at(k: Array) -> Array:
        energy, _, one = _at(state, k)
        return np.stack([energy, one])

    smooth_edges = _smooth_edges(state, smooth_edges)
    edges, end = resolving_edges(np.union1d(edges, smooth_edges), at), _cut_off(state)
    return _up_to(end, edges), _up_to(end, smooth_edges)


def _smooth_edges(state: Equilibrium, edges: Array) -> Array:
    """Bisect panels until they resolve y - k²/2T and 1^dr where the gas is."""
    left, right = edges[:-1], edges[1:]
    while len(edges) * ORDER <= _MAX_NODES:
        k = gauss_nodes(left, right)
        energy, smooth, one = (values.reshape(-1, ORDER) for values in _at(state, k.ravel()))
        # how much an error matters: L changes by f times that of y
        filled = np.max(shares(energy)[0], axis=1)
        scales = max(1.0, np.max(np.abs(state.smooth_energy))), np.max(np.abs(state.tangent))
        coarse = np.zeros(len(left), dtype=np.bool_)
        for values, scale in zip((smooth, one), scales, strict=True):
            tails = np.max(np.abs(values @ TO_LEGENDRE[-2:].T), axis=-1)
            coarse |= tails * filled > _SMOOTH_TAIL * scale
        if not coarse.any():
            return edges
        left, right = left[coarse], right[coarse]
        centres = (left + right) / 2
        left, right = np.concatenate([left, centres]), np.concatenate([centres, right])
        edges = np.sort(np.concatenate([edges, centres]))
    raise _unresolved()


def resolving_edges(edges: Array, functions: Callable[[Array], Array]) -> Array:
    """Bisect panels until they resolve f 1^dr, L and f h 1^dr, given ε/T and 1^dr as functions.

    Raises
    ------
    AccuracyError
        If that takes too many nodes.
    """
    left, right, largest = edges[:-1], edges[1:], np.full(3, _TINY)
    while len(edges) * ORDER <= _MAX_NODES:
        energy, one = functions(gauss_nodes(left, right).ravel()).reshape(2, -1, ORDER)
        integrands = _integrands(energy, one)
        largest = np.maximum(largest, np.max(integrands, axis=(1, 2)))
        tails = np.max(np.abs(integrands @ TO_LEGENDRE[-2:].T), axis=-1) / largest[:, None]
        # the kernel is integrated against f 1^dr and L themselves, all three by Gauss's rule
        long = (np.max(tails[:2], axis=0) > _LONG_TAIL) & (right - left > 2 * _LONG_PANEL)
        coarse = (np.max(tails, axis=0) > _SHORT_TAIL) | long | _unsampled(energy)
        if not coarse.any():
            return edges
        # of the halves it is asked whether they are still coarse
        left, right = left[coarse], right[coarse]
        centres = (left + right) / 2
        left, right = np.concatenate([left, centres]), np.concatenate([centres, right])
        edges = np.sort(np.concatenate([edges, centres]))
    raise _unresolved()


def _integrands(energy: Array, one: Array) -> Array:
    """Return what is integrated, f 1^dr, L and f h 1^dr, given ε/T and 1^dr."""
    filled, empty = shares(energy)
    return np.stack([filled * one, log_one_plus_exp(-energy), filled * empty * one])


def _unsampled(energy: Array) -> NDArray[np.bool_]:
    """Return True for panels where a step of the filling may hide between nodes or at the ends."""
    width = np.ptp(energy, axis=1)
    # the outer nodes are 0.005 of a panel away from its ends
    nearest = np.min(np.abs(energy), axis=1) - 0.01 * width
    return np.asarray((width > _SAMPLED_RANGE) & (nearest < _FLAT))


def _unresolved() -> AccuracyError:
    """Return the error of a filling that needs too many nodes."""
    return AccuracyError(
        f"{_MAX_NODES} nodes do not resolve the filling: the gas is too cold or too dense"
    )
