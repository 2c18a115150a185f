"""
Lieb's two branches and the polaron
===================================

The gas has two branches of excitations, a particle taken out of the Fermi sea of rapidities (type
I) and a hole left in it (type II). At every momentum the polaron lies below both: the flip is a
cheaper way to carry the momentum.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

figure, panels = plt.subplots(1, 3, figsize=(10.0, 3.8), layout="constrained")
for axes, gamma in zip(panels, (0.1, 1.0, 10.0), strict=True):
    plots.draw_excitations(axes, yg.Excitations(gamma), yg.Polaron(gamma))

# %%
# Types I and II start with the velocity of sound, the polaron with velocity zero. This is how much
# lower it is at the top, p = πħn:

for gamma in (0.01, 1.0, 100.0):
    ratio = yg.Polaron(gamma).maximum_energy / yg.Excitations(gamma).hole_energy(3.141592653589793)
    print(f"γ = {gamma}: {ratio:.6f} of type II")
