"""The queries a cohort asks of its own answers: counts, the decoded view, what changed between two versions.

SELECT COUNT_IF("offer_g_csf" = 3), … FROM "answers"
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from caretree.targets.sql.results import LABEL, STATUS, STATUS_WORDS, ResultColumn
from caretree.targets.sql.words import (
    Dialect,
    Sql,
    all_of,
    among,
    calculated,
    called,
    case,
    cast,
    column,
    compared,
    known,
    negated,
    null,
    or_else,
    text,
    truth,
    unknown,
    whole,
    writer,
)

ANSWERS, OLD_ANSWERS, QUARANTINE = "answers", "old_answers", "quarantine"
STATUS_KINDS = ("offer", "against", "choice", "gap", "conflict", "move")
"""Kinds of columns that hold a status and are told as results."""
AMOUNTS = ("dose low", "dose high", "low", "high")
COMPARED = (*STATUS_KINDS, *AMOUNTS, "scope", "option", "preferred", "report")
"""Kinds of columns that two versions are compared by."""
CHANGED_WORDS: dict[str, tuple[dict[int, str], str]] = {
    "scope": ({3: "in scope", 1: "scope not known", 0: "out of scope"}, "no"),
    "option": ({3: "in", 1: "undecided", 0: "out"}, "not offered"),
}
NONE = "none"
BETWEEN = " to "


def _table(name: str, alias: str = "") -> exp.Table:
    own = exp.TableAlias(this=exp.Identifier(this=alias, quoted=True)) if alias else None
    return exp.Table(this=exp.Identifier(this=name, quoted=True), alias=own)


def _of(alias: str, name: str) -> Sql:
    return exp.Column(this=exp.Identifier(this=name, quoted=True), table=exp.Identifier(this=alias, quoted=True))


def _named(tree: Sql, name: str) -> Sql:
    return exp.Alias(this=tree, alias=exp.Identifier(this=name, quoted=True))


def counted_values(one: ResultColumn) -> tuple[int | bool, ...]:
    """The values of a column that are counted."""
    if one.kind == "scope":
        return (3, 1, 0)
    if one.kind == "option":
        return (3, 1, 0)
    if one.kind in STATUS_KINDS:
        return (3, 2, 1)
    return (True,) if one.kind in ("waits", "assumed", "preferred") else ()


def counts(dialect: Dialect, columns: Sequence[ResultColumn]) -> str:
    """One row: how many patients there are, then each column's counted values in order."""
    parts: list[Sql] = [exp.Count(this=exp.Star())]
    for one in columns:
        for value in counted_values(one):
            condition = column(one.name) if value is True else compared(column(one.name), "eq", whole(int(value)))
            parts.append(exp.Count(this=case([(condition, whole(1))], null())))  # 0 of no rows, where a sum is null
    return writer(dialect)(exp.Select(expressions=parts).from_(_table(ANSWERS), copy=False))


def reasons(dialect: Dialect) -> str:
    """Each reason of the quarantine with its patients, the most frequent first."""
    count = exp.Count(this=exp.Star())
    query = exp.Select(expressions=[column("reason"), _named(count, "patients")]).from_(_table(QUARANTINE), copy=False)
    return writer(dialect)(
        query.group_by(column("reason")).order_by(exp.Ordered(this=column("patients"), desc=True), column("reason"))
    )


def same_keys(dialect: Dialect, answers: str, key: str) -> str:
    """How many rows have a key that another row has too."""
    distinct = exp.Count(this=exp.Distinct(expressions=[column(key)]))
    difference = exp.Sub(this=exp.Count(this=exp.Star()), expression=distinct)
    return writer(dialect)(exp.Select(expressions=[difference]).from_(_table(answers), copy=False))


def everything(dialect: Dialect, table: str) -> str:
    """All rows of a table as they are."""
    return writer(dialect)(exp.Select(expressions=[exp.Star()]).from_(_table(table), copy=False))


# --- the decoded view ------------------------------------------------------------------------------------------------
def decoded(dialect: Dialect, key: str, columns: Sequence[ResultColumn]) -> str:
    """One row a patient and result that may hold, in words: kind, identity, name, status, citations and dose."""
    results = [one for one in columns if one.kind in STATUS_KINDS]
    doses = {one.of[0]: one for one in columns if one.kind == "dose low"}
    source = _table(ANSWERS)
    source.set("pivots", [_unpivoted("status", [one.name for one in results])])
    shown = [
        column(key),
        _named(_by_result(results, lambda one: one.kind), "kind"),
        _named(_by_result(results, lambda one: "/".join(one.of)), "id"),
        _named(_by_result(results, lambda one: one.text), "name"),
        _named(
            case(
                [(compared(column("status"), "eq", whole(level)), text(word)) for level, word in STATUS_WORDS.items()]
            ),
            "said",
        ),
        _named(_by_result(results, lambda one: "; ".join(one.cites)), "citations"),
        *(_named(_dose(results, columns, end), f"dose_{end}") for end in ("low", "high")),
        _named(
            _by_result(
                [one for one in results if one.kind == "offer" and one.of[0] in doses],
                lambda one: doses[one.of[0]].unit,
            ),
            "dose_unit",
        ),
    ]
    where = compared(column("status"), "gt", whole(0))
    return writer(dialect)(exp.Select(expressions=shown).from_(source, copy=False).where(where, copy=False))


def _unpivoted(value: str, names: Sequence[str]) -> exp.Pivot:
    field = exp.In(this=exp.Identifier(this="result", quoted=True), expressions=[column(name) for name in names])
    return exp.Pivot(expressions=[exp.Identifier(this=value, quoted=True)], fields=[field], unpivot=True)


def _by_result(results: Sequence[ResultColumn], word: object) -> Sql:
    assert callable(word)
    return case([(compared(column("result"), "eq", text(one.name)), text(word(one))) for one in results], text(""))


def _dose(results: Sequence[ResultColumn], columns: Sequence[ResultColumn], end: str) -> Sql:
    amounts = {one.of[0]: one.name for one in columns if one.kind == f"dose {end}"}
    branches = [
        (compared(column("result"), "eq", text(one.name)), column(amounts[one.of[0]]))
        for one in results
        if one.kind == "offer" and one.of[0] in amounts
    ]
    return cast(case(branches), "DOUBLE")


# --- what changed ----------------------------------------------------------------------------------------------------
Part = tuple[int, int]
"""Which of how many parts of the patients, told by their keys."""


def changes(
    dialect: Dialect, key: str, new: Sequence[ResultColumn], old: Sequence[ResultColumn], part: Part = (0, 1)
) -> str:
    """One row a patient and result that differs: the result's column, what it was and what it is, in words."""
    told = [one for one in (*new, *old) if one.kind in COMPARED]
    names = list(dict.fromkeys(one.name for one in told))
    by_name = {one.name: one for one in reversed(told)}
    in_new, in_old = {one.name for one in new}, {one.name for one in old}
    parts: list[Sql] = [_named(or_else(_of("new", key), _of("old", key)), key), _named(_moved(key), "decided")]
    for name in names:
        one = by_name[name]
        was, now = (_word(alias, one, name in have) for alias, have in (("old", in_old), ("new", in_new)))
        both = [known(_of("new", "in_scope")), known(_of("old", "in_scope"))]
        differs = compared(was, "ne", now)
        told_as = called("CONCAT", was.copy(), text(BETWEEN), now.copy())
        parts.append(_named(case([(all_of([*both, differs]), told_as)], null()), name))
    joined = exp.Select(expressions=parts).from_(_answers(ANSWERS, "new", key, part), copy=False)
    on = compared(_of("new", key), "eq", _of("old", key))
    joined = joined.join(_answers(OLD_ANSWERS, "old", key, part), on=on, join_type="full outer", copy=False)
    source = exp.Subquery(this=joined, alias=exp.TableAlias(this=exp.Identifier(this="compared", quoted=True)))
    source.set("pivots", [_unpivoted("change", ["decided", *names])])
    split = [called("SPLIT_PART", column("change"), text(BETWEEN), whole(place)) for place in (1, 2)]
    shown = [column(key), column("result"), _named(split[0], "was"), _named(split[1], "is_now")]
    return writer(dialect)(exp.Select(expressions=shown).from_(source, copy=False))


def _answers(name: str, alias: str, key: str, part: Part) -> exp.Table | exp.Subquery:
    """The answers of one part: the same patients in both versions, since the key alone says which."""
    number, parts = part
    if parts == 1:
        return _table(name, alias)
    digest = calculated(called("HASH", column(key)), "%", whole(parts))
    own = exp.Select(expressions=[exp.Star()]).from_(_table(name), copy=False)
    own = own.where(compared(digest, "eq", whole(number)), copy=False)
    return exp.Subquery(this=own, alias=exp.TableAlias(this=exp.Identifier(this=alias, quoted=True)))


def _moved(key: str) -> Sql:
    """Patients who are decided in one version and in quarantine in the other."""
    return case(
        [
            (unknown(_of("old", key)), text(f"quarantine{BETWEEN}decided")),
            (unknown(_of("new", key)), text(f"decided{BETWEEN}quarantine")),
        ],
        null(),
    )


def _word(alias: str, one: ResultColumn, is_there: bool) -> Sql:
    """What a version says of a result in a word; what it does not have, it does not say."""
    own = _of(alias, one.name) if is_there else null()
    match one.kind:
        case "dose low" | "dose high" | "low" | "high":
            return or_else(_number_text(own), text(NONE)) if is_there else text(NONE)
        case "preferred":
            return case([(own, text("preferred"))], text("not preferred")) if is_there else text("not preferred")
        case "report":
            return or_else(_report_text(one, own), text(NONE)) if is_there else text(NONE)
        case _:
            words, otherwise = CHANGED_WORDS.get(one.kind, (STATUS_WORDS, "no"))
            pairs = [(compared(own.copy(), "eq", whole(level)), text(word)) for level, word in words.items()]
            return case(pairs if is_there else [], text(otherwise))


def _report_text(one: ResultColumn, own: Sql) -> Sql:
    if one.type == LABEL:
        return own
    return case([(own, text("yes")), (negated(own.copy()), text("no"))], null())


def _number_text(own: Sql) -> Sql:
    """A double as text, a whole number without a point."""
    is_whole = compared(exp.Floor(this=own.copy()), "eq", own.copy())
    is_small = compared(called("ABS", own.copy()), "lt", whole(10**15))
    as_whole = cast(cast(own.copy(), "BIGINT"), "TEXT")
    return case([(all_of([is_whole, is_small]), as_whole)], cast(own, "TEXT"))


def change_counts(dialect: Dialect, columns: Sequence[ResultColumn]) -> str:
    """Each result with what it was and is, and how many patients; amounts are counted together, whatever they are."""
    amounts = list(dict.fromkeys(one.name for one in columns if one.kind in AMOUNTS))
    both = _is_amount(amounts, "was"), _is_amount(amounts, "is_now")
    was = case([(both[0], text("an amount"))], column("was"))
    now = case(
        [(all_of(one.copy() for one in both), text("another amount")), (both[1], text("an amount"))], column("is_now")
    )
    shown: list[Sql] = [column("result"), _named(was, "was"), _named(now, "is_now")]
    inner = exp.Select(expressions=shown).from_(_table("changes"), copy=False)
    source = exp.Subquery(this=inner, alias=exp.TableAlias(this=exp.Identifier(this="told", quoted=True)))
    parts = [column("result"), column("was"), column("is_now")]
    query = exp.Select(expressions=[*parts, _named(exp.Count(this=exp.Star()), "patients")])
    query = query.from_(source, copy=False).group_by(*(part.copy() for part in parts))
    return writer(dialect)(
        query.order_by(exp.Ordered(this=column("patients"), desc=True), *(part.copy() for part in parts))
    )


def _is_amount(amounts: Sequence[str], end: str) -> Sql:
    if not amounts:
        return truth(False)
    named = among(column("result"), [text(name) for name in amounts])
    return all_of([named, compared(column(end), "ne", text(NONE))])


def changed_patients(dialect: Dialect, key: str) -> str:
    """How many patients have any change."""
    distinct = exp.Count(this=exp.Distinct(expressions=[column(key)]))
    return writer(dialect)(exp.Select(expressions=[distinct]).from_(_table("changes"), copy=False))


__all__ = ["ANSWERS", "OLD_ANSWERS", "QUARANTINE", "STATUS", "changes", "counts", "decoded", "reasons"]
