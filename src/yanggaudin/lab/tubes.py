"""Many tubes of a two-dimensional lattice, cut out of one cloud with one chemical potential."""

from __future__ import annotations

import math
from typing import Any, ClassVar

import numpy as np

from ..arguments import Array
from ..errors import DomainError
from ..thermal.equation_of_state import THIN, EquationOfState
from ..units import BOLTZMANN, HBAR
from .amounts import well_of
from .cloud import Cloud, height_of_density
from .door import si_array, si_number, si_temperature
from .guide import Guide, as_guide
from .search import solve_atoms
from .si_result import SIResult
from .thermal_cloud import ThermalCloud, equation_of_state, potential_of_density
from .thermal_tubes import DEEPEST, ThermalTubes
from .validity import figures, warn_of
from .well import Harmonic

_MOST_TUBES = 4_000_000
# of neighbouring tubes, in m: a bare number above is meant in µm
_WIDEST = 1e-3


class Tubes(SIResult):
    """Tubes in a square or rectangular lattice, μ_ij = μ₀₀ - m(ω_y²y_i² + ω_z²z_j²)/2.

    Parameters
    ----------
    guide : Guide
        The atoms in one tube.
    f_axial : float or quantity
        Frequency ω/2π along the tubes in Hz.
    f_radial : float, quantity or pair of these
        Frequencies of the trap across the lattice in Hz.
    spacing : float, quantity or pair of these
        Distance of neighbouring tubes in m.
    n_atoms : float, optional
        Number of atoms in all tubes, or
    peak_density : float or quantity, optional
        density in the centre of the central tube in 1/m.
    temperature : float or quantity, optional
        In K; 0 for the ground state.

    Attributes
    ----------
    guide : Guide
        The guide.
    temperature : float
        T in K.
    multiplicity : array, shape (k,)
        How many tubes there are of each of k kinds, the central one first; by symmetry many are
        alike.
    atoms_per_tube, peak_gamma : array, shape (k,)
        Number of atoms in a tube of each kind, and γ in its centre.
    n_atoms, n_tubes : float, int
        All atoms, all tubes; at a temperature those in which μ is no more than 42 k_BT lower than
        in the central one, or than at the edge of the cloud.

    Raises
    ------
    DomainError
        If not exactly one of the amounts is given, a number is out of range, or the tubes are not
        tighter across than along.

    Warns
    -----
    ValidityWarning
        If the gas in the central tube is not one-dimensional, or too small for local density.

    Notes
    -----
    The atoms are in equilibrium between the tubes, as when the lattice is raised slowly.  In the
    outermost tubes there is less than one atom, where local density means little: they weigh little
    in averages over the atoms.

    References
    ----------
    docs/laboratory.md has the formulas.

    Examples
    --------
    >>> from yanggaudin import lab
    >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
    >>> tubes = lab.Tubes(guide, f_axial=20.0, f_radial=20.0, spacing=0.4e-6, n_atoms=5e4)
    >>> tubes.n_tubes, round(float(tubes.atoms_per_tube[0]), 3)
    (3381, 33.897)
    """

    _units: ClassVar = {
        "temperature": "K",
        "n_atoms": "1",
        "n_tubes": "1",
        "multiplicity": "1",
        "atoms_per_tube": "1",
        "peak_gamma": "1",
        "peak_density": "1/m",
        "potential_energy": "J",
        "internal_energy": "J",
    }

    def __init__(
        self,
        guide: Guide,
        *,
        f_axial: Any,
        f_radial: Any,
        spacing: Any,
        n_atoms: Any = None,
        peak_density: Any = None,
        temperature: Any = 0.0,
    ) -> None:
        if (n_atoms is None) == (peak_density is None):
            raise DomainError("give either n_atoms, of all tubes, or peak_density")
        self.guide = as_guide(guide)
        well = well_of(guide, si_number("f_axial", f_axial, "Hz"), None, None)
        assert isinstance(well, Harmonic)
        self._well = well
        rates = math.tau * _pair("f_radial", f_radial, "Hz")
        # energy of the first neighbours in y and z
        spacings = _pair("spacing", spacing, "m")
        if np.max(spacings) > _WIDEST:
            raise DomainError(
                f"spacing must be in m, at most {_WIDEST:g} m, got {float(np.max(spacings))!r}; "
                "0.4 µm are 0.4e-6"
            )
        self._steps = guide.atom.mass / 2 * (rates * spacings) ** 2
        self.temperature = si_temperature(temperature)
        if n_atoms is None:
            density = np.asarray(si_number("peak_density", peak_density, "1/m"))
            height = float(height_of_density(guide, density))
        else:
            atoms = si_number("n_atoms", n_atoms, "")
            height = self._height(atoms)
        self._cloud: Cloud | ThermalTubes
        if self.temperature == 0:
            self._cloud, self.multiplicity = self._clouds(height)
        else:
            state = equation_of_state(guide, self.temperature)
            if n_atoms is None:
                potential = potential_of_density(guide.c / density, state.temperature)
            else:
                potential = self._potential(state, atoms, height)
            self._cloud, self.multiplicity = self._thermal_clouds(state, float(potential))
        if isinstance(self._cloud, Cloud):
            central: Cloud | ThermalCloud = Cloud(guide, self._well, self._cloud.height[0])
        else:
            central = self._cloud.central
        warn_of(guide, figures(guide, central), central.atoms, stacklevel=3)

    def __repr__(self) -> str:
        return f"<Tubes of {self.n_atoms:.6g} atoms in {self.n_tubes} tubes of {self.guide!r}>"

    @property
    def atoms_per_tube(self) -> Array:
        """Number of atoms in a tube of each kind."""
        return self._cloud.atoms

    @property
    def peak_gamma(self) -> Array:
        """γ in the centre of a tube of each kind."""
        return self._cloud.peak_gamma

    @property
    def peak_density(self) -> float:
        """The density in the centre of the central tube in 1/m."""
        return float(self.guide.c / self.peak_gamma[0])

    @property
    def n_tubes(self) -> int:
        """Number of tubes with atoms in them."""
        return int(self.multiplicity.sum())

    @property
    def n_atoms(self) -> float:
        """Number of atoms in all tubes."""
        return float(self.multiplicity @ self._cloud.atoms)

    @property
    def potential_energy(self) -> float:
        """∫ V n dx of all tubes in J, V = 0 in the centre of the central tube."""
        height = self._cloud.height
        along = self._cloud.potential_energy + (height[0] - height) * self._cloud.atoms
        return float(self.multiplicity @ along)

    @property
    def internal_energy(self) -> float:
        """Kinetic energy and interaction of all tubes in J: what is set free."""
        return float(self.multiplicity @ self._cloud.internal_energy)

    def average(self, quantity: Any) -> float:
        """Return the average over all atoms of a local quantity.

        Parameters
        ----------
        quantity : str or callable
            As for `Trap.average`.

        Returns
        -------
        float
            Σ ∫ f n dx/N, in SI units.

        Raises
        ------
        DomainError
            If there is no such function.

        Examples
        --------
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> tubes = lab.Tubes(guide, f_axial=20.0, f_radial=20.0, spacing=0.4e-6, n_atoms=5e4)
        >>> round(tubes.average("pair_correlation"), 6)
        0.351216
        """
        weights = self.multiplicity * self._cloud.atoms
        return float(weights @ self._cloud.average(quantity) / weights.sum())

    def gamma_distribution(self) -> tuple[Array, Array]:
        """Return how γ is distributed over the atoms of all tubes.

        Returns
        -------
        gamma, fraction : array, shape (m,)
            γ in rising order, and the fraction of the atoms whose γ is at most that.

        Notes
        -----
        At a temperature the last 1e-6 of the atoms, in the thinnest gas, are left out.

        Examples
        --------
        >>> import numpy as np
        >>> from yanggaudin import lab
        >>> guide = lab.Guide(lab.Atom("87Rb"), f_perp=20e3)
        >>> tubes = lab.Tubes(guide, f_axial=20.0, f_radial=20.0, spacing=0.4e-6, n_atoms=5e4)
        >>> gamma, fraction = tubes.gamma_distribution()
        >>> round(float(np.interp(0.5, fraction, gamma)), 3)  # the median
        1.757
        """
        cloud = self._cloud if isinstance(self._cloud, Cloud) else self._cloud.densest
        gamma, width = cloud.gamma, cloud.slices.width
        atoms = self.multiplicity[: len(gamma), None] * width * self.guide.c / gamma
        order = np.argsort(gamma, axis=None)
        fraction = np.cumsum(atoms.ravel()[order])
        return gamma.ravel()[order], fraction / fraction[-1]

    # --- internals ----------------------------------------------------------------------------

    def _clouds(self, height: float) -> tuple[Cloud, Array]:
        """Return the clouds of all kinds for μ₀₀ in J, and how many there are of each."""
        depth, multiplicity = self._lattice(height)
        return Cloud(self.guide, self._well, height - depth), multiplicity

    def _thermal_clouds(
        self, state: EquationOfState, potential: float
    ) -> tuple[ThermalTubes, Array]:
        """Return the same at a temperature for μ₀₀/k_BT."""
        thermal = BOLTZMANN * self.temperature
        depth, multiplicity = self._lattice(thermal * (max(potential - THIN, 0.0) + DEEPEST))
        potentials = potential - depth / thermal
        tubes = ThermalTubes(self.guide, self._well, potentials, self.temperature, state)
        return tubes, multiplicity

    def _lattice(self, height: float) -> tuple[Array, Array]:
        """Return how deep the tubes of all kinds are below μ₀₀, up to a height, and how many."""
        last = np.floor(np.sqrt(height / self._steps))
        if np.prod(2 * last + 1) > _MOST_TUBES:
            raise DomainError(
                f"there must be at most {_MOST_TUBES} tubes, got about "
                f"{float(np.prod(2 * last + 1)):.9g}: check f_radial, spacing and temperature"
            )
        i, j = (np.arange(n + 1) for n in last)
        depth = self._steps[0] * i[:, None] ** 2 + self._steps[1] * j**2
        images = np.where(i > 0, 2, 1)[:, None] * np.where(j > 0, 2, 1)
        inside = depth < height
        kinds, which = np.unique(depth[inside], return_inverse=True)
        multiplicity = np.bincount(which, weights=images[inside])
        return kinds, multiplicity.astype(np.float64)

    def _height(self, n_atoms: float) -> float:
        """Find μ₀₀ in J for a number of atoms."""
        # all in one tube; and impenetrable atoms, N = μ/ħω, in a lattice without gaps
        one = self._well.first_height(self.guide.atom.mass, self.guide.c, np.asarray(n_atoms))
        area = math.pi / math.sqrt(float(np.prod(self._steps)))  # tubes per J of μ₀₀
        many = math.sqrt(2 * n_atoms * HBAR * float(self._well.omega) / area)

        def logarithms(x: Array) -> tuple[Array, Array]:
            height = float(np.exp(x))
            cloud, multiplicity = self._clouds(height)
            atoms = multiplicity @ cloud.atoms
            slope = multiplicity @ (cloud.atoms * cloud.atoms_slope * height / cloud.height)
            return np.log(atoms), slope / atoms

        first = np.asarray(math.log(min(float(one), many)))
        return math.exp(solve_atoms(logarithms, np.asarray(n_atoms), first, np.asarray(math.inf)))

    def _potential(self, state: EquationOfState, n_atoms: float, height: float) -> Array:
        """Find μ₀₀/k_BT for a number of atoms, given μ₀₀ at T = 0."""

        def logarithms(potential: Array) -> tuple[Array, Array]:
            tubes, multiplicity = self._thermal_clouds(state, float(potential))
            atoms = multiplicity @ tubes.atoms
            return np.log(atoms), multiplicity @ (tubes.atoms * tubes.atoms_slope) / atoms

        most = np.asarray(1 + 2 * height / (BOLTZMANN * self.temperature))
        return solve_atoms(logarithms, np.asarray(n_atoms), np.asarray(THIN), most)


def _pair(name: str, value: Any, unit: str) -> Array:
    """Return two numbers, equal ones if one is given."""
    numbers = si_array(name, value, unit)
    if numbers.shape not in {(), (2,)}:
        raise DomainError(f"{name} must be one or two numbers, got shape {numbers.shape}")
    return np.broadcast_to(numbers, (2,))
