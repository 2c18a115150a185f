"""The command of N atoms on a ring."""

from __future__ import annotations

import math
from typing import Annotated

from cyclopts import Parameter

from .found import Found, columns_of
from .output import OUTPUT, Output, show_progress
from .table import Column
from .words import Numbers, UsageError, WholeNumber, one_coupling, whole_numbers

# what is shown of a state; each of its spins has a magnon and a spin rapidity
_STATE = ("momentum", "excitation_energy", "ring_energy", "ring_mass_ratio", "residual", "solver")


def ring(
    *,
    atoms: WholeNumber | None = None,
    gamma: Numbers | None = None,
    magnon: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    spectrum: bool = False,
    extrapolate: str | None = None,
    output: Output = OUTPUT,
) -> None:
    """N atoms on a ring, exactly: one state, all momenta, or the limit of large N.

    Units ħ = m = n = 1, so that the ring has the length N. The excitation energy is the energy
    above the ground state; the residual is that of Eq. (2), relative to its largest term.
    --plot draws the points of --spectrum or --extrapolate.

    Parameters
    ----------
    atoms
        Number of atoms N.
    gamma
        Coupling γ > 0.
    magnon
        Spin quantum number J of the flipped atom, 0 to N - 1, which then carries the momentum
        2πJ/N; two or three separated by commas flip as many. The ground state if not given.
    spectrum
        One flipped atom at every J.
    extrapolate
        Numbers of atoms such as 50,100,200,400: m/m* of each, and their limit, N = inf.
    """
    if gamma is None:
        raise UsageError("ring needs --gamma, the coupling γ = cL/N of N atoms on the length L")
    from ..ring.quantum_numbers import ring_coupling

    coupling = one_coupling("ring", [gamma], ring_coupling)
    if extrapolate is not None:
        if atoms is not None or magnon is not None or spectrum:
            raise UsageError("--extrapolate goes with --gamma alone: it has its own atoms")
        found = _ring_limit(coupling, whole_numbers("--extrapolate", extrapolate), output)
    elif atoms is None:
        raise UsageError("ring needs --atoms N, or --extrapolate N,N,…")
    elif spectrum:
        if magnon is not None:
            raise UsageError("--spectrum and --magnon exclude each other")
        found = _ring_spectrum(atoms, coupling, output)
    elif output.plot is not None:
        raise UsageError("--plot needs --spectrum or --extrapolate")
    else:
        flipped = None if magnon is None else whole_numbers("--magnon", magnon)
        found = _ring_state(atoms, coupling, flipped)
    output.present(found)


def _ring_state(atoms: int, gamma: float, magnon: list[int] | None) -> Found:
    """Return one state."""
    from ..ring import solve

    with show_progress(f"solving for {atoms} atoms"):
        state = solve(gamma, n_particles=atoms, magnon=magnon)
    saved = state.to_dict()
    spins = [
        Column("magnon", [saved["magnon"]]),
        Column("spin_rapidity", [saved["spin_rapidities"]]),
    ]
    names = [name for name in _STATE if name in saved]
    columns = [*columns_of([saved], ("n_particles", "gamma")), *(spins if magnon else [])]
    return Found("ring", [*columns, *columns_of([saved], names)], stacked=True)


def _ring_spectrum(atoms: int, gamma: float, output: Output) -> Found:
    """Return a row for each momentum of one flipped atom, and draw them all."""
    from ..polaron.polaron import Polaron
    from ..ring import Ring

    system = Ring(gamma, n_particles=atoms)
    names = ("magnon", "momentum", "excitation_energy", "spin_rapidity", "residual")
    rows: list[tuple[float, ...]] = []
    states = []
    with show_progress(f"solving for {atoms} momenta") as progress:
        for state in system.spectrum():
            found = state.momentum, state.excitation_energy, *state.spin_rapidities
            rows.append((*state.magnon, *found, state.residual))
            if output.plot is not None:  # every state has N quasimomenta
                states.append(state)
            progress.update(progress.task_ids[0], description=f"J = {len(rows)} of {atoms}")
    output.draw("draw_ring_dispersion", Polaron(gamma), [states])
    columns = [Column(*pair) for pair in zip(names, zip(*rows, strict=True), strict=True)]
    return Found("ring", columns, {"n_particles": atoms, "gamma": gamma})


def _ring_limit(gamma: float, sizes: list[int], output: Output) -> Found:
    """Return m/m*_N for each N and their limit, and draw them."""
    from ..ring import extrapolate_mass_ratio

    with show_progress(f"solving for {', '.join(map(str, sizes))} atoms"):
        found = extrapolate_mass_ratio(gamma, n_particles=sizes)
    output.draw("draw_ring_masses", found)
    errors = [*(None for _ in found.values), found.error]
    columns = [
        Column("n_particles", [*found.n_particles, math.inf]),
        Column("ring_mass_ratio", [*found.values, found.value], errors),
    ]
    return Found("ring", columns, {"gamma": gamma})
