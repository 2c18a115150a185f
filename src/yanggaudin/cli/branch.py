"""Commands along a branch: the polaron's dispersion and edge, Lieb's excitations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .output import AsJson, CsvFile, check_targets, new_figure, present, save, table_rows
from .words import Couplings, UsageError, WholeNumber, one_coupling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_POINTS = 1_000_000


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

    Columns: p in ħn, E(p) in ħ²n²/m, velocity dE/dp in ħn/m, spin rapidity η in n. Errors: of
    the energy 1e-14 relative, of the others 1e-14 of the sound velocity and of the larger of Q
    and c. An infinite η is null in JSON.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw E(p) into this file; its ending (.png, .svg, .pdf) chooses the format.
    """
    import numpy as np

    from ..polaron.polaron import Polaron

    check_targets(csv, plot)
    polaron = Polaron(one_coupling("dispersion", gamma))
    p = _momenta(points)
    columns = {
        "momentum": p,
        "energy": polaron.energy(p),
        "velocity": polaron.velocity(p),
        "spin_rapidity": polaron.spin_rapidity(p),
    }
    if plot is not None:
        figure, axes = new_figure()
        from ..plots.all import draw_dispersion

        draw_dispersion(axes, polaron, np.linspace(0, 2 * np.pi, 401))
        save(figure, plot)
    present(table_rows(columns), json, csv)


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

    Columns: p in ħn, threshold energy E(p) in ħ²n²/m, threshold exponent g₊² + g₋² - 1, shifts g₊
    and g₋ of the Fermi points, number of expelled atoms, phase drop in radian. Errors: of energy
    and expelled atoms 1e-14 and 1e-13 relative, of the others 1e-14 of the largest value.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw the exponent into this file; its ending (.png, .svg, .pdf) chooses the format.
    """
    from ..polaron.polaron import Polaron

    check_targets(csv, plot)
    polaron = Polaron(one_coupling("edge", gamma))
    p = _momenta(points)
    threshold = polaron.edge(p)
    right, left = threshold.shifts
    columns = {
        "momentum": p,
        "energy": polaron.energy(p),
        "exponent": threshold.exponent,
        "shift_right": right,
        "shift_left": left,
        "expelled_atoms": threshold.expelled_atoms,
        "phase_drop": threshold.phase_drop,
    }
    if plot is not None:
        figure, axes = new_figure()
        from ..plots.all import draw_exponents

        draw_exponents(axes, [polaron.gamma])
        save(figure, plot)
    present(table_rows(columns), json, csv)


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

    Columns: p in ħn, energies in ħ²n²/m, velocities in ħn/m. Errors: of the energies 1e-14
    relative, of the velocities 1e-14 of the sound velocity.

    Parameters
    ----------
    points
        Number of momenta, at least 2.
    plot
        Draw both branches and the polaron into this file; its ending (.png, .svg, .pdf) chooses
        the format.
    """
    from ..gas.excitations import Excitations

    check_targets(csv, plot)
    both = Excitations(one_coupling("excitations", gamma))
    p = _momenta(points)
    columns = {
        "momentum": p,
        "particle_energy": both.particle_energy(p),
        "hole_energy": both.hole_energy(p),
        "particle_velocity": both.particle_velocity(p),
        "hole_velocity": both.hole_velocity(p),
    }
    if plot is not None:
        figure, axes = new_figure()
        from ..plots.all import draw_excitations

        draw_excitations(axes, both.gas.gamma)
        save(figure, plot)
    present(table_rows(columns), json, csv)


def _momenta(points: int) -> NDArray[np.float64]:
    """Equally spaced momenta of the whole branch."""
    import numpy as np

    if not 2 <= points <= _MOST_POINTS:
        raise UsageError(f"--points must be from 2 to {_MOST_POINTS}, got {points}")
    return np.linspace(0, 2 * np.pi, points)
