r"""Pictures with matplotlib: every function draws on the axes it is given and returns them.

What has to be solved is handed in solved (a polaron, gases, states of a ring); functions of γ and
series are evaluated here.  Labels and units are those of the catalogue.

>>> from yanggaudin import Polaron, plots
>>> from matplotlib.figure import Figure
>>> axes = plots.draw_dispersion(Figure().add_subplot(), Polaron(1.0))
>>> print(axes.get_xlabel())
momentum $p\,/\,(\hbar n)$
"""

from .gas import (
    FUNCTIONS,
    draw_excitations,
    draw_function,
    draw_thermal,
    draw_thermal_pair_correlation,
)
from .paper import draw_figure1
from .polaron import draw_dispersion, draw_dispersion_limits, draw_dressing, draw_exponents
from .ring import draw_ring_dispersion, draw_ring_masses
from .series import draw_large_order, draw_partial_sums, draw_weak_sums

__all__ = [
    "FUNCTIONS",
    "draw_dispersion",
    "draw_dispersion_limits",
    "draw_dressing",
    "draw_excitations",
    "draw_exponents",
    "draw_figure1",
    "draw_function",
    "draw_large_order",
    "draw_partial_sums",
    "draw_ring_dispersion",
    "draw_ring_masses",
    "draw_thermal",
    "draw_thermal_pair_correlation",
    "draw_weak_sums",
]


def __dir__() -> list[str]:
    return sorted(__all__)
