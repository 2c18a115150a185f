"""Pictures of an impurity on a ring: curves, legends, frames, axes of the laboratory."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import yanggaudin as yg
from drawn import described, frame, how, legend_of, named
from yanggaudin import lab, plots
from yanggaudin.dynamics import (
    edge_scaling,
    host_correlations,
    injected_motion,
    momentum_distribution,
    spectral_function,
    spectral_plane,
)
from yanggaudin.units import HBAR

SCALE = lab.Scale(mass=1.44e-25, density=1e6)
GAMMA2 = r"$\gamma = 2$"


def fresh() -> Axes:
    return Figure().add_subplot()


def points(line: Any) -> tuple[Any, Any]:
    x, y = np.asarray(line.get_xydata(), dtype=float).T
    return x, y


@cache
def host(gamma: float, n: int) -> Any:
    return host_correlations(gamma, n_particles=n)


@cache
def flip() -> Any:
    return spectral_function("spin_flip", 2.0, n_particles=5, momentum=2)


PICTURES: list[tuple[Callable[[], Axes], list[str], str, tuple[str, str, str]]] = [
    (
        lambda: plots.draw_structure_factor(fresh(), [host(2.0, 4), host(10.0, 3)]),
        [
            r"$\gamma = 2$, $N = 4$: black -.4 from 1.571, 0.5546 to 12.57, 0.9888",
            "_: black -- from 0, 0 to 2, 0.803",
            r"$\gamma = 10$, $N = 3$: blue -.4 from 2.094, 0.4462 to 12.57, 0.9932",
            "_: blue -- from 0, 0 to 2, 0.4463",
            r"$q/2v$, $N = \infty$: grey -- from nowhere",
        ],
        "best, 8.33 pt, handles of 2, 1",
        ("", r"momentum $q\,/\,(\hbar n)$ linear 0 to 13.19", "$S(q)$ linear 0 to 1.1"),
    ),
    (
        lambda: plots.draw_host_correlations(fresh(), [host(2.0, 4)]),
        [
            r"$g_2$, $\gamma = 2$, $N = 4$: black - from 0, 0.3253 to 2, 0.9118",
            "_: black - 0.7 wide from 0, 0.9999 to 2, 0.8928",
            "_: black o6 from 0, 0.3472 to 0, 0.3472",
            "$g_1$: grey - 0.7 wide from nowhere",
            r"$g_2(0) = e'$, $N = \infty$: grey o6 from nowhere",
        ],
        "best, 8.33 pt, handles of 2, 1",
        ("", "distance $x\\,n$ linear 0 to 2.1", "$g_1(x)$, $g_2(x)$ linear 0 to 1.1"),
    ),
    (
        lambda: plots.draw_momentum_distribution(
            fresh(),
            [host(2.0, 4).distribution, momentum_distribution(2.0, n_particles=4, magnon=1)],
        ),
        [
            r"$\gamma = 2$, $N = 4$: black .4 from 1.571, 0.1037 to 9.425, 0.0001656",
            "_: black -- from 2, 0.08681 to 9.425, 0.000176",
            r"$\gamma = 2$, $N = 4$, $J = 1$: blue .4 from 1.571, 2.873 to 9.425, 9.571e-05",
            r"$C/p^4$, $N = \infty$: grey -- from nowhere",
        ],
        "best, 8.33 pt, handles of 2, 1",
        (
            "",
            r"momentum $p\,/\,(\hbar n)$ log 1.436 to 10.31",
            "$n(p)$ log 5.716e-05 to 4.81",
        ),
    ),
    (
        lambda: plots.draw_spectrum(fresh(), flip(), 0.2),
        ["_: black - from 0.5481, 3.15e-08 to 9.925, 8.19e-05"],
        "",
        (
            r"$\gamma = 2$, $N = 5$, share 0.9943",
            r"excitation energy $\Delta E\,/\,(\hbar^{2} n^{2}/m)$ linear 0.5481 to 9.925",
            r"spin flip $|F|^2$ per energy $/\,(m/\hbar^2n^2)$ log 6.351e-05 to 12.7",
        ),
    ),
]


@pytest.mark.parametrize(("draw", "lines", "look", "edges"), PICTURES)
def test_lines_legend_and_frame(
    draw: Callable[[], Axes], lines: list[str], look: str, edges: tuple[str, str, str]
) -> None:
    axes = draw()
    assert described(axes) == lines
    assert legend_of(axes) == (named(lines) if look else [], look)
    assert frame(axes) == edges


def test_lines_of_a_spectrum_are_as_high_as_their_gaussians() -> None:
    """With Gaussians that do not overlap; the lowest decade is cut."""
    found, width = flip(), 1e-3
    axes = plots.draw_spectrum(fresh(), found, width)
    omega, density = points(axes.lines[0])
    assert density == pytest.approx(found.broadened(omega, width))
    (lines,) = axes.collections
    ends: Any = np.array(lines.get_segments())  # type: ignore[attr-defined]
    assert ends[:, 0, 0] == pytest.approx(found.energies)
    apart = np.diff(found.energies, prepend=-1, append=99).clip(0)
    alone = np.minimum(apart[1:], apart[:-1]) > 10 * width
    assert alone[:4].all()
    heights = np.asarray(found.broadened(found.energies[alone], width))
    assert ends[alone, 1, 1] == pytest.approx(heights, rel=1e-3)
    assert len(set(ends[:, 0, 1])) == 1
    low, high = axes.get_ylim()
    top = density.max()
    assert (low, high) == pytest.approx((1e-5 * top, 2 * top))
    assert ends[0, 0, 1] == pytest.approx(low)
    # all but 1 % of the weight is within the frame
    left, right = axes.get_xlim()
    inside = (found.energies > left) & (found.energies < right)
    assert (
        found.weights[inside].sum() > 0.99 * found.weights.sum() > found.weights[inside][:-1].sum()
    )


def test_hosts_are_drawn_beside_the_infinite_system() -> None:
    ring = host(2.0, 4)
    dots, sound, _ = plots.draw_structure_factor(fresh(), [ring]).lines
    assert points(dots)[0] == pytest.approx(ring.momenta)
    q, line = points(sound)
    assert (q.tolist(), line[0]) == ([0, 2], 0)
    pair, coherence, dot, *_ = plots.draw_host_correlations(fresh(), [ring]).lines
    for curve, function in (
        (pair, ring.pair_correlation),
        (coherence, ring.distribution.coherence),
    ):
        x, y = points(curve)
        assert (x[0], x[-1]) == (0, 2)  # half of the ring
        assert y == pytest.approx(np.real(function(x)))
    assert points(dot) == (0, pytest.approx(yg.pair_correlation(2.0)))
    assert not dot.get_clip_on()  # it lies on the frame, above the curves
    assert dot.get_zorder() > pair.get_zorder()
    host_dots, tail, magnon, _ = plots.draw_momentum_distribution(
        fresh(), [ring.distribution, momentum_distribution(2.0, n_particles=4, magnon=1)]
    ).lines
    p, share = points(host_dots)
    found = ring.distribution
    assert p == pytest.approx(found.momenta[found.quanta > 0])
    assert points(magnon)[0].min() > 0
    # all four atoms, right and left of those at rest
    still = 4 * float(found.probabilities[found.quanta == 0][0])
    assert still + 2 * share.sum() == pytest.approx(4 * found.probabilities.sum())
    far, law = points(tail)
    assert far.tolist() == pytest.approx([2, p.max()])
    assert law[0] / law[1] == pytest.approx((far[1] / 2) ** 4)


def test_exponents_of_rings_run_into_that_of_the_infinite_system() -> None:
    found = edge_scaling("spin_flip", 2.0, n_particles=4, magnon=1, doublings=3)
    axes = plots.draw_edge_scaling(fresh(), [found, found])
    rings, limit, *_ = axes.lines
    x, exponents = points(rings)
    assert x.tolist() == [1 / 4, 1 / 8, 1 / 16]
    assert points(limit) == (0, found.exact)
    assert exponents == pytest.approx(found.exact, abs=0.04)
    assert exponents.tolist() == found.local_exponents.tolist()
    assert [how(line) for line in axes.lines] == [
        *("black -.6", "black o6"),
        *("blue -.6", "blue o6"),
        "grey o6",
    ]
    assert not limit.get_clip_on()
    assert limit.get_zorder() > rings.get_zorder()
    left, low, high = axes.get_xlim()[0], *axes.get_ylim()
    assert left == 0
    y = np.append(exponents, found.exact)
    room = 0.3 * np.ptp(y)  # for the legend
    assert (low, high) == pytest.approx((y.min() - room, y.max() + room))
    assert axes.get_title() == r"lowest magnon at $p = 0.5\,\pi\hbar n$"
    assert axes.get_xlabel() == "$1/N$"
    assert "log" in axes.get_ylabel()
    names = [rf"spin flip, {GAMMA2}"] * 2 + [r"Eq. (10), $N = \infty$"]
    assert legend_of(axes) == (names, "upper center, 8.33 pt, handles of 2, 2")


def test_plane_has_the_spectra_and_the_exact_lines() -> None:
    plane = spectral_plane("injection", 2.0, n_particles=4, momenta=[4, 0, 2], share=0.9)
    axes = plots.draw_plane(fresh(), plane, yg.Polaron(2.0), 0.5, SCALE)
    (mesh,) = axes.collections
    assert mesh.get_rasterized()  # else a file of vectors has every cell
    colours: Any = mesh
    edges = colours.get_coordinates()
    momenta, omega = edges[0, :, 0], edges[:, 0, 1]
    momenta, omega = momenta[1:] + momenta[:-1], omega[1:] + omega[:-1]
    momenta, omega = np.asarray(momenta) / 2, np.asarray(omega) / 2
    assert momenta.tolist() == pytest.approx([0, math.pi, 2 * math.pi])
    shown = np.asarray(colours.get_array()).reshape(len(omega), 3)
    density = plane.broadened(omega, 0.5)[[1, 2, 0]].T
    bright = density > 2e-5 * density.max()
    assert shown[bright] == pytest.approx(density[bright], rel=1e-9)
    assert pytest.approx(shown.max() / shown.min()) == 10**5
    free, branch, particle, hole = (points(line) for line in axes.lines)
    mu = yg.chemical_potential(2.0)
    top = 1.2 * (2 + (2 * math.pi) ** 2 / 2)
    assert axes.get_ylim() == pytest.approx((0, top))
    assert (omega[0], omega[-1]) == pytest.approx((0, top))
    assert free[1] == pytest.approx(free[0] ** 2 / 2 + 2)
    # a polaron at πn is the highest, and at 0 and 2πn costs an atom alone
    assert branch[1][[0, 200, 400]] == pytest.approx([mu, mu + yg.Polaron(2.0).maximum_energy, mu])
    at = np.isclose(free[0], math.pi, atol=1e-12)
    assert at.sum() == 1
    excitations = yg.Excitations(2.0)
    assert particle[1][at] == pytest.approx(mu + excitations.particle_energy(math.pi))
    assert hole[1][at] == pytest.approx(mu + excitations.hole_energy(math.pi))
    assert [how(line).split(" ", 1)[1] for line in axes.lines] == [
        *("-- 1 wide", "- 1 wide", "-. 1 wide", ": 1 wide")
    ]
    legend = axes.get_legend()
    assert legend is not None
    assert 0.3 < (legend.get_frame().get_alpha() or 0) < 1  # names upon colours
    assert frame(axes)[0] == rf"injection $|F|^2$, {GAMMA2}, $N = 4$"
    assert frame(axes)[1].startswith(r"momentum $p\,/\,(\hbar n)$")
    assert frame(axes)[2].startswith(r"excitation energy $\Delta E")
    bar = axes.figure.axes[-1]
    assert bar.get_ylabel() == r"per energy $/\,(m/\hbar^2n^2)$"


def test_plane_of_fermions_has_mcguires_branch() -> None:
    for channel, above in (("spin_flip", 0.0), ("injection", math.pi**2 / 2)):
        plane = spectral_plane(
            channel, 2.0, n_particles=3, host="fermi", share=0.5, momenta=[1, 2, 3]
        )
        axes = plots.draw_plane(fresh(), plane, yg.FermiPolaron(2.0), 0.5)
        lines = {str(line.get_label()): points(line) for line in axes.lines}
        assert axes.get_title().endswith(", fermions")
        p, energy = lines["polaron $E(p)$"]
        # an injected atom has its own momentum, a flipped one that of a Fermi point before
        start = math.pi if channel == "spin_flip" else 0.0
        exact = np.asarray(yg.FermiPolaron(2.0).energy(p - start)) + above
        assert energy == pytest.approx(exact, abs=1e-12)
        assert np.interp(4.0, *lines["type II"]) == pytest.approx(
            4 * (math.pi - 2) + above, abs=1e-3
        )
        assert np.interp(2.5, *lines["type I"]) == pytest.approx(
            2.5 * (math.pi + 1.25) + above, abs=1e-3
        )
        free = 4.0**2 / 2 + (2 if channel == "injection" else 0)
        assert np.interp(4.0, *lines["free atom"]) == pytest.approx(free, abs=1e-3)


def test_channels_have_the_lines_of_their_states() -> None:
    """Symmetric states have no polaron; what is counted from a magnon's energy has neither."""
    for channel, more, names in (
        ("density", {}, ["free atom", "type I", "type II"]),
        ("impurity_density", {"magnon": 1}, ["free atom"]),
    ):
        options: dict[str, Any] = more
        plane = spectral_plane(channel, 2.0, n_particles=3, momenta=[1, 2], share=0.5, **options)
        axes = plots.draw_plane(fresh(), plane, yg.Polaron(2.0), 0.5)
        assert [line.get_label() for line in axes.lines] == names
        p, energy = points(axes.lines[0])
        assert energy == pytest.approx(p**2 / 2)


def test_motion_has_the_band_of_its_error_and_axes_of_the_laboratory() -> None:
    motion = injected_motion(2.0, n_particles=3, momentum=2)
    times = np.linspace(0, 3, 7)
    axes = plots.draw_motion(fresh(), [motion, motion], times, SCALE)
    curve, other, zero = axes.lines
    assert [how(line) for line in axes.lines] == ["black -", "blue -", "grey - 0.6 wide"]
    assert points(other)[1].tolist() == points(curve)[1].tolist()
    assert points(zero)[1].tolist() == [0, 0]
    assert zero.get_zorder() < curve.get_zorder()
    band, _ = axes.collections
    assert 0 < (band.get_alpha() or 0) < 0.3
    assert not np.any(band.get_linewidth())
    ends = np.asarray(band.get_paths()[0].vertices)
    for t, momentum in zip(*points(curve), strict=True):
        here = ends[np.isclose(ends[:, 0], t), 1]
        assert (here.min(), here.max()) == pytest.approx(
            (momentum - motion.error, momentum + motion.error)
        )
    low, high = axes.get_ylim()
    bottom, top = min(ends[:, 1].min(), 0.0), ends[:, 1].max()
    room = 0.2 * (top - bottom)
    assert (low, high) == pytest.approx((bottom - room, top + room))
    names = [rf"{GAMMA2}, $N = 3$"] * 2
    assert legend_of(axes) == (names, "upper right, 8.33 pt, handles of 2, 1")
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    above, right = axes.child_axes
    milliseconds = 1e3 * SCALE.mass / (HBAR * SCALE.density**2)
    assert above.get_xlim() == pytest.approx([milliseconds * end for end in axes.get_xlim()])
    assert right.get_ylim() == pytest.approx([1e-6 * SCALE.density * p for p in (low, high)])
    assert not plots.draw_motion(fresh(), [motion], times).child_axes


def test_spectra_in_kilohertz() -> None:
    axes = plots.draw_spectrum(fresh(), flip(), 0.2, SCALE)
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    (above,) = axes.child_axes
    kilohertz = 1e-3 * HBAR * SCALE.density**2 / SCALE.mass / math.tau
    assert above.get_xlim() == pytest.approx([kilohertz * end for end in axes.get_xlim()])
    assert above.get_xlabel() == "kHz"
