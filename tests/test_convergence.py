"""Iterations that are stopped early say so, instead of returning what they have."""

from collections.abc import Callable

import numpy as np
import pytest

import yanggaudin as yg
from test_hosts import gaussian
from yanggaudin.errors import AccuracyError, ConvergenceError, YangGaudinError
from yanggaudin.gas import rapidities
from yanggaudin.numerics import conjugate_gradient, dressing, newton
from yanggaudin.ring import Ring, spins
from yanggaudin.thermal import adaptive, equation_of_state, thin, yang_yang


def eight_unknowns() -> object:
    """Solve a system whose solution takes as many steps as it has unknowns."""
    matrix = np.diag(np.arange(1.0, 9.0))
    return conjugate_gradient.conjugate_gradient(
        lambda x: matrix @ x, np.ones(8), lambda x: x, lambda x, y: float(x @ y), 1e-12
    )


def thin_gas() -> object:
    return yg.ThermalGas.from_chemical_potential(-3.0, temperature=1.0)


def equation() -> None:
    equation_of_state.EquationOfState(1.0).reach(0.0)


@pytest.mark.parametrize(
    ("module", "change", "work", "message"),
    [
        (rapidities, ("_MAX_NEWTON_STEPS", 2), lambda: yg.GroundState(1.0, gaussian()),
         "no Fermi rapidity was found for gamma = 1.0"),
        (conjugate_gradient, ("_MOST_STEPS", 3), eight_unknowns, "residual .* after 3 steps"),
        (newton, ("_MOST_STEPS", 1), lambda: Ring(1.0, n_particles=9).ground_state,
         "Newton's method: relative step"),
        (spins, ("_MOST_ITERATIONS", 1), lambda: Ring(1.0, n_particles=9).state(magnon=3),
         "the spin rapidity did not settle between"),
        (spins, ("_MOST_ITERATIONS", 3), lambda: Ring(1.0, n_particles=9).state(magnon=(2, 6)),
         "spin rapidit.* did not settle"),
        (yang_yang, ("_MAX_STEPS", 1), lambda: yg.ThermalGas(1.0, 1.0), "at a relative step"),
        (thin, ("_MAX_STEPS", 1), lambda: yg.ThermalGas(1.0, 1e4), "fugacity of a thin gas"),
        (thin, ("_MAX_ITERATIONS", 2), thin_gas, "for a thin gas does not converge"),
        (dressing, ("_MAX_CORRECTION", 0.0), lambda: yg.GroundState(1.0), "refinement stalls"),
        (adaptive, ("_MAX_GRIDS", 0), lambda: yg.ThermalGas(1.0, 1.0), "not resolve the filling"),
        (adaptive, ("_MAX_NODES", 32), lambda: yg.ThermalGas(1.0, 1.0), "32 nodes do not resolve"),
        (equation_of_state, ("_RESOLVED", 0.0), equation, "no panel in μ is short enough"),
    ],
)  # fmt: skip
def test_what_is_not_reached_is_an_error(
    module: object,
    change: tuple[str, float],
    work: Callable[[], object],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, *change)
    with pytest.raises(YangGaudinError, match=message) as error:
        work()
    assert isinstance(error.value, (AccuracyError, ConvergenceError))
