"""Examples as scenarios: plain ones, and tables of examples as outlines.

example a child [3.1]:                            @A-3.1
  given the patient in the question               Scenario: a child
    but age is 12 years                             Given "age" is 12 years
  expect no offer of romiplostim                    When the guideline decides
                                                    Then it does not offer "romiplostim"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_facts import EXAMPLE_DAY
from caretree.guideline.patients import Example, Patient, PatientFact, PhaseFact
from caretree.targets.gherkin import escape
from caretree.targets.gherkin.facts import depends_on_the_day, phase_sentences, value_text
from caretree.targets.gherkin.sentences import Names, sentence


class Step(Struct, frozen=True):
    """One step: its keyword, its sentence and the lines of its table."""

    keyword: str
    sentence: str
    table: tuple[str, ...] = ()


class Scenario(Struct, frozen=True):
    """One scenario, or with ``examples`` (the lines of its table) an outline."""

    name: str
    tags: tuple[str, ...]
    steps: tuple[Step, ...]
    examples: tuple[str, ...] = ()


class Writing(Struct, frozen=True):
    """What every scenario of a feature is written with; ``shared`` is the patient its background describes."""

    graph: DecisionGraph
    names: Names
    patients: dict[str, Patient]
    shared: str = ""


def steps_of_patient(writing: Writing, patient: Patient, at: date | None) -> Step:
    """The patient with every fact in a table."""
    rows = [["finding", "value"]]
    rows += [[_finding(writing, fact), value_text(fact.value, at)] for fact in patient.facts]
    table = tuple(escape.table(rows)) if patient.facts else ()
    return Step("Given", f'the patient "{escape.line(patient.name.long)}"' + (":" if table else ""), table)


def scenarios(writing: Writing) -> list[Scenario]:
    """Every example, in order; the rows of a table that have the same shape share an outline. Names are distinct."""
    found: list[Scenario] = []
    for table, group in groupby(writing.graph.guideline.examples, key=lambda example: example.table):
        examples = list(group)
        if not table:
            found += [_scenario(writing, example) for example in examples]
        else:
            found += _outlines(writing, examples)
    return _distinct(found)


def _distinct(found: list[Scenario]) -> list[Scenario]:
    """A runner may keep only the last of two scenarios of one name, so no two may have one."""
    taken: set[str] = set()
    result = []
    for one in found:
        name, count = one.name, 1
        while name in taken:
            count += 1
            name = f"{one.name} ({count})"
        taken.add(name)
        result.append(replace(one, name=name))
    return result


def _scenario(writing: Writing, example: Example) -> Scenario:
    given = _given(writing, example, [(_finding(writing, c), value_text(c.value, example.at)) for c in example.changes])
    then = [escape.line(sentence(writing.names, expected)) for expected in example.expects]
    steps = (*_led("Given", given), DECIDES, *_led("Then", [Step("", each) for each in then]))
    return Scenario(escape.line(example.name.long), _tags([example]), steps)


DECIDES = Step("When", "the guideline decides")


def _led(keyword: str, steps: Iterable[Step]) -> tuple[Step, ...]:
    """The first step with its keyword, the others with ``And``."""
    return tuple(replace(step, keyword="And" if position else keyword) for position, step in enumerate(steps))


def _given(writing: Writing, example: Example, changes: Sequence[tuple[str, str]]) -> list[Step]:
    steps = []
    if example.given != writing.shared and example.given in writing.patients:
        steps.append(steps_of_patient(writing, writing.patients[example.given], example.at))
    steps += [Step("", f'"{finding}" is {escape.line(value)}') for finding, value in changes]
    steps += [
        Step("", escape.line(each)) for each in phase_sentences(writing.graph.guideline, example.phases, example.at)
    ]
    if not writing.shared and depends_on_the_day(example.facts, example.phases, example.at):
        steps.append(day(example))
    return steps


def day(example: Example) -> Step:
    """The day of the evaluation."""
    return Step("And", f"today is {(example.at or EXAMPLE_DAY).isoformat()}")


def _finding(writing: Writing, fact: PatientFact) -> str:
    return escape.line(writing.names.data.get(fact.input, fact.input))


def _tags(examples: Sequence[Example]) -> tuple[str, ...]:
    cites = [cite for example in examples for cite in example.cites]
    return tuple(dict.fromkeys(escape.tag(f"{cite.source}-{cite.statement}") for cite in cites))


Shape = tuple[str, tuple[str, ...], tuple[PhaseFact, ...], date | None, int]


def _shape(example: Example) -> Shape:
    """What rows of one outline have in common."""
    inputs = tuple(fact.input for fact in example.changes)
    phases = tuple(PhaseFact(one.pathway, one.phase, one.since, one.days_ago) for one in example.phases)
    return example.given, inputs, phases, example.at, len(example.expects)


def _outlines(writing: Writing, examples: Sequence[Example]) -> list[Scenario]:
    shapes: dict[Shape, list[Example]] = {}
    for example in examples:
        shapes.setdefault(_shape(example), []).append(example)
    found: list[Scenario] = []
    for rows in shapes.values():
        outline = _outline(writing, rows) if len(rows) > 1 else None
        name = examples[0].table if len(shapes) == 1 else f"{examples[0].table}, rows {_numbers(rows)}"
        found += (
            [_scenario(writing, row) for row in rows] if outline is None else [replace(outline, name=escape.line(name))]
        )
    return found


def _numbers(rows: Sequence[Example]) -> str:
    numbers = [str(row.row) for row in rows]
    return " and ".join((", ".join(numbers[:-1]), numbers[-1]))


def _outline(writing: Writing, rows: Sequence[Example]) -> Scenario | None:
    """The rows as one outline; ``None`` where their words could be taken for its ``<parameters>``."""
    columns = {}
    for position, fact in enumerate(rows[0].changes):
        values = [value_text(row.changes[position].value, row.at) for row in rows]
        if len(set(values)) > 1:
            columns[_finding(writing, fact)] = values
    expected = _expected_columns(writing, rows, columns)
    table = {**_cases(rows, {*columns, *expected}), **columns, **expected}
    changes = [
        (name, f"<{name}>" if name in columns else value_text(fact.value, rows[0].at))
        for fact in rows[0].changes
        for name in [_finding(writing, fact)]
    ]
    texts = [value for name, value in changes if name not in columns] + [*table]
    texts += [text for column in table.values() for text in column] + [one.phase for one in rows[0].phases]
    if any("<" in text or ">" in text for text in texts):
        return None
    given = _given(writing, rows[0], changes)
    then = [Step("", f"<{name}>") for name in expected]
    cells = [list(table), *([table[column][position] for column in table] for position in range(len(rows)))]
    steps = (*_led("Given", given), DECIDES, *_led("Then", then))
    return Scenario("", _tags(rows), steps, tuple(escape.table(cells)))


def _expected_columns(writing: Writing, rows: Sequence[Example], taken: Iterable[str]) -> dict[str, list[str]]:
    count, columns = len(rows[0].expects), {}
    for position in range(count):
        name = "expected" if count == 1 else f"expected {position + 1}"
        while name in taken:
            name += " answer"
        columns[name] = [escape.line(sentence(writing.names, row.expects[position])) for row in rows]
    return columns


def _cases(rows: Sequence[Example], taken: Iterable[str]) -> dict[str, list[str]]:
    """A column with the rows' own names, where they have any."""
    titles = [row.name.long.removeprefix(f"{row.table}: ") for row in rows]
    if all(_is_made_of_cells(row, title) for row, title in zip(rows, titles, strict=True)):
        return {}
    name = "case"
    while name in taken:
        name += " described"
    return {name: [escape.line(title) for title in titles]}


def _is_made_of_cells(row: Example, title: str) -> bool:
    texts = [fact.text for fact in row.changes]
    return all(any(part in text for text in texts) for part in title.split(" · ")) or bool(row.phases)
