"""The host gas at a temperature: Yang-Yang thermodynamics.

`yang_yang.py` solves the equation on given panels, `adaptive.py` finds the panels, `thin.py` solves
thin gases, and `states.py` chooses between the two; `domain.py` says which gases are computed,
`thermal_gas.py` has the quantities, and `columns.py` and `tables.py` have many gases at once, which
`neighbours.py` finds from one another.
"""
