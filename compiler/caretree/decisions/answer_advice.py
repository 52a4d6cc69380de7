"""Recommendations and choices of an answer: one entry an action and direction, one a choice.

severe: should use G-CSF [6.6]      moderate: consider G-CSF [6.4]      neutropenia severe or moderate
offer:g-csf   strengths should use, consider   status certain   citations A 6.6, A 6.4
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from caretree.decisions.answer import ChoiceAnswer, Line, OptionAnswer, RecommendationAnswer
from caretree.decisions.answer_doses import dose_answer
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import AdviceNode, ChoiceNode, GraphOption
from caretree.decisions.outline import Key, Outcome, Results
from caretree.decisions.statuses import ABSENT, UNDECIDED, Statuses, word
from caretree.decisions.waits import Waits
from caretree.guideline.blocks import STRENGTHS
from caretree.guideline.citation import Cite


class Said(Struct, frozen=True):
    """What the parts of an answer are made from."""

    evaluation: Evaluation
    results: Results
    found: Statuses
    waits: Waits
    applied: tuple[str, ...]
    names: dict[str, str]

    def holding(self, key: Key) -> list[Outcome]:
        """The places of a result that may hold, in order."""
        return [one for one in self.results[key] if self.level(one) > ABSENT]

    def level(self, outcome: Outcome) -> int:
        """The level of one place."""
        return self.found.of(("line", outcome.node.id))

    def strongest(self, outcomes: Sequence[Outcome]) -> Outcome:
        """The first place with the highest level."""
        return max(outcomes, key=self.level)


def cited(nodes: Iterable[tuple[Cite, ...]]) -> tuple[str, ...]:
    """Citations as text, each once, in order."""
    return tuple(dict.fromkeys(str(cite) for cites in nodes for cite in cites))


def strengths_of(words: Iterable[str]) -> tuple[str, ...]:
    """Strengths, each once, from the strongest offer to the strongest advice against."""
    return tuple(sorted(set(words), key=STRENGTHS.index))


def recommendations(said: Said) -> tuple[RecommendationAnswer, ...]:
    """Every action that may be offered or advised against, in order of first appearance."""
    keys = [key for key in said.results if key[0] == "advice" and said.found.of(key) > ABSENT]
    return tuple(_recommendation(said, key) for key in keys)


def _recommendation(said: Said, key: Key) -> RecommendationAnswer:
    outcomes = said.holding(key)
    level = said.found.of(key)
    nodes = [one.node for one in outcomes if isinstance(one.node, AdviceNode)]
    main = said.strongest(outcomes).node
    assert isinstance(main, AdviceNode)
    offered = main.direction == "offer"
    return RecommendationAnswer(
        id=f"{main.direction}:{main.action}",
        action=main.action,
        text=said.names.get(main.action, main.action),
        direction=main.direction,
        strengths=strengths_of(node.strength for node in nodes),
        status=word(level),
        waits_for=said.waits.of(outcomes, level),
        ruled_out_by=_ruled_out_by(said.evaluation, main.action) if offered and level == UNDECIDED else (),
        assumed=said.waits.assumed(outcomes, said.applied),
        timing=main.timing,
        dose=dose_answer(said.evaluation, main.action) if offered else None,
        citations=cited(node.cites for node in nodes),
        node=main.id,
        lines=tuple(_line(node, said.found.of(("line", node.id))) for node in nodes),
    )


def _line(node: AdviceNode, level: int) -> Line:
    return Line(
        node=node.id,
        strength=node.strength,
        status=word(level),
        timing=node.timing,
        after=node.after,
        because=node.because,
        certainty=node.certainty,
        citations=cited([node.cites]),
        see=node.see,
    )


def _ruled_out_by(evaluation: Evaluation, action: str) -> tuple[str, ...]:
    return tuple(
        rule.id
        for rule in evaluation.graph.rules
        if action in rule.x and rule.forbidden_when is not None and evaluation.truth(rule.forbidden_when)
    )


def choices(said: Said) -> tuple[ChoiceAnswer, ...]:
    """Every choice that may be offered, in order of first appearance."""
    keys = [key for key in said.results if key[0] == "choice" and said.found.of(key) > ABSENT]
    return tuple(_choice(said, key) for key in keys)


def _choice(said: Said, key: Key) -> ChoiceAnswer:
    outcomes = said.holding(key)
    level = said.found.of(key)
    nodes = [one.node for one in outcomes if isinstance(one.node, ChoiceNode)]
    options = said.evaluation.graph.options[key[1]]
    return ChoiceAnswer(
        id=options.id,
        text=options.name,
        mode=key[2],
        strengths=strengths_of(node.strength for node in nodes),
        status=word(level),
        waits_for=said.waits.of(outcomes, level),
        citations=cited(node.cites for node in nodes),
        node=said.strongest(outcomes).node.id,
        options=tuple(_option(said, option) for option in options.options),
    )


def _option(said: Said, option: GraphOption) -> OptionAnswer:
    evaluation = said.evaluation
    out = False if option.out is None else evaluation.truth(option.out)
    holding = [argument for argument in option.arguments if evaluation.truth(argument.condition)]
    preferred = out is False and option.preferred is not None and evaluation.truth(option.preferred) is True
    return OptionAnswer(
        action=option.action,
        text=said.names.get(option.action, option.action),
        status="undecided" if out is None else "out" if out else "in",
        preferred=preferred,
        in_favour=tuple(argument.text for argument in holding if argument.kind == "in favour"),
        against=tuple(argument.text for argument in holding if argument.kind == "against"),
        dose=dose_answer(evaluation, option.action),
        citations=cited([option.cites]),
    )
