"""Panels of x ≥ 0 up to infinity, and kernels between their nodes, against closed forms."""

import math

import numpy as np
import pytest

from yanggaudin.two_components.half_line import Folded
from yanggaudin.two_components.kernels import Kernel
from yanggaudin.two_components.line_panels import LinePanels, Neighbourhood

SCALE = 8.0


def lorentzian(width: float, x: np.ndarray) -> np.ndarray:
    return np.asarray(width / np.pi / (width**2 + x * x))


def line(count: int = 12) -> LinePanels:
    return LinePanels(np.linspace(0, SCALE, count + 1), SCALE)


@pytest.mark.parametrize("width", [1.0, 3.0, 20.0])
@pytest.mark.parametrize("shift", [0.0, -2 / 3])
def test_lorentzians_fold_to_lorentzians(width: float, shift: float) -> None:
    """L_1 * L_w = L_{1+w} on the real line and beside it, relative to what it is far away."""
    panels = line()
    kernel = Kernel(lambda z: 1 / (np.pi * (1 + z * z)), 1.0, shift)
    folded = Folded(kernel, panels, panels)
    exact = (1 + width) / np.pi / ((1 + width) ** 2 + (panels.x + 1j * shift) ** 2)
    found = folded.even @ lorentzian(width, panels.x)
    near = panels.x < 3000
    assert np.count_nonzero(~near) > 1  # x is up to 7e4
    assert np.abs(found / exact - 1)[near].max() < 1e-13
    assert np.abs(found / exact - 1).max() < 1e-10


def test_charge_in_a_line_that_ends() -> None:
    """∫ L_1(x - y) y² dy from -X to X, X = 5, at x within and beyond."""
    panels, end = LinePanels(np.linspace(0, 5, 5)), 5.0
    targets = LinePanels(np.linspace(0, 12, 4))
    kernel = Kernel(lambda z: 1 / (np.pi * (1 + z * z)), 1.0)
    found = Folded(kernel, targets, panels).even.real @ panels.x**2
    x = targets.x
    angle = np.arctan(end - x) + np.arctan(end + x)
    logarithm = np.log((1 + (end - x) ** 2) / (1 + (end + x) ** 2))
    exact = (2 * end + x * logarithm + (x * x - 1) * angle) / np.pi
    assert found == pytest.approx(exact, rel=1e-13, abs=1e-13)


def test_integrals_to_infinity() -> None:
    panels = line()
    assert panels.integral(lorentzian(3.0, panels.x)) == pytest.approx(0.5, rel=1e-14, abs=0)


def test_slopes_and_interpolation() -> None:
    panels = line()
    values = lorentzian(3.0, panels.x)
    exact = -2 * panels.x * values / (9 + panels.x**2)
    assert panels.slope(values) == pytest.approx(exact, rel=0, abs=1e-12)
    x = np.array([0.0, 0.3, 7.0, 1e3, 1e9])
    assert panels.interpolate(values, x) == pytest.approx(lorentzian(3.0, x), rel=0, abs=1e-15)


@pytest.mark.parametrize("scale", [SCALE, math.inf])
def test_what_is_near_a_far_point_keeps_its_digits(scale: float) -> None:
    """At x = 1e7, where a rounding of s is 1e-3 in x."""
    x, steps = np.array([[1e7], [0.25], [-3.0]]), np.array([-0.3, 0.7, 5.0])
    there = Neighbourhood(x, scale)
    sigma = there.root(steps)
    exact = np.array([-steps, [0.25, -0.7, -5.0], [-3.0, -3.0, -5.0]])
    assert there.distance(sigma) == pytest.approx(exact, rel=1e-12, abs=0)
    y, h = x - exact, 1e-4
    slopes = (there.root(steps + h) - there.root(steps - h)) / (2 * h)
    inner = y > h
    assert (there.stretch(sigma) * slopes)[inner] == pytest.approx(1.0, rel=1e-7)
