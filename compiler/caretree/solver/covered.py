"""Every split is complete and disjoint for the patients who reach it: one question each, never pairs.

depending on Hb: below 7 · above 8      failed: no branch fits a patient whose Hb is 7.5 g/dL
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.solver.logic import Formula, all_of, any_of, at_least, at_most, negation
from caretree.solver.obligation import Obligation
from caretree.solver.offers import Offer, offered_anywhere
from caretree.solver.partition import splits_every_value
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.splits import Split
from caretree.solver.witness import Claim


def covered(prover: Prover, splits: list[Split], offers: list[Offer]) -> list[Obligation]:
    """Completeness and disjointness of every split."""
    return [obligation for split in splits for obligation in _split(prover, split, offers)]


def _split(prover: Prover, split: Split, offers: list[Offer]) -> list[Obligation]:
    complete = Obligation("complete", split.subject, f"some branch of {split.shown} fits every patient", split.span)
    disjoint = Obligation("disjoint", split.subject, f"no two branches of {split.shown} fit one patient", split.span)
    if splits_every_value(prover.graph, split.conditions):
        return [complete] if split.ordered else [complete, disjoint]
    guard = guard_of(prover, split, offers)
    found = [_complete(prover, complete, split, guard)]
    found += [] if split.ordered else [_disjoint(prover, disjoint, split, guard)]
    if any(one.result != "proved" for one in found):
        prover.broken.setdefault(split.shown, []).append(_fits_once(prover, split, guard))
    return found


def _fits_once(prover: Prover, split: Split, guard: Formula) -> Formula:
    """Whoever gets to a split fits one branch."""
    context = prover.encoding.context
    branches = [prover.encoding.formula(condition) for condition in split.conditions]
    once = [any_of(branches, context), *([] if split.ordered else [at_most(1, branches, context)])]
    return any_of([negation(guard), all_of(once, context)], context)


def guard_of(prover: Prover, split: Split, offers: list[Offer]) -> Formula:
    """Who gets to a split: its path, and for a dose those who are offered the action."""
    path = prover.guard(split.path)
    if not split.action:
        return path
    offered = offered_anywhere(prover, offers, (split.action,))
    return all_of([path, offered], prover.encoding.context)


def arrives(split: Split, replay: Replay) -> bool:
    """Whether a replayed patient gets to a split."""
    return replay.takes(split.path) and (not split.action or replay.offers(split.action))


def _complete(prover: Prover, obligation: Obligation, split: Split, guard: Formula) -> Obligation:
    branches = [prover.encoding.formula(condition) for condition in split.conditions]
    nowhere = negation(any_of(branches, prover.encoding.context))

    def shows(replay: Replay) -> bool:
        return arrives(split, replay) and all(replay.truth(condition) is False for condition in split.conditions)

    wrong = f'no branch of "{split.shown}" fits some patients'
    return settle(prover, replace(obligation, wrong=wrong), Claim((guard, nowhere), shows))


def _disjoint(prover: Prover, obligation: Obligation, split: Split, guard: Formula) -> Obligation:
    branches = [prover.encoding.formula(condition) for condition in split.conditions]
    two = at_least(2, branches, prover.encoding.context)

    def shows(replay: Replay) -> bool:
        return arrives(split, replay) and sum(replay.truth(each) is True for each in split.conditions) >= 2

    wrong = f'several branches of "{split.shown}" fit one patient'
    settled = settle(prover, replace(obligation, wrong=wrong), Claim((guard, two), shows))
    return settled if settled.witness is None else _with_branches(prover, settled, split)


def _with_branches(prover: Prover, obligation: Obligation, split: Split) -> Obligation:
    """Which branches meet, in words and places."""
    assert obligation.witness is not None
    replay = Replay(prover.graph, obligation.witness.record, obligation.witness.unknown)
    both = [branch for branch in split.branches if replay.truth(branch.condition) is True]
    names = " and ".join(f"`{branch.label}`" for branch in both[:2])
    related = tuple((f"`{branch.label}` fits", branch.span) for branch in both)
    return replace(obligation, wrong=f'{names} of "{split.shown}" fit one patient', related=related)
