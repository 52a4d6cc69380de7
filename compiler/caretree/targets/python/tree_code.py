"""The tree of a decision as Python data: the shape of the .care file, forks inside branches inside forks."""

from __future__ import annotations

from typing import assert_never

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    DoseFork,
    DoseNode,
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
from caretree.guideline.types import Date
from caretree.targets.python.algebra import Algebra, condition, label, numeral
from caretree.targets.python.layout import Call, Code, call, number, plain_text, quoted, texts, tuple_of


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


def reads(algebra: Algebra, *expressions: Expression) -> Code:
    """What expressions read: inputs in the guideline's order, then assumed definitions."""
    found = read(algebra.graph, expressions)
    return texts((*in_file_order(algebra.graph, found.inputs), *found.assumed_definitions))


def cited(cites: tuple[Cite, ...]) -> Code:
    """Citations as texts, each once."""
    return texts(dict.fromkeys(str(cite) for cite in cites))


def shown_cites(cites: tuple[Cite, ...]) -> str:
    """Citations for a comment."""
    return f" [{'; '.join(str(cite) for cite in cites)}]" if cites else ""


def block(algebra: Algebra, id: str) -> Code:
    """A block and everything in it."""
    node = algebra.graph.nodes[id]
    if not isinstance(node, BlockNode):
        return call("Block", quoted(id), Call("(", (item(algebra, id),)))
    items = tuple_of(item(algebra, inner) for inner in node.of)
    return call("Block", quoted(node.id), items, see=texts(node.see), notes=texts(node.notes))


def item(algebra: Algebra, id: str) -> Code:
    """One item of a block."""
    node = algebra.graph.nodes[id]
    match node:
        case BlockNode():
            return block(algebra, id)
        case ForkNode(branches=branches):
            inner = tuple_of(_branch(algebra, branch) for branch in branches)
            subject = f"{node.origin} {node.subject}".strip()
            about = plain_text(subject + shown_cites(node.cites))
            return call(
                "Fork",
                quoted(id),
                quoted(node.origin),
                quoted(node.subject),
                inner,
                cites=cited(node.cites),
                comment=about,
            )
        case ExtraNode(condition=holds, then=then):
            word = node.label if node.waiting else f"also when {node.label}"
            return call(
                "Extra",
                quoted(id),
                quoted(node.label),
                test(algebra, holds),
                reads(algebra, ("condition", holds)),
                block(algebra, then),
                waiting=str(node.waiting),
                cites=cited(node.cites),
                comment=plain_text(word + shown_cites(node.cites)),
            )
        case AdviceNode():
            return call(
                "Advice",
                quoted(id),
                quoted(node.direction),
                quoted(node.strength),
                quoted(node.action),
                timing=quoted(node.timing),
                after=quoted(node.after),
                because=quoted(node.because),
                certainty=quoted(node.certainty),
                cites=cited(node.cites),
                see=texts(node.see),
            )
        case ChoiceNode():
            return call(
                "Choice",
                quoted(id),
                quoted(node.strength),
                quoted(node.mode),
                quoted(node.options),
                cites=cited(node.cites),
                see=texts(node.see),
            )
        case GapNode(gap=gap):
            return call("Gap", quoted(id), quoted(gap), cites=cited(node.cites))
        case ConflictNode(conflict=conflict, then=inside):
            lines = "None" if inside is None else block(algebra, inside)
            return call("Conflict", quoted(id), quoted(conflict), lines, cites=cited(node.cites))
        case NothingNode():
            return call("NothingFurther", quoted(id), cites=cited(node.cites))
        case ReportNode():
            return _report(algebra, node)
        case _:
            assert_never(node)


def _branch(algebra: Algebra, branch: GraphBranch) -> Code:
    return call(
        "Branch",
        quoted(branch.label),
        test(algebra, branch.condition),
        reads(algebra, ("condition", branch.condition)),
        block(algebra, branch.then),
        cites=cited(branch.cites),
        comment=plain_text(branch.label + shown_cites(branch.cites)),
    )


def _report(algebra: Algebra, node: ReportNode) -> Code:
    is_date = any(one.name.id == node.of and isinstance(one.type, Date) for one in algebra.graph.guideline.inputs)
    kind = "date" if is_date else node.kind
    value: Code
    match node.kind:
        case "condition":
            value = test(algebra, node.value)
        case "number":
            value = numeral_of(algebra, node.value)
        case "label":
            value = algebra.functions.get(("label", node.value)) or with_patient(label(algebra, node.value))
    unit = algebra.graph.number_units.get(node.value, "") if node.kind == "number" else ""
    return call(
        "Report",
        quoted(node.id),
        quoted(node.of),
        quoted(name_of(algebra.graph, node.of)),
        quoted(kind),
        value,
        reads=reads(algebra, (node.kind, node.value)),
        unit=quoted(unit),
        cites=cited(node.cites),
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
    return call("Options", quoted(block.id), quoted(block.name), inner, ranked=str(block.ranked), weigh_by=weigh)


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
        numeral_of(algebra, node.high),
        needs,
        quoted(node.unit),
        rate=quoted(node.rate),
        route=quoted(node.route),
        frequency=quoted(node.frequency),
        duration=quoted(node.duration),
        over=quoted(node.over),
        limit=limit,
        unbounded=str(node.unbounded),
    )


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
