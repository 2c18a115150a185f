"""The exponent at the edge of a spectrum, read off rings: how the edge's weight falls with N."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from ..arguments import Array, whole_number
from ..errors import DomainError
from ..numerics.threads import one_blas_thread
from ..polaron.polaron import Polaron
from ..results import Result
from .bethe import Integers
from .channels import MOST_ATOMS, Transitions, channel_of, ground_numbers

# The corrections are (log N, 1)/N and (log N, 1)/N²: each is twice removed by N and 2N.
_FACTORS = (2, 2, 4, 4)


@dataclass(frozen=True, eq=False)
class EdgeScaling(Result):
    """Weights of the lowest magnon of one momentum, Eq. (2), on rings of N, 2N, 4N … atoms.

    Made by `edge_scaling`.  A weight out of 1 falls like N^{-x}, and the spectral function of the
    infinite system rises like (ω - E)^{x - 1} from its edge.

    Attributes
    ----------
    channel : str
        The operator.
    gamma, momentum : float
        γ = c/n, and p in ħn.
    sizes : integer array, shape (m,)
        Atoms of the initial states.
    weights : array, shape (m,)
        |F|² out of 1, for a flip out of N.
    exponent : float
        x, extrapolated to N = ∞.
    error : float
        An estimate of its error: what the last step of the extrapolation changed.

    Examples
    --------
    >>> found = edge_scaling("spin_flip", 10.0, n_particles=8, magnon=2, doublings=5)
    >>> abs(found.exponent - found.exact) < 1e-5
    True
    """

    _saved: ClassVar = (
        "channel", "gamma", "momentum", "sizes", "weights", "local_exponents", "exponent", "error",
        "exact",
    )  # fmt: skip

    channel: str
    gamma: float
    momentum: float
    sizes: Integers
    weights: Array
    exponent: float
    error: float

    @property
    def local_exponents(self) -> Array:
        """-log(weight of 2N/weight of N)/log 2, shape (m - 1,)."""
        return np.asarray(-np.diff(np.log(self.weights)) / math.log(2))

    @property
    def exact(self) -> float:
        """Of a flip g₊² + g₋² of Eq. (10); an injection pushes one atom more out of its place."""
        polaron = Polaron(self.gamma)
        plus, minus = polaron.edge(self.momentum).shifts
        more = 0.0
        if self.channel == "injection":
            more = 0.5 / math.sqrt(polaron.gas.luttinger_parameter)
        return float((plus + more) ** 2 + (minus - more) ** 2)


def edge_scaling(
    channel: str, gamma: float, *, n_particles: int, magnon: int, doublings: int = 5
) -> EdgeScaling:
    """Find how the weight of the lowest magnon of a momentum falls with the number of atoms.

    Parameters
    ----------
    channel : str
        "spin_flip" or "injection", from the ground state.
    gamma : float
        γ = c/n, from 1e-3 to 1e4.
    n_particles : int
        Atoms N of the smallest ring.
    magnon : int
        J there, from 1 to N - 1: the momentum p = 2πħnJ/N is that of all rings.
    doublings : int
        How often N and J are doubled, from 1; the largest ring has at most 700 atoms.

    Returns
    -------
    EdgeScaling
        Weights and exponents, and what `Polaron.edge` has.

    Raises
    ------
    DomainError
        If an argument is no such number, or a ring has more atoms.
    ConvergenceError
        If Newton's method does not settle.

    References
    ----------
    A. Imambekov, T. L. Schmidt and L. I. Glazman, Rev. Mod. Phys. 84, 1253 (2012).

    Examples
    --------
    >>> found = edge_scaling("injection", 1.0, n_particles=8, magnon=2, doublings=4)
    >>> found.sizes.tolist()
    [8, 16, 32, 64, 128]
    """
    kind = channel_of(channel)
    if kind.name not in {"spin_flip", "injection"}:
        raise DomainError(f"channel must be spin_flip or injection, got {channel!r}")
    number = whole_number("n_particles", n_particles, 2, MOST_ATOMS // 2)
    spin = whole_number("magnon", magnon, 1, number - 1)
    times = whole_number("doublings", doublings, 1, int(math.log2(MOST_ATOMS / number)))
    sizes = number * 2 ** np.arange(times + 1)
    weights = []
    for n, j in zip(sizes.tolist(), (spin * 2 ** np.arange(times + 1)).tolist(), strict=True):
        transitions = Transitions(kind.name, gamma, ground_numbers(n))
        numbers = ground_numbers(transitions.n_final)[None]
        finals = transitions.finals(numbers, np.array([j]))
        weight = float(one_blas_thread(n)(transitions.weights)(finals).values[0])
        weights.append(weight if kind.more_atoms else weight / n)
    exponents = -np.diff(np.log(weights)) / math.log(2)
    before = exponents
    for factor in _FACTORS[: times - 1]:
        before, exponents = exponents, (factor * exponents[1:] - exponents[:-1]) / (factor - 1)
    return EdgeScaling(
        channel=kind.name,
        gamma=transitions.gamma,
        momentum=2 * math.pi * spin / number,
        sizes=sizes,
        weights=np.array(weights),
        exponent=float(exponents[-1]),
        error=float(abs(exponents[-1] - before[-1])) if times > 1 else math.inf,
    )
