"""Spark: steps cut apart, so that Spark makes Java methods short enough to be compiled well.

    SELECT *, "plt" >= 5e1 AND "bleeding" = 'minor' AS "c5" FROM "open"
    SELECT COALESCE("id", "id") AS "id", COALESCE("plt", "plt") AS "plt", … AS "c5" FROM "open"

Spark writes one Java method for a chain of steps. Java's compiler puts what a method calls in its place only until both
have 8,000 bytes (HotSpot's ``DesiredMethodLimit``), and leaves a longer method alone (``HugeMethodLimit``). Spark gives
a step a method of its own where the step reads every column it is handed at least twice (``CodegenSupport.consume`` and
``ProjectExec.usedInputs`` of Spark 4). So a column that is read once, or carried only, is read twice here for the same
value. Answers stay as they are; should Spark hand columns on otherwise, methods are as long as without this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from sqlglot import exp

from caretree.targets.sql.query import Query, Step
from caretree.targets.sql.words import Sql, column, constant, size

MOST = 300
"""Words of the trees in one method, where it can be cut: some 3,000 bytes, and as much again for what they call."""
LONGEST = 1_500
"""Words of a chain that is cut. In a longer one some method would still be too long, and Spark goes on without one."""

_SCALAR = (exp.Case, exp.Cast, exp.Connector, exp.Not, exp.Predicate, exp.Binary)


class HandedOn(Struct, frozen=True):
    """A step's columns, whether each is a truth or a number worked out here; and how many words its method has."""

    columns: dict[str, bool]
    words: int


def in_methods(query: Query, always: bool = False) -> Query:
    """The same rows by the same steps, cut apart; ``always``: a long step into several, and however long the chain."""
    steps = dict(part for name, step in query.steps for part in (_parts(name, step) if always else [(name, step)]))
    rows = []
    for row in query.rows:
        above: HandedOn | None = None
        names = _way(row.source, steps)
        if not _is_filtered(row) and (always or sum(_words(steps[name]) for name in names) <= LONGEST):
            for name in names:
                steps[name], above = _joined(steps[name], above)
        rows.append(row if above is None else _apart(row, above))
    return Query(tuple(steps.items()), tuple(rows))


def _parts(name: str, step: Step) -> Iterator[tuple[str, Step]]:
    """A long step as several, the last one under its name. What a step adds does not read what it adds beside it."""
    groups: list[list[tuple[str, Sql]]] = [[]]
    words = 0
    for added in step.columns if step.carries else ():
        words += size(added[1])
        if groups[-1] and words > MOST:
            groups.append([])
            words = size(added[1])
        groups[-1].append(added)
    source = step.source
    for number, group in enumerate(groups[:-1], start=1):
        yield f"{name} {number}", Step(source, tuple(group), carries=True, where=step.where if number == 1 else None)
        source = f"{name} {number}"
    yield name, step if len(groups) == 1 else Step(source, tuple(groups[-1]), carries=True)


def _way(name: str, steps: dict[str, Step]) -> list[str]:
    """The steps from the table to one of them."""
    names: list[str] = []
    while name in steps:
        names.append(name)
        name = steps[name].source
    return names[::-1]


def _is_filtered(row: Step) -> bool:
    """Spark asks the condition of a last step first, put together from what it follows from: twice as long a cut."""
    return row.where is not None and constant(row.where) is not True


def _words(step: Step) -> int:
    return sum(size(tree) for _, tree in step.columns) + (0 if step.where is None else size(step.where))


def _joined(step: Step, above: HandedOn | None) -> tuple[Step, HandedOn]:
    """A step in the method of the one above, or apart; and what it hands on."""
    words = _words(step)
    if above is None:
        return step, HandedOn({name: False for name, _ in step.columns}, words)
    added = {name: isinstance(tree, _SCALAR) for name, tree in step.columns}
    columns = {**above.columns, **added} if step.carries else added
    if step.columns and above.words + words > MOST:
        return _apart(step, above), HandedOn(columns, words)
    return step, HandedOn(columns, above.words + words)


def _apart(step: Step, above: HandedOn) -> Step:
    """The step with every column of the one above read at least twice."""
    uses = Counter(each.name for _, tree in step.columns for each in tree.find_all(exp.Column))
    once = {name for name in above.columns if uses[name] == 1}
    carried = [(name, _twice(name, above)) for name in above.columns] if step.carries else []
    columns = [(name, _once_as_twice(tree, once, above)) for name, tree in step.columns]
    return Step(step.source, (*carried, *columns), where=step.where)


def _once_as_twice(tree: Sql, once: set[str], above: HandedOn) -> Sql:
    return tree.transform(
        lambda node: _twice(node.name, above) if isinstance(node, exp.Column) and node.name in once else node
    )


def _twice(name: str, above: HandedOn) -> Sql:
    """A column, read twice. Of what is never null, Spark reads a ``COALESCE`` once; to compare lists takes long."""
    together = exp.Greatest if above.columns[name] else exp.Coalesce
    return together(this=column(name), expressions=[column(name)])
