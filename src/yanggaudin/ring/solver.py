"""States of N atoms on a ring: which equations are solved, how, and in which order."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, real_number
from ..errors import AccuracyError, DomainError
from ..gas.ground_state import GroundState
from ..numerics import newton
from . import dense, fast, fast_jumps, memory
from .flips import Flips
from .layout import Layout
from .mirror import Pairs
from .mirror_sums import MARGIN, ROOM, ReferenceSums, without_few
from .profile import profile
from .quantum_numbers import (
    atom_number,
    quasimomentum_numbers,
    ring_coupling,
    shifted_spin_numbers,
    spin_numbers,
)
from .state import RingState, excitation_energy
from .unknowns import PI, Boost, Shifts, slowest_atom

# where the two solvers take equal time, measured
_DENSE_BELOW = 400
_ATOMS_PER_UNKNOWN = 1 / 8
_MOST_DENSE = 3000
_BLOCK = 65536
_LARGEST_RESIDUAL = 1e-9
# its square is a double
_FARTHEST_SPIN = 1e150


class Ring:
    """N equal bosons on a ring of length L = N; finds the ground state once, then any other.

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
        # Λ = cL
        self._length = self.gas.gamma * self._pairs.n_atoms
        self._is_dense("ground")

    def __repr__(self) -> str:
        return f"Ring({self.gamma!r}, n_particles={self.n_particles})"

    @property
    def n_particles(self) -> int:
        """N."""
        return self._pairs.n_atoms

    @property
    def gamma(self) -> float:
        """γ = c/n."""
        return self.gas.gamma

    @cached_property
    def ground_state(self) -> RingState:
        """All spins equal, Eqs. (2) for η = ∞ and (4)."""
        return self._solved((), Flips(self.n_particles), np.zeros(self.n_particles))

    def state(
        self,
        magnon: int | Sequence[int] | None = None,
        *,
        quantum_numbers: ArrayLike | None = None,
        spin_rapidity: float | None = None,
    ) -> RingState:
        """The state with given quantum numbers.

        Parameters
        ----------
        magnon : int or sequence of 2 or 3 int, optional
            Spin quantum numbers: J = 0 … N - 1 for one flipped spin, which adds the momentum 2πJ/L.
            Several are 1 … N - 1, no two of them equal or adjacent.
        quantum_numbers : array_like of shape (N,), optional
            I_j of Eq. (2), distinct, integers for odd N and half-odd for even N; those of the
            ground state, Eq. (4), unless given.
        spin_rapidity : float, optional
            η of one flipped spin in units of n, instead of a quantum number: Eq. (2) alone, at a
            momentum that is no multiple of 2π/L.

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
        pairs = self._pairs
        numbers = spin_numbers(pairs.n_atoms, magnon)
        flips = Flips(pairs.n_atoms, shifted_spin_numbers(numbers) if any(numbers) else ())
        given: tuple[float, ...] = ()
        if spin_rapidity is not None:
            if numbers:
                raise DomainError("give magnon or spin_rapidity, not both")
            flips = self._flip_at(spin_rapidity)
            given = (float(spin_rapidity),)
        jumps = np.zeros(pairs.n_atoms)
        if quantum_numbers is not None:
            numbers_given = quasimomentum_numbers(pairs.n_atoms, quantum_numbers)
            jumps = numbers_given - pairs.ground_quantum_numbers
        return self._solved(numbers, flips, jumps, given)

    def spectrum(self) -> Iterator[RingState]:
        """Yield the states with one flipped spin, J = 0 … N - 1."""
        for number in range(self.n_particles):
            yield self.state(number)

    # --- internals ----------------------------------------------------------------------------

    def _is_dense(self, unknowns: memory.Unknowns, numbers: ArrayLike = 0.0) -> bool:
        """Whether all pairs of atoms are less work or memory, for given I_j."""
        sizes, n_atoms = np.abs(np.atleast_1d(numbers)), self.n_particles
        largest = float(sizes.max())
        panels = [Layout.cheapest(n_atoms, self._extent(0.0))]
        if unknowns != "ground":
            near, far = ROOM * self._extent(without_few(sizes)), ROOM * self._extent(largest)
            panels.append(Layout.cheapest(n_atoms, near, dtype=np.longdouble))
            panels.append(Layout.cheapest(n_atoms, far, MARGIN))
        n_unknowns = 2 * panels[-1].basis_size
        crossing = _DENSE_BELOW + min(n_unknowns * _ATOMS_PER_UNKNOWN, _MOST_DENSE)
        by_pairs = memory.dense_bytes(n_atoms)
        # atoms far away need panels all the way to them
        is_dense = n_atoms <= crossing or by_pairs < memory.matrix_bytes(panels)
        beyond = f" and quantum numbers up to {largest:g}" if largest > n_atoms / 2 else ""
        memory.check(
            by_pairs if is_dense else memory.fast_bytes(n_atoms, unknowns, panels),
            f"a state of {n_atoms} atoms at gamma = {self.gamma!r}{beyond}",
        )
        return is_dense

    def _extent(self, number: float) -> float:
        """About |x_j| of an atom with |I_j|."""
        beyond = max(0.0, number - self.n_particles / 2)
        return self.gas.fermi_rapidity_over_c + 2 * math.pi * beyond / self._length

    @cached_property
    def _reference(self) -> tuple[Array, Array, int]:
        """x of the ground state, upper half, the residual and the number of steps."""
        pairs = self._pairs
        method = dense if self._is_dense("ground") else fast
        equations = method.GroundEquations(pairs, self._length)
        start = profile(self.gas, pairs.n_atoms, pairs.upper_quantum_numbers)
        x, n_steps = newton.solve(equations, start)
        return x, equations.residual(x), n_steps

    @cached_property
    def _sums(self) -> ReferenceSums:
        return ReferenceSums(self._pairs, self._length, self._reference[0])

    def _flip_at(self, spin_rapidity: object) -> Flips:
        eta = real_number("spin_rapidity", spin_rapidity)
        if math.isnan(eta):
            raise DomainError("spin_rapidity must be a number or infinite, got nan")
        if _FARTHEST_SPIN < abs(eta / self.gamma) < math.inf:
            raise DomainError(
                f"spin_rapidity must be at most {_FARTHEST_SPIN:g} c in size, or infinite, "
                f"got {eta!r} at c = {self.gamma!r}"
            )
        if self._length <= 4:
            warnings.warn(
                f"gamma * n_particles = {self._length:.3g} is not above 4: other states may have "
                "the same spin_rapidity; give magnon instead",
                UserWarning,
                stacklevel=3,
            )
        return Flips(self.n_particles, given=(eta / self.gamma,))

    def _solved(
        self,
        numbers: tuple[int, ...],
        flips: Flips,
        jumps: Array,
        given: tuple[float, ...] = (),
    ) -> RingState:
        pairs = self._pairs
        x, missed, n_steps = self._reference
        quantum_numbers = pairs.ground_quantum_numbers + jumps
        # solved in a frame in which the slowest atom stays what it is in the ground state
        slowest = slowest_atom(quantum_numbers)
        relative = jumps - jumps[slowest]
        frame = 2 * PI * float(jumps[slowest]) / self._length
        flips.rapidities = flips.rapidities - float(frame)
        unknowns: memory.Unknowns = "ground"
        if flips.is_present or jumps.any():
            unknowns = "jumps" if relative.any() else "pairs"
        is_dense = self._is_dense(unknowns, pairs.ground_quantum_numbers + relative)
        shifts, boost = np.zeros((2, pairs.n_pairs)), 0.0
        origin: Boost = 0.0
        places, sides = pairs.all_of(x, x), pairs.all_of(missed, missed)
        if unknowns != "ground":
            equations, start = self._equations(is_dense, flips, relative)
            rough, more = newton.solve(equations, start)
            equations.is_close = True
            shifts, again = newton.solve(equations, equations.recentred(rough, slowest))
            n_steps, boost = n_steps + more + again, float(frame + equations.boost)
            origin, places, sides = equations.places(shifts, sides, quantum_numbers, frame)
        angle, turns = 0.0, sum(numbers)
        if flips.is_present and not numbers:
            angle, turns = flips.momentum(places)
        momentum = (2 * math.pi * (turns + float(jumps.sum())) + angle) / self.n_particles
        residual = self._relative(sides, places, origin, quantum_numbers, flips)
        if not residual < _LARGEST_RESIDUAL:
            raise AccuracyError(
                f"{self!r}: the equations are missed by {residual:.1e} of their largest term"
            )
        etas = (math.inf,) if numbers == (0,) else given
        if flips.is_present and not given:
            etas = tuple((self.gamma * (flips.rapidities + origin)).astype(float).tolist())
        return RingState(
            n_particles=self.n_particles,
            gamma=self.gamma,
            magnon=numbers,
            spin_rapidities=etas,
            momentum=momentum,
            excitation_energy=excitation_energy(pairs, self.gamma, x, shifts, boost),
            residual=residual,
            solver="dense" if is_dense else "fast",
            n_steps=n_steps,
            _ground=x,
            _shifts=shifts,
            _boost=boost,
            _places=places,
            _origin=origin,
            _jumps=jumps,
        )

    def _equations(self, is_dense: bool, flips: Flips, jumps: Array) -> tuple[Shifts, Array]:
        """The shift equations, of mirror pairs where no atom jumps, and where to start."""
        pairs, length, x = self._pairs, self._length, self._reference[0]
        if not jumps.any():
            start = np.zeros((2, pairs.n_pairs))
            if is_dense:
                return dense.ShiftEquations(pairs, length, x, flips), start
            return fast.ShiftEquations(self._sums, flips), start
        every, numbers = pairs.all_of(x, x), pairs.ground_quantum_numbers + jumps
        there = np.copysign(profile(self.gas, self.n_particles, np.abs(numbers)), numbers)
        start = np.where(jumps == 0, 0.0, there - every)
        if is_dense:
            return dense.JumpEquations(pairs, length, every, jumps, flips), start
        return fast_jumps.JumpEquations(self._sums, jumps, flips), start

    def _relative(
        self, sides: Array, places: Array, origin: Boost, numbers: Array, flips: Flips
    ) -> float:
        """Largest residual of Eq. (2), each relative to its largest term."""
        worst = 0.0
        for start in range(0, self.n_particles, _BLOCK):  # spares the memory of many atoms
            part = slice(start, start + _BLOCK)
            x = places[part]
            terms = (
                self._length * (origin + x),
                2 * math.pi * numbers[part],
                2 * np.arctan(np.maximum(x - places[0], places[-1] - x)),
                flips.phases(x),
            )
            largest, missed = np.abs(terms).max(axis=0), np.abs(sides[part])
            worst = max(worst, float(np.max(missed / np.where(missed > 0, largest, 1.0))))
        return worst


def solve(
    gamma: float,
    *,
    n_particles: int,
    magnon: int | Sequence[int] | None = None,
    quantum_numbers: ArrayLike | None = None,
    spin_rapidity: float | None = None,
) -> RingState:
    """One state of N atoms on a ring, the ground state unless quantum numbers are given.

    Short for ``Ring(gamma, n_particles=…).state(…)``, where arguments and errors are described.
    A `Ring` finds many states at the price of one ground state.

    Examples
    --------
    >>> state = solve(n_particles=100, gamma=1.0, magnon=1)
    >>> round(state.mass_ratio, 12)
    0.798193467851
    """
    return Ring(gamma, n_particles=n_particles).state(
        magnon, quantum_numbers=quantum_numbers, spin_rapidity=spin_rapidity
    )
