"""What a guideline declares besides its trees, as Python: header, inputs, actions, silence, rules, assumptions."""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.expressions import Assumed
from caretree.decisions.graph import DecisionGraph, GraphRule
from caretree.decisions.patient_record import ScalarValue
from caretree.decisions.regions import regions, thresholds_of
from caretree.guideline.actions import Action
from caretree.guideline.inputs import Code as InputCode
from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.targets.python.algebra import Algebra
from caretree.targets.python.cutoffs import number_of, scales
from caretree.targets.python.layout import Call, Code, Named, call, number, quoted, texts, tuple_of
from caretree.targets.python.tree_code import cited, dose, reads, test


def guideline(graph: DecisionGraph) -> Code:
    """What the guideline says about itself."""
    header = graph.guideline.header
    sources = [f"{source.letter}: {source.title}" for source in graph.guideline.sources]
    unresolved = [
        f"{source.letter} ref {reference.number}"
        for source in graph.guideline.sources
        for reference in source.references
        if not reference.resolved
    ]
    return call(
        "Guideline",
        id=quoted(header.id),
        version=quoted(header.version),
        title=quoted(header.title),
        status=quoted(header.status),
        graph_hash=quoted(graph.hash),
        review_by=quoted(header.review_by.isoformat() if header.review_by else ""),
        audience=texts(header.audience),
        question=quoted(header.question),
        summary=texts(header.summary),
        disclaimers=texts(header.disclaimers),
        sources=texts(sources),
        references_unresolved=texts(unresolved),
    )


def kind_of(given: Input) -> str:
    """How a value of the input is read."""
    match given.type:
        case YesNo():
            return "yes or no"
        case Choice():
            return "choice"
        case Number():
            return "number"
        case Date():
            return "date"
        case Series():
            return "series"
        case Course():
            return "course"


def type_of(given: Input) -> str:
    """The type in the editor's words."""
    match given.type:
        case YesNo():
            return "yes or no"
        case Choice(ordered=ordered):
            return "one of, in rising order" if ordered else "one of"
        case Number(kind=kind):
            return kind
        case Date(with_time=with_time):
            return "date and time" if with_time else "date"
        case Series(of=of):
            return f"series of {'quantities' if of.kind == 'quantity' else of.kind + 's'}"
        case Course(treatment=treatment):
            return f"course of {treatment}"


def input_description(algebra: Algebra, given: Input) -> Code:
    """One input."""
    of = number_of(given)
    plausible = None if of is None else f"({number(of.plausible.low)}, {number(of.plausible.high)})"
    decimals = None if of is None or of.decimals is None else str(of.decimals)
    choice = given.type if isinstance(given.type, Choice) else None
    return call(
        "InputDescription",
        quoted(given.name.id),
        quoted(given.name.long),
        quoted(algebra.keys[given.name.id]),
        quoted(kind_of(given)),
        quoted(type_of(given)),
        question=quoted(given.asks),
        short=quoted(given.name.short),
        question_for_patients=quoted(given.asks_patients),
        unit=quoted(of.unit.symbol if of else ""),
        ucum=quoted(of.unit.ucum) if of else None,
        plausible=plausible,
        decimals=decimals,
        whole=str(bool(of and of.whole)),
        with_time=str(isinstance(given.type, Date) and given.type.with_time),
        labels=texts(choice.labels if choice else ()),
        ordered=str(bool(choice and choice.ordered)),
        may_be_unknown=str(given.may_be_unknown),
        has_assumption=str(given.assume is not None),
        costs=quoted(given.costs),
        codes=_codes(given.codes),
        units=units(given) if of else None,
    )


def units(given: Input) -> Code:
    """Every unit an input accepts and how it relates to the declared one."""
    return Call(
        "{",
        tuple(
            Named(
                quoted(unit.symbol),
                Call("UnitScale(", (quoted(unit.ucum), number(factor), *((number(offset),) if offset else ()))),
                ": ",
            )
            for unit, factor, offset in scales(given)
        ),
        close="}",
    )


def _codes(codes: tuple[InputCode, ...]) -> Code:
    return texts(f"{code.system} {code.value}{'' if code.verified else ' unverified'}" for code in codes)


def action(algebra: Algebra, of: Action) -> Code:
    """One action with its doses."""
    dosing = algebra.graph.dosing.get(of.name.id)
    first = None if dosing is None or dosing.dose is None else dose(algebra, dosing.dose)
    then = tuple_of(dose(algebra, step) for step in dosing.steps) if dosing else None
    codes = (*(of.drug.codes if of.drug else ()), *of.codes)
    return call(
        "Action",
        quoted(of.name.id),
        quoted(of.name.long),
        dose=first,
        then=then,
        lines=texts(dosing.texts) if dosing else None,
        not_stated=texts(dosing.not_stated) if dosing else None,
        urgent=str(of.urgent),
        test=str(of.is_test),
        drug=quoted(of.drug.name if of.drug else ""),
        codes=_codes(codes),
        for_clinicians=texts(text.text for text in of.for_clinicians),
        for_patients=texts(text.text for text in of.for_patients),
    )


def gaps(graph: DecisionGraph) -> Code:
    """Where the source is silent."""
    return tuple_of(
        call("GapText", quoted(gap.name.id), quoted(gap.text), until_resolved=quoted(gap.until_resolved))
        for gap in graph.guideline.gaps
    )


def conflicts(graph: DecisionGraph) -> Code:
    """Where the source says two things."""
    return tuple_of(
        call(
            "ConflictText",
            quoted(conflict.name.id),
            texts(reading.text for reading in conflict.readings),
            quoted(conflict.follow),
            because=quoted(conflict.because),
        )
        for conflict in graph.guideline.conflicts
    )


def rules(algebra: Algebra) -> Code:
    """The safety rules that forbid an offer under a condition; they are proved, the library only names them."""
    return tuple_of(_rule(algebra, rule) for rule in algebra.graph.rules if rule.forbidden_when is not None)


def _rule(algebra: Algebra, rule: GraphRule) -> Code:
    assert rule.forbidden_when is not None
    return call("Rule", quoted(rule.id), quoted(rule.text), texts(rule.x), test(algebra, rule.forbidden_when))


def assumptions(algebra: Algebra) -> Code:
    """What is taken for an input while it is not recorded."""
    found = []
    for given in algebra.graph.guideline.inputs:
        if given.name.id in algebra.graph.assumptions:
            value, unless = algebra.graph.assumptions[given.name.id]
            text = given.assume.text if given.assume else ""
            found.append(
                call(
                    "Assumption",
                    quoted(given.name.id),
                    _literal(value),
                    quoted(text),
                    unless=None if unless is None else test(algebra, unless),
                )
            )
    return tuple_of(found)


def _literal(value: bool | str | Fraction) -> Code:
    if isinstance(value, bool):
        return str(value)
    return quoted(value) if isinstance(value, str) else number(value)


def assumed_definitions(algebra: Algebra) -> Code:
    """Yes/no definitions that are assumed while unknown, in the guideline's order."""
    made = {node.id: node for node in algebra.graph.conditions.values() if isinstance(node, Assumed)}
    written = {one.name.id: one for one in algebra.graph.guideline.definitions}
    ids = [id for id in made if id not in written] + [id for id in written if id in made]
    texts_of = {id: one.assume.text for id, one in written.items() if one.assume is not None}
    return tuple_of(_assumed(algebra, made[id], id, texts_of.get(id, "")) for id in ids)


def _assumed(algebra: Algebra, node: Assumed, id: str, text: str) -> Code:
    unless = None if node.unless is None else test(algebra, node.unless)
    return call("AssumedDefinition", quoted(id), str(node.value), quoted(text), test(algebra, node.of), unless=unless)


def impossible(algebra: Algebra) -> Code:
    """Facts no patient can have."""
    return tuple_of(
        call("Impossible", quoted(text), test(algebra, holds), reads(algebra, ("condition", holds)))
        for holds, text in algebra.graph.impossible
    )


def applies_when(algebra: Algebra) -> Code | None:
    """Whom the guideline is about."""
    holds = algebra.graph.applies_when
    return None if holds is None else Call("(", (test(algebra, holds), reads(algebra, ("condition", holds))))


def region_values(graph: DecisionGraph) -> Code:
    """One value for each way the guideline can read a number, for the next question."""
    thresholds = thresholds_of(graph)
    found = []
    for given in graph.guideline.inputs:
        if isinstance(given.type, Number):
            values = [one.value for one in regions(given, thresholds) if isinstance(one, ScalarValue)]
            found.append(Named(quoted(given.name.id), tuple_of(number(value) for value in values), ": "))
    return Call("{", tuple(found), close="}")


__all__ = [
    "action",
    "applies_when",
    "assumed_definitions",
    "assumptions",
    "cited",
    "conflicts",
    "gaps",
    "guideline",
    "impossible",
    "input_description",
    "kind_of",
    "region_values",
    "rules",
    "type_of",
    "units",
]
