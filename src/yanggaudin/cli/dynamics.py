"""Commands of an impurity on a ring: its spectral functions, and its motion after an injection."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np
from cyclopts import Parameter

from .found import Found, listed
from .host import HOST, Host, in_units_of
from .lab import warnings_printed
from .output import OUTPUT, Output, show_progress
from .table import Column
from .words import UsageError, WholeNumber

if TYPE_CHECKING:
    from ..dynamics import SpectralFunction, SpectralPlane
    from ..lab import Scale

# rows of a table; files have all states
_SHOWN = 20
# when to stop at one momentum, and at each of many
_SHARE, _SHARE_OF_MANY = 0.99, 0.97
_Quanta = Annotated[WholeNumber | None, Parameter(allow_leading_hyphen=True)]
_Workers = Annotated[
    WholeNumber,
    Parameter(allow_leading_hyphen=True, help="Threads that share the work; -1 for all cores."),
]


class _Asked(NamedTuple):
    """What a spectrum is of."""

    channel: str
    gamma: float
    atoms: int
    momentum: int | None
    options: dict[str, Any]


class _View(NamedTuple):
    """What was found, its spectra, the columns of a table, what holds for all, and a last line."""

    found: SpectralFunction | SpectralPlane
    spectra: Sequence[SpectralFunction]
    columns: list[Column]
    totals: dict[str, Any]
    certainty: str


def spectrum(
    channel: str,
    *,
    host: Host = HOST,
    atoms: WholeNumber | None = None,
    momentum: _Quanta = None,
    map: bool = False,
    share: float | None = None,
    magnon: WholeNumber | None = None,
    width: float | None = None,
    workers: _Workers = 1,
    output: Output = OUTPUT,
) -> None:
    """Spectral function of a flipped atom on a ring, exactly: states and weights.

    Units ħ = m = n = 1, n the density of the initial state; kHz and ħ/µm with
    --atom. The table has the 20 heaviest states, with --map a line for each
    momentum; CSV and JSON have all states, the heaviest first. A line below the
    table says which share of the exact sum rule they are.

    Parameters
    ----------
    channel
        injection, spin_flip, ejection, density or impurity_density.
    atoms
        Number of atoms of the initial state.
    momentum
        Final minus initial momentum in 2π/L, a whole number; the largest one of --map.
        An ejection has all momenta without it.
    map
        All momenta from 0 to --momentum, or to 2πħn without it; --plot draws the plane.
    share
        When to stop, below 1; 0.99 unless given, 0.97 at each momentum of --map.
    magnon
        J of the initial state of ejection and impurity_density.
    width
        Standard deviation of the Gaussians of --plot in ħ²n²/m; half of a quantum of sound.
    """
    coupling, scale = host.solved("spectrum")
    if atoms is None or (momentum is None and not map and channel != "ejection"):
        raise UsageError("spectrum needs --atoms N and --momentum P, in 2π/L, or --map")
    if share is None:
        share = _SHARE_OF_MANY if map else _SHARE
    options = {"n_particles": atoms, "share": share, "magnon": magnon, "workers": workers}
    asked = _Asked(channel, coupling, atoms, momentum, options)
    with warnings_printed():
        view = _plane(asked) if map else _one(asked)
    if output.plot is not None:
        _draw(output, view.found, coupling, width, scale)
    everywhere = view.spectra[0].momentum_quanta is None
    columns = in_units_of(scale, _states(view.spectra, with_momentum=map or everywhere))
    shown = in_units_of(scale, view.columns) if map else _first(columns[:-1])
    parameters = view.totals | host.asked()
    output.present(Found("spectrum", shown, parameters), Found("spectrum", columns, parameters))
    print(view.certainty, file=sys.stderr)


def _one(asked: _Asked) -> _View:
    """Search at one momentum."""
    from ..dynamics import spectral_function

    with show_progress(f"searching the states of {asked.atoms} atoms") as progress:
        found = spectral_function(
            asked.channel,
            asked.gamma,
            momentum=asked.momentum,
            progress=lambda reached, count: progress.update(
                progress.task_ids[0], description=f"{count} states, share {reached:.4f}"
            ),
            **asked.options,
        )
    saved = found.to_dict()
    names = "channel", "gamma", "n_particles", "momentum_quanta", "share", "tail", "dropped"
    totals = {name: saved[name] for name in names}
    if not math.isnan(found.first_moment):
        totals["first_moment"] = found.first_moment
    totals["share_error"] = saved["errors"]["share"]
    certainty = (
        f"{len(found.weights)} states: share {found.share:.5f} ± {found.errors['share']:.1e} of "
        f"the sum rule, of it {found.tail:.4f} in the contact tail; {found.dropped} dropped"
    )
    return _View(found, [found], [], totals, certainty)


def _plane(asked: _Asked) -> _View:
    """Search at all momenta up to the largest."""
    from ..dynamics import spectral_plane

    momenta = None
    if asked.momentum is not None:
        least = 0 if asked.channel == "injection" else 1
        if asked.momentum < least:
            raise UsageError(f"--momentum must be at least {least} with --map")
        momenta = range(least, asked.momentum + 1)
    with show_progress(f"searching the states of {asked.atoms} atoms") as progress:
        plane = spectral_plane(
            asked.channel,
            asked.gamma,
            momenta=momenta,
            progress=lambda done, count: progress.update(
                progress.task_ids[0], description=f"{done} of {count} momenta"
            ),
            **asked.options,
        )
    columns = [
        Column("momentum", listed(plane.momenta)),
        Column("states", [len(one.weights) for one in plane.spectra]),
        Column("excitation_energy", [float(one.energies[0]) for one in plane.spectra]),
        Column(
            "share", listed(plane.shares), [float(one.errors["share"]) for one in plane.spectra]
        ),
        Column("first_moment", listed(plane.first_moments)),
    ]
    totals = {"channel": plane.channel, "gamma": plane.gamma, "n_particles": plane.n_particles}
    least = plane.shares.min()
    certainty = f"{len(plane.spectra)} momenta: shares of the sum rule from {least:.4f}"
    return _View(plane, plane.spectra, columns, totals, certainty)


def _draw(
    output: Output,
    found: SpectralFunction | SpectralPlane,
    gamma: float,
    width: float | None,
    scale: Scale | None,
) -> None:
    """Draw one spectrum, or the plane with the lines of the infinite system."""
    from ..dynamics import SpectralPlane
    from ..polaron.polaron import Polaron

    polaron = Polaron(gamma)
    if width is None:
        width = math.pi * polaron.gas.sound_velocity / found.n_particles
    if isinstance(found, SpectralPlane):
        output.draw("draw_plane", found, polaron, width, scale)
    else:
        output.draw("draw_spectrum", found, width, scale)


def _states(spectra: Sequence[SpectralFunction], *, with_momentum: bool) -> list[Column]:
    """Return the states as columns, those of each spectrum the heaviest first."""
    orders = [np.argsort(found.weights)[::-1] for found in spectra]
    each = list(zip(spectra, orders, strict=True))

    def row(name: str) -> list[Any]:
        return [value for found, order in each for value in getattr(found, name)[order].tolist()]

    errors = [float(e) for found, order in each for e in np.asarray(found.errors["weights"])[order]]
    return [
        *([Column("momentum", row("momenta"))] if with_momentum else []),
        Column("excitation_energy", row("energies")),
        Column("form_factor", row("weights"), errors),
        Column("magnon", row("magnon")),
        Column("quantum_numbers", row("states")),
    ]


def _first(columns: Sequence[Column]) -> list[Column]:
    """Return columns with as many rows as are shown."""
    return [
        Column(c.name, c.values[:_SHOWN], c.errors[:_SHOWN], si_unit=c.si_unit) for c in columns
    ]


def flutter(
    *,
    host: Host = HOST,
    atoms: WholeNumber | None = None,
    momentum: _Quanta = None,
    share: float = _SHARE,
    until: float | None = None,
    points: WholeNumber = 101,
    workers: _Workers = 1,
    output: Output = OUTPUT,
) -> None:
    """Motion of an atom that is injected with a momentum into a ring's ground state.

    Units ħ = m = n = 1, n the density of the host; ms and ħ/µm with --atom. The
    return probability is that of finding the state after the injection again.

    Parameters
    ----------
    atoms
        Number of atoms of the host.
    momentum
        Of the injected atom, in 2π/L, a whole number.
    share
        Weight of the eigenstates that are taken, below 1.
    until
        Last time in m/ħn², in ms with --atom; 10 m/ħn² unless given.
    points
        Number of times.
    """
    from ..dynamics import injected_motion

    coupling, scale = host.solved("flutter")
    if atoms is None or momentum is None:
        raise UsageError("flutter needs --atoms N and --momentum P, in 2π/L")
    last = 10.0 if until is None else until
    if scale is not None and until is not None:
        last *= 1e-3 / scale.factor("time")
    if not (2 <= points <= 100_000 and 0 < last < math.inf):
        raise UsageError("flutter needs --until above 0 and --points from 2 to 100000")
    with warnings_printed(), show_progress(f"searching the states of {atoms} atoms"):
        motion = injected_motion(
            coupling, n_particles=atoms, momentum=momentum, share=share, workers=workers
        )
        times = np.linspace(0.0, last, points)
        momenta = np.asarray(motion.momentum(times))
        back = np.abs(np.asarray(motion.return_amplitude(times))) ** 2
        errors = [motion.error] * points
    output.draw("draw_motion", [motion], times, scale)
    columns = [
        Column("time", times.tolist()),
        Column("impurity_momentum", momenta.tolist(), errors),
        Column("return_probability", back.tolist(), [2 * (1 - motion.share)] * points),
    ]
    parameters = {"gamma": coupling, "n_particles": atoms, "momentum_quanta": momentum}
    parameters |= {"share": motion.share, **host.asked()}
    output.present(Found("flutter", in_units_of(scale, columns), parameters))
