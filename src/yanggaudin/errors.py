"""Every error this package raises on purpose."""


class YangGaudinError(Exception):
    """Base of all errors of the package."""


class DomainError(YangGaudinError, ValueError):
    """An argument lies outside the domain of the quantity asked for."""


class ShortMemoryError(DomainError):
    """Too little memory is at hand; a larger machine would have an answer."""


class AccuracyError(YangGaudinError, ArithmeticError):
    """The result could be computed, but not to the accuracy promised."""


class MissingPackageError(YangGaudinError, ImportError):
    """An optional package is needed that is not installed."""


class ConvergenceError(YangGaudinError, ArithmeticError):
    """An iteration did not reach its fixed point."""


class SweepError(YangGaudinError, RuntimeError):
    """A sweep cannot go on, or not with this store; what the store has is kept."""


class ValidityWarning(UserWarning):
    """A result whose assumptions, stated with their figure, hold badly."""
