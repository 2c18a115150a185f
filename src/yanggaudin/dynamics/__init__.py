"""Dynamics of one flipped atom on a ring, exactly, from form factors."""

from ..public import public_names as _public_names
from .correlations import (
    HostCorrelations as HostCorrelations,
    host_correlations as host_correlations,
)
from .distribution import (
    MomentumDistribution as MomentumDistribution,
    momentum_distribution as momentum_distribution,
)
from .form_factors import (
    FormFactors as FormFactors,
    form_factor as form_factor,
    form_factors as form_factors,
)
from .motion import InjectedMotion as InjectedMotion, injected_motion as injected_motion
from .plane import SpectralPlane as SpectralPlane, spectral_plane as spectral_plane
from .scaling import EdgeScaling as EdgeScaling, edge_scaling as edge_scaling
from .spectrum import SpectralFunction as SpectralFunction, spectral_function as spectral_function


def __dir__() -> list[str]:
    return _public_names(globals())
