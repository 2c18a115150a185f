"""Grids of quantities: on two cores or a cluster, resumable, as an `xarray.Dataset`.

`systems.py` says which quantities belong to which coordinates, `columns.py` computes them for many
points at once, `definition.py` cuts a grid into chunks, `chunks.py` is what a worker does with one
of them.  `engines.py` and `cluster.py` have them done, `store.py` keeps what was found and
`status.py` looks at it, `results.py` puts it together, `dataset.py` gives it labels, and `sweep.py`
is what is called.
"""
