"""Fig. 1 of the paper: the exact polaron mass and the two printed series, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .printed_series import strong_mass_ratio, weak_mass_ratio
from .routes import mass_routes

COUPLINGS = tuple(float(f"{gamma:.4g}") for gamma in np.logspace(-2, 2, 33))


@dataclass(frozen=True)
class Figure1Row:
    """m/m* at one coupling: two exact routes and two series."""

    gamma: float
    exact_16: float
    exact_21: float
    series_22: float
    series_23: float

    @property
    def disagreement(self) -> float:
        """Relative difference of the two exact routes."""
        return abs(self.exact_16 / self.exact_21 - 1)


def figure1_rows() -> Iterator[Figure1Row]:
    """Yield the rows of the figure, γ from 0.01 to 100."""
    for gamma in COUPLINGS:
        routes = mass_routes(gamma)
        yield Figure1Row(
            gamma=gamma,
            exact_16=routes.spin_wave,
            exact_21=routes.energy_derivative,
            series_22=float(weak_mass_ratio(gamma)),
            series_23=float(strong_mass_ratio(gamma)),
        )
