"""Asking the solver for a patient the search did not find.

fever: yes and fever: no       impossible, proved
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from caretree.decisions.decimals import decimal_text
from caretree.decisions.patient_record import PatientRecord, ScalarValue
from caretree.scenarios.variation import changed
from caretree.solver.paths import Path

if TYPE_CHECKING:
    from caretree.scenarios.search import Search, Verdict

RESOURCES = 3_000_000


def witness(search: Search, wanted: Path) -> tuple[Verdict, PatientRecord | None]:
    """``impossible`` where the solver proves it; a patient where the interpreter agrees with the solver's."""
    from caretree.solver.patients import record_of
    from caretree.solver.prover import new_prover

    if search.prover is None:
        search.prover = new_prover(search.graph, search.base, RESOURCES)
    prover = search.prover
    answered = prover.ask([prover.guard(wanted)], in_scope=False)
    if answered.found == "no":
        return "impossible", None
    if answered.found == "unknown":
        return "not found", None
    record = rounded(search, wanted, record_of(prover.encoding, answered.model, search.base))
    return ("found", record) if search.holds(wanted, record) and written(record) else ("not found", None)


def rounded(search: Search, wanted: Path, record: PatientRecord) -> PatientRecord:
    """The patient with plain values in place of the solver's, where these do as well."""
    for name, value in record.values.items():
        if isinstance(value, ScalarValue):
            for plain in search.values.of(("input", name)):
                other = changed(record, ("input", name), plain)
                if search.holds(wanted, other):
                    record = other
                    break
    return record


def written(record: PatientRecord) -> bool:
    """Whether every number can be written down exactly."""
    numbers = [value.reported for value in record.values.values() if isinstance(value, ScalarValue)]
    return all(str(number) == decimal_text(number, 30) or number.denominator != 1 for number in numbers)
