"""Commands along a branch: the polaron's dispersion and edge, Lieb's excitations."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Annotated

import numpy as np
from cyclopts import Parameter

from ..arguments import TWO_PI, Array
from .found import Found, listed, relative_errors
from .output import OUTPUT, Output, with_columns
from .table import Column
from .words import MOST_POINTS, Coupling, UsageError, WholeNumber, numbers, one_coupling

# columns besides the momentum, by name in the catalogue
_DISPERSION = ("polaron_energy", "polaron_velocity", "spin_rapidity")
_EDGE = ("threshold_exponent", "shift_right", "shift_left", "expelled_atoms", "phase_drop")
_EXCITATIONS = ("particle_energy", "hole_energy", "particle_velocity", "hole_velocity")

_Points = Annotated[
    WholeNumber | None,
    Parameter(
        help="Number of equally spaced momenta from 0 to 2π, at least 2; 41 if not given.  With "
        "--plot and without this, --csv and --json hold momenta as dense as are drawn."
    ),
]
_Momenta = Annotated[
    list[str] | None,
    Parameter(
        help="Momenta p in ħn instead, as in --momentum 0.1 0.5 1, or a range 0.1:3:30lin.",
        consume_multiple=True,
        negative=(),
    ),
]


@with_columns("momentum", *_DISPERSION)
def dispersion(
    *gamma: Coupling, points: _Points = None, momentum: _Momenta = None, output: Output = OUTPUT
) -> None:
    """Energy and velocity of the polaron at momenta p; --plot draws E(p).

    COLUMNS
    """
    from ..polaron.polaron import Polaron

    polaron = Polaron(one_coupling("dispersion", gamma))
    gas = polaron.gas
    least = max(gas.fermi_rapidity, gas.gamma)

    def found(p: Array) -> Found:
        energy, velocity = listed(polaron.energy(p)), listed(polaron.velocity(p))
        eta = listed(polaron.spin_rapidity(p))
        sizes = [max(abs(value), least) if math.isfinite(value) else 0.0 for value in eta]
        columns = [
            Column("momentum", listed(p)),
            Column("polaron_energy", energy, relative_errors("polaron_energy", energy)),
            _with_size("polaron_velocity", velocity, [gas.sound_velocity] * len(p)),
            _with_size("spin_rapidity", eta, sizes),
        ]
        return Found("dispersion", columns, {"gamma": polaron.gamma})

    output.draw("draw_dispersion", polaron)
    _present(output, points, momentum, found)


@with_columns("momentum", "polaron_energy", *_EDGE)
def edge(
    *gamma: Coupling, points: _Points = None, momentum: _Momenta = None, output: Output = OUTPUT
) -> None:
    """Edge of the impurity's spectral function at momenta p.

    COLUMNS --plot draws the threshold exponent.
    """
    from ..polaron.polaron import Polaron

    polaron = Polaron(one_coupling("edge", gamma))

    def found(p: Array) -> Found:
        energy, at = listed(polaron.energy(p)), polaron.edge(p).to_dict()
        columns = [
            Column("momentum", listed(p)),
            Column("polaron_energy", energy, relative_errors("polaron_energy", energy)),
            *(Column(name, at[name], at["errors"][name]) for name in _EDGE),
        ]
        return Found("edge", columns, {"gamma": polaron.gamma})

    output.draw("draw_exponents", [polaron])
    _present(output, points, momentum, found)


@with_columns("momentum", *_EXCITATIONS)
def excitations(
    *gamma: Coupling, points: _Points = None, momentum: _Momenta = None, output: Output = OUTPUT
) -> None:
    """Lieb's type I and II excitations of the gas at momenta p.

    COLUMNS --plot draws both branches and the polaron.
    """
    from ..gas.excitations import Excitations
    from ..polaron.polaron import Polaron

    both = Excitations(one_coupling("excitations", gamma))
    bounds = both.errors

    def found(p: Array) -> Found:
        columns = [Column("momentum", listed(p))]
        for name in _EXCITATIONS:
            values = listed(getattr(both, name)(p))
            errors = [bounds[name]] * len(p) if name in bounds else relative_errors(name, values)
            columns.append(Column(name, values, errors))
        return Found("excitations", columns, {"gamma": both.gamma})

    output.draw("draw_excitations", both, Polaron(both.gamma))
    _present(output, points, momentum, found)


def _present(
    output: Output,
    points: int | None,
    momentum: Sequence[str] | None,
    found: Callable[[Array], Found],
) -> None:
    """Print what is found at the momenta asked for; if none are, what is drawn is what is saved."""
    saved = None
    if output.plot is not None and points is None and momentum is None:
        from ..plots.style import MOMENTA

        saved = found(MOMENTA)
    output.present(found(_momenta(points, momentum)), saved)


def _momenta(points: int | None, momentum: Sequence[str] | None) -> Array:
    """Return the momenta asked for, else those of the whole branch."""
    if momentum is not None:
        if points is not None:
            raise UsageError("--points and --momentum exclude each other")
        return np.array(numbers("--momentum", momentum))
    points = 41 if points is None else points
    if not 2 <= points <= MOST_POINTS:
        raise UsageError(f"--points must be from 2 to {MOST_POINTS}, got {points}")
    return np.linspace(0, TWO_PI, points)


def _with_size(name: str, values: Sequence[float], sizes: Sequence[float]) -> Column:
    """Return a column whose errors are a fraction of something else than its size."""
    return Column(name, values, relative_errors(name, sizes))
