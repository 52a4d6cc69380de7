"""Each decision once more as a plain if/elif tree for complete patients; it returns the lines that hold.

    def plain_neutrophils(p: Plain) -> Lines | None:
        if p.neutrophil_count < 0.5:  # severe
            return ("neutrophils/severe/consider-isolation-precautions",)

A fork whose branches were shown disjoint and complete needs no more than if/elif/else. Any other fork first counts its
branches and gives the patient to the general way unless exactly one fits.
"""

from __future__ import annotations

from caretree.decisions.graph import (
    BlockNode,
    ConflictNode,
    ExtraNode,
    ForkNode,
    GraphBranch,
    NodeId,
)
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number, YesNo
from caretree.targets.python.algebra import Algebra
from caretree.targets.python.layout import WIDTH, Call, laid_out, plain_text, quoted, texts, tuple_of
from caretree.targets.python.names import python_name
from caretree.targets.python.plain_conditions import Plain, PlainReading, after, exactly_one, text
from caretree.targets.python.tree_code import label_of, test

STEP = "    "
DEEPEST = 12
"""Python refuses very deep nesting; a deeper tree is left to the general way."""

Lines = tuple[str, ...]


class TooDeep(Exception):
    """A tree too deep to be written plainly."""


def plain_trees(algebra: Algebra) -> str:
    """The plain patient, the plain trees and the function that makes one from a patient; empty where none can be."""
    reading, never = PlainReading(algebra), _awaited(algebra)
    for run in algebra.graph.runs:
        if run.condition is not None:
            reading.slot(run.condition, f"runs {run.decision}")
    try:
        functions = [_function(reading, run.decision, run.node) for run in algebra.graph.runs]
    except TooDeep:
        return ""
    runs = {run.decision: reading.slot(run.condition) for run in algebra.graph.runs if run.condition is not None}
    reading.needed.update(runs.values())
    return "\n\n\n".join([_patient(reading), *functions, _ready(reading, never), _decide(algebra, runs, functions)])


def plain_name(decision: str) -> str:
    """The function of a decision's plain tree."""
    return f"plain_{python_name(decision).strip('_')}"


def _awaited(algebra: Algebra) -> list[str]:
    return [node.condition for node in algebra.graph.nodes.values() if isinstance(node, ExtraNode) and node.waiting]


def _slot_type(given: Input) -> str:
    return "float" if isinstance(given.type, Number) else "bool" if isinstance(given.type, YesNo) else "str"


def _patient(reading: PlainReading) -> str:
    algebra = reading.algebra
    given = {algebra.keys[one.name.id]: one for one in algebra.graph.guideline.inputs}
    kinds = {key: _slot_type(one) for key, one in given.items() if key in reading.needed}
    kinds |= {slot: "str" for slot in reading.slow_labels.values() if slot in reading.needed}
    kinds |= {slot: "bool" for slot in reading.slow.values() if slot in reading.needed}
    lines = [
        "class Plain:",
        f'{STEP}"""A patient for the plain trees: short decimals as floats, which compare exactly."""',
        "",
    ]
    lines.append(laid_out(texts(kinds), 1, "__slots__ = "))
    lines += ["", *(f"{STEP}{key}: {kind}" for key, kind in kinds.items())] if kinds else []
    return "\n".join(lines)


def _ready(reading: PlainReading, never: list[str]) -> str:
    ids = {key: id for id, key in reading.algebra.keys.items()}
    values = tuple_of(texts((key, ids[key])) for key in reading.algebra.keys.values() if key in reading.needed)
    slow = [(slot, test(reading.algebra, id)) for id, slot in reading.slow.items()]
    slow += [(slot, label_of(reading.algebra, id)) for id, slot in reading.slow_labels.items()]
    conditions = tuple_of(Call("(", (quoted(slot), of)) for slot, of in slow if slot in reading.needed)
    awaited = tuple_of(test(reading.algebra, id) for id in dict.fromkeys(never))
    return "\n".join(
        [
            "def plain_patient(patient: PatientBase) -> Plain | None:",
            f'{STEP}"""What the plain trees read, or nothing while any of it is not settled."""',
            f"{STEP}plain = Plain()",
            laid_out(Call("fill(", ("plain", "patient", values, conditions, awaited)), 1, "ready = "),
            f"{STEP}return plain if ready else None",
        ]
    )


def _decide(algebra: Algebra, runs: dict[str, str], functions: list[str]) -> str:
    lines = [
        "def decide(patient: Patient) -> Answer:",
        f'{STEP}"""What the guideline says about this patient. Raises ``PatientProblems`` for contradicting facts."""',
        f"{STEP}p = patient.plain",
        f"{STEP}if p is None:",
        f"{STEP * 2}return decide_with_unknowns(patient)",
    ]
    names: list[str] = []
    for run in algebra.graph.runs:
        names.append(f"lines_{len(names) + 1}")
        call = f"{plain_name(run.decision)}(p)"
        guarded = f"{call} if p.{runs[run.decision]} else ()" if run.decision in runs else call
        lines.append(f"{STEP}{names[-1]} = {guarded}")
    doubtful = [name for name, function in zip(names, functions, strict=True) if "return None" in function]
    if doubtful:
        lines.append(f"{STEP}if {' or '.join(f'{name} is None' for name in doubtful)}:")
        lines.append(f"{STEP * 2}return decide_with_unknowns(patient)")
    lines.append(f"{STEP}return Answer(patient, {' + '.join(names) or '()'})")
    return "\n".join(lines)


def _function(reading: PlainReading, decision: str, node: NodeId) -> str:
    body = _returning(reading, node, (), 1)
    may_fail = " | None" if any("return None" in line for line in body) else ""
    name = next(run.name for run in reading.algebra.graph.runs if run.decision == decision)
    if body[0].startswith(f"{STEP}found = "):
        body[0] = body[0].replace("found = ", "found: tuple[str, ...] = ", 1)
    elif any(line.lstrip().startswith("found = ") for line in body):
        body.insert(0, f"{STEP}found: tuple[str, ...]")
    heading = f"def {plain_name(decision)}(p: Plain) -> tuple[str, ...]{may_fail}:"
    return "\n".join([heading, f'{STEP}"""decision {plain_text(name)}"""', *body])


def _split(reading: PlainReading, node: NodeId) -> tuple[Lines, list[ForkNode | ExtraNode]]:
    """The lines of a block that always hold, and its forks and extras."""
    found = reading.algebra.graph.nodes[node]
    match found:
        case BlockNode(of=of):
            parts = [_split(reading, inner) for inner in of]
            return tuple(line for lines, _ in parts for line in lines), [one for _, more in parts for one in more]
        case ForkNode():
            return (), [found]
        case ExtraNode(waiting=waiting):
            return (), [] if waiting else [found]
        case ConflictNode(id=id, then=then):
            inside: tuple[Lines, list[ForkNode | ExtraNode]] = ((), []) if then is None else _split(reading, then)
            return (id, *inside[0]), inside[1]
        case _:
            return (found.id,), []


def _returning(reading: PlainReading, node: NodeId, above: Lines, depth: int) -> list[str]:
    """Code that returns every line that holds in a block, and those above it."""
    lines, moving = _split(reading, node)
    held = (*above, *lines)
    if not moving:
        return [laid_out(texts(held), depth, "return ")]
    if len(moving) == 1 and isinstance(moving[0], ForkNode):
        return _fork(reading, moving[0], held, depth)
    code = [laid_out(texts(held), depth, "found = ")]
    for one in moving:
        code += _adding(reading, one, depth)
    return [*code, f"{STEP * depth}return found"]


def _adding(reading: PlainReading, one: ForkNode | ExtraNode, depth: int) -> list[str]:
    """Code that adds the lines of a fork or an extra to ``found``."""
    if isinstance(one, ForkNode):
        return _fork(reading, one, None, depth)
    plain = reading.condition(one.condition)
    reading.used(plain)
    return [_asked("if", plain, depth), *_added(reading, one.then, depth + 1)]


def _added(reading: PlainReading, node: NodeId, depth: int) -> list[str]:
    lines, moving = _split(reading, node)
    code = [laid_out(texts(lines), depth, "found += ")] if lines else []
    for one in moving:
        code += _adding(reading, one, depth)
    return code or [f"{STEP * depth}pass"]


def _fork(reading: PlainReading, fork: ForkNode, held: Lines | None, depth: int) -> list[str]:
    """An if/elif chain; ``held`` are the lines to return with, or ``None`` to add to ``found``."""
    if depth > DEEPEST:
        raise TooDeep
    conditions = [reading.condition(branch.condition) for branch in fork.branches]
    for plain in conditions:
        reading.used(plain)
    code: list[str] = []
    if fork.ordered:
        shown, otherwise = conditions, exactly_one([*_firsts(conditions)])
    else:
        otherwise = exactly_one(conditions)
        shown = [after(plain, conditions[:at]) if otherwise else plain for at, plain in enumerate(conditions)]
        if not otherwise:
            total = " + ".join(f"({text(plain)})" for plain in conditions)
            code += [f"{STEP * depth}if {total} != 1:", f"{STEP * (depth + 1)}return None"]
    for at, branch in enumerate(fork.branches):
        last = at == len(fork.branches) - 1 and at > 0 and (otherwise or not fork.ordered)
        line = f"{STEP * depth}else:" if last else _asked("if" if at == 0 else "elif", shown[at], depth)
        code.append(line + _comment(branch))
        code += (
            _returning(reading, branch.then, held, depth + 1)
            if held is not None
            else _added(reading, branch.then, depth + 1)
        )
    if fork.ordered and not otherwise:
        code += [f"{STEP * depth}else:", f"{STEP * (depth + 1)}return None"]
    return code


def _asked(word: str, plain: Plain, depth: int) -> str:
    """``if`` with its condition, in brackets over several lines where it is long."""
    line = f"{STEP * depth}{word} {text(plain)}:"
    if len(line) <= WIDTH or plain[0] not in ("and", "or"):
        return line
    first, *rest = (text(part, inside=True) for part in plain[1:])
    parts = [f"{STEP * (depth + 1)}{first}", *(f"{STEP * (depth + 1)}{plain[0]} {part}" for part in rest)]
    return "\n".join([f"{STEP * depth}{word} (", *parts, f"{STEP * depth}):"])


def _firsts(conditions: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """An ordered fork's branches as they are read: each without the ones above it."""
    return [("and", plain, *(("not", above) for above in conditions[:at])) for at, plain in enumerate(conditions)]


def _comment(branch: GraphBranch) -> str:
    cites = f" [{'; '.join(str(cite) for cite in branch.cites)}]" if branch.cites else ""
    words = plain_text(branch.label + cites)
    return f"  # {words}" if words else ""
