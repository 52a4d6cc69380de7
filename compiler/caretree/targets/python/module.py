"""One guideline as the text of one Python module."""

from __future__ import annotations

import re
from collections.abc import Iterable

from caretree.decisions.graph import DecisionGraph, ReportNode
from caretree.guideline.header import not_approved
from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.targets.python import declarations, tree_code
from caretree.targets.python.algebra import Algebra
from caretree.targets.python.functions import functions, name_functions
from caretree.targets.python.layout import (
    Call,
    Code,
    Named,
    call,
    laid_out,
    number,
    plain_text,
    quoted,
    texts,
    tuple_of,
)
from caretree.targets.python.names import WORDS, input_keys, python_name
from caretree.targets.python.plain_module import (
    PlainModule,
    options_truths,
    prepare_code,
    read_plainly,
    report_value,
    slot_types,
    trees_code,
)
from caretree.targets.python.plain_reading import label_tables, reading_code

RUNTIME = {
    "answer": ("Answer", "answer_of"),
    "decide": ("Unsure", "decide_with_unknowns"),
    "explain": ("Step", "explain_answer"),
    "findings": ("findings_of",),
    "model": ("Guideline", "Model"),
    "patient": ("GENERALLY", "PARTLY", "READY", "PatientBase", "expect_patient"),
    "prepare": ("Settled", "assume", "enter_phases", "work_out"),
    "quick_reading": (
        "TRUTHS",
        "YES_NO",
        "Unusual",
        "converted",
        "plain_float",
        "plain_number",
        "taken_course",
        "taken_date",
        "taken_series",
    ),
    "words": (
        "against",
        "also_when",
        "block",
        "branch",
        "choice",
        "conflict",
        "fork",
        "gap",
        "nothing_further",
        "offer",
        "report",
        "until_known",
    ),
    "tree": (
        "Action",
        "Advice",
        "Argument",
        "AssumedDefinition",
        "Assumption",
        "Block",
        "Branch",
        "Choice",
        "Conflict",
        "ConflictText",
        "Dose",
        "DoseFork",
        "Extra",
        "Fork",
        "Gap",
        "GapText",
        "Impossible",
        "NothingFurther",
        "Option",
        "Options",
        "Pathway",
        "Phase",
        "Report",
        "Rule",
        "Run",
        "Transition",
    ),
    "exact": ("Exact",),
    "values": ("Course", "InputDescription", "Measured", "Measurement", "Quantity", "UnitScale"),
}
"""What a module may need besides the words of its conditions, by the runtime file it stands in."""

FACT_TYPES = {
    "yes or no": "Truth",
    "choice": "Labels",
    "number": "Interval",
    "date": "Interval",
    "series": "Series",
    "course": "CoursePossible",
}


def context(graph: DecisionGraph) -> dict[str, object]:
    """Everything the template of a guideline's module lays out."""
    algebra = Algebra(graph, input_keys(graph))
    taken = set(algebra.keys.values())
    name_functions(algebra, taken)
    plain = _plainly(algebra)
    trees, declared = _trees(algebra), _declarations(algebra)
    given = graph.guideline.inputs
    inputs = tuple_of(declarations.input_description(algebra, one) for one in given)
    parts: dict[str, object] = {
        "title": plain_text(graph.guideline.header.title),
        "about": _about(graph),
        "header": _header(graph),
        "guideline": laid_out(declarations.guideline(graph), before="GUIDELINE = "),
        "inputs": laid_out(inputs, before="INPUTS = "),
        "slots": laid_out(texts(algebra.keys.values()), 1).strip(),
        "facts": [f"{algebra.keys[one.name.id]}: {FACT_TYPES[declarations.kind_of(one)]}" for one in given],
        "functions": [function.text for function in functions(algebra)],
        "trees": trees,
        "declarations": declared,
        "model": _model(algebra),
        "plain": trees_code(plain, "\n".join([*trees, *declared, prepare_code(plain)])),
        "prepare": prepare_code(plain),
        "patient_slots": laid_out(texts(slot_types(plain)), 1, "__slots__ = "),
        "patient_types": [f"{name}: {type}" for name, type in slot_types(plain).items()],
        "reading": reading_code(algebra),
        "labels": _labels(algebra),
        "has_pathways": bool(graph.pathways),
        "phases_doc": ", ``phases`` where the patient is on each pathway" if graph.pathways else "",
        "parameters": _parameters(algebra),
        "given": [f"{algebra.keys[one.name.id]}," for one in given],
    }
    parts["constants"] = [
        f"{name} = known({number(value)})" for name, value in sorted(algebra.constants.items(), key=lambda one: one[1])
    ]
    parts["imports"] = _imports(str(part) for part in _flat(parts.values()))
    return parts


def _plainly(algebra: Algebra) -> PlainModule:
    """The plain side of the module; what reports and options read is put where their declarations find it."""
    plain, graph = read_plainly(algebra), algebra.graph
    for node in graph.nodes.values():
        value = report_value(plain, node) if isinstance(node, ReportNode) else None
        if isinstance(node, ReportNode) and value is not None:
            algebra.report_values[node.id] = value
    for block in graph.options.values():
        conditions = [
            id
            for option in block.options
            for id in (option.out, option.preferred, *(one.condition for one in option.arguments if one.kind in SAID))
            if id is not None
        ]
        truths = options_truths(plain, conditions)
        if truths is not None:
            algebra.options_truths[block.id] = truths
    return plain


SAID = ("in favour", "against")
"""The kinds of arguments an answer holds."""


def _labels(algebra: Algebra) -> str:
    """The labels of every choice, each by itself, so that a label that was read is the one the trees compare with."""
    tables = [
        Named(quoted(id), Call("{", tuple(Named(quoted(one), quoted(one), ": ") for one in labels), close="}"), ": ")
        for id, labels in label_tables(algebra)
    ]
    return laid_out(Call("{", tuple(tables), close="}"), before="LABELS = ") if tables else ""


def _flat(values: Iterable[object]) -> Iterable[object]:
    for value in values:
        if isinstance(value, list):
            yield from value
        else:
            yield value


def _about(graph: DecisionGraph) -> str:
    header = graph.guideline.header
    about = f"Guideline {header.id}, version {header.version}, status {header.status}."
    return f"{about}\n{not_approved(header)}".rstrip()


def _header(graph: DecisionGraph) -> list[str]:
    guideline = graph.guideline
    lines = [f"Generated by Caretree from {guideline.files[0] if guideline.files else guideline.header.id}."]
    lines.append("Do not edit: change the .care file and build again.")
    for source in guideline.sources:
        lines.append(f"Source {source.letter}: {plain_text(source.title)}")
    return lines + [plain_text(text) for text in guideline.header.disclaimers]


def _tree_name(decision: str) -> str:
    return python_name(decision).upper().strip("_")


def _trees(algebra: Algebra) -> list[str]:
    """Each decision's tree under its own name."""
    return [
        f"# decision {plain_text(run.name)}\n"
        + laid_out(tree_code.block(algebra, run.node), before=f"TREE_{_tree_name(run.decision)} = ")
        for run in algebra.graph.runs
    ]


def _declarations(algebra: Algebra) -> list[str]:
    graph = algebra.graph
    named: list[tuple[str, Code]] = [
        ("DEFINITIONS", tree_code.definitions(algebra)),
        ("OPTIONS", tuple_of(tree_code.options(algebra, block) for block in graph.options.values())),
        ("ACTIONS", tuple_of(declarations.action(algebra, one) for one in graph.guideline.actions)),
        ("PATHWAYS", tuple_of(tree_code.pathway(algebra, way) for way in graph.pathways)),
        ("GAPS", declarations.gaps(graph)),
        ("CONFLICTS", declarations.conflicts(graph)),
        ("RULES", declarations.rules(algebra)),
        ("ASSUMPTIONS", declarations.assumptions(algebra)),
        ("ASSUMED_DEFINITIONS", declarations.assumed_definitions(algebra)),
        ("IMPOSSIBLE", declarations.impossible(algebra)),
    ]
    types = {
        "DEFINITIONS": "Report",
        "OPTIONS": "Options",
        "ACTIONS": "Action",
        "PATHWAYS": "Pathway",
        "GAPS": "GapText",
        "CONFLICTS": "ConflictText",
        "RULES": "Rule",
        "ASSUMPTIONS": "Assumption",
        "ASSUMED_DEFINITIONS": "AssumedDefinition",
        "IMPOSSIBLE": "Impossible",
    }
    return [laid_out(code, before=f"{name}: tuple[{types[name]}, ...] = ") for name, code in named]


def _model(algebra: Algebra) -> str:
    graph = algebra.graph
    runs = tuple_of(
        call(
            "Run",
            quoted(run.decision),
            quoted(run.name),
            f"TREE_{_tree_name(run.decision)}",
            test=None if run.condition is None else tree_code.test(algebra, run.condition),
        )
        for run in graph.runs
    )
    names = (
        "options",
        "actions",
        "pathways",
        "gaps",
        "conflicts",
        "rules",
        "assumptions",
        "assumed_definitions",
        "impossible",
    )
    items: list[Code] = [
        Named("guideline", "GUIDELINE"),
        Named("facts", "Facts"),
        Named("inputs", "INPUTS"),
        Named("runs", runs),
    ]
    items += [Named(name, name.upper()) for name in names]
    applies = declarations.applies_when(algebra)
    if applies is not None:
        items.append(Named("applies_when", applies))
    items += [Named("regions", declarations.region_values(graph)), Named("units", "_units")]
    items.append(Named("prepare", "lambda patient: _prepare(patient)"))
    return laid_out(Call("Model(", tuple(items)), before="MODEL = ")


def _parameters(algebra: Algebra) -> list[str]:
    lines = []
    for given in algebra.graph.guideline.inputs:
        optional = given.may_be_unknown or given.assume is not None
        ending = " | None = None" if optional else ""
        lines.append(f"{algebra.keys[given.name.id]}: {_parameter_type(given)}{ending},")
    return lines


def _parameter_type(given: Input) -> str:
    match given.type:
        case YesNo():
            return "bool"
        case Choice():
            return "str"
        case Number(unit=unit):
            return "Quantity" if unit.symbol else "int | float | str"
        case Date():
            return "str | date | datetime"
        case Series():
            return "list[Measurement]"
        case Course():
            return "Course"


def _imports(parts: Iterable[str]) -> list[str]:
    """Only what the module's text mentions."""
    text = "\n".join(parts)
    words = set(re.findall(r"[A-Za-z_]\w*", re.sub(r'"(?:[^"\\\n]|\\.)*"', "", text)))
    words |= {"PossibleFacts", "PatientBase", "Answer", "Step", "explain_answer", "Model", "Guideline"}
    words |= {"known"} if "known(" in text else set()
    lines = ["from datetime import date, datetime"]
    if "Fraction" in words:
        lines.append("from fractions import Fraction")
    lines.append("from typing import TYPE_CHECKING, Any")
    lines.append("")
    for file, names in sorted({**WORDS, **RUNTIME}.items()):
        used = [name for name in names if name in words]
        if used:
            lines += _import(file, sorted(used))
    return lines


def _import(file: str, names: list[str]) -> list[str]:
    line = f"from ._runtime.{file} import {', '.join(names)}"
    if len(line) <= 116:
        return [line]
    return [f"from ._runtime.{file} import (", *(f"    {name}," for name in names), ")"]
