"""Commands along a branch: the polaron's dispersion and edge, Lieb's excitations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from .output import AsJson, CsvFile, check_targets, draw_into, present, table_rows, with_columns
from .words import Couplings, UsageError, WholeNumber, one_coupling

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..arguments import Array
_Solved = TypeVar("_Solved")

# a table of a million rows is a file of 100 MB: more is a slip of the finger
_MOST_POINTS = 1_000_000


@with_columns("momentum", "polaron_energy", "polaron_velocity", "spin_rapidity")
def dispersion(
    gamma: Couplings,
    /,
    *,
    points: WholeNumber = 41,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Energy and velocity of the polaron at momenta p from 0 to 2πħn.

    COLUMNS An infinite η is null in JSON.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw E(p) into this file; its ending (.png, .svg, .pdf) chooses the format.
    """
    from ..polaron.polaron import Polaron

    def columns(polaron: Polaron, p: Array) -> dict[str, Array]:
        return {
            "momentum": p,
            "polaron_energy": polaron.energy(p),
            "polaron_velocity": polaron.velocity(p),
            "spin_rapidity": polaron.spin_rapidity(p),
        }

    def draw(axes: Axes, polaron: Polaron) -> None:
        from ..plots import draw_dispersion

        draw_dispersion(axes, polaron)

    _along_branch(
        "dispersion",
        Polaron,
        columns,
        draw,
        gamma=gamma,
        points=points,
        json=json,
        csv=csv,
        plot=plot,
    )


@with_columns(
    "momentum",
    "polaron_energy",
    "threshold_exponent",
    "shift_right",
    "shift_left",
    "expelled_atoms",
    "phase_drop",
)
def edge(
    gamma: Couplings,
    /,
    *,
    points: WholeNumber = 41,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Edge of the impurity's spectral function at momenta p from 0 to 2πħn.

    COLUMNS

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw the exponent into this file; its ending (.png, .svg, .pdf) chooses the format.
    """
    from ..polaron.polaron import Polaron

    def columns(polaron: Polaron, p: Array) -> dict[str, Array]:
        threshold = polaron.edge(p)
        right, left = threshold.shifts
        return {
            "momentum": p,
            "polaron_energy": polaron.energy(p),
            "threshold_exponent": threshold.exponent,
            "shift_right": right,
            "shift_left": left,
            "expelled_atoms": threshold.expelled_atoms,
            "phase_drop": threshold.phase_drop,
        }

    def draw(axes: Axes, polaron: Polaron) -> None:
        from ..plots import draw_exponents

        draw_exponents(axes, [polaron])

    _along_branch(
        "edge", Polaron, columns, draw, gamma=gamma, points=points, json=json, csv=csv, plot=plot
    )


@with_columns("momentum", "particle_energy", "hole_energy", "particle_velocity", "hole_velocity")
def excitations(
    gamma: Couplings,
    /,
    *,
    points: WholeNumber = 41,
    json: AsJson = False,
    csv: CsvFile = None,
    plot: Path | None = None,
) -> None:
    """Lieb's type I and II excitations of the gas at momenta p from 0 to 2πħn.

    COLUMNS

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw both branches and the polaron into this file; its ending (.png, .svg, .pdf) chooses
        the format.
    """
    from ..gas.excitations import Excitations

    def columns(both: Excitations, p: Array) -> dict[str, Array]:
        names = ("particle_energy", "hole_energy", "particle_velocity", "hole_velocity")
        return {"momentum": p, **{name: getattr(both, name)(p) for name in names}}

    def draw(axes: Axes, both: Excitations) -> None:
        from ..plots import draw_excitations
        from ..polaron.polaron import Polaron

        draw_excitations(axes, both, Polaron(both.gas.gamma))

    _along_branch(
        "excitations",
        Excitations,
        columns,
        draw,
        gamma=gamma,
        points=points,
        json=json,
        csv=csv,
        plot=plot,
    )


def _along_branch(
    command: str,
    solve: Callable[[float], _Solved],
    columns: Callable[[_Solved, Array], dict[str, Array]],
    draw: Callable[[Axes, _Solved], None],
    *,
    gamma: str,
    points: int,
    json: bool,
    csv: Path | None,
    plot: Path | None,
) -> None:
    """Solve at a coupling, show the columns at equally spaced momenta, and draw the picture."""
    import numpy as np

    check_targets(csv, plot)
    coupling = one_coupling(command, gamma)
    if not 2 <= points <= _MOST_POINTS:
        raise UsageError(f"--points must be from 2 to {_MOST_POINTS}, got {points}")
    solved = solve(coupling)
    rows = table_rows(columns(solved, np.linspace(0, 2 * np.pi, points)))
    draw_into(plot, lambda axes: draw(axes, solved))
    present(rows, json, csv)
