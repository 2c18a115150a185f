"""Every limit of what a theorist hands in, from a coupling to the digits of a page."""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

import yanggaudin as yg
from limits import Call, Limit, between, check, inside, least, most
from yanggaudin import certified, dynamics, ring, series
from yanggaudin.cli.branch import _momenta
from yanggaudin.cli.words import UsageError
from yanggaudin.errors import AccuracyError
from yanggaudin.explorer.inputs import read_all
from yanggaudin.explorer.views import VIEWS
from yanggaudin.polaron.dispersion_limits import strong_coupling, weak_coupling
from yanggaudin.polaron.edge_limits import dark_soliton_expelled_atoms
from yanggaudin.sweeps.definition import Definition
from yanggaudin.sweeps.engines import engine

TWO_PI = 6.283185307179586


def with_kernel(integral: float, width: float = 1.0) -> yg.GroundState:
    """Solve for a Gaussian kernel."""
    height, half = integral / width / math.sqrt(math.pi), integral / 2
    tail = np.vectorize(lambda y: half * math.erfc(y / width))
    kernel = yg.SmoothKernel(lambda y: height * np.exp(-((y / width) ** 2)), tail, integral)
    return yg.GroundState.from_fermi_rapidity(1.0, kernel=kernel)


def proven(momentum: Any = 0, gamma: Any = 1) -> certified.Ball:
    return certified.polaron_energy(gamma, momentum=momentum, digits=3)


def limit_of_rings(*sizes: int, fraction: Any = "1/3") -> object:
    return ring.extrapolate_size_correction(1.0, fraction=fraction, n_particles=sizes)


def search(**more: Any) -> object:
    """Look for a spectrum at γ = 0, which is looked at last."""
    given = {"n_particles": 3, "momentum": 1, "gamma": 0} | more
    return dynamics.spectral_function("spin_flip", **given)


def plane(momenta: int) -> object:
    """Look for a spectrum at the momentum 0, where a flip has none."""
    return dynamics.spectral_plane("spin_flip", 1.0, n_particles=3, momenta=[0] * momenta)


def factor(gamma: float, atoms: int = 1) -> float:
    """Return a form factor from atoms with equal numbers, if there are several."""
    return dynamics.form_factor("spin_flip", gamma, initial=[0] * atoms, final=[0], magnon=0)


@cache
def spectrum() -> dynamics.SpectralFunction:
    return dynamics.spectral_function("spin_flip", 1.0, n_particles=3, momentum=1, share=0.9)


@cache
def motion() -> dynamics.InjectedMotion:
    return dynamics.injected_motion(1.0, n_particles=2, momentum=1, share=0.9)


@cache
def correlations() -> dynamics.HostCorrelations:
    return dynamics.host_correlations(1.0, n_particles=3, share=0.9)


def field_of(view: str, name: str) -> Call:
    return lambda word: read_all(VIEWS[view].inputs, {name: str(word)})


FIFTEEN = "[-1000000000000000.0, 1000000000000000.0]"
EIGHT = "must lie in [-100000000.0, 100000000.0]"
NO_GAMMA, NOT_WHOLE = "gamma must be > 0", "must be a whole number, got 1/3 * 2"

LIMITS = [
    # --- numbers of any kind ---
    least("gamma", yg.GroundState, 1e-30, "at least 1e-30"),
    most("gamma", yg.GroundState, 1e100, "at most 1e+100"),
    Limit("exponent at most", proven, "9e1000", "1e1001", "within 1e±1000", "1e15 in size"),
    Limit("exponent at least", proven, "1e-1000", "9e-1001", "within 1e±1000", "than the 4 GB"),
    # of 3010.3 digits
    most("digits", proven, 2**10_000 - 1, "10000 binary digits", "1e15 in size"),
    # --- gas and polaron ---
    *between("Q/c", yg.GroundState.from_fermi_rapidity, 1e-150, 1e16, "lie in [1e-150, 1e+16]"),
    Limit("power", lambda j: yg.GroundState(1.0).rapidity_moment(j), 16, 18, "from 0 to 16"),
    most("integral of a kernel", with_kernel, 1.0, "at most 1,"),
    # in 64 pieces to a panel
    Limit("width of a kernel", lambda w: with_kernel(0.5, w), 0.015, 0.01,
          "the kernel changes too fast", "is not resolved by the panels", AccuracyError),
    most("Q/c of a Green function",
         lambda q: yg.GreenFunction(yg.GroundState.from_fermi_rapidity(q), 0.0), 1e5,
         "Q/c must be at most 100000"),
    *between("momentum", lambda p: yg.Polaron(1.0).energy(p), -1e15, 1e15, FIFTEEN),
    *between("momentum of a particle", lambda p: yg.Excitations(1.0).particle_energy(p),
             -1e50, 1e50, "[-1e+50, 1e+50]"),
    *between("momentum of an edge", lambda p: yg.Polaron(1.0).edge(p), -TWO_PI, TWO_PI,
             "[-2πn, 2πn] = [-6.283185307179586, 6.283185307179586]"),
    *between("phase drop", lambda phi: dark_soliton_expelled_atoms(1.0, phase_drop=phi),
             -TWO_PI, TWO_PI, "phase_drop must lie in [-6.283185307179586, 6.283185307179586]"),
    *between("spin rapidity", lambda eta: yg.ShiftFunction(yg.GroundState(4.0), eta),
             -4e90, 4e90, "lie in [-4e+90, 4e+90]"),
    most("gamma of solitons", lambda g: weak_coupling(g, momentum=1.0), 1.0, "at most 1.0 here"),
    least("gamma of a series", lambda g: strong_coupling(g, momentum=1.0), 8.0, "least 8.0 here"),
    # --- series and proven digits ---
    *between("order of a growth", series.large_order, 40, 400, "from 40 to 400"),
    most("order of weak in digits", lambda k: series.weak(k, digits=5), 1000, "from 0 to 1000"),
    most("order of strong in digits", lambda k: series.strong(k, digits=5), 400, "from 0 to 400"),
    most("order of strong", series.strong, 400, "from 0 to 400, got 401; with digits"),
    *between("digits of a series", lambda n: series.weak(3, digits=n), 1, 10_000, "to 10000"),
    *between("digits of balls", lambda n: series.weak(3).balls(n), 1, 10_000, "from 1 to 10000"),
    least("order to resum", lambda k: series.weak(k, digits=60).resummed(1), 20, "20 or more, got"),
    *between("digits of a text", lambda n: proven().mid_text(n), 1, 4300, "from 1 to 4300"),
    *between("proven momentum", proven, -(10**15), 10**15, "at most 1e15 in size"),
    Limit("proven gamma at least", lambda g: proven(gamma=g), "1e-30", "9.9999e-31",
          "lie in [1e-30, 1e+100]"),
    Limit("proven gamma at most", lambda g: proven(gamma=g), "1e100", "1.00001e100",
          "lie in [1e-30, 1e+100]"),
    # --- rings ---
    *between("atoms", lambda n: ring.ground_state_energy(1.0, n_particles=n), 1, 10**9,
             "from 1 to 1000000000"),
    most("atoms of a limit", lambda n: limit_of_rings(2, n), 10**9, "to 1000000000", NOT_WHOLE),
    least("atoms of a limit", lambda n: limit_of_rings(n, 3), 2, "from 2 to 1000", NOT_WHOLE),
    most("sizes of a limit", lambda n: limit_of_rings(*range(2, 2 + n)), 16,
         "at most 16 different numbers, got 17", NOT_WHOLE),
    *inside("fraction", lambda f: limit_of_rings(2, 4, fraction=f), 0.0, 1.0,
            "fraction must lie between 0 and 1", "must be a whole number"),
    least("gamma of a ring", lambda g: ring.ground_state_energy(g, n_particles=2), 1e-8,
          "at least 1e-08 on a ring"),
    *between("quantum number", lambda i: ring.solve(1.0, n_particles=1, quantum_numbers=[i]),
             -1e15, 1e15, FIFTEEN),
    *between("spin rapidity of a ring",
             lambda eta: ring.solve(2.0, n_particles=3, spin_rapidity=eta), -2e150, 2e150,
             "at most 1e+150 c in size"),
    # --- dynamics ---
    *between("atoms of a state", lambda n: search(n_particles=n, most_states=1), 1, 700,
             "from 1 to 700", NO_GAMMA),
    *between("quanta", lambda q: search(momentum=q), -(10**6), 10**6,
             "from -1000000 to 1000000, got", NO_GAMMA),
    *between("states", lambda n: search(most_states=n), 1, 10**8, "from 1 to 100000000", NO_GAMMA),
    most("threads", lambda n: search(workers=n), 1000, "from -1 to 1000, got", NO_GAMMA),
    *inside("share", lambda x: search(share=x), 0.0, 1.0, "must lie in (0, 1)", NO_GAMMA),
    # each of which takes 5e-7 · 600² s
    most("states in three hours", lambda n: search(n_particles=600, most_states=n), 60_000,
         "60001 states of 600 atoms, which the search may look at, would take 3.00005 "
         "hours, more than 3",
         NO_GAMMA),
    *between("momenta of a plane", plane, 1, 10_000, "from 1 to 10000 whole numbers",
             "must not be 0 for spin_flip"),
    *between("gamma of form factors", factor, 1e-3, 1e4, "lie in [0.001, 10000.0]"),
    most("atoms of form factors", lambda n: factor(1.0, n), 700,
         "in initial must be a whole number from 1 to 700", "of 700 atoms must be half-odd"),
    *between("omega", lambda e: spectrum().broadened(e, 1.0), -1e100, 1e100,
             "omega must lie in [-1e+100, 1e+100]"),
    *between("width", lambda e: spectrum().broadened(1.0, e), 1e-100, 1e100,
             "width must be > 0, from 1e-100 to 1e100"),
    *between("time of a momentum", lambda t: motion().momentum(t), -1e8, 1e8, EIGHT),
    *between("time of a return", lambda t: motion().return_amplitude(t), -1e8, 1e8, EIGHT),
    *between("distance of a pair", lambda x: correlations().pair_correlation(x), -1e8, 1e8, EIGHT),
    *between("distance of a coherence", lambda x: abs(correlations().distribution.coherence(x)),
             -1e8, 1e8, EIGHT),
    # --- sweeps, command line and explorer ---
    Limit("atoms of a sweep at most",
          lambda n: Definition.of({"gamma": 1.0, "n_particles": n}, ["ring_energy"]), 2**53,
          2**53 + 2, "n_particles must be whole numbers of at most 2^53 in size"),
    most("processes", lambda n: engine(n, None), 10_000, "from -1 to 10000"),
    *between("points", lambda n: _momenta(n, None), 2, 10**6, "from 2 to 1000000", "", UsageError),
    *between("proven digits of the page", field_of("digits", "digits"), 1, 200, "from 1 to 200"),
    *between("atoms of the page", field_of("ring", "n_particles"), 2, 10_000, "from 2 to 10000"),
    *between("magnon of the page", field_of("ring", "magnon"), 0, 9_999, "from 0 to 9999"),
    *between("atoms of a spectrum", field_of("spectrum", "n_particles"), 2, 12, "from 2 to 12"),
    *between("quanta of a spectrum", field_of("spectrum", "momentum"), -12, 12, "from -12 to 12"),
    Limit("letters", field_of("mass", "gamma"), "1".zfill(250), "1".zfill(251),
          "at most 250 letters, got 251"),
]  # fmt: skip


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_limits(limit: Limit) -> None:
    check(limit)
