"""States of N atoms on a ring: checks, a plan, and the three phases of a solution.

The ground state is solved once (`Ring._reference`), every other state by its shifts against it:

0. plan: which solver, and whether the memory suffices (`plan`),
1. solve: Newton's method for the shift equations (`equations`), in doubles (`solver`, by `dense` or
   `fast`),
2. polish: one step for Eq. (2) itself, in extended precision (`polish`),
3. package: momentum and energy of Eq. (3), residual (`state`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, real_number
from ..errors import AccuracyError, DomainError
from ..gas.ground_state import GroundState
from ..numerics.cached_property import cached_property
from ..numerics.threads import one_blas_thread
from ..quantities import QUANTITIES
from .mirror import Pairs
from .plan import Plan, check_memory, choose_plan
from .polish import Polished, polish
from .quantum_numbers import (
    atom_number,
    given_spin_rapidity,
    quasimomentum_numbers,
    ring_coupling,
    shifted_spin_numbers,
    slowest_atom,
    spin_numbers,
)
from .reference import Reference
from .solver import solve_ground, solve_shifts
from .spins import Spins
from .state import RingState, excitation_energy, total_momentum

# Equations that are missed by more than that of their largest term are not solved.
_LARGEST_RESIDUAL = 1e-9
_RAPIDITY = QUANTITIES["spin_rapidity"].unit


class Ring:
    """N equal bosons with the Hamiltonian of Eq. (1) on a ring of length L = N.

    The ground state is found once, then any other state.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-8 to 1e100.
    n_particles : int
        N ≥ 1.

    Attributes
    ----------
    gas : yanggaudin.GroundState
        The infinite system at the same coupling.

    Raises
    ------
    DomainError
        If an argument is no such number, or so many atoms need more memory than there is.

    Notes
    -----
    Eqs. (2)-(4).  Time and memory are proportional to N: 0.2 s for the ground state of 10⁶
    atoms at γ = 1, ten times as much with a flipped spin.

    Examples
    --------
    >>> ring = Ring(1.0, n_particles=100)
    >>> round(ring.ground_state.energy, 10)
    31.9527626443
    >>> [round(ring.state(magnon=j).excitation_energy, 10) for j in (1, 2, 50)]
    [0.0015755708, 0.0062914625, 0.9265773657]
    """

    def __init__(self, gamma: float, *, n_particles: int) -> None:
        self._pairs = Pairs(atom_number(n_particles))
        self.gas = GroundState(ring_coupling(gamma))
        self._plan()

    def __repr__(self) -> str:
        return f"Ring({self.gamma!r}, n_particles={self.n_particles})"

    @property
    def n_particles(self) -> int:
        """Number of atoms N."""
        return self._pairs.n_atoms

    @property
    def gamma(self) -> float:
        """Coupling γ = c/n, a number."""
        return self.gas.gamma

    @cached_property
    def ground_state(self) -> RingState:
        """The state of lowest energy, all spins equal: Eq. (2) for η = ∞ and Eq. (4)."""
        return self._solved((), Spins(self.n_particles), np.zeros(self.n_particles))

    def state(
        self,
        magnon: int | Sequence[int] | None = None,
        *,
        quantum_numbers: ArrayLike | None = None,
        spin_rapidity: float | None = None,
    ) -> RingState:
        """Solve Eq. (2) for the state with given quantum numbers.

        Parameters
        ----------
        magnon : int or sequence of 2 or 3 int, optional
            Spin quantum numbers: J = 0 … N - 1 for one flipped spin, which adds the momentum 2πJ/L.
            Several are 1 … N - 1, no two of them equal or adjacent.
        quantum_numbers : array_like of shape (N,), optional
            I_j of Eq. (2), distinct, integers for odd N and half-odd for even N, at most 1e15
            in size; those of the ground state, Eq. (4), unless given.
        spin_rapidity : float, optional
            η of one flipped spin in units of n, instead of a quantum number: Eq. (2) alone, at a
            momentum that is no multiple of 2π/L.  At most 1e150 c in size, or infinite.

        Returns
        -------
        RingState
            Momentum in ħn, energies in ħ²n²/m, rapidities in n.

        Raises
        ------
        DomainError
            If the quantum numbers belong to no state, or to one with complex spin rapidities.
        ConvergenceError, AccuracyError
            If an iteration does not settle, or not where the equations hold.

        Warns
        -----
        UserWarning
            If η is given and γN ≤ 4: other states may have the same η.

        Notes
        -----
        With J given the state is unique for every γ and N: it minimises a strictly convex
        function of the quasimomenta.  For two or three flipped spins uniqueness is not known.

        Examples
        --------
        >>> state = Ring(2.0, n_particles=3).state(quantum_numbers=[-1, 0, 2], magnon=1)
        >>> round(state.momentum / (2 * math.pi / 3), 12), state.residual < 1e-14
        (2.0, True)
        """
        numbers = spin_numbers(self.n_particles, magnon)
        # a spin of momentum 0, J = 0, is at η = ∞, where no atom sees it
        targets = shifted_spin_numbers(numbers) if any(numbers) else ()
        spins = Spins(self.n_particles, targets=np.array(targets))
        given: tuple[float, ...] = ()
        if spin_rapidity is not None:
            if numbers:
                raise DomainError("give magnon or spin_rapidity, not both")
            eta = given_spin_rapidity(spin_rapidity, self.gamma, self.n_particles)
            spins = Spins(self.n_particles, rapidities=np.array([eta]))
            given = (real_number("spin_rapidity", spin_rapidity, _RAPIDITY),)
        jumps = np.zeros(self.n_particles)
        if quantum_numbers is not None:
            chosen = quasimomentum_numbers(self.n_particles, quantum_numbers)
            jumps = chosen - self._pairs.ground_quantum_numbers
        return self._solved(numbers, spins, jumps, given)

    def spectrum(self) -> Iterator[RingState]:
        """Solve Eq. (2) for all states with one flipped spin on the ground state's I_j.

        Returns
        -------
        iterator of RingState
            Those with J = 0 … N - 1, in this order; J = 0 has the energy of the ground state.

        Examples
        --------
        >>> [round(s.momentum / math.pi, 12) for s in Ring(2.0, n_particles=4).spectrum()]
        [0.0, 0.5, 1.0, 1.5]
        """
        return map(self.state, range(self.n_particles))

    # --- internals ----------------------------------------------------------------------------

    def _plan(self, numbers: Array | None = None) -> Plan:
        """Choose a solver for I_j in the frame of the calculation, and check its memory."""
        edge = self.gas.fermi_rapidity_over_c
        plan = choose_plan(self.n_particles, self.gamma, edge=edge, numbers=numbers)
        largest = 0.0 if numbers is None else float(np.abs(numbers).max())
        beyond = f" and quantum numbers up to {largest:g}" if largest > self.n_particles / 2 else ""
        check_memory(plan, f"a state of {self.n_particles} atoms at gamma = {self.gamma!r}{beyond}")
        return plan

    @cached_property
    def _reference(self) -> Reference:
        """The solved ground state."""
        return solve_ground(self._plan().solver, self.gas, self._pairs)

    def _solved(
        self, magnon: tuple[int, ...], spins: Spins, jumps: Array, given: tuple[float, ...] = ()
    ) -> RingState:
        """Plan, solve, polish and package the state with given spins and jumps I_j - I_j⁰."""
        package = one_blas_thread(self.n_particles)(self._packaged)
        return package(magnon, spins, jumps, given)

    def _packaged(
        self, magnon: tuple[int, ...], spins: Spins, jumps: Array, given: tuple[float, ...]
    ) -> RingState:
        """Do the work of `_solved`."""
        pairs = self._pairs
        numbers = pairs.ground_quantum_numbers + jumps
        if not spins.is_present and not jumps.any():
            plan, reference = self._plan(), self._reference
            polished = Polished.of_ground_state(reference, spins)
            shifts, boost, n_steps = np.zeros((2, pairs.n_pairs)), 0.0, 0
        else:
            # planned and solved in the frame in which the slowest atom keeps its quantum number
            plan = self._plan(numbers - jumps[slowest_atom(numbers)])
            reference = self._reference
            found = solve_shifts(plan.solver, self.gas, reference, spins, jumps)
            polished = polish(found, numbers, is_dense=plan.solver == "dense")
            shifts, boost, n_steps = found.shifts, found.boost, found.n_steps
        residual = polished.relative_residual(reference.length, numbers)
        if not residual < _LARGEST_RESIDUAL:
            raise AccuracyError(
                f"{self!r}: the equations are missed by {residual:.1e} of their largest term"
            )
        return RingState(
            n_particles=self.n_particles,
            gamma=self.gamma,
            magnon=magnon,
            spin_rapidities=(math.inf,) if magnon == (0,) else given or self._etas(polished),
            momentum=total_momentum(magnon, polished.spins, polished.rapidities, jumps),
            excitation_energy=excitation_energy(pairs, self.gamma, reference.x, shifts, boost),
            residual=residual,
            solver=plan.solver,
            n_steps=reference.n_steps + n_steps,
            quantum_numbers=numbers,
            rapidities=polished.rapidities,
            reference_rapidities=reference.x,
            relative_shifts=shifts,
            boost=boost,
        )

    def _etas(self, polished: Polished) -> tuple[float, ...]:
        """Return the rapidities of the flipped spins in n."""
        etas = self.gamma * (polished.spins.rapidities + polished.rapidities.origin)
        return tuple(etas.astype(float).tolist())


def solve(
    gamma: float,
    *,
    n_particles: int,
    magnon: int | Sequence[int] | None = None,
    quantum_numbers: ArrayLike | None = None,
    spin_rapidity: float | None = None,
) -> RingState:
    """Solve Eq. (2) for one state of N atoms on a ring, the ground state unless told otherwise.

    Short for ``Ring(gamma, n_particles=…).state(…)``.  A `Ring` finds many states at the price of
    one ground state.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n, from 1e-8 to 1e100.
    n_particles : int
        N ≥ 1.
    magnon : int or sequence of 2 or 3 int, optional
        Spin quantum numbers, as in `Ring.state`.
    quantum_numbers : array_like of shape (N,), optional
        I_j of Eq. (2); those of the ground state, Eq. (4), unless given.
    spin_rapidity : float, optional
        η of one flipped spin in units of n, instead of a quantum number.

    Returns
    -------
    RingState
        Momentum in ħn, energies in ħ²n²/m, rapidities in n.

    Raises
    ------
    DomainError
        If the arguments belong to no state, to one with complex spin rapidities, or to one that
        needs more memory than there is.
    ConvergenceError, AccuracyError
        If an iteration does not settle, or not where the equations hold.

    Examples
    --------
    >>> state = solve(n_particles=100, gamma=1.0, magnon=1)
    >>> round(state.mass_ratio, 12)
    0.798193467851
    """
    return Ring(gamma, n_particles=n_particles).state(
        magnon, quantum_numbers=quantum_numbers, spin_rapidity=spin_rapidity
    )
