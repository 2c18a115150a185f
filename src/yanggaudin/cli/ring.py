"""The command of N atoms on a ring."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from .output import AsJson, Cell, CsvFile, check_targets, new_figure, present, save, show_progress
from .words import UsageError, WholeNumber, one_coupling, whole_numbers


def ring(
    *,
    atoms: WholeNumber | None = None,
    gamma: Annotated[str, Parameter(allow_leading_hyphen=True)],
    magnon: Annotated[str | None, Parameter(allow_leading_hyphen=True)] = None,
    spectrum: bool = False,
    extrapolate: str | None = None,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """N atoms on a ring, exactly: one state, all momenta, or the limit of large N.

    Units ħ = m = n = 1, so that the ring has the length N. Energies are those above the ground
    state, except the column energy.

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
    plot
        Draw the points of --spectrum or --extrapolate into this file.
    """
    coupling = one_coupling("ring", gamma)
    check_targets(csv, plot)
    if extrapolate is not None:
        if atoms is not None or magnon is not None or spectrum:
            raise UsageError("--extrapolate goes with --gamma alone: it has its own atoms")
        present(_ring_limit(coupling, whole_numbers("--extrapolate", extrapolate), plot), json, csv)
        return
    if atoms is None:
        raise UsageError("ring needs --atoms N, or --extrapolate N,N,…")
    if spectrum:
        if magnon is not None:
            raise UsageError("--spectrum and --magnon exclude each other")
        present(_ring_spectrum(atoms, coupling, plot), json, csv)
        return
    if plot is not None:
        raise UsageError("--plot needs --spectrum or --extrapolate")
    flipped = None if magnon is None else whole_numbers("--magnon", magnon)
    present(_ring_state(atoms, coupling, flipped), json, csv)


def _ring_state(atoms: int, gamma: float, magnon: list[int] | None) -> list[dict[str, Cell]]:
    from ..ring import solve

    with show_progress(f"solving for {atoms} atoms"):
        state = solve(gamma, n_particles=atoms, magnon=magnon)
    rows: list[tuple[str, Cell, str]] = [
        ("atoms N", state.n_particles, ""),
        ("coupling γ", state.gamma, ""),
        *(("spin quantum number J", number, "") for number in state.magnon),
        ("momentum p", state.momentum, "ħn"),
        ("excitation energy ΔE", state.excitation_energy, "ħ²n²/m"),
        ("energy E", state.energy, "ħ²n²/m"),
    ]
    rows += [("spin rapidity η", eta, "n") for eta in state.spin_rapidities]
    if state.momentum:
        rows.append(("2mΔE/p²", state.mass_ratio, ""))
    rows += [
        ("largest residual", state.residual, "of a term"),
        ("solver", state.solver, ""),
    ]
    return [{"quantity": name, "value": value, "unit": unit} for name, value, unit in rows]


def _ring_spectrum(atoms: int, gamma: float, plot: Path | None) -> list[dict[str, Cell]]:
    from ..polaron.polaron import Polaron
    from ..ring import Ring

    system = Ring(gamma, n_particles=atoms)
    rows: list[dict[str, Cell]] = []
    states = []
    with show_progress(f"solving for {atoms} momenta") as progress:
        for state in system.spectrum():
            rows.append(
                {
                    "magnon": state.magnon[0],
                    "momentum": state.momentum,
                    "excitation_energy": state.excitation_energy,
                    "spin_rapidity": state.spin_rapidities[0],
                }
            )
            if plot is not None:  # every state has N quasimomenta
                states.append(state)
            progress.update(progress.task_ids[0], description=f"J = {len(rows)} of {atoms}")
    if plot is not None:
        figure, axes = new_figure()
        from ..plots.all import draw_ring_dispersion

        draw_ring_dispersion(axes, Polaron(gamma), [states])
        save(figure, plot)
    return rows


def _ring_limit(gamma: float, sizes: list[int], plot: Path | None) -> list[dict[str, Cell]]:
    from ..ring import extrapolate_mass_ratio

    with show_progress(f"solving for {', '.join(map(str, sizes))} atoms"):
        found = extrapolate_mass_ratio(gamma, n_particles=sizes)
    if plot is not None:
        figure, axes = new_figure()
        from ..plots.all import draw_ring_masses

        draw_ring_masses(axes, found)
        save(figure, plot)
    rows: list[dict[str, Cell]] = [
        {"atoms": size, "mass_ratio": value, "error": math.nan}
        for size, value in zip(found.n_particles, found.values, strict=True)
    ]
    return [*rows, {"atoms": "limit", "mass_ratio": found.value, "error": found.error}]
