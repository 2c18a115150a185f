"""Fig. 1 of the paper: the exact polaron mass and the two printed series, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..gas.ground_state import GroundState
from ..results import Result
from .density_derivatives import mass_ratio_by_derivative, neighbours
from .printed_series import strong_mass_ratio, weak_mass_ratio
from .routes import mass_ratio_by_spin_waves

#: the dots of the figure, γ from 0.01 to 100 in equal logarithmic steps, written to four digits
COUPLINGS = tuple(float(f"{gamma:.4g}") for gamma in np.logspace(-2, 2, 33))


@dataclass(frozen=True)
class Figure1Row(Result):
    """The ratio m/m* at one coupling: two exact routes and two series, made by `figure1_rows`.

    Parameters
    ----------
    gamma : float
        Coupling γ = c/n.
    exact_16, exact_21 : float
        The exact m/m* by Eqs. (16) and (21), the dots of Fig. 1.
    series_22, series_23 : float
        The printed series of Eqs. (22) and (23), the lines of Fig. 1.

    Examples
    --------
    >>> next(figure1_rows()).disagreement < 1e-13
    True
    """

    _saved: ClassVar = ("gamma", "exact_16", "exact_21", "series_22", "series_23")

    gamma: float
    exact_16: float
    exact_21: float
    series_22: float
    series_23: float

    @property
    def disagreement(self) -> float:
        """Relative difference of the two exact routes, zero up to rounding."""
        return abs(self.exact_16 / self.exact_21 - 1)


def figure1_rows() -> Iterator[Figure1Row]:
    """Yield the rows of Fig. 1, γ from 0.01 to 100.

    Yields
    ------
    Figure1Row
        m/m* at the next of 33 couplings.

    Examples
    --------
    >>> row = next(figure1_rows())
    >>> row.gamma, round(row.exact_16, 9), round(row.series_22, 9)
    (0.01, 0.978780152, 0.978780152)
    """
    for gamma in COUPLINGS:
        gas = GroundState(gamma)
        yield Figure1Row(
            gamma=gamma,
            exact_16=mass_ratio_by_spin_waves(gas),
            exact_21=mass_ratio_by_derivative(gas, neighbours(gas)),
            series_22=weak_mass_ratio(gamma),
            series_23=strong_mass_ratio(gamma),
        )
