"""A small complete guideline in which a test replaces or adds lines."""

from __future__ import annotations

LIBRARY = """\
library "Shared data":
  id shared
  version 0.1.0

inputs:
  age:
    asks "How old?"
    is a duration in years, plausible 0 to 120
  weight:
    asks "Weight?"
    is a quantity in kg, plausible 2 to 300
    may be unknown
  height:
    asks "Height?"
    is a quantity in cm, plausible 40 to 230
    may be unknown
  neutrophil count (ANC):
    asks "ANC?"
    is a quantity in x10^9/L, plausible 0 to 60
    may be unknown
  white cell count (WBC):
    asks "WBC?"
    is a quantity in x10^9/L, plausible 0 to 500
    may be unknown
  fever:
    asks "Fever?"
    is yes or no
    may be unknown

impossible:
  ANC is above WBC

definitions:
  body surface area (BSA) in m2 is calculated as:
    square root of (height in cm * weight in kg / 3600)

actions:
  paracetamol
  rest in bed
"""

GUIDELINE = """\
guideline "Fever in the ward":
  id ward-fever
  version 0.1.0
  status draft
HEADER

source "An article":
  section 1 "All of it", lines 1 to 9:
    1 "Treat fever"
  references 1 to 3 unresolved

use "common/shared"

inputs:
  cough:
    asks "Cough?"
    is yes or no
INPUTS

actions:
  cold drinks
ACTIONS

decision fever care:
  when fever:
    recommend paracetamol [1.1]
  otherwise:
    recommend cold drinks [1.1]
MORE
"""

FILES = {"common/shared": LIBRARY}


def guideline(header: str = "", inputs: str = "", actions: str = "", more: str = "") -> str:
    """The guideline with lines added to its header, inputs and actions (each with its own indent) and blocks at its
    end."""
    added = {"HEADER\n": header, "INPUTS\n": inputs, "ACTIONS\n": actions, "MORE\n": more}
    text = GUIDELINE
    for place, lines in added.items():
        text = text.replace(place, f"{lines.strip(chr(10))}\n" if lines else "")
    return text


def with_dose(*lines: str, drug: bool = False) -> str:
    """The guideline with an action `medicine` that has these lines."""
    first = ("drug medicine", *lines) if drug else lines
    return guideline(actions="  medicine:\n" + "".join(f"    {line}\n" for line in first))
