"""The polaron's energy and velocity along its branch, beside their limits and Lieb's branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import plots
from ...gas import functions
from ...gas.excitations import Excitations
from ...polaron.polaron import Polaron
from ..inputs import GAMMA, MOMENTUM
from ..view import Number, Shown, View, from_dict, mark, of_catalogue, relative

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _show(gamma: float, momentum: float) -> Shown:
    polaron, excitations = Polaron(gamma), Excitations(gamma)
    excitations.gas = polaron.gas  # the same host, solved once

    def numbers() -> list[Number]:
        return [
            relative("polaron_energy", polaron.energy(momentum)),
            *from_dict(polaron.edge(momentum).to_dict(), ["polaron_velocity"]),
            relative("mass_ratio", functions.mass_ratio(gamma)),
            relative("particle_energy", excitations.particle_energy(momentum)),
            relative("particle_velocity", excitations.particle_velocity(momentum)),
            relative("hole_energy", excitations.hole_energy(momentum)),
            of_catalogue(
                "hole_velocity",
                excitations.hole_velocity(momentum),
                excitations.errors["hole_velocity"],
            ),
        ]

    def limits(axes: Axes) -> None:
        plots.draw_dispersion_limits(axes, polaron)
        mark(axes, momentum, polaron.energy(momentum))

    def branches(axes: Axes) -> None:
        plots.draw_excitations(axes, excitations, polaron)
        mark(axes, momentum, polaron.energy(momentum))

    def velocities(axes: Axes) -> None:
        plots.draw_velocities(axes, excitations, polaron)
        mark(axes, momentum, polaron.velocity(momentum))

    return Shown(
        numbers=numbers,
        pictures={"limits": limits, "branches": branches, "velocities": velocities},
        python=f"""\
polaron = yg.Polaron({gamma!r})
polaron_energy = polaron.energy({momentum!r})
polaron_velocity = polaron.velocity({momentum!r})
mass_ratio = yg.mass_ratio({gamma!r})
excitations = yg.Excitations({gamma!r})
hole_energy = excitations.hole_energy({momentum!r})
particle_energy = excitations.particle_energy({momentum!r})
hole_velocity = excitations.hole_velocity({momentum!r})
particle_velocity = excitations.particle_velocity({momentum!r})""",
        shell=(
            f"yanggaudin dispersion {gamma!r} --momentum {momentum!r}",
            f"yanggaudin mass {gamma!r}",
            f"yanggaudin excitations {gamma!r} --momentum {momentum!r}",
        ),
    )


DISPERSION = View(
    name="dispersion",
    title="Dispersion",
    about="Energy and velocity of the polaron at every momentum, and of the gas without it.",
    own_inputs=(GAMMA, MOMENTUM),
    pictures={
        "limits": "energy and its limits",
        "branches": "energy beside Lieb's types I and II",
        "velocities": "velocities",
    },
    show=_show,
)
