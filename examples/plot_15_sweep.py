"""
A grid of couplings and temperatures
====================================

``yg.sweep`` computes quantities on a grid and returns them with their coordinates, units and
errors as an ``xarray.Dataset``. With ``workers=2`` it uses two processes, and with
``store="run.sqlite"`` an interrupted run continues where it stopped.
"""

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg

grid = {"gamma": np.geomspace(0.05, 20, 21), "temperature": np.geomspace(0.05, 20, 17)}
found = yg.sweep(grid, ["pair_correlation", "entropy_per_particle"])

figure, both = plt.subplots(1, 2, figsize=(9.0, 3.8), layout="constrained")
for axes, name in zip(both, ("pair_correlation", "entropy_per_particle"), strict=True):
    values = found[name]
    drawn = axes.contourf(values.gamma, values.temperature, values.T, levels=15, cmap="cividis")
    axes.set(xscale="log", yscale="log", xlabel=r"$\gamma$", ylabel=r"$k_BT\,/\,(\hbar^2n^2/m)$")
    axes.set_title(f"{values.long_name} {values.symbol}")
    figure.colorbar(drawn, ax=axes)

# %%
# The bounds on the errors are variables of the same dataset. The largest one of g₂ is

print(f"{float(found.pair_correlation_error.max()):.0e}")
