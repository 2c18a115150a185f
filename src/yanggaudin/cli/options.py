"""What was typed, before it is parsed: unknown options, and options without their value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from cyclopts import App

from .words import UsageError

# names of the library, as the command line calls them
_TYPED = {
    r"\bn_particles(?= must hold)": "--extrapolate",
    r"\bn_particles\b": "--atoms",
    r"\bmagnon=": "--magnon ",
    r"\bmagnon\b": "--magnon",
    r"\bgamma(?= must)": "the coupling",
    r"\btemperature(?= must)": "--temperature",
    r"\bf_perp\b": "--f-perp",
    r"\bf_axial\b": "--f-axial",
    r"\bscattering_length\b": "--scattering-length",
    r"\bn_atoms\b": "--atoms",
    r"\b(peak_)?density(?= must)": "--density",
    r"\bmomentum(?= must)": "--momentum",
    r"\bshare(?= must)": "--share",
    r"\bworkers(?= must)": "--workers",
    r", or pass most_states=\d+": "",
    r"\bchannel(?= must)": "the channel",
    r"\bchemical_potential(?= must)": "--mu",
    r"\bthermal_column\b": "yg.thermal_column of the library",
    r"\bGroundState\b": "yanggaudin gas",
    r"\bThermalGas\b": "yanggaudin thermal",
    r" at index \(\d+,\)": "",
}


def check_options(app: App, words: Sequence[str], before: str = "") -> None:
    """Refuse the first option that its command does not have, or that has no value."""
    if not words or words[0].startswith("-") or words[0] not in set(app):
        return
    command, rest = before + words[0], words[1:]
    group = app[words[0]]
    if {"--help", "-h"} & set(rest):
        return
    if group.default_command is None:  # `lab` has commands of its own
        check_options(group, rest, f"{command} ")
        return
    takes = _options(group)
    rest = rest[: rest.index("--")] if "--" in rest else rest
    values, last, first = 0.0, "", ""
    for word, following in zip(rest, [*rest[1:], "--"], strict=False):
        name, equals, _ = word.partition("=")
        if name.startswith("--"):
            if name not in takes:
                raise UsageError(f"{command} has no option {name}; {_remedy(name, takes)}")
            if takes[name] and not equals and following.startswith("--"):
                raise UsageError(f"{command}: {name} needs a value")
            values, last = takes[name] - bool(equals), name
        elif values > 0:
            values -= 1
        elif first and takes.get(last):  # a list of values was meant, perhaps
            raise UsageError(
                f"{command}: {last} takes one value, and {word} stands apart from {first}; write "
                "what belongs together side by side"
            )
        else:
            first, last = first or word, ""


def as_typed(message: str) -> str:
    """Return a message of the library with the names that the command line has for things."""
    for name, typed in _TYPED.items():
        message = re.sub(name, typed, message)
    return message


def _options(command: App) -> dict[str, float]:
    """Return the options of a command, and how many values each takes."""
    return {
        name: math.inf if all(argument.token_count()) else argument.token_count()[0]
        for argument in command.assemble_argument_collection()
        for name in argument.names
        if name.startswith("--")
    }


def _remedy(name: str, options: Iterable[str]) -> str:
    """Return what an unknown option may have been meant for."""
    close = get_close_matches(name[2:], [option[2:] for option in options], n=1)
    return f"did you mean --{close[0]}?" if close else f"it has {', '.join(options) or 'none'}"
