"""Whether an engine says what a scenario pins, line by line.

expect_text(consultation, 'the decision "neutrophils" says', "consider G-CSF; avoid …")
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from caretree.acceptance.consultation import Consultation, Unmet
from caretree.acceptance.engine import ColumnEngine, Engine, Refused, UnknownGuideline
from caretree.acceptance.pinned_steps import VIEWS
from caretree.acceptance.project import project_around
from caretree.guideline.names import slug
from caretree.scenarios.cards import card_lines
from caretree.scenarios.pinned import REFUSED, asked
from caretree.scenarios.says import NOTHING, View, says, text_of

MOST_SHOWN = 5
"""Rows of a table shown in full where many are answered otherwise."""


def expect_text(consultation: Consultation, view: str, expected: str) -> None:
    """Raises ``Unmet`` unless the lines, joined as in a table, are the expected text."""
    if isinstance(consultation.engine, ColumnEngine):
        _expect_columns(consultation.engine, consultation, view, expected.split("; "))
        return
    found = _lines(consultation.engine, consultation, view)
    if text_of(found) != expected:
        raise Unmet(_different(view, expected.split("; "), found))


def expect_rows(consultation: Consultation, view: str, table: Sequence[Sequence[str]]) -> None:
    """A table of patients in one step: findings by column, and last what is said. Raises ``Unmet`` with the rows that
    are answered otherwise, the first few in full."""
    findings = table[0][:-1]
    wrong = []
    for number, row in enumerate(table[1:], start=1):
        one = replace(consultation, findings=dict(consultation.findings))
        for name, value in zip(findings, row, strict=False):
            one.find(name, value)
        try:
            expect_text(one, view, row[-1])
        except Unmet as error:
            wrong.append(f"row {number}: {error}")
    if wrong:
        shown = "\n".join(wrong[:MOST_SHOWN])
        raise Unmet(f"{len(wrong)} of {len(table) - 1} rows are answered otherwise\n{shown}")


def expect_lines(consultation: Consultation, view: str, expected: Sequence[str]) -> None:
    """Raises ``Unmet`` unless the lines are the expected ones."""
    if isinstance(consultation.engine, ColumnEngine):
        _expect_columns(consultation.engine, consultation, view, expected)
        return
    _expect_same(view, expected, _lines(consultation.engine, consultation, view))


def expect_common(consultation: Consultation, view: str, lines: tuple[str, ...]) -> None:
    """Remember the lines said of each patient of a table. Raises ``Unmet`` unless they are among this one's."""
    consultation.common = (view, lines)
    if not isinstance(consultation.engine, ColumnEngine):
        found = _lines(consultation.engine, consultation, view)
        _expect_same(view, lines, [line for line in found if _plain(line) in map(_plain, lines)])


def expect_besides(consultation: Consultation, expected: str) -> None:
    """Raises ``Unmet`` unless this is all that is said beside the lines said of each patient."""
    view, common = consultation.common
    besides = [] if expected == NOTHING else expected.split("; ")
    if isinstance(consultation.engine, ColumnEngine):
        _expect_columns(consultation.engine, consultation, view, [*common, *besides])
        return
    found = _lines(consultation.engine, consultation, view)
    rest = [line for line in found if _plain(line) not in map(_plain, common)]
    if text_of(rest) != text_of(besides):
        raise Unmet(_different(f"beside what is said of each, {view}", besides, rest))


def _expect_columns(engine: ColumnEngine, consultation: Consultation, view: str, expected: Sequence[str]) -> None:
    found = engine.unmet_lines(consultation.patient, _view(consultation, view), expected)
    if found is not None:
        raise Unmet(f"expected that {view}: {'; '.join(expected)}\n  {found}")


def expect_question(consultation: Consultation, expected: str) -> None:
    """Raises ``Unmet`` unless this is asked next."""
    if isinstance(consultation.engine, ColumnEngine):
        found = consultation.engine.unmet_question(consultation.patient, expected)
        if found is not None:
            raise Unmet(f"expected that it asks next: {expected}, but {found}")
        return
    answer = consultation.engine.answer(consultation.patient, next_question=True)
    question = asked(answer["next_question"])
    if question != expected:
        raise Unmet(f"expected that it asks next: {expected}, but it asks: {question}")


def exported_graph(feature: Path, guideline: str) -> dict[str, Any]:
    """The exported graph of a guideline of the project around a feature file. Raises ``UnknownGuideline``."""
    file = project_around(feature).root / "generated" / "graphs" / f"{guideline}.json"
    if not file.is_file():
        raise UnknownGuideline(f"{file} is not built: run `caretree build`")
    graph: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return graph


def expect_card(graph: Mapping[str, Any], name: str, expected: Sequence[str]) -> None:
    """Raises ``Unmet`` unless this is what is said about an action."""
    names = {one["id"]: one["name"] for one in graph["actions"]}
    found = [line for one in graph["actions"] if one["name"] == name for line in card_lines(one, names)]
    _expect_same(f'the action "{name}" reads', expected, found)


def expect_promises(graph: Mapping[str, Any], expected: Sequence[str]) -> None:
    """Raises ``Unmet`` unless these are the safety rules."""
    _expect_same("the safety rules are", expected, [rule["text"] for rule in graph["rules"]])


def _expect_same(what: str, expected: Sequence[str], found: Sequence[str]) -> None:
    if [_plain(line) for line in found] != [_plain(line) for line in expected]:
        raise Unmet(_different(what, expected, found))


def _plain(line: str) -> str:
    return " ".join(line.split())


def _lines(engine: Engine, consultation: Consultation, view: str) -> tuple[str, ...]:
    try:
        answer = engine.answer(consultation.patient)
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
