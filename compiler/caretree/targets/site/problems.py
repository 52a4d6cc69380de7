"""Every problem by its name, on one page: a message leads here.

Explanation("missing-unit", …)      site/pages/problems/index.md      #### missing-unit {#missing-unit}
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from caretree.problems.explain import Explanation
from caretree.targets.file import GeneratedFile
from caretree.targets.site.checks import prose
from caretree.targets.site.escape import anchor
from caretree.targets.site.page import PAGES, environment

PARTS = {"what": "What it finds", "why": "Why it matters", "fix": "What to do", "example": "Example"}


class ProblemView(Struct, frozen=True):
    """A problem for the page: its summary, the parts that follow, each with its heading, and the page of its check."""

    name: str
    summary: Markup
    parts: tuple[tuple[str, Markup], ...]
    check: str


def problem_page(explanations: Iterable[Explanation]) -> GeneratedFile:
    """The page of all problems, under the topics of their explanations."""
    topics: dict[str, list[ProblemView]] = {}
    for each in explanations:
        parts = tuple((title, prose(text)) for part, title in PARTS.items() if (text := getattr(each, part)))
        topics.setdefault(each.topic, []).append(ProblemView(each.name, prose(each.summary), parts, each.check))
    shown = [(title, anchor("topic", title), views) for title, views in topics.items()]
    text = environment().get_template("problems.md.j2").render(topics=shown)
    return GeneratedFile(f"{PAGES}/problems/index.md", text)
