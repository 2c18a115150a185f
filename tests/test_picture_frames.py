"""What a reader meets in every picture: its legend, how each entry is drawn, and its frame."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from drawn import described, frame, legend_of, named
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

P = r"momentum $p\,/\,(\hbar n)$ linear 0 to 6.283"
E = r"polaron energy $E\,/\,(\hbar^{2} n^{2}/m)$"
T = r"temperature $k_BT\,/\,(\hbar^{2} n^{2}/m)$ log 0.01 to 100"
GAMMA = r"coupling $\gamma$"


def gases(gamma: float) -> list[ThermalGas]:
    return [ThermalGas(gamma, temperature) for temperature in (0.01, 1.0, 100.0)]


PICTURES: list[
    tuple[Callable[..., Axes], Callable[[], tuple[Any, ...]], list[str], str, tuple[str, str, str]]
] = [
    (
        draw_figure1,
        lambda: (list(figure1_rows()),),
        [
            "weak coupling, Eq. (22): blue - from 0.01, 0.9788 to 100, 4.486",
            "strong coupling, Eq. (23): orange -- from 2.167, 1.983 to 100, 0.06201",
            "exact, Eq. (16): black o4 from 0.01, 0.9788 to 100, 0.06201",
        ],
        "lower left, 10 pt, handles of 2, 1",
        (
            "",
            f"{GAMMA} (dimensionless) log 0.008696 to 115",
            "inverse polaron mass $m/m^*$ (dimensionless) linear 0 to 1.05",
        ),
    ),
    (
        draw_dispersion,
        lambda: (Polaron(1.0),),
        [
            "polaron, Eqs. (8) and (14): black - from 0, 0 to 6.283, 0",
            "$p^2/2m^*$: blue -- from 0, 0 to 1.542, 0.9383",
        ],
        "lower center, 10 pt, handles of 2, 1",
        (r"$\gamma = 1$", P, f"{E} linear 0 to 0.9931"),
    ),
    (
        draw_dispersion_limits,
        lambda: (Polaron(1.0),),
        [
            "exact: black - 2.5 wide from 0, 0 to 6.283, 0",
            "$p^2, p^4, p^6$: grey -- from 0, 0 to 6.283, 0",
            "dark soliton: blue -. from 0, 0 to 6.283, 0",
            r"soliton $-\,\gamma/2$, $p > \sqrt{\gamma}$: "
            "blue -- from 1.027, 0.2596 to 5.256, 0.2596",
        ],
        "upper right, 8.33 pt, handles of 2, 1",
        (r"$\gamma = 1$", P, f"{E} linear 0 to 1.295"),
    ),
    (
        draw_dispersion_limits,
        lambda: (Polaron(8.0),),
        [
            "exact: black - 2.5 wide from 0, 0 to 6.283, 0",
            "$p^2, p^4, p^6$: grey -- from 0, 0 to 6.283, 0",
            r"to $\gamma^{-1}$: orange : from 0, 0 to 6.283, 0",
            r"to $\gamma^{-2}$: orange -. from 0, 0 to 6.283, 0",
            r"to $\gamma^{-4}$: orange -- from 0, 0 to 6.283, 0",
        ],
        "upper right, 8.33 pt, handles of 2, 1",
        (r"$\gamma = 8$", P, f"{E} linear 0 to 1.231"),
    ),
    (
        draw_dispersion_limits,
        lambda: (Polaron(4.0),),
        [
            "exact: black - 2.5 wide from 0, 0 to 6.283, 0",
            "$p^2, p^4, p^6$: grey -- from 0, 0 to 6.283, 0",
        ],
        "upper right, 8.33 pt, handles of 2, 1",
        (r"$\gamma = 4$", P, f"{E} linear 0 to 1.47"),
    ),
    (
        draw_exponents,
        lambda: ([Polaron(1.0), Polaron(10.0)],),
        [
            r"$\gamma = 1$: black - from 0, -1 to 6.283, 5.851",
            r"$\gamma = 10$: black -- from 0, -1 to 6.283, 1.804",
            r"$\gamma = \infty$: orange - 1 wide from 0, -1 to 6.283, 1",
            "_: grey - 0.8 wide from 0, 0 to 1, 0",  # the line 0, where the threshold turns
        ],
        "best, 10 pt, handles of 2, 1",
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
            r"$\gamma = 1$: black - from 0, 0 to 6.283, 0",
            r"$\gamma = 10$: black -- from 0, 0 to 6.283, 0",
            r"dark soliton, $\gamma = 1$: blue - 1 wide from 0, 0 to 6.283, 0",
        ],
        "best, 10 pt, handles of 2, 1",
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
            r"$\gamma\to 0$: blue -- 1 wide from 0.0001, 0.0001 to 1e+04, 1e+04",
            r"$\gamma\to\infty$: orange -- 1 wide from 0.0001, 3.29 to 1e+04, 3.29",
            "exact: black - from 0.0001, 9.958e-05 to 1e+04, 3.289",
        ],
        "",
        ("", f"{GAMMA} log 0.0001 to 1e+04", "$e$ log 4.332e-05 to 7.56"),
    ),
    (
        draw_excitations,
        lambda: (Excitations(1.0), Polaron(1.0)),
        [
            "type I: orange - from 0, 0 to 2.124, 3.244",
            "type II: blue - from 0, 0 to 6.283, 0",
            "polaron: black - from 0, 0 to 6.283, 0",
            "sound: grey : from 0, 0 to 2.313, 2.121",
        ],
        "upper right, 8.33 pt, handles of 1.2, 1",
        (
            r"$\gamma = 1$",
            P,
            r"excitation energy $\Delta E\,/\,(\hbar^{2} n^{2}/m)$ linear 0 to 3.303",
        ),
    ),
    (
        draw_velocities,
        lambda: (Excitations(1.0), Polaron(1.0)),
        [
            "type I: orange - from 0, 0.9171 to 2.077, 2.263",
            "type II: blue - from 0, 0.9171 to 6.283, -0.9171",
            "polaron: black - from 0, 0 to 6.283, 0",
            "sound: grey : from 0, 0.9171 to 1, 0.9171",
            "_: grey : from 0, -0.9171 to 1, -0.9171",
        ],
        "upper right, 8.33 pt, handles of 1.2, 1",
        (r"$\gamma = 1$", P, r"velocity $v\,/\,(\hbar n/m)$ linear -1.1 to 2.293"),
    ),
    (
        draw_thermal,
        lambda: (gases(0.1),),
        [
            r"$P\,/\,(\hbar^{2} n^{3}/m)$: black - from 0.01, 0.0469 to 100, 91.91",
            "_: black : 1 wide from 0.01, 0.04665 to 100, 0.04665",
            "_: black -- 1 wide from 0.01, 0.01 to 100, 100",
            r"$E/N\,/\,(\hbar^{2} n^{2}/m)$: blue - from 0.01, 0.04378 to 100, 46",
            "_: blue : 1 wide from 0.01, 0.04361 to 100, 0.04361",
            "_: blue -- 1 wide from 0.01, 0.005 to 100, 50",
            "$(S/N)/k_B$: orange - from 0.01, 0.03378 to 100, 2.928",
            "_: orange : 1 wide from 0.01, 0.03398 to 100, 339.8",
            "_: orange -- 1 wide from 0.3162, 0.005415 to 100, 2.884",
        ],
        "best, 10 pt, handles of 2, 1",
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
            r"$\gamma = 0.1$: black - from 0.01, 0.8132 to 100, 1.979",
            "_: black : 1 wide from 0, 0.8116 to 1, 0.8116",
            r"$\gamma = 10$: blue - from 0.01, 0.0707 to 100, 0.8771",
            "_: blue : 1 wide from 0, 0.0707 to 1, 0.0707",
            "ground state: grey : 1 wide from nowhere",
        ],
        "best, 8.33 pt, handles of 1.2, 1",
        ("", T, "pair correlation $g_2$ (dimensionless) linear -0.05 to 2.05"),
    ),
    (
        draw_ring_dispersion,
        lambda: (Polaron(1.0), [list(Ring(1.0, n_particles=n).spectrum()) for n in (5, 9)]),
        [
            r"$N\to\infty$: black - from 0, 0 to 6.283, 0",
            "$N = 5$: orange o3 from 0, 0 to 5.027, 3.057",
            "$N = 9$: blue o3 from 0, 0 to 5.585, 1.913",
        ],
        "lower center, 10 pt, handles of 2, 1",
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
            "$m/m^* + 1/N$: blue -- from 0, 0.8246 to 0.21, 1.035",
            "ring of $N$ atoms: orange o4 from 0.2, 0.8711 to 0.1, 0.8479",
            "$m/m^*$, exact: black s6 from 0, 0.7888 to 0, 0.7888",
        ],
        "upper left, 10 pt, handles of 2, 1",
        (
            r"$\gamma = 1$",
            "$1/N$ linear 0 to 0.21",
            "inverse mass on the ring $m/m^*_N$ (dimensionless) linear 0.7765 to 1.047",
        ),
    ),
    (
        draw_trap,
        lambda: (Trap(GUIDE, f_axial=10.0, n_atoms=60),),
        [
            r"$n/n_0 = \gamma_0/\gamma$: black - from -25.04, 0.003198 to 25.04, 0.003198",
            "$m/m^*$: blue -- from -25.04, 0.01783 to 25.04, 0.01783",
            "$g_2$: orange -. from -25.04, 9.818e-05 to 25.04, 9.818e-05",
        ],
        "lower center, 10 pt, handles of 2, 3",
        ("", "position $x$ (µm) linear -27.55 to 27.55", "dimensionless linear 0 to 1.05"),
    ),
    (
        draw_weak_sums,
        lambda: (np.geomspace(0.1, 10, 25), (2, 40)),
        [
            "exact: black - 2.5 wide from 0.1, 0.9329 to 10, 0.3915",
            "partial sum to order 2: blue -- from 0.1, 0.9329 to 10, 0.3289",
            "partial sum to order 40: blue -. from 0.1, 0 to 10, 1.51e+12",
            "Borel-Padé sum to order 40, and leftover: orange s5 from 0.1, 0.9329 to 10, 0.3915",
        ],
        "lower left, 10 pt, handles of 2, 1",
        (
            "",
            f"{GAMMA} (dimensionless) log 0.1 to 10",
            "inverse polaron mass $m/m^*$ (dimensionless) linear 0 to 1.02",
        ),
    ),
    (
        draw_partial_sums,
        lambda: (1.0, 30),
        [
            "partial sum: blue -o3 from 1, 0.001271 to 30, 2.274e-09",
            "Borel-Padé sum and leftover: orange s4 from 20, 7.937e-14 to 30, 7.412e-17",
        ],
        "best, 10 pt, handles of 2, 1",
        (
            r"weak-coupling series at $\gamma = 1$",
            r"order of the last term (powers of $\sqrt{\gamma}$) linear -0.45 to 31.45",
            "relative error of $m/m^*$ log 1.615e-17 to 0.00583",
        ),
    ),
    (
        draw_large_order,
        lambda: (20,),
        [
            r"$-e_k\,(8\pi)^k/\Gamma(k)$: blue .6 from 4, 11.2 to 20, 3.423",
            r"$512/\pi e^4$: black -- from 0, 2.985 to 1, 2.985",
        ],
        "best, 10 pt, handles of 2, 1",
        (
            "",
            "order $k$ linear 3.2 to 20.8",
            "scaled coefficient (dimensionless) linear 2.574 to 11.61",
        ),
    ),
]


@pytest.mark.parametrize(("draw", "things", "lines", "look", "edges"), PICTURES)
def test_lines_legend_and_frame(
    draw: Callable[..., Axes],
    things: Callable[[], tuple[Any, ...]],
    lines: list[str],
    look: str,
    edges: tuple[str, str, str],
) -> None:
    axes = draw(Figure().add_subplot(), *things())
    assert described(axes) == lines
    assert legend_of(axes) == (named(lines) if look else [], look)
    assert frame(axes) == edges
    if edges[1] == P:
        ticks = [text.get_text() for text in axes.get_xticklabels()]
        assert ticks == ["0", r"$\pi/2$", r"$\pi$", r"$3\pi/2$", r"$2\pi$"]
        assert list(axes.get_xticks()) == [k * np.pi / 2 for k in range(5)]
