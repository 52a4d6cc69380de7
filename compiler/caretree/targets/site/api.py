"""The reference of the generated library, from the docstrings of what it is made of.

class Quantity(NamedTuple): value: Numeric, unit: str      ### Quantity      value  number …   unit  str
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from markupsafe import Markup
from msgspec import Struct

from caretree.runtime import answer, definitions, doses, explain, pathways, problems, values
from caretree.targets.file import GeneratedFile
from caretree.targets.site.checks import prose
from caretree.targets.site.page import PAGES, environment

MODULE = {
    "Patient": "One patient at one moment. Every value is checked; `PatientProblems` carries everything that is wrong.",
    "decide": "What the guideline says about this patient. Raises `PatientProblems` for contradicting facts.",
    "definitions": "The value of every definition for this patient, by its identity: known, or what it can still be.",
    "explain": "How the answer comes about, step by step",
    "schema": "The JSON Schema of the mappings that `Patient.from_mapping` reads.",
    "sql": "The guideline as one query over a relation `patients`; its first lines say which columns that has.",
}
"""What each guideline's module offers, in the words of its docstrings; a test compares them."""

CLASSES: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("What goes in", (values.Quantity, values.Measurement, values.Course)),
    ("What is wrong with a patient", (problems.PatientProblems, problems.PatientProblem)),
    ("The answer", (answer.Answer,)),
    (
        "Its parts",
        (
            answer.Recommendation,
            answer.Line,
            doses.DoseAnswer,
            answer.ChoiceAnswer,
            answer.OptionAnswer,
            answer.GapAnswer,
            answer.ConflictAnswer,
            answer.ReportAnswer,
            pathways.PhaseAnswer,
            answer.AssumedAnswer,
        ),
    ),
    ("What else can be asked", (definitions.DefinedValue, explain.Step)),
)


class Member(Struct, frozen=True):
    """A field, a property or a method: its name with its type or its arguments, and what it says."""

    name: str
    kind: str
    says: Markup


class Documented(Struct, frozen=True):
    """A class with its members."""

    name: str
    says: Markup
    members: tuple[Member, ...]


def api_page() -> GeneratedFile:
    """The page of the reference."""
    parts = [(title, [_documented(each) for each in classes]) for title, classes in CLASSES]
    functions = [Member(name, "", prose(says)) for name, says in MODULE.items()]
    text = environment().get_template("api.md.j2").render(parts=parts, functions=functions)
    return GeneratedFile(f"{PAGES}/api.md", text)


def _documented(of: type) -> Documented:
    return Documented(of.__name__, prose(inspect.getdoc(of) or ""), tuple(_members(of)))


def _members(of: type) -> Iterator[Member]:
    """Fields in order, then properties and methods in order of writing."""
    written = vars(of)
    fields = getattr(of, "_fields", ()) or inspect.get_annotations(of)
    yield from (
        Member(name, _short(inspect.get_annotations(of).get(name, "")), _slot_says(written.get(name)))
        for name in fields
        if name not in written or not isinstance(written[name], property)
        if not name.startswith("_")
    )
    for name, value in written.items():
        if isinstance(value, property) and not name.startswith("_"):
            kind = _short(inspect.get_annotations(value.fget).get("return", "")) if value.fget else ""
            yield Member(name, kind, prose(inspect.getdoc(value) or ""))
        elif inspect.isfunction(value) and not name.startswith("_") and inspect.getdoc(value):
            yield Member(
                f"{name}()", _short(value.__annotations__.get("return", "")), prose(inspect.getdoc(value) or "")
            )


def _slot_says(slot: object) -> Markup:
    """What a class with named slots says about one."""
    return prose(inspect.getdoc(slot) or "") if inspect.ismemberdescriptor(slot) else Markup()


def _short(annotation: object) -> str:
    """A type as it is written, without where it comes from."""
    words = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    return re.sub(r"ForwardRef\('(.*?)'\)", r"\1", re.sub(r"\b[a-z_]+\.", "", words))
