"""A function of numbers and arrays of any kind."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from ...arguments import number_array, real_number, scalar_or_array
from ...foreign import bare
from . import number, numpy_array, standard_array
from .record import Record


class PiecewiseFunction(Record):
    """A record that can be called."""

    def __call__(self, argument: Any) -> Any:
        """Return the value: a float for a number, else an array of the argument's shape and kind.

        What is no array is made one by NumPy.
        """
        if type(argument) in {float, np.float64}:  # a class of its own may have a unit
            return number.evaluate(self, float(argument))
        if isinstance(argument, (Real, Decimal)) and not isinstance(argument, bool):
            return number.evaluate(self, real_number(self.argument, argument))
        plain = bare(self.argument, argument)
        if not isinstance(plain, (np.ndarray, np.generic, list, type)):
            from array_api_compat import array_namespace, is_array_api_obj

            if is_array_api_obj(plain):
                return standard_array.evaluate(self, plain, array_namespace(plain))
        values = numpy_array.evaluate(self, number_array(self.argument, plain))
        return scalar_or_array(values, argument)
