"""
A host of your own
==================

The derivation of the mass does not use the form of the scattering phase of two host atoms. A host
is therefore given by a kernel, a function of the difference of two rapidities. Here it is a
Gaussian, whose integral over the line may be at most 1. The kernel of contact repulsion is a
Lorentzian with the integral 1.
"""

import math

import numpy as np
from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin.plots.style import angle_axis, axis_label

erfc = np.vectorize(math.erfc)


def gaussian(weight: float) -> yg.SmoothKernel:
    """Return a Gaussian kernel whose integral is `weight`, at most 1."""
    return yg.SmoothKernel(
        lambda y: weight * np.exp(-(y**2)) / math.sqrt(math.pi),
        lambda y: weight / 2 * erfc(y),
        integral=weight,
    )


momenta = np.linspace(0, 2 * np.pi, 201)
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
axes.plot(momenta, yg.Polaron(1.0).energy(momenta), color="black", label="contact repulsion")
for weight, style in ((0.4, ":"), (0.6, "--"), (0.95, "-.")):
    polaron = yg.Polaron(1.0, gaussian(weight))
    label = f"Gaussian, integral {weight}"
    axes.plot(momenta, polaron.energy(momenta), style, color="#0072b2", label=label)
angle_axis(axes, "momentum")
axes.set_ylabel(axis_label("polaron_energy"))
axes.legend(frameon=False, loc="upper right", fontsize="small")
axes.set_ylim(0, 2.6)

# %%
# The identities behind the mass hold for every kernel. Their largest residual for the Gaussian is
# due to numerical derivatives:

print(f"{yg.identities(1.0, gaussian(0.6)).largest:.0e}")
