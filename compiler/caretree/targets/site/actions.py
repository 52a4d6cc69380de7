"""What an action's card says: doses, schedule, what is not stated, texts for each audience.

dose 1 mcg/kg of weight subcutaneously once weekly [3.2 ref 2]     Line("1 mcg/kg of weight …", cites)
not stated: duration                                               not_stated ("duration",)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from caretree.guideline.actions import Action, Texts
from caretree.guideline.blocks import Fork
from caretree.guideline.doses import Amount, DosePlan, DoseTree
from caretree.guideline.inputs import Code
from caretree.guideline.terms import DefinedNumber
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names


class Line(Struct, frozen=True):
    """A line of a card with its citations; ``when`` is the branch a dose stands under. ``defined`` holds words of the
    text with the definition they name: a limit that is only a name would tell nobody how much."""

    text: str
    cites: tuple[Run, ...] = ()
    when: str = ""
    defined: tuple[Run, ...] = ()

    @property
    def pieces(self) -> tuple[Run, ...]:
        """The text in pieces; those that name a definition lead to it."""
        pieces, rest = list[Run](), self.text
        for run in self.defined:
            before, found, after = rest.partition(run.text)
            if found:
                pieces += [Run(before), run]
                rest = after
        return (*pieces, Run(rest))


class ActionView(Struct, frozen=True):
    """An action for a page."""

    name: str
    drug: str
    codes: tuple[Code, ...]
    doses: tuple[Line, ...]
    schedule: tuple[Line, ...]
    not_stated: tuple[str, ...]
    combines: tuple[str, ...]
    possibly: tuple[str, ...]
    covers: tuple[str, ...]
    is_test: bool
    urgent: bool
    clinicians: tuple[Line, ...]
    patients: tuple[Line, ...]
    see: tuple[Run, ...]
    notes: tuple[str, ...]
    cites: tuple[Run, ...]
    parts: tuple[ActionView, ...]

    @property
    def has_details(self) -> bool:
        """Whether there is more to say than the name."""
        lines = (self.doses, self.schedule, self.clinicians, self.patients, self.codes, self.not_stated)
        return bool(self.drug or self.urgent or self.covers or self.combines or self.possibly or any(lines))


def action_view(action: Action, known: Mapping[str, Action], names: Names) -> ActionView:
    """The card of an action, with those of the actions it combines. Citations that every line shares are said once."""
    doses = tuple(_plan(action.plan, names))
    schedule = tuple(Line(step.text, names.cites(step.cites)) for step in action.schedule)
    clinicians, patients = _texts(action.for_clinicians, names), _texts(action.for_patients, names)
    lines = (*doses, *schedule, *clinicians, *patients)
    shared = lines[0].cites if len(lines) > 1 and len({line.cites for line in lines}) == 1 else ()
    if shared:
        doses, schedule, clinicians, patients = map(_without_cites, (doses, schedule, clinicians, patients))
    return ActionView(
        name=action.name.long,
        drug=action.drug.name if action.drug else "",
        codes=(action.drug.codes if action.drug else ()) + action.codes,
        doses=doses,
        schedule=schedule,
        not_stated=action.not_stated,
        combines=tuple(map(names.action, action.combines)),
        possibly=tuple(map(names.action, action.possibly)),
        covers=tuple(map(names.action, action.covers)),
        is_test=action.is_test,
        urgent=action.urgent,
        clinicians=clinicians,
        patients=patients,
        see=caveat_links((f"{see.kind}:{see.id}" for see in action.see), names),
        notes=action.notes,
        cites=shared,
        parts=tuple(action_view(known[part], known, names) for part in (*action.combines, *action.possibly)),
    )


def _without_cites(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return tuple(replace(line, cites=()) for line in lines)


def caveat_links(see: Iterable[str], names: Names) -> tuple[Run, ...]:
    """``see gap …`` as links to where the gap is told."""
    found = (names.caveat(each) for each in see)
    return tuple(Run(f"{kind}: {name}", href=f"#{to}") for kind, name, to in found)


def _texts(texts: tuple[Texts, ...], names: Names) -> tuple[Line, ...]:
    return tuple(Line(each.text, names.cites(each.cites)) for each in texts)


def _plan(plan: DosePlan, names: Names) -> Iterator[Line]:
    if plan.dose is not None:
        yield from _dose(plan.dose, "", "", names)
    for step in plan.steps:
        yield from _dose(step, "then", "", names)
    for index, share in enumerate(plan.shares):
        yield Line(_led("then " if index else "give ", share.text))
    for adjustment in plan.adjustments:
        text = _led(f"{adjustment.direction} by ", adjustment.text)
        yield Line(text, names.cites(adjustment.cites), defined=_defined(adjustment.by))
    if plan.taper:
        text = _led("reduce to at most ", plan.taper.text, "reduce")
        yield Line(text, names.cites(plan.taper.cites), defined=_defined(plan.taper.to))
    for cap in plan.caps:
        yield Line(_led("at most ", cap.text), names.cites(cap.cites), defined=_defined(cap.amount))
    if plan.rounding:
        yield Line(_led("round to ", plan.rounding.text, "round"))


def _led(words: str, text: str, start: str = "") -> str:
    """A line with its first words, which its text may hold already: a limit without "at most" reads as a dose."""
    return text if text.startswith(start or words) else f"{words}{text}"


def _dose(tree: DoseTree, word: str, when: str, names: Names) -> Iterator[Line]:
    if not isinstance(tree, Fork):
        text = (tree.text or tree.amount.text).removeprefix("dose ").removeprefix("then ")
        yield Line(f"{word} {text}".strip(), names.cites(tree.cites), when, _defined(tree.amount))
        return
    for branch in tree.branches:
        label = branch.label if branch.condition is not None else "otherwise"
        shown = f"{tree.subject}: {label}" if tree.subject else label
        yield from _dose(branch.then, word, f"{when}; {shown}" if when else shown, names)


def _defined(amount: Amount) -> tuple[Run, ...]:
    """The definitions that an amount names, in the words of its sentence."""
    terms = (amount.low, amount.high, amount.per)
    found = {term.text: term.definition for term in terms if isinstance(term, DefinedNumber) and term.text}
    return tuple(Run(text, href=f"#{anchor('definition', definition)}") for text, definition in found.items())
