"""
Figure 1 of the paper
=====================

The inverse mass m/m* of the polaron against the coupling γ = c/n. The dots are exact, Eq. (16);
the lines are the series at weak and at strong coupling as printed in the paper, Eqs. (22) and (23).
Below it is computed where each of them is good.

``yanggaudin figure1`` writes the same picture, and its numbers as CSV.
"""

from matplotlib import pyplot as plt

from yanggaudin import plots
from yanggaudin.paper.figure1 import figure1_rows

rows = list(figure1_rows())
figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_figure1(axes, rows)

# %%
# Every dot was computed by two routes, as a moment of the dressed momentum, Eq. (16), and from
# the chemical potential, Eq. (21). Their largest relative difference:

print(f"{max(row.disagreement for row in rows):.0e}")

# %%
# Each series is within 1 % of the exact mass on its side of this dot:

weak = [row.gamma for row in rows if abs(row.series_22 / row.exact_16 - 1) > 0.01]
strong = [row.gamma for row in rows if abs(row.series_23 / row.exact_16 - 1) > 0.01]
print(f"weak: γ < {min(weak)}, strong: γ > {max(strong)}")
