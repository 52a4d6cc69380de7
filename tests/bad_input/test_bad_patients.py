"""Patients nobody can decide for: the documented exit code, a message that names the input, no advice.

The files lie in ``patients/``, read by a guideline with one input of every kind, ``every-kind.care``.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from command_line import CARETREE, snapshot

FILES = Path(__file__).parent / "patients"
GUIDELINE = FILES / "every-kind.care"

EXPECTED: dict[str, tuple[int, str, str]] = {
    "at-number": (1, "bad-date", "at"),
    "at-words": (1, "bad-date", "at"),
    "binary": (2, "binary-file", ""),
    "blank": (2, "not-json", ""),
    "bom": (0, "", ""),
    "choice-near-miss": (1, "bad-choice", "severity"),
    "choice-number": (1, "bad-choice", "severity"),
    "comment": (2, "not-json", ""),
    "course-future": (1, "future-date", "statin course"),
    "course-status": (1, "bad-status", "statin course"),
    "course-text": (1, "bad-status", "statin course"),
    "cut": (2, "not-json", ""),
    "date-impossible": (1, "bad-date", "birth"),
    "date-order": (1, "bad-date", "birth"),
    "date-words": (1, "bad-date", "birth"),
    "deep-nesting": (3, "nested-too-deep", ""),
    "duplicate-key": (1, "duplicate-key", "smoker"),
    "duplicate-name": (1, "duplicate-key", "ANC"),
    "empty": (2, "not-json", ""),
    "impossible": (1, "impossible-patient", "ANC is above WBC"),
    "key-hostile": (1, "unknown-key", "<U+001B>[2J<U+202E>"),
    "key-look-alike": (1, "unknown-key", 'Did you mean "age"?'),
    "latin-1": (2, "not-utf-8", ""),
    "list": (2, "not-an-object", ""),
    "near-miss-key": (1, "unknown-key", 'Did you mean "smoker"?'),
    "no-unit": (1, "missing-unit", "ANC"),
    "not-whole": (1, "not-whole", "drinks"),
    "nul": (2, "not-json", ""),
    "null": (2, "not-an-object", ""),
    "number": (2, "not-an-object", ""),
    "pathway-unknown": (1, "unknown-key", 'Did you mean "care"?'),
    "phase-list": (1, "bad-choice", "phases"),
    "phase-unknown": (1, "bad-choice", "care"),
    "series-future": (1, "future-date", "platelets"),
    "series-not-a-list": (1, "bad-series", "platelets"),
    "series-without-date": (1, "bad-date", "platelets"),
    "single-quotes": (2, "not-json", ""),
    "stray-key-in-value": (1, "unknown-key", 'Did you mean "unit"?'),
    "text": (2, "not-an-object", ""),
    "trailing-comma": (2, "not-json", ""),
    "two-objects": (2, "not-json", ""),
    "unit-empty": (1, "missing-unit", "ANC"),
    "unit-null": (1, "missing-unit", "ANC"),
    "unit-number": (1, "unknown-unit", "ANC"),
    "unit-unknown": (1, "unknown-unit", "ANC"),
    "unit-wrong": (1, "wrong-unit", "ANC"),
    "unknown-key": (1, "unknown-key", "favourite colour"),
    "utf-16": (2, "utf-16-file", ""),
    "value-below": (1, "bad-number", "ANC"),
    "value-comma": (1, "bad-number", "ANC"),
    "value-empty": (1, "bad-number", "ANC"),
    "value-hexadecimal": (1, "bad-number", "ANC"),
    "value-huge-exponent": (1, "bad-number", "ANC"),
    "value-infinity": (1, "bad-number", "ANC"),
    "value-list": (1, "bad-number", "ANC"),
    "value-many-digits": (1, "bad-number", "ANC"),
    "value-na": (1, "bad-number", "ANC"),
    "value-nan": (1, "bad-number", "ANC"),
    "value-negative": (1, "out-of-range", "ANC"),
    "value-null": (1, "bad-number", "ANC"),
    "value-other-digits": (1, "bad-number", "ANC"),
    "value-out-of-range": (1, "out-of-range", "ANC"),
    "value-thousands": (1, "bad-number", "ANC"),
    "value-tiny-exponent": (1, "bad-number", "ANC"),
    "value-too-precise": (1, "too-precise", "ANC"),
    "value-true": (1, "bad-number", "ANC"),
    "value-with-space": (1, "bad-number", "ANC"),
    "value-with-unit-inside": (1, "bad-number", "ANC"),
    "value-words": (1, "bad-number", "ANC"),
    "yes-no-empty": (1, "bad-yes-no", "smoker"),
    "yes-no-object": (1, "bad-yes-no", "smoker"),
    "yes-no-one": (1, "bad-yes-no", "smoker"),
    "yes-no-words": (1, "bad-yes-no", "smoker"),
    "yes-no-y": (1, "bad-yes-no", "smoker"),
    "yes-no-zero": (1, "bad-yes-no", "smoker"),
}


def test_every_file_kept_here_is_expected_something_of() -> None:
    """No file lies here untested."""
    assert {file.stem for file in FILES.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_patient_is_refused_by_name(caretree, name: str) -> None:
    """``run`` ends with the documented exit code, names the problem and the input, says why and what to do, and
    advises nothing."""
    code, problem, said = EXPECTED[name]
    before = snapshot(FILES)
    result = caretree("run", GUIDELINE, "--patient", FILES / f"{name}.json")
    assert result.exit_code == code
    if problem:
        assert result.stdout == ""
        assert result.stderr.count("error[") == 1
        assert result.stderr.startswith(f"error[{problem}]: ")
        assert said in result.stderr
        assert "\n  why: " in result.stderr
        assert "\n  fix: " in result.stderr
    assert not set(result.output) & {"\x1b", "\u202e", "\0"}
    assert snapshot(FILES) == before


def test_everything_wrong_with_a_patient_is_told_at_once(caretree) -> None:
    """Independent mistakes are told together, in the order of the file."""
    patient = {"ANC": 1.74, "smoker": "perhaps", "severity": "moderate", "agee": 40}
    result = caretree("run", GUIDELINE, "--patient", "-", stdin=json.dumps(patient))
    names = [line.split("]")[0].removeprefix("error[") for line in result.stderr.splitlines() if "error[" in line]
    assert sorted(names) == ["bad-choice", "bad-yes-no", "missing-unit", "unknown-key"]


def test_numbers_are_read_as_written(caretree) -> None:
    """A JSON number is never rounded on its way in: 0.99999999999999999999 is below 1, though a float is not."""
    text = '{"ANC": {"value": %s, "unit": "x10^9/L"}, "at": "2026-01-01"}'
    close = {"value": "0.99999999999999999999", "unit": "10*9/L"}
    told = caretree("run", GUIDELINE, "--patient", "-", stdin=text % "0.999")
    assert "should use looking" in told.stdout
    refused = caretree("run", GUIDELINE, "--patient", "-", stdin=text % close["value"])
    assert "error[too-precise]" in refused.stderr
    smaller = text.replace("x10^9/L", "/uL") % "999.99999999999999999999"
    assert "should use looking" in caretree("run", GUIDELINE, "--patient", "-", stdin=smaller).stdout


def test_a_giant_patient_is_refused_unread(caretree, tmp_path: Path) -> None:
    """Beyond 1 MiB a patient is refused with exit code 3."""
    file = tmp_path / "giant.json"
    file.write_text('{"platelets": [' + '{"value": 33, "unit": "x10^9/L", "on": "2025-01-01"}, ' * 30_000 + "]}")
    result = caretree("run", GUIDELINE, "--patient", file)
    assert result.exit_code == 3
    assert "error[file-too-large]" in result.stderr


def test_an_endless_patient_is_refused(tmp_path: Path) -> None:
    """A stream that never ends is left after the limit."""
    command = f"yes '{{' | '{CARETREE}' run '{GUIDELINE}' --patient -"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode == 3
    assert "error[file-too-large]" in result.stderr


@pytest.mark.parametrize("name", ["empty", "duplicate-key", "value-comma", "deep-nesting"])
def test_ask_refuses_what_run_refuses(caretree, name: str) -> None:
    """``ask --patient`` starts from a patient that is read by the same rules."""
    result = caretree("ask", GUIDELINE, "--patient", FILES / f"{name}.json")
    assert result.exit_code == EXPECTED[name][0]
    assert f"error[{EXPECTED[name][1]}]" in result.stderr
