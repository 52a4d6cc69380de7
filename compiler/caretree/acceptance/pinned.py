"""Whether an engine says what a scenario pins, line by line.

expect_text(consultation, 'the decision "neutrophils" says', "consider G-CSF; avoid …")
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from caretree.acceptance.consultation import Consultation, Unmet
from caretree.acceptance.engine import Refused
from caretree.acceptance.pinned_steps import VIEWS
from caretree.guideline.names import slug
from caretree.scenarios.pinned import REFUSED, asked
from caretree.scenarios.says import View, says, text_of


def expect_text(consultation: Consultation, view: str, expected: str) -> None:
    """Raises ``Unmet`` unless the lines, joined as in a table, are the expected text."""
    found = _lines(consultation, view)
    if text_of(found) != expected:
        raise Unmet(_different(view, expected.split("; "), found))


def expect_lines(consultation: Consultation, view: str, expected: Sequence[str]) -> None:
    """Raises ``Unmet`` unless the lines are the expected ones."""
    found = _lines(consultation, view)
    if [_plain(line) for line in found] != [_plain(line) for line in expected]:
        raise Unmet(_different(view, expected, found))


def expect_question(consultation: Consultation, expected: str) -> None:
    """Raises ``Unmet`` unless this is asked next."""
    answer = consultation.engine.answer(consultation.patient, next_question=True)
    question = asked(answer["next_question"])
    if question != expected:
        raise Unmet(f"expected that it asks next: {expected}, but it asks: {question}")


def _plain(line: str) -> str:
    return " ".join(line.split())


def _lines(consultation: Consultation, view: str) -> tuple[str, ...]:
    try:
        answer = consultation.engine.answer(consultation.patient)
    except Refused as refused:
        return (REFUSED + str(refused).partition(":")[0],)
    return says(answer, _view(consultation, view))


def _view(consultation: Consultation, view: str) -> View:
    found = re.fullmatch(VIEWS, view)
    assert found is not None, view
    kind = found.lastgroup or ""
    words = consultation.engine.vocabulary
    match kind:
        case "decision":
            return kind, slug(found[kind])
        case "pathway":
            return kind, words.pathway(found[kind])
        case "dose":
            return kind, words.action(found[kind])
        case "offers":
            return kind, ", ".join(words.action(name) for name in re.findall(r'"([^"]+)"', found[kind]))
        case _:
            return "guideline", ""


def _different(view: str, expected: Sequence[str], found: Sequence[str]) -> str:
    missing = [line for line in expected if line not in found]
    more = [line for line in found if line not in expected]
    told = [f"expected that {view}: {'; '.join(expected)}"]
    told += [f"  it does not say: {line}" for line in missing]
    told += [f"  it says instead: {line}" for line in more]
    return "\n".join(told)
