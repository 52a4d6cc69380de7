"""Small guidelines written as values, for tests that begin after resolving."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from caretree.guideline.actions import Action
from caretree.guideline.blocks import Block, Branch, Fork, ForkKind, GapLine, Item, Recommendation
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import AnyOf, Bounds, Condition, Defined, End, Fact, LabelIs, Within
from caretree.guideline.decisions import Decision
from caretree.guideline.definitions import Definition, Graded, GradeRow, MeansCondition
from caretree.guideline.guideline import Guideline
from caretree.guideline.header import Header
from caretree.guideline.inputs import Input
from caretree.guideline.names import Name
from caretree.guideline.terms import DefinedLabel, InputNumber, Literal, NumberTerm
from caretree.guideline.types import Choice, Date, Number, Plausible, YesNo
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER, Unit

CITED = (Cite("A", "6.6", ("4",)),)


def unit(symbol: str) -> Unit:
    """The unit with this spelling; the bare number for none."""
    found = find_unit(symbol) if symbol else NUMBER
    assert found is not None, symbol
    return found


def literal(value: object, symbol: str = "") -> Literal:
    exact = Fraction(str(value))
    return Literal(exact, unit(symbol), f"{value} {symbol}".strip())


def yes_no(name: str, **more: Any) -> Input:
    return Input(Name(name), YesNo(), **{"may_be_unknown": True, **more})


def quantity(name: str, symbol: str, low: object, high: object, **more: Any) -> Input:
    plausible = Plausible(Fraction(str(low)), Fraction(str(high)))
    type_ = Number(more.pop("kind", "quantity"), unit(symbol), plausible, more.pop("decimals", None))
    return Input(Name(name, more.pop("short", "")), type_, **{"may_be_unknown": True, **more})


def choice(name: str, *labels: str, **more: Any) -> Input:
    return Input(Name(name), Choice(labels), **{"may_be_unknown": True, **more})


def date_input(name: str) -> Input:
    return Input(Name(name), Date(), may_be_unknown=True)


def fact(name: str) -> Fact:
    return Fact(Name(name).id, name)


def defined(name: str) -> Defined:
    return Defined(Name(name).id, name)


def value_of(given: Input) -> InputNumber:
    assert isinstance(given.type, Number)
    return InputNumber(given.name.id, given.type.unit, given.name.shown)


def below(end: NumberTerm, included: bool = False) -> Bounds:
    return Bounds(None, End(end, included))


def at_least(end: NumberTerm) -> Bounds:
    return Bounds(End(end, True), None)


def between(low: NumberTerm, high: NumberTerm, high_included: bool = False) -> Bounds:
    return Bounds(End(low, True), End(high, high_included))


def within(of: NumberTerm, *ranges: Bounds, text: str = "") -> Within:
    return Within(of, ranges, text)


def means(name: str, condition: Condition, **more: Any) -> Definition:
    return Definition(Name(name), MeansCondition(condition), **more)


def grade(name: str, of: NumberTerm, symbol: str, **rows: tuple[Bounds, ...]) -> Definition:
    lines = tuple(GradeRow(label.replace("_", " "), ranges) for label, ranges in rows.items())
    return Definition(Name(name), Graded(of, unit(symbol), lines))


def label_is(name: str, labels: tuple[str, ...], *chosen: str) -> LabelIs:
    return LabelIs(DefinedLabel(Name(name).id, labels, False, name), chosen, f"{name} is {chosen[0]}")


def advice(strength: str, action: str, **more: Any) -> Recommendation:
    return Recommendation(strength, Name(action).id, **{"text": f"{strength} {action}", "cites": CITED, **more})


def gap(name: str) -> GapLine:
    return GapLine(Name(name).id)


def block(*items: Item) -> Block:
    return Block(items)


def branch(condition: Condition | None, *items: Item, label: str = "") -> Branch[Block]:
    text = "otherwise" if condition is None else label or condition.text
    return Branch(text, condition, Block(items))


def fork(*branches: Branch[Block], kind: ForkKind = "when", subject: str = "") -> Fork[Block]:
    return Fork(kind, subject, branches)


def decision(name: str, *items: Item) -> Decision:
    return Decision(Name(name), Block(items))


def action(name: str, **more: Any) -> Action:
    return Action(Name(name), **more)


def guideline(**parts: Any) -> Guideline:
    applies_when = parts.pop("applies_when", None)
    header = Header("guideline", "By hand", "by-hand", "0.1.0", applies_when=applies_when)
    return Guideline(header, **{key: tuple(value) for key, value in parts.items()})


ANC = quantity("neutrophil count", "x10^9/L", 0, 100, short="ANC", decimals=3)
WEIGHT = quantity("weight", "kg", 1, 400)
HEIGHT = quantity("height", "cm", 30, 250)


def neutropenia() -> Guideline:
    """A grade, a definition by name, a nested fork and advice: one of most things."""
    labels = ("severe", "mild")
    return guideline(
        inputs=[ANC, yes_no("fever"), yes_no("infection suspected")],
        definitions=[
            means("treat", defined("possible infection")),
            means("possible infection", any_of(fact("fever"), fact("infection suspected"))),
            grade(
                "neutropenia",
                value_of(ANC),
                "x10^9/L",
                severe=(below(literal("500", "/uL")),),
                mild=(at_least(literal("0.5", "x10^9/L")),),
            ),
        ],
        actions=[action("G-CSF"), action("observation")],
        decisions=[
            decision(
                "neutrophils",
                fork(
                    branch(
                        label_is("neutropenia", labels, "severe"),
                        fork(
                            branch(defined("possible infection"), advice("consider", "G-CSF")),
                            branch(None, advice("do not use", "G-CSF")),
                        ),
                        label="severe",
                    ),
                    branch(label_is("neutropenia", labels, "mild"), advice("recommend", "observation"), label="mild"),
                    kind="depending on",
                    subject="neutropenia",
                ),
            )
        ],
    )


def any_of(*parts: Condition) -> Condition:
    return AnyOf(parts, " or ".join(part.text for part in parts))
