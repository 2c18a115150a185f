"""The figure of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import instances, real_array
from ..paper.figure1 import Figure1Row
from ..paper.printed_series import strong_mass_ratio, weak_mass_ratio
from .style import EXACT, STRONG, WEAK, axis_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def draw_figure1(axes: Axes, rows: Sequence[Figure1Row]) -> Axes:
    """Draw Fig. 1: dots for the exact m/m*, lines for the printed terms of Eqs. (22) and (23).

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : sequence of Figure1Row
        The exact masses at ascending couplings, from `paper.figure1.figure1_rows`.

    Returns
    -------
    Axes
        The axes given.
    """
    rows = instances("rows", rows, Figure1Row)
    return draw_masses(axes, [row.gamma for row in rows], [row.exact_16 for row in rows])


def draw_masses(axes: Axes, gamma: ArrayLike, mass_ratio: ArrayLike) -> Axes:
    """Draw dots for m/m*, and lines for the printed terms of Eqs. (22) and (23).

    Parameters
    ----------
    axes : Axes
        Where to draw.
    gamma : array_like, shape (n,)
        Couplings, ascending.
    mass_ratio : array_like, shape (n,)
        The exact m/m* there.

    Returns
    -------
    Axes
        The axes given.
    """
    gamma, exact = real_array("gamma", gamma), real_array("mass_ratio", mass_ratio)
    fine = np.geomspace(gamma.min(), gamma.max(), 400)
    weak, strong = weak_mass_ratio(fine), strong_mass_ratio(fine)
    start = int(strong.argmax())  # below its maximum the truncated series has no meaning
    axes.plot(fine, weak, color=WEAK, label="weak coupling, Eq. (22)")
    axes.plot(fine[start:], strong[start:], "--", color=STRONG, label="strong coupling, Eq. (23)")
    axes.plot(gamma, exact, "o", color=EXACT, markersize=4, label="exact, Eq. (16)")
    axes.set(
        xscale="log",
        xlim=(gamma.min() / 1.15, gamma.max() * 1.15),
        ylim=(0, 1.05),
        xlabel=axis_label("gamma"),
        ylabel=axis_label("mass_ratio"),
    )
    axes.legend(frameon=False, loc="lower left")
    return axes
