"""A small set of declared names, and a way to read one block of text with them."""

from fractions import Fraction

from caretree.guideline.names import Name
from caretree.guideline.types import Choice, Course, Date, Number, Plausible, Series, YesNo
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, DeclaredPhase, Names, Reading
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from caretree.syntax.tree import Phrase, Piece, Sentence
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER


def number(unit: str, kind: str = "quantity") -> Number:
    found = find_unit(unit) if unit else NUMBER
    assert found is not None
    return Number(kind, found, Plausible(Fraction(0), Fraction(10000)))


def named(*names: str) -> dict[str, Name]:
    return {name: Name(name) for name in names}


def new_reading() -> Reading:
    """The names of a made-up guideline; the clinical content means nothing."""
    anc = DeclaredInput(Name("neutrophil count", "ANC"), number("x10^9/L"))
    platelets = DeclaredInput(Name("platelet results", "platelets"), Series(number("x10^9/L")))
    inputs = [
        DeclaredInput(Name("fever"), YesNo()),
        DeclaredInput(Name("infection found"), YesNo()),
        DeclaredInput(Name("age"), number("years", "duration")),
        DeclaredInput(Name("weight"), number("kg")),
        DeclaredInput(Name("doses given"), number("", "whole number")),
        DeclaredInput(Name("bleeding"), Choice(("none", "minor", "significant"), ordered=True)),
        DeclaredInput(Name("diagnosis date"), Date()),
        DeclaredInput(Name("admission"), Date(with_time=True)),
        DeclaredInput(Name("rituximab course"), Course("rituximab")),
    ]
    names = Names(sources=("A",))
    names.data = {"ANC": anc, "neutrophil count": anc, "platelets": platelets, "platelet results": platelets}
    names.data |= {declared.name.long: declared for declared in inputs}
    names.data["neutropenia"] = DeclaredDefinition(Name("neutropenia"), "label", None, ("severe", "moderate", "mild"))
    names.data["adult"] = DeclaredDefinition(Name("adult"), "condition")
    names.data["risk score"] = DeclaredDefinition(Name("risk score"), "number", NUMBER)
    names.actions = named("G-CSF", "observation", "prednisone", "pulses", "blood counts", "growth factor", "rituximab")
    names.action_classes = {"growth-factor"}
    names.scheduled_actions = {"blood-counts"}
    names.options = named("second line")
    names.decisions = named("neutrophils", "bleeding care")
    names.gaps = named("who needs it", "what counts as low when ANC is unclear")
    names.conflicts = named("which dose")
    names.patients = named("index patient")
    names.pathways = named("lupus care")
    pathway = names.pathways["lupus care"]
    for phase in ("acute treatment", "maintenance"):
        names.phases[phase] = DeclaredPhase(Name(phase), pathway)
    return Reading(names)


def sentence_of(text: str) -> Sentence:
    """The first top-level sentence of a text that parses without problems."""
    tree, problems = parse(SourceText("test.care", text))
    assert problems == []
    return tree.sentences[0]


def phrase_of(text: str) -> Phrase:
    """A phrase standing on line 1, column 1."""
    return Phrase(text, "test.care", (Piece(0, 1, 1),))


def problem_names(reading: Reading) -> list[str]:
    return [problem.name for problem in reading.problems]
