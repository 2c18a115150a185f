"""Commands along a branch: the polaron's dispersion and edge, Lieb's excitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..quantities import QUANTITIES
from .output import OUTPUT, Output, table_rows, with_columns
from .words import Couplings, UsageError, WholeNumber, one_coupling

if TYPE_CHECKING:
    from ..arguments import Array

# columns besides the momentum, by name in the catalogue
_DISPERSION = ("polaron_energy", "polaron_velocity", "spin_rapidity")
_EDGE = ("threshold_exponent", "shift_right", "shift_left", "expelled_atoms", "phase_drop")
_EXCITATIONS = ("particle_energy", "hole_energy", "particle_velocity", "hole_velocity")

# a table of a million rows is a file of 100 MB: more is a slip of the finger
_MOST_POINTS = 1_000_000


@with_columns("momentum", *_DISPERSION)
def dispersion(gamma: Couplings, /, *, points: WholeNumber = 41, output: Output = OUTPUT) -> None:
    """Energy and velocity of the polaron at momenta p from 0 to 2πħn; --plot draws E(p).

    COLUMNS An infinite η is null in JSON.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    """
    from ..polaron.polaron import Polaron

    coupling, p = _checked("dispersion", gamma, points, output)
    polaron = Polaron(coupling)
    columns = {name: getattr(polaron, QUANTITIES[name].attribute)(p) for name in _DISPERSION}
    output.draw("draw_dispersion", polaron)
    output.present(table_rows({"momentum": p, **columns}))


@with_columns("momentum", "polaron_energy", *_EDGE)
def edge(gamma: Couplings, /, *, points: WholeNumber = 41, output: Output = OUTPUT) -> None:
    """Edge of the impurity's spectral function at momenta p from 0 to 2πħn.

    COLUMNS --plot draws the threshold exponent.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    """
    from ..polaron.polaron import Polaron

    coupling, p = _checked("edge", gamma, points, output)
    polaron = Polaron(coupling)
    threshold = polaron.edge(p)
    columns = {name: getattr(threshold, QUANTITIES[name].attribute) for name in _EDGE}
    output.draw("draw_exponents", [polaron])
    output.present(table_rows({"momentum": p, "polaron_energy": polaron.energy(p), **columns}))


@with_columns("momentum", *_EXCITATIONS)
def excitations(gamma: Couplings, /, *, points: WholeNumber = 41, output: Output = OUTPUT) -> None:
    """Lieb's type I and II excitations of the gas at momenta p from 0 to 2πħn.

    COLUMNS --plot draws both branches and the polaron.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    """
    from ..gas.excitations import Excitations
    from ..polaron.polaron import Polaron

    coupling, p = _checked("excitations", gamma, points, output)
    both = Excitations(coupling)
    columns = {name: getattr(both, name)(p) for name in _EXCITATIONS}
    output.draw("draw_excitations", both, Polaron(coupling))
    output.present(table_rows({"momentum": p, **columns}))


def _checked(command: str, gamma: str, points: int, output: Output) -> tuple[float, Array]:
    """Return the coupling and equally spaced momenta of the whole branch, or refuse."""
    import numpy as np

    output.check()
    coupling = one_coupling(command, gamma)
    if not 2 <= points <= _MOST_POINTS:
        raise UsageError(f"--points must be from 2 to {_MOST_POINTS}, got {points}")
    return coupling, np.linspace(0, 2 * np.pi, points)
