"""
From rings to the infinite system
=================================

For the smallest momentum on a ring of N atoms, 2mΔE/p² is m/m* + 1/N + O(1/N²). The term 1/N is the
motion of the centre of mass, and its coefficient is 1 at every coupling. Extrapolated to 1/N = 0,
the rings give the mass of the infinite system, without any of its integral equations.
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

figure, both = plt.subplots(1, 2, figsize=(9.0, 4.0), layout="constrained")
for axes, gamma in zip(both, (1.0, 10.0), strict=True):
    found = yg.ring.extrapolate_mass_ratio(gamma, n_particles=(10, 12, 15, 20, 30, 50, 100))
    plots.draw_ring_masses(axes, found)
    error = found.value - yg.mass_ratio(gamma)
    print(
        f"γ = {gamma:4}: {found.value:.12f}, estimated error {found.error:.0e}, error {error:+.0e}"
    )
