"""Linear equations by their products only, against a dense solution."""

import numpy as np
import pytest

from yanggaudin.errors import ConvergenceError
from yanggaudin.numerics.gmres import gmres


def test_solution_is_that_of_a_dense_matrix() -> None:
    rng = np.random.default_rng(1)
    matrix = np.eye(150) + 0.3 * rng.standard_normal((150, 150)) / np.sqrt(150)
    right = rng.standard_normal(150)
    found = gmres(lambda x: matrix @ x, right, 1e-15)
    assert np.max(np.abs(found - np.linalg.solve(matrix, right))) < 1e-13
    rough = gmres(lambda x: matrix @ x, right, 1e-3)
    residual = np.linalg.norm(matrix @ rough - right) / np.linalg.norm(right)
    assert 1e-5 < residual < 1e-3


def test_right_side_of_nothing() -> None:
    assert not gmres(lambda x: x, np.zeros(3), 1e-15).any()


def test_what_does_not_converge_is_refused() -> None:
    """A cyclic shift of n numbers leaves the whole residual for n - 1 products."""
    right = np.zeros(1000)
    right[0] = 1.0
    with pytest.raises(ConvergenceError, match="leave a residual of 1"):
        gmres(lambda x: np.roll(x, 1), right, 1e-10)
