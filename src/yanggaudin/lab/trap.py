"""A trap with one flipped atom in it: spin modes, the branch's top, orbits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array, real_number, whole_number
from ..errors import DomainError
from ..gas import functions
from ..polaron.polaron import Polaron
from ..units import HBAR
from .cloud import Cloud, energy_unit, plain
from .door import si_number
from .orbit import Orbit, Track, top_energy
from .own_trap import TrackInOwnTrap
from .trapped_gas import TrappedGas

_MOST_TIMES = 20_000


class Trap(TrappedGas):
    """Atoms in a trap along a guide by local density, and a flipped one in their ground state.

    Parameters
    ----------
    guide : Guide
        The atoms and their coupling.
    f_axial : float, array or quantity, optional
        Frequency ω/2π of a harmonic trap in Hz.
    potential : callable, optional
        V(x) in J of an array of x in m, or such quantities, with one well; instead of f_axial.
    interval : pair of floats or quantities, optional
        With a potential, where the gas may be, in m; V is looked at at 4001 points of it.
    n_atoms : float or array, optional
        Number of atoms N ≥ 2, or
    peak_density : float, array or quantity, optional
        the largest density in 1/m, or
    chemical_potential : float, array or quantity, optional
        μ₀ in J, on the scale of V; V = 0 in the centre of a harmonic trap.  At a
        temperature it may be lower than V.
    temperature : float, array or quantity, optional
        In K; 0 for the ground state.  At a temperature there is the gas, but no flipped atom.

    Attributes
    ----------
    guide : Guide
        The guide.
    temperature : float or array
        T in K.

    Raises
    ------
    AccuracyError
        If the potential is too rough for numbers to 1e-6.
    DomainError
        If not exactly one of the potentials and one of the amounts is given, a number is out of
        range, or the potential does not confine the gas, or in more than one well; or if the gas
        is too cold or too dense for its temperature, for which T = 0 serves.

    Warns
    -----
    ValidityWarning
        If the gas is not one-dimensional, too small for local density, of less than two atoms, or
        in a potential that is not smooth; see `validity`.

    Notes
    -----
    Frequencies and amounts may be arrays: thousands of traps at once, or, in a potential, a hundred
    in a second, at a temperature in five.  Temperatures may be too, each of which takes as long as
    the first.  The numbers of a trap are exact to about 1e-14 within local density, 1e-13 at a
    temperature.  In a potential the slices of the axis are halved until the numbers agree to 1e-11;
    how well they do is in `validity`, and a potential of kinks and noise is warned of with that
    figure, or refused.  A trap at a temperature takes about a second, several if it is very cold or
    dense, thousands at once up to ten times as long.

    References
    ----------
    docs/laboratory.md derives the formulas.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
    >>> round(trap.peak_gamma, 6), round(trap.radius * 1e6, 3)  # in µm
    (1.161219, 25.044)
    """

    # --- the flipped atom ---------------------------------------------------------------------

    def spin_mode_energies(self, count: int) -> Array:
        """Return the lowest energies of the flipped atom at small momentum.

        Parameters
        ----------
        count : int
            How many, from 1 to 20.

        Returns
        -------
        array, shape (count,)
            E_k in J, rising.  The first is exactly 0: the gas with all its spins rotated, in which
            the flipped atom is spread like the density.

        Raises
        ------
        DomainError
            If count is not such a number, or this object is many traps.

        Notes
        -----
        -(ħ²/2n) d/dx [(n/m*) dφ/dx] = Eφ, the ordering being fixed by the zero mode.  Of the order
        ħ²/m*R², they are good as long as E is far below the top of the branch.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> (trap.spin_mode_energies(3) / 6.62607015e-34).round(6)  # in Hz
        array([0.      , 0.294189, 0.911438])
        """

        def coefficients(cloud: Cloud) -> tuple[Array, Array]:
            density = cloud.guide.c / cloud.gamma
            stiffness = HBAR**2 / (2 * self.guide.atom.mass) * density
            return stiffness * cloud.local("mass_ratio"), density

        modes = self._modes("spin_mode_energies", count, coefficients)
        return np.concatenate([[0.0], modes[: count - 1]])

    @property
    def top_frequency(self) -> Any:
        """Ω/2π in Hz of small oscillations about p = πħn in the centre of a harmonic trap.

        Ω² = ω² N |m/m̂|, N expelled atoms and the mass m̂ < 0 at the top of the branch; ω/√2, that
        of a dark soliton, as γ → 0, and ω √(8π²/3)/γ as γ → ∞.
        """
        omega = self._harmonic("top_frequency").omega
        self._one("top_frequency")
        polaron = Polaron(self.peak_gamma)
        ratio = polaron.edge(math.pi).expelled_atoms * abs(polaron.top_mass_ratio)
        return float(omega) / math.tau * math.sqrt(ratio)

    def impurity_frequency(self, f_axial: Any) -> float:
        """Return the frequency of the flipped atom near p = x = 0 if its own trap is tighter.

        Parameters
        ----------
        f_axial : float or quantity
            Frequency ω₁/2π of the trap that the flipped atom feels in Hz, above that of the others.

        Returns
        -------
        float
            Ω/2π in Hz, Ω² = (ω₁² - ω²) m/m* with m* in the centre: from Ω follows m*.

        Raises
        ------
        DomainError
            If the frequency is not above that of the others, or this object is many traps.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> round(trap.impurity_frequency(20.0), 6)
        15.224384
        """
        self._one("impurity_frequency")
        own = si_number("f_axial", f_axial, "Hz")
        host = float(self._harmonic("impurity_frequency").omega) / math.tau
        if own <= host:
            raise DomainError(
                f"f_axial must be above that of the gas, {host!r} Hz, got {own!r}: in its own rest "
                "frame the gas would push the flipped atom out of the centre"
            )
        return math.sqrt((own - host) * (own + host) * functions.mass_ratio(self.peak_gamma))

    def slow_period(self, energy: Any) -> Any:
        """Return the period of the flipped atom at an energy far below the top of the branch.

        Parameters
        ----------
        energy : float or quantity
            ε = p²/2m* > 0 in J, far below E(πn) of the centre.

        Returns
        -------
        float or array
            2√(m/2ε) ∫ √(m*/m) dx in s, from edge to edge; the limit ε → 0 of `orbit`'s.

        Raises
        ------
        DomainError
            If the energy is not positive, or not below the top of the branch in the centre.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> round(trap.slow_period(1e-33), 6)
        1.030934
        """
        joule = si_number("energy", energy, "J")
        cloud = self._ground("slow_period")
        top = top_energy(float(np.max(cloud.peak_gamma))) * energy_unit(self.guide)
        if joule >= top:
            raise DomainError(
                f"energy must be far below the top of the branch in the centre, {top:.6g} J, got "
                f"{joule!r}; Trap.orbit has the period of any motion"
            )
        path = cloud.integral(np.sqrt(functions.mass_enhancement(cloud.gamma)))
        return plain(2 * math.sqrt(self.guide.atom.mass / (2 * joule)) * path)

    def orbit(
        self,
        *,
        position: Any = 0.0,
        momentum: Any,
        duration: Any = None,
        n_times: int = 401,
        f_axial: Any = None,
    ) -> Orbit:
        """Return the motion of the flipped atom, H = E(p; n(x)).

        Parameters
        ----------
        position : float or quantity, optional
            x at the beginning in m, inside the cloud.
        momentum : float or quantity
            p at the beginning in kg m/s, between 0 and 2πħn(x) in size: the branch repeats with
            that period.
        duration : float or quantity, optional
            In s; one period unless given.
        n_times : int, optional
            How many equidistant times, the ends included.
        f_axial : float or quantity, optional
            Frequency ω₁/2π in Hz of the trap that the flipped atom feels, in a harmonic trap, if it
            is not that of the others; momenta are then known up to multiples of 2πħn(x).

        Returns
        -------
        Orbit
            Arrays t, x, p in SI units, the period, the energy and the turning points.

        Raises
        ------
        DomainError
            If the start is outside the cloud or the branch, or this object is many traps.
        AccuracyError
            If the orbit, in the very edge of the cloud, on top of the branch or near a point of
            rest, is not resolved.

        Notes
        -----
        The potential acts on both spins alike and the energy of the branch is measured from the
        gas: V + μ(n(x)) = μ₀ drops out, and the gas alone guides the atom.  It turns back where the
        gas is so thin that the top of the branch, E(πn(x)), is no higher than its energy, and there
        its momentum passes πħn: between two passages of the centre it goes from p to 2πħn₀ - p, n₀
        being the density there.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> trap = lab.Trap(guide, f_axial=10.0, n_atoms=60)
        >>> hbar = 1.054571817e-34
        >>> orbit = trap.orbit(momentum=hbar * trap.peak_density)
        >>> round(orbit.period, 6)
        0.171931
        """
        cloud = self._one("orbit")
        x = real_number("position", si_number("position", position, "m", low=-math.inf))
        p = si_number("momentum", momentum, "kg m/s", low=-math.inf)
        if f_axial is None:
            track = Track(cloud, x, p)
        else:
            self._harmonic("f_axial of an orbit")
            track = TrackInOwnTrap(cloud, x, p, si_number("f_axial", f_axial, "Hz"))
        time = track.period if duration is None else si_number("duration", duration, "s")
        times = np.linspace(0.0, time, whole_number("n_times", n_times, 2, _MOST_TIMES))
        return track.orbit(times)
