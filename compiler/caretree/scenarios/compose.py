"""All scenarios of one guideline, from its decision graph.

scenarios_of(graph)      Scenarios(base=<index patient>, features=(neutrophils, anaemia, …, doses, safety rules))
"""

from __future__ import annotations

from caretree.decisions.dates import days_of
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_facts import EXAMPLE_DAY
from caretree.decisions.patient_record import PatientRecord
from caretree.scenarios.base import index_patient, start_search
from caretree.scenarios.cards import cards_of, promises_of
from caretree.scenarios.composing import Composing
from caretree.scenarios.decision_rules import decision_feature
from caretree.scenarios.dose_rules import dose_feature
from caretree.scenarios.measuring import measured
from caretree.scenarios.option_rules import option_feature
from caretree.scenarios.pathway_rules import pathway_feature
from caretree.scenarios.patient_rules import patient_feature
from caretree.scenarios.safety_rules import safety_feature
from caretree.scenarios.scenario import Feature, Scenarios
from caretree.solver.paths import places


def scenarios_of(graph: DecisionGraph) -> Scenarios:
    """Every feature; none where no patient of the guideline can be answered."""
    patient = index_patient(graph)
    name = patient.name.long if patient else "a patient"
    search = start_search(graph)
    if search is None:
        return Scenarios(PatientRecord({}, days_of(EXAMPLE_DAY)), name)
    composing = Composing(graph, search)
    features = tuple(feature for feature in _features(composing) if feature.rules)
    unreachable = tuple(dict.fromkeys(composing.unreachable))
    met = measured(search, features)
    return Scenarios(search.base, name, features, unreachable, cards_of(graph), promises_of(graph), met)


def _features(composing: Composing) -> list[Feature]:
    graph = composing.graph
    ways = {name: place.path for name, place in places(graph).items()}
    features = [decision_feature(composing, run) for run in graph.runs]
    options = [option_feature(composing, one, ways) for one in graph.options.values()]
    features += [one for one in options if one is not None]
    features += [pathway_feature(composing, pathway) for pathway in graph.pathways]
    features += [dose_feature(composing, ways), safety_feature(composing), patient_feature(composing)]
    return features
