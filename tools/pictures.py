"""Draw the pictures of docs/ and README.md.

python tools/pictures.py
"""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from yanggaudin import (
    Excitations,
    FermiPolaron,
    Polaron,
    ThermalGas,
    dynamics,
    lab,
    plots,
    sweep,
)
from yanggaudin.paper.figure1 import figure1_rows
from yanggaudin.ring import Ring, extrapolate_mass_ratio
from yanggaudin.units import HBAR

DOCS = Path(__file__).parents[1] / "docs"


def main() -> None:
    """Write every picture."""
    laboratory()
    two_components()
    pair_correlation()
    planes()
    motion_and_hosts()
    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    plots.draw_figure1(figure.add_subplot(), list(figure1_rows()))
    figure.savefig(DOCS / "figure1.png", dpi=200)

    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    plots.draw_weak_sums(figure.add_subplot(), np.geomspace(0.1, 10, 121), (2, 5, 20, 40))
    figure.savefig(DOCS / "weak-sums.png", dpi=200)

    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    plots.draw_partial_sums(figure.add_subplot(), 1.0, 50)
    figure.savefig(DOCS / "partial-sums.png", dpi=200)

    figure = Figure(figsize=(9.0, 11.6), layout="constrained")
    *panels, last = figure.subplots(5, 3).flat
    # the derivative of e(γ) is the pair correlation
    names = [name for name in plots.FUNCTIONS if name != "energy_derivative"]
    for axes, name in zip(panels, names, strict=True):
        plots.draw_function(axes, name)
    last.axis("off")
    last.legend(handles=panels[0].lines, loc="center", frameon=False, fontsize="large")
    figure.savefig(DOCS / "functions.png", dpi=150)

    figure = Figure(figsize=(10.0, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    rings = [list(Ring(1.0, n_particles=n).spectrum()) for n in (20, 80)]
    plots.draw_ring_dispersion(left, Polaron(1.0), rings)
    plots.draw_ring_masses(
        right, extrapolate_mass_ratio(1.0, n_particles=(10, 12, 15, 20, 30, 50, 100))
    )
    figure.savefig(DOCS / "ring.png", dpi=150)

    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    plots.draw_large_order(figure.add_subplot(), 120)
    figure.savefig(DOCS / "large-order.png", dpi=200)

    figure = Figure(figsize=(9.0, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    polarons = [Polaron(gamma) for gamma in (0.1, 1.0, 10.0)]
    plots.draw_exponents(left, polarons)
    plots.draw_dressing(right, polarons)
    figure.savefig(DOCS / "edge.png", dpi=150)

    figure = Figure(figsize=(9.0, 3.6), layout="constrained")
    for axes, gamma in zip(figure.subplots(1, 3), (0.1, 1.0, 10.0), strict=True):
        plots.draw_excitations(axes, Excitations(gamma), Polaron(gamma))
    figure.savefig(DOCS / "excitations.png", dpi=150)

    figure = Figure(figsize=(9.0, 3.8), layout="constrained")
    for axes, gamma in zip(figure.subplots(1, 2), (0.01, 15.0), strict=True):
        plots.draw_dispersion_limits(axes, Polaron(gamma))
    figure.savefig(DOCS / "dispersion-limits.png", dpi=150)

    figure = Figure(figsize=(10.0, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    plots.draw_thermal(left, [ThermalGas(1.0, float(t)) for t in np.geomspace(1e-2, 1e2, 81)])
    gases = [
        [ThermalGas(gamma, float(t)) for t in np.geomspace(1e-3, 1e4, 71)]
        for gamma in (0.01, 0.1, 1.0, 10.0, 100.0)
    ]
    plots.draw_thermal_pair_correlation(right, gases)
    figure.savefig(DOCS / "thermal.png", dpi=150)


def planes() -> None:
    """Draw A(p, ω) and S⁻⁺(q, ω) in a Bose gas, and A(p, ω) among fermions."""
    figure = Figure(figsize=(14.0, 4.4), layout="constrained")
    panels = figure.subplots(1, 3)
    for axes, (channel, host) in zip(
        panels, (("injection", "bose"), ("spin_flip", "bose"), ("injection", "fermi")), strict=True
    ):
        number = 25
        momenta = range(1 if channel == "spin_flip" else 0, 3 * number // 2 + 1)
        found = dynamics.spectral_plane(
            channel, 3.0, n_particles=number, momenta=momenta, host=host, workers=2
        )
        polaron = Polaron(3.0) if host == "bose" else FermiPolaron(3.0)
        plots.draw_plane(axes, found, polaron, 0.25)
    figure.savefig(DOCS / "dynamics-planes.png", dpi=110)


def motion_and_hosts() -> None:
    """Draw motions, and what rings have in common with the infinite system."""
    figure = Figure(figsize=(14.0, 8.4), layout="constrained")
    motion, edge, structure, distribution, correlation, one = figure.subplots(2, 3).flat
    motions = [
        dynamics.injected_motion(gamma, n_particles=16, momentum=12, share=share, workers=2)
        for gamma, share in ((1.0, 0.995), (3.0, 0.985), (10.0, 0.96))
    ]
    plots.draw_motion(motion, motions, np.linspace(0, 10, 401))
    scalings = [
        dynamics.edge_scaling(channel, gamma, n_particles=12, magnon=3)
        for gamma in (1.0, 10.0)
        for channel in ("spin_flip", "injection")
    ]
    plots.draw_edge_scaling(edge, scalings)
    hosts = [dynamics.host_correlations(gamma, n_particles=16, workers=2) for gamma in (1.0, 10.0)]
    plots.draw_structure_factor(structure, hosts)
    plots.draw_momentum_distribution(distribution, [host.distribution for host in hosts])
    plots.draw_host_correlations(correlation, hosts)
    found = dynamics.spectral_function("injection", 1.0, n_particles=31, momentum=8)
    plots.draw_spectrum(one, found, 0.1)
    figure.savefig(DOCS / "dynamics.png", dpi=110)


def pair_correlation() -> None:
    """Draw g₂ against γ at several temperatures, from a sweep."""
    tau = np.array([1e-3, 0.1, 1.0, 10.0, 100.0, 1000.0])
    grid = {"gamma": np.geomspace(1e-3, 1e2, 61), "temperature": tau / 2}
    found = sweep(grid, ["pair_correlation"], workers=2).pair_correlation
    figure = Figure(figsize=(6.0, 4.2), layout="constrained")
    axes = figure.add_subplot()
    for ratio, temperature in zip(tau, found.temperature, strict=True):
        curve = found.sel(temperature=temperature)
        axes.semilogx(found.gamma, curve, label=rf"$T/T_d = {ratio:g}$")
    axes.set(xlabel=r"$\gamma$", ylabel=r"$g_2$", ylim=(0, 2.05))
    axes.legend(frameon=False)
    figure.savefig(DOCS / "sweeps.png", dpi=150)


def two_components() -> None:
    """Keep the picture of a program of the gallery."""
    program = runpy.run_path(str(DOCS.parent / "examples" / "plot_18_two_components.py"))
    program["figure"].savefig(DOCS / "two-components.png", dpi=100)


def laboratory() -> None:
    """Write the picture of a trap."""
    figure = Figure(figsize=(9.0, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    trap = lab.Trap(lab.Guide(lab.Atom("87Rb"), f_perp=20e3), f_axial=10.0, n_atoms=60)
    plots.draw_trap(left, trap)
    momenta = HBAR * trap.peak_density * np.array([0.3, 1.0, 2.0])
    plots.draw_orbits(right, [trap.orbit(momentum=p, duration=0.35) for p in momenta.tolist()])
    figure.savefig(DOCS / "laboratory.png", dpi=150)


if __name__ == "__main__":
    main()
