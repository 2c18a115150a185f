"""
Spectral function of an injected atom
=====================================

An atom of the other kind is injected with the momentum p into a ring of 20 atoms. Every line is an
exact eigenstate with its exact weight; the curve is the sum of all lines, each with a width. The
search for states ends when they exhaust the requested share of an exact sum rule.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

found = yg.dynamics.spectral_function(
    "injection", gamma=3.0, n_particles=20, momentum=10, share=0.98
)
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_spectrum(axes, found, width=0.3)

# %%
# The first line is the polaron on the ring. Its weight is small: most of the weight is in other
# states.

first = found.weights[0]
print(f"{len(found.weights)} states carry {found.share:.4f} of the weight, the first {first:.4f}")
