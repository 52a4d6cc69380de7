"""Random patients of a guideline: exact boundaries and a last digit beside them, unknowns, units, dates, phases.

Everything follows from the seed. Values lie on the plausible range's ends, on every constant the guideline compares
with, a last digit below and above, and between; they are written as strings, whole numbers or floats, in any unit.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import AllOf, AnyOf, Compare, DualCompare, Fact, Not, Sustained
from caretree.decisions.graph import DecisionGraph, GraphPathway
from caretree.decisions.patient import read_patient
from caretree.decisions.reads import read_by
from caretree.decisions.regions import thresholds_of
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.units.convert import convert
from caretree.units.find import units_like
from caretree.units.unit import Unit

AT = date(2025, 9, 8)
WINDOWS = (0, 1, 2, 6, 7, 8, 13, 14, 15, 20, 21, 27, 28, 29, 30, 59, 90, 91, 92, 181, 364, 365, 366, 730, 4000)
"""Days before the evaluation around which windows and calendar limits lie."""
LENGTHS = (0, 1, 2, 2, 3, 3, 4, 5, 6)
"""How many measurements a series has."""
MOST_DRAWS = 60
"""How often the values are drawn again for which a patient cannot exist, or the guideline is not about them."""
UNREADABLE: tuple[Any, ...] = (
    (None, "", "NA", "yes", "1,74", "<10", True, 5, -1, 3.5, [], {}, float("nan"), "2025-13-40")
    + ({"value": 1}, {"value": "1.74e1", "unit": "kg"}, {"value": 1, "unit": "parsec"}, {"value": True, "unit": "kg"})
    + (
        {"status": "tried"},
        {"status": "failed", "started": "soon"},
        {"value": 1, "unit": "g", "on": "x"},
        [{"value": 1}],
    )
    + ([{"value": 1, "unit": "x10^9/L", "on": "2031-01-01"}],)
)
"""What a careless caller may give."""


class Patients:
    """Draws patients of one guideline. ``boldness`` is how often something unreadable is drawn, from 0 to 1."""

    def __init__(self, graph: DecisionGraph, seed: int, boldness: float = 0.0) -> None:
        self.graph = graph
        self.random = Random(f"{graph.guideline.header.id}:{seed}")
        self.boldness = boldness
        self.spots = _spots(graph)
        self.inside: dict[tuple[Fraction, Fraction], list[Fraction]] = {}
        self.wanted = _wanted(graph)
        self.units = {one.name.id: _writable_units(one) for one in graph.guideline.inputs}
        self.given = {one.name.id: one for one in graph.guideline.inputs}
        self.keys = {one.name.id: _keys(one) for one in graph.guideline.inputs}
        self.settling = _settling(graph)
        self.length: int | None = None

    def draw(self) -> dict[str, Any]:
        """One patient as JSON-like data: mostly one who can exist and whom the guideline is about."""
        mapping = self._draw()
        for _ in range(MOST_DRAWS):
            if self.random.random() < 0.01 or not (unfit := self._unfit(mapping)):
                break
            self._draw_again(mapping, unfit)
        return self._spoilt(mapping) if self.random.random() < self.boldness else mapping

    def _unfit(self, mapping: dict[str, Any]) -> tuple[str, ...]:
        """The inputs that keep a patient from existing, or from being one whom the guideline is about."""
        if not self.settling:
            return ()
        names = ("at", "phases", *(key for name in self.settling for key in self.keys[name]))
        read = {key: mapping[key] for key in names if key in mapping}
        record, _ = read_patient(self.graph, read, allow_missing=True)
        if record is None:
            return self.settling
        evaluation = Evaluation(self.graph, with_assumptions(self.graph, record))
        scope, impossible = self.graph.applies_when, self.graph.impossible
        if scope is not None and evaluation.truth(scope) is False:
            return _inputs_of(self.graph, scope)
        broken = next((condition for condition, _ in impossible if evaluation.truth(condition)), None)
        return () if broken is None else _inputs_of(self.graph, broken)

    def _draw_again(self, mapping: dict[str, Any], names: tuple[str, ...]) -> None:
        """Other values of these inputs; their series have one length, as those of one visit do."""
        self.length = self.random.choice(LENGTHS)
        for name in names:
            key = next((key for key in self.keys[name] if key in mapping), "")
            if key:
                mapping[key] = self._value(self.given[name])
        self.length = None

    def _draw(self) -> dict[str, Any]:
        unknown = self.random.choice((0.0, 0.0, 0.15, 0.5))
        mapping: dict[str, Any] = {}
        for given in self.graph.guideline.inputs:
            optional = given.may_be_unknown or given.assume is not None
            if optional and self.random.random() < unknown:
                if self.random.random() < 0.3:
                    mapping[given.name.long] = None
                continue
            mapping[self.random.choice(self.keys[given.name.id])] = self._value(given)
        mapping["at"] = self.random.choice((AT.isoformat(), f"{AT.isoformat()}T10:30"))
        phases = {way.name: self._phase(way) for way in self.graph.pathways if self.random.random() < 0.8}
        if phases:
            mapping["phases"] = phases
        return mapping

    def _value(self, given: Input) -> Any:
        match given.type:
            case YesNo():
                wanted = self.wanted.get(given.name.id)
                if wanted is not None and self.random.random() < 0.93:
                    return wanted
                return self.random.choice((True, False, "yes", "no"))
            case Choice(labels=labels):
                return self.random.choice(labels)
            case Number() as number:
                return self._quantity(given, number)
            case Date(with_time=with_time):
                return self._day(30_000, with_time)
            case Series(of=number):
                count = self.random.choice(LENGTHS) if self.length is None else self.length
                return [{**self._measured(given, number), "on": self._day(400, True)} for _ in range(count)]
            case Course():
                started = {"started": self._day(2000, False)} if self.random.random() < 0.6 else {}
                return {"status": self.random.choice(COURSE_STATUSES), **started}

    def _quantity(self, given: Input, number: Number) -> Any:
        measured = self._measured(given, number)
        return measured if "unit" in measured or self.random.random() < 0.3 else measured["value"]

    def _measured(self, given: Input, number: Number) -> dict[str, Any]:
        value = self._number(given, number)
        unit = number.unit
        for other in self.random.sample(self.units[given.name.id], min(2, len(self.units[given.name.id]))):
            converted = convert(value, number.unit, other) if self.random.random() < 0.5 else None
            if converted is not None and _ends(converted):
                value, unit = converted, other
                break
        text = decimal_text(value, 40)
        written: Any = text
        if value.denominator == 1 and self.random.random() < 0.4:
            written = int(value)
        elif len(text.replace("-", "").replace(".", "").strip("0")) <= 15 and self.random.random() < 0.4:
            written = float(text)
        return {"value": written, "unit": unit.symbol} if unit.symbol else {"value": written}

    def _number(self, given: Input, number: Number) -> Fraction:
        low, high = number.plausible.low, number.plausible.high
        step = Fraction(1) if number.whole else Fraction(1, 10 ** (2 if number.decimals is None else number.decimals))
        spots = self.inside.setdefault((low, high), [])
        if not spots:
            spots += [low, high, *(spot for spot in self.spots if low <= spot <= high)]
        kind = self.random.random()
        value = self.random.choice(spots)
        if kind < 0.45:
            value += self.random.choice((-1, 0, 1)) * step
        elif kind < 0.55 and number.decimals is None and not number.whole:
            value += self.random.choice((-1, 1)) * Fraction(1, 10**17)
        elif kind > 0.8:
            value = low + (high - low) * Fraction(self.random.randrange(10**6), 10**6)
        value = value // step * step if kind > 0.8 or number.whole or number.decimals is not None else value
        return min(max(value, low), high)

    def _day(self, span: int, with_time: bool) -> str:
        near = self.random.random() < 0.7
        days = self.random.choice(WINDOWS) if near else self.random.randrange(span)
        day = (AT - timedelta(days=min(days, span))).isoformat()
        return f"{day}T{self.random.choice(('00:00', '10:30', '10:29:59'))}" if with_time and near else day

    def _phase(self, way: GraphPathway) -> dict[str, Any]:
        phase = self.random.choice(
            ("not started", "ended", *(one.name for one in way.phases), *(one.id for one in way.phases))
        )
        edges = [int(end) for one in way.phases if one.window for end in one.window] or [0]
        days = self.random.choice(edges) + self.random.choice((-1, 0, 1))
        since = (AT - timedelta(days=max(days, 0))).isoformat()
        return {"phase": phase, "since": self.random.choice((since, since, None))}

    def _spoilt(self, mapping: dict[str, Any]) -> dict[str, Any]:
        """The same patient with one or two values that cannot be read."""
        for key in self.random.sample(sorted(mapping), min(2, len(mapping))):
            mapping[key] = self.random.choice(UNREADABLE)
        if self.random.random() < 0.2:
            mapping["not an input"] = 1
        return mapping


def _spots(graph: DecisionGraph) -> list[Fraction]:
    """Every constant a number may be compared with."""
    found: set[Fraction] = {spot for spots in thresholds_of(graph).values() for spot in spots}
    for condition in graph.conditions.values():
        match condition:
            case Compare(right=Fraction() as right):
                found.add(right)
            case Sustained(low=low, high=high):
                found.update(end[0] for end in (low, high) if end is not None)
            case DualCompare(cutoffs=cutoffs):
                found.update(bound for _, bound in cutoffs)
            case _:
                pass
    return sorted(found)


def _wanted(graph: DecisionGraph) -> dict[str, bool]:
    """The yes/no facts that bring a patient into the guideline's scope, so that most patients are in it."""
    found: dict[str, bool] = {}
    waiting = [] if graph.applies_when is None else [(graph.applies_when, True)]
    while waiting:
        name, value = waiting.pop()
        match graph.conditions[name]:
            case Fact(input=given):
                found[given] = value
            case Not(of=of):
                waiting.append((of, not value))
            case AllOf(of=parts) | AnyOf(of=parts):
                waiting += [(part, value) for part in parts]
            case _:
                pass
    return found


def _keys(given: Input) -> list[str]:
    return [name for name in (given.name.long, given.name.short, given.name.id) if name]


def _inputs_of(graph: DecisionGraph, condition: str) -> tuple[str, ...]:
    return read_by(graph, ("condition", condition)).inputs


def _settling(graph: DecisionGraph) -> tuple[str, ...]:
    """The inputs that decide whether a patient can exist and whether the guideline is about them."""
    scope = [] if graph.applies_when is None else [graph.applies_when]
    conditions = [*scope, *(condition for condition, _ in graph.impossible)]
    unless = [condition for _, condition in graph.assumptions.values() if condition is not None] if conditions else []
    return tuple(dict.fromkeys(name for one in [*conditions, *unless] for name in _inputs_of(graph, one)))


def _writable_units(given: Input) -> list[Unit]:
    of = given.type.of if isinstance(given.type, Series) else given.type
    if not isinstance(of, Number) or not of.unit.symbol:
        return []
    return [unit for unit in units_like(of.unit) if unit != of.unit] + [one.unit for one in given.conversions]


def _ends(value: Fraction) -> bool:
    """Whether the number is a decimal that can be written out."""
    return 10**30 % value.denominator == 0 and len(decimal_text(value, 40)) < 35


__all__ = ["AT", "Patients"]
