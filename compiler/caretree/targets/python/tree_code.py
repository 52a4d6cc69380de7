"""The tree of a decision as Python data: the shape of the .care file, forks inside branches inside forks."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from caretree.decisions.decimals import decimal_text
from caretree.decisions.expressions import Arithmetic, ConditionId, ConstantNumber, Extreme, InputValue, NumberId
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    DoseFork,
    DoseNode,
    DoseStep,
    ExtraNode,
    ForkNode,
    GapNode,
    GraphArgument,
    GraphBranch,
    GraphOption,
    GraphPathway,
    NothingNode,
    OptionSet,
    ReportNode,
)
from caretree.decisions.reads import Expression, in_file_order, inputs_of_dose, read
from caretree.guideline.citation import Cite
from caretree.guideline.types import Date, Number
from caretree.targets.python.algebra import Algebra, condition, label, numeral
from caretree.targets.python.layout import Call, Code, Named, call, inline, number, quoted, texts, tuple_of


def test(algebra: Algebra, id: ConditionId) -> Code:
    """A condition as a function of what can still be true: a definition by its name, else written out."""
    name = algebra.functions.get(("condition", id))
    return name or with_patient(condition(algebra, id))


def with_patient(code: Code) -> Code:
    """An expression as a function of the facts."""
    if isinstance(code, Call):
        return Call(f"lambda p: {code.head}", code.items, close=code.close)
    return f"lambda p: {code}"


def numeral_of(algebra: Algebra, id: str) -> Code:
    """A number as a function of the facts."""
    return algebra.functions.get(("number", id)) or with_patient(numeral(algebra, id))


def label_of(algebra: Algebra, id: str) -> Code:
    """A label as a function of the facts."""
    return algebra.functions.get(("label", id)) or with_patient(label(algebra, id))


def reads(algebra: Algebra, *expressions: Expression) -> Code:
    """What expressions read: inputs in the guideline's order, then assumed definitions."""
    found = read(algebra.graph, expressions)
    return texts((*in_file_order(algebra.graph, found.inputs), *found.assumed_definitions))


def cited(cites: tuple[Cite, ...]) -> Code:
    """Citations as texts, each once."""
    return texts(dict.fromkeys(str(cite) for cite in cites))


def _cites(cites: tuple[Cite, ...]) -> tuple[str, ...]:
    return tuple(quoted(text) for text in dict.fromkeys(str(cite) for cite in cites))


def _inside(algebra: Algebra, id: str) -> tuple[str, tuple[Code, ...], tuple[Named, ...]]:
    """A block's identity, its items, and its own lines."""
    node = algebra.graph.nodes[id]
    if not isinstance(node, BlockNode):
        return quoted(id), (item(algebra, id),), ()
    own = (("see", texts(node.see)), ("notes", texts(node.notes)))
    items = tuple(item(algebra, inner) for inner in node.of)
    return quoted(node.id), items, tuple(Named(name, code) for name, code in own if inline(code) != "()")


def block(algebra: Algebra, id: str) -> Code:
    """A block and everything in it."""
    name, items, own = _inside(algebra, id)
    return Call("block(", (name, *items, *own), lead=1)


def item(algebra: Algebra, id: str) -> Code:
    """One item of a block."""
    node = algebra.graph.nodes[id]
    match node:
        case BlockNode():
            return block(algebra, id)
        case ForkNode(branches=branches):
            inner = tuple(_branch(algebra, branch) for branch in branches)
            ordered = (Named("ordered", "True"),) if node.ordered else ()
            subject = (quoted(id), quoted(node.origin), quoted(node.subject))
            return Call("fork(", (*subject, *inner, *_named_cites(node.cites), *ordered), lead=3)
        case ExtraNode():
            return _extra(algebra, node)
        case AdviceNode():
            return _advice(node)
        case ChoiceNode():
            head = (quoted(id), quoted(node.strength), quoted(node.mode), quoted(node.options))
            return call("choice", *head, *_cites(node.cites), see=texts(node.see))
        case GapNode(gap=gap):
            return call("gap", quoted(id), quoted(gap), *_cites(node.cites))
        case ConflictNode(conflict=conflict, then=inside):
            lines = () if inside is None and not node.cites else ("None" if inside is None else block(algebra, inside),)
            return Call("conflict(", (quoted(id), quoted(conflict), *lines, *_cites(node.cites)), lead=2)
        case NothingNode():
            return call("nothing_further", quoted(id), *_cites(node.cites))
        case ReportNode():
            return _report(algebra, node)
        case _:
            assert_never(node)


def _named_cites(cites: tuple[Cite, ...]) -> tuple[Code, ...]:
    return (Named("cites", cited(cites)),) if cites else ()


def _extra(algebra: Algebra, node: ExtraNode) -> Code:
    name, items, own = _inside(algebra, node.then)
    holds = (test(algebra, node.condition), reads(algebra, ("condition", node.condition)))
    head = (quoted(node.id), quoted(node.label), *holds, name)
    word = "until_known(" if node.waiting else "also_when("
    return Call(word, (*head, *items, *_named_cites(node.cites), *own), lead=5)


def _advice(node: AdviceNode) -> Code:
    word = "offer" if node.direction == "offer" else "against"
    head = (quoted(node.id), quoted(node.strength), quoted(node.action))
    return call(
        word,
        *head,
        *_cites(node.cites),
        timing=quoted(node.timing),
        after=quoted(node.after),
        because=quoted(node.because),
        certainty=quoted(node.certainty),
        see=texts(node.see),
    )


def _branch(algebra: Algebra, branch: GraphBranch) -> Code:
    name, items, own = _inside(algebra, branch.then)
    holds = (test(algebra, branch.condition), reads(algebra, ("condition", branch.condition)))
    return Call("branch(", (quoted(branch.label), *holds, name, *items, *_named_cites(branch.cites), *own), lead=4)


def _report(algebra: Algebra, node: ReportNode) -> Code:
    is_date = any(one.name.id == node.of and isinstance(one.type, Date) for one in algebra.graph.guideline.inputs)
    value: Code
    match node.kind:
        case "condition":
            value = test(algebra, node.value)
        case "number":
            value = numeral_of(algebra, node.value)
        case "label":
            value = label_of(algebra, node.value)
    unit = algebra.graph.number_units.get(node.value, "") if node.kind == "number" and not is_date else ""
    name = quoted(name_of(algebra.graph, node.of))
    head = (quoted(node.id), quoted(node.of), name, quoted("date" if is_date else node.kind), value)
    plain = algebra.report_values.get(node.id)
    read_from = reads(algebra, (node.kind, node.value))
    return call("report", *head, read_from, *_cites(node.cites), unit=quoted(unit), plain=plain)


def definitions(algebra: Algebra) -> Code:
    """Every definition as a report of its value."""
    return tuple_of(
        _report(algebra, ReportNode(f"definitions/{id}", id, kind, value))
        for id, (kind, value) in algebra.graph.defined.items()
    )


def name_of(graph: DecisionGraph, id: str) -> str:
    """The long name of an input, definition or action."""
    guideline = graph.guideline
    names = [one.name for one in guideline.inputs] + [one.name for one in guideline.definitions]
    names += [one.name for one in guideline.actions]
    return next((name.long for name in reversed(names) if name.id == id), id)


def options(algebra: Algebra, block: OptionSet) -> Code:
    """An options block."""
    weigh = texts(text for text, _ in block.weigh_by)
    inner = tuple_of(_option(algebra, option) for option in block.options)
    truths = algebra.options_truths.get(block.id)
    head = (quoted(block.id), quoted(block.name), inner)
    return call("Options", *head, ranked=str(block.ranked), weigh_by=weigh, truths=truths)


def _option(algebra: Algebra, option: GraphOption) -> Code:
    out = None if option.out is None else test(algebra, option.out)
    preferred = None if option.preferred is None else test(algebra, option.preferred)
    arguments = tuple_of(_argument(algebra, one) for one in option.arguments if one.kind in ("in favour", "against"))
    return call(
        "Option",
        quoted(option.id),
        quoted(option.action),
        out=out,
        preferred=preferred,
        arguments=arguments,
        cites=cited(option.cites),
        reads=None if option.out is None else reads(algebra, ("condition", option.out)),
    )


def _argument(algebra: Algebra, argument: GraphArgument) -> Code:
    return call(
        "Argument",
        quoted(argument.kind),
        quoted(argument.text),
        test(algebra, argument.condition),
        cites=cited(argument.cites),
    )


def dose(algebra: Algebra, node: DoseNode) -> Code:
    """A dose, or a dose decided by a fork."""
    needs = texts(inputs_of_dose(algebra.graph, node))
    if isinstance(node, DoseFork):
        branches = tuple_of(
            Call("(", (quoted(text), test(algebra, holds), dose(algebra, then))) for text, holds, then in node.branches
        )
        return call("DoseFork", str(node.ordered), branches, needs)
    limit = None if node.limit_high is None else numeral_of(algebra, node.limit_high)
    return call(
        "Dose",
        quoted(node.text),
        numeral_of(algebra, node.low),
        "None" if node.high == node.low else numeral_of(algebra, node.high),
        needs,
        quoted(node.unit),
        rate=quoted(node.rate),
        route=quoted(node.route),
        frequency=quoted(node.frequency),
        duration=quoted(node.duration),
        over=quoted(node.over),
        limit=limit,
        unbounded=str(node.unbounded),
        simple=_simple(algebra, node),
    )


def _simple(algebra: Algebra, node: DoseStep) -> Code | None:
    """The ends of a dose as an input times factors, or as texts where they are the same for every patient."""
    low, high = linear(algebra, node.low), linear(algebra, node.high)
    if low is None or high is None or low[0] != high[0]:
        return None
    if not low[0]:
        return Call("(", (quoted(""), quoted(decimal_text(low[1])), quoted(decimal_text(high[1]))))
    return Call("(", (quoted(low[0]), repr(float(low[1])), repr(float(high[1]))))


def linear(algebra: Algebra, id: NumberId) -> tuple[str, Fraction] | None:
    """A number as an input, by its name in Python, times a factor; an empty name for a constant."""
    graph = algebra.graph
    match graph.numbers[id]:
        case ConstantNumber(value=value):
            return "", value
        case InputValue(input=input):
            given = next(one for one in graph.guideline.inputs if one.name.id == input)
            positive = isinstance(given.type, Number) and given.type.plausible.low >= 0
            return (algebra.keys[input], Fraction(1)) if positive else None
        case Arithmetic(operator="*", left=left, right=right):
            one, other = linear(algebra, left), linear(algebra, right)
            if one is None or other is None or (one[0] and other[0]) or one[1] < 0 or other[1] < 0:
                return None
            return one[0] or other[0], one[1] * other[1]
        case Extreme(which=which, of=parts):
            found = [linear(algebra, part) for part in parts]
            if any(part is None or part[0] != (found[0] or ("",))[0] for part in found):
                return None
            factors = [part[1] for part in found if part is not None]
            return (found[0] or ("",))[0], min(factors) if which == "lowest" else max(factors)
        case _:
            return None


def pathway(algebra: Algebra, way: GraphPathway) -> Code:
    """A pathway with its phases and moves."""
    return call(
        "Pathway", quoted(way.id), quoted(way.name), tuple_of(_phase(algebra, way, at) for at in range(len(way.phases)))
    )


def _phase(algebra: Algebra, way: GraphPathway, position: int) -> Code:
    phase = way.phases[position]
    window = None if phase.window is None else f"({number(phase.window[0])}, {number(phase.window[1])})"
    moves = tuple_of(
        call(
            "Transition",
            quoted(move.id),
            quoted(move.kind),
            quoted(move.target),
            quoted(move.label),
            test(algebra, move.condition),
            reads=reads(algebra, ("condition", move.condition)),
            cites=cited(move.cites),
        )
        for move in phase.transitions
    )
    return call(
        "Phase", quoted(phase.id), quoted(phase.name), moves, window=window, window_text=quoted(phase.window_text)
    )
