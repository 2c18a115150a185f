"""The mass of the polaron: Fig. 1 with the coupling on it, and how far the series reach."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ... import plots, series
from ...errors import YangGaudinError
from ...gas import functions
from ...gas.ground_state import GroundState
from ...paper.figure1 import COUPLINGS
from ...paper.routes import mass_ratio_by_spin_waves
from ..inputs import GAMMA
from ..view import Shown, View, literal, mark, relative

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# order of the series whose sums are shown, and of the last sum that is drawn
_ORDER, _LAST_ORDER = 20, 50


@cache
def _dots() -> list[float]:
    """Return m/m* at the dots of Fig. 1, which are always the same."""
    return [mass_ratio_by_spin_waves(GroundState(gamma)) for gamma in COUPLINGS]


def _show(gamma: float) -> Shown:
    mass_ratio = functions.mass_ratio(gamma)

    def figure1(axes: Axes) -> None:
        plots.draw_masses(axes, COUPLINGS, _dots())
        mark(axes, gamma, mass_ratio)

    return Shown(
        numbers=lambda: [
            relative("mass_ratio", mass_ratio),
            relative("mass_enhancement", functions.mass_enhancement(gamma)),
        ],
        pictures={
            "figure1": figure1,
            "orders": lambda axes: plots.draw_partial_sums(axes, gamma, _LAST_ORDER),
        },
        python=f"mass_ratio = yg.mass_ratio({literal(gamma)})\n"
        f"mass_enhancement = yg.mass_enhancement({literal(gamma)})",
        shell=(f"yanggaudin mass {gamma!r}",),
        notes=lambda: [_reach("weak", gamma), _reach("strong", gamma)],
    )


def _reach(side: str, gamma: float) -> str:
    """Return what the series of one side gives, and how good that is, or why it gives nothing."""
    make = series.weak if side == "weak" else series.strong
    try:
        best = make(_ORDER, "mass_ratio").value(gamma)
        found = f"{float(best):.15g} ± {best.error:.1e} from {best.n_terms} terms"
    except YangGaudinError as reason:
        found = str(reason)
    return f"Series of m/m* at {side} coupling to order {_ORDER}: {found}."


MASS = View(
    name="mass",
    title="Mass",
    about="The inverse mass of the polaron, exactly, and the two series of the paper.",
    own_inputs=(GAMMA,),
    pictures={"figure1": "Fig. 1 of the paper", "orders": "the weak series, order by order"},
    show=_show,
)
