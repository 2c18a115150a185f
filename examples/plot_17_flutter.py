"""
What an injected atom does
==========================

An atom that is injected into the gas gives its momentum to the others, but not all of it: what it
keeps settles at a value above zero and oscillates (Mathy, Zvonarev and Demler 2012, "quantum
flutter"). On a ring the momentum that was given away comes around again.
"""

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

motion = yg.dynamics.injected_motion(gamma=3.0, n_particles=10, momentum=7, share=0.98)
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_motion(axes, [motion], np.linspace(0, 10, 501))

# %%
# The band is the estimated error. At t = 0 the true error is known:

missed = motion.initial_momentum - motion.momentum(0.0)
print(f"estimated error {motion.error:.3f} ħn, at t = 0 {missed:.3f} ħn are missed")
