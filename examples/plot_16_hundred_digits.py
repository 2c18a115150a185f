"""
A hundred digits, and what they are good for
============================================

``yanggaudin.certified`` encloses a number in a ball that provably contains it. Here are 100 digits
of m/m* at γ = 1:
"""

from fractions import Fraction
from itertools import accumulate

from matplotlib import pyplot as plt

import yanggaudin as yg

ball = yg.certified.mass_ratio("1", digits=100)
print(ball.mid_text(100))

# %%
# With many digits one can see how far the divergent series (22) can be trusted. Its partial sums
# first approach the exact mass and then leave it; how close they come depends on γ. Double
# precision would show nothing below the grey line.

figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
for gamma, style in (("1/10", "-"), ("3/10", "--"), ("1", "-.")):
    exact = yg.certified.mass_ratio(gamma, digits=45).middle
    terms = yg.series.weak(90, "mass_ratio", digits=60).terms(gamma)
    sums = accumulate(Fraction(term.str(60, radius=False)) for term in terms)
    errors = [abs(float(partial / exact - 1)) for partial in sums]
    axes.semilogy(errors, style, color="#0072b2", label=rf"$\gamma = {gamma}$")
axes.axhline(2.2e-16, color="0.7", linewidth=0.8)
axes.set(
    xlabel=r"order of the last term (powers of $\sqrt{\gamma}$)",
    ylabel=r"relative error of $m/m^*$",
)
axes.set_ylim(1e-36, 1e2)
axes.legend(frameon=False)
