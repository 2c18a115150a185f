"""
The pair correlation at a temperature
=====================================

g₂ says how likely two atoms are to be found at the same place. With the temperature it rises from
its value in the ground state, e′(γ), to 2, that of thermal bosons. It does so near T ~ √γ if the
interaction is weak, and near T ~ γ² if it is strong, in units ħ²n²/m of the thermal energy.
"""

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

temperatures = np.geomspace(1e-3, 1e4, 43)
gases = [
    [yg.ThermalGas(gamma, float(t)) for t in temperatures]
    for gamma in (0.01, 0.1, 1.0, 10.0, 100.0)
]
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_thermal_pair_correlation(axes, gases)

# %%
# Every gas knows how good its numbers are. The largest stated error of the curves:

print(f"{max(gas.errors['pair_correlation'] for series in gases for gas in series):.0e}")
