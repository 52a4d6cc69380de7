"""Small guidelines written around one question, and their proofs."""

from __future__ import annotations

from pathlib import Path

from caretree.pipeline import Compiled, compile_file
from caretree.solver.obligation import Obligation
from caretree.solver.prove import prove

ROOT = Path(__file__).resolve().parents[2]

HEAD = """\
guideline "A question":
  id question
  version 0.1.0
  notation 1
  status draft

source "A made-up article":
  section 1 "All":
    1 "Everything the guideline says"

"""

INPUTS = """\
inputs:
  fever:
    is yes or no
    asks "Fever?"
  rash:
    is yes or no
    asks "Rash?"
  cough:
    is yes or no
    asks "Cough?"
  age:
    is a duration in years, plausible 0 to 120
    asks "Age?"
  weight:
    is a quantity in kg, plausible 2 to 300
    asks "Weight?"
  height:
    is a quantity in cm, plausible 40 to 230
    asks "Height?"
  ANC:
    is a quantity in x10^9/L, plausible 0 to 60
    asks "Neutrophils?"
  WBC:
    is a quantity in x10^9/L, plausible 0 to 500
    asks "White cells?"
  glucose:
    is a quantity in mmol/L, plausible 0 to 60
    asks "Glucose?"
    converts 1 mmol/L = 18 mg/dL
  relapses:
    is a whole number, plausible 0 to 20
    asks "Relapses?"
  bleeding:
    is one of, in rising order:
      none
      minor
      significant
    asks "Bleeding?"
  platelets:
    is a series of quantities in x10^9/L, plausible 0 to 3000
    asks "Platelets?"
  rituximab course:
    is a course of rituximab
    asks "Rituximab?"
  onset:
    is a date
    asks "Onset?"
  birth:
    is a date
    asks "Birth?"

impossible:
  ANC is above WBC

definitions:
  neutropenia in x10^9/L is graded by ANC:
    severe: below 0.5
    moderate: from 0.5 to below 1.0
    mild: at least 1.0
  points is the sum of:
    1 if fever
    1 if rash
    2 if age is at least 65 years
    -1 if cough
  BSA in m2 is calculated as:
    square root of (height in cm * weight in kg / 3600)
  BMI is calculated as:
    weight in kg / (height in m * height in m)
  ideal weight in kg is calculated as:
    50 + 0.9 * (height in cm - 152)
  strange number is calculated as:
    weight in kg to the power 0.425
  square of strange number is calculated as:
    strange number * strange number
  log of weight is calculated as:
    log (weight in kg)
  DuBois BSA in m2 is calculated as:
    0.007184 * weight in kg to the power 0.425 * height in cm to the power 0.725
  BSA ratio is calculated as:
    DuBois BSA in m2 / BSA in m2

actions:
  advice

"""


def compiled(text: str, proofs: bool = False) -> Compiled:
    """A file in memory."""
    return compile_file(
        "question.care", lambda name: text.encode() if name == "question.care" else None, "", proofs=proofs
    )


def claim(when: str, forbidden: str) -> str:
    """A guideline that is safe exactly if nobody who fits ``when`` fits ``forbidden``."""
    body = (
        f"decision all:\n  when {when}:\n    recommend advice [1.1]\n  otherwise:\n    nothing further [1.1]\n\n"
        f"safety rules:\n  never offer advice when {forbidden} [1.1]\n"
    )
    return HEAD + INPUTS + body


def rule_result(text: str, resources: int = 3_000_000) -> Obligation:
    """What came of the file's first safety rule."""
    found = compiled(text)
    assert found.graph is not None, [problem.message for problem in found.problems]
    return next(one for one in prove(found.graph, resources) if one.kind == "safety rule")


def obligations(text: str) -> tuple[Obligation, ...]:
    """Everything that was proved of a file, or not."""
    found = compiled(text)
    assert found.graph is not None, [problem.message for problem in found.problems]
    return prove(found.graph)


def spec(name: str, *changes: tuple[str, str]) -> Compiled:
    """A guideline of the project with some of its text exchanged, its proofs included."""
    path = f"spec/{name}.care"
    text = (ROOT / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)

    def read(file: str) -> bytes | None:
        if file == path:
            return text.encode()
        return (ROOT / file).read_bytes() if (ROOT / file).is_file() else None

    return compile_file(path, read, "spec")
