"""What a developer who uses the library gets wrong, and what the library says then."""

from __future__ import annotations

import copy
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement"), str(Path(__file__).parents[1] / "properties")]

import careguides  # noqa: E402
from careguides import PatientProblems, Quantity  # noqa: E402
from careguides import itp_after_ivig as itp  # noqa: E402
from careguides import sle_pancytopenia as sle  # noqa: E402

AT = "2025-09-08"
PATIENT = {
    "ITP": True,
    "IVIG failed": True,
    "age": {"value": 40, "unit": "years"},
    "platelet count": {"value": 20, "unit": "x10^9/L"},
}


def patient(**given: object) -> Any:
    """A patient with some values more; keys with spaces for underscores."""
    more = {key.replace("_", " "): value for key, value in given.items()}
    return itp.Patient.from_mapping({**PATIENT, **more}, at=AT)


def problem(make: Callable[[], object]) -> Any:
    """The only problem of a patient."""
    with pytest.raises(PatientProblems) as caught:
        make()
    (found,) = caught.value.problems
    return found


class ArrayFloat(float):
    """A float of another library: its representation is no number (as in numpy 2)."""

    def __repr__(self) -> str:
        return f"array.float64({float.__repr__(self)})"


class ArrayInt:
    """A whole number of another library."""

    def __index__(self) -> int:
        return 20


@pytest.mark.parametrize("value", [20, 20.0, "20", "20.0", Decimal("20"), Fraction(20), ArrayFloat(20), ArrayInt()])
def test_a_number_may_be_of_many_types(value: object) -> None:
    """All of them are the same number, in a mapping and as a quantity."""
    for given in ({"value": value, "unit": "x10^9/L"}, Quantity(value, "x10^9/L")):  # type: ignore[arg-type]
        read = patient(platelet_count=given)
        assert read.platelet_count == 20 and read.known["platelet-count"].value == 20
        assert itp.decide(read) == itp.decide(patient())


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), None, True, b"20", [20], "20,5", object(), Decimal("NaN")]
)
def test_what_is_no_number_is_told_by_its_type(value: object) -> None:
    """The input is named, the type is named, the value is not shown, and there is a way out."""
    found = problem(lambda: patient(platelet_count={"value": value, "unit": "x10^9/L"}))
    assert found.name == "bad-number" and found.input == "platelet-count" and found.fix
    assert isinstance(value, str) or value is None or "it is" in found.message


@pytest.mark.parametrize("value", [1, 0, float("nan"), "true", "", [], object()])
def test_what_is_neither_yes_nor_no(value: object) -> None:
    """Only ``True``, ``False``, yes and no are taken: 1 may be a code for something else."""
    assert problem(lambda: patient(rapid_rise_needed=value)).name == "bad-yes-no"


def test_a_time_zone_is_not_dropped() -> None:
    """Days are counted where the patient is: a moment with a zone is refused, with how to make it local."""
    moment = datetime(2025, 9, 8, 23, 30, tzinfo=UTC)
    for at in (moment, "2025-09-08T23:30Z", "2025-09-08T23:30:00+02:00"):
        found = problem(lambda at=at: itp.Patient.from_mapping(PATIENT, at=at))  # type: ignore[misc]
        assert found.name == "bad-date" and "time zone" in found.message and "astimezone" in found.fix
        course = {"status": "failed", "started": at}
        assert "time zone" in problem(lambda course=course: patient(rituximab_course=course)).message  # type: ignore[misc]
    assert itp.Patient.from_mapping(PATIENT, at=moment.replace(tzinfo=None)).at == patient().at + Fraction(47, 48)


@pytest.mark.parametrize("given", [None, [1], "{}", 7])
def test_only_a_mapping_is_a_patient(given: Any) -> None:
    """JSON as text, a list or a row of a table are told from a mapping."""
    with pytest.raises(TypeError, match="mapping of names to values"):
        itp.Patient.from_mapping(given, at=AT)


def test_decide_takes_its_own_patients_only() -> None:
    """Another guideline's patient may have inputs of the same names; it is refused all the same."""
    other = sle.Patient(lupus=True, pancytopenia=True, at=AT)
    for wrong in (other, PATIENT, None):
        for function in (itp.decide, itp.explain):
            with pytest.raises(TypeError, match="itp_after_ivig.Patient"):
                function(wrong)  # type: ignore[arg-type]


def test_everything_can_be_pickled_and_copied() -> None:
    """Patients, problems, answers and their parts reach another process."""
    for given in (patient(), patient(weight={"value": 70, "unit": "kg"}, bleeding="minor", rapid_rise_needed=True)):
        answer = itp.decide(given)
        for again in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
            assert again == answer and again.to_json() == answer.to_json() and hash(again) == hash(answer)
        assert itp.decide(pickle.loads(pickle.dumps(given))) == answer
        for part in (answer.recommendations, answer.choices, itp.explain(given)):
            assert pickle.loads(pickle.dumps(part)) == part
    found = problem(lambda: patient(platelet_count=3))
    again = pickle.loads(pickle.dumps(PatientProblems((found,))))
    assert again.problems == (found,) and "platelet count" in str(again)


def test_an_answer_of_another_version_is_not_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pickle that waited for an update of the guideline says so."""
    kept = pickle.dumps(itp.decide(patient()))
    monkeypatch.setattr(itp.GUIDELINE, "graph_hash", "another")
    with pytest.raises(ValueError, match="another version"):
        pickle.loads(kept)


def test_answers_are_compared_by_what_they_say() -> None:
    """Two answers for patients with the same values are equal, those of others are not."""
    assert itp.decide(patient()) == itp.decide(patient()) != itp.decide(patient(rapid_rise_needed=True))
    assert itp.decide(patient()) != "an answer"


def test_threads_share_a_guideline() -> None:
    """Many threads at once get what one gets."""
    patients = [
        patient(platelet_count={"value": at % 60, "unit": "x10^9/L"}, rapid_rise_needed=at % 3 == 0)
        for at in range(300)
    ]
    alone = [itp.decide(one).to_json(next_question=True) for one in patients]
    itp.MODEL.findings.clear()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda one: itp.decide(one).to_json(next_question=True), patients)) == alone


def test_every_guideline_carries_its_schema() -> None:
    """A service can publish what it reads."""
    for name in careguides.GUIDELINES.values():
        module: ModuleType = getattr(careguides, name)
        Draft202012Validator.check_schema(module.schema())
    assert Draft202012Validator(itp.schema()).is_valid({**PATIENT, "at": AT})
    assert not Draft202012Validator(itp.schema()).is_valid({**PATIENT, "platelet count": 20, "at": AT})


def test_help_shows_what_is_meant_to_be_used() -> None:
    """A module names what it offers."""
    for name in careguides.GUIDELINES.values():
        module: ModuleType = getattr(careguides, name)
        assert {"Patient", "decide", "explain", "schema", "sql", "GUIDELINE"} <= set(module.__all__)
        assert all(hasattr(module, one) for one in module.__all__)
