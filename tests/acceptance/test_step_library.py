"""The step library reads back what the scenarios say, and every engine is asked the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from caretree.acceptance.consultation import Consultation, Unmet
from caretree.acceptance.engine import Engine, Refused, UnknownGuideline, engine
from caretree.acceptance.plugin import ENGINES
from caretree.acceptance.project import NoProject, Project, project_around
from caretree.acceptance.sentences import FORMS, UnreadableSentence, read_expectations
from caretree.acceptance.vocabulary import UnknownName
from caretree.decisions.expectations import unmet
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import facts_to_mapping, read_patient
from caretree.guideline.patients import Example
from caretree.targets.gherkin.emit import emit
from caretree.targets.gherkin.sentences import names_of, sentence
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator
from made_up_project import ROOT, compile_in, made_up_graph, made_up_project
from pytest_bdd.steps import step_function_context_registry

OWN = Project(ROOT, "careguides")
GUIDELINES = sorted(
    folder.name for folder in (ROOT / "features").iterdir() if folder.is_dir() and folder.name[0] != "_"
)


def run_scenarios(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    without = [part for plugin in ("cacheprovider", "hypothesispytest") for part in ("-p", f"no:{plugin}")]
    command = [sys.executable, "-m", "pytest", "features", "-q", "-W", "error", *without, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def pickles(folder: Path) -> int:
    """How many scenarios, rows of outlines counted one by one, the official parser finds below a folder."""
    count = 0
    for file in sorted(folder.rglob("*.feature")):
        document = Parser().parse(file.read_text(encoding="utf-8"))
        count += len(Compiler(IdGenerator()).compile({**document, "uri": file.name}))
    return count


def consultation(chosen: Engine, graph: DecisionGraph, example: Example) -> Consultation:
    """An example's patient before the guideline decides."""
    names = {given.name.long: given.name.id for given in graph.guideline.inputs}
    mapping = facts_to_mapping(graph.guideline, example.facts, example.phases, example.at)
    phases, today = mapping.pop("phases", {}), mapping.pop("at")
    findings = {names[name]: value for name, value in mapping.items()}
    made = Consultation(chosen, tuple(sentence(names_of(graph), one) for one in example.expects), findings)
    made.phases, made.today = phases, today
    return made


@cache
def every_sentence(graph_of: str) -> tuple[DecisionGraph, tuple[tuple[str, object], ...]]:
    """A guideline's graph and each different sentence of its examples with its expectation."""
    graph = made_up_graph()
    names = names_of(graph)
    return graph, tuple({sentence(names, one): one for e in graph.guideline.examples for one in e.expects}.items())


def test_every_scenario_of_this_project_is_a_test(pytestconfig: pytest.Config) -> None:
    """As many tests as the official parser finds scenarios below features. They are tests of this project beside those
    in ``tests``, decided by the library, which is the engine where no other is asked for."""
    assert pytestconfig.getini("testpaths") == ["tests", "features"] and ENGINES[0] == "library"
    result = run_scenarios(ROOT, "--collect-only")
    assert f"{pickles(ROOT / 'features')} tests collected" in result.stdout.splitlines()[-1], result.stdout[-3000:]


@pytest.mark.parametrize("kind", ["interpreter", "javascript"])
def test_every_scenario_of_this_project_runs(kind: str) -> None:
    """As many scenarios pass as the official parser finds below features: none is left unbound or unnoticed."""
    result = run_scenarios(ROOT, f"--caretree-engine={kind}")
    assert f"{pickles(ROOT / 'features')} passed" in result.stdout.splitlines()[-1], result.stdout[-3000:]
    assert result.returncode == 0


def test_every_scenario_of_this_project_runs_on_sql() -> None:
    """None is left unbound; a handful of which SQL gives nothing are skipped, and no other."""
    result = run_scenarios(ROOT, "--caretree-engine=sql")
    last = result.stdout.splitlines()[-1]
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|skipped|failed)", last)}
    assert result.returncode == 0, result.stdout[-3000:]
    assert counts["passed"] + counts.get("skipped", 0) == pickles(ROOT / "features"), last
    assert counts.get("skipped", 0) < 10


def test_every_form_of_scenario_runs_in_a_new_project() -> None:
    """Every form of expectation becomes a scenario that passes with one ``scenarios`` line."""
    project = made_up_project()
    result = run_scenarios(project.root)
    count = pickles(project.root / "features")
    assert count > len(made_up_graph().guideline.examples) == 10
    assert f"{count} passed" in result.stdout.splitlines()[-1], result.stdout[-3000:]


WRONG = {
    'it advises: consider "G-CSF"': 'it advises: may use "G-CSF"',
    'it offers "romiplostim" at 70 mcg': 'it offers "romiplostim" at 71 mcg',
    '"age" is 12 years': '"age" is 18 years',
    'the next question is "bleeding"': "there is no next question",
    'the phase is "not started"': 'the phase is "ended"',
}
"""One wrong word in each of five scenarios."""


def test_scenarios_that_are_not_so_fail(tmp_path: Path) -> None:
    """Every scenario with one wrong word fails, and no other one does."""
    shutil.copytree(made_up_project().root, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "features" / "everything" / "examples.feature"
    text = file.read_text(encoding="utf-8")
    for right, wrong in WRONG.items():
        assert text.count(right) == 1
        text = text.replace(right, wrong)
    file.write_text(text, encoding="utf-8")
    result = run_scenarios(tmp_path)
    right = pickles(tmp_path / "features") - len(WRONG)
    assert result.stdout.splitlines()[-1].startswith(f"{len(WRONG)} failed, {right} passed")


def test_a_feature_nobody_binds_is_missed_by_the_count(tmp_path: Path) -> None:
    """Counting notices a feature file that no ``scenarios`` line runs: pytest itself would stay silent."""
    shutil.copytree(made_up_project().root, tmp_path, dirs_exist_ok=True)
    shutil.copytree(tmp_path / "features" / "everything", tmp_path / "features" / "unbound")
    (tmp_path / "features" / "test_scenarios.py").write_text(
        'from pytest_bdd import scenarios\n\nscenarios("everything")\n', encoding="utf-8"
    )
    passed = run_scenarios(tmp_path).stdout.splitlines()[-1]
    assert f"{pickles(tmp_path / 'features')} passed" not in passed
    assert f"{pickles(tmp_path / 'features' / 'everything')} passed" in passed


def test_a_statement_of_the_source_selects_its_scenarios() -> None:
    """``-m C-10.3`` collects the scenarios that cite statement 10.3 of source C, although marks are strict."""
    result = run_scenarios(ROOT, "-m", "C-10.3", "--collect-only", "--strict-markers")
    assert "test_futile_agonist" in result.stdout
    assert "test_a_child" not in result.stdout


@pytest.mark.parametrize("kind", ["library", "interpreter"])
def test_engines_agree_with_the_check_of_examples(kind: str) -> None:
    """Every sentence about every patient: an answer's JSON meets it exactly when the interpreter's own answer does."""
    graph, sentences = every_sentence("everything")
    chosen = engine(kind, made_up_project(), "everything")
    verdicts = set()
    for example in graph.guideline.examples:
        record, _ = read_patient(graph, facts_to_mapping(graph.guideline, example.facts, example.phases, example.at))
        assert record is not None
        answer, _ = interpret(graph, record, with_next_question=True)
        assert answer is not None
        asked = consultation(chosen, graph, example)
        asked.decide()
        for text, expected in sentences:
            said = unmet(graph, answer, expected, example.expects, record)
            try:
                asked.expect(text)
                found = None
            except Unmet as error:
                found = str(error)
            assert (found is None) == (said is None), (example.name.long, text, said, found)
            verdicts.add(found is None)
    assert verdicts == {True, False}


def test_every_sentence_reads_back_as_the_expectation() -> None:
    """What the generator writes is what the step library reads, identity for identity, for both engines' names."""
    graph, sentences = every_sentence("everything")
    for kind in ("library", "interpreter"):
        vocabulary = engine(kind, made_up_project(), "everything").vocabulary
        for text, expected in sentences:
            read = read_expectations(text, vocabulary)
            assert [_plain(read[0])] == [_plain(expected)], text
    assert len(sentences) > len(FORMS)


def _plain(expectation: object) -> dict[str, object]:
    fields = {name: getattr(expectation, name) for name in expectation.__struct_fields__}
    return {"form": type(expectation).__name__, **fields, "text": "", "span": None}


def test_each_sentence_has_one_form() -> None:
    """No sentence can be read in two ways."""
    _, sentences = every_sentence("everything")
    for text, _ in sentences:
        assert sum(pattern.fullmatch(text) is not None for pattern, _ in FORMS) == 1, text
    used = {pattern for pattern, _ in FORMS for text, _ in sentences if pattern.fullmatch(text)}
    unused = [pattern.pattern for pattern, _ in FORMS if pattern not in used]
    assert unused == ["the pathway ends"]


def test_mistakes_in_a_scenario_are_named() -> None:
    """A name the guideline does not have gets a suggestion; a value that cannot be read is said."""
    chosen = engine("library", made_up_project(), "everything")
    asked = Consultation(chosen)
    with pytest.raises(UnknownName, match='no action called "G-CSX"; did you mean "G-CSF"?'):
        read_expectations('it does not offer "G-CSX"', chosen.vocabulary)
    with pytest.raises(UnknownName, match="no input called"):
        asked.find("ages", "40 years")
    with pytest.raises(UnreadableSentence, match="not a number in a known unit"):
        read_expectations('it offers "romiplostim" at 7 parsecs', chosen.vocabulary)
    with pytest.raises(Unmet, match="was not asked"):
        asked.expect("it says nothing else")
    asked.find("age", "400 years")
    with pytest.raises(Refused, match="out-of-range"):
        asked.decide()


@pytest.mark.parametrize("kind", ["library", "interpreter"])
def test_a_guideline_the_project_does_not_have_is_named(kind: str) -> None:
    """A scenario about another project's guideline fails with its name."""
    with pytest.raises(UnknownGuideline, match="no-such-guideline"):
        engine(kind, made_up_project(), "no-such-guideline")


def test_a_scenario_outside_a_project_is_named(tmp_path: Path) -> None:
    """Without a pyproject.toml with [tool.caretree] there is no library to look for."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n', encoding="utf-8")
    with pytest.raises(NoProject):
        project_around(tmp_path / "features" / "x.feature")
    assert project_around(ROOT / "features" / "x.feature") == OWN


def test_the_plugin_costs_other_projects_nothing() -> None:
    """Every pytest run loads the plugin: it imports neither pytest-bdd nor any part of the compiler."""
    program = (
        "import sys; before = set(sys.modules); import caretree.acceptance.plugin; "
        "print(sorted(m for m in set(sys.modules) - before if m != '__future__'))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "['caretree', 'caretree.acceptance', 'caretree.acceptance.plugin']"


def test_steps_load_no_compiler_before_a_scenario_runs() -> None:
    """Registering the steps reads no guideline, no solver and no template engine."""
    program = (
        "import sys; import caretree.acceptance.steps; "
        "print(sorted(m for m in sys.modules if m.startswith('caretree.') and 'acceptance' not in m))"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


@pytest.mark.parametrize("guideline", GUIDELINES)
def test_steps_describe_the_very_patient_of_the_example(guideline: str) -> None:
    """Reading a feature's given steps gives the patient of its example, fact for fact, for every guideline here."""
    path = next(file for file in sorted((ROOT / "spec").rglob("*.care")) if file.stem == guideline)
    graph = compile_in(ROOT, path.relative_to(ROOT / "spec").with_suffix("").as_posix()).graph
    assert graph is not None
    chosen = engine("interpreter", OWN, guideline)
    document = Parser().parse(emit([graph])[0].text)
    found = [_patient(pickle, chosen) for pickle in Compiler(IdGenerator()).compile({**document, "uri": guideline})]
    wanted = [facts_to_mapping(graph.guideline, one.facts, one.phases, one.at) for one in graph.guideline.examples]
    assert len(found) == len(wanted)
    read = [read_patient(graph, patient)[0] for patient in found]
    assert None not in read
    for patient in wanted:
        assert read_patient(graph, patient)[0] in read


def _patient(pickle: dict[str, Any], chosen: Engine) -> dict[str, Any]:
    """The patient a runner makes of a pickle's given steps, by the step functions themselves."""
    asked = Consultation(chosen)
    contexts = [one for one in step_function_context_registry.values() if one.type == "given"]
    for step in pickle["steps"]:
        if step["type"] == "Context" and not step["text"].startswith("the guideline "):
            context = next(one for one in contexts if one.parser.is_matching(step["text"]))
            arguments = dict(context.parser.parse_arguments(step["text"]) or {})
            arguments.pop("colon", None)
            if "argument" in step:
                rows = step["argument"]["dataTable"]["rows"]
                arguments["datatable"] = [[cell["value"] for cell in row["cells"]] for row in rows]
            context.step_func(asked, **arguments)
    return asked.patient


def test_the_library_and_the_interpreter_define_alike() -> None:
    """``definitions(patient)`` of the library gives what the interpreter works out, known or still possible."""
    graph = made_up_graph()
    library, interpreter = (engine(kind, made_up_project(), "everything") for kind in ("library", "interpreter"))
    found = []
    for example in graph.guideline.examples:
        patient = consultation(library, graph, example).patient
        found.append(library.definitions(patient))
        assert found[-1] == interpreter.definitions(patient)
    assert len(found[0]) == len(graph.guideline.definitions)
    assert {one["neutropenia"].value for one in found} == {"severe", "moderate", "mild", None}
