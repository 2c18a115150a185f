"""The scattering of two atoms in a guide: Olshanii's constant, also for two transverse frequencies.

Two atoms in the ground state of the transverse motion, ω̄ = √(ω_y ω_z) and a⊥ = √(2ħ/mω̄), scatter
at low energy like particles on a line with

    g = 2ħω̄ a/(1 - C a/a⊥),       C = |ζ(1/2)| if ω_y = ω_z.

C is what the higher transverse states contribute to the wave function of two atoms at one point.
From the heat kernel of an oscillator at its centre, √(mω/πħ) e^{-ωt/2}/√(1 - e^{-2ωt}), less the
lowest state and less the short times, which are those of free space,

    C = -√(2/π) ∫₀^∞ [ 1/√((1 - e^{-2ys}) (1 - e^{-2s/y})) - 1 - 1/2s ] ds/√s,     y = √(ω_y/ω_z),

which for y = 1 is -ζ(1/2), as ∫₀^∞ [1/(e^u - 1) - 1/u] du/√u = √π ζ(1/2).  (M. Olshanii, Phys.
Rev. Lett. 81, 938 (1998), for equal frequencies.)
"""

from __future__ import annotations

import math

import numpy as np

from ..arguments import Array

#: -ζ(1/2)
ISOTROPIC = 1.4603545088095868
# s = e^u from 1e-33 to 1e33; the integrand is analytic for |Im u| < π/2, so that the trapezoidal
# rule with a step of 0.2 errs by e^{-π²/0.2}
_ENDS, _STEPS = 76.0, 761


def confinement_constant(ratio: float) -> float:
    """Return C for a ratio ω_y/ω_z > 0 of the transverse frequencies; |ζ(1/2)| for 1."""
    if ratio == 1:
        return ISOTROPIC
    u, step = np.linspace(-_ENDS, _ENDS, _STEPS, retstep=True)
    s, y = np.exp(u), math.sqrt(ratio)
    # 1 - e^{-2x} = 2x e^{-x} sinh(x)/x: small differences are taken in the exponent
    near = np.minimum(s, 1 / max(y, 1 / y))
    exponent = (y + 1 / y) / 2 * near - (_log_sinhc(y * near) + _log_sinhc(near / y)) / 2
    bracket = np.where(near == s, np.expm1(exponent) / (2 * near) - 1, _far(s, y) - 1 / (2 * s))
    return -math.sqrt(2 / math.pi) * float(np.sum(bracket * np.sqrt(s)) * step)


def _far(s: Array, y: float) -> Array:
    """Return 1/√((1 - e^{-2ys}) (1 - e^{-2s/y})) - 1, which is small for large s."""
    logarithm = np.log(-np.expm1(-2 * y * s)) + np.log(-np.expm1(-2 * s / y))
    return np.asarray(np.expm1(-logarithm / 2))


def _log_sinhc(x: Array) -> Array:
    """Return ln(sinh(x)/x), small and accurate for small x."""
    small = np.minimum(x, 0.5) ** 2
    series = np.zeros_like(x)
    for k in range(8, 0, -1):  # Σ x^2k/(2k + 1)!
        series = (1 + series) * small / (2 * k * (2 * k + 1))
    large = x - np.log(2 * x) + np.log(-np.expm1(-2 * x))
    return np.where(x < 0.5, np.log1p(series), large)
