"""Form factors |⟨final|operator|initial⟩|² of chosen states, with an error for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import Array, whole_number
from ..errors import AccuracyError, DomainError
from ..numerics.threads import one_blas_thread
from ..results import Result
from ..ring.quantum_numbers import quasimomentum_numbers
from .bethe import Integers
from .channels import MOST_ATOMS, Channel, Transitions, channel_of, initial_numbers


@dataclass(frozen=True, eq=False)
class FormFactors(Result):
    """Weights of transitions from one state of Eq. (2) to several.

    Made by `form_factors`.

    Attributes
    ----------
    channel : str
        The operator.
    gamma : float
        γ = c/n, with the density n of the initial state.
    weights : array, shape (b,)
        |F|², dimensionless; nan where doubles do not give it.
    energies : array, shape (b,)
        E_final - E_initial in ħ²n²/m.
    momenta : array, shape (b,)
        p_final - p_initial in ħn.
    errors : dict of str to array
        Bounds on the absolute errors of the weights, to first order in the rounding.
    refused : dict of tuple to AccuracyError
        Why a weight is nan, by its index.

    Examples
    --------
    >>> found = form_factors("density", 1.0, initial=[-1, 0, 1], final=[[-1, 0, 2], [-2, 1, 2]])
    >>> found.weights.round(10).tolist()
    [2.3661811134, 8.72986e-05]
    """

    _saved: ClassVar = ("channel", "gamma", "weights", "energies", "momenta")

    channel: str
    gamma: float
    weights: Array
    energies: Array
    momenta: Array
    errors: dict[str, Array]
    refused: dict[tuple[int, ...], AccuracyError]


def form_factors(
    channel: str,
    gamma: float,
    *,
    initial: ArrayLike,
    final: Sequence[ArrayLike] | Array,
    magnon: int | Sequence[int] | None = None,
) -> FormFactors:
    """Compute the weights |F|² of transitions from one state to several at once.

    Parameters
    ----------
    channel : str
        "spin_flip", S⁻_q = ∫ e^{iqx} ψ↓†ψ↑ dx; "injection", ψ↓†(p) = L^{-1/2} ∫ e^{ipx} ψ↓† dx;
        "ejection", ψ↓(p); "density", ρ_q, and "field", ψ†(p), of atoms that are all alike.
    gamma : float
        γ = c/n, from 1e-3 to 1e4, with the density n of the initial state.
    initial : array_like, shape (N,)
        I_j of Eq. (2) of the initial state, distinct, integers for odd N and half-odd for even N,
        N = 1 … 700; from 2 for an ejection.
    final : array_like, shape (b, M)
        I_j of the final states, M = N atoms or, of an injection and the field, N + 1, of an
        ejection N - 1.
    magnon : int or sequence of int, optional
        J of the state with the flip, one for all or one for each final state; 0 is the symmetric
        state.  None for "density" and "field".

    Returns
    -------
    FormFactors
        Weights, nan and in `refused` where doubles do not give them, errors, energies and momenta.

    Raises
    ------
    DomainError
        If an argument is no such number, or the quantum numbers belong to no state.
    ConvergenceError
        If Newton's method does not settle.

    References
    ----------
    N. A. Slavnov, Theor. Math. Phys. 79, 502 (1989); B. Pozsgay, W.-V. van Gerven Oei and
    M. Kormos, J. Phys. A 45, 465007 (2012); docs/dynamics.md.

    Examples
    --------
    >>> found = form_factors("injection", 3.0, initial=[-1, 0, 1],
    ...                      final=[[-1.5, -0.5, 0.5, 1.5], [-1.5, -0.5, 0.5, 2.5]], magnon=[1, 0])
    >>> found.weights.round(10).tolist(), (found.momenta / (2 * np.pi / 3)).round(10).tolist()
    ([0.7089457775, 0.2559693893], [1.0, 1.0])
    """
    kind = channel_of(channel)
    if kind.flip == "both":
        raise DomainError(
            f"channel {kind.name} has a J in both states and form factors take one; take "
            "spectral_function"
        )
    start = initial_numbers(kind, initial)
    chosen = _magnons(kind, magnon)
    of_initial = kind.flip == "initial"
    if of_initial and len(chosen) != 1:
        raise DomainError(f"magnon must be one whole number, of the initial state, got {magnon!r}")
    holder = len(start) if of_initial else len(start) + kind.more_atoms
    spins = [whole_number("magnon", j, 0, holder - 1) for j in chosen]
    transitions = Transitions(kind.name, gamma, start, spins[0] if of_initial else None)
    numbers = _final_numbers(transitions, final)
    if len(spins) not in (1, len(numbers)):
        raise DomainError(
            f"magnon must be one number or one for each of the {len(numbers)} final states, "
            f"got {len(spins)}"
        )
    of_finals = np.broadcast_to(np.array([0] if of_initial else spins), len(numbers))
    evaluate = one_blas_thread(transitions.n_final)(_evaluated)
    return evaluate(transitions, numbers, of_finals)


def form_factor(
    channel: str, gamma: float, *, initial: ArrayLike, final: ArrayLike, magnon: int | None = None
) -> float:
    """Compute the weight |F|² = |⟨final|operator|initial⟩|² of one transition.

    Parameters
    ----------
    channel : str
        "spin_flip", "injection", "ejection", "density" or "field", as in `form_factors`.
    gamma : float
        γ = c/n, from 1e-3 to 1e4, with the density n of the initial state.
    initial, final : array_like, shapes (N,) and (M,)
        I_j of Eq. (2) of the two states.
    magnon : int, optional
        J of the state with the flip, 0 for the symmetric one; None for "density" and "field".

    Returns
    -------
    float
        |F|², dimensionless.  Its error is that of `form_factors`.

    Raises
    ------
    DomainError
        If an argument is no such number, or the quantum numbers belong to no state.
    AccuracyError
        If the weight is so small that doubles do not give it.
    ConvergenceError
        If Newton's method does not settle.

    References
    ----------
    N. A. Slavnov, Theor. Math. Phys. 79, 502 (1989); B. Pozsgay, W.-V. van Gerven Oei and
    M. Kormos, J. Phys. A 45, 465007 (2012); docs/dynamics.md.

    Examples
    --------
    >>> ground = [-0.5, 0.5]
    >>> round(form_factor("spin_flip", gamma=1.0, initial=ground, final=ground, magnon=1), 12)
    1.087647145053
    """
    if magnon is not None:
        magnon = whole_number("magnon", magnon, 0, MOST_ATOMS - 1)
    found = form_factors(channel, gamma, initial=initial, final=[final], magnon=magnon)
    for reason in found.refused.values():
        raise reason
    return float(found.weights[0])


def _magnons(kind: Channel, magnon: Any) -> list[Any]:
    """Return the J as given, [0] where no state has a flip."""
    if not kind.flip:
        if magnon is not None:
            raise DomainError(f"magnon must be None for {kind.name}, got {magnon!r}")
        return [0]
    if magnon is None:
        raise DomainError(f"magnon must be J of the {kind.flip} state for {kind.name}, got None")
    if isinstance(magnon, (Sequence, np.ndarray)) and not isinstance(magnon, str):
        return list(magnon)
    return [magnon]


def _final_numbers(transitions: Transitions, final: Any) -> Array:
    """Return the I_j of the final states, shape (b, M)."""
    if not isinstance(final, (Sequence, np.ndarray)) or isinstance(final, str) or not len(final):
        raise DomainError(f"final must be a list of the I_j of one or more states, got {final!r}")
    return np.array([quasimomentum_numbers(transitions.n_final, row, "final") for row in final])


def _evaluated(transitions: Transitions, numbers: Array, magnon: Integers) -> FormFactors:
    """Compute the weights; refuse those of which rounding leaves nothing."""
    finals = transitions.finals(numbers, magnon)
    weights = transitions.weights(finals)
    values = np.where(weights.lost, np.nan, weights.values)
    refused: dict[tuple[int, ...], AccuracyError] = {
        (int(at),): AccuracyError(
            f"the {transitions.channel.name} weight of the final state "
            f"{numbers[at].tolist()} is too small for double precision: its terms cancel to "
            "rounding; it is negligible in every sum rule"
        )
        for at in np.flatnonzero(weights.lost)
    }
    return FormFactors(
        channel=transitions.channel.name,
        gamma=transitions.gamma,
        weights=values,
        energies=transitions.energies(finals),
        momenta=2 * np.pi * transitions.quanta(finals) / transitions.initial.x.shape[1],
        errors={"weights": values * weights.errors},
        refused=refused,
    )
