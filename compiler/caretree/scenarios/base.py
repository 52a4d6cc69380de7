"""The patient every scenario starts from: the guideline's index patient, made complete enough to be answered.

patient index patient: …        that patient; inputs that may not be unknown get a usual value, and the scope is met
"""

from __future__ import annotations

from caretree.decisions.dates import days_of
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import facts_to_mapping, missing_inputs, read_patient
from caretree.decisions.patient_facts import EXAMPLE_DAY
from caretree.decisions.patient_record import PatientRecord
from caretree.guideline.patients import Patient
from caretree.scenarios.search import Search
from caretree.scenarios.values import values_of
from caretree.scenarios.variation import changed


def index_patient(graph: DecisionGraph) -> Patient | None:
    """The patient called *index patient*, or the first one that is described."""
    patients = graph.guideline.patients
    return next((one for one in patients if "index" in one.name.long.split()), patients[0] if patients else None)


def start_search(graph: DecisionGraph) -> Search | None:
    """A search around the base patient; ``None`` where no patient of the guideline can be answered at all."""
    stated = _stated(graph)
    values = values_of(graph, stated)
    for given in missing_inputs(graph, stated):
        usual = values.of(("input", given.name.id))
        stated = changed(stated, ("input", given.name.id), usual[-1] if usual[:2] == [True, False] else usual[0])
    search = Search(graph, stated, values_of(graph, stated))
    base = search.find(())
    if base is None or base == stated:
        return None if base is None else search
    return Search(graph, base, values_of(graph, base))


def _stated(graph: DecisionGraph) -> PatientRecord:
    patient = index_patient(graph)
    if patient is not None:
        mapping = facts_to_mapping(graph.guideline, patient.facts, (), patient.at)
        record, _ = read_patient(graph, mapping, allow_missing=True)
        if record is not None:
            return record
    return PatientRecord({}, days_of(EXAMPLE_DAY))
