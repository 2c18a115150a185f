"""One flipped atom in a gas at a temperature.

Few flipped atoms are a classical gas of magnons: to first order in e^{-h/T}, h = μ↑ - μ↓,

    n↓ = e^{-h/T} ζ,    ζ = ∫ e^{-E/T} dp/2π,

with the momentum and the energy of Eqs. (8) and (14) for the filling f of the thermal gas,

    -dp/dη = ∫ a(η - k) f(k) w(k) dk,      E(η) = T ∫ a(η - k) ln(1 + e^{-ε(k)/T}) dk,

where a is the impurity's Lorentzian and w = 1^dr.  By parts, with u = k^dr = dε/dk,
dE/dη = -∫ a(η - k) f(k) u(k) dk.  Units ħ = m = c = 1; results in units ħ = m = n = 1.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import TWO_PI, Array, elementwise, real_array
from ..gas.kernels import IMPURITY_KERNEL
from ..gas.momenta import fold_momentum
from ..numerics import bracketed_newton
from ..numerics.cached_property import cached_property
from ..numerics.panels import GaussPanels, Index
from ..numerics.parity import ODD
from ..quantities import QUANTITIES, RELATIVE_ERROR
from ..results import Result
from .rapidity_map import RapidityMap, on_resolving_panels
from .states import State

# e^-600 beside 1 is nothing
_UNSEEN = 600.0


class ThermalPolaron(Result):
    """A flipped atom in a gas at a temperature.  Made by `ThermalGas.thermal_polaron`.

    Parameters
    ----------
    state : Equilibrium or ThinEquilibrium
        The gas.
    gamma : float
        γ.
    pressure : float
        P in ħ²n³/m.

    Notes
    -----
    The spin rapidity η goes from -∞ to ∞, p from 2πħn to 0.  E is what the flip costs beyond
    h, and what the Boltzmann factor of the magnon is made of.  As T → 0 everything is that of
    `Polaron`.

    References
    ----------
    docs/thermal.md derives it.

    Examples
    --------
    >>> import yanggaudin as yg
    >>> magnon = yg.ThermalGas(1.0, 0.1).thermal_polaron
    >>> round(magnon.flipped_fraction, 10), round(magnon.mass_ratio, 10)
    (0.1468808689, 0.8066163145)
    """

    _saved: ClassVar = ("gamma", "temperature", "flipped_fraction", "mass_ratio")

    def __init__(self, state: State, gamma: float, pressure: float) -> None:
        self._state, self._pressure = state, pressure
        self.gamma = gamma
        self.temperature = state.temperature * gamma * gamma
        self._occupied = state.filled * state.dressed_one
        #: n, up to the factor that f lacks in a thin gas
        self._atoms = float(state.line.integral(self._occupied))
        # η is of the size of the rapidities, or of the width of the kernel
        self._map = RapidityMap(max(state.line.end, IMPURITY_KERNEL.half_width))
        self._panels, (self._slope, self._boltzmann) = self._resolved()

    def _resolved(self) -> tuple[GaussPanels, Array]:
        """Return panels in u and, at their nodes, dp/du in ħn and e^{-E/T}."""

        def functions(u: Array) -> Array:
            slope, energy = self._images(self._map.rapidity(u))
            return np.stack([slope * self._map.stretch(u), np.exp(-np.minimum(energy, _UNSEEN))])

        return on_resolving_panels(functions, lambda rows: np.stack([rows[0], rows[0] * rows[1]]))

    def _images(self, eta: Array) -> tuple[Array, Array]:
        """Return -dp/dη, p in ħn, and E/T at η ≥ 0 in units of c."""
        functions = np.stack([self._occupied / self._atoms, self._state.logarithm])
        slope, energy = self._state.line.image_at(eta, IMPURITY_KERNEL, functions)
        return slope, self._state.omitted * energy

    @property
    def errors(self) -> dict[str, float]:
        """Bounds on the absolute errors of the two numbers."""
        return {
            "flipped_fraction": RELATIVE_ERROR * self.flipped_fraction,
            "mass_ratio": RELATIVE_ERROR * self.mass_ratio,
        }

    @cached_property
    def flipped_fraction(self) -> float:
        """ζ/n, that is n↓/n over e^{-h/T} as this becomes small; √(m*T/2π)/ħn → 0 as T → 0."""
        weights = self._panels.root_weights
        return float(weights @ (self._slope * self._boltzmann)) / math.pi

    @property
    def mass_ratio(self) -> float:
        """m/m* of E = p²/2m* as p → 0, 2P/(cn²) at every temperature: Eq. (19) at T = 0."""
        return 2 * self._pressure / self.gamma

    # --- by spin rapidity ---------------------------------------------------------------------

    @elementwise
    def momentum_at(self, spin_rapidity: ArrayLike) -> Array:
        """Return the momentum p(η) of Eq. (8) with the filling of the thermal gas.

        Parameters
        ----------
        spin_rapidity : array_like
            Spin rapidities η in units of n, any shape; ∞ and -∞ are allowed.

        Returns
        -------
        float or array
            p in ħn, of the shape of the spin rapidities; falls from 2πn at η = -∞ to 0 at η = ∞.

        Raises
        ------
        DomainError
            If a spin rapidity is not a number.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> magnon = yg.ThermalGas(1.0, 0.1).thermal_polaron
        >>> magnon.momentum_at([-np.inf, 0.0, 1.0]).round(8)
        array([6.28318531, 3.14159265, 1.46325672])
        """
        eta = self._eta(spin_rapidity)
        p = self._momentum(self._map.inverse(np.abs(eta)))
        return np.where(eta < 0, TWO_PI - p, p)

    @elementwise
    def energy_at(self, spin_rapidity: ArrayLike) -> Array:
        """Return the energy E(η), even in η.

        Parameters
        ----------
        spin_rapidity : array_like
            Spin rapidities η in units of n, any shape; ∞ and -∞ are allowed.

        Returns
        -------
        float or array
            E in ħ²n²/m, of the shape of the spin rapidities; 0 at η = ±∞, largest at η = 0.

        Raises
        ------
        DomainError
            If a spin rapidity is not a number.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> yg.ThermalGas(1.0, 0.1).thermal_polaron.energy_at([0.0, 1.0]).round(8)
        array([0.87514188, 0.53267821])
        """
        return self._energy(self._map.inverse(np.abs(self._eta(spin_rapidity))))

    # --- by momentum --------------------------------------------------------------------------

    @elementwise
    def energy(self, momentum: ArrayLike) -> Array:
        """Return the energy E(p); E(-p) = E(p) = E(p + 2πn).

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            E in ħ²n²/m, of the shape of the momenta; p²/2m* as p → 0.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> magnon = yg.ThermalGas(1.0, 0.1).thermal_polaron
        >>> round(magnon.energy(1.0), 8), round(yg.Polaron(1.0).energy(1.0), 8)
        (0.32493546, 0.31633814)
        """
        return self._energy(self._inverted(fold_momentum(momentum)[0]))

    @elementwise
    def velocity(self, momentum: ArrayLike) -> Array:
        """Return the velocity V(p) = dE/dp; -V(-p) = V(p) = V(p + 2πn).

        Parameters
        ----------
        momentum : array_like
            Momenta p in ħn, any shape, up to 1e15 in size.

        Returns
        -------
        float or array
            V in ħn/m, of the shape of the momenta; p/m* as p → 0, 0 at p = πn.

        Raises
        ------
        DomainError
            If a momentum is larger or not a real number.

        Examples
        --------
        >>> import yanggaudin as yg
        >>> yg.ThermalGas(1.0, 0.1).thermal_polaron.velocity([0.0, 1.0, np.pi]).round(8)
        array([0.        , 0.48207422, 0.        ])
        """
        folded, sign = fold_momentum(momentum)
        state, u = self._state, self._inverted(folded)
        near = self._map.is_asymptotic(u)
        eta = self._map.rapidity(np.where(near, 1.0, u)).ravel()
        # rapidities over their thermal size, so that nothing is out of range
        thermal = math.sqrt(state.temperature)
        carried = state.filled * state.dress(state.line.points / thermal, ODD) / self._atoms
        push = state.line.image_at(eta, IMPURITY_KERNEL, carried, ODD)
        velocity = (thermal * self.gamma * push / self._images(eta)[0]).reshape(u.shape)
        return np.asarray(sign * np.where(near, self.mass_ratio * folded, velocity) + 0.0)

    # --- internals ----------------------------------------------------------------------------

    def _eta(self, spin_rapidity: ArrayLike) -> Array:
        """Return η in units of c."""
        unit = QUANTITIES["spin_rapidity"].unit
        eta = real_array("spin_rapidity", spin_rapidity, -math.inf, math.inf, unit=unit)
        return np.asarray(eta / self.gamma)

    def _momentum(self, u: Array) -> Array:
        """Return p in [0, πn] in ħn."""
        return np.where(
            self._map.is_asymptotic(u),
            u / self._map.scale,
            self._panels.integral_root(self._slope, u),
        )

    def _energy(self, u: Array) -> Array:
        """Return E in ħ²n²/m."""
        near = self._map.is_asymptotic(u)
        eta = self._map.rapidity(np.where(near, 1.0, u))
        energy = self.temperature * self._images(eta.ravel())[1].reshape(u.shape)
        return np.where(near, self.mass_ratio / 2 * (u / self._map.scale) ** 2, energy)

    def _inverted(self, momentum: Array) -> Array:
        """Return u at which p is the momentum in [0, πn]."""
        flat = momentum.ravel()

        def step(u: Array, which: Index) -> tuple[Array, Array]:
            excess = self._momentum(u) - flat[which]
            return excess, u - excess / self._panels.interpolate_root(self._slope, u)

        start = flat * self._map.scale
        low, high = np.zeros_like(flat), np.full_like(flat, self._map.centre)
        u = bracketed_newton.solve(step, start, low, high, scale=0.0, what="p(η) of a warm gas")
        return u.reshape(momentum.shape)
