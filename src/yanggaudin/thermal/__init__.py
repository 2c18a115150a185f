"""The host gas at a temperature: Yang-Yang thermodynamics.

`yang_yang.py` solves the equation on given panels, `adaptive.py` finds the panels, `domain.py` says
which gases are computed, and `thermal_gas.py` has the quantities.
"""
