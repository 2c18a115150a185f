"""Commands of an impurity on a ring: its spectral functions, and its motion after an injection."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
from cyclopts import Parameter

from .found import Found
from .output import OUTPUT, Output, show_progress
from .table import Column
from .words import Numbers, UsageError, WholeNumber, one_coupling

if TYPE_CHECKING:
    from ..dynamics import SpectralFunction

# rows of a table; files have all states
_SHOWN = 20


def spectrum(
    channel: str,
    *,
    gamma: Numbers | None = None,
    atoms: WholeNumber | None = None,
    momentum: Annotated[WholeNumber | None, Parameter(allow_leading_hyphen=True)] = None,
    share: float = 0.99,
    magnon: WholeNumber | None = None,
    width: float | None = None,
    output: Output = OUTPUT,
) -> None:
    """Spectral function of a flipped atom on a ring, exactly: its states and their weights.

    Units ħ = m = n = 1, n the density of the initial state. The table has the 20 heaviest states,
    CSV and JSON all of them, the heaviest first. A line below the table says which share of the
    exact sum rule they are.

    Parameters
    ----------
    channel
        injection, spin_flip, ejection or density.
    gamma
        Coupling γ from 1e-3 to 1e4.
    atoms
        Number of atoms of the initial state.
    momentum
        Final minus initial momentum in 2π/L, a whole number.
    share
        When to stop, below 1.
    magnon
        J of the initial state of an ejection.
    width
        Standard deviation of the Gaussians of --plot in ħ²n²/m; half of a quantum of sound.
    """
    from ..dynamics import spectral_function

    coupling = _coupling("spectrum", gamma)
    if atoms is None or momentum is None:
        raise UsageError("spectrum needs --atoms N and --momentum P, in 2π/L")
    with show_progress(f"searching the states of {atoms} atoms") as progress:
        found = spectral_function(
            channel,
            coupling,
            n_particles=atoms,
            momentum=momentum,
            share=share,
            magnon=magnon,
            progress=lambda reached, count: progress.update(
                progress.task_ids[0], description=f"{count} states, share {reached:.4f}"
            ),
        )
    if output.plot is not None:
        from ..gas.ground_state import GroundState

        sound = GroundState(coupling).sound_velocity
        output.draw("draw_spectrum", found, width or math.pi * sound / atoms)
    columns, parameters = _states(found), _totals(found)
    short = [Column(c.name, c.values[:_SHOWN], c.errors[:_SHOWN]) for c in columns[:-1]]
    saved = Found("spectrum", columns, parameters)
    output.present(Found("spectrum", short, parameters), saved)
    certainty = f"share {found.share:.5f} ± {found.errors['share']:.1e} of the sum rule"
    tail = f"of it {found.tail:.4f} in the contact tail"
    print(
        f"{len(found.weights)} states: {certainty}, {tail}; {found.dropped} dropped",
        file=sys.stderr,
    )


def _states(found: SpectralFunction) -> list[Column]:
    """Return the states as columns, the heaviest first."""
    order = np.argsort(found.weights)[::-1]
    errors = np.asarray(found.errors["weights"])[order]
    return [
        Column("excitation_energy", found.energies[order].tolist()),
        Column("form_factor", found.weights[order].tolist(), errors.tolist()),
        Column("magnon", found.magnon[order].tolist()),
        Column("quantum_numbers", found.states[order].tolist()),
    ]


def _totals(found: SpectralFunction) -> dict[str, Any]:
    """Return what holds for all states."""
    saved = found.to_dict()
    names = "channel", "gamma", "n_particles", "momentum_quanta", "share", "tail", "dropped"
    totals = {name: saved[name] for name in names}
    if not math.isnan(found.first_moment):
        totals["first_moment"] = found.first_moment
    return totals | {"share_error": saved["errors"]["share"]}


def flutter(
    *,
    gamma: Numbers | None = None,
    atoms: WholeNumber | None = None,
    momentum: Annotated[WholeNumber | None, Parameter(allow_leading_hyphen=True)] = None,
    share: float = 0.99,
    until: float = 10.0,
    points: WholeNumber = 101,
    output: Output = OUTPUT,
) -> None:
    """Motion of an atom that is injected with a momentum into the ground state of a ring.

    Units ħ = m = n = 1, n the density of the host. The return probability is that of finding the
    state after the injection again.

    Parameters
    ----------
    gamma
        Coupling γ from 1e-3 to 1e4.
    atoms
        Number of atoms of the host.
    momentum
        Of the injected atom, in 2π/L, a whole number.
    share
        Weight of the eigenstates that are taken, below 1.
    until
        Last time in m/ħn².
    points
        Number of times.
    """
    from ..dynamics import injected_motion

    coupling = _coupling("flutter", gamma)
    if atoms is None or momentum is None:
        raise UsageError("flutter needs --atoms N and --momentum P, in 2π/L")
    if not (2 <= points <= 100_000 and 0 < until < math.inf):
        raise UsageError("flutter needs --until above 0 and --points from 2 to 100000")
    with show_progress(f"searching the states of {atoms} atoms"):
        motion = injected_motion(coupling, n_particles=atoms, momentum=momentum, share=share)
        times = np.linspace(0.0, until, points)
        momenta = np.asarray(motion.momentum(times))
        back = np.abs(np.asarray(motion.return_amplitude(times))) ** 2
        errors = [motion.error] * points
    output.draw("draw_motion", [motion], times)
    columns = [
        Column("time", times.tolist()),
        Column("impurity_momentum", momenta.tolist(), errors),
        Column("return_probability", back.tolist(), [2 * (1 - motion.share)] * points),
    ]
    parameters = {"gamma": coupling, "n_particles": atoms, "momentum_quanta": momentum}
    output.present(Found("flutter", columns, {**parameters, "share": motion.share}))


def _coupling(command: str, gamma: Numbers | None) -> float:
    """Return the one coupling of a command."""
    if gamma is None:
        raise UsageError(f"{command} needs --gamma, the coupling γ = c/n")
    from ..dynamics.channels import coupling_of

    return one_coupling(command, [gamma], coupling_of)
