"""Fermi seas of rapidities: the dressed 1 for a given Q/c or a given n/c, Eqs. (5) and (6)."""

from __future__ import annotations

import math

import numpy as np

from ..errors import ConvergenceError, DomainError
from ..numerics.dressing import DressedFunction, DressingOperator, Kernel
from ..numerics.parity import EVEN
from .kernels import LIEB_KERNEL

# Newton's method takes 3 to 6 steps from the start of free fermions, 12 where it has to halve B
# first; with many more it does not settle.
_MAX_NEWTON_STEPS = 60
# Newton's method squares its error: after a step of this size it is below the rounding.
_LAST_STEP = 1e-9


def check_kernel(kernel: object) -> None:
    """Raise `DomainError` for what is no kernel, such as None."""
    if not callable(kernel):
        raise DomainError(f"kernel must be one such as SmoothKernel, got {kernel!r}")


def solve(half_width: float, kernel: Kernel) -> DressedFunction:
    """Return the dressed 1 at B = half_width."""
    operator = DressingOperator(half_width, kernel)
    if kernel != LIEB_KERNEL and not operator.is_positive:
        raise DomainError(
            f"1 - K is not positive for rapidities up to Q = {half_width!r} c: the gas would "
            "collapse; the Fourier transform of K must be below 1"
        )
    return operator.dress(np.ones_like, EVEN)


def solve_for_density(target: float, kernel: Kernel) -> DressedFunction:
    """Return the dressed 1 at n/c = target, by Newton's method for ln(n/c) in ln B.

    The derivative is dn/dQ = 4πρ(Q)².  n grows without bound as B reaches the width, if any, where
    1 - K ceases to be positive: from beyond it B is halved.
    """
    half_width, step = math.pi * target, math.inf  # of free fermions
    for _ in range(_MAX_NEWTON_STEPS):
        operator = DressingOperator(half_width, kernel)
        if not operator.is_positive:
            half_width /= 2
            continue
        dressed_one = operator.dress(np.ones_like, EVEN)
        if abs(step) < _LAST_STEP:
            return dressed_one
        reached = density_over_c(dressed_one)
        slope = half_width * dressed_one.edge**2 / (math.pi * reached)
        step = math.log(reached / target) / slope
        half_width *= math.exp(-step)
    raise ConvergenceError(f"no Fermi rapidity was found for gamma = {1 / target!r}")


def density_over_c(dressed_one: DressedFunction) -> float:
    """Return n/c = ∫ρ dx, Eq. (6)."""
    return dressed_one.operator.half_width * dressed_one.moment(0) / (2 * math.pi)
