"""A small made-up guideline for tests of scenarios, and how to compile one from its text."""

from __future__ import annotations

from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import compile_file
from caretree.problems.problem import has_errors

PATH = "spec/clinic.care"

CLINIC = """guideline "Fever in clinic":
  id clinic
  version 0.1.0
  notation 1
  status draft
  last updated 2026-11-20
  audience clinicians
  question "What is done about fever?"
  imperatives are read as should use
  applies when seen in clinic

source A "A made-up page":
  section 1 "Fever":
    1 "Cultures for fever with low neutrophils"
    2 "Watch the others"
    3 "The medicine by weight, never above 100 mg"
    4 "Never without fever"
    5 "Background"

inputs:
  seen in clinic:
    is yes or no
    asks "Is the patient seen in clinic?"
  fever:
    is yes or no
    asks "Is there a fever?"
    may be unknown
  chills:
    is yes or no
    asks "Are there chills?"
    may be unknown
  ANC:
    is a quantity in x10^9/L, plausible 0 to 60, to 2 decimals
    asks "What is the neutrophil count?"
    may be unknown
  weight:
    is a quantity in kg, plausible 2 to 300, to 1 decimal
    asks "What is the weight?"
    may be unknown

definitions:
  infection likely means fever and chills [A 1.1]

actions:
  cultures:
    is a test
  medicine:
    dose 2 mg/kg of weight orally once daily for 5 days [A 1.3]
    at most 100 mg per dose [A 1.3]
  watching

decision fever:
  when infection likely and ANC is below 0.5 x10^9/L:
    should use cultures [A 1.1]
    should use medicine [A 1.3]
  otherwise:
    should use watching [A 1.2]

safety rules:
  never offer medicine unless fever [A 1.4]

not encoded:
  "background" [A 1.5]

patient index patient:
  seen in clinic is yes
  fever is no
  chills is no
  ANC is 3.00 x10^9/L
  weight is 70 kg

example well [A 1.2]:
  given index patient
  expect should use watching
"""


def graph_of(text: str = CLINIC) -> DecisionGraph:
    """The graph of a guideline's text, which must be sound."""
    compiled = compile_file(PATH, {PATH: text.encode()}.get, "spec", proofs=False)
    assert compiled.graph is not None and not has_errors(compiled.problems), compiled.problems
    return compiled.graph


def replaced(old: str, new: str, text: str = CLINIC) -> str:
    """The text with one thing changed, which it must contain once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
