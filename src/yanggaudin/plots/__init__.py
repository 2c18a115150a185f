r"""Pictures with matplotlib: every function draws on the axes it is given and returns them.

What has to be solved is handed in solved (a polaron, gases, states of a ring); functions of γ and
series are evaluated here.  Labels and units are those of the catalogue.

>>> from yanggaudin import Polaron, plots
>>> from matplotlib.figure import Figure
>>> axes = plots.draw_dispersion(Figure().add_subplot(), Polaron(1.0))
>>> print(axes.get_xlabel())
momentum $p\,/\,(\hbar n)$
"""

from ..public import public_names as _public_names
from .dynamics import (
    draw_motion as draw_motion,
    draw_plane as draw_plane,
    draw_spectrum as draw_spectrum,
)
from .gas import (
    FUNCTIONS as FUNCTIONS,
    draw_excitations as draw_excitations,
    draw_function as draw_function,
    draw_thermal as draw_thermal,
    draw_thermal_pair_correlation as draw_thermal_pair_correlation,
    draw_velocities as draw_velocities,
)
from .host import (
    draw_edge_scaling as draw_edge_scaling,
    draw_host_correlations as draw_host_correlations,
    draw_momentum_distribution as draw_momentum_distribution,
    draw_structure_factor as draw_structure_factor,
)
from .lab import draw_orbits as draw_orbits, draw_trap as draw_trap
from .paper import draw_figure1 as draw_figure1, draw_masses as draw_masses
from .polaron import (
    draw_dispersion as draw_dispersion,
    draw_dispersion_limits as draw_dispersion_limits,
    draw_dressing as draw_dressing,
    draw_exponents as draw_exponents,
)
from .ring import draw_ring_dispersion as draw_ring_dispersion, draw_ring_masses as draw_ring_masses
from .series import (
    draw_large_order as draw_large_order,
    draw_partial_sums as draw_partial_sums,
    draw_weak_sums as draw_weak_sums,
)


def __dir__() -> list[str]:
    return _public_names(globals())
