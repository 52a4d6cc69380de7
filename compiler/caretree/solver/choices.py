"""Every choice leaves enough options, whoever the patient is.

should use one of treatments, both ruled out for somebody      failed, with that patient
"""

from __future__ import annotations

from msgspec.structs import replace

from caretree.decisions.graph import ChoiceNode, OptionSet
from caretree.solver.logic import Formula, at_least, constant, negation
from caretree.solver.obligation import Obligation
from caretree.solver.paths import Place
from caretree.solver.prover import Prover
from caretree.solver.replay import Replay
from caretree.solver.settle import settle
from caretree.solver.witness import Claim


def enough_options(prover: Prover) -> list[Obligation]:
    """Every choice of every decision."""
    choices = [place for place in prover.places.values() if isinstance(place.node, ChoiceNode)]
    return [_choice(prover, place) for place in choices]


def needed(mode: str) -> int:
    """How many options a choice needs."""
    return int(mode) if mode.isdigit() else 1


def obligation_of(node: ChoiceNode, options: OptionSet) -> Obligation:
    """A choice to be proved."""
    count = needed(node.mode)
    words = "an option" if count == 1 else f"{count} options"
    what = f"everybody who is offered {options.name} at {node.id.rpartition('/')[0]} has {words} left"
    wrong = f"some patient is offered {options.name} and has {'no option' if count == 1 else 'too few options'} left"
    return Obligation("enough options", node.id, what, node.span, wrong=wrong)


def _choice(prover: Prover, place: Place) -> Obligation:
    node = place.node
    assert isinstance(node, ChoiceNode)
    options = prover.graph.options[node.options]
    obligation, count = obligation_of(node, options), needed(node.mode)
    if sum(option.out is None for option in options.options) >= count:
        return replace(obligation, wrong="")
    inside = [_inside(prover, option.out) for option in options.options]
    too_few = negation(at_least(count, inside, prover.encoding.context))

    def shows(replay: Replay) -> bool:
        out = [option.out is not None and replay.truth(option.out) is True for option in options.options]
        return replay.takes(place.path) and len(out) - sum(out) < count

    return settle(prover, obligation, Claim((prover.guard(place.path), too_few), shows))


def _inside(prover: Prover, out: str | None) -> Formula:
    return constant(True, prover.encoding.context) if out is None else negation(prover.encoding.formula(out))
