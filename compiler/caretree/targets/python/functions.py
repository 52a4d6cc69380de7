"""Which expressions become functions: every definition, under its own name, and what several places read.

possible infection means any of: fever, infection suspected

def possible_infection(p: Facts) -> Truth:
    return any_of(p.fever, p.infection_suspected)
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from msgspec import Struct

from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Arithmetic,
    Assumed,
    CountOf,
    Extreme,
    LabelFork,
    Logarithm,
    NumberFork,
    Power,
    Score,
    SquareRoot,
)
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.reads import Expression, references
from caretree.guideline.definitions import Calculated, Definition, Graded, Labelled, MeansCondition
from caretree.guideline.definitions import Score as ScoreMeaning
from caretree.guideline.guideline import Guideline
from caretree.guideline.names import slug
from caretree.targets.python.algebra import Algebra, condition_body, label_body, number_body
from caretree.targets.python.layout import Call, Code, docstring, laid_out, plain_text
from caretree.targets.python.names import python_name

SHARED = (
    AllOf,
    AnyOf,
    CountOf,
    Assumed,
    Arithmetic,
    Extreme,
    SquareRoot,
    Power,
    Logarithm,
    Score,
    NumberFork,
    LabelFork,
)
"""What is worth a function when more than one place reads it."""

RETURNS = {"condition": "Truth", "number": "Interval", "label": "Labels"}


class Function(Struct, frozen=True):
    """One function of the module, as text."""

    name: str
    text: str


def name_functions(algebra: Algebra, taken: set[str]) -> None:
    """Give every definition, and every expression that several places read, its function's name."""
    graph = algebra.graph
    for definition in graph.guideline.definitions:
        expression = graph.defined.get(definition.name.id)
        if expression is not None and expression not in algebra.functions:
            _name(algebra, expression, definition.name.long, taken)
    for expression, count in _uses(graph).items():
        if count > 1 and expression not in algebra.functions and isinstance(_node(graph, expression), SHARED):
            _name(algebra, expression, _words(graph, expression), taken)


def _name(algebra: Algebra, expression: Expression, words: str, taken: set[str]) -> None:
    name = python_name(words, taken)
    taken.add(name)
    algebra.functions[expression] = name


def _node(graph: DecisionGraph, expression: Expression) -> object:
    kind, id = expression
    return {"condition": graph.conditions, "number": graph.numbers, "label": graph.labels}[kind][id]  # type: ignore[index]


def _words(graph: DecisionGraph, expression: Expression) -> str:
    """What a shared expression is called: the words it was written with, else its kind and a part of its hash."""
    text = graph.condition_texts.get(expression[1], "") if expression[0] == "condition" else ""
    if 0 < len(slug(text)) <= 60:
        return text
    return f"{expression[0]} {sha256(repr(_node(graph, expression)).encode()).hexdigest()[:6]}"


def _uses(graph: DecisionGraph) -> Counter[Expression]:
    """How many expressions read each expression; those read by the tree itself count once more."""
    uses: Counter[Expression] = Counter()
    everything: list[Expression] = [("condition", id) for id in graph.conditions]
    everything += [("number", id) for id in graph.numbers]
    everything += [("label", id) for id in graph.labels]
    for expression in everything:
        mentioned = references(graph, expression)
        uses.update(("condition", id) for id in mentioned.conditions)
        uses.update(("number", id) for id in mentioned.numbers)
        uses.update(("label", id) for id in mentioned.labels)
    return Counter({expression: uses[expression] for expression in everything})


def functions(algebra: Algebra) -> list[Function]:
    """The functions in the guideline's order of definitions, then what is shared."""
    by_expression = {
        algebra.graph.defined[each.name.id]: each
        for each in reversed(algebra.graph.guideline.definitions)
        if each.name.id in algebra.graph.defined
    }
    return [
        _function(algebra, expression, name, by_expression.get(expression))
        for expression, name in algebra.functions.items()
    ]


def _function(algebra: Algebra, expression: Expression, name: str, definition: Definition | None) -> Function:
    kind, id = expression
    body: Code
    if kind == "condition":
        body = condition_body(algebra, id)
        about = algebra.graph.condition_texts.get(id, "")
    elif kind == "number":
        body, about = number_body(algebra, id), ""
    else:
        body, about = label_body(algebra, id), ""
    words = docstring(_title(definition) if definition else about or f"A {kind} that several places read.")
    comments = [] if definition is None else _comments(algebra.graph.guideline, definition)
    lines = [
        "@remembered",
        f"def {name}(p: Facts) -> {RETURNS[kind]}:",
        f"    {words}",
        *(f"    # {plain_text(comment)}" for comment in comments),
        laid_out(body, 1, "return "),
    ]
    return Function(name, "\n".join(lines))


def _title(definition: Definition) -> str:
    name, meaning = definition.name.long, definition.meaning
    cites = f" [{'; '.join(str(cite) for cite in definition.cites)}]" if definition.cites else ""
    match meaning:
        case MeansCondition():
            return f"{name} means:{cites}"
        case Graded(unit=unit):
            return f"{name}{f' in {unit.symbol}' if unit.symbol else ''} is graded:{cites}"
        case ScoreMeaning():
            return f"{name} is the sum of:{cites}"
        case Calculated(unit=unit):
            return f"{name}{f' in {unit.symbol}' if unit.symbol else ''} is calculated as:{cites}"
        case Labelled():
            return f"{name} is decided by:{cites}"


def _comments(guideline: Guideline, definition: Definition) -> list[str]:
    """Grade lines and score lines in the editor's words with their citations, then the notes."""
    lines = []
    match definition.meaning:
        case Graded(rows=rows):
            for row in rows:
                ranges = " or ".join(bounds.text for bounds in row.ranges if bounds.text)
                lines.append(_cited(f"{row.label}: {ranges}".rstrip(": "), row.cites))
        case ScoreMeaning(items=items):
            lines += [_cited(item.text or f"{item.points} points", item.cites) for item in items]
        case _:
            pass
    return lines + [f"Note: {note}" for note in definition.notes]


def _cited(text: str, cites: tuple[object, ...]) -> str:
    return f"{text} [{'; '.join(str(cite) for cite in cites)}]" if cites else text


__all__ = ["Call", "Function", "functions", "name_functions"]
