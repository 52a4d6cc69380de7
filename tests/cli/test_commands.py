"""The commands as a newcomer meets them: help, exit codes, streams."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from caretree.cli.main import COMMANDS
from command_line import CARETREE, FAR_AWAY

SPEC = "spec/visit-by-video.care"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(caretree, command: str) -> None:
    """``--help`` of each command says what it does and shows at least one line to type."""
    result = caretree(command, "--help")
    assert result.exit_code == 0
    assert f"\n  caretree {command}" in result.stdout.split("Usage:", 1)[1].split("\n", 1)[1]


def test_the_group_lists_every_command_and_the_exit_codes(caretree) -> None:
    """``caretree --help`` is the map: all commands, and what the exit codes mean."""
    shown = caretree("--help").stdout
    assert all(f"\n  {command} " in shown for command in COMMANDS)
    assert all(f"{code} " in shown for code in (0, 1, 2, 3, 70))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "Did you mean 'check'?"),
        (["run", "visit-by-vidoe", "--patient", "-"], "Did you mean 'visit-by-video'?"),
        (["run", "visit", "--patient", "-"], "Did you mean 'visit-by-video'?"),
        (["run", "visit-by-video"], "--patient"),
        (["run", "visit-by-video", "--patient", "nobody.json"], "nobody.json: No such file"),
        (["check", "nowhere"], "nowhere: no such file or folder"),
        (["check", "features"], "features: no .care file in this folder"),
        (["check", "--format", "xml"], "'xml' is not one of"),
        (["ask", "visit-by-video", "--patient", "-"], "--patient needs a file"),
        (["new", "spec"], "spec already exists and is not empty"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_says_what_to_do(caretree, project: Path, arguments, said: str) -> None:
    """Usage that cannot work ends with exit code 2 and one clear message on standard error."""
    result = caretree(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_outside_a_project_the_way_in_is_shown(caretree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no project, the message says how to make one."""
    monkeypatch.chdir(tmp_path)
    for arguments in (["check"], ["build"], ["serve"], ["format"]):
        result = caretree(*arguments)
        assert result.exit_code == 2
        assert "caretree new DIR" in result.stderr


def test_check_is_quiet_about_a_fine_project(caretree, project: Path) -> None:
    """A project without problems: exit code 0, one line on standard output, the count on standard error."""
    result = caretree("check")
    assert (result.exit_code, result.stdout) == (0, "no problems\n")
    assert result.stderr == "1 of 1 file without errors\n"


def test_findings_are_exit_code_1_in_every_format(caretree, project: Path) -> None:
    """The same finding is told for people, programs, SARIF viewers and pull requests, each with exit code 1."""
    file = project / SPEC
    file.write_text(file.read_text().replace("consider visit by video", "consider visit by vidoe"))
    told = {shape: caretree("check", "--format", shape) for shape in ("text", "json", "sarif", "github")}
    assert {result.exit_code for result in told.values()} == {1}
    assert all("visit by vidoe" in result.stdout for result in told.values())
    assert "did you mean" in told["text"].stdout.lower()
    json.loads(told["json"].stdout)
    assert json.loads(told["sarif"].stdout)["version"] == "2.1.0"
    assert told["github"].stdout.startswith("::error ")
    assert "\x1b" not in "".join(result.output for result in told.values())


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("site_url: https://example.org/care\n", "https://example.org/care/problems/index.html#unknown-name"),
        ("site_name: none\n", None),
        ("site_url: 5\n", None),
        ("site_url: [\n", None),
        ("INHERIT: nowhere.yml\n", None),
    ],
)
def test_sarif_links_to_the_project_s_site(caretree, project: Path, settings: str, address: str | None) -> None:
    """Where ``mkdocs.yml`` says where the site is; unreadable settings are MkDocs' to tell, and lose nothing."""
    file = project / SPEC
    file.write_text(file.read_text().replace("consider visit by video", "consider visit by vidoe"))
    (project / "site/mkdocs.yml").write_text(settings)
    told = caretree("check", "--format", "sarif")
    (rule,) = json.loads(told.stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert (told.exit_code, rule.get("helpUri")) == (1, address)


def test_check_reads_standard_input(caretree, project: Path) -> None:
    """``check -`` checks a draft an editor pipes in; ``use`` lines look in the project."""
    text = (project / SPEC).read_text()
    assert caretree("check", "-", stdin=text).exit_code == 0
    bad = caretree("check", "-", stdin=text.replace("draft", "drafty"))
    assert bad.exit_code == 1
    assert "<stdin>:" in bad.stdout


def test_format_standard_input_and_files(caretree, project: Path) -> None:
    """``format -`` prints the canonical form, ``format`` writes it, ``format --check`` only tells."""
    file = project / SPEC
    canonical = file.read_text()
    loose = canonical.replace("version 0.1.0", "version   0.1.0")
    assert caretree("format", "-", stdin=loose).stdout == canonical
    assert caretree("format", "--check", "-", stdin=loose).exit_code == 1
    file.write_text(loose)
    told = caretree("format", "--check")
    assert (told.exit_code, told.stdout) == (1, f"not in canonical form: {SPEC}\n")
    assert file.read_text() == loose
    assert caretree("format").stdout == f"formatted {SPEC}\n"
    assert file.read_text() == canonical
    assert caretree("format", "--check").exit_code == 0


def test_format_leaves_a_file_it_cannot_read(caretree, project: Path) -> None:
    """A file with errors of layout is told and left as it is."""
    file = project / SPEC
    file.write_text(file.read_text().replace("  id visit", "\tid visit"))
    before = file.read_bytes()
    assert caretree("format").exit_code == 1
    assert file.read_bytes() == before


def test_trace_lists_every_statement_in_columns(caretree, project: Path) -> None:
    """The ledger: each statement, where it went, and the examples that cite it; for a spreadsheet too."""
    text = caretree("trace", "visit-by-video").stdout
    assert "A 1.1  encoded      A visit with an examination is held in person\n" in text
    assert "- example: an examination\n" in text
    assert text.endswith("3 statements: 3 encoded, 0 noted, 0 not encoded, 0 missing\n")
    rows = list(csv.DictReader(io.StringIO(caretree("trace", "visit-by-video", "--format", "csv").stdout)))
    assert [(row["statement"], row["placed"]) for row in rows] == [(f"A 1.{n}", "encoded") for n in (1, 2, 3)]


def test_graph_and_schema_are_for_programs(caretree, project: Path) -> None:
    """The graph and the patient's schema are JSON; the schema accepts the patient that ``run`` accepts."""
    assert json.loads(caretree("graph", "visit-by-video").stdout)["format"] == "caretree-graph/1"
    assert caretree("graph", "visit-by-video", "--format", "dot").stdout.startswith("digraph ")
    drawn = caretree("graph", "visit-by-video", "--format", "mermaid").stdout
    assert "Not approved" in drawn.split("---")[1] and drawn.split("---")[2].startswith("\nflowchart ")
    schema = json.loads(caretree("schema", "visit-by-video").stdout)
    jsonschema.validate(FAR_AWAY, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**FAR_AWAY, "wants vidoe": True}, schema)


def test_a_guideline_is_named_by_id_or_path(caretree, project: Path) -> None:
    """GUIDELINE is an id, also where the file is called otherwise, or a path."""
    (project / SPEC).rename(project / "spec/other.care")
    by_id, by_path = caretree("graph", "visit-by-video"), caretree("graph", "spec/other.care")
    assert by_id.exit_code == 0
    assert by_id.stdout == by_path.stdout


def test_a_guideline_with_errors_is_not_used(caretree, project: Path) -> None:
    """Nothing is decided by a guideline that has errors."""
    file = project / SPEC
    file.write_text(file.read_text().replace("draft", "drafty"))
    result = caretree("run", "visit-by-video", "--patient", "-", stdin=json.dumps(FAR_AWAY))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has errors" in result.stderr


def test_a_closed_pipe_is_no_error(project: Path) -> None:
    """``caretree graph … | head -1`` ends quietly."""
    command = f'"{CARETREE}" graph visit-by-video | head -c 10'
    result = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_a_bug_of_ours_is_exit_code_70(project: Path) -> None:
    """An exception is our bug: exit code 70, and the message says so."""
    breaking = (
        "import sys, caretree.cli.schema as s; s.patient_schema_json = None; from caretree.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", breaking, "schema", "visit-by-video"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 70
    assert "this is a bug in caretree, not in your file" in result.stderr


def test_what_a_terminal_cannot_show_never_ends_a_command(project: Path) -> None:
    """On a Latin-1 terminal, signs it lacks are written as codes."""
    file = project / SPEC
    file.write_text(file.read_text().replace("How a repeat visit", "How ≥ 1 repeat visit"), encoding="utf-8")
    patient = json.dumps(FAR_AWAY)
    result = subprocess.run(
        [CARETREE, "run", "visit-by-video", "--patient", "-"],
        input=patient, capture_output=True, text=True, check=False, env={"PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    assert result.returncode == 0
    assert "How \\u2265 1 repeat visit" in result.stdout
