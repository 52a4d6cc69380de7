"""A table of patients in; answers, quarantine and counts out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from caretree.cohort.cohort import Decided, Request, compare, decide
from caretree.cohort.counted import counts_csv
from caretree.cohort.mapping import CohortMapping
from caretree.cohort.matching import patient_columns
from caretree.cohort.page import page, share
from caretree.cohort.with_duckdb import DuckDb
from caretree.pipeline import compile_file
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tables_by_hand import CLINIC, decided, graph_of, names, rows_of, table, values

COLUMNS = "id, anc, fever, bleeding, weight"
SHOWN = "id, offer_antibiotics, offer_observation, dose_low_antibiotics, waits_for_fever"


def test_every_row_is_decided_or_in_quarantine(tmp_path: Path) -> None:
    """Unknown facts leave advice undecided; rows that cannot be read are set aside with a reason; none is lost."""
    patients = table(
        tmp_path,
        values(
            COLUMNS,
            "'a', 0.4, TRUE, 'none', 70.1",
            "'b', 0.4, NULL, NULL, NULL",
            "'c', 0.5, TRUE, NULL, 3.0",
            "'d', 'nan'::DOUBLE, TRUE, NULL, 70.0",
            "'e', 101.0, TRUE, 'much', 70.0",
            "'f', NULL, FALSE, NULL, 70.0",
            "'g', 0.123, FALSE, NULL, 70.0",
        ),
    )
    found, problems, request = decided(tmp_path, patients)
    assert found is not None and not names(problems)
    assert rows_of(request.out, SHOWN) == [
        ("a", 3, 0, 7.01, False), ("b", 1, 1, None, True), ("c", 0, 3, None, False)
    ]  # fmt: skip
    assert rows_of(request.quarantine) == [
        ("d", "bad-number: ANC"), ("e", "out-of-range: ANC; bad-choice: bleeding"), ("f", "missing-input: ANC"),
        ("g", "too-precise: ANC"),
    ]  # fmt: skip
    assert (found.counts.decided, found.counts.refused) == (3, 4)


def test_units_convert_exactly_at_the_cut_off(tmp_path: Path) -> None:
    """500 cells a microlitre are not below 0.5; the next smaller double is. No conversion rounds."""
    below = "499.99999999999994"
    patients = table(tmp_path, values("id, cells, fever", "1, 500.0::DOUBLE, TRUE", f"2, {below}::DOUBLE, TRUE"))
    mapping = '[columns]\n"neutrophil count" = { column = "cells", unit = "/uL" }'
    found, _, request = decided(tmp_path, patients, mapping=mapping)
    assert found is not None
    assert rows_of(request.out, "id, offer_antibiotics") == [(1, 0), (2, 3)]


def test_numbers_stored_as_decimals_and_integers_are_exact(tmp_path: Path) -> None:
    """A DECIMAL or INTEGER column is compared as the number it is."""
    rows = values(
        COLUMNS, "1, 0.50::DECIMAL(6,2), TRUE, 'none', 70::INTEGER", "2, 0.49::DECIMAL(6,2), TRUE, 'none', 70::INTEGER"
    )
    found, _, request = decided(tmp_path, table(tmp_path, rows))
    assert found is not None
    assert rows_of(request.out, "id, offer_antibiotics, dose_low_antibiotics") == [(1, 0, None), (2, 3, 7.0)]


def test_text_tables_hold_plain_numbers_only(tmp_path: Path) -> None:
    """CSV is read as text: an empty field is unknown, and nothing but a plain decimal of 15 digits is a number."""
    rows = values(
        COLUMNS,
        "1, '0.49', 'yes', 'none', ''",
        "2, '0,49', 'no', '', ''",
        "3, '<0.5', 'maybe', '', ''",
        "4, '1e-1', 'true', '', ''",
        "5, '0.4900000000000000', 'false', '', '70.00000000000001'",
    )
    found, _, request = decided(tmp_path, table(tmp_path, rows, "patients.csv"))
    assert found is not None
    assert rows_of(request.out, "id, offer_antibiotics, waits_for_fever") == [("1", 3, False)]
    assert rows_of(request.quarantine) == [
        ("2", "bad-number: ANC"), ("3", "bad-number: ANC; bad-yes-no: fever"), ("4", "bad-number: ANC"),
        ("5", "too-many-digits: weight"),
    ]  # fmt: skip


def test_names_and_values_are_data(tmp_path: Path) -> None:
    """Columns and labels with quotes, semicolons and SQL in them change nothing but themselves."""
    name = '"; DROP TABLE patients; --'
    quoted = name.replace('"', '""')
    patients = table(tmp_path, f"""SELECT 1 AS id, 0.4 AS anc, TRUE AS fever, '''; DROP' AS "{quoted}" """)
    toml_name = name.replace('"', '\\"')
    found, _, request = decided(tmp_path, patients, mapping=f'[columns]\nbleeding = "{toml_name}"')
    assert found is not None
    assert rows_of(request.quarantine) == [(1, "bad-choice: bleeding")]


@pytest.mark.parametrize(
    ("rows", "mapping", "problem", "said"),
    [
        (values("id, fever", "1, TRUE"), "", "no-column", '"ANC"'),
        (values("id, anc", "1, 0.4::FLOAT"), "", "unsuitable-column", "32-bit float"),
        (values("id, anc", "1, 0.4::DECIMAL(30, 20)"), "", "unsuitable-column", "15 digits"),
        (values("id, anc, fever", "1, 0.4, 1"), "", "unsuitable-column", '"fever"'),
        (values("id, anc", "1, 0.4"), '[columns]\n"ANC" = { column = "anc", unit = "kg" }', "wrong-unit", '"kg"'),
        (values("id, anc", "1, 0.4"), '[columns]\n"fevre" = "anc"', "bad-mapping", '"fevre"'),
        (values("id, anc", "1, 0.4"), '[columns]\nfever = "fieber"', "bad-mapping", '"fieber"'),
        (values("ID_, anc", "1, 0.4"), "", "bad-mapping", '"id"'),
        (values("id, anc, b", "1, 0.4, 'x'"), '[columns]\nbleeding = { column = "b", values = { x = "bad" } }',
         "bad-mapping", '"bad"'),
        (values("id, anc, in_scope", "1, 0.4, 1"), 'key = "in_scope"', "", ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_before_anything_runs(
    tmp_path: Path, rows: str, mapping: str, problem: str, said: str
) -> None:
    """A column that is missing, unclear or of another kind ends the run with a problem that names it."""
    found, problems, request = decided(tmp_path, table(tmp_path, rows), mapping=mapping)
    if problem:
        assert found is None and problem in names(problems)
        assert any(said in each.message for each in problems if each.name == problem)
        assert not request.out.exists()
    else:
        assert found is not None


def test_a_key_that_hides_an_answer_is_refused(tmp_path: Path) -> None:
    """A key column called as a column of the answer would lose one of them."""
    from caretree.targets.sql.decided import plan
    from caretree.targets.sql.sources import usual_columns

    graph = graph_of(CLINIC)
    made, problems = plan(graph, "duckdb", usual_columns(graph, key="Offer_Antibiotics"))
    assert made is None and names(problems) == ["not-in-sql"]


def test_words_of_a_table_stand_for_labels(tmp_path: Path) -> None:
    """Codes of a register become labels and yes/no; a code nobody named is a bad label."""
    rows = values("id, anc, f, b", "1, 0.4, 1, '0'", "2, 0.4, 0, '2'", "3, 0.4, 7, '9'")
    mapping = """
[columns]
fever = { column = "f", values = { "1" = "yes", "0" = "no" } }
bleeding = { column = "b", values = { "0" = "none", "1" = "minor", "2" = "severe" } }
"""
    found, _, request = decided(tmp_path, table(tmp_path, rows), mapping=mapping)
    assert found is not None
    assert rows_of(request.out, "id, offer_antibiotics") == [(1, 3), (2, 0)]
    assert rows_of(request.quarantine) == [(3, "bad-yes-no: fever; bad-choice: bleeding")]


def test_the_decoded_view_reads_without_a_legend(tmp_path: Path) -> None:
    """One row a patient and result, with its name, how far it holds, citations and dose."""
    patients = table(tmp_path, values(COLUMNS, "1, 0.4, TRUE, 'none', 70.0"))
    found, _, request = decided(tmp_path, patients, decoded=tmp_path / "words.parquet")
    assert found is not None and request.decoded is not None
    shown = "id, kind, name, said, citations, dose_low, dose_high, dose_unit"
    assert rows_of(request.decoded, shown) == [(1, "offer", "antibiotics", "certain", "W 1.1", 7.0, 7.0, "mg")]


def test_a_formula_that_sql_cannot_say_is_refused(tmp_path: Path) -> None:
    """Nothing is approximated: a logarithm ends the run with its reason."""
    text = CLINIC.replace("actions:", "definitions:\n  burden is calculated as:\n    log (weight in kg)\n\nactions:")
    text = text.replace("ANC is below 0.5 x10^9/L and fever", "burden is above 4")
    patients = table(tmp_path, values(COLUMNS, "1, 0.4, TRUE, 'none', 70.0"))
    found, problems, _ = decided(tmp_path, patients, text)
    assert found is None and names(problems) == ["not-in-sql"]
    assert "logarithm" in problems[-1].message


def test_nothing_but_the_named_files_can_be_read(tmp_path: Path) -> None:
    """Inside queries there is no other file and no network, and the settings are locked."""
    import duckdb

    named, other = table(tmp_path, "SELECT 1 AS id"), table(tmp_path, "SELECT 2 AS id", "other.parquet")
    engine = DuckDb([named], tmp_path / "spill")
    assert [column.name for column in engine.table("patients", named)] == ["id"]
    with pytest.raises(duckdb.Error):
        engine.rows(f"SELECT * FROM '{other}'")
    with pytest.raises(duckdb.Error):
        engine.rows("SET enable_external_access = true")


CELLS = {
    "anc": ("0.4", "0.5", "101.0", "'nan'::DOUBLE", "'inf'::DOUBLE", "-1.0", "0.123", "NULL"),
    "fever": ("TRUE", "FALSE", "NULL"),
    "bleeding": ("'none'", "'much'", "''", "'; DROP TABLE patients'", "NULL"),
    "weight": ("70.0", "1.0", "1e300", "'nan'::DOUBLE", "NULL"),
}
ROWS = st.lists(st.tuples(*(st.sampled_from(cells) for cells in CELLS.values())), min_size=1, max_size=30)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_no_row_is_lost_whatever_the_table_holds(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    """Every key comes out once: decided, or in quarantine with a reason."""
    cast = "anc::DOUBLE AS anc, fever::BOOLEAN AS fever, bleeding::VARCHAR AS bleeding, weight::DOUBLE AS weight"
    plain = values(COLUMNS, *(f"{key}, {', '.join(row)}" for key, row in enumerate(rows)))
    found, _, request = decided(tmp_path, table(tmp_path, f"SELECT id, {cast} FROM ({plain})"))
    assert found is not None
    refused = rows_of(request.quarantine)
    keys = [row[0] for row in (*rows_of(request.out, "id"), *refused)]
    assert sorted(keys) == list(range(len(rows)))
    assert all(reason for _, reason in refused)
    assert (found.counts.decided, found.counts.refused) == (len(rows) - len(refused), len(refused))


def compared(folder: Path, rows: str, old: str) -> tuple[Decided, Request]:
    """A table decided by two versions."""
    request = Request(table(folder, rows), folder / "out.parquet", folder / "quarantine.parquet", key="id")
    before, changes = folder / "old.parquet", folder / "changes.parquet"
    engine = DuckDb([request.patients, request.out, request.quarantine, before, changes], folder / "spill")
    found, _ = decide(engine, graph_of(CLINIC), request)
    assert found is not None
    both, problems = compare(engine, found, graph_of(old), request, before, changes)
    assert both is not None, problems
    return both, request


def test_two_versions_are_compared_patient_by_patient(tmp_path: Path) -> None:
    """Who changes, from what to what; amounts are counted together, however many there are."""
    rows = values(
        COLUMNS, "1, 0.4, TRUE, 'none', 70.0", "2, 0.3, TRUE, 'none', 71.5", "3, 0.1, TRUE, 'none', 72.0",
        "4, 9.0, TRUE, 'none', 70.0", "5, 0.4, NULL, 'none', 70.0",
    )  # fmt: skip
    old = CLINIC.replace("ANC is below 0.5", "ANC is below 0.2").replace("0.1 mg/kg", "0.2 mg/kg")
    both, _ = compared(tmp_path, rows, old)
    assert both.counts.changed == 4
    changed = set(rows_of(tmp_path / "changes.parquet"))
    assert {(1, "dose_low_antibiotics", "none", "7"), (3, "dose_low_antibiotics", "14.4", "7.2")} <= changed
    assert (5, "offer_antibiotics", "no", "undecided") in changed
    told = {(one.text, one.was, one.is_now): one.patients for one in both.counts.changes or ()}
    assert told[("antibiotics: lowest dose", "none", "an amount")] == 3
    assert told[("antibiotics: lowest dose", "an amount", "another amount")] == 1
    assert told[("antibiotics", "no", "certain")] == 2


def test_a_comparison_in_parts_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many patients are compared a part at a time; every change is told once, those without a partner too."""
    rows = values(COLUMNS, *(f"{n}, {(n % 7) / 10}, {n % 3 == 0}, 'none', {60 + n}.0" for n in range(1, 41)))
    old = CLINIC.replace("ANC is below 0.5", "ANC is below 0.2").replace("plausible 0 to 100", "plausible 0.1 to 100")
    found = []
    for name, together in (("whole", 500_000), ("parts", 6)):
        monkeypatch.setattr("caretree.cohort.cohort.TOGETHER", together)
        (tmp_path / name).mkdir()
        both, _ = compared(tmp_path / name, rows, old)
        found.append((sorted(rows_of(tmp_path / name / "changes.parquet")), both.counts))
    assert found[0] == found[1]
    assert any(result == "decided" for _, result, _, _ in found[0][0])


def test_the_same_key_twice_cannot_be_compared(tmp_path: Path) -> None:
    """Patients are told apart by their key."""
    request = Request(
        table(tmp_path, values(COLUMNS, *["1, 0.4, TRUE, 'none', 70.0"] * 2)), tmp_path / "out.parquet",
        tmp_path / "quarantine.parquet", key="id",
    )  # fmt: skip
    before, changes = tmp_path / "old.parquet", tmp_path / "changes.parquet"
    engine = DuckDb([request.patients, request.out, request.quarantine, before, changes], tmp_path / "spill")
    found, _ = decide(engine, graph_of(CLINIC), request)
    assert found is not None
    both, problems = compare(engine, found, graph_of(CLINIC), request, before, changes)
    assert both is None and names(problems) == ["duplicate-key"]


def test_the_report_shows_every_count_and_no_markup_of_others(tmp_path: Path) -> None:
    """Names and notes are text on the page; nothing on it runs or loads."""
    graph = graph_of(CLINIC.replace('guideline "Clinic"', 'guideline "Clinic <script>alert(1)</script>"'))
    rows = values(COLUMNS, "1, 0.4, TRUE, 'none', 70.0", "2, 0.4, NULL, 'none', 70.0", "3, 101.0, TRUE, 'none', 70.0")
    found, _, _ = decided(tmp_path, table(tmp_path, rows))
    assert found is not None
    shown = page(graph, found.counts, "Not approved <b>", ["a note & more"])
    assert "<script" not in shown and "Clinic &lt;script&gt;" in shown and "Not approved &lt;b&gt;" in shown
    assert "3 patients: 2 decided, 1 in quarantine." in shown and "out-of-range: ANC" in shown
    assert "1 certain (50\u00a0%)<br>1 undecided (50\u00a0%)" in shown
    assert "default-src 'none'" in shown and "a note &amp; more" in shown
    assert "offer,antibiotics,antibiotics,certain,1\n" in counts_csv(found.counts)


@pytest.mark.parametrize(
    ("count", "of", "said"), [(0, 9, "0"), (1, 1000, "<1"), (999, 1000, ">99"), (9, 9, "100"), (0, 0, "0")]
)
def test_a_share_never_hides_a_patient(count: int, of: int, said: str) -> None:
    """Few are not none, and nearly all are not all."""
    assert share(count, of) == f"{said}\u00a0%"


def test_a_pathway_without_a_column_is_told() -> None:
    """Nobody should wonder why every phase stays undecided."""
    root = Path(__file__).parents[2]
    compiled = compile_file(
        "spec/sle-pancytopenia.care", lambda name: (root / name).read_bytes() if (root / name).exists() else None,
        "spec", proofs=False,
    )  # fmt: skip
    assert compiled.graph is not None
    _, problems = patient_columns(compiled.graph, [], CohortMapping(), "id", None)
    assert any('phase of "pancytopenia care"' in problem.message for problem in problems)


LATE = b"id,anc\n" + b"1,0.4\n" * 30_000 + b"2,0.5,3,4,5\n"
"""A CSV file whose last row has too many fields, long after what the reader looks at first."""


@pytest.mark.parametrize(("name", "content"), [("a.parquet", b"no Parquet"), ("a.csv", LATE)])
def test_a_damaged_table_is_told_not_a_bug(
    tmp_path: Path, caretree: Callable[..., Result], name: str, content: bytes
) -> None:
    """A file that is not what its name says, or breaks off, ends the command with a sentence and no output."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "clinic.care").write_text(CLINIC, encoding="utf-8")
    out = tmp_path / "out.parquet"
    result = caretree("cohort", tmp_path / "clinic.care", "--patients", tmp_path / name, "--key", "id", "--out", out)
    assert result.exit_code == 2 and "cannot be read" in result.output and "bug" not in result.output
    assert not out.exists() and not list(tmp_path.glob(".cohort-*"))
