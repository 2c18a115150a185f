"""Form factors, spectra and motion: times, and what the estimates of errors rest on.

    export OPENBLAS_NUM_THREADS=1
    python benchmarks/dynamics.py speed     # five minutes of one core
    python benchmarks/dynamics.py tail      # two minutes
    python benchmarks/dynamics.py motion    # two minutes
    python benchmarks/dynamics.py limits    # one minute: the two tables of what N atoms approach
    python benchmarks/dynamics.py workers   # one minute, of two cores

Times are those of the processor, but for the last.
"""

from __future__ import annotations

import math
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from machine import measured_on

import yanggaudin as yg
from yanggaudin.dynamics import (
    edge_scaling,
    host_correlations,
    injected_motion,
    spectral_function,
)
from yanggaudin.dynamics.channels import Transitions, ground_numbers
from yanggaudin.dynamics.contact_tail import ContactTail
from yanggaudin.dynamics.scan import Goal, search_for
from yanggaudin.dynamics.sum_rules import SumRule
from yanggaudin.numerics.threads import one_blas_thread

# channel, N, γ, momentum in 2π/L, share
_SPECTRA = (
    ("spin_flip", 20, 0.1, 10, 0.99),
    ("spin_flip", 20, 1.0, 10, 0.99),
    ("spin_flip", 20, 10.0, 10, 0.99),
    ("injection", 20, 1.0, 0, 0.99),
    ("injection", 20, 10.0, 0, 0.99),
    ("injection", 20, 10.0, 0, 0.995),
    ("injection", 20, 100.0, 0, 0.99),
    ("injection", 50, 0.1, 0, 0.99),
    ("injection", 50, 1.0, 0, 0.99),
    ("injection", 50, 1.0, 25, 0.99),
    ("spin_flip", 50, 1.0, 25, 0.99),
    ("injection", 50, 10.0, 0, 0.99),
    ("spin_flip", 50, 10.0, 25, 0.99),
)


def speed() -> None:
    """Print times of batches, spectra and one motion."""
    for n in (20, 50):
        _batches(n)
    for channel, n, gamma, quanta, share in _SPECTRA:
        start = time.process_time()
        found = spectral_function(
            channel, gamma, n_particles=n, momentum=quanta, share=share, most_states=100_000
        )
        seconds = time.process_time() - start
        print(
            f"{channel} N = {n}, γ = {gamma:g}, p = {quanta} · 2π/L, {share}: "
            f"{len(found.weights)} states, share {found.share:.4f}, "
            f"first {found.first_moment:.4f}, "
            f"tail {found.tail:.4f} ± {found.errors['tail']:.4f}, {seconds:.2f} s",
            flush=True,
        )
    start = time.process_time()
    motion = injected_motion(3.0, n_particles=20, momentum=15, share=0.99)
    seconds = time.process_time() - start
    missed = float(motion.momentum(0.0)) - motion.initial_momentum
    plateau = np.asarray(motion.momentum([3.0, 3.5, 4.0])).round(3).tolist()
    print(
        f"motion: {len(motion.energies)} states, share {motion.share:.4f}, error "
        f"{motion.error:.4f} = {motion.error / motion.initial_momentum:.2%}, missed at 0 "
        f"{missed:.4f}, p(3, 3.5, 4) = {plateau}, {seconds:.1f} s"
    )


def _batches(n: int) -> None:
    """Print the time of one state and of one form factor in a batch."""
    random = np.random.default_rng(1)
    for channel in ("spin_flip", "injection"):
        transitions = Transitions(channel, 1.0, ground_numbers(n))
        m = transitions.n_final
        numbers = np.tile(ground_numbers(m), (1000, 1))
        numbers[:, -1] += random.integers(0, 6, 1000)
        numbers[:, 0] -= random.integers(0, 6, 1000)
        magnon = random.integers(1, m, 1000)
        best = [math.inf, math.inf]
        for _ in range(5):
            start = time.process_time()
            finals = one_blas_thread(n)(transitions.finals)(numbers, magnon)
            solved = time.process_time()
            one_blas_thread(n)(transitions.weights)(finals)
            end = time.process_time()
            best = [min(best[0], solved - start), min(best[1], end - solved)]
        print(f"{channel} N = {n}: state {best[0]:.3f} ms, form factor {best[1]:.3f} ms")


def tail() -> None:
    """Print the contact tail that nearly complete sums have over the closed form, and its error."""
    for host, sizes in (("bose", (4, 7, 10)), ("fermi", (3, 7, 11))):
        for n in sizes:
            for half_turns in (0.0, 0.5, 1.0, 1.5):
                for gamma in (0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 1000.0):
                    _one_tail(host, n, round(half_turns * n / 2), gamma)


def _one_tail(host: str, n: int, quanta: int, gamma: float) -> None:
    """Compare at K_c from 2.2 to 2.6 times the fastest."""
    transitions = Transitions("injection", gamma, ground_numbers(n), host=host)
    rule = SumRule(transitions, quanta, tail_error=0.01)
    assert rule.tail is not None
    p = 2 * math.pi * quanta / n
    fastest = (math.pi + p) / 2
    known = rule.tail.square, rule.tail.contact
    rule.tail = ContactTail(n, gamma, p, *known, 2.6 * fastest)
    search = search_for(transitions, quanta, rule, Goal(1 - 1e-9, 4000, None, 1))
    finals, _, weights = search.everything()
    relative = gamma * (finals.x[:, -1] - finals.x[:, 0]) / 2
    worst = []
    for cutoff in np.linspace(2.2 * fastest, 2.6 * fastest, 9):
        closed = ContactTail(n, gamma, p, *known, float(cutoff))
        true = 1 - weights.values[relative <= cutoff].sum()
        worst.append(abs(true - closed.weight) / closed.error)
    # where the search itself is not complete to this order, nothing is learnt
    left = abs(1 - rule.shares(search.weight, search.moment)[0]) / rule.tail.error
    print(
        f"{host} N = {n}, p = {p:.2f}, γ = {gamma:g}: {max(worst):.2f} of the stated error; not "
        f"searched {left:.2f}",
        flush=True,
    )


def motion() -> None:
    """Print true errors of motions of a few atoms over those that are stated."""
    for n, gamma, quanta, best in (
        (6, 1.0, 5, 0.9997), (6, 3.0, 4, 0.9995), (6, 10.0, 4, 0.998), (8, 0.3, 6, 0.9999),
        (8, 2.0, 3, 0.999), (10, 1.0, 8, 0.9993), (10, 3.0, 7, 0.998),
    ):  # fmt: skip
        exact = injected_motion(gamma, n_particles=n, momentum=quanta, share=best)
        times = np.linspace(0, 2 * n / max(math.sqrt(gamma), 1.0), 1500)
        true = np.asarray(exact.momentum(times))
        for share in (0.95, 0.97, 0.98, 0.99, 0.995):
            if 1 - share < 2.5 * (1 - exact.share):
                continue
            found = injected_motion(gamma, n_particles=n, momentum=quanta, share=share)
            missed = float(np.abs(np.asarray(found.momentum(times)) - true).max())
            print(f"N = {n}, γ = {gamma:g}, share {share}: {missed / found.error:.2f} of it")


def limits() -> None:
    """Print tables of exponents and of correlations of N atoms beside the infinite system."""
    print("| γ | flip | injection |\n| --- | --- | --- |")
    for gamma in (0.5, 1.0, 10.0):
        scalings = [
            edge_scaling(channel, gamma, n_particles=20, magnon=5, doublings=5)
            for channel in ("spin_flip", "injection")
        ]
        errors = [abs(found.exponent - found.exact) for found in scalings]
        print(f"| {gamma:g} | {errors[0]:.0e} | {errors[1]:.0e} |")
    print("\n| N, γ, share | S(q)/q at the first q; 1/2v | g₂(0); e′ |\n| --- | --- | --- |")
    for n, gamma in ((20, 1.0), (16, 10.0)):
        host = host_correlations(gamma, n_particles=n)
        slope = host.structure_factor[0] / host.momenta[0]
        sound = 1 / (2 * yg.sound_velocity(gamma))
        contact, infinite = host.pair_correlation(0.0), yg.energy_derivative(gamma)
        print(
            f"| {n}, {gamma:g}, 0.99 | {slope:.4f}; {sound:.4f} | {contact:.3f}; {infinite:.4f} |"
        )


def workers() -> None:
    """Print times of searches by two threads over those by one, and the same of NumPy alone."""
    matrices = np.random.default_rng(1).random((400, 50, 50))

    def alone(count: int) -> None:
        def work(_: int) -> None:
            for _ in range(40 // count):
                np.linalg.slogdet(matrices)
                np.arctan(matrices)

        with ThreadPoolExecutor(count) as pool:
            list(pool.map(work, range(count)))

    def search(channel: str, n: int, quanta: int, share: float) -> Callable[[int], object]:
        return lambda count: spectral_function(
            channel, 1.0, n_particles=n, momentum=quanta, share=share, workers=count
        )

    for name, run in (
        ("NumPy", alone),
        ("spin_flip, N = 50", search("spin_flip", 50, 25, 0.985)),
        ("injection, N = 100", search("injection", 100, 0, 0.95)),
    ):
        seconds = np.empty((3, 2))
        for at in np.ndindex(seconds.shape):
            start = time.perf_counter()
            run(1 + at[1])
            seconds[at] = time.perf_counter() - start
        one, two = seconds.min(axis=0)
        print(f"{name}: {two / one:.2f} of {one:.2f} s", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("always")
    {"speed": speed, "tail": tail, "motion": motion, "limits": limits, "workers": workers}[
        sys.argv[1]
    ]()
    print(measured_on())
