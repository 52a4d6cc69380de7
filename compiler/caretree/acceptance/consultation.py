"""One scenario as it goes: the guideline, what is known of the patient, and the answer once it was asked for.

Given …     consultation.find("age", "12 years")
When …      consultation.decide()
Then …      consultation.expect('it does not offer "romiplostim"')
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct, field

from caretree.acceptance.beside import beside
from caretree.acceptance.engine import ColumnEngine, Engine
from caretree.acceptance.findings import read_finding
from caretree.acceptance.sentences import is_expectation, read_expectations
from caretree.decisions.answer import Answer
from caretree.decisions.answer_json import read_answer
from caretree.decisions.expectations import unmet_in_answer
from caretree.decisions.patient_facts import EXAMPLE_DAY
from caretree.guideline.patients import Expectation, ExpectNextQuestion


class Unmet(AssertionError):
    """The guideline answers something else."""


class Consultation(Struct):
    """What the steps of one scenario have said so far. ``sentences`` are all its sentences, for ``nothing else``;
    ``common`` is the view and the lines said of each patient of a table."""

    engine: Engine | ColumnEngine
    sentences: tuple[str, ...] = ()
    findings: dict[str, Any] = field(default_factory=dict)
    phases: dict[str, Any] = field(default_factory=dict)
    today: str = EXAMPLE_DAY.isoformat()
    answer: Answer | None = None
    common: tuple[str, tuple[str, ...]] = ("", ())

    def find(self, name: str, text: str) -> None:
        """A finding; a later one about the same input counts."""
        data = self.engine.vocabulary.input(name)
        self.findings[data.id] = read_finding(data.kind, text)

    def enter(self, pathway: str, phase: str, since: str | None) -> None:
        """The phase of a pathway."""
        words = self.engine.vocabulary
        known = phase if phase in ("not started", "ended") else words.phase(phase)
        self.phases[words.pathway(pathway)] = {"phase": known, "since": since}

    @property
    def patient(self) -> dict[str, Any]:
        """The patient as the contract's mapping."""
        phases = {"phases": self.phases} if self.phases else {}
        return {**self.findings, **phases, "at": self.today}

    def decide(self) -> None:
        """Ask the guideline. Raises ``Refused``. An engine of columns is asked by each expectation."""
        if not isinstance(self.engine, ColumnEngine):
            self.answer = read_answer(self.engine.answer(self.patient))

    def expect(self, sentence: str) -> None:
        """Raises ``Unmet`` unless the answer is as expected."""
        __tracebackhide__ = True
        for expected in read_expectations(sentence, self.engine.vocabulary):
            found = self._unmet(expected)
            if found is not None:
                raise Unmet(f"expected that {sentence}, but {found}")

    def _unmet(self, expected: Expectation) -> str | None:
        if isinstance(self.engine, ColumnEngine):
            return self.engine.unmet_expectation(self.patient, expected, tuple(self._others()))
        answer = self._answer_to(self.engine, expected)
        return unmet_in_answer(answer, expected, self._others(), beside(self.engine, self))

    def _answer_to(self, engine: Engine, expected: Expectation) -> Answer:
        """The answer; with its question, which takes longer to work out, only where it is asked about."""
        if self.answer is None:
            raise Unmet("the guideline was not asked: a scenario has a step `When the guideline decides`")
        if isinstance(expected, ExpectNextQuestion):
            return read_answer(engine.answer(self.patient, next_question=True))
        return self.answer

    def _others(self) -> Iterable[Expectation]:
        for sentence in self.sentences:
            if is_expectation(sentence):
                yield from read_expectations(sentence, self.engine.vocabulary)
