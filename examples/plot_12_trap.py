"""
A trapped gas, and how a flipped atom moves through it
======================================================

60 atoms of ⁸⁷Rb are held in a tube, with trap frequencies of 20 kHz across and 10 Hz along it.
Left: density, inverse mass and g₂ in the cloud. Right: a flipped atom that was kicked in the
centre to 0.3, 1 and 2 ħn. It is not a pendulum: there is no potential, only E(p; n(x)), and the
weaker the kick, the farther it goes.
"""

import numpy as np
from matplotlib import pyplot as plt

from yanggaudin import lab, plots
from yanggaudin.units import HBAR

trap = lab.Trap(lab.Guide(lab.Atom("87Rb"), f_perp=20e3), f_axial=10.0, n_atoms=60)
momenta = HBAR * trap.peak_density * np.array([0.3, 1.0, 2.0])
orbits = [trap.orbit(momentum=p, duration=0.35) for p in momenta.tolist()]

figure, (left, right) = plt.subplots(1, 2, figsize=(9.0, 4.2), layout="constrained")
plots.draw_trap(left, trap)
plots.draw_orbits(right, orbits)

# %%
# These numbers tell whether the approximations hold: all should be small except the last, the
# radius in healing lengths, which should be large.

for name, value in trap.validity.items():
    print(f"{name}: {value:.3g}")
