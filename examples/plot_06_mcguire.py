"""
McGuire's polaron beside the Bose polaron
=========================================

One spin-down fermion in a sea of free spin-up fermions (McGuire 1965) obeys the same formulas, with
the kernel zero. Its energy has its minimum at p = 0, and is negative because it is measured from a
sea with one more fermion.
"""

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin.plots.style import axis_label

gamma = np.geomspace(1e-2, 1e2, 61)
fermi = [yg.FermiPolaron(float(g)).mass_ratio for g in gamma]
a = gamma / (2 * np.pi)  # c/2k_F
angle = np.arctan(1 / a)
closed = np.pi / 2 * (angle - a / (1 + a**2)) / angle**2

figure, (left, right) = plt.subplots(1, 2, figsize=(9.0, 4.0), layout="constrained")
left.semilogx(gamma, yg.mass_ratio(gamma), color="black", label="in the Bose gas, Eq. (21)")
left.semilogx(gamma, closed, color="#d55e00", label="in a Fermi sea, McGuire")
left.semilogx(
    gamma[::5], fermi[::5], "o", color="#d55e00", markersize=4, label="the same, from Eq. (16)"
)
left.set(xlabel=axis_label("gamma"), ylabel=axis_label("mass_ratio"), ylim=(0, 1.02))
left.legend(frameon=False)

momenta = np.linspace(-np.pi, np.pi, 201)
for coupling, style in ((0.3, "-"), (1.0, "--"), (10.0, "-.")):
    energy = yg.FermiPolaron(coupling).energy(momenta)
    right.plot(momenta, energy, style, color="#d55e00", label=rf"$\gamma = {coupling}$")
right.set(xlabel=axis_label("momentum"), ylabel=axis_label("polaron_energy"))
right.legend(frameon=False)

# %%
# The largest relative difference between the solver and McGuire's closed formula is a rounding of
# this formula, whose two terms cancel at strong coupling:

print(f"{np.max(np.abs(np.array(fermi) / closed - 1)):.0e}")
