"""The exact link between the shifts of the Fermi points and the branch: figures of docs/edge.md.

python benchmarks/edge.py
"""

from __future__ import annotations

import math

import numpy as np
from machine import measured_on

from yanggaudin import Polaron
from yanggaudin.paper.identities import edge_link

COUNT = 500


def main() -> None:
    """Print the worst relative residual over random couplings and momenta."""
    for low, high in ((1e-6, 1e6), (1e-20, 1e60)):
        random = np.random.default_rng(7)
        worst = 0.0
        for _ in range(COUNT):
            polaron = Polaron(math.exp(random.uniform(math.log(low), math.log(high))))
            p = random.uniform(0, 2 * math.pi)
            shift = polaron.shift_function(polaron.spin_rapidity(p))
            worst = max(worst, edge_link(polaron, shift))
        print(f"γ = {low:g} … {high:g}: {COUNT} pairs (γ, p), worst residual {worst:.1e}")


if __name__ == "__main__":
    main()
    print(measured_on())
