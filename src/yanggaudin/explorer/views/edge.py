"""The edge of the impurity's spectral function, and what the polaron does to the gas around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import plots
from ...polaron.polaron import Polaron
from ..inputs import GAMMA, MOMENTUM
from ..view import Number, Shown, View, attributes, from_dict, mark, relative

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_EDGE = ("threshold_exponent", "shift_right", "shift_left", "expelled_atoms", "phase_drop")


def _show(gamma: float, momentum: float) -> Shown:
    polaron = Polaron(gamma)

    def numbers() -> list[Number]:
        energy = relative("polaron_energy", polaron.energy(momentum))
        return [energy, *from_dict(polaron.edge(momentum).to_dict(), _EDGE)]

    def exponent(axes: Axes) -> None:
        plots.draw_exponents(axes, [polaron])
        mark(axes, momentum, float(polaron.edge(momentum).exponent))

    def dressing(axes: Axes) -> None:
        plots.draw_dressing(axes, [polaron])
        edge = polaron.edge(momentum)
        mark(axes, float(edge.phase_drop), float(edge.expelled_atoms))

    return Shown(
        numbers=numbers,
        pictures={"exponent": exponent, "dressing": dressing},
        python=f"polaron = yg.Polaron({gamma!r})\n"
        f"polaron_energy = polaron.energy({momentum!r})\n"
        f"edge = polaron.edge({momentum!r})\n" + attributes("edge", _EDGE),
        shell=(f"yanggaudin edge {gamma!r} --momentum {momentum!r}",),
    )


EDGE = View(
    name="edge",
    title="Edge",
    about="The edge of the impurity's spectral function, the atoms that the polaron expels, and "
    "the drop of the phase across it.",
    own_inputs=(GAMMA, MOMENTUM),
    pictures={"exponent": "threshold exponent", "dressing": "expelled atoms and phase drop"},
    show=_show,
)
