"""Tables as they come: CSV of every kind, files of the same name, and what the command says of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from caretree.cohort.counted import Counts
from caretree.cohort.csv_head import head_of
from caretree.cohort.engine import EngineRefuses
from click.testing import Result
from tables_by_hand import CLINIC, decided, names, rows_of, table, values

Run = Callable[..., Result]
GOOD = "id,anc,fever\n1,0.4,yes\n2,9,no\n"


@pytest.fixture
def cohort(tmp_path: Path, caretree: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``cohort("--out", "a.csv")``: the command on a small table ``patients.csv``."""
    monkeypatch.chdir(tmp_path)
    Path("clinic.care").write_text(CLINIC, encoding="utf-8")
    Path("patients.csv").write_text(GOOD, encoding="utf-8")

    def run(*arguments: str, patients: str = "patients.csv", key: str = "id") -> Result:
        return caretree("cohort", "clinic.care", "--patients", patients, "--key", key, *arguments)

    return run


def read(folder: Path, content: bytes) -> dict[str, str]:
    """Every key of a CSV table, with ``decided`` or the reason of its quarantine."""
    file = folder / "patients.csv"
    file.write_bytes(content)
    found, problems, request = decided(folder, file)
    assert found is not None, problems
    refused = dict(rows_of(request.quarantine, "id, reason"))
    return {key: "decided" for (key,) in rows_of(request.out, "id")} | refused


LONG = b"id,anc,fever\n" + b"1,0.4,yes\n" * 30_000


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"id,anc,fever\n#1,0.4,yes\n2,9,no\n", {"#1": "decided", "2": "decided"}),
        (b"id,anc,fever\n1,0.4,yes\n#2,9,no\n#3,9,no\n", {"1": "decided", "#2": "decided", "#3": "decided"}),
        (b"\xef\xbb\xbfid;anc;fever\r\n1;0.4;yes\r\n2;0,4;no\r\n", {"1": "decided", "2": "bad-number: ANC"}),
        (b'"id"\t"anc"\t"fever"\n"a\tb"\t"0.4"\t""\n', {"a\tb": "decided"}),
        (LONG + b'"2, ""b""","9","no"\n', {"1": "decided", '2, "b"': "decided"}),
        (b"id,anc,fever,\n1,0.4,yes,\n", {"1": "decided"}),
        (b'id,anc,fever\n"1\n2",0.4,yes\n', {"1\n2": "decided"}),
        ("id,anc,fever\nJörg,0.4,yes\n".encode(), {"Jörg": "decided"}),
    ],
    ids=["hash-first", "hash-later", "semicolons-and-mark", "tabs", "late-quotes", "open-end", "lines", "letters"],
)  # fmt: skip
def test_every_line_of_a_csv_file_is_a_patient(tmp_path: Path, content: bytes, wanted: dict[str, str]) -> None:
    """No line is passed over as a remark, and where the first quotation mark stands makes no difference."""
    assert read(tmp_path, content) == wanted


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,anc\n1,0.4\n2,0.4,9\n", "line 3: it has 3 fields, the first line has 2"),
        (b"id,anc,fever\n1,0.4,yes\n2,0.4\n", "line 3: it has 2 fields, the first line has 3"),
        (b'id,anc\n1,0.4\n2,"0.4\n', "a quotation mark that is not closed"),
        ("id,anc\nJörg,0.4\n".encode("latin-1"), "not UTF-8"),
        (b"id,anc\n" + b"1,0.4\n" * 300_000 + "Jörg,0.4\n".encode("latin-1"), "line 300002: it is not UTF-8"),
    ],
    ids=["more", "fewer", "quote", "latin", "late-latin"],
)  # fmt: skip
def test_what_is_wrong_with_a_csv_file_is_told_by_line(cohort: Run, content: bytes, said: str) -> None:
    """A sentence says which line and why, and shows no value."""
    Path("patients.csv").write_bytes(content)
    result = cohort("--out", "a.csv")
    assert result.exit_code == 2 and said in result.output
    assert "0.4" not in result.output and not Path("a.csv").exists()


def test_two_columns_of_one_name_hold_nothing(tmp_path: Path) -> None:
    """Which of them is meant is not clear; columns nobody asks for may have any name."""
    file = tmp_path / "patients.csv"
    file.write_text("id,anc,ANC,note,note\n1,0.4,9,a,b\n", encoding="utf-8")
    found, problems, _ = decided(tmp_path, file)
    assert found is None and "unsuitable-column" in names(problems)
    assert any('"anc" cannot hold "ANC": it is one of several' in one.message for one in problems)
    file.write_text("id,anc,fever,note,note,,\n1,0.4,yes,a,b,,\n", encoding="utf-8")
    assert decided(tmp_path, file)[0] is not None
    file.write_text("id,anc,fever,Id\n1,0.4,yes,2\n", encoding="utf-8")
    assert names(decided(tmp_path, file)[1]) == ["unsuitable-column"]


def test_the_first_line_says_what_parts_fields(tmp_path: Path) -> None:
    """A comma inside a name parts nothing where semicolons make more fields."""
    file = tmp_path / "head.csv"
    file.write_text('id;"Hb; g/dL";Hb, old\n', encoding="utf-8")
    assert (head_of(file).between, head_of(file).names) == (";", ("id", "Hb; g/dL", "Hb, old"))
    file.write_bytes(b"\xff\xfei\x00d\x00")
    with pytest.raises(EngineRefuses, match="not UTF-8"):
        head_of(file)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--out", "patients.csv"), "--out would overwrite the patients"),
        (("--out", "../{here}/link.csv"), "--out would overwrite the patients"),
        (("--out", "a.csv", "--decoded", "patients.csv"), "--decoded would overwrite the patients"),
        (("--out", "a.csv", "--decoded", "a.csv"), "--decoded and --out would be the same file"),
        (("--out", "a.csv", "--decoded", "a.quarantine.csv"), "--decoded and the quarantine would be the same file"),
        (("--out", "a.csv", "--mapping", "a.legend.json"), "the legend would overwrite the mapping"),
        (("--out", "counts.csv", "--report", "."), "the report and --out would be the same file"),
        (("--out", "a.csv", "--report", "patients.csv"), "a file of this name is there"),
        (("--out", "folder.csv"), "a folder with other files than a table's"),
        (("--out", "a.csv", "--memory", "plenty"), "--memory plenty: not a size"),
        (("--out", "-"), "written as .parquet or .csv"),
    ],
)  # fmt: skip
def test_nothing_is_overwritten_but_earlier_answers(
    cohort: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    """The command ends before it writes anything; every file is as it was."""
    Path("link.csv").symlink_to("patients.csv")
    Path("a.legend.json").write_text('{"key": "id"}', encoding="utf-8")
    Path("folder.csv").mkdir()
    Path("folder.csv/precious").write_text("kept", encoding="utf-8")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    result = cohort(*(argument.format(here=tmp_path.name) for argument in arguments))
    assert result.exit_code == 2 and said in result.output
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before


def test_the_quarantine_can_be_mended_and_run_again(cohort: Run) -> None:
    """Its file, mended in place, is not overwritten by the quarantine of the next run."""
    Path("a.quarantine.csv").write_text(GOOD, encoding="utf-8")
    result = cohort("--out", "a.csv", patients="a.quarantine.csv")
    assert result.exit_code == 2 and "the quarantine would overwrite the patients" in result.output
    assert Path("a.quarantine.csv").read_text(encoding="utf-8") == GOOD


def test_earlier_answers_are_replaced_in_new_folders_too(cohort: Run) -> None:
    """A second run replaces the first; folders that are not there are made."""
    arguments = ("--out", "new folder/a.csv", "--decoded", "words/a.csv", "--report", "report")
    for _ in range(2):
        result = cohort(*arguments)
        assert result.exit_code == 0, result.output
    assert Path("words/a.csv").is_file() and Path("new folder/a.legend.json").is_file()
    assert "2 patients: 2 decided, 0 in quarantine." in result.output
    assert "Not approved: status is draft." in result.output


@pytest.mark.parametrize(("name", "said"), [("-", "not standard input"), ("empty.csv", "empty.csv is empty")])
def test_a_table_that_is_none_is_told(cohort: Run, name: str, said: str) -> None:
    """An empty file lacks even its columns, and a table is read several times."""
    Path("empty.csv").write_bytes(b"")
    result = cohort("--out", "a.csv", patients=name)
    assert result.exit_code == 2 and said in result.output


def test_a_missing_column_is_told_with_those_there_are(cohort: Run) -> None:
    """Where no name is near, the table's own names help; and the mapping file is named."""
    result = cohort("--out", "a.csv", key="hospital number")
    assert 'Its columns are: "id", "anc", "fever".' in result.output
    Path("wrong.toml").write_text("key = \n", encoding="utf-8")
    result = cohort("--out", "a.csv", "--mapping", "wrong.toml")
    assert result.exit_code == 1 and "wrong.toml: this is not TOML" in result.output


def test_codes_without_words_are_told_how_to_get_them(tmp_path: Path) -> None:
    """A number cannot be a label by itself; a mapping file says what it stands for."""
    _, problems, _ = decided(tmp_path, table(tmp_path, values("id, anc, bleeding", "1, 0.4, 2")))
    fix = next(problem.fix for problem in problems if problem.name == "unsuitable-column")
    assert 'values = { "1" = "…" }' in fix


def test_each_reason_is_counted_by_itself(cohort: Run) -> None:
    """Who has several reasons counts for each; the rows of the quarantine count once."""
    counts = Counts(4, (("out-of-range: a", 3), ("out-of-range: a; bad-number: b", 2), ("bad-number: b", 2)), ())
    assert (counts.refused, counts.reasons) == (7, [("out-of-range: a", 5), ("bad-number: b", 4)])
    Path("patients.csv").write_text("id,anc,fever\n1,900,often\n2,900,no\n", encoding="utf-8")
    result = cohort("--out", "a.csv", "--report", "report")
    assert "  2 out-of-range: ANC\n  1 bad-yes-no: fever\n  Some patients have several reasons.\n" in result.output
    counted = Path("report/counts.csv").read_text(encoding="utf-8")
    assert (
        "quarantine,,out-of-range: ANC; bad-yes-no: fever,,1\n" in counted and "reason,,out-of-range: ANC,,2" in counted
    )


def test_who_changes_is_told_with_the_file(cohort: Run) -> None:
    """After a comparison the message says where the changes are."""
    Path("old.care").write_text(CLINIC.replace("ANC is below 0.5", "ANC is below 0.2"), encoding="utf-8")
    result = cohort("--out", "a.csv", "--against", "old.care")
    assert "1 patient gets another answer than from the other version (a.changes.csv)." in result.output
    assert Path("a.changes.csv").is_file()


def test_tables_by_tabs_are_written_by_tabs(cohort: Run) -> None:
    """The suffix says what is written."""
    assert cohort("--out", "a.tsv").exit_code == 0
    assert Path("a.tsv").read_text(encoding="utf-8").startswith("id\tin_scope\t")


def test_another_version_finds_the_libraries_of_its_own_copy(
    cohort: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older copy of the project is compared with its own libraries."""
    library = 'library "Shared":\n  id shared\n  version 0.1.0\n\ninputs:\n  fever:\n    is yes or no\n'
    library += '    asks "Is there fever?"\n    may be unknown\n'
    start = CLINIC.index("  fever:\n")
    own = CLINIC.replace(CLINIC[start : CLINIC.index("  bleeding:\n")], "").replace(
        "inputs:", 'use "shared"\n\ninputs:', 1
    )
    for copy, limit in (("now", "0.5"), ("before", "0.2")):
        spec = tmp_path / copy / "spec"
        (spec / "wards").mkdir(parents=True)
        (tmp_path / copy / "pyproject.toml").write_text("[tool.caretree]\n", encoding="utf-8")
        (spec / "shared.care").write_text(library, encoding="utf-8")
        (spec / "wards/clinic.care").write_text(own.replace("below 0.5", f"below {limit}"), encoding="utf-8")
    (tmp_path / "now/clinic.care").symlink_to("spec/wards/clinic.care")
    (tmp_path / "now/patients.csv").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "now")
    result = cohort("--out", "a.csv", "--against", "../before/spec/wards/clinic.care")
    assert result.exit_code == 0, result.output
    assert "1 patient gets another answer" in result.output


def test_inputs_without_a_column_are_one_note(tmp_path: Path) -> None:
    """A narrow table of a wide guideline is told in one breath; what must be known is an error of its own."""
    _, problems, _ = decided(tmp_path, table(tmp_path, values("id, anc", "1, 0.4")))
    message = 'no column holds "fever", "bleeding", "weight": they are unknown for every patient.'
    assert [(one.severity, one.message) for one in problems] == [("note", message)]
    assert '"fever", "bleeding", "weight"' in problems[0].fix
    _, problems, _ = decided(tmp_path, table(tmp_path, values("id, fever, weight", "1, TRUE, 70.0")))
    assert [(one.severity, one.message) for one in problems] == [
        ("error", 'no column holds "ANC": it is unknown for every patient.'),
        ("note", 'no column holds "bleeding": it is unknown for every patient.'),
    ]
