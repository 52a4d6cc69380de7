"""A guideline's scenarios as data: features of rules of tables of patients, each with what the guideline must say.

Feature neutrophils › Rule neutropenia: severe › Table "ANC around 0.5" › ANC 0.49 → consider isolation precautions
"""

from __future__ import annotations

from msgspec import Struct

from caretree.decisions.patient_record import PatientRecord
from caretree.guideline.citation import Cite
from caretree.scenarios.cards import Card
from caretree.scenarios.says import View
from caretree.scenarios.variation import Key


class Row(Struct, frozen=True):
    """One patient: what differs from the base patient, in words, and what the guideline must say.

    ``says`` is what is pinned; a refused patient has the one line ``refused: <problem>``. ``asks`` is the next
    question (``None``: not pinned). ``covers`` are the identities this patient shows.
    """

    record: PatientRecord
    says: tuple[str, ...]
    asks: str | None = None
    covers: tuple[str, ...] = ()


class Table(Struct, frozen=True):
    """Patients who show one thing. ``columns`` is what they differ in."""

    name: str
    columns: tuple[Key, ...]
    rows: tuple[Row, ...]


class Rule(Struct, frozen=True):
    """One branch, argument, move or safety rule."""

    node: str
    title: str
    cites: tuple[Cite, ...]
    view: View
    tables: tuple[Table, ...]


class Feature(Struct, frozen=True):
    """One file: a decision, a set of options, a pathway, the doses, the safety rules or the patients accepted."""

    id: str
    title: str
    rules: tuple[Rule, ...]


class Unreachable(Struct, frozen=True):
    """An obligation no patient meets: ``proved`` by the solver, or only not found."""

    node: str
    what: str
    proved: bool


class Met(Struct, frozen=True):
    """What became of one obligation: the tables whose patients meet it (each by its feature and the positions of its
    rule and of itself, with how many patients), or why none does: ``proved impossible``, ``not found``, ``not shown``.
    """

    kind: str
    identity: str
    shown: tuple[tuple[tuple[str, int, int], int], ...]
    why_not: str = ""


class Scenarios(Struct, frozen=True):
    """Everything of one guideline.

    ``base_name`` is the base patient's name in the guideline; ``cards`` and ``promises`` are what no patient changes.
    """

    base: PatientRecord
    base_name: str
    features: tuple[Feature, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    cards: tuple[Card, ...] = ()
    promises: tuple[str, ...] = ()
    met: tuple[Met, ...] = ()

    @property
    def count(self) -> int:
        """How many patients are pinned."""
        return sum(len(table.rows) for feature in self.features for rule in feature.rules for table in rule.tables)
