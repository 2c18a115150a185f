"""Iterations that are stopped early say so, instead of returning what they have."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import constants

import yanggaudin as yg
from test_hosts import gaussian
from test_lab_trap import GUIDE, trap_of
from yanggaudin import certified, lab
from yanggaudin.certified import enclosures, state
from yanggaudin.dynamics import bethe, form_factor
from yanggaudin.errors import AccuracyError, ConvergenceError, YangGaudinError
from yanggaudin.gas import rapidities
from yanggaudin.lab import orbit, search as search_of_atoms
from yanggaudin.numerics import conjugate_gradient, dressing, newton
from yanggaudin.ring import Ring, ring, spins
from yanggaudin.thermal import adaptive, equation_of_state, rapidity_map, thin, yang_yang
from yanggaudin.thermal.yang_yang import Equilibrium
from yanggaudin.two_components import search, solution
from yanggaudin.two_components.thermodynamics import Thermodynamics


def eight_unknowns() -> object:
    """Solve a system whose solution takes as many steps as it has unknowns."""
    matrix = np.diag(np.arange(1.0, 9.0))
    return conjugate_gradient.conjugate_gradient(
        lambda x: matrix @ x, np.ones(8), lambda x: x, lambda x, y: float(x @ y), 1e-12
    )


def thin_gas() -> object:
    return yg.ThermalGas.from_chemical_potential(-3.0, temperature=1.0)


def equation() -> None:
    found = equation_of_state.EquationOfState(1.0)
    found._shortest = found._length  # one halving is enough
    found.reach(0.0)


def one_flip() -> object:
    ground = [-1, 0, 1]
    return form_factor("spin_flip", gamma=1.0, initial=ground, final=ground, magnon=1)


def warm_trap() -> object:
    return lab.Trap(GUIDE, f_axial=10.0, n_atoms=60, temperature=2e-8)


def two_spins() -> object:
    return Ring(1.0, n_particles=5).state(magnon=(1, 3))


def warm_polaron() -> object:
    return yg.ThermalGas(1.0, 1.0).thermal_polaron


def orbit_of_a_kick() -> object:
    trap = trap_of(1.0)
    return trap.orbit(momentum=constants.hbar * trap.peak_density, n_times=5)


def two_components() -> solution.Solution:
    """Return the cheapest solution there is: hot, with few strings."""
    return solution.rough_solution(1.0, 50.0, 20.0, 2)


def search_from_two_components() -> object:
    found = Thermodynamics(two_components(), solution.ROUGH_TAIL)
    return search._at_density(found, 2 * found.density, 0.0, lambda _: found, 1e-9)


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
        (spins, ("_MOST_ITERATIONS", 3), two_spins, r"did not settle between 0\.\d+ and 0\.\d+$"),
        (spins, ("_last_step", lambda *_: 0.0), two_spins, "rapidities did not settle in 500"),
        (ring, ("_LARGEST_RESIDUAL", 0.0), two_spins, "are missed by .* of their largest term"),
        (bethe, ("_MOST_STEPS", 1), one_flip, "did not settle in 1 steps .* J = 1; please report"),
        (yang_yang, ("_MAX_STEPS", 1), lambda: yg.ThermalGas(1.0, 1.0), "at a relative step"),
        (thin, ("_MAX_STEPS", 1), lambda: yg.ThermalGas(1.0, 1e4), "fugacity of a thin gas"),
        (thin, ("_MAX_ITERATIONS", 2), thin_gas, "for a thin gas does not converge"),
        (dressing, ("_MAX_CORRECTION", 0.0), lambda: yg.GroundState(1.0), "refinement stalls"),
        (adaptive, ("_MAX_GRIDS", 0), lambda: yg.ThermalGas(1.0, 1.0), "not resolve the filling"),
        (adaptive, ("_MAX_NODES", 32), lambda: yg.ThermalGas(1.0, 1.0), "32 nodes do not resolve"),
        (adaptive, ("_MAX_NODES", 144), lambda: yg.ThermalGas(1.0, 1.0), "144 nodes do not resolv"),
        (equation_of_state, ("_RESOLVED", 0.0), equation, "no panel in μ is short enough"),
        (rapidity_map, ("_MOST_PANELS", 4), warm_polaron, "functions of the spin rapidity cannot"),
        (solution, ("_MAX_STEPS", 1), two_components, "Newton's method does not settle"),
        (solution, ("_MAX_GRIDS", 1), two_components, "nodes do not resolve the functions"),
        (solution, ("_MAX_NODES", 200), two_components, "200 nodes do not resolve the functions"),
        (solution, ("_MAX_NODES", 100), two_components, "100 nodes do not resolve the functions"),
        (search, ("_MAX_STEPS", 3), search_from_two_components, "for the chemical potential does"),
        (search_of_atoms, ("_MOST_STEPS", 1), warm_trap, "potential found for 60.0 atoms; please"),
        (orbit, ("_LAST_ANGLE", 0.0), orbit_of_a_kick, "the time on an orbit was not found"),
        (orbit, ("_MOST_STEPS", 1), orbit_of_a_kick, "no density has its top at 0.* ħ²c²/m; plea"),
    ],
)  # fmt: skip
def test_what_is_not_reached_is_an_error(
    module: object,
    change: tuple[str, object],
    work: Callable[[], object],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, *change)
    with pytest.raises(YangGaudinError, match=message) as error:
        work()
    assert isinstance(error.value, (AccuracyError, ConvergenceError))


def test_rapidity_of_a_momentum_that_is_not_found_is_no_ball(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(state, "_MOST_STEPS", 1)
    monkeypatch.setattr(enclosures, "_MOST_ATTEMPTS", 2)
    with pytest.raises(AccuracyError, match="5 digits: 16 working digits give nan"):
        certified.polaron_energy(1, momentum=1, digits=5)


def test_rapidities_that_are_no_numbers_are_no_solution() -> None:
    equations = bethe.Equations(3.0, np.array([[-1.0, 0.0, 1.0]]), np.array([0]))
    start = np.array([[-1.0, 0.0, np.nan]])
    with np.errstate(all="ignore"), pytest.raises(ConvergenceError, match="did not settle in 100"):
        equations.solve(start)


@pytest.mark.parametrize("density", [1.0, None])
def test_what_is_no_number_is_no_gas(density: float | None) -> None:
    """Whether or not there is a density to correct."""
    found = yg.ThermalGas(1.0, 1.0)._state
    with np.errstate(all="ignore"), pytest.raises(ConvergenceError, match="lost at T = 1, mu/T"):
        Equilibrium(found.line, found.temperature, found.potential, np.nan * found.energy).near(
            density, 1e-8
        )


def test_one_correction_leaves_rounding_only(monkeypatch: pytest.MonkeyPatch) -> None:
    energy = yg.GroundState(3.0).energy
    monkeypatch.setattr(dressing, "_MAX_REFINEMENTS", 1)
    assert yg.GroundState(3.0).energy == pytest.approx(energy, rel=1e-15)
