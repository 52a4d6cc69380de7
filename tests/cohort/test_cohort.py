"""A table of patients in; answers, quarantine and counts out."""

from __future__ import annotations

from pathlib import Path

import pytest
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
    from caretree.cohort.with_duckdb import DuckDb

    named, other = table(tmp_path, "SELECT 1 AS id"), table(tmp_path, "SELECT 2 AS id", "other.parquet")
    engine = DuckDb([named], tmp_path / "spill")
    assert [column.name for column in engine.table("patients", named)] == ["id"]
    with pytest.raises(duckdb.Error):
        engine.rows(f"SELECT * FROM '{other}'")
    with pytest.raises(duckdb.Error):
        engine.rows("SET enable_external_access = true")
