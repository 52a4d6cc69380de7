"""A whole guideline, resolved: every name, unit and citation checked; data only."""

from __future__ import annotations

from msgspec import Struct

from caretree.guideline.actions import Action
from caretree.guideline.decisions import Conflict, Decision, Gap, NotEncoded, Options, Pathway, SafetyRule
from caretree.guideline.definitions import Definition
from caretree.guideline.header import Header, Source
from caretree.guideline.inputs import Impossible, Input
from caretree.guideline.patients import Example, Patient


class Guideline(Struct, frozen=True):
    """One guideline with everything it uses from libraries merged in (each name keeps its library).

    Order is the order of writing: the guideline's own declarations first, then those of the libraries it uses.
    ``files`` are the paths of all files read for it, the guideline's own first.
    """

    header: Header
    sources: tuple[Source, ...] = ()
    inputs: tuple[Input, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    definitions: tuple[Definition, ...] = ()
    actions: tuple[Action, ...] = ()
    pathways: tuple[Pathway, ...] = ()
    decisions: tuple[Decision, ...] = ()
    options: tuple[Options, ...] = ()
    rules: tuple[SafetyRule, ...] = ()
    gaps: tuple[Gap, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    not_encoded: tuple[NotEncoded, ...] = ()
    patients: tuple[Patient, ...] = ()
    examples: tuple[Example, ...] = ()
    files: tuple[str, ...] = ()
