"""Two guidelines, one patient: does one advise against what the other offers?

post-rituximab-cytopenia: avoid marrow-suppressive drugs      a class that covers azathioprine
itp-after-ivig: consider danazol with azathioprine            a combination; both are RxNorm 1256
                                                              contradictory, with a patient for whom both are said

An input of a library both use is one variable; every other input belongs to its guideline alone. The patient is in
the scope of both, and is shown only after the interpreter decided it with each. Nothing is merged: who wins is not
ours to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.graph import AdviceNode, DecisionGraph
from caretree.solver.advice import advised_against, codes_of, given_by
from caretree.solver.logic import Formula, Model, any_of
from caretree.solver.obligation import Witness
from caretree.solver.offers import Offer, holds, when_offered
from caretree.solver.paths import Place
from caretree.solver.settle import ABSTRACTION, LIMIT, ROUNDS
from caretree.solver.together import BothReplays, Together, together

Result = Literal["contradictory", "compatible", "not settled"]


class Compared(Struct, frozen=True):
    """One action advised against in ``against`` and offered in ``offering`` (ids of guidelines), and what came of it.

    ``why`` says how the two are one thing. ``line`` and ``offer`` are the places the patient gets to, or the first
    ones; ``patient`` are the facts that matter, each with the guidelines that read it in ``witnesses``' records.
    """

    against: str
    avoided: str
    offering: str
    offered: str
    why: str
    line: AdviceNode
    offer: Offer
    result: Result = "compatible"
    reason: str = ""
    patient: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()


class Question(Struct, frozen=True):
    """The lines and offers one pair of actions is about; ``sides`` are the positions (against, offering)."""

    sides: tuple[int, int]
    lines: tuple[Place, ...]
    offers: tuple[Offer, ...]
    why: str


def compare(first: DecisionGraph, second: DecisionGraph) -> tuple[Compared, ...]:
    """Every pair of opposed advice of two guidelines with its result, advice against of the first guideline first."""
    both = together(first, second)
    asked = [*_questions(both, (0, 1)), *_questions(both, (1, 0))]
    formulas: dict[int, list[Formula]] = {number: [] for number in range(len(asked))}
    for side in (0, 1):
        if side == 1:
            both.seed()
        for number, question in enumerate(asked):
            formulas[number].append(_formula(both, question, side))
    return tuple(_settled(both, question, formulas[number]) for number, question in enumerate(asked))


def _questions(both: Together, sides: tuple[int, int]) -> Iterator[Question]:
    avoiding, giving = (both.sides[side] for side in sides)
    found: dict[tuple[str, str], tuple[dict[str, Place], list[Offer]]] = {}
    for place in avoiding.prover.places.values():
        node = place.node
        if isinstance(node, AdviceNode) and node.direction == "against":
            for offer in giving.offers:
                if one_thing(avoiding.prover.graph, node.action, giving.prover.graph, offer.action):
                    lines, offers = found.setdefault((node.action, offer.action), ({}, []))
                    lines[node.id] = place
                    offers.append(offer)
    for (avoided, offered), (lines, offers) in found.items():
        why = one_thing(avoiding.prover.graph, avoided, giving.prover.graph, offered)
        yield Question(sides, tuple(lines.values()), tuple(dict.fromkeys(offers)), why)


def one_thing(avoiding: DecisionGraph, against: str, giving: DecisionGraph, offered: str) -> str:
    """Why advice against an action of one guideline is about an offer of another's; empty if it is not.

    A class speaks of every member, a combination is given with every component; a code or a library's identity makes
    two actions one. Actions without a code that carry the same name are taken to be one, and said to be so.
    """
    meant, given = advised_against(avoiding, against), given_by(giving, offered)
    codes = sorted(codes_of(avoiding, meant) & codes_of(giving, given))
    if codes:
        return "both are " + ", ".join(f"{system} {value}" for system, value in codes)
    same = sorted(meant & given)
    if not same:
        return ""
    return "the same action of a library" if any("/" in name for name in same) else "the same name"


def _formula(both: Together, question: Question, side: int) -> Formula:
    prover = both.sides[side].prover
    if question.sides[0] == side:
        parts = [prover.guard(place.path) for place in question.lines]
    else:
        parts = [when_offered(prover, offer) for offer in question.offers]
    return any_of(parts, prover.encoding.context)


def _settled(both: Together, question: Question, formulas: list[Formula]) -> Compared:
    compared = _as_asked(both, question)
    for _ in range(ROUNDS):
        answer = both.ask(formulas)
        if answer.found == "no":
            return compared
        if answer.found == "unknown":
            return replace(compared, result="not settled", reason=f"{LIMIT} ({answer.reason})")
        shown = _shown(both, question, compared, formulas, answer.model)
        if shown is not None:
            return shown
        if not both.look_up(answer.model):
            break
    return replace(compared, result="not settled", reason=ABSTRACTION)


def _as_asked(both: Together, question: Question) -> Compared:
    avoiding, giving = (both.sides[side].prover.graph for side in question.sides)
    line, offer = question.lines[0].node, question.offers[0]
    assert isinstance(line, AdviceNode)
    return Compared(
        avoiding.guideline.header.id, line.action, giving.guideline.header.id, offer.action, question.why, line, offer
    )


def _shown(
    both: Together, question: Question, compared: Compared, formulas: list[Formula], model: Model
) -> Compared | None:
    def shows(replays: BothReplays) -> bool:
        avoiding, giving = (replays[side] for side in question.sides)
        lines = any(avoiding.takes(place.path) for place in question.lines)
        return lines and any(holds(giving, offer) for offer in question.offers)

    found = both.find(formulas, shows, model)
    if found is None:
        return None
    avoiding, giving = (found.replays[side] for side in question.sides)
    line = next(place.node for place in question.lines if avoiding.takes(place.path))
    offer = next(offer for offer in question.offers if holds(giving, offer))
    assert isinstance(line, AdviceNode)
    witnesses = tuple(found.witnesses[side] for side in question.sides)
    return replace(compared, line=line, offer=offer, result="contradictory", patient=found.lines, witnesses=witnesses)
