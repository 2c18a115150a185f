"""Numbers with units from the words of the command line."""

from __future__ import annotations

from ..errors import DomainError
from .words import UsageError


def si_word(option: str, text: str, unit: str) -> float:
    """Return the number of a word in a unit; what is no such word is a mistake of the typist."""
    from ..lab.words import si_number

    try:
        return si_number(option, text, unit)
    except DomainError as mistake:
        raise UsageError(str(mistake)) from None
