"""Random calls of every public name with good and with bad arguments.

An error outside the tree of `YangGaudinError`, or a warning of NumPy, is a fault.  Errors of a
call that does not fit the signature, and of functions that the caller hands in, are not.
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import math
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np
from flint import arb

import yanggaudin as yg
from yanggaudin.gas import functions

MODULES = ("", "certified", "dynamics", "polaron.dispersion_limits", "ring", "series", "units")
# one call in so many, for these take from milliseconds to a second
SLOW = {"certified": 40, "ring": 8, "series": 8, "ThermalGas": 8, "identities": 300}
SLOW |= {"TwoComponentGas": 80, "two_component_gases": 300, "two_component_column": 200}
SLOW |= {"form_factor": 8, "spectral_function": 40, "injected_motion": 80}
SLOW |= {"mass_routes": 400, "GreenFunction": 4, "strong_singularity": 200, "large_order": 300}
SLOW |= {"shift_function": 50, "to_sympy": 100, "extrapolate": 60, "resummed": 20, "particle_": 4}

MOMENTA = [0, 1e-320, 1e-300, 1e-9, 0.5, -2.0, math.pi, 2 * math.pi, 7.0, -1e6, [0.1, 3.0], [[1.0]]]
GOOD: dict[str, list[Any]] = {
    "gamma": [0.3, 1, 2.5, 40, Decimal("0.7"), Fraction(1, 2), np.float32(3), np.array(1.5)],
    "momentum": MOMENTA,
    "phase_drop": [0.0, 1.0, [0.5, 6.0]],
    "spin_rapidity": [0.0, 1e-300, 0.7, -3.0, 1e80],
    "rapidity": [0.0, 0.1, [0.0, -0.1]],
    "n_particles": [1, 2, 5, 12, (4, 8)],
    "magnon": [None, 1, 2, (1, 3)],
    "quantum_numbers": [None],
    "fraction": ["1/2", 0.5, Fraction(1, 4)],
    "temperature": [0.5, 2, 30.0],
    "field": [0.0, 1],
    "polarisation": [0.3],
    "mean": [0.3, -1.0],
    "chemical_potential": [0.3, -1.0],
    "mu_over_c2": [0.5, 3.0, [1e-200, 1e200]],
    "mass_ratio": [0.5, [0.1, 1.0]],
    "fermi_rapidity_over_c": [0.5, 3.0],
    "power": [0, 2, 4],
    "digits": [5, 12],
    "order": [3, 8, 24, 60],
    "quantity": ["energy", "mass_ratio"],
    "relative_tolerance": [1e-3],
    "gas": [yg.GroundState(1.0)],
    "other": [yg.certified.Ball(Fraction(1), Fraction(0))],
    "value": [arb(0.5)],
    "source": [lambda k: k, np.cos],
    "steps_at": [(), (0.1,)],
    "kernel": [yg.SmoothKernel(np.zeros_like, np.zeros_like, 0.0)],
    "function": [np.zeros_like],
    "upper_tail": [np.zeros_like],
    "integral": [0.0],
    "middle": ["0.5"],
    "radius": [0],
    "mass": [1e-25],
    "density": [1e6],
    "interaction": [None, 1e5],
    "symbol": ["E"],
    "channel": ["injection", "ejection", "spin_flip", "density", "field"],
    "initial": [[0], [-0.5, 0.5], [-1, 0, 1]],
    "final": [[0], [[-0.5, 0.5]], [-1, 0, 1], [[-1, 0, 2], [0, 1, 2]]],
    "share": [0.5, 0.8],
    "most_states": [50],
    "width": [0.3],
    "omega": [1.0, [0.5, 2.0]],
    "time": [0.0, [0.5, 2.0]],
}
BAD: list[Any] = [
    *(0, -1, 1, 2, 7, 10**30, 10**400, True, None, 0.0, -0.0, -1.5, 1e-320, 1e-200, 1e308, 1e30),
    *(
        math.inf,
        -math.inf,
        math.nan,
        1j,
        "",
        "1",
        "1/3",
        "x",
        b"1",
        "1e999999",
        "nan",
        [],
        [[]],
        (),
    ),
    *([1.0, [2.0]], [1.0, "x"], [None], [True], {}, {1: 2}, {1}, range(3), object(), len, int),
    *(np.array(1.0), np.array([0.5, -1.0]), np.ones((2, 0)), np.array(["a"]), np.array([1j])),
    *(np.array([True]), np.float16(2), np.longdouble(2), np.int8(-3), np.timedelta64(5, "s")),
    *(np.datetime64("2021"), datetime.timedelta(1), np.ma.masked, np.ma.array([1.0], mask=[True])),
    *([[np.ma.array([1.0], mask=[True])]], np.array([object()]), np.array([None, 1.0]), 10**17),
    *(Decimal("sNaN"), Decimal("1e-400"), Decimal("Infinity"), Fraction(1, 10**400), yg.Polaron),
    *(SimpleNamespace(unit="m"), SimpleNamespace(units=SimpleNamespace()), yg.GroundState(2.0)),
    *(lambda k: k, lambda: 1, np.nan_to_num, yg, Exception("x"), iter([1.0]), float, np.float64),
]
OBJECTS: list[Any] = [
    *(yg.GroundState(1.0), yg.GroundState(1e-30), yg.GroundState(1e100)),
    *(yg.Polaron(0.2), yg.Polaron(1e-30), yg.Polaron(1e100), yg.FermiPolaron(3.0)),
    *(yg.Excitations(1.0), yg.Excitations(1e-30), yg.Excitations(1e100), yg.ThermalGas(1.0, 2.0)),
    yg.TwoComponentGas(10.0, 10.0, field=1.0),
    *(yg.GreenFunction(yg.GroundState(1.0), 0.5), yg.ShiftFunction(yg.GroundState(1.0), 0.5)),
    *(yg.Polaron(1.0).edge([0.0, 1.0]), yg.certified.Ball(Fraction(1, 3), Fraction(1, 9))),
    *(yg.ring.Ring(1.0, n_particles=6), yg.ring.solve(1.0, n_particles=5, magnon=1)),
    yg.dynamics.spectral_function("spin_flip", 1.0, n_particles=4, momentum=1, share=0.9),
    yg.dynamics.injected_motion(1.0, n_particles=3, momentum=1, share=0.9),
    yg.dynamics.spectral_plane("injection", 1.0, n_particles=3, momenta=[1, 2], share=0.9),
    yg.dynamics.host_correlations(1.0, n_particles=3, largest=4),
    yg.dynamics.momentum_distribution(1.0, n_particles=3, magnon=1, share=0.9),
    *(yg.series.weak(20, "mass_ratio"), yg.series.strong(6), yg.series.weak(4, digits=20)),
]


def public() -> dict[str, Callable[..., Any]]:
    """Every function, class and method of an object, by its dotted name."""
    found: dict[str, Callable[..., Any]] = {name: getattr(yg, name) for name in functions.__all__}
    for module in MODULES:
        names = importlib.import_module(f"yanggaudin.{module}".rstrip("."))
        for name in dir(names):
            thing = getattr(names, name)
            is_error = isinstance(thing, type) and issubclass(thing, Exception)
            ours = getattr(thing, "__module__", "").startswith("yanggaudin")
            if not ours or is_error or name.startswith("_") or not callable(thing):
                continue
            found.setdefault(f"{module}.{name}".lstrip("."), thing)
            for method, value in inspect.getmembers(thing, inspect.ismethod):
                if not method.startswith("_"):
                    found[f"{module}.{name}.{method}".lstrip(".")] = value
    for number, thing in enumerate(OBJECTS):
        for method, value in inspect.getmembers_static(type(thing)):
            if (not method.startswith("_") or method == "__call__") and isinstance(
                value, FunctionType
            ):
                found[f"{type(thing).__name__}#{number}.{method}"] = getattr(thing, method)
    return found


def arguments(call: Callable[..., Any], random: np.random.Generator) -> tuple[list[Any], Any]:
    """Random arguments, good ones as often as bad."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for name, parameter in inspect.signature(call).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        if parameter.default is not parameter.empty and random.random() < 0.6:
            continue
        pool = GOOD.get(name, BAD) if random.random() < 0.7 else BAD
        value = pool[int(random.integers(len(pool)))]
        if name == "progress" and callable(value):  # what a caller's function raises is his own
            value = lambda *numbers: None  # noqa: ARG005, E731
        if parameter.kind is parameter.POSITIONAL_ONLY or not (kwargs or random.random() < 0.2):
            args.append(value)
        else:
            kwargs[name] = value
    return args, kwargs


def fits(call: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]) -> bool:
    """Whether the arguments fit the signature."""
    try:
        inspect.signature(call).bind(*args, **kwargs)
    except TypeError:
        return False
    return True


def faults(count: int, seed: int) -> Iterator[str]:
    """Make so many calls, and yield a text for every fault."""
    random, calls = np.random.default_rng(seed), public()
    rates = [1 / max([1, *(v for k, v in SLOW.items() if k in name)]) for name in calls]
    names, shares = list(calls), np.array(rates) / sum(rates)
    for number in range(count):
        name = names[int(random.choice(len(names), p=shares))]
        args, kwargs = arguments(calls[name], random)
        if not fits(calls[name], args, kwargs):
            continue
        with warnings.catch_warnings(), np.errstate(all="raise" if number % 2 else None):
            warnings.simplefilter("error")
            # that other states may have the same spin rapidity is meant to be said
            warnings.filterwarnings("ignore", "gamma . n_particles", UserWarning)
            # and so is that a search for states was not allowed to find enough
            warnings.filterwarnings("ignore", "the search reached the share", UserWarning)
            try:
                calls[name](*args, **kwargs)
            except yg.YangGaudinError:
                pass
            except Exception as error:  # noqa: BLE001 - any other is a fault
                yield f"{name}: {type(error).__name__}: {error} for {args!r:.200} {kwargs!r:.200}"


def summary(found: list[str]) -> str:
    """Count the faults of each name and kind."""
    kinds = Counter(": ".join(text.split(": ")[:2]) for text in found)
    return "\n".join(f"{number} x {kind}" for kind, number in kinds.most_common())
