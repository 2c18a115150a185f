"""The spectral function A(p, ω) of an atom that is injected into a ring."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ... import plots
from ...dynamics import SpectralFunction, spectral_function
from ...gas.ground_state import GroundState
from ..inputs import GAMMA, Input, Slider, whole
from ..view import Number, Shown, View, of_catalogue

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# more take many seconds at strong coupling
_MOST_ATOMS = 12


def _show(gamma: float, n_particles: int, momentum: int) -> Shown:
    @cache
    def found() -> SpectralFunction:
        return spectral_function("injection", gamma, n_particles=n_particles, momentum=momentum)

    def numbers() -> list[Number]:
        first = int(found().weights.argmax())
        error = float(np.asarray(found().errors["weights"])[first])
        return [
            of_catalogue("form_factor", float(found().weights[first]), error),
            of_catalogue("excitation_energy", float(found().energies[first]), None),
        ]

    def notes() -> list[str]:
        share, error = found().share, found().errors["share"]
        return [
            "The numbers are those of the heaviest state.",
            f"{len(found().weights)} states have {share:.5f} ± {error:.1e} of the exact sum rule.",
        ]

    def spectrum(axes: Axes) -> None:
        plots.draw_spectrum(
            axes, found(), math.pi * GroundState(gamma).sound_velocity / n_particles
        )

    return Shown(
        numbers=numbers,
        pictures={"spectrum": spectrum},
        python=f"""\
found = yg.dynamics.spectral_function(
    "injection", {gamma!r}, n_particles={n_particles}, momentum={momentum}
)
heaviest = found.weights.argmax()
form_factor = found.weights[heaviest]
excitation_energy = found.energies[heaviest]""",
        shell=(
            f"yanggaudin spectrum injection --gamma {gamma!r} --atoms {n_particles} "
            f"--momentum {momentum}",
        ),
        notes=notes,
    )


SPECTRUM = View(
    name="spectrum",
    title="A(p, ω)",
    about="The spectral function of an atom that is injected into a ring of N atoms, exactly: its "
    "states and their weights, and half a quantum of sound as a width.",
    own_inputs=(
        GAMMA,
        Input("n_particles", "8", whole(2, _MOST_ATOMS), slider=Slider(2, _MOST_ATOMS, whole=True)),
        Input("momentum", "2", whole(-_MOST_ATOMS, _MOST_ATOMS), "momentum p", "2π/L",
              slider=Slider(0, _MOST_ATOMS, whole=True)),
    ),
    pictures={"spectrum": "the spectral function"},
    show=_show,
)  # fmt: skip
