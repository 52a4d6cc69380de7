"""Attacks on every result of a guideline's proofs, by random patients and by the patients it shows itself.

attacked(graph, obligations, patients)     ["proved, yet broken: safety rule never-offer-…", …]
not_replayed(graph, obligations)           what is shown with a patient who does not show it
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from caretree.decisions.graph import ChoiceNode, DecisionGraph
from caretree.decisions.patient import read_patient
from caretree.decisions.patient_record import PatientRecord
from caretree.solver.obligation import Obligation
from msgspec.structs import replace
from patients import Patients
from violations import Broken, violations, waited_inputs

OF_PARTIAL = {"complete", "disjoint", "no contradiction", "dose limit", "dose sign", "transitions", "answer"}
"""What no patient with unknown values may break either, because what must hold of him holds of every completion."""

PROVED_AGAIN = {"safety rule", "enough options"}


def key_of(graph: DecisionGraph, one: Obligation) -> Broken:
    """How a patient's violation of an obligation is written."""
    node = graph.nodes.get(one.subject)
    if one.kind == "enough options" and isinstance(node, ChoiceNode):
        return one.kind, f"{node.options}/{node.mode}"
    return one.kind, one.subject


def not_replayed(graph: DecisionGraph, obligations: Iterable[Obligation]) -> list[str]:
    """Failures whose patient, decided by the interpreter, does not break them."""
    found = []
    for one in obligations:
        if one.witness is None or one.kind in ("defined", "assumption"):
            continue
        record, waiting = one.witness.record, () if one.partial else one.witness.unknown
        broken = violations(graph, record, waiting)
        wanted = ("answer", "refused") if one.refused else key_of(graph, one)
        if wanted not in broken:
            found.append(f"{one.kind} {one.subject}: {', '.join(one.witness.lines)}; it breaks {sorted(broken)}")
    return found


def _all_proved(graph: DecisionGraph, obligations: Iterable[Obligation], partial: bool) -> set[Broken]:
    """What is proved at every place it is asked of."""
    asked = [(key_of(graph, one), one.result == "proved") for one in obligations if one.partial is partial]
    return {key for key, _ in asked} - {key for key, proved in asked if not proved}


class Results:
    """The results of one guideline, by what a patient can break."""

    def __init__(self, graph: DecisionGraph, obligations: Sequence[Obligation]) -> None:
        self.graph = graph
        self.proved, self.again = (_all_proved(graph, obligations, partial) for partial in (False, True))
        self.dead = {one.subject for one in obligations if one.kind == "alive" and one.result == "failed"}
        self.open_forks = [
            one for one in obligations if one.kind in ("complete", "disjoint") and one.result != "proved"
        ]
        if not self.open_forks:
            self.proved.add(("answer", "refused"))
        if any(one.kind == "population" and one.result == "failed" for one in obligations):
            self.proved.add(("population", graph.guideline.header.id))
        else:
            self.proved.discard(("population", graph.guideline.header.id))

    def of_complete(self, broken: set[Broken]) -> list[str]:
        """What a complete patient refutes."""
        taken = {f"dead, yet reached: {name}" for kind, name in broken if kind == "taken" and name in self.dead}
        return sorted(taken) + [f"proved, yet broken: {' '.join(one)}" for one in sorted(broken & self.proved)]

    def of_partial(self, broken: set[Broken]) -> list[str]:
        """What a patient with unknown values refutes; nothing is promised of him while a fork has a hole."""
        if self.open_forks:
            return []
        never = {rule.id for rule in self.graph.rules if rule.kind.startswith("never") and "without" not in rule.kind}
        meant = {one for one in broken & self.proved if one[0] in OF_PARTIAL or one[1] in never}
        return [f"proved, yet broken while unknown: {' '.join(one)}" for one in sorted(meant | (broken & self.again))]


def attacked(
    graph: DecisionGraph, obligations: Sequence[Obligation], patients: Iterable[PatientRecord], seed: int
) -> list[str]:
    """What is refuted by complete patients, and by the same with some values taken away."""
    results, random = Results(graph, obligations), Random(seed)
    waited = waited_inputs(graph)
    found: dict[str, None] = {}
    for record in patients:
        broken = violations(graph, record)
        if not broken:
            continue
        found |= dict.fromkeys(results.of_complete(broken))
        if waited:
            waiting = tuple(name for name in waited if random.random() < 0.7)
            without = {one for one in violations(graph, record, waiting) if one[0] == "safety rule"}
            never = {rule.id for rule in graph.rules if rule.forbidden_when is not None}
            meant = {one for one in without if one[1] in never}
            found |= dict.fromkeys(f"while waiting for {waiting}: {line}" for line in results.of_complete(meant))
        found |= dict.fromkeys(results.of_partial(violations(graph, less_known(graph, record, random))))
    return list(found)


def less_known(graph: DecisionGraph, record: PatientRecord, random: Random) -> PatientRecord:
    """The same patient with some values unknown that may be; nothing is assumed in their place."""
    share = random.choice((0.2, 0.5, 0.9))
    optional = {one.name.id for one in graph.guideline.inputs if one.may_be_unknown and one.assume is None}
    kept = {name: value for name, value in record.values.items() if name not in optional or random.random() > share}
    phases = {name: phase for name, phase in record.phases.items() if random.random() > share / 2}
    return replace(record, values=kept, phases=phases)


def complete_patients(graph: DecisionGraph, seed: int, count: int) -> Iterable[PatientRecord]:
    """Random patients of a guideline about whom everything is known."""
    drawn = Patients(graph, seed)
    made = 0
    for _ in range(20 * count):
        if made == count:
            return
        mapping = drawn.draw()
        missing = [
            given for given in graph.guideline.inputs if not any(
                mapping.get(key) is not None for key in (given.name.long, given.name.short, given.name.id) if key)
        ]  # fmt: skip
        mapping |= {given.name.long: drawn._value(given) for given in missing}
        mapping["phases"] = {way.name: drawn._phase(way) for way in graph.pathways}
        record, _ = read_patient(graph, mapping)
        if record is not None:
            made += 1
            yield record
