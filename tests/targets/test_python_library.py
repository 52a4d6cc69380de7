"""The generated Python library as its users meet it."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from msgspec.structs import replace

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement"), str(Path(__file__).parents[1] / "properties")]

from caretree.targets.python.emit import emit  # noqa: E402
from library import graph_of, load_library, module_of, write_library  # noqa: E402

SPECS = ("itp-after-ivig", "post-rituximab-cytopenia", "sle-pancytopenia")
HOSTILE = "a \"quoted\" 'text' \\ with \"\"\" and ''' and {{ braces }} # hash\nnew line \u202e bidi \x07 import os"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The library of this project's three guidelines."""
    return load_library([graph_of(spec) for spec in SPECS], tmp_path_factory.mktemp("library"), "guides_in_use")


@pytest.fixture(scope="module")
def itp(library: ModuleType) -> ModuleType:
    """One guideline's module."""
    return module_of(library, graph_of("itp-after-ivig"))


PATIENT = {"ITP": True, "IVIG failed": True, "age": {"value": 40, "unit": "years"}, "at": "2025-09-08"}


def test_keywords_and_mappings_say_the_same(library: ModuleType, itp: ModuleType) -> None:
    """A patient built from keywords with quantities is the patient read from JSON."""
    typed = itp.Patient(
        itp=True,
        ivig_failed=True,
        age=library.Quantity(40, "years"),
        platelet_count=library.Quantity("20000", "/uL"),
        at="2025-09-08",
    )
    mapped = itp.Patient.from_mapping({**PATIENT, "platelet_count": {"value": 20.0, "unit": "x10^9/L"}})
    assert itp.decide(typed).to_json() == itp.decide(mapped).to_json()


def test_problems_name_the_input_and_the_fix(library: ModuleType, itp: ModuleType) -> None:
    """Every problem of a patient is found at once; each names its input and what to do."""
    wrong = {**PATIENT, "platelet count": 20, "bleeding": "signifcant", "platlet count": 3}
    with pytest.raises(library.PatientProblems) as caught:
        itp.Patient.from_mapping(wrong)
    found = {problem.name: problem for problem in caught.value.problems}
    assert set(found) == {"missing-unit", "bad-choice", "unknown-key"}
    assert found["bad-choice"].fix == 'Did you mean "significant"?'
    assert found["unknown-key"].fix == 'Did you mean "platelet count"?'
    assert "x10^9/L" in found["missing-unit"].fix and found["missing-unit"].input == "platelet-count"
    assert "signifcant" not in str(caught.value), "a patient's values stay out of messages, and so out of logs"


def test_an_answer_can_be_explained(itp: ModuleType) -> None:
    """Explaining names every fork in the editor's words and says what an open one waits for."""
    steps = itp.explain(itp.Patient.from_mapping(PATIENT))
    assert any(step.kind == "decision" for step in steps)
    waiting = [step for step in steps if step.waits_for]
    assert waiting and all(step.branches for step in waiting)
    assert "\n".join(str(step) for step in steps).count("open") >= len(waiting)


def test_metadata_is_at_hand(itp: ModuleType) -> None:
    """A form can be built from what a module says about its inputs."""
    by_name = {given.name: given for given in itp.INPUTS}
    platelets = by_name["platelet count"]
    assert (platelets.type, platelets.unit, platelets.key) == ("quantity", "x10^9/L", "platelet_count")
    assert itp.GUIDELINE.id == "itp-after-ivig" and itp.ACTIONS and platelets.question.endswith("?")


def test_only_the_standard_library_is_imported(tmp_path: Path) -> None:
    """The package runs anywhere Python does: it imports itself and the standard library, not even Caretree."""
    folder = write_library([graph_of(spec) for spec in SPECS], tmp_path, "guides_alone")
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert all(name.split(".")[0] in sys.stdlib_module_names for name in names), (file, names)


def _run(code: str, folder: Path, **environment: str) -> str:
    found = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


def test_importing_the_package_loads_nothing(tmp_path: Path) -> None:
    """A guideline, and every module that is slow to load, waits until it is used."""
    folder = write_library([graph_of(spec) for spec in SPECS], tmp_path, "guides_lazy")
    code = "import sys; before = set(sys.modules); import guides_lazy; print(*sorted(set(sys.modules) - before))"
    assert _run(code, folder) == "guides_lazy"
    assert _run("import guides_lazy as g; print(g.itp_after_ivig.GUIDELINE.id, *g.GUIDELINES)", folder) == (
        "itp-after-ivig itp-after-ivig post-rituximab-cytopenia sle-pancytopenia"
    )


def test_the_package_is_strictly_typed(tmp_path: Path) -> None:
    """What is generated passes ``mypy --strict``, so what is built on it can."""
    folder = write_library([graph_of(spec) for spec in SPECS], tmp_path, "guides_typed")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "guides_typed"]
    found = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert found.returncode == 0, found.stdout


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    """Nothing in a generated file depends on the order of a set."""
    code = (
        f"import sys; sys.path[:0] = {[entry for entry in sys.path if entry]!r}\n"
        "from hashlib import sha256; from library import graph_of; from caretree.targets.python.emit import emit\n"
        f"files = emit([graph_of(spec) for spec in {SPECS!r}], 'p')\n"
        "print(sha256(repr([(f.path, f.text) for f in files]).encode()).hexdigest())"
    )
    here = emit([graph_of(spec) for spec in SPECS], "p")
    expected = sha256(repr([(file.path, file.text) for file in here]).encode()).hexdigest()
    assert {_run(code, Path.cwd(), PYTHONHASHSEED=seed) for seed in ("1", "2")} == {expected}


def test_texts_are_data(tmp_path: Path) -> None:
    """Quotes, line breaks, backslashes and invisible signs of a spec come back as they were and run nothing."""
    graph = graph_of("itp-after-ivig")
    guideline = graph.guideline
    header = replace(guideline.header, title=HOSTILE, disclaimers=(HOSTILE,), question=HOSTILE, summary=(HOSTILE,))
    inputs = tuple(replace(given, asks=HOSTILE) for given in guideline.inputs)
    definitions = tuple(replace(one, notes=(HOSTILE,)) for one in guideline.definitions)
    gaps = tuple(replace(gap, text=HOSTILE) for gap in guideline.gaps)
    changed = replace(guideline, header=header, inputs=inputs, definitions=definitions, gaps=gaps)
    texts = dict.fromkeys(graph.condition_texts, HOSTILE)
    hostile = replace(graph, guideline=changed, condition_texts=texts)
    library = load_library([hostile], tmp_path, "guides_hostile")
    module = module_of(library, hostile)
    assert module.GUIDELINE.title == module.INPUTS[0].question == module.GAPS[0].text == HOSTILE
    plain = load_library([graph], tmp_path / "plain", "guides_plain")
    mapping = {**PATIENT, "rituximab course": {"status": "failed"}}
    expected = module_of(plain, graph).decide(module_of(plain, graph).Patient.from_mapping(mapping)).to_json()
    said = module.decide(module.Patient.from_mapping(mapping)).to_json()
    assert said["recommendations"] == expected["recommendations"]
