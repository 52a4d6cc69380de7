"""Each decision once more for patients of whom something is not known: which branches are open, as nested tuples.

    def _open_3(p: Any, u: int, sure: bool) -> object:
        if not u & 0b100:                     # all that the fork reads is known
            return (1, 0, 0) if p.infection_found else (2, 0, 0)
        ...
        return opened, waits, ...             # opened branches, what they wait for, the same inside each

``u`` has a bit for every input (and every value worked out beforehand) that is not known. ``sure`` says that nothing
above is open; then a fork that is settled waits for nothing. The tuples are what ``runtime.findings`` retells; all
patients with the same tuple get the same statuses.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from caretree.decisions.graph import ExtraNode, ForkNode, NodeId
from caretree.targets.python.layout import plain_text
from caretree.targets.python.plain_cases import is_otherwise
from caretree.targets.python.plain_conditions import Plain, PlainReading, inputs_of_slot, slots_read
from caretree.targets.python.plain_text import Given, known, may, must
from caretree.targets.python.plain_trees import LONGEST, STEP
from caretree.targets.python.states import Moving, States


class PartialTrees(Struct):
    """The partial trees of a guideline while they are written. ``bits`` gives every slot its bit in ``u``."""

    reading: PlainReading
    states: States
    given: Given
    bits: dict[str, int]
    functions: list[str] = field(default_factory=list)
    masks: dict[NodeId, int] = field(default_factory=dict)

    def settled_by(self, plain: Plain) -> int:
        """The bits that are 0 when a condition can be read as it is."""
        return sum(1 << self.bits[slot] for slot in slots_read(plain))

    def waits_for(self, plain: Plain) -> int:
        """The bits of the inputs a condition reads, through what is worked out beforehand."""
        keys = self.reading.algebra.keys
        inputs = {input for slot in slots_read(plain) for input in inputs_of_slot(self.reading, slot)}
        return sum(1 << self.bits[keys[input]] for input in inputs)


def settled_by_block(partial: PartialTrees, node: NodeId) -> int:
    """The bits that are 0 when a block and everything in it can be read as it is."""
    if node not in partial.masks:
        mask = 0
        for one in partial.states.moving(node):
            mask |= _settled_by(partial, one)
        partial.masks[node] = mask
    return partial.masks[node]


def _settled_by(partial: PartialTrees, one: Moving) -> int:
    if isinstance(one, ExtraNode):
        return partial.settled_by(partial.reading.condition(one.condition)) | settled_by_block(partial, one.then)
    mask = 0
    for branch in one.branches:
        mask |= partial.settled_by(partial.reading.condition(branch.condition))
        mask |= settled_by_block(partial, branch.then)
    return mask


def open_block(partial: PartialTrees, node: NodeId) -> str:
    """The call that gives a block's state: nothing for a block without forks and extras, one state, or several."""
    calls = [_open(partial, one) for one in partial.states.moving(node)]
    return "0" if not calls else calls[0] if len(calls) == 1 else f"({', '.join(calls)})"


def _open(partial: PartialTrees, one: Moving) -> str:
    name = f"_open_{len(partial.functions) + 1}"
    partial.functions.append("")
    place = len(partial.functions) - 1
    lines = _extra(partial, one) if isinstance(one, ExtraNode) else _fork(partial, one, name)
    heading = [f"def {name}(p: Any, u: int, sure: bool) -> object:", f'{STEP}"""{plain_text(one.id)}"""']
    partial.functions[place] = "\n".join([*heading, *lines])
    return f"{name}(p, u, sure)"


def _extra(partial: PartialTrees, extra: ExtraNode) -> Iterator[str]:
    plain = partial.reading.condition(extra.condition)
    surely, perhaps = must(plain, partial.given), may(plain, partial.given)
    waits = f"u & {bin(partial.waits_for(plain))}"
    inside = open_block(partial, extra.then)
    if extra.waiting:
        yield f"{STEP}return (2, {waits}, {inside}) if {surely} else 0"
        return
    yield f"{STEP}if {surely}:"
    yield f"{STEP * 2}return 2, 0, {inside}"
    yield f"{STEP}if {perhaps}:"
    yield f"{STEP * 2}return 1, {waits}, {_unsure(inside)}"
    yield f"{STEP}return 0"


def _fork(partial: PartialTrees, fork: ForkNode, name: str) -> Iterator[str]:
    conditions = [partial.reading.condition(branch.condition) for branch in fork.branches]
    inside = [open_block(partial, branch.then) for branch in fork.branches]
    yield from _as_known(partial, conditions, inside)
    waits = f"_waits_of{name}(p, u)"
    partial.functions.append(_waits(partial, conditions, name))
    while_open = _waits_while_open(partial, conditions, waits)
    yield f"{STEP}opened = 0"
    for at, (plain, branch) in enumerate(zip(conditions, fork.branches, strict=True)):
        below = settled_by_block(partial, branch.then)
        unsure = f"not sure or u & {bin(below)}" if below else "not sure"
        if at and at == len(conditions) - 1 and is_otherwise(plain, conditions[:-1]):
            yield f"{STEP}if not opened:"
            yield f"{STEP * 2}return {1 << at}, {waits} if {unsure} else 0, {inside[at]}"
            yield f"{STEP}opened |= {1 << at}"
            break
        yield f"{STEP}if {may(plain, partial.given)}:"
        yield f"{STEP * 2}if {must(plain, partial.given)}:"
        one = "not opened" if fork.ordered and at else ""
        settled = f"({1 << at}, {waits} if {unsure} else 0, {inside[at]})"
        if one:
            yield f"{STEP * 3}if {one}:"
            yield f"{STEP * 4}return {settled}"
            yield f"{STEP * 3}opened |= {1 << at}"
            yield f"{STEP * 3}return {_several(inside, 'opened', while_open)}"
        else:
            yield f"{STEP * 3}return {settled}"
        yield f"{STEP * 2}opened |= {1 << at}"
    yield f"{STEP}return {_several(inside, 'opened', while_open)}"


def _as_known(partial: PartialTrees, conditions: list[Plain], inside: list[str]) -> Iterator[str]:
    """The fork as it is for a patient of whom everything it reads is known."""
    mask = 0
    for plain in conditions:
        mask |= partial.settled_by(plain)
    yield f"{STEP}if not u & {bin(mask)}:"
    for at, plain in enumerate(conditions):
        last = at == len(conditions) - 1
        if not last:
            yield f"{STEP * 2}if {known(plain)}:"
        yield f"{STEP * (2 if last else 3)}return {1 << at}, 0, {inside[at]}"


def _waits_while_open(partial: PartialTrees, conditions: list[Plain], waits: str) -> str:
    """What a fork with several open branches waits for: where one input is all that is not known, that one."""
    mask = 0
    for plain in conditions:
        mask |= partial.waits_for(plain)
    only_inputs = all(slot in partial.given for plain in conditions for slot in slots_read(plain))
    if not only_inputs:
        return waits
    return f"u & {bin(mask)} if (u & {bin(mask)}).bit_count() == 1 else {waits}"


def _several(inside: list[str], opened: str, waits: str) -> str:
    """The state of a fork with several open branches: for each branch its state inside, or 0."""
    calls = [
        f"{_unsure(call)} if {opened} & {1 << at} else 0" if call != "0" else "0" for at, call in enumerate(inside)
    ]
    states = f"({', '.join(calls)},)" if any(call != "0" for call in inside) else "()"
    return f"{opened}, {waits}, None, {states}"


def _unsure(call: str) -> str:
    """The same state, where something above is open."""
    return call.replace(", sure)", ", False)")


def _waits(partial: PartialTrees, conditions: list[Plain], name: str) -> str:
    """What the open conditions of a fork wait for, as bits; done as soon as that is all that is not known."""
    lines = [f"def _waits_of{name}(p: Any, u: int) -> int:", f'{STEP}"""What its open conditions wait for."""']
    masks = [partial.waits_for(plain) for plain in conditions]
    otherwise = len(conditions) > 1 and is_otherwise(conditions[-1], conditions[:-1])
    every = 0
    for mask in masks:
        every |= mask
    lines.append(f"{STEP}left = every = u & {bin(every)}")
    for plain, mask in list(zip(conditions, masks, strict=True))[: -1 if otherwise else None]:
        surely, perhaps = must(plain, partial.given), may(plain, partial.given)
        if mask:
            lines.append(f"{STEP}if left & {bin(mask)} and ({perhaps}) and not ({surely}):")
            lines.append(f"{STEP * 2}left &= ~{bin(mask)}")
            lines += [f"{STEP * 2}if not left:", f"{STEP * 3}return every"]
    if otherwise and masks[-1]:
        surely = must(("or", *conditions[:-1]), partial.given)
        perhaps = may(("or", *conditions[:-1]), partial.given)
        lines.append(f"{STEP}if left & {bin(masks[-1])} and not ({surely}) and ({perhaps}):  # otherwise is open")
        lines.append(f"{STEP * 2}left &= ~{bin(masks[-1])}")
    return "\n".join([*lines, f"{STEP}return every & ~left"])


def too_long(partial: PartialTrees) -> bool:
    """Whether some fork is too long to be written twice; such a guideline decides incomplete patients generally."""
    forks = (node for node in partial.reading.algebra.graph.nodes.values() if isinstance(node, ForkNode))
    return any(len(fork.branches) > 4 * LONGEST for fork in forks)
