"""N atoms on a ring beside the infinite system."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from ... import plots
from ...polaron.polaron import Polaron
from ...ring import Ring, RingState, extrapolate_mass_ratio
from ..inputs import GAMMA, Input, Slider, whole
from ..view import Number, Shown, View, attributes, from_dict, mark, relative

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_ATOMS = 10_000
# levels that are drawn at most, and of rings larger than that many atoms, and halvings of N
_LEVELS, _LARGE, _LEVELS_OF_LARGE, _HALVINGS = 12, 2000, 6, 5
_STATE = ("momentum", "excitation_energy", "ring_energy", "residual")
_ATOMS = Input(
    "n_particles", "20", whole(2, _MOST_ATOMS), slider=Slider(2, _MOST_ATOMS, log=True, whole=True)
)
_MAGNON = Input("magnon", "1", whole(0, _MOST_ATOMS - 1))


@lru_cache(2)
def _ring(gamma: float, n_particles: int) -> Ring:
    """Return a ring, whose ground state is found once for all magnons."""
    return Ring(gamma, n_particles=n_particles)


@lru_cache(2 * _LEVELS)
def _level(ring: Ring, magnon: int) -> RingState:
    """Return a state, which is drawn for other magnons as well."""
    return ring.state(magnon)


def _show(gamma: float, n_particles: int, magnon: int) -> Shown:
    ring = _ring(gamma, n_particles)
    state = _level(ring, magnon)
    every = math.ceil(n_particles / (_LEVELS if n_particles <= _LARGE else _LEVELS_OF_LARGE))
    names = (*_STATE, "ring_mass_ratio") if "ring_mass_ratio" in state.to_dict() else _STATE

    def numbers() -> list[Number]:
        infinite = relative("polaron_energy", Polaron(gamma).energy(state.momentum))
        return [*from_dict(state.to_dict(), names), infinite]

    def levels(axes: Axes) -> None:
        some = sorted({*range(0, n_particles, every), magnon})
        plots.draw_ring_dispersion(axes, Polaron(gamma), [[_level(ring, at) for at in some]])
        mark(axes, state.momentum, state.excitation_energy)

    def masses(axes: Axes) -> None:
        sizes = {n_particles >> k for k in range(_HALVINGS)} - {0, 1}
        plots.draw_ring_masses(axes, extrapolate_mass_ratio(gamma, n_particles=sorted(sizes)))

    return Shown(
        numbers=numbers,
        pictures={"levels": levels, "masses": masses},
        python=f"state = yg.ring.solve({gamma!r}, n_particles={n_particles}, magnon={magnon})\n"
        + attributes("state", names)
        + f"\npolaron_energy = yg.Polaron({gamma!r}).energy(momentum)",
        shell=(
            f"yanggaudin ring --atoms {n_particles} --gamma {gamma!r} --magnon {magnon}",
            f"yanggaudin dispersion {gamma!r} --momentum {state.momentum!r}",
        ),
        notes=lambda: [
            "A state on a ring has no bound on its error: its residual judges it.",
            *([f"Levels are drawn for J = 0, {every}, {2 * every}, …"] if every > 1 else []),
        ],
    )


RING = View(
    name="ring",
    title="Ring",
    about="N atoms on a ring, exactly, one of them flipped, beside the infinite system.",
    own_inputs=(GAMMA, _ATOMS, _MAGNON),
    pictures={"levels": "levels", "masses": "inverse mass against 1/N"},
    show=_show,
)
