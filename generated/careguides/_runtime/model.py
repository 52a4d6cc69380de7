# Copied by Caretree from its runtime; generated, do not edit.
"""Everything a generated guideline declares, and what is worked out from it once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .exact import Exact
from .facts import ENDED, NOT_STARTED, PossibleFacts
from .findings import Ways
from .patient import GENERALLY
from .tree import (
    Action,
    AssumedDefinition,
    Assumption,
    ConflictText,
    GapText,
    Impossible,
    Options,
    Pathway,
    Rule,
    Run,
)
from .values import InputDescription

if TYPE_CHECKING:
    from .answer import OptionAnswer
    from .findings import Findings
    from .outline import Outline
    from .quick_reading import Order
    from .tree import Test


class Guideline:
    """What a guideline says about itself."""

    __slots__ = (
        "id",
        "version",
        "title",
        "status",
        "graph_hash",
        "review_by",
        "audience",
        "question",
        "summary",
        "disclaimers",
        "sources",
        "references_unresolved",
    )

    def __init__(
        self,
        *,
        id: str,
        version: str,
        title: str,
        status: str,
        graph_hash: str = "",
        review_by: str = "",
        audience: tuple[str, ...] = (),
        question: str = "",
        summary: tuple[str, ...] = (),
        disclaimers: tuple[str, ...] = (),
        sources: tuple[str, ...] = (),
        references_unresolved: tuple[str, ...] = (),
    ) -> None:
        self.id = id
        self.version = version
        self.title = title
        self.status = status
        self.graph_hash = graph_hash
        self.review_by = review_by
        self.audience = audience
        self.question = question
        self.summary = summary
        self.disclaimers = disclaimers
        self.sources = sources
        self.references_unresolved = references_unresolved

    def __repr__(self) -> str:
        return f"<guideline {self.id} {self.version}, {self.status}>"


def _no_units() -> tuple[dict[str, str], frozenset[str]]:
    return {}, frozenset()


class Kept:
    """What is worked out once for a guideline and kept; none of it is a patient's value.

    ``findings`` by the way through the trees, ``orders`` by the keys of a mapping, ``options_kept`` by the truths of
    their conditions.
    """

    def __init__(self) -> None:
        self.findings: dict[Any, Findings] = {}
        self.ways = Ways()
        self.orders: dict[tuple[str, ...], Order] = {}
        self.options_kept: dict[tuple[str, tuple[int, ...]], tuple[OptionAnswer, ...]] = {}


class Model(Kept):
    """A guideline as its module declares it. ``units`` gives other spellings of units, and the parts units have."""

    _outline: Outline | None = None
    _keys: dict[str, str] | None = None
    _by_key: dict[str, InputDescription] | None = None

    def __init__(
        self,
        *,
        guideline: Guideline,
        facts: type[PossibleFacts],
        inputs: tuple[InputDescription, ...],
        runs: tuple[Run, ...],
        actions: tuple[Action, ...] = (),
        options: tuple[Options, ...] = (),
        gaps: tuple[GapText, ...] = (),
        conflicts: tuple[ConflictText, ...] = (),
        pathways: tuple[Pathway, ...] = (),
        rules: tuple[Rule, ...] = (),
        assumptions: tuple[Assumption, ...] = (),
        assumed_definitions: tuple[AssumedDefinition, ...] = (),
        impossible: tuple[Impossible, ...] = (),
        applies_when: tuple[Test, tuple[str, ...]] | None = None,
        regions: dict[str, tuple[Exact, ...]] | None = None,
        units: Callable[[], tuple[dict[str, str], frozenset[str]]] = _no_units,
        prepare: Callable[[Any], int] = lambda _: GENERALLY,
    ) -> None:
        super().__init__()
        self.guideline = guideline
        self.facts = facts
        self.inputs = inputs
        self.runs = runs
        self.actions = {action.id: action for action in actions}
        self.options = {block.id: block for block in options}
        self.gaps = {gap.id: gap for gap in gaps}
        self.conflicts = {conflict.id: conflict for conflict in conflicts}
        self.pathways = pathways
        self.rules = rules
        self.assumptions = {assumption.input: assumption for assumption in assumptions}
        self.assumed_definitions = assumed_definitions
        self.impossible = impossible
        self.applies_when = applies_when
        self.regions = regions or {}
        self.units = units
        self.prepare = prepare

    @property
    def id(self) -> str:
        """The guideline's identity."""
        return self.guideline.id

    def outline(self) -> Outline:
        """What stands where in the tree, worked out on first use."""
        if self._outline is None:
            from .outline import outline

            self._outline = outline(self)
        return self._outline

    def inputs_by_id(self) -> dict[str, InputDescription]:
        """Every input by its identity."""
        return {input.id: input for input in self.inputs}

    def inputs_by_key(self) -> dict[str, InputDescription]:
        """Every input by its name in Python."""
        if self._by_key is None:
            self._by_key = {input.key: input for input in self.inputs}
        return self._by_key

    def keys(self) -> dict[str, str]:
        """What an input may be called in a mapping: long, short and snake_case names and its identity."""
        if self._keys is None:
            keys: dict[str, str] = {}
            for input in self.inputs:
                snake = input.id.replace("/", "_").replace("-", "_")
                for key in (input.name, input.short, input.key, input.id, snake):
                    if key:
                        keys.setdefault(key, input.id)
            self._keys = keys
        return self._keys

    def spellings(self) -> dict[str, str]:
        """Other spellings of the units that values can be given in."""
        return self.units()[0]

    def unit_parts(self) -> frozenset[str]:
        """The parts every known unit is spelled with."""
        return self.units()[1]

    def phases_of(self, pathway: str) -> tuple[str, ...]:
        """The phases a patient can be in, before the first and after the last included."""
        of = next(one for one in self.pathways if one.id == pathway)
        return (NOT_STARTED, *(phase.id for phase in of.phases), ENDED)

    def pathway_names(self) -> dict[str, str]:
        """What a pathway may be called in a mapping, and its identity."""
        return {name: one.id for one in self.pathways for name in (one.name, one.id, one.id.replace("-", "_"))}

    def phase_names(self, pathway: str) -> dict[str, str]:
        """What a phase may be called in a mapping, and its identity."""
        of = next(one for one in self.pathways if one.id == pathway)
        names = {NOT_STARTED: NOT_STARTED, ENDED: ENDED}
        for phase in of.phases:
            names.update({phase.name: phase.id, phase.id: phase.id, phase.id.replace("-", "_"): phase.id})
        return names
