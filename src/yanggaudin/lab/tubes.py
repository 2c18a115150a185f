"""Many tubes of a two-dimensional lattice, cut out of one cloud with one chemical potential."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import Array
from ..errors import ConvergenceError, DomainError
from ..units import HBAR
from .cloud import Cloud, height_of_density
from .door import si_array, si_number
from .gas import warn_unless_one_dimensional
from .guide import Guide, as_guide
from .well import Harmonic

_MOST_STEPS, _LAST_STEP = 60, 1e-8
_MOST_TUBES = 4_000_000


class Tubes:
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

    Attributes
    ----------
    guide : Guide
        The guide.
    multiplicity : array, shape (k,)
        How many tubes there are of each of k kinds, the central one first; by symmetry many are
        alike.
    atoms_per_tube, peak_gamma : array, shape (k,)
        Number of atoms in a tube of each kind, and γ in its centre.
    n_atoms, n_tubes : float, int
        All atoms, all tubes.

    Raises
    ------
    DomainError
        If not exactly one of the amounts is given, or a number is not positive.

    Warns
    -----
    ValidityWarning
        If the gas in the central tube is not one-dimensional.

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

    def __init__(
        self,
        guide: Guide,
        *,
        f_axial: Any,
        f_radial: Any,
        spacing: Any,
        n_atoms: Any = None,
        peak_density: Any = None,
    ) -> None:
        if (n_atoms is None) == (peak_density is None):
            raise DomainError("give either n_atoms, of all tubes, or peak_density")
        self.guide = as_guide(guide)
        omega = math.tau * si_number("f_axial", f_axial, "Hz")
        self._well = Harmonic(guide.atom.mass, np.asarray(omega))
        rates = math.tau * _pair("f_radial", f_radial, "Hz")
        # energy of the first neighbours in y and z
        self._steps = guide.atom.mass / 2 * (rates * _pair("spacing", spacing, "m")) ** 2
        if peak_density is not None:
            density = si_number("peak_density", peak_density, "1/m")
            height = float(height_of_density(guide, np.asarray(density)))
        else:
            height = self._height(si_number("n_atoms", n_atoms, ""))
        self._cloud, self.multiplicity = self._clouds(height)
        warn_unless_one_dimensional(height / (HBAR * guide.omega_perp), 0.0, stacklevel=3)

    @property
    def atoms_per_tube(self) -> Array:
        """Number of atoms in a tube of each kind."""
        return self._cloud.atoms

    @property
    def peak_gamma(self) -> Array:
        """γ in the centre of a tube of each kind."""
        return self._cloud.gamma_at(self._cloud.height)

    @property
    def n_tubes(self) -> int:
        """Number of tubes with atoms in them."""
        return int(self.multiplicity.sum())

    @property
    def n_atoms(self) -> float:
        """Number of atoms in all tubes."""
        return float(self.multiplicity @ self._cloud.atoms)

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
        cloud = self._cloud
        atoms = self.multiplicity[:, None] * cloud.slices.width * self.guide.c / cloud.gamma
        order = np.argsort(cloud.gamma, axis=None)
        fraction = np.cumsum(atoms.ravel()[order])
        return cloud.gamma.ravel()[order], fraction / fraction[-1]

    # --- internals ----------------------------------------------------------------------------

    def _clouds(self, height: float) -> tuple[Cloud, Array]:
        """Return the clouds of all kinds for μ₀₀ in J, and how many there are of each."""
        last = np.floor(np.sqrt(height / self._steps))
        if np.prod(2 * last + 1) > _MOST_TUBES:
            raise DomainError(
                f"there must be fewer than {_MOST_TUBES} tubes, got about "
                f"{float(np.prod(2 * last + 1)):.3g}: check f_radial and spacing"
            )
        i, j = (np.arange(n + 1) for n in last)
        depth = self._steps[0] * i[:, None] ** 2 + self._steps[1] * j**2
        images = np.where(i > 0, 2, 1)[:, None] * np.where(j > 0, 2, 1)
        inside = depth < height
        kinds, which = np.unique(depth[inside], return_inverse=True)
        multiplicity = np.bincount(which, weights=images[inside])
        return Cloud(self.guide, self._well, height - kinds), multiplicity.astype(np.float64)

    def _height(self, n_atoms: float) -> float:
        """Find μ₀₀ in J for a number of atoms by Newton's method for the logarithms."""
        # all in one tube; and impenetrable atoms, N = μ/ħω, in a lattice without gaps
        one = self._well.first_height(self.guide.atom.mass, self.guide.c, np.asarray(n_atoms))
        area = math.pi / math.sqrt(float(np.prod(self._steps)))  # tubes per J of μ₀₀
        many = math.sqrt(2 * n_atoms * HBAR * float(self._well.omega) / area)
        height = min(float(one), many)
        for _ in range(_MOST_STEPS):
            cloud, multiplicity = self._clouds(height)
            atoms = multiplicity @ cloud.atoms
            slope = multiplicity @ (cloud.atoms * cloud.atoms_slope * height / cloud.height)
            change = math.log(n_atoms / atoms) * atoms / slope
            height *= math.exp(min(2.0, max(-2.0, float(change))))
            if abs(change) < _LAST_STEP:
                return height
        raise ConvergenceError(
            f"no chemical potential found for {n_atoms!r} atoms in tubes; please report the trap"
        )


def _pair(name: str, value: Any, unit: str) -> Array:
    """Return two numbers, equal ones if one is given."""
    numbers = si_array(name, value, unit)
    if numbers.shape not in {(), (2,)}:
        raise DomainError(f"{name} must be one or two numbers, got shape {numbers.shape}")
    return np.broadcast_to(numbers, (2,))
