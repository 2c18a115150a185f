"""
Levels of a ring beside the infinite system
===========================================

N atoms on a ring have N states with one flip and the quantum numbers I_j of the ground state, one
for each spin quantum number J, at the momenta 2πħJ/L. Their energies approach E(p) as N grows; near
p = 2πħn they do so slowly, because there the gas as a whole moves, with the energy p²/2Nm.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

rings = [list(yg.ring.Ring(1.0, n_particles=n).spectrum()) for n in (20, 80)]
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_ring_dispersion(axes, yg.Polaron(1.0), rings)

# %%
# Every state says how well it solves the Bethe equations (2). The largest residual is

print(f"{max(state.residual for states in rings for state in states):.0e}")
