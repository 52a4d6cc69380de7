"""Facts that cannot be true together: no advice is given, only what is wrong.

impossible: ANC is above WBC        ANC 3, WBC 2                   impossible-patient
a fork none of whose branches fits, or two whose branches must     contradictory-facts
"""

from __future__ import annotations

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.statuses import Statuses
from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE


def refusals(evaluation: Evaluation, found: Statuses) -> list[Problem]:
    """Every reason to refuse the patient: impossible facts first; if there are none, contradictions."""
    return _impossible(evaluation) or _contradictions(evaluation, found)


def _impossible(evaluation: Evaluation) -> list[Problem]:
    return [
        Problem(
            "impossible-patient",
            f"The guideline says that no patient can have this: {text}.",
            NOWHERE,
            "Advice for a patient who cannot exist would mean nothing.",
            "Check the values this sentence reads.",
        )
        for condition, text in evaluation.graph.impossible
        if evaluation.truth(condition)
    ]


def _contradictions(evaluation: Evaluation, found: Statuses) -> list[Problem]:
    defined = {value: name for name, (_, value) in evaluation.graph.defined.items()}
    forks = [(fork.id, fork.span) for fork in found.torn]
    labels = [
        (f"definitions/{defined.get(label, label)}", NOWHERE) for label in dict.fromkeys(evaluation.contradictory)
    ]
    return [
        Problem(
            "contradictory-facts",
            f'The facts fit no single branch of "{name}".',
            span,
            "Each patient fits exactly one branch, so these facts contradict each other.",
            "Check the values it reads.",
        )
        for name, span in (*forks, *labels)
    ]
