"""Test vectors: patients with the answers they get, by which a stranger's interpreter of the graph can be tested.

{"patient": {"age": {"value": "12", "unit": "years"}, …}, "answer": {…}, "problems": []}
{"patient": {…}, "answer": null, "problems": ["impossible-patient"]}

The patients of the examples come first. Then, in turn: an example with one input left out, and the first example with
one number on a threshold the guideline compares it with, a last digit below or above it, or at an end of its range.
Every answer has its next question.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import chain, zip_longest
from typing import Any

from caretree.decisions.answer_json import answer_json
from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import facts_to_mapping, read_patient
from caretree.decisions.regions import thresholds_of
from caretree.guideline.header import not_approved
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number

FORMAT = "caretree-vectors/1"
MOST = 60
"""How many vectors a guideline has at most."""

DIGITS = 60
"""Significant digits written: more than a threshold can have, so nothing is rounded."""

Patient = dict[str, Any]


def vectors_json(graph: DecisionGraph) -> str:
    """The vectors of one guideline as text, one a line, ending in a new line."""
    header = graph.guideline.header
    head = {"format": FORMAT, "guideline": header.id, "version": header.version, "graphHash": graph.hash}
    head |= {"notice": not_approved(header)}
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    lines = [json.dumps(_vector(graph, patient), ensure_ascii=False) for patient in patients(graph)]
    return opening + ', "vectors": [\n' + ",\n".join(lines) + "\n]}\n"


def _vector(graph: DecisionGraph, patient: Mapping[str, Any]) -> dict[str, Any]:
    record, problems = read_patient(graph, patient)
    answer = None
    if record is not None:
        answer, problems = interpret(graph, record, with_next_question=True)
    names = [problem.name for problem in problems]
    return {"patient": patient, "answer": None if answer is None else answer_json(answer), "problems": names}


def patients(graph: DecisionGraph) -> list[Patient]:
    """The patients of the vectors, each once."""
    guideline = graph.guideline
    examples: list[Patient] = [
        dict(facts_to_mapping(guideline, one.facts, one.phases, one.at)) for one in guideline.examples
    ]
    if not examples:
        return []
    pairs = zip_longest(_with_less(graph, examples), _on_thresholds(graph, examples[0]))
    rest = (patient for pair in pairs for patient in pair if patient is not None)
    distinct = {json.dumps(patient, sort_keys=True): patient for patient in chain(examples, rest)}
    return list(distinct.values())[: max(MOST, len(examples))]


def _with_less(graph: DecisionGraph, examples: list[Patient]) -> Iterator[Patient]:
    """Each example with one input left out, another one each time."""
    names = [one.name.long for one in graph.guideline.inputs if one.may_be_unknown or one.assume is not None]
    for turn in range(len(names)):
        for position, example in enumerate(examples):
            left_out = names[(turn + position) % len(names)]
            if example.get(left_out) is not None:
                yield {name: value for name, value in example.items() if name != left_out}


def _on_thresholds(graph: DecisionGraph, example: Patient) -> Iterator[Patient]:
    """Inputs in turn: every input's first threshold, then every second one."""
    thresholds = thresholds_of(graph)
    columns = [_values(given, thresholds.get(given.name.id, set())) for given in graph.guideline.inputs]
    for row in zip_longest(*columns):
        for given, value in zip(graph.guideline.inputs, row, strict=True):
            if value is not None:
                yield {**example, given.name.long: value}


def _values(given: Input, thresholds: set[Fraction]) -> list[Any]:
    """A number's thresholds with a last digit below and above, then the ends of its range."""
    if not isinstance(given.type, Number):
        return []
    low, high, unit = given.type.plausible.low, given.type.plausible.high, given.type.unit.symbol
    step = _last_digit(given.type)
    inside = sorted(one for one in thresholds if low <= one <= high)
    near = [spot + side * step for spot in inside for side in (0, -1, 1)]
    spots = [spot for spot in (*near, low, high) if low <= spot <= high and spot % step == 0]
    texts = [decimal_text(spot, DIGITS) for spot in dict.fromkeys(spots)]
    return [{"value": text, "unit": unit} if unit else text for text in texts]


def _last_digit(number: Number) -> Fraction:
    if number.whole:
        return Fraction(1)
    return Fraction(1, 10 ** (2 if number.decimals is None else number.decimals))
