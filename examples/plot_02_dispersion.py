r"""
Dispersion at six couplings
===========================

The energy E(p) of the flipped atom over a whole period of the momentum, Eqs. (8) and (14). It
starts as p²/2m*, has its maximum at p = πħn, and returns to zero at 2πħn, where the gas as a whole
has taken up the momentum.
"""

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin.plots.style import angle_axis, axis_label, value_label

couplings = [0.01, 0.1, 1.0, 5.0, 20.0, 100.0]
momenta = np.linspace(0, 2 * np.pi, 401)

figure, (left, right) = plt.subplots(1, 2, figsize=(9.0, 4.0), layout="constrained")
for gamma, colour in zip(couplings, plt.get_cmap("viridis")(np.linspace(0, 0.9, 6)), strict=True):
    polaron = yg.Polaron(gamma)
    energy = polaron.energy(momenta)
    left.plot(momenta, energy, color=colour)
    label = value_label("gamma", gamma)
    right.plot(momenta, energy / polaron.maximum_energy, color=colour, label=label)
for axes in (left, right):
    angle_axis(axes, "momentum")
left.set_ylabel(axis_label("polaron_energy"))
right.set_ylabel(r"$E(p)\,/\,E(\pi n)$")
right.legend(frameon=False, loc="lower center")

# %%
# The maximum is highest near γ = 2.8. A weakly coupled atom moves freely, with E = p²/2m, up to the
# velocity of sound, and its energy then follows that of a dark soliton; a strongly coupled atom
# must drag the others along. The shape changes little (right): from sin³φ at p = 2φ − sin 2φ to 1 −
# cos p, in units of ħn.

for gamma in couplings:
    print(f"γ = {gamma:6}:  E(πn) = {yg.Polaron(gamma).maximum_energy:.6f} ħ²n²/m")
