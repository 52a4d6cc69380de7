"""Nothing is dead: every branch, extra, grade row, argument, option and transition is reached by some patient.

when age is above 130 years:      failed: nobody in the plausible range gets there

Existence is shown by a patient the interpreter decided, never by the solver alone; each patient found is tried on
everything that is still open, so that a few patients show a whole guideline alive.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.graph import ChoiceNode, ExtraNode, GraphOption
from caretree.decisions.patient import facts_to_mapping, read_patient
from caretree.decisions.statuses import PROVISIONAL
from caretree.solver.covered import arrives, guard_of
from caretree.solver.encode_dates import look_up
from caretree.solver.logic import Formula, Model, all_of, any_of, negation
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer
from caretree.solver.paths import taken
from caretree.solver.patients import record_of
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.samples import sampled
from caretree.solver.settle import ABSTRACTION, LIMIT, ROUNDS
from caretree.solver.splits import Split
from caretree.solver.witness import Claim, find_witness, waited_for

TRIED = 24
"""How many patients are tried on everything; later ones only show what they were found for (tables of 1,000 rows)."""


class Wanted(Struct, frozen=True):
    """Something that some patient must reach: when, and how a replay sees it. ``blocks`` are identities below which
    nothing else is called dead, when this is."""

    obligation: Obligation
    formula: Callable[[], Formula]
    shows: Callable[[Replay], bool]
    blocks: tuple[str, ...] = ()


def reached(prover: Prover, wanted: list[Wanted]) -> list[Obligation]:
    """What came of everything that must be reached."""
    open_still = dict(enumerate(wanted))
    results: dict[int, Obligation] = {}

    tried = 0

    def try_on(replay: Replay) -> None:
        nonlocal tried
        tried += 1
        if tried <= TRIED and replay.possible:
            for position in [at for at, one in open_still.items() if one.shows(replay)]:
                results[position] = replace(open_still.pop(position).obligation, wrong="")

    for replay in example_replays(prover):
        try_on(replay)
    dead: list[str] = []
    for position, one in enumerate(wanted):
        if position in open_still:
            results[position] = prover.timed(partial(_search, prover, one, dead, try_on))
            open_still.pop(position, None)
    found = [results[position] for position in range(len(wanted))]
    return [one for one in found if one.result != "failed" or one.wrong]


def example_replays(prover: Prover) -> list[Replay]:
    """The patients of the file's examples: the first to be tried."""
    guideline, found = prover.graph.guideline, []
    for example in guideline.examples:
        mapping = facts_to_mapping(guideline, example.facts, example.phases, example.at)
        record, _ = read_patient(prover.graph, mapping)
        if record is not None:
            found.append(Replay(prover.graph, record))
    return found


def _search(prover: Prover, one: Wanted, dead: list[str], try_on: Callable[[Replay], None]) -> Obligation:
    formula = one.formula()
    for _ in range(ROUNDS):
        answer = prover.ask([formula])
        if answer.found == "unknown":
            return replace(one.obligation, result="not proved", reason=f"{LIMIT} ({answer.reason})", wrong="")
        if answer.found == "no":
            return _dead(one, dead, answer.trusts)
        if _is_shown(prover, one, Claim((formula,), one.shows), answer.model, try_on):
            return replace(one.obligation, wrong="")
        if look_up(prover.encoding, answer.model) is None:
            break
    if any(ordinary.possible and one.shows(ordinary) for ordinary in sampled(prover)):
        return replace(one.obligation, wrong="")
    return replace(one.obligation, result="not proved", reason=ABSTRACTION, wrong="")


def _dead(one: Wanted, dead: list[str], trusts: tuple[str, ...]) -> Obligation:
    """Nobody gets there; what stands below something dead is not said again."""
    said = any(one.obligation.subject.startswith(f"{above}/") for above in dead)
    dead.extend(one.blocks)
    return replace(one.obligation, result="failed", trusts=trusts, wrong="" if said else one.obligation.wrong)


def _is_shown(prover: Prover, one: Wanted, claim: Claim, model: Model, try_on: Callable[[Replay], None]) -> bool:
    """Whether the solver's patient, as it is or made unremarkable, really gets there."""
    record = record_of(prover.encoding, model, prover.preferred)
    replay = Replay(prover.graph, record, waited_for(prover, model))
    try_on(replay)
    if replay.possible and one.shows(replay):
        return True
    witness = find_witness(prover, claim, model)
    if witness is not None:
        try_on(Replay(prover.graph, witness.record, witness.unknown))
    return witness is not None


def branches_wanted(prover: Prover, splits: list[Split], offers: list[Offer]) -> list[Wanted]:
    """Every branch of every split."""
    return [
        _branch(prover, split, offers, position)
        for split in splits
        for position in range(len(split.branches))
        if not split.action or any(offer.action == split.action for offer in offers)
    ]


def _branch(prover: Prover, split: Split, offers: list[Offer], position: int) -> Wanted:
    branch = split.branches[position]
    steps = taken(split.conditions, split.ordered, position)
    what = f"some patient fits `{branch.label}` of {split.shown}"
    obligation = Obligation(
        "alive",
        split.blocks[position] if split.blocks else f"{split.subject}/{branch.label}",
        what,
        branch.span if branch.span.line else split.span,
        wrong=f'no patient fits `{branch.label}` of "{split.shown}"',
        part="branch",
    )
    blocks = (split.blocks[position],) if split.blocks else (f"{split.subject}/{branch.label}",)

    def formula() -> Formula:
        return all_of([guard_of(prover, split, offers), prover.guard(steps)], prover.encoding.context)

    return Wanted(obligation, formula, lambda replay: replay.takes(steps) and arrives(split, replay), blocks)


def extras_wanted(prover: Prover) -> list[Wanted]:
    """Every ``also when`` and ``until``."""
    found = []
    for place in prover.places.values():
        node = place.node
        if isinstance(node, ExtraNode):
            path = (*place.path, (node.condition, True))
            what = f"some patient fits the extra `{node.label}` of {node.id.rpartition('/')[0]}"
            wrong = f"no patient fits `{node.label}`"
            obligation = Obligation("alive", node.id, what, node.span, wrong=wrong, part="extra")
            found.append(_on_path(prover, obligation, path, node.then))
    return found


def _on_path(prover: Prover, obligation: Obligation, path: tuple[tuple[str, bool], ...], block: str) -> Wanted:
    return Wanted(
        obligation, lambda: prover.guard(path), lambda replay: replay.takes(path), (obligation.subject, block)
    )


def options_wanted(prover: Prover) -> list[Wanted]:
    """Every option and every argument of options that are offered somewhere."""
    found = []
    for options in prover.graph.options.values():
        uses = [p for p in prover.places.values() if isinstance(p.node, ChoiceNode) and p.node.options == options.id]
        if not uses:
            continue
        paths = [place.path for place in uses]
        for option in options.options:
            found.append(_option(prover, option, paths, options.id))
            found += _arguments(prover, option, paths, options.id)
    return found


def _chosen(prover: Prover, paths: list[tuple[tuple[str, bool], ...]], more: list[Formula]) -> Formula:
    context = prover.encoding.context
    return all_of([any_of([prover.guard(path) for path in paths], context), *more], context)


def _is_chosen(replay: Replay, options: str) -> bool:
    levels = replay.statuses.levels
    return any(key[0] == "choice" and key[1] == options and level >= PROVISIONAL for key, level in levels.items())


def _in(prover: Prover, option: GraphOption) -> list[Formula]:
    return [] if option.out is None else [negation(prover.encoding.formula(option.out))]


def _option(prover: Prover, option: GraphOption, paths: list[tuple[tuple[str, bool], ...]], options: str) -> Wanted:
    obligation = Obligation(
        "alive",
        option.id,
        f"some patient can be given the option {option.action}",
        option.span,
        wrong=f"the option `{option.action}` is ruled out for every patient",
        part="option",
    )

    def shows(replay: Replay) -> bool:
        return _is_chosen(replay, options) and (option.out is None or replay.truth(option.out) is False)

    return Wanted(obligation, lambda: _chosen(prover, paths, _in(prover, option)), shows, (option.id,))


def _arguments(
    prover: Prover, option: GraphOption, paths: list[tuple[tuple[str, bool], ...]], options: str
) -> list[Wanted]:
    found = []
    for argument in option.arguments:
        steps = ((argument.condition, True),)
        obligation = Obligation(
            "alive",
            f"{option.id}/{argument.text}",
            f"the argument `{argument.text}` of {option.action} holds for some patient",
            argument.span,
            wrong=f"`{argument.text}` holds for no patient who is given the choice",
            part="argument",
        )

        def formula(steps: tuple[tuple[str, bool], ...] = steps) -> Formula:
            return _chosen(prover, paths, [prover.guard(steps)])

        def shows(replay: Replay, steps: tuple[tuple[str, bool], ...] = steps) -> bool:
            return _is_chosen(replay, options) and replay.takes(steps)

        found.append(Wanted(obligation, formula, shows))
    return found
