r"""
The edge of the spectral function
=================================

E(p) is the lowest energy that the gas with one flipped atom can have at the momentum p. The
response to a flip begins there, as a power law
:math:`(\omega - E)^{g_+^2 + g_-^2 - 1}`. The shifts g± of the two Fermi points are those of
Eq. (10).
"""

from matplotlib import pyplot as plt

import yanggaudin as yg
from yanggaudin import plots

figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_exponents(axes, [yg.Polaron(gamma) for gamma in (0.1, 1.0, 10.0)])

# %%
# Where the exponent is negative the response diverges at the edge; where it is positive the
# response vanishes. At γ = 1 bisection finds the momentum at which the exponent passes through
# zero:

low, high = 1.0, 6.0
polaron = yg.Polaron(1.0)
for _ in range(50):
    middle = (low + high) / 2
    low, high = (middle, high) if polaron.edge(middle).exponent < 0 else (low, middle)
print(f"p = {low:.12f} ħn")
