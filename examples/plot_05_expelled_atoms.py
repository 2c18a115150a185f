"""
Expelled atoms and phase drop
=============================

From far away a moving polaron is characterised by two numbers: the number N of atoms that it expels
from its surroundings, and the drop Φ of the superfluid's phase across it. Both are derivatives
along the branch with respect to the spin rapidity η, N = −p′(η) and Φ = p − E′(η) in units
ħ = m = n = 1, and need no equation of their own.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_dressing(axes, [yg.Polaron(gamma) for gamma in (0.1, 1.0, 10.0)])

# %%
# By their definition they add up to the momentum, p = ħnΦ − mVN. Here this is 0.5, 2 and 5 ħn:

polaron = yg.Polaron(1.0)
edge = polaron.edge([0.5, 2.0, 5.0])
print(edge.phase_drop - polaron.velocity([0.5, 2.0, 5.0]) * edge.expelled_atoms)
