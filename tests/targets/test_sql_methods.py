"""Queries cut for Spark's methods: the same rows as uncut, and every column read twice where a method is to begin."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

sys.path[:0] = [str(Path(__file__).parents[1] / name) for name in ("agreement", "properties")]

from caretree.targets.sql.decided import plan  # noqa: E402
from caretree.targets.sql.methods import LONGEST, MOST, in_methods  # noqa: E402
from caretree.targets.sql.query import Query, Step, written  # noqa: E402
from caretree.targets.sql.words import Sql, among, calculated, column, compared, text, truth, whole  # noqa: E402
from library import graph_of, guideline_specs  # noqa: E402
from sql_tables import some_table  # noqa: E402
from test_sql_agrees import loaded, planned  # noqa: E402

ROWS = 500


def long_tree(words: int) -> Sql:
    """A sum of one column with so many words or a few more."""
    tree = column("weight")
    while sum(1 for _ in tree.walk()) < words:
        tree = calculated(tree, "+", column("weight"))
    return tree


def query_of(*layers: dict[str, Sql], last: Sql | None = None) -> Query:
    """The key, a weight and a label, then layers, then all that the last layer added."""
    steps = [("given", Step("patients", tuple((name, column(name)) for name in ("key", "weight", "label"))))]
    for number, layer in enumerate(layers):
        steps.append((f"layer {number}", Step(steps[-1][0], tuple(layer.items()), carries=True)))
    shown = (("id", column("key")), *((name, column(name)) for name in layers[-1]))
    return Query(tuple(steps), (Step(steps[-1][0], shown, where=last),))


def readings(step: Step) -> Counter[str]:
    """How often a step reads each column."""
    return Counter(each.name for _, tree in step.columns for each in tree.find_all(exp.Column))


@pytest.mark.parametrize("spec", guideline_specs())
def test_a_cut_query_gives_the_same_rows(spec: str) -> None:
    """Cut and uncut, in DuckDB, over random patients: the same rows, decided and in quarantine."""
    table = some_table(graph_of(spec), 3, ROWS)
    made, connection = planned(graph_of(spec), table), loaded(table)
    for query in (made.decided, made.quarantine):
        uncut, cut = written(query, "duckdb"), written(in_methods(query), "duckdb")
        for one, two in ((uncut, cut), (cut, uncut)):
            assert not connection.execute(f"({one}) EXCEPT ALL ({two})").fetchall()


def test_complete_rows_are_cut() -> None:
    """Where complete rows are decided apart and without a last condition, their last step reads every column twice."""
    cut = []
    for spec in guideline_specs():
        made = planned(graph_of(spec), some_table(graph_of(spec), 1, 10))
        if made.has_fast_path and made.decided.rows[0].where == truth(True):
            cut.append(in_methods(made.decided).rows[0])
    assert len(cut) > 1
    assert all(min(readings(row).values()) > 1 for row in cut)


def test_a_step_that_would_make_a_method_too_long_reads_every_column_twice() -> None:
    """Carried, read once, or read twice already: of the table with ``COALESCE``, worked out with ``GREATEST``."""
    first = {"is heavy": compared(long_tree(MOST), "gt", whole(9))}
    second = {"is minor": among(column("label"), [text("none"), text("minor")]), "sum": long_tree(MOST // 2)}
    cut = dict(in_methods(query_of(first, second)).steps)
    assert not cut["layer 1"].carries
    assert readings(cut["layer 1"]).keys() == {"key", "weight", "label", "is heavy"}
    assert min(readings(cut["layer 1"]).values()) > 1
    shown = {name: tree.sql() for name, tree in cut["layer 1"].columns}
    assert shown["key"] == 'COALESCE("key", "key")'
    assert shown["is heavy"] == 'GREATEST("is heavy", "is heavy")'
    assert shown["is minor"] == "COALESCE(\"label\", \"label\") IN ('none', 'minor')"


def test_short_steps_stay_together() -> None:
    """Steps that fit into one method are not cut; the last one always is."""
    query = query_of({"sum": long_tree(MOST // 4)}, {"more": calculated(column("sum"), "+", whole(1))})
    cut = in_methods(query)
    assert cut.steps == query.steps
    assert min(readings(cut.rows[0]).values()) > 1


def test_a_query_is_left_where_cutting_does_not_help() -> None:
    """A condition of the last step would grow with each cut; of a very long chain some method stays too long."""
    layers = {"a": long_tree(MOST)}, {"b": compared(column("a"), "gt", long_tree(MOST))}
    filtered = query_of(*layers, last=compared(column("b"), "gt", whole(3)))
    assert in_methods(filtered) == filtered
    endless = query_of(*layers, {"c": long_tree(LONGEST)})
    assert in_methods(endless) == endless
    assert in_methods(query_of(*layers)) != query_of(*layers)


def test_a_long_step_becomes_several_where_it_must() -> None:
    """What a step adds is spread over steps of their own, each in a method of its own; none is lost."""
    layer = {name: long_tree(MOST * 2 // 3) for name in ("a", "b", "c")}
    query = query_of(layer)
    cut = in_methods(query, always=True)
    assert [name for name, _ in cut.steps] == ["given", "layer 0 1", "layer 0 2", "layer 0"]
    assert [name for name, _ in cut.rows[0].columns] == ["id", "a", "b", "c"]
    assert all(min(readings(step).values()) > 1 for _, step in cut.steps[2:])
    values = "(VALUES (1, 2, 'none'), (2, 3, 'minor')) AS t(key, weight, label)"
    connection = duckdb.connect()
    connection.execute(f"CREATE VIEW patients AS SELECT * FROM {values}")
    found = [connection.execute(written(one, "duckdb")).fetchall() for one in (query, cut)]
    assert found[0] == found[1] and len(found[0]) == 2


def test_reasons_stand_in_steps_of_their_own_for_spark() -> None:
    """Blood pressures as series have so many that one method could not hold them: Java allows it 64 kB."""
    graph = graph_of("gallery/hypertension")
    made, problems = plan(graph, "spark", some_table(graph, 1, 10).columns)
    assert made is not None, problems
    steps = [step for name, step in made.quarantine.steps if name.startswith("reasons")]
    assert len(steps) > 2
    assert all(min(readings(step).values()) > 1 for step in steps[1:])
