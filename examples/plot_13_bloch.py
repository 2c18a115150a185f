"""
Bloch oscillation without a lattice
===================================

A constant force F on the flipped atom raises the momentum, p = Ft, and the energy follows E(p),
which repeats itself after 2πħn. The atom therefore oscillates, with the period 2πħn/F and over
the distance E(πħn)/F. There is no lattice: the gas itself provides the period.
"""

import numpy as np
from matplotlib import pyplot as plt

from yanggaudin import lab

rubidium = lab.Atom("87Rb")
force = 0.2 * rubidium.mass * 9.81  # a fifth of the weight, in N
times = np.linspace(0, 10e-3, 801)

figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
for f_perp, style in ((2e3, "-"), (20e3, "--"), (60e3, "-.")):
    gas = lab.Guide(rubidium, f_perp=f_perp).gas(density=2e6)
    position = gas.bloch_position(force, times)
    axes.plot(
        1e3 * times, 1e6 * position, style, color="black", label=rf"$\gamma = {gas.gamma:.2f}$"
    )
axes.set(xlabel="time $t$ (ms)", ylabel="position $x$ (µm)")
axes.legend(frameon=False, title="2 atoms/µm")
