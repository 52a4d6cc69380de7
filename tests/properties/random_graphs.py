"""Random decision graphs from a small grammar, and random patients for them.

Every fork is complete and disjoint by construction (``c`` and ``not c``; the rows of a grade; ``a and b``, ``a and not
b``, ``not a``), as the checks prove of a real guideline; nothing else is assumed.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from caretree.decisions import expressions as to
from caretree.decisions import graph as nodes
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import CourseValue, MeasuredValue, PatientRecord, PatientValue, PhaseValue, ScalarValue
from caretree.guideline.actions import Action
from caretree.guideline.blocks import STRENGTHS
from caretree.guideline.guideline import Guideline
from caretree.guideline.header import Header
from caretree.guideline.inputs import Input
from caretree.guideline.names import Name
from caretree.guideline.types import (
    COURSE_STATUSES,
    Choice,
    Course,
    Date,
    InputType,
    Number,
    Plausible,
    Series,
    YesNo,
)
from caretree.units.unit import NUMBER

AT = Fraction((date(2025, 8, 31) - date(1970, 1, 1)).days)
LABELS = ("low", "middle", "high")
BANDS = ("small", "medium", "large")
SCORE = Number("number", NUMBER, Plausible(Fraction(0), Fraction(10)))
COUNT = Number("whole number", NUMBER, Plausible(Fraction(-3), Fraction(3)))
TYPES: dict[str, InputType] = {
    "fever": YesNo(),
    "rash": YesNo(),
    "cough": YesNo(),
    "risk": Choice(LABELS),
    "level": SCORE,
    "dose": SCORE,
    "change": COUNT,
    "onset": Date(),
    "counts": Series(SCORE),
    "treatment": Course("treatment"),
}
ACTIONS = ("a", "b", "c")
PATHWAY = "care"
PHASES = ("first", "second")
TRUTHS = ("fever", "rash", "cough")
NUMBERS = ("level", "dose", "change")


class Maker:
    """Builds one graph; every expression gets the next id of its table."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.conditions: dict[str, to.ConditionNode] = {}
        self.numbers: dict[str, to.NumberNode] = {}
        self.labels: dict[str, to.LabelNode] = {}
        self.nodes: dict[str, nodes.GraphNode] = {}

    def tables(self) -> dict[str, Any]:
        return {
            "conditions": self.conditions, "numbers": self.numbers, "labels": self.labels, "nodes": self.nodes
        }  # fmt: skip

    def condition(self, node: to.ConditionNode) -> str:
        name = f"c{len(self.conditions)}"
        self.conditions[name] = node
        return name

    def number(self, node: to.NumberNode) -> str:
        name = f"n{len(self.numbers)}"
        self.numbers[name] = node
        return name

    def label(self, node: to.LabelNode) -> str:
        name = f"l{len(self.labels)}"
        self.labels[name] = node
        return name

    def some_constant(self) -> Fraction:
        return Fraction(self.random.randint(-4, 24), 2)

    def some_condition(self, depth: int) -> str:
        kinds = ["fact", "compare", "label", "course", "series", "phase", "date"]
        if depth:
            kinds += ["all", "any", "not", "count", "numbers", "grade"]
        return getattr(self, f"_{self.random.choice(kinds)}")(depth - 1)

    def _fact(self, depth: int) -> str:
        return self.condition(to.Fact(self.random.choice(TRUTHS)))

    def _compare(self, depth: int) -> str:
        left = self.number(to.InputValue(self.random.choice(NUMBERS)))
        return self.condition(to.Compare(self._comparison(), left, self.some_constant()))

    def _comparison(self) -> to.Comparison:
        words: tuple[to.Comparison, ...] = ("lt", "le", "gt", "ge")
        return self.random.choice(words)

    def _numbers(self, depth: int) -> str:
        left, right = self.some_number(depth), self.some_number(depth)
        return self.condition(to.Compare(self._comparison(), left, right))

    def _label(self, depth: int) -> str:
        chosen = tuple(label for label in LABELS if self.random.random() < 0.5)
        return self.condition(to.LabelIn(self.label(to.InputLabel("risk", LABELS)), chosen))

    def _grade(self, depth: int) -> str:
        chosen = tuple(label for label in BANDS if self.random.random() < 0.5)
        return self.condition(to.LabelIn(self.some_grade(depth), chosen))

    def _course(self, depth: int) -> str:
        chosen = tuple(status for status in COURSE_STATUSES if self.random.random() < 0.4)
        return self.condition(to.CourseIs("treatment", chosen))

    def _series(self, depth: int) -> str:
        kind = self.random.randint(0, 2)
        if kind == 0:
            return self._trend(depth)
        if kind == 1:
            return self._sustained(depth)
        return self._series_value(depth)

    def _trend(self, depth: int) -> str:
        return self.condition(to.Trend("counts", 2, self.random.choice(("rising", "falling"))))

    def _sustained(self, depth: int) -> str:
        return self.condition(to.Sustained("counts", None, (self.some_constant(), False), Fraction(7)))

    def _series_value(self, depth: int) -> str:
        which = self.random.choice(("latest", "previous", "lowest", "highest", "average", "total", "number"))
        within = self.random.choice((None, Fraction(14)))
        value = self.number(to.SeriesValue(which, "counts", within, self.random.choice((None, 2))))
        return self.condition(to.Compare(self._comparison(), value, self.some_constant()))

    def _phase(self, depth: int) -> str:
        if self.random.random() < 0.5:
            return self.condition(to.InPhase(PATHWAY, (self.random.choice(PHASES),)))
        clock = self.number(to.PhaseClock(PATHWAY))
        return self.condition(to.Compare(self._comparison(), clock, Fraction(self.random.randint(0, 30))))

    def _date(self, depth: int) -> str:
        onset = self.number(to.InputValue("onset"))
        unit = self.random.choice(("days", "months", "years"))
        moved = self.number(to.ShiftedDate(onset, self.random.randint(-3, 3), unit))
        return self.condition(to.Compare(self._comparison(), moved, self.number(to.Now(day=True))))

    def _all(self, depth: int) -> str:
        return self.condition(to.AllOf((self.some_condition(depth), self.some_condition(depth))))

    def _any(self, depth: int) -> str:
        return self.condition(to.AnyOf((self.some_condition(depth), self.some_condition(depth))))

    def _not(self, depth: int) -> str:
        return self.condition(to.Not(self.some_condition(depth)))

    def _count(self, depth: int) -> str:
        parts = tuple(self.some_condition(depth) for _ in range(3))
        return self.condition(to.CountOf(self.random.randint(1, 2), parts, self.random.random() < 0.5))

    def some_number(self, depth: int) -> str:
        kinds = ["input", "constant"]
        if depth > 0:
            kinds += ["arithmetic", "score", "fork", "extreme", "rounded", "root", "power"]
        return getattr(self, f"_number_{self.random.choice(kinds)}")(depth - 1)

    def _number_input(self, depth: int) -> str:
        return self.number(to.InputValue(self.random.choice(NUMBERS)))

    def _number_constant(self, depth: int) -> str:
        return self.number(to.ConstantNumber(self.some_constant()))

    def _number_arithmetic(self, depth: int) -> str:
        operator = self.random.choice(("+", "-", "*", "/"))
        return self.number(to.Arithmetic(operator, self.some_number(depth), self.some_number(depth)))

    def _number_score(self, depth: int) -> str:
        points = [Fraction(self.random.choice((-2, -1, 1, 2))) for _ in range(2)]
        items = tuple((point, self.some_condition(0)) for point in points)
        return self.number(to.Score(items, (self.some_number(0),)))

    def _number_fork(self, depth: int) -> str:
        conditions = self.some_partition()
        return self.number(to.NumberFork(False, tuple((each, self.some_number(depth)) for each in conditions)))

    def _number_extreme(self, depth: int) -> str:
        which = self.random.choice(("lowest", "highest"))
        return self.number(to.Extreme(which, (self.some_number(depth), self.some_number(depth))))

    def _number_rounded(self, depth: int) -> str:
        mode = self.random.choice(("half-up", "up", "down"))
        return self.number(to.Rounded(self.some_number(depth), Fraction(self.random.choice((1, 2)), 2), mode))

    def _number_root(self, depth: int) -> str:
        of = self.number(to.InputValue(self.random.choice(("level", "dose"))))
        return self.number(to.SquareRoot(of))

    def _number_power(self, depth: int) -> str:
        return self.number(to.Power(self.some_number(depth), Fraction(self.random.choice((2, 3)))))

    def some_grade(self, depth: int) -> str:
        of = self.some_number(max(depth, 0))
        first = self.some_constant()
        second = first + self.random.randint(0, 6)
        below = self.condition(to.Compare("lt", of, first))
        from_first, below_second = (
            self.condition(to.Compare("ge", of, first)),
            self.condition(to.Compare("lt", of, second)),
        )
        middle = self.condition(to.AllOf((from_first, below_second)))
        above = self.condition(to.Compare("ge", of, second))
        rows = tuple((row, label, None) for row, label in zip((below, middle, above), BANDS, strict=True))
        return self.label(to.LabelFork(False, rows, BANDS, of))

    def some_partition(self) -> tuple[str, ...]:
        """Conditions of which exactly one holds."""
        kind = self.random.randint(0, 2)
        if kind == 0:
            one = self.some_condition(1)
            return one, self.condition(to.Not(one))
        if kind == 1:
            grade = self.some_grade(0)
            return tuple(self.condition(to.LabelIn(grade, (label,))) for label in BANDS)
        one, other = self.some_condition(1), self.some_condition(1)
        not_one, not_other = self.condition(to.Not(one)), self.condition(to.Not(other))
        both = self.condition(to.AllOf((one, other)))
        return both, self.condition(to.AllOf((one, not_other))), not_one

    def some_order(self) -> tuple[str, ...]:
        """Conditions of an ordered fork, the last one the rest."""
        one, other = self.some_condition(1), self.some_condition(1)
        return one, other, self.condition(to.Not(self.condition(to.AnyOf((one, other)))))

    def block(self, name: str, depth: int) -> str:
        items = [self.leaf(name, at) for at in range(self.random.randint(1, 2))]
        if depth:
            items.append(self.fork(name, depth - 1))
            if self.random.random() < 0.5:
                items.append(self.extra(name, depth - 1))
        self.nodes[name] = nodes.BlockNode(name, tuple(items))
        return name

    def fork(self, above: str, depth: int) -> str:
        name, ordered = f"{above}/fork", self.random.random() < 0.3
        conditions = self.some_order() if ordered else self.some_partition()
        branches = tuple(nodes.GraphBranch(each, each, self.block(f"{above}/{each}", depth)) for each in conditions)
        self.nodes[name] = nodes.ForkNode(name, ordered, "when", "", branches)
        return name

    def extra(self, above: str, depth: int) -> str:
        name, condition = f"{above}/also", self.some_condition(1)
        self.nodes[name] = nodes.ExtraNode(name, condition, self.block(f"{name}/then", depth), False, condition)
        return name

    def leaf(self, above: str, at: int) -> str:
        name, kind = f"{above}/{at}", self.random.randint(0, 9)
        node: nodes.GraphNode
        if kind == 0:
            node = nodes.GapNode(name, self.random.choice(("silent", "vague")))
        elif kind == 1:
            node = nodes.ConflictNode(name, "torn", self.block(f"{name}/then", 0))
        elif kind == 2:
            node = nodes.ChoiceNode(name, "may use", "one", "treatments")
        elif kind == 3:
            node = nodes.NothingNode(name)
        else:
            strength = self.random.choice(STRENGTHS)
            direction: nodes.Direction = "offer" if STRENGTHS.index(strength) < 4 else "against"
            node = nodes.AdviceNode(name, direction, strength, self.random.choice(ACTIONS))
        self.nodes[name] = node
        return name


def some_graph(random: Random) -> DecisionGraph:
    """One random guideline: a decision that always runs, one that runs in a phase, a scope, options."""
    maker = Maker(random)
    always, in_phase = maker.block("always", 2), maker.block("phase", 1)
    started = maker.condition(to.InPhase(PATHWAY, ("first",)))
    options = tuple(
        nodes.GraphOption(f"options/{action}", action, maker.some_condition(1), maker.some_condition(1), ())
        for action in ACTIONS
    )
    pathways = _pathways(maker.some_condition(1))
    applies_when = maker.some_condition(1) if random.random() < 0.3 else None
    return DecisionGraph(
        guideline=_guideline(),
        **maker.tables(),
        runs=(nodes.Run("always", "always", always, None), nodes.Run("phase", "phase", in_phase, started)),
        options={"treatments": nodes.OptionSet("treatments", "treatments", False, options)},
        dosing={},
        pathways=pathways,
        rules=(),
        impossible=(),
        applies_when=applies_when,
        assumptions={},
        defined={},
        number_units={},
    )


CONDITIONS = (
    "fact",
    "compare",
    "numbers",
    "label",
    "grade",
    "course",
    "trend",
    "sustained",
    "series_value",
    "phase",
    "date",
    "all",
    "any",
    "count",
)
NUMBER_KINDS = ("arithmetic", "score", "fork", "extreme", "rounded", "root", "power")


def some_expressions(random: Random) -> DecisionGraph:
    """A graph that says nothing, with one expression of every kind in its tables."""
    maker = Maker(random)
    for kind in CONDITIONS:
        getattr(maker, f"_{kind}")(1)
    for kind in NUMBER_KINDS:
        getattr(maker, f"_number_{kind}")(1)
    condition = maker.some_condition(0)
    return DecisionGraph(
        guideline=_guideline(),
        **maker.tables(),
        runs=(),
        options={},
        dosing={},
        pathways=_pathways(condition),
        rules=(),
        impossible=(),
        applies_when=None,
        assumptions={},
        defined={},
        number_units={},
    )


def _pathways(condition: str) -> tuple[nodes.GraphPathway, ...]:
    """Two phases with a move between them, the first with an assess window of 7 to 14 days."""
    move = nodes.GraphTransition("care/first/second", "go", "second", condition, "")
    phases = (
        nodes.GraphPhase("first", "first", ("phase",), (Fraction(7), Fraction(14)), "", (move,)),
        nodes.GraphPhase("second", "second", (), None, "", ()),
    )
    return (nodes.GraphPathway(PATHWAY, PATHWAY, phases),)


def _guideline() -> Guideline:
    inputs = tuple(Input(Name(name), type_, may_be_unknown=True) for name, type_ in TYPES.items())
    actions = tuple(Action(Name(action)) for action in ACTIONS)
    return Guideline(Header("guideline", "Random", "random", "1"), inputs=inputs, actions=actions)


def some_value(random: Random, name: str) -> PatientValue:
    """A value of an input, often at a threshold."""
    match TYPES[name]:
        case YesNo():
            return random.random() < 0.5
        case Choice(labels=labels):
            return random.choice(labels)
        case Number() as number:
            return _scalar(random, number)
        case Date():
            return AT - random.choice((0, 1, 2, 3, 8, 28, 31, 61, 62, 92, 365, 366, 730, 1096))
        case Series(of=number):
            days = sorted((random.choice((0, 0, 3, 7, 7, 14, 20)) for _ in range(random.randint(0, 4))), reverse=True)
            return tuple(MeasuredValue(_scalar(random, number), AT - day) for day in days)
        case Course():
            return CourseValue(random.choice(COURSE_STATUSES), None)


def _scalar(random: Random, number: Number) -> ScalarValue:
    low, high = number.plausible.low, number.plausible.high
    steps = 1 if number.whole else 2
    value = Fraction(random.randint(int(low) * steps, int(high) * steps), steps)
    return ScalarValue(value, value, number.unit.ucum)


def some_patient(random: Random) -> PatientRecord:
    """A patient about whom something is unknown."""
    values = {name: some_value(random, name) for name in TYPES if random.random() < 0.5}
    phases = {PATHWAY: without_start(random, some_phase(random))} if random.random() < 0.6 else {}
    return PatientRecord(values, AT, phases)


def some_phase(random: Random) -> PhaseValue:
    """Where a patient is on the pathway, and since when."""
    since = AT - random.choice((0, 6, 7, 8, 13, 14, 15, 30))
    return PhaseValue(random.choice((*PHASES, "first", "not started", "ended")), since)


def without_start(random: Random, phase: PhaseValue) -> PhaseValue:
    """The same phase, at times with its start unknown."""
    return phase if random.random() < 0.6 else PhaseValue(phase.phase, None)


def completed(random: Random, patient: PatientRecord) -> PatientRecord:
    """The same patient with everything known."""
    values = {name: some_value(random, name) for name in TYPES} | patient.values
    known, phase = patient.phases.get(PATHWAY), some_phase(random)
    if known is not None:
        phase = PhaseValue(known.phase, phase.since if known.since is None else known.since)
    return PatientRecord(values, patient.at, {PATHWAY: phase})
