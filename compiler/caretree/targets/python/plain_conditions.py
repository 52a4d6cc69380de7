"""Conditions of a patient as small trees that read values as they are: the plain form beside the general one.

    ANC is from 0.5 to below 1.0 and fever
    ("and", ("compare", ">=", "neutrophil_count", 1/2), ("compare", "<", "neutrophil_count", 1), ("fact", "fever"))

Yes/no inputs, labels, courses, phases, scores and numbers compared with short decimals or with each other are plain.
Anything else (dates, series, formulas) is worked out once by the general way and read as a yes/no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from caretree.decisions.decimals import decimal_text
from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Compare,
    ConditionId,
    Constant,
    CountOf,
    CourseIs,
    Fact,
    InPhase,
    InputLabel,
    InputValue,
    LabelFork,
    LabelId,
    LabelIn,
    Not,
    NotKnown,
    Score,
)
from caretree.decisions.reads import inputs_of_condition, inputs_of_label
from caretree.guideline.inputs import Input
from caretree.guideline.names import slug
from caretree.guideline.types import COURSE_STATUSES, Number
from caretree.targets.python.algebra import COMPARISONS, Algebra
from caretree.targets.python.names import python_name

SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
FLAT = 8
"""How many values a condition may read before it is written as a function of its own."""

Plain = tuple[Any, ...]
"""A plain condition: ``("fact", key)``, ``("compare", sign, key, bound)``, ``("both", sign, key, key)``,
``("label", key, labels, every label)``, ``("slow", slot)``, ``("unknown", keys)``, ``("not", x)``, ``("and", …)``,
``("or", …)``, ``("count", k, exactly, …)``, ``("grade", chosen, others)`` for a fork of labels, ``("score", sign,
((points, x), …), bound)``, ``("named", function, x)``, ``("constant", value)``."""


class PlainReading(Struct):
    """What the plain trees of a guideline read: inputs, and what is worked out beforehand, each by its slot."""

    algebra: Algebra
    slow: dict[ConditionId, str] = field(default_factory=dict)
    slow_labels: dict[LabelId, str] = field(default_factory=dict)
    named: dict[str, Plain] = field(default_factory=dict)
    read: dict[ConditionId, Plain] = field(default_factory=dict)

    def condition(self, id: ConditionId) -> Plain:
        """The plain form of a condition."""
        if id not in self.read:
            native = _native(self, id)
            if native is None:
                native = ("slow", self.slot(id))
            elif sum(1 for _ in atoms(native)) > FLAT and native[0] != "named":
                native = self._function(id, native)
            self.read[id] = native
        return self.read[id]

    def slot(self, id: ConditionId) -> str:
        """The slot of a condition that is worked out beforehand."""
        if id not in self.slow:
            self.slow[id] = python_name(_words(self.algebra, id), self._taken())
        return self.slow[id]

    def label_slot(self, id: LabelId) -> str:
        """The slot of a label that is worked out beforehand."""
        if id not in self.slow_labels:
            self.slow_labels[id] = python_name(self.algebra.functions.get(("label", id), "label"), self._taken())
        return self.slow_labels[id]

    def label(self, id: LabelId, labels: tuple[str, ...]) -> Plain:
        """The plain form of: a label is one of some labels."""
        return _label(self, id, labels)

    def _function(self, id: ConditionId, native: Plain) -> Plain:
        name = python_name(_words(self.algebra, id), self.named)
        self.named[name] = native
        return ("named", name, native)

    def _taken(self) -> set[str]:
        return {*self.slow.values(), *self.slow_labels.values(), *self.algebra.keys.values()}


def given_by_key(algebra: Algebra) -> dict[str, Input]:
    """Every input by its name in Python."""
    return {algebra.keys[one.name.id]: one for one in algebra.graph.guideline.inputs}


def phase_slot(pathway: str) -> str:
    """The slot of a pathway's phase."""
    return f"phase_of_{python_name(pathway).strip('_')}"


def _words(algebra: Algebra, id: ConditionId) -> str:
    """What a condition is called: its definition, its words, or what it compares."""
    words = algebra.functions.get(("condition", id)) or algebra.graph.condition_texts.get(id, "")
    if slug(words):
        return words
    node = algebra.graph.conditions[id]
    if not isinstance(node, Compare) or not isinstance(node.right, Fraction):
        return "condition"
    left = algebra.graph.numbers[node.left]
    of = algebra.functions.get(("number", node.left)) or getattr(left, "input", "number")
    return f"{getattr(left, 'which', '')} {of} {COMPARISONS[node.comparison]} {decimal_text(node.right)}".strip()


def _native(reading: PlainReading, id: ConditionId) -> Plain | None:
    graph, keys = reading.algebra.graph, reading.algebra.keys
    node = graph.conditions[id]
    match node:
        case Constant(value=value):
            return ("constant", value)
        case Fact(input=input):
            return ("fact", keys[input])
        case Not(of=of):
            return ("not", reading.condition(of))
        case AllOf(of=of):
            return ("and", *(reading.condition(part) for part in of))
        case AnyOf(of=of):
            return ("or", *(reading.condition(part) for part in of))
        case CountOf(count=count, of=of, exactly=exactly):
            return ("count", count, exactly, *(reading.condition(part) for part in of))
        case CourseIs(input=input, statuses=statuses):
            return ("label", keys[input], statuses, COURSE_STATUSES)
        case InPhase(pathway=pathway, phases=phases):
            return ("label", phase_slot(pathway), phases, _phases(reading.algebra, pathway))
        case Compare():
            return _compare(reading, node)
        case LabelIn(of=label, labels=labels):
            return _label(reading, label, labels)
        case NotKnown(inputs=inputs):
            return ("unknown", tuple(keys[input] for input in inputs))
        case _:
            return None


def _phases(algebra: Algebra, pathway: str) -> tuple[str, ...]:
    way = next(one for one in algebra.graph.pathways if one.id == pathway)
    return ("not started", *(phase.id for phase in way.phases), "ended")


def _compare(reading: PlainReading, node: Compare) -> Plain | None:
    numbers, sign = reading.algebra.graph.numbers, SIGNS[node.comparison]
    left = numbers[node.left]
    if isinstance(left, Score) and isinstance(node.right, Fraction) and not left.add:
        return _score(reading, left, sign, node.right)
    one = _number_input(reading, left)
    if one is None:
        return None
    key, type = one
    if isinstance(node.right, Fraction):
        bound = compared_with(type, node.right)
        return None if short_decimal(bound) is None else ("compare", sign, key, bound)
    other = _number_input(reading, numbers[node.right])
    return None if other is None else ("both", sign, key, other[0])


def _number_input(reading: PlainReading, node: object) -> tuple[str, Number] | None:
    """The name and the type of a number input."""
    if not isinstance(node, InputValue):
        return None
    given = next(one for one in reading.algebra.graph.guideline.inputs if one.name.id == node.input)
    return (reading.algebra.keys[node.input], given.type) if isinstance(given.type, Number) else None


def _score(reading: PlainReading, node: Score, sign: str, bound: Fraction) -> Plain | None:
    """A score of whole points compared with a whole number (any other bound is moved to the next whole one)."""
    if any(points.denominator != 1 for points, _ in node.items) or bound.denominator != 1:
        return None
    return ("score", sign, tuple((int(points), reading.condition(holds)) for points, holds in node.items), bound)


def _label(reading: PlainReading, id: LabelId, labels: tuple[str, ...]) -> Plain:
    from caretree.targets.python.plain_cases import exactly_one

    node = reading.algebra.graph.labels[id]
    if isinstance(node, InputLabel):
        return ("label", reading.algebra.keys[node.input], labels, node.labels)
    assert isinstance(node, LabelFork)
    if node.ordered or any(nested is not None for _, _, nested in node.branches):
        return ("label", reading.label_slot(id), labels, node.labels)
    conditions = [reading.condition(holds) for holds, _, _ in node.branches]
    if not exactly_one(conditions):
        return ("label", reading.label_slot(id), labels, node.labels)
    named = list(zip(conditions, (label for _, label, _ in node.branches), strict=True))
    chosen = tuple(plain for plain, label in named if label in labels)
    return ("grade", chosen, tuple(plain for plain, label in named if label not in labels))


def kept_as_float(type: Number) -> bool:
    """Whether a number is always kept as a float: floats are compared with each other fastest, and exactly here."""
    return not type.whole and max(abs(type.plausible.low), abs(type.plausible.high)) < 2**53


def compared_with(type: Number, bound: Fraction) -> Fraction | int:
    """A bound as a number is compared with it: a whole one where the number may be kept as a whole number."""
    return int(bound) if bound.denominator == 1 and not kept_as_float(type) else bound


def short_decimal(value: Fraction | int) -> str | None:
    """A number of at most 15 significant digits as Python writes it: ``0.5``, ``20.0``; an int ``20``."""
    point = "" if isinstance(value, int) else ".0"
    for places in range(16):
        scaled = value * 10**places
        if scaled.denominator == 1:
            if abs(scaled) >= 10**15:
                return None
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            shown = f"{digits[:-places]}.{digits[-places:]}" if places else digits + point
            return f"-{shown}" if value < 0 else shown
    return None


def parts(plain: Plain) -> tuple[Plain, ...]:
    """The conditions a condition is built from."""
    match plain[0]:
        case "not" | "and" | "or":
            return plain[1:]
        case "count":
            return plain[3:]
        case "grade":
            return (*plain[1], *plain[2])
        case "score":
            return tuple(part for _, part in plain[2])
        case "named":
            return (plain[2],)
        case _:
            return ()


def atoms(plain: Plain) -> Iterator[Plain]:
    """The conditions at the bottom of a condition."""
    inner = parts(plain)
    if not inner and plain[0] not in ("and", "or", "count", "score", "grade"):
        yield plain
    for part in inner:
        yield from atoms(part)


def slots_read(plain: Plain) -> frozenset[str]:
    """The slots a condition reads."""
    found: set[str] = set()
    for atom in atoms(plain):
        match atom[0]:
            case "fact" | "slow" | "label":
                found.add(atom[1])
            case "compare":
                found.add(atom[2])
            case "both":
                found.update(atom[2:])
            case "unknown":
                found.update(atom[1])
    return frozenset(found)


def inputs_of_slot(reading: PlainReading, slot: str) -> tuple[str, ...]:
    """The inputs a slot's value comes from, by identity."""
    graph = reading.algebra.graph
    for id, name in reading.slow.items():
        if name == slot:
            return inputs_of_condition(graph, id)
    for id, name in reading.slow_labels.items():
        if name == slot:
            return inputs_of_label(graph, id)
    return tuple(id for id, key in reading.algebra.keys.items() if key == slot)
