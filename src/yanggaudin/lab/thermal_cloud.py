"""A gas in a trap at a temperature by local density: the Yang-Yang gas of μ₀ - V(x).

The equation of state at the temperature is a function of μ/T on panels (`EquationOfState`); the
axis is cut where μ₀ - V passes from one panel to the next, so that Gauss's rule integrates what is
analytic on each piece.  The shapes are those of `cloud`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import Array
from ..errors import DomainError
from ..numerics.cached_property import cached_property
from ..quantities import QUANTITIES
from ..thermal.domain import THINNEST
from ..thermal.equation_of_state import POWERS, THIN, EquationOfState
from ..thermal.thermal_gas import ThermalGas
from ..units import BOLTZMANN
from .amounts import cloud_of_atoms, given_amount
from .cloud import energy_unit, function_of, local_height
from .guide import Guide
from .resolution import numbers, settled
from .scale import Scale
from .search import solve_atoms
from .well import Harmonic, Potential, Slices, Well

# nodes of Gauss's rule: on a panel n is of degree 15 in V, which is 30 in x in a harmonic trap
_T, _W = np.polynomial.legendre.leggauss(24)
# pieces of the Gaussian tail by how far V/k_BT has risen; e^-42 is nothing
_TAIL = np.array([3.0, 7.0, 13.0, 21.0, 31.0, 42.0])
# μ₀/k_BT from which μ₀ is that at T = 0 to a few digits
_VERY_COLD = 1e3
# parts of a piece of the axis in a potential, and how much finer they may become
_PARTS, _FINEST = 8, 32


class ThermalCloud:
    """The gas in a well at a temperature for chemical potentials of any shape.

    Parameters
    ----------
    guide : Guide
        The atoms and their coupling.
    well : Well
        V(x).
    potential : array
        (μ₀ - min V)/k_BT, of either sign, any shape.
    kelvin : float
        Temperature in K.
    state : EquationOfState
        The gas at this temperature.
    parts : int
        In a potential, into how many parts each piece of the axis is cut.
    """

    def __init__(
        self,
        guide: Guide,
        well: Well,
        potential: Array,
        kelvin: float,
        state: EquationOfState,
        *,
        parts: int = 1,
    ) -> None:
        self.guide, self.well, self.potential = guide, well, potential
        self.kelvin, self.state = kelvin, state
        self.thermal = BOLTZMANN * kelvin
        self.scale = Scale(guide.atom.mass, guide.c, guide.c)
        reach(state, float(np.max(potential)), kelvin)
        self.slices = self._slices(parts)
        self.local_potential = self.slices.chemical_potential / self.thermal
        # in units of c; the coordinates of the slices are the last axis
        self.density_over_c = state.density(self.local_potential)

    @property
    def height(self) -> Array:
        """μ₀ - min V in J."""
        return self.potential * self.thermal

    @property
    def gamma(self) -> Array:
        """γ in the slices."""
        return 1 / self.density_over_c

    @cached_property
    def peak_gamma(self) -> Array:
        """γ at the bottom of the well."""
        return 1 / self.state.density(self.potential)

    def density(self, position: Any) -> Array:
        """Return n in 1/m at positions in m; those of many traps come before the positions."""
        return self.guide.c * self.state.density(
            local_height(self.height, self.well, position) / self.thermal
        )

    def _slices(self, parts: int) -> Slices:
        """Return x and dx in m and μ₀ - V in J in slices, (…, m)."""
        levels = np.array(self.state.edges[::-1]).reshape(-1, *(1,) * self.potential.ndim)
        inner = np.maximum(self.potential - levels, 0.0)
        tail = inner[-1] + _TAIL.reshape(-1, *(1,) * self.potential.ndim)
        depth = np.concatenate([0 * inner[:1], inner, tail])
        if isinstance(self.well, Harmonic):
            unit = self.well.edges(np.asarray(self.thermal))[1]
            x, width = _pieces(np.sqrt(depth))
            unit = np.broadcast_to(unit, self.potential.shape)[..., None]
            local = self.thermal * (self.potential[..., None] - x**2)
            return Slices(unit * x, 2 * unit * width, local)
        assert isinstance(self.well, Potential)
        highest = float(np.max(depth[-1])) * self.thermal
        if highest >= self.well.depth:
            raise DomainError(
                f"potential must rise to {_TAIL[-1]:g} k_BT above the chemical potential in the "
                f"interval, {highest!r} J, got {self.well.depth!r} J above "
                "its minimum: make the interval wider, if V rises further"
            )
        left, right = self.well.edges(depth * self.thermal)
        x, width = _pieces(_divided(np.concatenate([left[::-1], right[1:]]), parts))
        return Slices(x, width, self.height[..., None] + self.well.minimum - self.well.value(x))

    def integral(self, values: Array) -> Array:
        """Return ∫ f dx, f in the slices."""
        return np.asarray(np.sum(self.slices.width * values, axis=-1))

    def total(self, values: Array | float) -> Array:
        """Return ∫ f n dx, f in the slices."""
        return self.integral(self.guide.c * self.density_over_c * values)

    @cached_property
    def atoms(self) -> Array:
        """N = ∫ n dx."""
        return self.total(1.0)

    @cached_property
    def atoms_slope(self) -> Array:
        """∂ ln N/∂(μ₀/k_BT), by ∂n/∂μ."""
        return self.total(self.compressibility) / self.atoms

    @property
    def compressibility(self) -> Array:
        """(k_BT/n) ∂n/∂μ in the slices."""
        return self._scaled("compressibility")

    def _scaled(self, name: str) -> Array:
        """Return a number of the gas over its power of T in the slices."""
        return self.state.scaled(name, self.local_potential)

    def local(self, quantity: str | Callable[[Array], Any]) -> Array:
        """Return a number of the gas, or a function of γ, in the slices, in SI units."""
        return self._of_gas(quantity, self.local_potential)

    def local_at(self, quantity: str | Callable[[Array], Any], position: Any) -> Array:
        """Return a number of the gas, or a function of γ, at positions in m, in SI units."""
        local = local_height(self.height, self.well, position) / self.thermal
        return self._of_gas(quantity, local)

    def _of_gas(self, quantity: str | Callable[[Array], Any], potential: Array) -> Array:
        """Return a number of the gas, or a function of γ, at values of μ/k_BT, in SI units."""
        gamma = 1 / self.state.density(potential)
        if callable(quantity):
            return function_of(quantity, gamma)
        if quantity == "mass_enhancement":
            # of the flipped atom in the thermal gas: m/m* = 2P/gn² (`thermal_polaron`)
            density = self.guide.c / gamma
            return self.guide.g * density**2 / (2 * self._of_gas("pressure", potential))
        if quantity not in POWERS or quantity not in QUANTITIES:
            raise DomainError(_unknown(quantity))
        unit = QUANTITIES[quantity].unit
        factor = self.scale.factor(unit) * self.state.temperature ** POWERS[quantity]
        # over n^2power as T is, and with n = c/γ the unit is that of c times a power of γ
        power = 2 * POWERS[quantity] - unit.density
        return np.asarray(factor * self.state.scaled(quantity, potential) * gamma**power)

    def average(self, quantity: str | Callable[[Array], Any], *, power: int = 1) -> Array:
        """Return ∫ f n^power dx/∫ n^power dx, f in SI units."""
        densest = np.max(self.density_over_c, axis=-1, keepdims=True)
        density = (self.density_over_c / densest) ** power
        return self.integral(self.local(quantity) * density) / self.integral(density)

    @property
    def potential_energy(self) -> Array:
        """∫ V n dx in J."""
        risen = self.potential[..., None] - self.local_potential
        return self.total(self.thermal * risen + self.well.minimum)

    @property
    def internal_energy(self) -> Array:
        """Kinetic energy and interaction in J."""
        return self.total(self.energy_per_atom)

    @property
    def energy_per_atom(self) -> Array:
        """Kinetic energy and interaction per atom in the slices in J."""
        return self.thermal * self._scaled("energy_per_particle")

    @property
    def pressure_integral(self) -> Array:
        """∫ P dx in J, twice ∫ V n dx in a harmonic trap."""
        return self.total(self.thermal * self._scaled("pressure"))

    @property
    def entropy(self) -> Array:
        """S in J/K."""
        return self.total(BOLTZMANN * self._scaled("entropy_per_particle"))

    @property
    def squared_radius(self) -> Array:
        """⟨x²⟩ - ⟨x⟩² in m²."""
        x = self.slices.position
        if not isinstance(self.well, Harmonic):  # which is kept as its right half
            x = x - (self.total(x) / self.atoms)[..., None]
        return self.total(x**2) / self.atoms

    @property
    def breathing_ratio(self) -> Array:
        """ω_B²/ω² of a harmonic trap by the sum rule, at fixed N and entropy.

        With W = V/k_BT and a = (∂s/∂n)_T, δn = nκ(δμ₀ - W δln ω² + a δln T) and
        δs = a δn + n c_V δln T; κ is (T/n) ∂n/∂μ and δμ₀ is in units of T.
        """
        risen = self.potential[..., None] - self.local_potential
        stiff, heat = self.compressibility, self._scaled("specific_heat")
        added = self._scaled("entropy_per_particle") - self._scaled("thermal_pressure")
        # a constant in a only shifts μ₀
        added = added - (self.total(stiff * added) / self.total(stiff))[..., None]
        moved, warmed = self.total(stiff), self.total(heat + stiff * added**2)
        pulled, heated = self.total(stiff * risen), self.total(stiff * added * risen)
        rest = self.total(stiff * risen**2) - pulled**2 / moved - heated**2 / warmed
        return np.asarray(2 * self.total(risen) / rest)


def _unknown(quantity: Any) -> str:
    """Return what to say about a quantity that a gas at a temperature does not have."""
    if quantity == "mass_ratio":
        return (
            "the mean of mass_ratio at a temperature does not exist: m/m* = 2P/gn² grows as "
            "2k_BT/gn in the thin wings, without a bound; take mass_enhancement, m*/m"
        )
    names = ", ".join([*(name for name in POWERS if name in QUANTITIES), "mass_enhancement"])
    return (
        f"quantity must be one of {names} at a temperature, or f(γ); got {quantity!r}: "
        "other numbers of the package are those of the gas in its ground state; a function "
        "of γ, such as yanggaudin.mass_enhancement itself, averages them"
    )


def _divided(ends: Array, parts: int) -> Array:
    """Return the ends of the parts of pieces that are cut into equal ones, (k, …) to (m, …)."""
    fractions = (np.arange(parts) / parts).reshape(-1, *(1,) * (ends.ndim - 1))
    cuts = ends[:-1, None] + np.diff(ends, axis=0)[:, None] * fractions
    return np.concatenate([cuts.reshape(-1, *ends.shape[1:]), ends[-1:]])


def _pieces(ends: Array) -> tuple[Array, Array]:
    """Return nodes and weights of Gauss's rule between rising ends, (k, …) to (…, m)."""
    half = np.diff(ends, axis=0)[..., None] / 2
    nodes, weights = ends[:-1, ..., None] + half * (1 + _T), half * _W
    shape = (*ends.shape[1:], -1)
    return tuple(np.moveaxis(part, 0, -2).reshape(shape) for part in (nodes, weights))  # type: ignore[return-value]


def reach(state: EquationOfState, potential: float, kelvin: float) -> None:
    """Have the equation of state up to a μ/k_BT."""
    try:
        state.reach(potential)
    except DomainError as reason:
        raise DomainError(
            f"temperature must be higher or the gas thinner, got {kelvin!r} K; at such a low one "
            f"temperature=0 serves as well ({reason})"
        ) from reason


def equation_of_state(guide: Guide, kelvin: float) -> EquationOfState:
    """Return the gas in a guide at a temperature."""
    return EquationOfState(BOLTZMANN * kelvin / energy_unit(guide))


def thermal_cloud_of(
    guide: Guide, well: Well, amounts: dict[str, Any], kelvin: float
) -> tuple[ThermalCloud, float]:
    """Return the gas of a given amount at a temperature, and its change as `cloud_of` does."""
    name, amount = given_amount(well, amounts)
    state = equation_of_state(guide, kelvin)
    if name == "peak_density":
        given = potential_of_density(guide.c / amount, state.temperature)
    elif name == "chemical_potential":
        given = _potential(well, amount, kelvin)
    else:
        most = _most(guide, well, amount, kelvin, state)

    def at(fineness: int) -> ThermalCloud:
        def cloud(potential: Array) -> ThermalCloud:
            parts = 1 if isinstance(well, Harmonic) else _PARTS * fineness
            return ThermalCloud(guide, well, potential, kelvin, state, parts=parts)

        if name != "n_atoms":
            return cloud(given)

        def logarithms(potential: Array) -> tuple[Array, Array]:
            found = cloud(potential)
            return np.log(found.atoms), found.atoms_slope

        return cloud(solve_atoms(logarithms, amount, np.full_like(amount, THIN), most))

    if isinstance(well, Harmonic):
        return at(1), 0.0
    return settled(at, numbers, _FINEST)


def _potential(well: Well, chemical_potential: Array, kelvin: float) -> Array:
    """Return (μ₀ - min V)/k_BT."""
    thermal = BOLTZMANN * kelvin
    potential = np.asarray((chemical_potential - well.minimum) / thermal)
    if np.min(potential) < THINNEST:
        raise DomainError(
            f"chemical_potential must be above the minimum of the potential less "
            f"{-THINNEST:g} k_BT, {well.minimum + THINNEST * thermal!r} J, got "
            f"{float(np.min(chemical_potential))!r}: there are no atoms"
        )
    return potential


def potential_of_density(gamma: Array, temperature: float) -> Array:
    """Return μ/k_BT of gases of given γ and T in ħ²c²/m."""
    gases = (ThermalGas(float(g), temperature * float(g) ** 2) for g in gamma.ravel())
    found = [gas.chemical_potential / gas.temperature for gas in gases]
    return np.array(found).reshape(gamma.shape)


def _most(guide: Guide, well: Well, n_atoms: Array, kelvin: float, state: EquationOfState) -> Array:
    """Return what (μ₀ - min V)/k_BT of N atoms is below."""
    # the gas is not much denser in the centre than at T = 0, and no denser if it is very cold
    cold = cloud_of_atoms(guide, well, n_atoms).height / (BOLTZMANN * kelvin)
    if np.max(cold) > _VERY_COLD:
        reach(state, float(np.max(cold)), kelvin)
    return np.asarray(1 + 2 * cold)
