"""What in a harmonic trap depends on γ₀ in its centre alone.

With x = R sin ϑ and s₀ = √(2μ₀) in units ħ = m = c = 1, F = ∫ n cos ϑ dϑ and G = ∫ n cos ϑ sin²ϑ dϑ
from edge to edge, N = s₀F/ω and ⟨x²⟩ = R²G/F.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from ..arguments import Array
from ..gas import functions
from ..gas.functions import gamma_from_chemical_potential
from ..numerics import tanh_sinh
from .cloud import STEP, plain


class _Profile(NamedTuple):
    """γ and n cos ϑ dϑ, n in units of c, at nodes ϑ, shape (…, m), and sin²ϑ, shape (m,)."""

    gamma: Array
    atoms: Array
    squared: Array


def breathing_ratio(peak_gamma: Any) -> Any:
    """Return ω_B²/ω² by the sum rule, 4(1 + F′)/(3F′ - G′), F′ = d ln F/d ln s₀, G′ likewise."""
    profile = _profile(np.asarray(peak_gamma, dtype=np.float64))
    # d ln n/d ln s₀ = 2μ/mv²
    response = 2 * functions.chemical_potential(profile.gamma)
    response = response / functions.sound_velocity(profile.gamma) ** 2
    spread = profile.atoms * profile.squared
    first = np.sum(response * profile.atoms, -1) / np.sum(profile.atoms, -1)
    second = np.sum(response * spread, -1) / np.sum(spread, -1)
    return plain(4 * (1 + first) / (3 * first - second))


def atoms_over_size(peak_gamma: Any) -> Any:
    """Return Nħω/μ₀ = 2Nħ/mωR² = 2F/s₀; 1 for impenetrable atoms, larger for others."""
    gamma = np.asarray(peak_gamma, dtype=np.float64)
    height = functions.chemical_potential(gamma) / gamma / gamma
    return plain(2 * np.sum(_profile(gamma).atoms, -1) / np.sqrt(2 * height))


def _profile(peak_gamma: Array) -> _Profile:
    """Return the gas in slices."""
    nodes = tanh_sinh.upper_half(STEP)
    cosine = np.sin(math.pi * nodes.right)
    height = (functions.chemical_potential(peak_gamma) / peak_gamma / peak_gamma)[..., None]
    gamma = gamma_from_chemical_potential(height * cosine**2)
    return _Profile(
        gamma, math.pi * nodes.weights * cosine / gamma, np.cos(math.pi * nodes.right) ** 2
    )
