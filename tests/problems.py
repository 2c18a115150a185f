"""Couplings and reference values that several tests share."""

import importlib
import json
import math
import sys
from decimal import Decimal, localcontext
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from flint import arb

from yanggaudin.certified.dressed import Dressed, Interval
from yanggaudin.certified.graded_panels import GradedPanels
from yanggaudin.certified.one_rule import OneRule

REFERENCE = Path(__file__).parent / "reference"
TOOLS = Path(__file__).parents[1] / "tools"

ROWS: list[dict[str, Any]] = json.loads((REFERENCE / "thermodynamic.json").read_text())
MAGNONS = [(row, magnon) for row in ROWS for magnon in row.get("magnon", [])]

#: 60 couplings from 1e-6 to 1e8 with 40 proven digits, tools/certified_table.py
CERTIFIED: list[dict[str, Any]] = json.loads((REFERENCE / "certified.json").read_text())["rows"]

# extreme, weak, middle, strong, extreme
COUPLINGS = (1e-30, 1e-14, 1e-6, 1e-3, 0.1, 1.0, 3.0, 20.0, 1e4, 1e8, 1e100)

_WEAK = [Decimal(c) for c in json.loads((REFERENCE / "weak_series.json").read_text())["e_k"]]


def tool(name: str) -> ModuleType:
    """A program of tools/ as a module."""
    sys.path.insert(0, str(TOOLS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(TOOLS))


def random_couplings(low: float, high: float, count: int, seed: int) -> list[float]:
    """Log-uniform couplings."""
    exponents = np.random.default_rng(seed).uniform(math.log(low), math.log(high), count)
    return [float(g) for g in np.exp(exponents)]


def weak_series(gamma: float) -> dict[str, Decimal]:
    """e, 2μ/n², m/m* and e′ from the asymptotic series; exact to 1e-18 for γ ≤ 0.3."""
    with localcontext() as context:
        context.prec = 50
        root = Decimal(gamma).sqrt()
        n_terms = min(len(_WEAK), int(25 / float(root)) + 1)
        terms = [c * root**k for k, c in enumerate(_WEAK[:n_terms])]
        half = Decimal(1) / 2
        e = Decimal(gamma) * sum(terms)
        slope = sum((1 + half * k) * t for k, t in enumerate(terms))
        mass = sum((1 - half * k) * t for k, t in enumerate(terms))
        return {
            "e": e,
            "mu": 3 * e - Decimal(gamma) * slope,
            "mass_ratio": Decimal(mass),
            "g2": Decimal(slope),
        }


def relative_error(value: float, reference: str | Decimal) -> float:
    """|value/reference - 1| without losing digits of the reference."""
    with localcontext() as context:
        context.prec = 50
        return abs(float(Decimal(value) / Decimal(reference) - 1))


def dressed(rule: type[OneRule] | type[GradedPanels], b: arb, n: int, power: int = 1) -> Dressed:
    """Enclose the dressed power of x on [-b, b] by a rule of n nodes."""
    return rule(Interval(b), n).dressed(power)
