"""
Expelled atoms and phase drop
=============================

From far away a moving polaron is seen by two numbers: the atoms N that it expels from its
surroundings, and the drop Φ of the superfluid's phase across it. Both are derivatives along the
branch, N = −p′(η)/ħ and Φ = [p − E′(η)]/ħn, and need no equation of their own.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_dressing(axes, [yg.Polaron(gamma) for gamma in (0.1, 1.0, 10.0)])

# %%
# Their definition connects them with the momentum, p = ħnΦ − mVN:

polaron = yg.Polaron(1.0)
edge = polaron.edge([0.5, 2.0, 5.0])
print(edge.phase_drop - polaron.velocity([0.5, 2.0, 5.0]) * edge.expelled_atoms)
