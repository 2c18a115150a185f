"""The same examples every time: a failure is a fault of the change, not of the day."""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")
