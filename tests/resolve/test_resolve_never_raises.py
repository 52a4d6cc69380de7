"""Whatever is written, resolving returns problems with places in the file and never raises."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from resolved import resolve_text
from small_guideline import FILES, LIBRARY, guideline

SPEC = Path(__file__).parents[2] / "spec"
COMMON = {
    f"{folder}/{path.stem}": path.read_text(encoding="utf-8")
    for folder in ("common", "sources")
    for path in sorted((SPEC / folder).glob("*.care"))
}

EVERYTHING = guideline(
    header='  audience clinicians\n  review by 2027-01-01\n  applies when age is at least 18 years\n  note "N"',
    inputs="""\
  severity:
    asks "?"
    is one of, in rising order:
      mild
      bad
    may be unknown
  counts:
    asks "?"
    is a series of quantities in x10^9/L, plausible 0 to 3000
    when not recorded, assume 5, decided by R
""",
    actions="""\
  medicine (M):
    drug medicine, RxNorm 805452 unverified
    dose 1 to 2 mcg/kg of weight per hour subcutaneously over 2 hours every 8 hours for 3 days [1.1 ref 2]
    then 5 mg/m2 of BSA once weekly
    raise by 1 mcg/kg of weight until ANC is at least 1 x10^9/L
    at most 10 mcg/kg of weight per week
    round to 0.01 mcg
    not stated: maximum
    repeat every 1 week until ANC is above 1.74 x10^9/L
    for clinicians "Text." [1.1]
  by age:
    depending on age in years:
      below 18:
        dose 10 mg orally once daily
      at least 18:
        dose 20 mg orally once daily
  comfort covers cold drinks, medicine
""",
    more="""
options treatments:
  cold drinks [1.1]:
    in favour when fever
  weigh by "choice"

pathway care:
  phase first:
    decide fever care
    assess response from 2 to 4 weeks [1.1]
    end when cough

safety rules:
  never offer both medicine and cold drinks
  never exceed 5 mg per day of medicine

gap unclear: the source "says nothing" [1.1]

patient P:
  fever is yes
  cough is no
  weight is 70 kg

example E:
  given P
    but fever is no
  expect recommend cold drinks
""",
)
WORDS = sorted(set(EVERYTHING.split())) + ["", ":", '"', "(", "[1.1]", "|", "1e9", "9" * 40, "of", "covers", "possibly"]


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text with some lines dropped, doubled or moved, and some words replaced."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        index = draw(st.integers(0, len(lines) - 1))
        words = lines[index].split(" ")
        match draw(st.sampled_from(("drop", "double", "move", "word", "word", "cut", "indent"))):
            case "drop":
                lines[index] = ""
            case "double":
                lines.insert(index, lines[index])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(index))
            case "word":
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
                lines[index] = " ".join(words)
            case "cut":
                lines[index] = lines[index][: draw(st.integers(0, len(lines[index])))]
            case _:
                lines[index] = "  " + lines[index]
    return "\n".join(lines) + "\n"


def check(text: str, files: dict[str, str]) -> None:
    """Resolves a text; every problem has a place in one of the files, a message and advice."""
    for problem in resolve_text(text, files)[1]:
        assert problem.span.line >= 1 and problem.span.column >= 1, problem
        assert problem.message and problem.name == problem.name.lower()
        assert problem.span.file.startswith("spec/")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(EVERYTHING))
def test_a_mutated_guideline_never_raises(text: str) -> None:
    """Any slip in any sentence of a guideline gives problems, not an exception."""
    check(text, FILES)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(LIBRARY))
def test_a_mutated_library_never_raises(text: str) -> None:
    """Nor does a slip in a library that a guideline uses."""
    check(EVERYTHING, {"common/shared": text})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(SPEC.glob("*.care"))).flatmap(lambda path: mutated(path.read_text(encoding="utf-8"))))
def test_mutated_real_guidelines_never_raise(text: str) -> None:
    """Nor does a slip in one of the guidelines of this project."""
    check(text, COMMON)
