"""Commands along a branch: the polaron's dispersion and edge, Lieb's excitations."""

from __future__ import annotations

import math
from collections.abc import Sequence
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
    Parameter(help="Number of equally spaced momenta from 0 to 2π, at least 2; 41 if not given."),
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
    p = _momenta(points, momentum)
    energy, velocity = listed(polaron.energy(p)), listed(polaron.velocity(p))
    eta = listed(polaron.spin_rapidity(p))
    gas = polaron.gas
    least = max(gas.fermi_rapidity, gas.gamma)
    sizes = [max(abs(value), least) if math.isfinite(value) else 0.0 for value in eta]
    columns = [
        Column("momentum", listed(p)),
        Column("polaron_energy", energy, relative_errors("polaron_energy", energy)),
        _with_size("polaron_velocity", velocity, [gas.sound_velocity] * len(p)),
        _with_size("spin_rapidity", eta, sizes),
    ]
    output.draw("draw_dispersion", polaron)
    output.present(Found("dispersion", columns, {"gamma": polaron.gamma}))


@with_columns("momentum", "polaron_energy", *_EDGE)
def edge(
    *gamma: Coupling, points: _Points = None, momentum: _Momenta = None, output: Output = OUTPUT
) -> None:
    """Edge of the impurity's spectral function at momenta p.

    COLUMNS --plot draws the threshold exponent.
    """
    from ..polaron.polaron import Polaron

    polaron = Polaron(one_coupling("edge", gamma))
    p = _momenta(points, momentum)
    energy, found = listed(polaron.energy(p)), polaron.edge(p).to_dict()
    columns = [
        Column("momentum", listed(p)),
        Column("polaron_energy", energy, relative_errors("polaron_energy", energy)),
        *(Column(name, found[name], found["errors"][name]) for name in _EDGE),
    ]
    output.draw("draw_exponents", [polaron])
    output.present(Found("edge", columns, {"gamma": polaron.gamma}))


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
    p = _momenta(points, momentum)
    bounds, columns = both.errors, [Column("momentum", listed(p))]
    for name in _EXCITATIONS:
        values = listed(getattr(both, name)(p))
        errors = [bounds[name]] * len(p) if name in bounds else relative_errors(name, values)
        columns.append(Column(name, values, errors))
    output.draw("draw_excitations", both, Polaron(both.gamma))
    output.present(Found("excitations", columns, {"gamma": both.gamma}))


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
