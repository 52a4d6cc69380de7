"""Every example is what the guideline really answers."""

from __future__ import annotations

from caretree.checks.check import CheckInput
from caretree.decisions.expectations import unmet
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import facts_to_mapping, read_patient
from caretree.guideline.patients import Example
from caretree.problems.problem import Problem
from caretree.source.span import Span


def examples_pass(given: CheckInput) -> list[Problem]:
    """An example expects something else than the guideline answers (``example-fails``, ``example-patient-refused``).

    What: The patient of an example, decided by the reference interpreter, does not get what an ``expect`` line says.
    Why: Either the guideline or the expectation does not say what the source says.
    Fix: Read the source again. Expectations are written from the source first; change the one that is wrong.
    Example: One example expects what its patient does not get; the patient of the other lacks a fact that every patient
    must have (``an-example-that-fails.care``).
    """
    found = [problem for example in given.guideline.examples for problem in _example(given, example)]
    once = {(problem.name, problem.span): problem for problem in reversed(found)}
    return [problem for problem in found if once[problem.name, problem.span] is problem]


def _example(given: CheckInput, example: Example) -> list[Problem]:
    mapping = facts_to_mapping(given.guideline, example.facts, example.phases, example.at)
    record, problems = read_patient(given.graph, mapping)
    answer = None
    if record is not None:
        asks = any(type(expect).__name__ == "ExpectNextQuestion" for expect in example.expects)
        answer, problems = interpret(given.graph, record, with_next_question=asks)
    if record is None or answer is None:
        return [_refused(given, example, one) for one in problems if not _is_told_by_proofs(given, one)]
    found = [(expect, unmet(given.graph, answer, expect, example.expects, record)) for expect in example.expects]
    return [_unmet(example, expect.text, expect.span, text) for expect, text in found if text is not None]


def _is_told_by_proofs(given: CheckInput, problem: Problem) -> bool:
    """A fork or definition that no branch, or two, fit for some patients: the patient of the example is one of them."""
    kinds = ("complete", "disjoint")
    failed = {one.subject for one in given.obligations if one.kind in kinds and one.result == "failed"}
    return problem.name == "contradictory-facts" and any(f'"{name}"' in problem.message for name in failed)


def _refused(given: CheckInput, example: Example, problem: Problem) -> Problem:
    missing = problem.name == "missing-input"
    fix = "add the fact to the patient, or `may be unknown` to the input." if missing else problem.fix
    return Problem(
        "example-patient-refused",
        f'the patient of example "{example.name.long}" is refused: {problem.message}',
        _place(given, example, problem),
        why=problem.why or "an example shows a patient who can exist.",
        fix=fix or "change the facts of the example.",
    )


def _place(given: CheckInput, example: Example, problem: Problem) -> Span:
    """The fact that is refused, where the problem is about one; several examples may share it."""
    shown = {one.name.id: one.name.shown for one in given.guideline.inputs}
    about = [fact.span for fact in example.facts if f'"{shown.get(fact.input)}"' in problem.message]
    return about[0] if len(about) == 1 else example.span


def _unmet(example: Example, expected: str, span: object, found: str) -> Problem:
    return Problem(
        "example-fails",
        f'example "{example.name.long}" expects `{expected.removeprefix("expect ")}`: {found}',
        span or example.span,  # type: ignore[arg-type]
        why="either the guideline or the expectation does not say what the source says.",
        fix="read the source again and change the one that is wrong.",
    )
