"""What a module needs to decide patients by plain trees: their slots, what is worked out before, and the trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from caretree.decisions.expressions import Assumed, InputLabel
from caretree.decisions.graph import ExtraNode, ForkNode, ReportNode, Run
from caretree.guideline.inputs import Input
from caretree.guideline.types import Course, Date, Number, Series, YesNo
from caretree.targets.python.algebra import Algebra
from caretree.targets.python.layout import Call, Code, laid_out, plain_text, quoted, tuple_of
from caretree.targets.python.partial_trees import PartialTrees, open_block, settled_by_block, too_long
from caretree.targets.python.plain_conditions import Plain, PlainReading, given_by_key, phase_slot, slots_read
from caretree.targets.python.plain_text import Given, digit, known, may, must
from caretree.targets.python.plain_trees import PLAIN, STEP, PlainTrees, plain_name, plain_tree, tree_in_place
from caretree.targets.python.states import States
from caretree.targets.python.tree_code import label_of, test


class PlainModule(Struct):
    """The plain side of a module. Conditions are read first: every slot must be known before code is written."""

    algebra: Algebra
    reading: PlainReading
    given: Given
    bits: dict[str, int]
    scope: Plain
    impossible: tuple[Plain, ...]


def read_plainly(algebra: Algebra) -> PlainModule:
    """Read every condition of the trees, of options and of whom the guideline is about."""
    graph, reading = algebra.graph, PlainReading(algebra)
    for node in graph.nodes.values():
        if isinstance(node, ForkNode):
            for branch in node.branches:
                reading.condition(branch.condition)
        elif isinstance(node, ExtraNode):
            reading.condition(node.condition)
    for run in graph.runs:
        if run.condition is not None:
            reading.condition(run.condition)
    scope: Plain = ("constant", True) if graph.applies_when is None else reading.condition(graph.applies_when)
    impossible = tuple(reading.condition(holds) for holds, _ in graph.impossible)
    names = [*algebra.keys.values(), *(phase_slot(way.id) for way in graph.pathways)]
    names += [*reading.slow.values(), *reading.slow_labels.values()]
    bits = {name: at for at, name in enumerate(names)}
    return PlainModule(algebra, reading, given_by_key(algebra), bits, scope, impossible)


def slot_types(module: PlainModule) -> dict[str, str]:
    """Every slot of a patient with its type."""
    types = {key: f"{_slot_type(given)} | None" for key, given in module.given.items()}
    types |= {phase_slot(way.id): "str | None" for way in module.algebra.graph.pathways}
    types |= dict.fromkeys(module.reading.slow.values(), "bool | None")
    return types | dict.fromkeys(module.reading.slow_labels.values(), "str")


def _slot_type(given: Input) -> str:
    match given.type:
        case Number():
            return "float"
        case YesNo():
            return "bool"
        case Date():
            return "Exact"
        case Series():
            return "tuple[Measured, ...]"
        case Course():
            return "str"
        case _:
            return "str"


def prepare_code(module: PlainModule) -> str:
    """The function that works out what the trees need and says how a patient is decided."""
    graph, reading = module.algebra.graph, module.reading
    lines = ["def _prepare(p: Any) -> int:"]
    lines.append(f'{STEP}"""Work out what the trees need; how the patient is decided."""')
    inputs = [given.name.id for given in graph.guideline.inputs]
    mask = sum(1 << at for at, id in enumerate(inputs) if id in graph.assumptions)
    if mask:
        lines += [f"{STEP}if p._unknown & {bin(mask)} and not assume(p):", f"{STEP * 2}return GENERALLY"]
    if graph.pathways:
        slots = tuple_of(
            Call("(", (quoted(way.id), quoted(phase_slot(way.id)), str(module.bits[phase_slot(way.id)])))
            for way in graph.pathways
        )
        lines.append(laid_out(Call("enter_phases(", ("p", slots)), 1))
    if reading.slow or reading.slow_labels:
        definitions = ("ASSUMED_DEFINITIONS",) if _assumes_definitions(module.algebra) else ()
        lines.append(f"{STEP}if not work_out({', '.join(('p', 'BEFORE', 'LABELS_BEFORE', *definitions))}):")
        lines.append(f"{STEP * 2}return GENERALLY")
    for plain in module.impossible:
        lines += [f"{STEP}if {must(plain, module.given)}:", f"{STEP * 2}return GENERALLY"]
    read = _read_by_trees(module)
    lines += [f"{STEP}if p._unknown & {bin(read)} or p._assumed:", f"{STEP * 2}return PARTLY"]
    lines.append(f"{STEP}return READY if {known(module.scope)} else PARTLY")
    return "\n".join([*_before(module), *lines])


def _assumes_definitions(algebra: Algebra) -> bool:
    return any(isinstance(node, Assumed) for node in algebra.graph.conditions.values())


def _before(module: PlainModule) -> Iterator[str]:
    """What is worked out by the general way before the trees are read, by slot and bit."""
    reading = module.reading
    if reading.slow or reading.slow_labels:
        conditions = ((slot, test(module.algebra, id)) for id, slot in reading.slow.items())
        labels = ((slot, label_of(module.algebra, id)) for id, slot in reading.slow_labels.items())
        for name, slots in (("BEFORE", conditions), ("LABELS_BEFORE", labels)):
            rows: list[Code] = [Call("(", (quoted(slot), str(module.bits[slot]), of)) for slot, of in slots]
            yield laid_out(tuple_of(rows), before=f"{name}: Settled = ")
            yield ""
        yield ""


def _read_by_trees(module: PlainModule) -> int:
    """The bits that are 0 when the trees and whom they are for can be read as they are."""
    graph, reading = module.algebra.graph, module.reading
    conditions = [module.scope]
    for node in graph.nodes.values():
        if isinstance(node, ForkNode):
            conditions += [reading.condition(branch.condition) for branch in node.branches]
        elif isinstance(node, ExtraNode):
            conditions.append(reading.condition(node.condition))
    conditions += [reading.condition(run.condition) for run in graph.runs if run.condition is not None]
    return sum(1 << module.bits[slot] for slot in {slot for plain in conditions for slot in slots_read(plain)})


def trees_code(module: PlainModule, elsewhere: str) -> str:
    """The trees of every decision, plain and with open branches, and the functions that decide.

    ``elsewhere`` is the module's other code, which may call the functions of conditions too.
    """
    graph, states = module.algebra.graph, States(module.algebra.graph)
    trees, stride, strides = PlainTrees(module.reading, states), 1, {}
    plain = []
    for run in graph.runs:
        strides[run.decision] = stride
        plain.append(plain_tree(trees, run.decision, run.node, stride))
        stride *= states.of_block(run.node) + (run.condition is not None)
    partial = PartialTrees(module.reading, states, module.given, module.bits)
    openly = not trees.unsure and not too_long(partial)
    partly = _decide_partly(module, partial) if openly else ""
    functions = list(trees.functions)
    decide = _decide(module, trees, strides, openly)
    parts = [
        *(plain if PLAIN in partly + decide + "".join(functions) else ()),
        *functions,
        *(partial.functions if openly else ()),
        partly,
        decide,
    ]
    text = "\n\n\n".join(part for part in parts if part)
    return "\n\n\n".join([*_named_in(module, "\n".join([text, elsewhere])), text])


def _named_in(module: PlainModule, text: str) -> list[str]:
    """The functions of named conditions that some code calls."""
    found: list[str] = []
    for name, plain in reversed(module.reading.named.items()):
        for prefix, write in _WAYS.items():
            if f"{prefix}{name}(" in text:
                written = f"def {prefix}{name}(p: Any) -> Any:\n{_returned(write(plain, module.given))}"
                found.insert(0, written)
                text += written
    return found


_WAYS: dict[str, Callable[[Plain, Given], str]] = {
    "_is_": lambda plain, given: known(plain),
    "_must_be_": must,
    "_may_be_": may,
}
"""A condition as functions: for a patient of whom it is known, as must and as may."""


def _returned(text: str) -> str:
    """``return`` with a condition, over several lines where it is long."""
    if len(text) <= 100:
        return f"{STEP}return {text}"
    pieces = text.replace(" and ", f"\n{STEP * 2}and ").replace(" or ", f"\n{STEP * 2}or ")
    return f"{STEP}return (\n{STEP * 2}{pieces}\n{STEP})"


def _decide(module: PlainModule, trees: PlainTrees, strides: dict[str, int], openly: bool) -> str:
    otherwise = "_decide_partly(patient)" if openly else "decide_with_unknowns(patient)"
    in_place = _trees_in_place(module, trees, strides)
    if in_place is None:
        ways = [_way(module, run, strides[run.decision]) for run in module.algebra.graph.runs]
        in_place = [f"{STEP}way = {' + '.join(ways) or '0'}"]
    lines = [
        "def decide(patient: Patient) -> Answer:",
        f'{STEP}"""What the guideline says about this patient. Raises ``PatientProblems`` for contradicting facts."""',
        f"{STEP}if type(patient) is not Patient:",
        f"{STEP * 2}expect_patient(patient, Patient)",
        f"{STEP}if patient._way:",
        f"{STEP * 2}return {otherwise}",
    ]
    if trees.unsure:
        lines += [f"{STEP}try:", *(STEP + line for line in "\n".join(in_place).split("\n")), f"{STEP}except Unsure:"]
        lines.append(f"{STEP * 2}return decide_with_unknowns(patient)")
    else:
        lines += in_place
    return "\n".join(["FINDINGS = MODEL.findings", "", "", *lines, *_answer("patient")])


MOST_LINES = 400
"""Trees of more lines stay functions of their own, called by ``decide``."""


def _trees_in_place(module: PlainModule, trees: PlainTrees, strides: dict[str, int]) -> list[str] | None:
    """The trees of all decisions one after the other; nothing where they are too long or have parts."""
    if trees.functions:
        return None
    lines = [f"{STEP}p: Any = patient", f"{STEP}way = 0"]
    for run in module.algebra.graph.runs:
        stride = strides[run.decision]
        lines.append(f"{STEP}# decision {plain_text(run.name)}")
        if run.condition is None:
            lines += tree_in_place(trees, run.node, 0, stride, 1)
        else:
            lines.append(f"{STEP}if {known(module.reading.condition(run.condition))}:")
            lines += tree_in_place(trees, run.node, stride, stride, 2)
    return None if trees.functions or len(lines) > MOST_LINES else lines


def _answer(patient: str) -> list[str]:
    """The answer of a way: one for all where nothing in it depends on the patient."""
    return [
        f"{STEP}try:",
        f"{STEP * 2}found = FINDINGS[way]",
        f"{STEP}except KeyError:",
        f"{STEP * 2}found = findings_of(MODEL, way)",
        f"{STEP}return found.answer or answer_of({patient}, found)",
    ]


def _way(module: PlainModule, run: Run, stride: int) -> str:
    call = f"{plain_name(run.decision)}(patient)"
    if run.condition is None:
        return call
    holds = known(module.reading.condition(run.condition)).replace("p.", "patient.")
    return f"({stride} + {call} if {holds} else 0)"


def _decide_partly(module: PlainModule, partial: PartialTrees) -> str:
    lines = [
        "def _decide_partly(p: Patient) -> Answer:",
        f'{STEP}"""The answer while something is not known, was assumed, or the guideline is not about the patient."""',
        f"{STEP}if p._way == GENERALLY:",
        f"{STEP * 2}return decide_with_unknowns(p)",
    ]
    states = [_state(module, partial, run) for run in module.algebra.graph.runs]
    lines += [f"{STEP}u = p._unknown", f"{STEP}way: tuple[object, ...]"]
    if module.scope == ("constant", True):
        known_scope = [state.replace(", sure)", ", True)") for state in states]
        lines += _lines_of_way("True", known_scope, STEP)
        return "\n".join([*lines, *_answer("p")])
    surely, perhaps = must(module.scope, module.given), may(module.scope, module.given)
    waits = bin(partial.waits_for(module.scope))
    lines.append(f"{STEP}in_scope = True if {surely} else (u & {waits},) if {perhaps} else False")
    lines += [f"{STEP}if in_scope is False:", f"{STEP * 2}way = False, p._assumed", f"{STEP}else:"]
    lines += [f"{STEP * 2}sure = in_scope is True", *_lines_of_way("in_scope", states, STEP * 2)]
    return "\n".join([*lines, *_answer("p")])


def _lines_of_way(scope: str, states: list[str], indent: str) -> list[str]:
    inside = [f"{indent}{STEP}{part}," for part in (scope, "p._assumed", *states)]
    return [f"{indent}way = (", *inside, f"{indent})"]


def _state(module: PlainModule, partial: PartialTrees, run: Run) -> str:
    """What is open in a decision; a decision that is known altogether is read by its plain tree."""
    opened, mask = open_block(partial, run.node), settled_by_block(partial, run.node)
    plain = f"{plain_name(run.decision)}(p)"
    state = f"({opened} if u & {bin(mask)} else {plain})" if mask else plain
    if run.condition is None:
        return state
    holds = module.reading.condition(run.condition)
    unsure = state.replace(", sure)", ", False)")
    surely, perhaps = must(holds, module.given), may(holds, module.given)
    return f'{state} if {surely} else ("?", {unsure}) if {perhaps} else None'


def options_truths(module: PlainModule, conditions: list[str]) -> str | None:
    """All conditions of an options block as digits, read at once; nothing where one needs the general way."""
    plain = [_at_hand(module, id) for id in conditions]
    if any(one is None for one in plain):
        return None
    digits = [digit(one, module.given) for one in plain if one is not None]
    return f"lambda p: ({', '.join(digits)}{',' if len(digits) == 1 else ''})"


def _at_hand(module: PlainModule, id: str) -> Plain | None:
    """A condition in plain form, if it reads nothing that is not worked out for the trees anyway."""
    before = PlainReading(module.algebra, dict(module.reading.slow), dict(module.reading.slow_labels))
    before.named, before.read = dict(module.reading.named), dict(module.reading.read)
    plain = before.condition(id)
    if len(before.slow) > len(module.reading.slow) or len(before.slow_labels) > len(module.reading.slow_labels):
        return None
    module.reading.named.update(before.named)
    module.reading.read.update(before.read)
    return plain


def report_value(module: PlainModule, node: ReportNode) -> str | None:
    """A reported condition or label of a patient in plain form."""
    if node.kind == "condition":
        plain = _at_hand(module, node.value)
        return None if plain is None else f"lambda p: TRUTHS[{digit(plain, module.given)}]"
    return _label_left(module, node.value) if node.kind == "label" else None


def _label_left(module: PlainModule, id: str) -> str | None:
    """The labels that are left, in the order of their branches."""
    node = module.algebra.graph.labels[id]
    names = node.labels if isinstance(node, InputLabel) else tuple(dict.fromkeys(name for _, name, _ in node.branches))
    left = []
    for name in names:
        plain = module.reading.label(id, (name,)) if id not in module.reading.slow_labels else ("label", "", (), ())
        if any(slot not in module.bits for slot in slots_read(plain)):
            return None
        left.append(f"({quoted(name)}, {may(plain, module.given)})")
    return f"lambda p: tuple([name for name, left in ({', '.join(left)},) if left])"


__all__ = ["PlainModule", "options_truths", "prepare_code", "read_plainly", "report_value", "slot_types", "trees_code"]
