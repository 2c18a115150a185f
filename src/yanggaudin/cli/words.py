"""Numbers and couplings from the words of the command line and of standard input."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple

from cyclopts import Parameter, Token

# a table of a million rows is a file of 100 MB: more is a slip of the finger
MOST_POINTS = 1_000_000
_NUMBERS = "write 0.5, 1e-3, 1/3, inf, or a range such as 0.1:10:50log or 0:6:25lin"
_INFINITE = {"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"}


class UsageError(Exception):
    """The command line is not understood."""


class InterruptedByUser(Exception):  # noqa: N818 - it is none
    """An interrupt, and what is left of the work."""


class Word(NamedTuple):
    """A word, and the line of standard input that it stands in, if it does not come from there."""

    text: str
    line: int = 0

    @property
    def place(self) -> str:
        """What an error about this word begins with."""
        return f"line {self.line} of standard input: " if self.line else ""


def _whole_number(_: type, tokens: Sequence[Token]) -> int:
    """Return the whole number of an option; cyclopts itself would turn 2.5 into 2."""
    try:
        return int(tokens[0].value)
    except ValueError:
        raise ValueError(f"{tokens[0].value!r} is no whole number") from None


WholeNumber = Annotated[int, Parameter(converter=_whole_number)]
Numbers = Annotated[str, Parameter(allow_leading_hyphen=True)]
Coupling = Annotated[str, Parameter(allow_leading_hyphen=True, help=f"Coupling γ: {_NUMBERS}.")]


def read_words(words: Sequence[str]) -> list[Word]:
    """Return the words, in place of a dash those of standard input but for its # comments."""
    read: list[Word] = []
    for word in words:
        if word != "-":
            read.append(Word(word))
        elif sys.stdin is None:
            raise UsageError("there is no standard input to read couplings from")
        else:
            text = sys.stdin.read().removeprefix("\ufeff")  # as some editors begin a file
            lines = enumerate(text.splitlines(), start=1)
            read += [Word(word, i) for i, line in lines for word in line.split("#")[0].split()]
    if not read:
        raise UsageError("give at least one coupling γ, or - to read them from standard input")
    return read


def numbers(name: str, words: Sequence[str | Word]) -> list[float]:
    """Return the numbers of words, those of a range in its place; `name` is for the errors."""
    found: list[float] = []
    for given in words:
        word = given if isinstance(given, Word) else Word(given)
        try:
            if ":" in word.text:
                found += _range(word.text)
            else:
                found.append(_number(word.text))
        except UsageError as error:
            raise UsageError(f"{word.place}{name}: {error}") from None
    return found


def couplings(
    words: Sequence[str],
    check: Callable[[float], object],
    sure: tuple[float, float] | None = None,
) -> list[float]:
    """Return the couplings of words; `check` refuses one that there is no gas of.

    Between the two that are `sure`, those of the ground state unless given, there are gases.
    """
    from ..arguments import LARGEST_COUPLING, SMALLEST_COUPLING

    low, high = sure or (SMALLEST_COUPLING, LARGEST_COUPLING)
    read = read_words(words)
    try:
        found = [float(word.text) for word in read]
        if all(low <= value <= high for value in found):
            return found  # the lines of long inputs are plain numbers
    except ValueError:
        pass
    found = []
    for word in read:
        values = numbers("coupling", [word])
        for value in values:
            if not low <= value <= high:
                try:
                    check(value)
                except ValueError as error:
                    raise type(error)(f"{word.place}{error}") from None
        found += values
    return found


def one_coupling(
    command: str, words: Sequence[str], check: Callable[[float], object] | None = None
) -> float:
    """Return the one coupling that a command takes; `check` as for `couplings`."""
    from ..arguments import coupling

    if not words:
        raise UsageError(f"{command} needs a coupling γ")
    values = couplings(words, check or coupling)
    if len(values) != 1:
        raise UsageError(f"{command} takes one coupling, got {len(values)}: {' '.join(words)}")
    return values[0]


def whole_numbers(option: str, text: str) -> list[int]:
    """Return the whole numbers of an option, separated by commas."""
    try:
        return [int(word) for word in text.split(",")]
    except ValueError:
        raise UsageError(f"{option} takes whole numbers with commas, got {text!r}") from None


def _number(text: str) -> float:
    """Return one number, which is a double or rounds to one."""
    try:
        exact = Fraction(text) if "/" in text else None
        value = float(text if exact is None else exact)
    except OverflowError:
        value = math.inf
    except (ValueError, ZeroDivisionError):
        value = math.nan
    if math.isnan(value):
        raise UsageError(f"{text!r} is no number; {_NUMBERS}")
    if math.isinf(value) and text.lower() not in _INFINITE:
        raise UsageError(f"{text} is too large for a double (below 1.8e308); inf is the limit")
    if value == 0 and (Decimal(text) if exact is None else exact):
        raise UsageError(f"{text} is too small for a double (above 5e-324); 0 is the limit")
    return value


def _range(text: str) -> list[float]:
    """Return the numbers of start:stop:count with log or lin for the kind of steps."""
    import numpy as np

    start, stop, count, *more = [*text.split(":"), "", ""]
    kind = count[-3:]
    if any(more) or kind not in {"log", "lin"} or not count[:-3].isdecimal():
        raise UsageError(f"{text!r} is no range: start:stop:count, and log or lin, as 0.1:10:50log")
    low, high, n = _number(start), _number(stop), int(count[:-3])
    if not 2 <= n <= MOST_POINTS:
        raise UsageError(f"{text!r} must have from 2 to {MOST_POINTS} points")
    if not math.isfinite(high - low):
        raise UsageError(f"{text!r} must have finite ends")
    if kind == "log" and not (low > 0 and high > 0):
        raise UsageError(f"{text!r} has logarithmic steps and needs ends > 0; take lin")
    space = np.geomspace if kind == "log" else np.linspace
    values: list[float] = space(low, high, n).tolist()
    return values
