"""What a reader meets in every picture: its legend, how each entry is drawn, and its frame."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from test_lab_trap import GUIDE
from yanggaudin import Excitations, Polaron, ThermalGas
from yanggaudin.lab import Trap
from yanggaudin.paper.figure1 import figure1_rows
from yanggaudin.plots import (
    draw_dispersion,
    draw_dispersion_limits,
    draw_dressing,
    draw_excitations,
    draw_exponents,
    draw_figure1,
    draw_function,
    draw_large_order,
    draw_partial_sums,
    draw_ring_dispersion,
    draw_ring_masses,
    draw_thermal,
    draw_thermal_pair_correlation,
    draw_trap,
    draw_velocities,
    draw_weak_sums,
)
from yanggaudin.ring import Ring, extrapolate_mass_ratio

COLOURS = {"#000000": "black", "#0072b2": "blue", "#d55e00": "orange"}
P = r"momentum $p\,/\,(\hbar n)$ linear 0 to 6.283"
E = r"polaron energy $E\,/\,(\hbar^{2} n^{2}/m)$"
T = r"temperature $k_BT\,/\,(\hbar^{2} n^{2}/m)$ log 0.01 to 100"
GAMMA = r"coupling $\gamma$"
SHARED = "_"  # drawn without an entry of its own


def gases(gamma: float) -> list[ThermalGas]:
    return [ThermalGas(gamma, temperature) for temperature in (0.01, 1.0, 100.0)]


def how(line: Any) -> str:
    """Return the colour, the style or marker with its size, and a width that is not the usual."""
    colour = to_hex(line.get_color())
    style = line.get_linestyle() if line.get_linestyle() != "None" else ""
    if line.get_marker() != "None":
        style += f"{line.get_marker()}{line.get_markersize():g}"
    width = line.get_linewidth()
    return f"{COLOURS.get(colour, 'grey')} {style}" + (f" {width:g} wide" if width != 1.5 else "")


def frame(axes: Axes) -> tuple[str, str, str]:
    """Return the title and both axes with their scales and limits."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return (
        axes.get_title(),
        f"{axes.get_xlabel()} {axes.get_xscale()} {left:.4g} to {right:.4g}",
        f"{axes.get_ylabel()} {axes.get_yscale()} {low:.4g} to {high:.4g}",
    )


PICTURES: list[
    tuple[Callable[..., Axes], Callable[[], tuple[Any, ...]], list[str], tuple[str, str, str]]
] = [
    (
        draw_figure1,
        lambda: (list(figure1_rows()),),
        [
            "weak coupling, Eq. (22): blue -",
            "strong coupling, Eq. (23): orange --",
            "exact, Eq. (16): black o4",
        ],
        (
            "",
            f"{GAMMA} (dimensionless) log 0.008696 to 115",
            "inverse polaron mass $m/m^*$ (dimensionless) linear 0 to 1.05",
        ),
    ),
    (
        draw_dispersion,
        lambda: (Polaron(1.0),),
        ["polaron, Eqs. (8) and (14): black -", "$p^2/2m^*$: blue --"],
        (r"$\gamma = 1$", P, f"{E} linear 0 to 0.9931"),
    ),
    (
        draw_dispersion_limits,
        lambda: (Polaron(1.0),),
        [
            "exact: black - 2.5 wide",
            "$p^2, p^4, p^6$: grey --",
            "dark soliton: blue -.",
            r"soliton $-\,\gamma/2$, $p > \sqrt{\gamma}$: blue --",
        ],
        (r"$\gamma = 1$", P, f"{E} linear 0 to 1.295"),
    ),
    (
        draw_dispersion_limits,
        lambda: (Polaron(8.0),),
        [
            "exact: black - 2.5 wide",
            "$p^2, p^4, p^6$: grey --",
            r"to $\gamma^{-1}$: orange :",
            r"to $\gamma^{-2}$: orange -.",
            r"to $\gamma^{-4}$: orange --",
        ],
        (r"$\gamma = 8$", P, f"{E} linear 0 to 1.231"),
    ),
    (
        draw_dispersion_limits,
        lambda: (Polaron(4.0),),
        ["exact: black - 2.5 wide", "$p^2, p^4, p^6$: grey --"],
        (r"$\gamma = 4$", P, f"{E} linear 0 to 1.47"),
    ),
    (
        draw_exponents,
        lambda: ([Polaron(1.0), Polaron(10.0)],),
        [
            r"$\gamma = 1$: black -",
            r"$\gamma = 10$: black --",
            r"$\gamma = \infty$: orange - 1 wide",
            "_: grey - 0.8 wide",  # the line 0, where the threshold turns
        ],
        (
            "",
            P,
            "threshold exponent $g_+^2+g_-^2-1$ (dimensionless) linear -1.343 to 6.194",
        ),
    ),
    (
        draw_dressing,
        lambda: ([Polaron(1.0), Polaron(10.0)],),
        [
            r"$\gamma = 1$: black -",
            r"$\gamma = 10$: black --",
            r"dark soliton, $\gamma = 1$: blue - 1 wide",
        ],
        (
            "",
            r"phase drop $\Phi$ (dimensionless) linear 0 to 6.283",
            "expelled atoms $N$ (dimensionless) linear 0 to 2.1",
        ),
    ),
    (
        draw_function,
        lambda: ("energy",),
        [
            r"$\gamma\to 0$: blue -- 1 wide",
            r"$\gamma\to\infty$: orange -- 1 wide",
            "exact: black -",
        ],
        ("", f"{GAMMA} log 0.0001 to 1e+04", "$e$ log 4.332e-05 to 7.56"),
    ),
    (
        draw_excitations,
        lambda: (Excitations(1.0), Polaron(1.0)),
        ["type I: orange -", "type II: blue -", "polaron: black -", "sound: grey :"],
        (
            r"$\gamma = 1$",
            P,
            r"excitation energy $\Delta E\,/\,(\hbar^{2} n^{2}/m)$ linear 0 to 3.303",
        ),
    ),
    (
        draw_velocities,
        lambda: (Excitations(1.0), Polaron(1.0)),
        ["type I: orange -", "type II: blue -", "polaron: black -", "sound: grey :", "_: grey :"],
        (r"$\gamma = 1$", P, r"velocity $v\,/\,(\hbar n/m)$ linear -1.1 to 2.293"),
    ),
    (
        draw_thermal,
        lambda: (gases(0.1),),
        [
            r"$P\,/\,(\hbar^{2} n^{3}/m)$: black -",
            "_: black : 1 wide",
            "_: black -- 1 wide",
            r"$E/N\,/\,(\hbar^{2} n^{2}/m)$: blue -",
            "_: blue : 1 wide",
            "_: blue -- 1 wide",
            "$(S/N)/k_B$: orange -",
            "_: orange : 1 wide",
            "_: orange -- 1 wide",
        ],
        (
            r"$\gamma = 0.1$",
            T,
            "exact; dotted: cold, dashed: classical gas log 0.02252 to 137.9",
        ),
    ),
    (
        draw_thermal_pair_correlation,
        lambda: ([gases(0.1), gases(10.0)],),
        [
            r"$\gamma = 0.1$: black -",
            "_: black : 1 wide",
            r"$\gamma = 10$: blue -",
            "_: blue : 1 wide",
            "ground state: grey : 1 wide",
        ],
        ("", T, "pair correlation $g_2$ (dimensionless) linear -0.05 to 2.05"),
    ),
    (
        draw_ring_dispersion,
        lambda: (Polaron(1.0), [list(Ring(1.0, n_particles=n).spectrum()) for n in (5, 9)]),
        [r"$N\to\infty$: black -", "$N = 5$: orange o3", "$N = 9$: blue o3"],
        (
            r"$\gamma = 1$",
            P,
            r"excitation energy $\Delta E\,/\,(\hbar^{2} n^{2}/m)$ linear 0 to 3.209",
        ),
    ),
    (
        draw_ring_masses,
        lambda: (extrapolate_mass_ratio(1.0, n_particles=(5, 10)),),
        [
            "$m/m^* + 1/N$: blue --",
            "ring of $N$ atoms: orange o4",
            "$m/m^*$, exact: black s6",
        ],
        (
            r"$\gamma = 1$",
            "$1/N$ linear 0 to 0.21",
            "inverse mass on the ring $m/m^*_N$ (dimensionless) linear 0.7765 to 1.047",
        ),
    ),
    (
        draw_trap,
        lambda: (Trap(GUIDE, f_axial=10.0, n_atoms=60),),
        [r"$n/n_0 = \gamma_0/\gamma$: black -", "$m/m^*$: blue --", "$g_2$: orange -."],
        ("", "position $x$ (µm) linear -27.55 to 27.55", "dimensionless linear 0 to 1.05"),
    ),
    (
        draw_weak_sums,
        lambda: (np.geomspace(0.1, 10, 25), (2, 40)),
        [
            "exact: black - 2.5 wide",
            "partial sum to order 2: blue --",
            "partial sum to order 40: blue -.",
            "Borel-Padé sum to order 40, and leftover: orange s5",
        ],
        (
            "",
            f"{GAMMA} (dimensionless) log 0.1 to 10",
            "inverse polaron mass $m/m^*$ (dimensionless) linear 0 to 1.02",
        ),
    ),
    (
        draw_partial_sums,
        lambda: (1.0, 30),
        ["partial sum: blue -o3", "Borel-Padé sum and leftover: orange s4"],
        (
            r"weak-coupling series at $\gamma = 1$",
            r"order of the last term (powers of $\sqrt{\gamma}$) linear -0.45 to 31.45",
            "relative error of $m/m^*$ log 1.615e-17 to 0.00583",
        ),
    ),
    (
        draw_large_order,
        lambda: (20,),
        [r"$-e_k\,(8\pi)^k/\Gamma(k)$: blue .6", r"$512/\pi e^4$: black --"],
        (
            "",
            "order $k$ linear 3.2 to 20.8",
            "scaled coefficient (dimensionless) linear 2.574 to 11.61",
        ),
    ),
]


@pytest.mark.parametrize(("draw", "things", "lines", "edges"), PICTURES)
def test_lines_legend_and_frame(
    draw: Callable[..., Axes],
    things: Callable[[], tuple[Any, ...]],
    lines: list[str],
    edges: tuple[str, str, str],
) -> None:
    axes = draw(Figure().add_subplot(), *things())
    labels = [str(line.get_label()) for line in axes.lines]
    names = [SHARED if label.startswith(SHARED) else label for label in labels]
    drawn = zip(names, axes.lines, strict=True)
    assert [f"{name}: {how(line)}" for name, line in drawn] == lines
    legend = axes.get_legend()
    if draw is not draw_function:  # its lines are named where it is used
        assert legend is not None
        assert [text.get_text() for text in legend.get_texts()] == [
            name for name in names if name != SHARED
        ]
        assert not legend.get_frame_on()
    assert frame(axes) == edges
    if edges[1] == P:
        ticks = [text.get_text() for text in axes.get_xticklabels()]
        assert ticks == ["0", r"$\pi/2$", r"$\pi$", r"$3\pi/2$", r"$2\pi$"]
        assert list(axes.get_xticks()) == [k * np.pi / 2 for k in range(5)]
