"""The Python names of what a guideline declares: snake case, never a keyword, never a name the module needs itself."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable
from fractions import Fraction

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.names import snake

WORDS = {
    "calendar_days": ("completed_years", "shifted_date"),
    "facts": (
        "Labels",
        "PossibleFacts",
        "Series",
        "CoursePossible",
        "among",
        "assumed",
        "course_is",
        "course_start",
        "grade",
        "in_phase",
        "is_offered",
        "meets_cutoff",
        "not_known",
        "now",
        "number_by_fork",
        "phase_clock",
        "remembered",
        "reported_unit",
        "today",
    ),
    "intervals": (
        "Interval",
        "above",
        "at_least",
        "at_most",
        "below",
        "divided",
        "highest",
        "known",
        "logarithm",
        "lowest",
        "minus",
        "plus",
        "rounded",
        "square_root",
        "times",
        "to_the_power",
    ),
    "series": (
        "average_of",
        "changing",
        "earliest",
        "earliest_date",
        "highest_of",
        "latest",
        "latest_date",
        "lowest_of",
        "newest",
        "number_of",
        "previous",
        "recent",
        "reported_in",
        "sustained",
        "total_of",
        "up_to_newest",
    ),
    "truth": ("Truth", "all_of", "any_of", "at_least_of", "exactly_of", "negated", "score_between"),
}
"""The words conditions are written with, by the runtime file they stand in."""

RESERVED = frozenset(
    [*keyword.kwlist, *keyword.softkwlist, *dir(builtins), *(word for words in WORDS.values() for word in words)]
    + ["against", "also_when", "block", "branch", "choice", "conflict", "fork", "gap", "nothing_further", "offer"]
    + [
        "report",
        "until_known",
        "p",
        "patient",
        "decide",
        "definitions",
        "explain",
        "schema",
        "sql",
        "way",
        "Fraction",
        "annotations",
        "self",
        "cls",
        "at",
        "phases",
    ]
)


def python_name(text: str, taken: Iterable[str] = ()) -> str:
    """A free Python name for a declared name."""
    name = snake(text) or "unnamed"
    if name[0].isdigit():
        name = f"n_{name}"
    used = set(taken)
    while name in RESERVED or name in used:
        name += "_"
    return name


OWN = ("self", "at", "phases", "known", "facts", "model", "from_mapping")
"""What a patient is made of besides its inputs."""


def input_keys(graph: DecisionGraph) -> dict[str, str]:
    """The Python name of each input by its identity."""
    keys: dict[str, str] = {}
    for given in graph.guideline.inputs:
        name = snake(given.name.long) or "unnamed"
        name = f"n_{name}" if name[0].isdigit() else name
        while name in keys.values() or keyword.iskeyword(name) or name in OWN:
            name += "_"
        keys[given.name.id] = name
    return keys


def module_name(graph: DecisionGraph) -> str:
    """The module of a guideline."""
    return python_name(graph.guideline.header.id)


def constant_name(value: Fraction) -> str:
    """The module's name of an exact number: ``N_20``, ``N_0_5``, ``N_1_OVER_3``."""
    sign = "MINUS_" if value < 0 else ""
    size = abs(value)
    places = next((n for n in range(31) if (size * 10**n).denominator == 1), None)
    if places is None:
        return f"N_{sign}{size.numerator}_OVER_{size.denominator}"
    digits = str(size.numerator * 10**places // size.denominator).rjust(places + 1, "0")
    return f"N_{sign}{digits}" if not places else f"N_{sign}{digits[:-places]}_{digits[-places:]}"
