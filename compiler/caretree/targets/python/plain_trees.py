"""Each decision once more as a plain if/elif tree for complete patients; it counts the way that is taken.

    def _plain_neutrophils(p: Any) -> int:
        if p.neutrophil_count < 0.5:  # severe
            if p.infection_found:  # infection found
                return 0

In ``decide`` the trees stand one after the other, without a call for each, and add to one number.

What follows from each way is worked out once (``runtime.findings``). A fork whose branches were shown disjoint and
complete needs no more than if/elif/else. Any other fork first counts its branches; unless exactly one fits, it is
``Unsure`` and the patient is decided by the general way.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from caretree.decisions.graph import ExtraNode, ForkNode, GraphBranch, NodeId
from caretree.targets.python.layout import WIDTH, plain_text
from caretree.targets.python.names import python_name
from caretree.targets.python.plain_cases import after, exactly_one
from caretree.targets.python.plain_conditions import Plain, PlainReading
from caretree.targets.python.plain_text import known
from caretree.targets.python.states import States

STEP = "    "
PLAIN = "_plain_"
"""How the functions of plain trees begin."""
DEEPEST = 8
"""Deeper blocks become functions of their own: Python refuses very deep nesting."""
LONGEST = 60
"""Longer forks are written as several functions: Python refuses very long chains of elif."""


class PlainTrees(Struct):
    """The plain trees of a guideline while they are written. ``functions`` are parts of trees too large to be read."""

    reading: PlainReading
    states: States
    functions: list[str] = field(default_factory=list)
    unsure: bool = False


def plain_name(decision: str) -> str:
    """The function of a decision's plain tree."""
    return f"{PLAIN}{python_name(decision).strip('_')}"


def plain_tree(trees: PlainTrees, decision: str, node: NodeId, stride: int) -> str:
    """The function of one decision, and the functions of its parts. Its ways are counted in steps of ``stride``."""
    name = next(run.name for run in trees.reading.algebra.graph.runs if run.decision == decision)
    function = plain_name(decision)
    return _function(trees, function, f"decision {plain_text(name)}", node, stride)


def tree_in_place(trees: PlainTrees, node: NodeId, base: int, stride: int, depth: int) -> list[str]:
    """The lines that add the way through a decision to ``way``, counted from ``base``."""
    return list(_adding(trees, node, base, stride, depth))


def _function(trees: PlainTrees, name: str, about: str, node: NodeId, stride: int) -> str:
    body = list(_returning(trees, node, 0, stride, 1))
    return "\n".join([f"def {name}(p: Any) -> int:", f'{STEP}"""{about}"""', *body])


def _apart(trees: PlainTrees, node: NodeId, stride: int) -> str:
    """A block as a function of its own; gives its call."""
    name = f"_plain_part_{len(trees.functions) + 1}"
    trees.functions.append("")
    place = len(trees.functions) - 1
    trees.functions[place] = _function(trees, name, plain_text(node), node, stride)
    return f"{name}(p)"


def _returning(trees: PlainTrees, node: NodeId, base: int, stride: int, depth: int) -> Iterator[str]:
    """Code that returns the number of the way through a block, counted from ``base`` in steps of ``stride``."""
    moving, indent = trees.states.moving(node), STEP * depth
    if not moving:
        yield f"{indent}return {base}"
    elif depth > DEEPEST:
        yield f"{indent}return {_plus(base, _apart(trees, node, stride))}"
    elif len(moving) == 1 and isinstance(moving[0], ForkNode):
        yield from _fork(trees, moving[0], base, stride, depth, True)
    else:
        yield f"{indent}way = {base}"
        yield from _adding(trees, node, 0, stride, depth)
        yield f"{indent}return way"


def _adding(trees: PlainTrees, node: NodeId, base: int, stride: int, depth: int) -> Iterator[str]:
    """Code that adds the number of the way through a block to ``way``."""
    indent, moving = STEP * depth, trees.states.moving(node)
    if moving and depth > DEEPEST:
        yield f"{indent}way += {_plus(base, _apart(trees, node, stride))}"
        return
    asked = any(isinstance(one, ForkNode) or not one.waiting for one in moving)
    if base or not asked:
        yield f"{indent}way += {base}" if base else f"{indent}pass"
    for one in moving:
        if isinstance(one, ForkNode):
            yield from _fork(trees, one, 0, stride, depth, False)
        elif not one.waiting:
            yield _asked("if", trees.reading.condition(one.condition), depth)
            yield from _adding(trees, one.then, stride, stride, depth + 1)
        stride *= trees.states.of(one)


def _plus(base: int, text: str) -> str:
    return f"{base} + {text}" if base else text


def _fork(trees: PlainTrees, fork: ForkNode, base: int, stride: int, depth: int, ends: bool) -> Iterator[str]:
    """An if/elif chain: it returns the way's number, or (not ``ends``) adds it to ``way``."""
    if len(fork.branches) > LONGEST:
        call = _long_fork(trees, fork, stride)
        yield f"{STEP * depth}{'return' if ends else 'way +='} {_plus(base, call)}"
        return
    conditions = [trees.reading.condition(branch.condition) for branch in fork.branches]
    sure = exactly_one(conditions, fork.ordered)
    trees.unsure |= not sure
    if not sure and not fork.ordered:
        total = " + ".join(f"({known(plain)})" for plain in conditions)
        yield f"{STEP * depth}if {total} != 1:"
        yield f"{STEP * (depth + 1)}raise Unsure"
    if sure and not fork.ordered:
        conditions = [after(plain, conditions[:at]) for at, plain in enumerate(conditions)]
    rows = []
    for plain, branch in zip(conditions, fork.branches, strict=True):
        rows.append(Row(plain, branch, base))
        base += stride * trees.states.of_block(branch.then)
    yield from _chain(trees, rows, stride, depth, ends, sure or not fork.ordered)


def _chain(trees: PlainTrees, rows: list[Row], stride: int, depth: int, ends: bool, sure: bool) -> Iterator[str]:
    """An if/elif chain; branches in a row that ask the same first, the last of them nothing else, ask it once."""
    at = 0
    while at < len(rows):
        group = _asking_the_same(rows[at:])
        last = sure and at > 0 and at + len(group) == len(rows)
        word = "if" if at == 0 else "elif"
        if len(group) > 1:
            yield _asked(word, group[-1].condition, depth)
            yield from _chain(trees, [_without_first(row) for row in group], stride, depth + 1, ends, True)
        else:
            row = rows[at]
            yield (f"{STEP * depth}else:" if last else _asked(word, row.condition, depth)) + _comment(row.branch)
            yield from (_returning if ends else _adding)(trees, row.branch.then, row.base, stride, depth + 1)
        at += len(group)
    if not sure:
        yield f"{STEP * depth}else:"
        yield f"{STEP * (depth + 1)}raise Unsure"


class Row(Struct, frozen=True):
    """One branch of a chain: its condition as it is asked here, and the number of its first way."""

    condition: Plain
    branch: GraphBranch
    base: int


def _asking_the_same(rows: list[Row]) -> list[Row]:
    """The first rows whose conditions begin alike, up to one that asks nothing else; else the first row alone."""
    first = rows[0].condition
    if first[0] != "and" or len(first) < 3:
        return rows[:1]
    for at, row in enumerate(rows[1:], 1):
        if row.condition == first[1]:
            return rows[: at + 1]
        if row.condition[:2] != first[:2]:
            break
    return rows[:1]


def _without_first(row: Row) -> Row:
    rest = row.condition[2:] if row.condition[0] == "and" else ()
    return Row(rest[0] if len(rest) == 1 else ("and", *rest), row.branch, row.base)


def _long_fork(trees: PlainTrees, fork: ForkNode, stride: int) -> str:
    """A long fork as functions that each read some branches and hand over to the next; gives the first call."""
    conditions = [trees.reading.condition(branch.condition) for branch in fork.branches]
    sure = exactly_one(conditions, fork.ordered)
    trees.unsure |= not sure
    names = [f"_plain_part_{len(trees.functions) + 1 + at}" for at in range(len(conditions) // LONGEST + 1)]
    trees.functions += [""] * len(names)
    first, base = len(trees.functions) - len(names), 0
    for part, name in enumerate(names):
        start = part * LONGEST
        lines = [f"def {name}(p: Any) -> int:", f'{STEP}"""{plain_text(fork.id)}"""']
        for at in range(start, min(start + LONGEST, len(conditions))):
            lines.append(_asked("if", conditions[at], 1) + _comment(fork.branches[at]))
            lines += _returning(trees, fork.branches[at].then, base, stride, 2)
            base += stride * trees.states.of_block(fork.branches[at].then)
        lines.append(f"{STEP}return {names[part + 1]}(p)" if part + 1 < len(names) else f"{STEP}raise Unsure")
        trees.functions[first + part] = "\n".join(lines)
    call = f"{names[0]}(p)"
    return call if sure or fork.ordered else _counted(trees, conditions, call)


def _counted(trees: PlainTrees, conditions: list[Plain], call: str) -> str:
    """A long fork not shown disjoint is left to the general way unless exactly one of its branches fits."""
    name = f"_plain_part_{len(trees.functions) + 1}"
    lines = [f"def {name}(p: Any) -> int:", f'{STEP}"""Exactly one branch fits."""', f"{STEP}fitting = 0"]
    for at in range(0, len(conditions), LONGEST):
        total = " + ".join(f"({known(plain)})" for plain in conditions[at : at + LONGEST])
        lines.append(f"{STEP}fitting += {total}")
    lines += [f"{STEP}if fitting != 1:", f"{STEP * 2}raise Unsure", f"{STEP}return {call}"]
    trees.functions.append("\n".join(lines))
    return f"{name}(p)"


def _asked(word: str, plain: Plain, depth: int) -> str:
    """``if`` with its condition, in brackets over several lines where it is long."""
    line = f"{STEP * depth}{word} {known(plain)}:"
    if len(line) <= WIDTH or plain[0] not in ("and", "or"):
        return line
    first, *rest = (known(("and", part)) for part in plain[1:])
    shown = [f"({text})" if " and " in text or " or " in text else text for text in (first, *rest)]
    lines = [f"{STEP * (depth + 1)}{plain[0] + ' ' if at else ''}{text}" for at, text in enumerate(shown)]
    return "\n".join([f"{STEP * depth}{word} (", *lines, f"{STEP * depth}):"])


def _comment(branch: GraphBranch) -> str:
    cites = f" [{'; '.join(str(cite) for cite in branch.cites)}]" if branch.cites else ""
    words = plain_text(branch.label + cites)
    return f"  # {words}" if words else ""


__all__ = ["ExtraNode", "PlainTrees", "plain_name", "plain_tree", "tree_in_place"]
