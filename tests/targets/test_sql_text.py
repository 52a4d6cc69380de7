"""The SQL a build writes: plain files anybody's connection can run, and the library's way to them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

sys.path[:0] = [str(Path(__file__).parents[1] / "agreement")]

from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.targets.python.emit import emit as emit_python  # noqa: E402
from caretree.targets.sql.emit import emit, not_in_sql  # noqa: E402
from library import graph_of, guideline_specs, module_of  # noqa: E402

GUIDELINE = "gallery/adrenaline-anaphylaxis"


@pytest.fixture(scope="module")
def graph() -> DecisionGraph:
    """A guideline with a dose."""
    return graph_of(GUIDELINE)


@pytest.fixture(scope="module")
def module(graph: DecisionGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The guideline's module, written with its SQL beside it."""
    folder = tmp_path_factory.mktemp("library")
    for file in [*emit_python([graph], "with_sql"), *emit([graph], "with_sql")]:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    sys.path.insert(0, str(folder / "generated"))
    yield module_of(import_module("with_sql"), graph)
    sys.path.pop(0)


def test_the_module_gives_its_query(module: ModuleType) -> None:
    """``sql()`` runs on anybody's connection over a view ``patients`` and carries the key."""
    connection = duckdb.connect()
    connection.execute(
        """CREATE VIEW patients AS SELECT * FROM (VALUES
        (1, TRUE, TRUE, 0, NULL, NULL, FALSE, 20.0), (2, FALSE, NULL, 0, NULL, NULL, FALSE, NULL),
        (3, TRUE, TRUE, 99, NULL, NULL, FALSE, 20.0)) AS t(patient_id, anaphylaxis, child, adrenaline_doses_given,
        time_since_last_adrenaline, problems_persist, hypotension, haematology_weight)"""
    )
    names = "patient_id, in_scope, offer_intramuscular_adrenaline, dose_low_intramuscular_adrenaline"
    rows = connection.execute(f"SELECT {names} FROM ({module.sql()}) ORDER BY 1").fetchall()
    assert rows == [(1, 3, 3, 0.2), (2, 0, 0, None)]
    refused = connection.execute(module.sql("duckdb", "quarantine")).fetchall()
    assert refused == [(3, "out-of-range: adrenaline doses given")]


def test_unknown_dialects_are_refused(module: ModuleType) -> None:
    """A dialect that does not exist is said to be missing, not guessed."""
    with pytest.raises(LookupError, match="duckdb and spark"):
        module.sql("oracle")


@pytest.mark.parametrize("spec", guideline_specs())
def test_every_guideline_has_its_sql(spec: str) -> None:
    """Each guideline of the project can be said in SQL, in both dialects, decided rows and quarantine."""
    graph = graph_of(spec)
    assert not not_in_sql(graph)
    name = graph.guideline.header.id
    kinds = [f"{dialect}.{rows}" for dialect in ("duckdb", "spark") for rows in ("sql", "quarantine.sql")]
    assert [file.path for file in emit([graph], "p")] == [f"generated/p/sql/{name}.{kind}" for kind in kinds]


def test_the_text_is_the_same_every_time(graph: DecisionGraph) -> None:
    """The same graph gives the same bytes: the files are committed."""
    assert emit([graph], "p") == emit([graph], "p")


def test_texts_of_the_guideline_stay_data(graph: DecisionGraph) -> None:
    """Every line of a file is a comment or a part of one query: no text of a guideline starts another statement."""
    for file in emit([graph], "p"):
        assert ";" not in "\n".join(line for line in file.text.splitlines() if not line.startswith("--")).replace(
            "'; '", ""
        )
