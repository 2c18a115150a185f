"""Pictures.  Every function draws on the Axes it is given and returns them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import cycle

import numpy as np
from matplotlib.axes import Axes

from ..arguments import Array
from ..gas import functions
from ..gas.excitations import Excitations
from ..gas.ground_state import GroundState
from ..paper.figure1 import Figure1Row
from ..paper.printed_series import strong_mass_ratio, weak_mass_ratio
from ..polaron import dispersion_limits
from ..polaron.polaron import Polaron
from ..ring import Extrapolation, RingState
from ..thermal.thermal_gas import ThermalGas

_WEAK, _STRONG, _EXACT = "#0072b2", "#d55e00", "black"


def draw_figure1(axes: Axes, rows: Sequence[Figure1Row]) -> Axes:
    """Fig. 1: dots for the exact m/m*, lines for the printed terms of Eqs. (22) and (23)."""
    gamma = np.array([row.gamma for row in rows])
    fine = np.geomspace(gamma.min(), gamma.max(), 400)
    weak, strong = weak_mass_ratio(fine), strong_mass_ratio(fine)
    axes.plot(fine, weak, color=_WEAK, label="weak coupling, Eq. (22)")
    start = int(strong.argmax())  # below its maximum the truncated series has no meaning
    axes.plot(fine[start:], strong[start:], color=_STRONG, linestyle="--",
              label="strong coupling, Eq. (23)")  # fmt: skip
    axes.plot(gamma, [row.exact_16 for row in rows], "o", color=_EXACT, markersize=4,
              label="exact, Eq. (16)")  # fmt: skip
    axes.set(
        xscale="log",
        xlim=(gamma.min() / 1.15, gamma.max() * 1.15),
        ylim=(0, 1.05),
        xlabel=r"coupling $\gamma$ (dimensionless)",
        ylabel=r"inverse polaron mass $m/m^*$ (dimensionless)",
    )
    axes.legend(frameon=False, loc="lower left")
    return axes


def draw_dispersion(axes: Axes, polaron: Polaron, p: Array) -> Axes:
    """E(p) and the parabola p²/2m* it starts with."""
    energy = polaron.energy(p)
    parabola = polaron.mass_ratio / 2 * p**2
    axes.plot(p / math.pi, energy, color=_EXACT, label="polaron, Eqs. (8) and (14)")
    axes.plot(p / math.pi, np.where(parabola < 1.1 * energy.max(), parabola, np.nan),
              color=_WEAK, linestyle="--", label=r"$p^2/2m^*$")  # fmt: skip
    axes.set(
        xlabel=r"momentum $p/\pi\hbar n$",
        ylabel=r"energy $E\,/\,(\hbar^2n^2/m)$",
        title=rf"$\gamma = {polaron.gamma:.6g}$",
        xlim=(0, 2),
        ylim=(0, 1.15 * polaron.maximum_energy),
    )
    axes.legend(frameon=False, loc="lower center")
    return axes


def draw_ring_dispersion(
    axes: Axes, polaron: Polaron, rings: Sequence[Sequence[RingState]]
) -> Axes:
    """E(p) of the infinite system, and the states of one or more rings on it."""
    p = np.linspace(0, 2 * math.pi, 401)
    axes.plot(p / math.pi, polaron.energy(p), color=_EXACT, label=r"$N\to\infty$")
    for states, colour in zip(rings, cycle((_STRONG, _WEAK)), strict=False):
        momenta = [state.momentum / math.pi for state in states]
        axes.plot(momenta, [state.excitation_energy for state in states], "o", color=colour,
                  markersize=3, label=f"$N = {states[0].n_particles}$")  # fmt: skip
    axes.set(
        xlabel=r"momentum $p/\pi\hbar n$",
        ylabel=r"energy $\Delta E\,/\,(\hbar^2n^2/m)$",
        title=rf"$\gamma = {polaron.gamma:.6g}$",
        xlim=(0, 2),
        ylim=(0, None),
    )
    axes.legend(frameon=False, loc="lower center")
    return axes


def draw_ring_masses(axes: Axes, found: Extrapolation) -> Axes:
    """m/m*_N against 1/N, its limit, and the straight line m/m* + 1/N."""
    inverse = 1 / np.array(found.n_particles)
    line = np.array([0.0, 1.05 * inverse.max()])
    axes.plot(line, found.value + line, color=_WEAK, linestyle="--", label=r"$m/m^* + 1/N$")
    axes.plot(inverse, found.values, "o", color=_STRONG, markersize=4, label="ring of $N$ atoms")
    axes.plot([0], [functions.mass_ratio(found.gamma)], "s", color=_EXACT, markersize=6,
              clip_on=False, label=r"$m/m^*$, Eq. (16)")  # fmt: skip
    axes.set(
        xlabel="$1/N$",
        ylabel=r"$m/m^*_N = 2m\,\Delta E/p^2$ at $p = 2\pi\hbar/L$",
        title=rf"$\gamma = {found.gamma:.6g}$",
        xlim=(0, line[1]),
    )
    axes.legend(frameon=False, loc="upper left")
    return axes


def draw_exponents(axes: Axes, couplings: Sequence[float]) -> Axes:
    """Threshold exponent g₊² + g₋² - 1 of the spectral function against momentum."""
    p = np.linspace(0, 2 * math.pi, 401)
    styles = cycle(("-", "--", "-.", ":"))
    for gamma, style in zip(couplings, styles, strict=False):
        axes.plot(p / math.pi, Polaron(gamma).edge(p).exponent, color=_EXACT, linestyle=style,
                  label=rf"$\gamma = {gamma:.6g}$")  # fmt: skip
    axes.plot(p / math.pi, p**2 / (2 * math.pi**2) - 1, color=_STRONG, linewidth=1,
              label=r"$\gamma = \infty$: $p^2/2\pi^2\hbar^2n^2-1$")  # fmt: skip
    axes.axhline(0, color="0.7", linewidth=0.8, zorder=0)
    axes.set(
        xlabel=r"momentum $p/\pi\hbar n$",
        ylabel=r"threshold exponent $g_+^2+g_-^2-1$",
        xlim=(0, 2),
    )
    axes.legend(frameon=False)
    return axes


def draw_thermal(axes: Axes, gamma: float, temperatures: Array) -> Axes:
    """P, E/N and S/N of the gas against its temperature, between their cold and hot limits."""
    gases, ground = [ThermalGas(gamma, float(t)) for t in temperatures], GroundState(gamma)
    flat = np.ones_like(temperatures)
    hot_entropy = 1.5 + np.log(np.sqrt(temperatures / (2 * math.pi)))
    curves = (
        ("pressure", _EXACT, r"$P\,/\,(\hbar^2n^3/m)$", ground.pressure * flat, temperatures),
        ("energy_per_particle", _WEAK, r"$E/N\,/\,(\hbar^2n^2/m)$",
         ground.energy_per_particle * flat, temperatures / 2),
        ("entropy_per_particle", _STRONG, r"$S/Nk_B$",
         math.pi * temperatures / (3 * ground.sound_velocity), hot_entropy),
    )  # fmt: skip
    lowest, highest = math.inf, 0.0
    for name, color, label, cold, hot in curves:
        values = np.array([getattr(gas, name) for gas in gases])
        axes.loglog(temperatures, values, color=color, label=label)
        axes.loglog(temperatures, cold, color=color, linestyle=":", linewidth=1)
        axes.loglog(temperatures, np.where(hot > 0, hot, np.nan), color=color, linestyle="--",
                    linewidth=1)  # fmt: skip
        lowest, highest = min(lowest, values.min()), max(highest, values.max())
    axes.set(
        xlabel=r"temperature $k_BT\,/\,(\hbar^2n^2/m)$",
        ylabel="exact; dotted: cold, dashed: classical gas",
        title=rf"$\gamma = {gamma:.6g}$",
        xlim=(temperatures.min(), temperatures.max()),
        ylim=(lowest / 1.5, highest * 1.5),
    )
    axes.legend(frameon=False)
    return axes


def draw_thermal_pair_correlation(
    axes: Axes, couplings: Sequence[float], temperatures: Array
) -> Axes:
    """g₂ against temperature: ground state dotted, atoms at one point from 0 to 2 times n²."""
    for color, gamma in zip(cycle((_EXACT, _WEAK, _STRONG, "#009e73", "#cc79a7")), couplings,
                            strict=False):  # fmt: skip
        values = [ThermalGas(gamma, float(t)).pair_correlation for t in temperatures]
        axes.semilogx(temperatures, values, color=color, label=rf"$\gamma = {gamma:g}$")
        axes.axhline(GroundState(gamma).pair_correlation, color=color, linestyle=":", linewidth=1)
    axes.set(
        xlabel=r"temperature $k_BT\,/\,(\hbar^2n^2/m)$",
        ylabel=r"pair correlation $g_2$; dotted: ground state",
        xlim=(temperatures.min(), temperatures.max()),
        ylim=(-0.05, 2.05),
    )
    axes.legend(frameon=False)
    return axes


def draw_dressing(axes: Axes, couplings: Sequence[float]) -> Axes:
    """Number of expelled atoms and phase drop along the branch, p from 0 to 2πn."""
    p = np.linspace(0, 2 * math.pi, 401)
    styles = cycle(("-", "--", "-.", ":"))
    for gamma, style in zip(couplings, styles, strict=False):
        edge = Polaron(gamma).edge(p)
        axes.plot(edge.phase_drop / math.pi, edge.expelled_atoms, color=_EXACT, linestyle=style,
                  label=rf"$\gamma = {gamma:.6g}$")  # fmt: skip
    drop = np.linspace(0, 2 * math.pi, 401)
    axes.plot(drop / math.pi, 2 / math.sqrt(couplings[0]) * np.sin(drop / 2), color=_WEAK,
              linewidth=1, label=rf"dark soliton, $\gamma = {couplings[0]:.6g}$")  # fmt: skip
    axes.set(
        xlabel=r"phase drop $\Phi/\pi$",
        ylabel="expelled atoms $N$",
        xlim=(0, 2),
        ylim=(0, None),
    )
    axes.legend(frameon=False)
    return axes


def draw_excitations(axes: Axes, gamma: float) -> Axes:
    """Type I, type II and the polaron; sound and the free particle for comparison."""
    excitations, polaron = Excitations(gamma), Polaron(gamma)
    p = np.linspace(0, 2 * math.pi, 401)
    hole = excitations.hole_energy(p)
    top = 2.5 * hole.max()
    half = p < 0.75 * math.pi
    lines = (
        ("type I", excitations.particle_energy(p), _STRONG, "-"),
        ("type II", hole, _WEAK, "-"),
        ("polaron", polaron.energy(p), _EXACT, "-"),
        ("sound", np.where(half, excitations.gas.sound_velocity * p, np.nan), "0.6", ":"),
    )
    for label, energy, color, style in lines:
        axes.plot(p / math.pi, np.where(energy < top, energy, np.nan), color=color,
                  linestyle=style, label=label)  # fmt: skip
    axes.set(
        xlabel=r"momentum $p/\pi\hbar n$",
        ylabel=r"energy $\,/\,(\hbar^2n^2/m)$",
        title=rf"$\gamma = {gamma:.6g}$",
        xlim=(0, 2),
        ylim=(0, top),
    )
    axes.legend(frameon=False, loc="upper right", fontsize="small", handlelength=1.2)
    return axes


def draw_dispersion_limits(axes: Axes, gamma: float) -> Axes:
    """E(p) at one coupling, exact, and whichever of its limits are near."""
    p = np.linspace(0, 2 * math.pi, 401)
    exact = Polaron(gamma).energy(p)
    axes.plot(p / math.pi, exact, color=_EXACT, linewidth=2.5, label="exact")
    limits = dispersion_limits
    lines = [("$p^2, p^4, p^6$", limits.small_momentum(gamma, momentum=p), "0.5", "--")]
    if gamma < 1:
        lines += [
            ("dark soliton", limits.dark_soliton(gamma, momentum=p), _WEAK, "-."),
            (r"soliton $-\,\gamma/2$", limits.weak_coupling(gamma, momentum=p), _WEAK, "--"),
        ]
    else:
        for order, style in ((1, ":"), (2, "-."), (4, "--")):
            energy = limits.strong_coupling(gamma, momentum=p, order=order)
            lines.append((f"to $\\gamma^{{-{order}}}$", energy, _STRONG, style))
    for label, energy, color, style in lines:
        shown = np.where(
            (energy > -0.05 * exact.max()) & (energy < 1.5 * exact.max()), energy, np.nan
        )
        axes.plot(p / math.pi, shown, color=color, linestyle=style, label=label)
    axes.set(
        xlabel=r"momentum $p/\pi\hbar n$",
        ylabel=r"energy $E\,/\,(\hbar^2n^2/m)$",
        title=rf"$\gamma = {gamma:.6g}$",
        xlim=(0, 2),
        ylim=(0, 1.5 * exact.max()),
    )
    axes.legend(frameon=False, fontsize="small", loc="upper right")
    return axes


def draw_weak_sums(axes: Axes, gamma: Array, orders: Sequence[int]) -> Axes:
    """m/m* against γ: partial sums of the weak series, its resummation, the exact curve."""
    from ..series import weak

    exact = np.array([Polaron(float(g)).mass_ratio for g in gamma])
    axes.plot(gamma, exact, color=_EXACT, linewidth=2.5, label="exact, Eq. (16)")
    styles = cycle(("--", "-.", ":", (0, (6, 1, 1, 1, 1, 1))))
    for order, style in zip(orders, styles, strict=False):
        axes.plot(gamma, weak(order, "mass_ratio")(gamma), color=_WEAK, linestyle=style,
                  label=f"partial sum to order {order}")  # fmt: skip
    some = gamma[:: max(1, len(gamma) // 12)]
    best = [float(weak(40, "mass_ratio").resummed(float(g))) for g in some]
    axes.plot(some, best, "s", color=_STRONG, markersize=5,
              label="Borel-Padé sum to order 40, and leftover")  # fmt: skip
    axes.set(
        xscale="log",
        xlim=(gamma.min(), gamma.max()),
        ylim=(0, 1.02),
        xlabel=r"coupling $\gamma$ (dimensionless)",
        ylabel=r"inverse polaron mass $m/m^*$ (dimensionless)",
    )
    axes.legend(frameon=False, loc="lower left")
    return axes


def draw_partial_sums(axes: Axes, gamma: float, order: int) -> Axes:
    """Relative error of m/m*: partial sums of the weak series against their order, resummation."""
    from ..series import weak

    truth = weak(60, "mass_ratio", digits=60).resummed(gamma).value
    orders = np.arange(1, order + 1)
    terms = weak(order, "mass_ratio", digits=60)
    partial = np.cumsum([float(t) for t in terms.terms(gamma)])
    axes.semilogy(orders, np.abs(partial[1:] / float(truth) - 1), "o-", color=_WEAK, markersize=3,
                  label="partial sum")  # fmt: skip
    resummed = np.arange(20, order + 1, 2)
    errors = [
        abs(float(weak(int(n), "mass_ratio", digits=60).resummed(gamma).value / truth - 1))
        for n in resummed
    ]
    axes.semilogy(resummed, errors, "s", color=_STRONG, markersize=4,
                  label="Borel-Padé sum and leftover")  # fmt: skip
    axes.set(
        xlabel="order of the last term (powers of $\\sqrt{\\gamma}$)",
        ylabel=r"relative error of $m/m^*$",
        title=rf"weak-coupling series at $\gamma = {gamma:g}$",
    )
    axes.legend(frameon=False)
    return axes


#: weak and strong asymptotes of the functions of γ
ASYMPTOTES: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array], str]] = {
    "energy": (lambda g: g, lambda g: np.full_like(g, math.pi**2 / 3), r"$e$"),
    "pair_correlation": (np.ones_like, lambda g: 4 * math.pi**2 / (3 * g**2), r"$g_2=e'$"),
    "mass_ratio": (np.ones_like, lambda g: 2 * math.pi**2 / (3 * g), r"$m/m^*$"),
    "mass_shift": (lambda g: 2 * np.sqrt(g) / (3 * math.pi), np.ones_like, r"$1-m/m^*$"),
    "chemical_potential": (
        lambda g: g,
        lambda g: np.full_like(g, math.pi**2 / 2),
        r"$\mu\,/\,(\hbar^2n^2/m)$",
    ),
    "sound_velocity": (np.sqrt, lambda g: np.full_like(g, math.pi), r"$v\,/\,(\hbar n/m)$"),
    "luttinger_parameter": (lambda g: math.pi / np.sqrt(g), np.ones_like, r"$K$"),
    "fermi_rapidity": (lambda g: 2 * np.sqrt(g), lambda g: np.full_like(g, math.pi), r"$Q/n$"),
    "pressure": (
        lambda g: g / 2,
        lambda g: np.full_like(g, math.pi**2 / 3),
        r"$P\,/\,(\hbar^2n^3/m)$",
    ),
    "energy_second_derivative": (
        lambda g: 1 / (math.pi * np.sqrt(g)),
        lambda g: 8 * math.pi**2 / (3 * g**3),
        r"$-e''$",
    ),
    "quartic_coefficient": (
        lambda g: 1 / (5 * math.pi * np.sqrt(g)),
        lambda g: math.pi**2 / (36 * g),
        r"$-A_4\,m\hbar^2n^2$",
    ),
    "three_body_correlation": (
        np.ones_like,
        lambda g: 16 * math.pi**6 / (15 * g**6),
        r"$g_3$",
    ),
}


def draw_function(axes: Axes, name: str) -> Axes:
    """Size of a function of γ, by its name in `gas.functions`, between its asymptotes."""
    weak, strong, label = ASYMPTOTES[name]
    gamma = np.geomspace(1e-4, 1e4, 400)
    values = np.abs(getattr(functions, name)(gamma))
    axes.loglog(gamma, weak(gamma), color=_WEAK, linestyle="--", linewidth=1)
    axes.loglog(gamma, strong(gamma), color=_STRONG, linestyle="--", linewidth=1)
    axes.loglog(gamma, values, color=_EXACT)
    low, high = values.min(), values.max()
    axes.set(
        xlabel=r"coupling $\gamma$",
        ylabel=label,
        xlim=(1e-4, 1e4),
        ylim=(low / (high / low) ** 0.08, high * (high / low) ** 0.08),
    )
    return axes


def draw_large_order(axes: Axes, order: int) -> Axes:
    """-e_k (8π)^k / Γ(k) of the weak series of e(γ) and its limit 512/πe⁴."""
    from ..series import weak

    k = np.arange(4, order + 1)
    e = weak(order, digits=60).balls(60)
    scaled = [
        -math.exp(math.log(abs(e[int(n)])) + n * math.log(8 * math.pi) - math.lgamma(n))
        * math.copysign(1, float(e[int(n)].mid()))
        for n in k
    ]
    axes.plot(k, scaled, ".", color=_WEAK, label=r"$-e_k\,(8\pi)^k/\Gamma(k)$")
    axes.axhline(512 / (math.pi * math.e**4), color=_EXACT, linestyle="--", label=r"$512/\pi e^4$")
    axes.set(xlabel="order $k$", ylabel="scaled coefficient (dimensionless)")
    axes.legend(frameon=False)
    return axes
