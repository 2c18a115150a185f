"""The command of N atoms on a ring."""

from __future__ import annotations

import math
from typing import Annotated

from cyclopts import Parameter

from .output import OUTPUT, Cell, Output, quantity_row, show_progress
from .words import UsageError, WholeNumber, one_coupling, whole_numbers

# columns of --spectrum
_SPECTRUM = ("magnon", "momentum", "excitation_energy", "spin_rapidity")


def ring(
    *,
    atoms: WholeNumber | None = None,
    gamma: Annotated[str, Parameter(allow_leading_hyphen=True)],
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
        Numbers of atoms such as 50,100,200,400: m/m* of each, and their limit.
    """
    coupling = one_coupling("ring", gamma)
    output.check()
    if extrapolate is not None:
        if atoms is not None or magnon is not None or spectrum:
            raise UsageError("--extrapolate goes with --gamma alone: it has its own atoms")
        rows = _ring_limit(coupling, whole_numbers("--extrapolate", extrapolate), output)
    elif atoms is None:
        raise UsageError("ring needs --atoms N, or --extrapolate N,N,…")
    elif spectrum:
        if magnon is not None:
            raise UsageError("--spectrum and --magnon exclude each other")
        rows = _ring_spectrum(atoms, coupling, output)
    elif output.plot is not None:
        raise UsageError("--plot needs --spectrum or --extrapolate")
    else:
        flipped = None if magnon is None else whole_numbers("--magnon", magnon)
        rows = _ring_state(atoms, coupling, flipped)
    output.present(rows)


def _ring_state(atoms: int, gamma: float, magnon: list[int] | None) -> list[dict[str, Cell]]:
    """Return a row for each quantity of one state."""
    from ..ring import solve

    with show_progress(f"solving for {atoms} atoms"):
        state = solve(gamma, n_particles=atoms, magnon=magnon)
    values: list[tuple[str, Cell]] = [
        ("n_particles", state.n_particles),
        ("gamma", state.gamma),
        *(("magnon", number) for number in state.magnon),
        ("momentum", state.momentum),
        ("excitation_energy", state.excitation_energy),
        ("ring_energy", state.energy),
        *(("spin_rapidity", eta) for eta in state.spin_rapidities),
    ]
    if state.momentum:
        values.append(("ring_mass_ratio", state.mass_ratio))
    values += [("residual", state.residual), ("solver", state.solver)]
    return [quantity_row(name, value) for name, value in values]


def _ring_spectrum(atoms: int, gamma: float, output: Output) -> list[dict[str, Cell]]:
    """Return a row for each momentum of one flipped atom, and draw them all."""
    from ..polaron.polaron import Polaron
    from ..ring import Ring

    system = Ring(gamma, n_particles=atoms)
    rows: list[dict[str, Cell]] = []
    states = []
    with show_progress(f"solving for {atoms} momenta") as progress:
        for state in system.spectrum():
            values = state.magnon[0], state.momentum, state.excitation_energy
            rows.append(dict(zip(_SPECTRUM, (*values, state.spin_rapidities[0]), strict=True)))
            if output.plot is not None:  # every state has N quasimomenta
                states.append(state)
            progress.update(progress.task_ids[0], description=f"J = {len(rows)} of {atoms}")

    output.draw("draw_ring_dispersion", Polaron(gamma), [states])
    return rows


def _ring_limit(gamma: float, sizes: list[int], output: Output) -> list[dict[str, Cell]]:
    """Return a row with m/m*_N for each N and one for their limit, and draw them."""
    from ..ring import extrapolate_mass_ratio

    with show_progress(f"solving for {', '.join(map(str, sizes))} atoms"):
        found = extrapolate_mass_ratio(gamma, n_particles=sizes)
    output.draw("draw_ring_masses", found)
    rows: list[dict[str, Cell]] = [
        {"n_particles": size, "ring_mass_ratio": value, "error": math.nan}
        for size, value in zip(found.n_particles, found.values, strict=True)
    ]
    return [*rows, {"n_particles": "limit", "ring_mass_ratio": found.value, "error": found.error}]
