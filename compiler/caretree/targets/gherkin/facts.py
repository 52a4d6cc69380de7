"""Facts about a patient as words. ``caretree.acceptance.findings`` reads them back.

{"value": "1.74", "unit": "x10^9/L"}                      1.74 x10^9/L
[{"value": "33", "unit": "x10^9/L", "on": "2025-08-01"}]  33 x10^9/L on 2025-08-01
{"status": "failed", "started": "2025-06-01"}             failed, started 2025-06-01
null                                                      not known
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from caretree.decisions.dates import days_of
from caretree.decisions.patient_facts import EXAMPLE_DAY, Json, fact_value, facts_to_mapping
from caretree.guideline.guideline import Guideline
from caretree.guideline.patients import Ago, CourseFact, FactValue, PatientFact, PhaseFact
from caretree.units.find import find_unit

EMPTY_SERIES = "no values"


def value_text(value: FactValue, at: date | None) -> str:
    """One value in words; dates stated from the evaluation are worked out for that day."""
    return json_text(fact_value(value, days_of(at or EXAMPLE_DAY)))


def json_text(value: Json) -> str:
    """One value of a patient's mapping in words."""
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case list():
            return ", ".join(json_text(one) for one in value) or EMPTY_SERIES
        case {"status": str(status), "started": started}:
            return f"{status}, started {started}" if started else status
        case _:
            on = f" on {value['on']}" if value.get("on") else ""
            return measured(str(value["value"]), str(value.get("unit", ""))) + on


def measured(number: str, unit: str) -> str:
    """``4 weeks``, ``1 week``, ``3``."""
    if number == "1" and unit.endswith("s") and find_unit(unit[:-1]) == find_unit(unit) is not None:
        unit = unit[:-1]
    return f"{number} {unit}".rstrip()


def depends_on_the_day(facts: Sequence[PatientFact], phases: Sequence[PhaseFact], at: date | None) -> bool:
    """Whether a reader needs the day of the evaluation to understand the facts."""
    dated = any(isinstance(fact.value, date | Ago | tuple) or _started(fact.value) for fact in facts)
    return at is not None or dated or any(phase.since or phase.days_ago is not None for phase in phases)


def _started(value: FactValue) -> bool:
    return isinstance(value, CourseFact) and (value.started is not None or value.started_ago is not None)


def phase_sentences(guideline: Guideline, phases: Sequence[PhaseFact], at: date | None) -> list[str]:
    """``in the pathway "lupus care" the phase is "response check", since 2025-08-20``."""
    known = facts_to_mapping(guideline, (), phases, at).get("phases")
    names = {phase.name.id: phase.name.long for way in guideline.pathways for phase in way.phases}
    sentences = []
    for pathway, fact in known.items() if isinstance(known, dict) else ():
        assert isinstance(fact, dict)
        since = f", since {fact['since']}" if fact["since"] else ""
        phase = names.get(str(fact["phase"]), str(fact["phase"]))
        sentences.append(f'in the pathway "{pathway}" the phase is "{phase}"{since}')
    return sentences
