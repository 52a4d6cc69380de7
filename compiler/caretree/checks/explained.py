"""The explanations of all problems: those of reading from their files, those of checks from the checks' docstrings.

safety_rules_hold: "Some patient … (``unsafe-advice``). What: … Why: … Fix: …"     Explanation("unsafe-advice", …)
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cache

from msgspec.structs import replace

from caretree.checks import ALL
from caretree.checks.check import Check
from caretree.checks.worked_example import WorkedExample, worked_example
from caretree.problems.explain import Explanation, sentences, written

TOPIC = "Checks of a whole guideline"
NAMES = re.compile(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`")
IN_BRACKETS = re.compile(r"\s*\((?:`[a-z0-9-]+`[,\s]*)+\)")


@cache
def explanations() -> dict[str, Explanation]:
    """Every explanation by its problem's name: first what is found while reading, then what checks find. What both can
    find is explained as when reading, and leads to the check's page."""
    found = {each.name: each for each in written()}
    for each in _of_checks():
        known = found.get(each.name)
        found[each.name] = replace(known, check=each.check) if known else each
    return found


def found_by(check: str) -> list[Explanation]:
    """The explanations of everything one check finds, by the check's name as its page has it; none if there is none."""
    for each in ALL:
        if page_name(each) == check:
            summary, _ = sentences(inspect.cleandoc(each.__doc__ or ""))
            return [explanations()[name] for name in NAMES.findall(summary) if name in explanations()]
    return []


def page_name(check: Check) -> str:
    """What the page of a check is called: ``every-patient-is-covered``."""
    return check.__name__.replace("_", "-")


def example_of(check: str) -> WorkedExample | None:
    """The worked example of a check by the name of its page; none if there is no such check."""
    return next((worked_example(each) for each in ALL if page_name(each) == check), None)


def _of_checks() -> Iterator[Explanation]:
    for check in ALL:
        summary, parts = sentences(inspect.cleandoc(check.__doc__ or ""))
        for name in NAMES.findall(summary):
            shown = IN_BRACKETS.sub("", summary)
            what, why, fix = (parts.get(part, "") for part in ("What", "Why", "Fix"))
            yield Explanation(name, shown, why, fix, what, topic=TOPIC, check=page_name(check))
