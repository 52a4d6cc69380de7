"""A pinned line read back as what SQL can be held to: which result, how far it holds, with which strengths.

undecided: consider G-CSF, waits for infection found      Said(("advice", "offer", "g-csf"), 1, ("consider",), …)
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from caretree.acceptance.sql_row import LEVELS
from caretree.decisions.graph import DecisionGraph, ReportNode
from caretree.guideline.blocks import OFFERS, STRENGTHS
from caretree.scenarios.says import words

_STATUS = re.compile(r"(undecided|provisional): (.+)")
_WAITS = re.compile(r"(.+), waits for (.+)")
_STRENGTHS = re.compile(rf"((?:{'|'.join(STRENGTHS)})(?: or (?:{'|'.join(STRENGTHS)}))*) (.+)")


class Said(Struct, frozen=True):
    """``key`` is the result as ``decisions.outline`` has it. ``options`` are those of a choice, each with its status
    and whether it is preferred; ``value`` is a report's text; ``has_more`` is whether the line says more than this."""

    key: tuple[str, ...]
    level: int = 3
    strengths: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    options: tuple[tuple[str, str, bool], ...] = ()
    value: str = ""
    has_more: bool = False


class UnreadLine(AssertionError):
    """A pinned line that has none of the forms: a fault of this reading, never passed over."""


def read_line(graph: DecisionGraph, decision: str, line: str) -> Said:
    """What one line of a decision says. Raises ``UnreadLine``."""
    report = _report(graph, decision, line)
    if report is not None:
        return report
    found = _STATUS.fullmatch(line)
    level, text = (LEVELS[found[1]], found[2]) if found else (3, line)
    waiting = _WAITS.fullmatch(text) if found else None
    waits = tuple(waiting[2].split(" and ")) if waiting else ()
    text = waiting[1] if waiting else text
    silence = _silence(graph, text)
    if silence is not None:
        return Said(silence, level, (), waits)
    spoken = _STRENGTHS.fullmatch(text)
    if spoken is None:
        raise UnreadLine(f"`{line}` cannot be read")
    strengths = tuple(spoken[1].split(" or "))
    return _choice(graph, spoken[2], level, strengths, waits) or _advice(graph, spoken[2], level, strengths, waits)


def _report(graph: DecisionGraph, decision: str, line: str) -> Said | None:
    names = {one.name.id: one.name.long for one in graph.guideline.inputs}
    names |= {one.name.id: one.name.long for one in graph.guideline.definitions}
    for node in graph.nodes.values():
        if isinstance(node, ReportNode) and node.id.startswith(f"{decision}/"):
            start = f"{names.get(node.of, node.of)} is "
            if line.startswith(start):
                return Said(("report", node.id), value=line[len(start) :])
    return None


def _silence(graph: DecisionGraph, text: str) -> tuple[str, ...] | None:
    for one in graph.guideline.gaps:
        if text == f"gap {words(one.name.id)}":
            return ("gap", one.name.id)
    for other in graph.guideline.conflicts:
        if text.partition(", follow ")[0] == f"conflict {words(other.name.id)}":
            return ("conflict", other.name.id)
    return None


def _choice(
    graph: DecisionGraph, text: str, level: int, strengths: tuple[str, ...], waits: tuple[str, ...]
) -> Said | None:
    found = re.match(r"(\w+) of ", text)
    if found is None:
        return None
    names = {action.name.id: action.name.long for action in graph.guideline.actions}
    for block in graph.options.values():
        start = f"{found[1]} of {block.name}: "
        if text.startswith(start):
            shown = [(option.action, names.get(option.action, option.action)) for option in block.options]
            pattern = ", ".join(rf"{re.escape(name)}(?: \((.*?)\))?" for _, name in shown)
            notes = re.fullmatch(pattern, text[len(start) :])
            if notes is None:
                raise UnreadLine(f"`{text}` does not list the options of {block.name}")
            options = tuple(_option(one[0], note or "") for one, note in zip(shown, notes.groups(), strict=True))
            return Said(("choice", block.id, found[1]), level, strengths, waits, options, has_more="when " in text)
    return None


def _option(action: str, notes: str) -> tuple[str, str, bool]:
    parts = notes.split(", ")
    status = next((word for word in ("undecided", "out") if word in parts), "in")
    return action, status, "preferred" in parts


def _advice(graph: DecisionGraph, text: str, level: int, strengths: tuple[str, ...], waits: tuple[str, ...]) -> Said:
    action = named(graph, text)
    if action is None:
        raise UnreadLine(f"`{text}` names no action")
    direction = "offer" if strengths[0] in OFFERS else "against"
    name = next(one.name.long for one in graph.guideline.actions if one.name.id == action)
    return Said(("advice", direction, action), level, strengths, waits, has_more=text != name)


def named(graph: DecisionGraph, text: str) -> str | None:
    """The action a text begins with, the longest name first."""
    for one in sorted(graph.guideline.actions, key=lambda action: -len(action.name.long)):
        if re.match(rf"{re.escape(one.name.long)}(?=$|,| \()", text):
            return one.name.id
    return None


def inputs_called(graph: DecisionGraph, names: Iterable[str]) -> list[str]:
    """The inputs whose plain names these are."""
    known = {words(one.name.id): one.name.id for one in graph.guideline.inputs}
    return [known[name] for name in names if name in known]
