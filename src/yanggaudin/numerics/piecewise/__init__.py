"""Functions from tables of piecewise polynomials.

`record` says what a function is, `function` takes an argument of any kind to one of three
evaluators: `number` for one float, `numpy_array`, and `standard_array` for the Python array API.
"""
