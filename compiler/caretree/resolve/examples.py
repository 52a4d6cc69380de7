"""Examples: a given patient, what is different, and what is expected; tables of examples.

example severe and infected [6.8]:        Example(Name("severe and infected"), given="index-patient",
  given index patient                       facts=(…, ANC 0.3), changes=(ANC 0.3,),
    but ANC is 0.3 x10^9/L                  expects=(ExpectAdvice("consider", "g-csf"),))
  expect consider G-CSF
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct, field

from caretree.guideline.citation import Cite
from caretree.guideline.names import Name
from caretree.guideline.patients import Example, Expectation, Patient, PatientFact, PhaseFact
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words
from caretree.resolve.days import read_day
from caretree.resolve.example_tables import Row, read_rows
from caretree.resolve.expectations import read_expectation
from caretree.resolve.facts import joined, read_fact
from caretree.resolve.lines import unknown_line
from caretree.resolve.lookup import did_you_mean
from caretree.resolve.name_rules import check_heading
from caretree.resolve.outcomes import not_attached
from caretree.resolve.patients import report_repeated
from caretree.resolve.phases import read_phase_fact
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence

_LINES = ("given", "but", "in phase", "at", "expect", "see", "note")


class _Lines(Struct):
    """What the lines of one example have said so far."""

    given: Patient | None = None
    changes: list[PatientFact] = field(default_factory=list)
    phases: list[PhaseFact] = field(default_factory=list)
    expects: list[Expectation] = field(default_factory=list)
    at: date | None = None
    rows: list[Sentence] = field(default_factory=list)


def read_examples(sentence: Sentence, reading: Reading, patients: tuple[Patient, ...]) -> tuple[Example, ...]:
    """The example of ``example E:``, or one example for each row of ``examples E:``.

    Problems: ``missing-line`` (``given``, ``expect``, the table), ``unknown-name`` (the patient), ``unknown-line``, and
    those of facts, phases and expectations. An example with a line that could not be read is left out.
    """
    before = len(reading.problems)
    is_table = sentence.text.startswith("examples ")
    heading = sentence.phrase.part(len("examples" if is_table else "example"))
    cited = cites(sentence, reading, block_cites(sentence, reading))
    attached = read_attachments(sentence.children, reading)
    lines = _Lines()
    for line in attached.rest:
        _read_line(line, lines, reading, patients)
    report_repeated(lines.changes, reading)
    rows = read_rows(lines.rows, reading)
    _report_missing(sentence, lines, is_table, before, reading)
    check_heading(heading.text, heading.span(), reading)
    name = Name(heading.text, span=heading.span())
    if not is_table:
        one = None if len(reading.problems) > before else _example(name, lines, Row(), cited, sentence)
        return (one,) if one else ()
    made = (_example(name, lines, row, cited, row.sentence) for row in rows if row.sentence)
    return tuple(example for example in made if example is not None)


def _example(name: Name, lines: _Lines, row: Row, cited: tuple[Cite, ...], sentence: Sentence) -> Example | None:
    if lines.given is None:
        return None
    changes = replaced(joined(lines.changes), row.changes)
    facts = replaced(lines.given.facts, changes)
    own = Name(f"{name.long}: {row.title}", span=name.span) if row.number else name
    return Example(
        own,
        lines.given.name.id,
        facts,
        changes,
        (*lines.phases, *row.phases),
        (*row.expects, *lines.expects),
        lines.at or lines.given.at,
        name.long if row.number else "",
        row.number,
        cited,
        (),
        sentence.span,
    )


def replaced(facts: tuple[PatientFact, ...], changes: tuple[PatientFact, ...]) -> tuple[PatientFact, ...]:
    """The facts with the changes put in their places, new ones at the end."""
    by_input = {fact.input: fact for fact in facts} | {fact.input: fact for fact in changes}
    return tuple(by_input.values())


def _read_line(line: Sentence, lines: _Lines, reading: Reading, patients: tuple[Patient, ...]) -> None:
    if line.cells is not None:
        lines.rows.append(line)
        return
    if (rest := after_words(line.phrase, "given")) is not None:
        _read_given(rest, line, lines, reading, patients)
        return
    for below in line.children:
        reading.report(not_attached(below))
    if (rest := after_words(line.phrase, "but")) is not None:
        _read_change(rest, lines, reading)
    elif (rest := after_words(line.phrase, "in phase")) is not None:
        phase = read_phase_fact(rest, reading)
        lines.phases += [phase] if phase else []
    elif (rest := after_words(line.phrase, "at")) is not None:
        lines.at = read_day(rest, reading) or lines.at
    elif (rest := after_words(line.phrase, "expect")) is not None:
        expectation = read_expectation(rest, reading)
        lines.expects += [expectation] if expectation else []
    else:
        reading.report(unknown_line(line, _LINES, "an example"))


def _read_given(rest: Phrase, line: Sentence, lines: _Lines, reading: Reading, patients: tuple[Patient, ...]) -> None:
    if lines.given is not None:
        reading.report(_given_twice(line))
    named = reading.names.patients.get(rest.text)
    lines.given = next((patient for patient in patients if named and patient.name.id == named.id), lines.given)
    if named is None:
        reading.report(_unknown_patient(rest, reading))
    for below in line.children:
        change = after_words(below.phrase, "but")
        if change is None:
            reading.report(unknown_line(below, ("but",), "a given patient"))
        else:
            _read_change(change, lines, reading)


def _read_change(rest: Phrase, lines: _Lines, reading: Reading) -> None:
    day = after_words(rest, "at")
    if day is not None:
        lines.at = read_day(day, reading) or lines.at
        return
    fact = read_fact(rest, reading)
    lines.changes += [fact] if fact else []


def _report_missing(sentence: Sentence, lines: _Lines, is_table: bool, before: int, reading: Reading) -> None:
    if len(reading.problems) > before:
        return
    if lines.given is None:
        reading.report(_missing(sentence, "given <patient>", "An example is about one patient."))
    if is_table and not lines.rows:
        reading.report(_missing(sentence, "| … | expect |", "The rows of a table of examples are its examples."))
    if not is_table and lines.rows:
        reading.report(_table_in_example(lines.rows[0]))
    expects = any(child.text.startswith("expect ") for child in sentence.children)
    if not is_table and not expects and not lines.rows:
        reading.report(_missing(sentence, "expect …", "An example that expects nothing can never fail."))


def _missing(sentence: Sentence, line: str, why: str) -> Problem:
    return Problem(
        "missing-line",
        f"`{sentence.text}` has no line `{line}`",
        sentence.phrase.span(),
        why=why,
        fix=f"add a line `{line}`.",
    )


def _given_twice(line: Sentence) -> Problem:
    return Problem(
        "said-twice",
        f"`{line.text}` gives a second patient",
        line.phrase.span(),
        why="an example is about one patient.",
        fix="keep one; write what is different as `but …` lines below it.",
    )


def _unknown_patient(rest: Phrase, reading: Reading) -> Problem:
    return Problem(
        "unknown-name",
        f"there is no patient called `{rest.text}`",
        rest.span(),
        why="an example starts from a patient the file describes.",
        fix=did_you_mean(rest.text, reading.names.patients) or "describe the patient in a `patient …:` block.",
    )


def _table_in_example(row: Sentence) -> Problem:
    return Problem(
        "not-understood",
        "a table stands in a single example",
        row.span,
        why="each row of a table is an example of its own.",
        fix="write `examples …:` instead of `example …:`.",
    )
