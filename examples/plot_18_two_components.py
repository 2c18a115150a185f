"""
Two components at a temperature
===============================

Atoms of two spin states with the same repulsion between all of them are a ferromagnet at T = 0, and
two independent gases at high temperature. Left: a field h polarises them, the more so the colder
they are; the dotted line is that of free spins, tanh(h/2T). Middle: at T = 0 neighbouring spins are
in a symmetric state, whatever the total magnetisation. If the interaction is strong, the
temperature disorders the spins long before it affects anything else. One of the four states of two
spins is antisymmetric, and atoms in it never meet, so that g₂ falls to three quarters before it
rises. Right: the mass of the polaron, from the number of flipped atoms, ζ, and from the
susceptibility, χ.
"""

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg

figure, (left, middle, right) = plt.subplots(1, 3, figsize=(13.0, 4.2), layout="constrained")

ratios = np.linspace(0, 3, 61)
left.plot(ratios, np.tanh(ratios / 2), ":", color="grey", label="free spins")
for temperature in (10.0, 1.0, 0.1):
    coarse = np.array([0.0, 0.5, 1.0, 2.0, 3.0])
    gases = yg.two_component_gases(1.0, temperature, field=coarse * temperature)
    left.plot(coarse, gases.polarisation, ".-", label=f"T = {temperature:g}")
left.set(xlabel="$h/k_BT$", ylabel=r"$(n_\uparrow - n_\downarrow)/n$", title=r"$\gamma = 1$")
left.legend(frameon=False)

temperatures = np.geomspace(0.05, 5, 6)
for gamma in (1.0, 10.0, 100.0):
    ground = yg.pair_correlation(gamma)
    gases = yg.two_component_gases(gamma, temperatures, field=0.0)
    one = np.array([yg.ThermalGas(gamma, float(t)).pair_correlation for t in temperatures])
    (line,) = middle.loglog(
        temperatures, gases.pair_correlation / ground, ".-", label=rf"$\gamma = {gamma:g}$"
    )
    middle.loglog(temperatures, one / ground, ":", color=line.get_color())
middle.axhline(0.75, color="grey", linewidth=1, label="3/4")
middle.set(
    xlabel=r"$k_BT\,/\,(\hbar^2n^2/m)$",
    ylabel="$g_2(T)/g_2(0)$",
    title="$h = 0$; dotted: one component",
    ylim=(0.6, 3),
)
middle.legend(frameon=False)

# As T → 0 both laws are those of a ferromagnet whose magnons have the energy p²/2m*:
# 2πζ²/T → m* and χ → n³/24m*T² (1 + 3.4956 √(m*T)/n), from which m* follows as the root of a
# quadratic equation.  All three panels are in one block: a picture is kept when its block ends.

temperatures = np.geomspace(0.03, 0.3, 4)
flipped = np.array([yg.ThermalGas(1.0, float(t)).flipped_fraction for t in temperatures])
response = yg.two_component_gases(1.0, temperatures, field=0.0).susceptibility
plain = 1 / (24 * temperatures**2 * response)
half = 3.4956 * np.sqrt(temperatures) / 2
corrected = (np.sqrt(half**2 + 1 / plain) - half) ** -2.0
right.axhline(yg.mass_enhancement(1.0), color="grey", linewidth=1, label="Eq. (21)")
right.loglog(temperatures, 2 * np.pi * flipped**2 / temperatures, ".-", label=r"from $\zeta$")
right.loglog(temperatures, plain, ".:", label=r"from $\chi$, first order")
right.loglog(temperatures, corrected, ".-", label=r"from $\chi$, with $\sqrt{T}$")
right.set(xlabel=r"$k_BT\,/\,(\hbar^2n^2/m)$", ylabel="$m^*/m$", title=r"$\gamma = 1$")
right.set_xlim(0.01, 1)
right.legend(frameon=False)
