"""Bethe equations for many atoms: the equations of `dense`, with sums over panels."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property, partial
from typing import Protocol

import numpy as np

from ..panels import Array
from .conjugate_gradient import conjugate_gradient
from .dense import largest_relative_to_unit, relative_size
from .displaced import DisplacedCloud
from .flips import Flips
from .mirror import EVEN, ODD, Pairs
from .panel_sums import Cloud, PhaseSums, chebyshev_order
from .woodbury import LARGEST, Woodbury, basis_size

_TOLERANCE = 1e-8
_WIDEST = 0.6
# share of a panel's width that an atom may be outside of it
_MARGIN = 0.15


def panel_width(n_atoms: int, extent: float) -> float:
    """Width of the panels that costs least: narrow ones need few polynomials, but are many."""
    widest = min(_WIDEST, 2 * extent)
    best, least = widest, math.inf
    for k in range(10):
        width = widest / 3 ** (k / 2)
        order = chebyshev_order(width / 2)
        size = math.ceil(extent / width + 0.5) * order
        cost = n_atoms * (order**2 + 60 * order) + size**3
        if size > LARGEST:
            break
        if cost < least:
            best, least = width, cost
    return best


class MirrorSums:
    """The sums over all atoms of a mirror-symmetric state, on its panels and at its atoms.

    Attributes
    ----------
    moments, series : array, shape (2n + 1, p)
        Moments of the atoms, coefficients of Σ_l θ(x - x_l).
    phase, diagonal : array, shape (m,)
        That sum at the atoms up to π ``passed``, and cL + Σ_l θ'(x - x_l).
    """

    def __init__(self, pairs: Pairs, length: float, sums: PhaseSums, x: Array) -> None:
        self.pairs, self.sums, self.cloud = pairs, sums, Cloud(sums, x)
        self.moments = sums.both_sides(self.cloud.gather(pairs.weight), EVEN)
        self.series = sums.of_parity(sums.phases(self.moments), ODD)
        slopes = sums.of_parity(sums.slopes(self.moments), EVEN)
        self.phase, slope = self.cloud.spread(np.stack([self.series, slopes], axis=-1)).T
        self.diagonal = length + slope
        self.passed = sums.passed(self.moments)

    @cached_property
    def _woodbury(self) -> Woodbury | None:
        small = basis_size(self.sums) <= LARGEST
        return Woodbury(self.cloud, self.diagonal, self.pairs) if small else None

    @property
    def is_direct(self) -> bool:
        """Whether `solve` is exact."""
        return self._woodbury is not None

    def solve(self, right: Array, parity: int) -> Array:
        """Solve with the Hessian, or with its diagonal if the panels are too many."""
        if self._woodbury is None:
            return np.asarray(right / self.diagonal)
        return self._woodbury.solve(right, parity)


class GroundEquations:
    """Eq. (2) of the ground state, upper half of the atoms."""

    def __init__(self, pairs: Pairs, length: float) -> None:
        self.pairs, self.length = pairs, length
        self._sums: PhaseSums | None = None

    def residual(self, x: Array) -> Array:
        """Left minus right sides, shape (m,)."""
        extent = float(x[-1])
        if self._sums is None or extent > self._sums.extent:
            self._sums = PhaseSums(1.001 * extent, panel_width(self.pairs.n_atoms, extent))
        self._at = at = MirrorSums(self.pairs, self.length, self._sums, x)
        integer = 2 * self.pairs.ground_quantum_numbers - at.cloud.of_panels(at.passed)
        return np.asarray(self.length * x + at.phase - math.pi * integer)

    def step(self, x: Array, residual: Array) -> Array:
        """Newton's step on odd functions."""
        at, sums, weight = self._at, self._at.sums, self.pairs.weight
        if at.is_direct:
            return at.solve(-residual, ODD)

        def product(step: Array) -> Array:
            images = sums.slopes(sums.both_sides(at.cloud.gather(weight * step), ODD))
            return np.asarray(at.diagonal * step - at.cloud.spread(images))

        step = conjugate_gradient(
            product, -residual, lambda r: at.solve(r, ODD), self.inner, _TOLERANCE
        )
        assert step is not None
        return step

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, x: Array) -> float:
        """Largest step relative to the rapidity that makes it; the centre stays where it is."""
        first = self.pairs.n_atoms % 2
        return float(np.max(np.abs(step[first:] / x[first:]), initial=0.0))


class ReferenceSums:
    """The ground state on panels that reach as far as other states need them."""

    def __init__(self, pairs: Pairs, length: float, x: Array) -> None:
        self.pairs, self.length, self.x = pairs, length, x
        self._sums: MirrorSums | None = None

    def reaching(self, extent: float) -> MirrorSums:
        """On panels for atoms at |x| up to extent."""
        if self._sums is None or extent > self._sums.sums.extent:
            extent = 1.1 * max(extent, float(self.x[-1]))
            sums = PhaseSums(extent, panel_width(self.pairs.n_atoms, extent), _MARGIN)
            self._sums = MirrorSums(self.pairs, self.length, sums, self.x)
        return self._sums


class ShiftEquations:
    """Eq. (9): the shifts of all rapidities against the ground state, even and odd part.

    Atoms that stay in their panel count by the moments of their displacement; those that leave it,
    where they come from and where they go.
    """

    def __init__(self, ground: ReferenceSums, jumps: Array, flips: Flips) -> None:
        self.pairs, self.length, self.ground = ground.pairs, ground.length, ground.x
        self.jumps, self.flips = jumps, flips
        self._grounds = ground

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (2, m)."""
        even, odd = shifts
        extent = float(np.max(np.abs(self.ground + odd) + np.abs(even)))
        self._reference = self._grounds.reaching(extent)
        sums, weight = self._reference.sums, self.pairs.weight
        self._upper = Cloud(sums, self.ground + odd + even)
        self._lower = Cloud(sums, self.ground + odd - even)
        stays = np.abs(even) + np.abs(odd) <= sums.reach
        near = DisplacedCloud(sums, self.ground[stays], shifts[:, stays])
        from_, up, down = (Cloud(sums, cloud.x[~stays])
                           for cloud in (self._reference.cloud, self._upper, self._lower))  # fmt: skip
        stretched, moved = near.gather(weight[stays])
        if not stays.all():
            leaving = weight[~stays]
            gone_up, gone_down = up.gather(leaving) / 2, down.gather(leaving) / 2
            stretched = stretched + gone_up + gone_down - from_.gather(leaving)
            moved = moved + gone_up - gone_down
        self._stretched = sums.both_sides(stretched, EVEN)
        self._moved = sums.both_sides(moved, ODD)
        odd_series = sums.of_parity(sums.phases(self._stretched), ODD)
        even_series = sums.of_parity(sums.phases(self._moved), EVEN)
        odd_passed, even_passed = sums.passed(self._stretched), sums.passed(self._moved)

        sides, integer = self.length * shifts, -2 * self.jumps
        sides[:, stays] += near.spread(self._reference.series, odd_series, even_series)
        integer[:, stays] += [near.of_panels(even_passed), near.of_panels(odd_passed)]
        if not stays.all():
            after = self._reference.series + odd_series
            sides[:, ~stays] += _change(
                from_.spread(self._reference.series),
                *(cloud.spread(series) for series in (after, even_series) for cloud in (up, down)),
            )
            before = self._reference.passed
            integer[:, ~stays] += _change(
                from_.of_panels(before),
                *(
                    cloud.of_panels(passed)
                    for passed in (before + odd_passed, even_passed)
                    for cloud in (up, down)
                ),
            )
        self.flips.settle(self.pairs.all_of(self._upper.x, self._lower.x))
        sides += math.pi * integer - self.flips.phase_parts(self._upper.x, self._lower.x)
        if self.pairs.n_atoms % 2:
            sides[ODD, 0] = 0.0
        return sides

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step; without the flipped spins' part should the Hessian not be positive."""
        sums, weight, reference = self._upper.sums, self.pairs.weight, self._reference
        clouds = (self._upper, self._lower)
        stretch = sums.of_parity(sums.slopes(reference.moments + self._stretched), EVEN)
        move = sums.of_parity(sums.slopes(self._moved), ODD)
        bare = self.length + np.stack(
            [clouds[0].spread(stretch + move), clouds[1].spread(stretch - move)]
        )
        slopes = self.flips.slopes(np.stack([clouds[0].x, -clouds[1].x]))
        response = self.flips.response((slopes @ weight).sum(axis=1))
        diagonal = bare - slopes.sum(axis=0)

        def product(parts: Array, flipped: bool = True) -> Array:
            both = np.stack([parts[EVEN] + parts[ODD], parts[EVEN] - parts[ODD]])
            up, down = (c.gather(weight * v) for c, v in zip(clouds, both, strict=True))
            even_series = sums.slopes(sums.both_sides((up + down) / 2, EVEN))
            odd_series = sums.slopes(sums.both_sides((up - down) / 2, ODD))
            images = (diagonal if flipped else bare) * both
            images[0] -= clouds[0].spread(even_series + odd_series)
            images[1] -= clouds[1].spread(even_series - odd_series)
            if flipped:
                driven = response @ ((slopes * both) @ weight).sum(axis=1)
                images += np.tensordot(driven, slopes, axes=1)
            return np.stack([images[0] + images[1], images[0] - images[1]]) / 2

        def precondition(parts: Array) -> Array:
            return np.stack([reference.solve(parts[parity], parity) for parity in (EVEN, ODD)])

        return _newton_step(product, residual, precondition, self.inner)

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product over all atoms."""
        return self.pairs.inner(one, other)

    def relative_size(self, step: Array, shifts: Array) -> float:
        """Largest step of either parity, relative to what matters in the energy."""
        return relative_size(step, shifts, self.ground)


class JumpEquations:
    """Eq. (9) where the quantum numbers of mirror pairs change unequally: all N atoms by themselves.

    Parameters
    ----------
    jumps : array, shape (N,)
        I_j - I_j⁰.
    """

    def __init__(self, ground: ReferenceSums, jumps: Array, flips: Flips) -> None:
        self.pairs, self.length = ground.pairs, ground.length
        self.ground = self.pairs.all_of(ground.x, ground.x)
        self.jumps, self.flips, self._grounds = jumps, flips, ground

    def residual(self, shifts: Array) -> Array:
        """Left minus right sides, shape (N,)."""
        places = self.ground + shifts
        self._reference = reference = self._grounds.reaching(float(np.max(np.abs(places))))
        sums = reference.sums
        self._cloud = Cloud(sums, places)
        stays = np.abs(shifts) <= sums.reach
        near = DisplacedCloud(
            sums, self.ground[stays], np.stack([np.zeros_like(shifts[stays]), shifts[stays]])
        )
        start, end = Cloud(sums, self.ground[~stays]), Cloud(sums, places[~stays])
        one = np.ones(len(end.x))
        self._change, _ = near.gather(np.ones(len(near.x)))
        self._change += end.gather(one) - start.gather(one)
        series, passed = sums.phases(self._change), sums.passed(self._change)
        sides, integer = self.length * shifts, -2 * self.jumps
        none = np.zeros_like(series)
        sides[stays] += near.spread(reference.series, series, none)[ODD]
        integer[stays] += near.of_panels(passed)
        sides[~stays] += end.spread(reference.series + series) - start.spread(reference.series)
        integer[~stays] += end.of_panels(reference.passed + passed)
        integer[~stays] -= start.of_panels(reference.passed)
        self.flips.settle(places)
        return np.asarray(sides + math.pi * integer - self.flips.phases(places))

    def step(self, shifts: Array, residual: Array) -> Array:
        """Newton's step; without the flipped spins' part should the Hessian not be positive."""
        cloud, reference = self._cloud, self._reference
        sums = cloud.sums
        bare = self.length + cloud.spread(sums.slopes(reference.moments + self._change))
        slopes = self.flips.slopes(cloud.x)
        response = self.flips.response(slopes.sum(axis=1))
        diagonal = bare - slopes.sum(axis=0)

        def product(step: Array, flipped: bool = True) -> Array:
            image = (diagonal if flipped else bare) * step
            image -= cloud.spread(sums.slopes(cloud.gather(step)))
            return image + (response @ (slopes @ step)) @ slopes if flipped else image

        def precondition(right: Array) -> Array:
            parts = self.pairs.fold(right)
            return self.pairs.unfold(
                np.stack([reference.solve(parts[parity], parity) for parity in (EVEN, ODD)])
            )

        return _newton_step(product, residual, precondition, self.inner)

    def inner(self, one: Array, other: Array) -> float:
        """Scalar product."""
        return float(one @ other)

    def relative_size(self, step: Array, shifts: Array) -> float:
        """Largest step in units of c, or relative to the largest shift if that is smaller."""
        return largest_relative_to_unit(step, shifts)


class _Product(Protocol):
    """The product with the Hessian, with or without the part of the flipped spins."""

    def __call__(self, step: Array, /, flipped: bool = True) -> Array: ...


def _newton_step(
    product: _Product,
    residual: Array,
    precondition: Callable[[Array], Array],
    inner: Callable[[Array, Array], float],
) -> Array:
    """-H⁻¹ times the residual; without the flipped spins' part should H not be positive."""
    step = conjugate_gradient(product, -residual, precondition, inner, _TOLERANCE)
    if step is None:
        bare = partial(product, flipped=False)
        step = conjugate_gradient(bare, -residual, precondition, inner, _TOLERANCE)
    assert step is not None
    return step


def _change(before: Array, odd_up: Array, odd_down: Array, even_up: Array, even_down: Array) -> Array:
    """Even and odd part, (2, m), of the change of a sum at pairs that go to up and -down."""
    return np.stack(
        [
            (odd_up - odd_down + even_up + even_down) / 2,
            (odd_up + odd_down + even_up - even_down) / 2 - before,
        ]
    )
