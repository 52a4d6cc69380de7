"""What an action says beside its dose, and what the source leaves open about it, as lines for people.

action_details(graph, "weekly-blood-counts")      ["repeat every 1 week until neutrophils normal", …]
caveats(graph, "weekly-blood-counts", ())         ["the source is silent on: when following ends"]
"""

from __future__ import annotations

from collections.abc import Iterable

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.actions import Action
from caretree.guideline.blocks import Fork
from caretree.guideline.doses import DosePlan

_OPEN = {"gap": "the source is silent on", "conflict": "the source contradicts itself on"}


def action_details(graph: DecisionGraph, action: str) -> list[str]:
    """What a combination is made of, how a dose is changed, how often something is repeated, what clinicians are told.

    The doses of a combination's parts are those written, not those of a patient.
    """
    found = _action(graph, action)
    if found is None:
        return []
    schedule = "; ".join(step.text for step in found.schedule)
    told = [f"for clinicians: {each.text}" for each in found.for_clinicians]
    parts = [_part(graph, name, "with ") for name in found.combines]
    parts += [_part(graph, name, "possibly with ") for name in found.possibly]
    return [*parts, *_changes(found.plan), *([schedule] if schedule else []), *told]


def caveats(graph: DecisionGraph, action: str, see: Iterable[str]) -> list[str]:
    """The names of the gaps and conflicts that stand at an action and at the lines that recommend it (``see``, each
    ``gap:<id>`` or ``conflict:<id>``), a line for each kind, each name once."""
    found = _action(graph, action)
    own = [] if found is None else [f"{each.kind}:{each.id}" for each in found.see]
    every = dict.fromkeys((*see, *own))
    guideline = graph.guideline
    shown = {f"gap:{each.name.id}": each.name.shown for each in guideline.gaps}
    shown |= {f"conflict:{each.name.id}": each.name.shown for each in guideline.conflicts}
    lines = []
    for kind, words in _OPEN.items():
        names = [shown[each] for each in every if each.startswith(f"{kind}:") and each in shown]
        lines += [f"{words}: {'; '.join(names)}"] if names else []
    return lines


def _action(graph: DecisionGraph, action: str) -> Action | None:
    return next((each for each in graph.guideline.actions if each.name.id == action), None)


def _part(graph: DecisionGraph, name: str, word: str) -> str:
    part = _action(graph, name)
    if part is None:
        return f"{word}{name}"
    dose = part.plan.dose
    text = (
        ""
        if dose is None
        else "a dose that depends on the patient"
        if isinstance(dose, Fork)
        else dose.text or dose.amount.text
    )
    words = f"{word}{part.name.shown}" + (f", {text.removeprefix('dose ')}" if text else "")
    return words + (f" (not stated by the source: {', '.join(part.not_stated)})" if part.not_stated else "")


def _changes(plan: DosePlan) -> list[str]:
    lines = [_led(f"{each.direction} by ", each.text) for each in plan.adjustments]
    return lines + ([_led("reduce to at most ", plan.taper.text, "reduce")] if plan.taper else [])


def _led(words: str, text: str, start: str = "") -> str:
    """A line with its first words, which its text may hold already."""
    return text if text.startswith(start or words) else f"{words}{text}"
