"""Labels for one patient: the set not ruled out.

neutropenia is graded by ANC, ANC from 0.3 to 0.8      ("severe", "moderate")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from caretree.decisions.expressions import InputLabel, LabelFork, LabelId, LabelNode

if TYPE_CHECKING:
    from caretree.decisions.evaluation import Evaluation


def evaluate_label(label: LabelId, node: LabelNode, evaluation: Evaluation) -> tuple[str, ...]:
    """The possible labels in the order of the label's own list. A label with none left is noted as contradictory."""
    match node:
        case InputLabel(input=name, labels=labels):
            value = evaluation.patient.values.get(name)
            return (value,) if isinstance(value, str) else labels
        case LabelFork():
            found = _open_labels(node, evaluation)
            if not found:
                evaluation.contradictory.append(label)
            return tuple(one for one in node.labels if one in found)
        case _:
            assert_never(node)


def _open_labels(node: LabelFork, evaluation: Evaluation) -> set[str]:
    found: set[str] = set()
    conditions = [condition for condition, _, _ in node.branches]
    for position in evaluation.open_branches(conditions, node.ordered):
        _, label, nested = node.branches[position]
        found.update((label,) if nested is None else evaluation.label(nested))
    return found
