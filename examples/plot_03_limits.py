"""
Both limits of the dispersion
=============================

At weak coupling the polaron is a dark soliton with the flipped atom in it, E = (4/3)√γ sin³φ at
p = 2φ − sin 2φ, and the first correction is −γ/2 at every momentum (in units ħ = m = n = 1). At
strong coupling E(p) is a sum of cosines, order by order in 1/γ.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

figure, both = plt.subplots(1, 2, figsize=(9.0, 3.8), layout="constrained")
for axes, gamma in zip(both, (0.01, 15.0), strict=True):
    plots.draw_dispersion_limits(axes, yg.Polaron(gamma))

# %%
# Since the exact E(p) takes only milliseconds, one can see how good a limit is. At γ = 15 and
# p = 2ħn the relative errors of the sums to the orders 1 to 8 in 1/γ are

exact = yg.Polaron(15.0).energy(2.0)
for order in range(1, 9):
    limit = yg.dispersion_limits.strong_coupling(15.0, momentum=2.0, order=order)
    print(f"{order}: {limit / exact - 1:+.1e}")
