"""What a check is: a function from a guideline and its graph to problems.

Its docstring (What / Why / Fix / Example) is its web page.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.guideline import Guideline
from caretree.problems.problem import Problem
from caretree.solver.obligation import Obligation


class CheckInput(Struct, frozen=True):
    """Everything a check may look at.

    ``article`` gives the bytes of a source's article by file name, where the articles are at hand; ``today`` is
    ``None`` where the day must not matter (a build writes the same bytes on every day). ``obligations`` is what came of
    the proofs; empty where they were not asked for.
    """

    guideline: Guideline
    graph: DecisionGraph
    article: Callable[[str], bytes | None] | None = None
    today: date | None = None
    obligations: tuple[Obligation, ...] = ()


Check = Callable[[CheckInput], list[Problem]]
