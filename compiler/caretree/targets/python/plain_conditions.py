"""Conditions of a complete patient as plain Python, and what they can be compared by at build time.

    ANC is from 0.5 to below 1.0 and fever      p.neutrophil_count >= 0.5 and p.neutrophil_count < 1.0 and p.fever

A condition is plain when it is made of yes/no inputs, labels, courses and numbers compared with short decimals.
Anything else (dates, series, formulas, phases) is worked out once by the general way and read as a yes/no value.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

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
    InputLabel,
    InputValue,
    LabelFork,
    LabelId,
    LabelIn,
    Not,
)
from caretree.guideline.names import slug
from caretree.guideline.types import COURSE_STATUSES, Number
from caretree.targets.python.algebra import COMPARISONS, Algebra
from caretree.targets.python.layout import quoted
from caretree.targets.python.names import python_name

SIGNS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
CASES = 20_000
"""How many cases are compared at build time to prove that a fork's branches are disjoint and complete."""
LONGEST = 240

Plain = tuple[Any, ...]
"""A plain condition: ``("fact", key)``, ``("compare", sign, key, bound)``, ``("label", key, labels, every label)``,
``("slow", slot)``, ``("not", x)``, ``("and", …)``, ``("or", …)``, ``("count", k, exactly, …)``,
``("constant", value)``."""


@dataclass(slots=True)
class PlainReading:
    """What the plain trees of a guideline read: inputs, and conditions worked out beforehand by slot."""

    algebra: Algebra
    slow: dict[ConditionId, str] = field(default_factory=dict)
    slow_labels: dict[LabelId, str] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    read: dict[ConditionId, Plain] = field(default_factory=dict)

    def condition(self, id: ConditionId) -> Plain:
        """The plain form of a condition."""
        if id not in self.read:
            native = _native(self, id)
            if native is None or len(text(native)) > LONGEST:
                native = ("slow", self.slot(id))
            self.read[id] = native
        return self.read[id]

    def slot(self, id: ConditionId, words: str = "") -> str:
        """The slot of a condition that is worked out beforehand."""
        if id not in self.slow:
            self.slow[id] = python_name(words or _words(self.algebra, id), self._taken())
        return self.slow[id]

    def label_slot(self, id: LabelId) -> str:
        """The slot of a label that is worked out beforehand."""
        if id not in self.slow_labels:
            self.slow_labels[id] = python_name(self.algebra.functions.get(("label", id), "label"), self._taken())
        return self.slow_labels[id]

    def _taken(self) -> set[str]:
        return {*self.slow.values(), *self.slow_labels.values(), *self.algebra.keys.values()}

    def used(self, plain: Plain) -> None:
        """Remember which slots a written condition reads."""
        self.needed.update(atom[2] if atom[0] == "compare" else atom[1] for atom in atoms(plain))


def _words(algebra: Algebra, id: ConditionId) -> str:
    """What a condition that is worked out beforehand is called: its definition, its words, or what it compares."""
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
        case Compare():
            return _compare(reading, node)
        case LabelIn(of=label, labels=labels):
            return _label(reading, label, labels)
        case _:
            return None


def _compare(reading: PlainReading, node: Compare) -> Plain | None:
    left = reading.algebra.graph.numbers[node.left]
    if not isinstance(left, InputValue) or not isinstance(node.right, Fraction):
        return None
    given = next(one for one in reading.algebra.graph.guideline.inputs if one.name.id == left.input)
    if not isinstance(given.type, Number) or short_decimal(node.right) is None:
        return None
    return ("compare", SIGNS[node.comparison], reading.algebra.keys[left.input], node.right)


def _label(reading: PlainReading, id: LabelId, labels: tuple[str, ...]) -> Plain:
    node = reading.algebra.graph.labels[id]
    if isinstance(node, InputLabel):
        return ("label", reading.algebra.keys[node.input], labels, node.labels)
    assert isinstance(node, LabelFork)
    beforehand = ("label", reading.label_slot(id), labels, node.labels)
    if node.ordered or any(nested is not None for _, _, nested in node.branches):
        return beforehand
    conditions = [reading.condition(holds) for holds, _, _ in node.branches]
    if any(atom[0] == "slow" for plain in conditions for atom in atoms(plain)) or not exactly_one(conditions):
        return beforehand
    chosen = [plain for plain, (_, label, _) in zip(conditions, node.branches, strict=True) if label in labels]
    return ("or", *chosen) if len(chosen) != 1 else chosen[0]


def short_decimal(value: Fraction) -> str | None:
    """A number of at most 15 significant digits as Python writes it exactly enough: ``0.5``, ``20``."""
    for places in range(16):
        scaled = value * 10**places
        if scaled.denominator == 1:
            if abs(scaled) >= 10**15:
                return None
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            shown = f"{digits[:-places]}.{digits[-places:]}" if places else digits
            return f"-{shown}" if value < 0 else shown
    return None


def atoms(plain: Plain) -> Iterator[Plain]:
    """The parts a condition is made of."""
    if plain[0] in ("not", "and", "or"):
        for part in plain[1:]:
            yield from atoms(part)
    elif plain[0] == "count":
        for part in plain[3:]:
            yield from atoms(part)
    else:
        yield plain


def text(plain: Plain, inside: bool = False) -> str:
    """The condition as Python; ``inside`` a larger one it is put in brackets where needed."""
    kind = plain[0]
    match kind:
        case "constant":
            return str(plain[1])
        case "fact" | "slow":
            return f"p.{plain[1]}"
        case "compare":
            return f"p.{plain[2]} {plain[1]} {short_decimal(plain[3])}"
        case "label":
            return _label_text(plain[1], plain[2], plain[3])
        case "not":
            return f"not {text(plain[1], inside=True)}"
        case "count":
            total = " + ".join(f"({text(part)})" for part in plain[3:])
            counted = f"{total} {'==' if plain[2] else '>='} {plain[1]}"
            return f"({counted})" if inside else counted
        case _:
            if len(plain) == 1:
                return str(kind == "and")
            joined = f" {kind} ".join(text(part, inside=True) for part in plain[1:])
            return f"({joined})" if inside and len(plain) > 2 else joined


def _label_text(key: str, labels: tuple[str, ...], every: tuple[str, ...]) -> str:
    if len(labels) == 1:
        return f"p.{key} == {quoted(labels[0])}"
    others = [label for label in every if label not in labels]
    if len(others) == 1:
        return f"p.{key} != {quoted(others[0])}"
    return f"p.{key} in ({', '.join(quoted(label) for label in labels)})" if labels else "False"


Case = dict[str, Any]


def holds(plain: Plain, case: Case) -> bool:
    """Whether a condition holds in one case."""
    match plain[0]:
        case "constant":
            return bool(plain[1])
        case "fact" | "slow":
            return bool(case[plain[1]])
        case "label":
            return bool(case[plain[1]] in plain[2])
        case "compare":
            value, bound = case[plain[2]], plain[3]
            return bool(COMPARE[plain[1]](value, bound))
        case "not":
            return not holds(plain[1], case)
        case "and":
            return all(holds(part, case) for part in plain[1:])
        case "or":
            return any(holds(part, case) for part in plain[1:])
        case _:
            total = sum(holds(part, case) for part in plain[3:])
            return bool(total == plain[1] if plain[2] else total >= plain[1])


def cases(conditions: list[Plain]) -> list[Case] | None:
    """Every case the conditions can tell apart, or nothing where there are too many."""
    domains: dict[str, list[Any]] = {}
    bounds: dict[str, set[Fraction]] = {}
    for atom in (atom for plain in conditions for atom in atoms(plain)):
        if atom[0] in ("fact", "slow"):
            domains[atom[1]] = [True, False]
        elif atom[0] == "label":
            domains[atom[1]] = list(atom[3])
        elif atom[0] == "compare":
            bounds.setdefault(atom[2], set()).add(atom[3])
    for key, found in bounds.items():
        ends = sorted(found)
        between = [(low + high) / 2 for low, high in zip(ends, ends[1:], strict=False)]
        domains[key] = [ends[0] - 1, *ends, *between, ends[-1] + 1]
    size = 1
    for domain in domains.values():
        size *= len(domain)
    if size > CASES:
        return None
    return [dict(zip(domains, values, strict=True)) for values in product(*domains.values())]


def exactly_one(conditions: list[Plain]) -> bool:
    """Whether in every case exactly one of the conditions holds; no where that cannot be shown."""
    every = cases(conditions)
    return every is not None and all(sum(holds(one, case) for one in conditions) == 1 for case in every)


def after(condition: Plain, earlier: list[Plain]) -> Plain:
    """The condition without the parts that already follow from none of the earlier ones holding."""
    if condition[0] != "and":
        return condition
    every = cases([condition, *earlier])
    if every is None:
        return condition
    reached = [case for case in every if not any(holds(one, case) for one in earlier)]
    parts = list(condition[1:])
    for part in list(parts):
        fewer = [one for one in parts if one is not part]
        if fewer and all(holds(("and", *fewer), case) == holds(condition, case) for case in reached):
            parts = fewer
    return parts[0] if len(parts) == 1 else ("and", *parts)
