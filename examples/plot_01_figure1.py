"""
Figure 1 of the paper
=====================

x
"""

from matplotlib import pyplot as plt

from yanggaudin import plots
from yanggaudin.paper.figure1 import figure1_rows

figure, axes = plt.subplots(figsize=(6.0, 4.2), layout="constrained")
plots.draw_figure1(axes, list(figure1_rows()))
