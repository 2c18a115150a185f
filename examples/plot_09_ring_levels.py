"""
Levels of a ring on the dispersion of the limit
===============================================

N atoms on a ring have N states with one flip on the ground state's quantum numbers, one for each
spin quantum number J, at the momenta 2πħJ/L. They approach E(p) as N grows, everywhere but near p
= 2πħn, where the ring as a whole moves.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

rings = [list(yg.ring.Ring(1.0, n_particles=n).spectrum()) for n in (20, 80)]
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_ring_dispersion(axes, yg.Polaron(1.0), rings)

# %%
# How well the Bethe equations (2) are solved is part of every state:

print(f"{max(state.residual for states in rings for state in states):.0e}")
