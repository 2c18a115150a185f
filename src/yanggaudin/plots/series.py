"""The weak-coupling series: its partial sums, their resummation, its growth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from ..arguments import Array
from ..gas import functions
from .style import EXACT, STRONG, WEAK, axis_label, value_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SUM_LINES = ("--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))


def draw_weak_sums(axes: Axes, gamma: Array, orders: Sequence[int]) -> Axes:
    """Draw m/m* against γ: the exact curve, partial sums of Eq. (22) continued, a resummation.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    gamma : array, shape (n,)
        Couplings, ascending; the resummation is shown at about twelve of them.
    orders : sequence of int
        Orders of the partial sums.

    Returns
    -------
    Axes
        The axes given.
    """
    from ..series import weak

    exact = functions.mass_ratio(gamma)
    axes.plot(gamma, exact, color=EXACT, linewidth=2.5, label="exact")
    for order, style in zip(orders, cycle(_SUM_LINES), strict=False):
        partial, label = weak(order, "mass_ratio")(gamma), f"partial sum to order {order}"
        axes.plot(gamma, partial, color=WEAK, linestyle=style, label=label)
    some = gamma[:: max(1, len(gamma) // 12)]
    best = [float(weak(40, "mass_ratio").resummed(float(g))) for g in some]
    label = "Borel-Padé sum to order 40, and leftover"
    axes.plot(some, best, "s", color=STRONG, markersize=5, label=label)
    axes.set(
        xscale="log",
        xlim=(gamma.min(), gamma.max()),
        ylim=(0, 1.02),
        xlabel=axis_label("gamma"),
        ylabel=axis_label("mass_ratio"),
    )
    axes.legend(frameon=False, loc="lower left")
    return axes


def draw_partial_sums(axes: Axes, gamma: float, order: int) -> Axes:
    """Draw the relative error of m/m* against the order of Eq. (22) continued, and resummed.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    gamma : float
        Coupling.
    order : int
        The last order, above 20.

    Returns
    -------
    Axes
        The axes given, the vertical one logarithmic.
    """
    from ..series import weak

    truth = weak(60, "mass_ratio", digits=60).resummed(gamma).value
    terms = weak(order, "mass_ratio", digits=60).terms(gamma)
    partial = np.cumsum([float(term) for term in terms])
    error = np.abs(partial[1:] / float(truth) - 1)
    style = {"color": WEAK, "markersize": 3}
    axes.semilogy(range(1, order + 1), error, "o-", label="partial sum", **style)
    orders = range(20, order + 1, 2)
    sums = [weak(n, "mass_ratio", digits=60).resummed(gamma).value for n in orders]
    errors = [abs(float(value / truth - 1)) for value in sums]
    label = "Borel-Padé sum and leftover"
    axes.semilogy(orders, errors, "s", color=STRONG, markersize=4, label=label)
    axes.set(
        xlabel="order of the last term (powers of $\\sqrt{\\gamma}$)",
        ylabel=r"relative error of $m/m^*$",
        title=f"weak-coupling series at {value_label('gamma', gamma)}",
    )
    axes.legend(frameon=False)
    return axes


def draw_large_order(axes: Axes, order: int) -> Axes:
    """Draw -e_k (8π)^k / Γ(k) of the weak series of e(γ), Eq. (22) continued, and its limit.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    order : int
        The last coefficient, from 5 to 400.

    Returns
    -------
    Axes
        The axes given.
    """
    from ..series.large_order import STOKES_CONSTANT, scaled_coefficients

    scaled = scaled_coefficients(order)
    label = r"$-e_k\,(8\pi)^k/\Gamma(k)$"
    axes.plot(range(4, order + 1), scaled[3:], ".", color=WEAK, label=label)
    axes.axhline(STOKES_CONSTANT, color=EXACT, linestyle="--", label=r"$512/\pi e^4$")
    axes.set(xlabel="order $k$", ylabel="scaled coefficient (dimensionless)")
    axes.legend(frameon=False)
    return axes
