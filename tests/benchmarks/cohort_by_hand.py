"""The workload's three trees as a good engineer writes them for one table: flat CASEs, the same columns as ours.

Values out of range and NaN go to quarantine with their key; rows with nulls are kept with an open leaf.
"""

from __future__ import annotations

COLUMNS = ("plt", "anc", "hgb", "fever", "infection", "bleeding", "months", "steroid", "splenectomy", "rapid", "weight")
LABELS = {
    "bleeding": ("none", "minor", "significant", "life-threatening"),
    "steroid": ("untested", "responsive", "dependent", "unresponsive"),
}
RANGES = {"plt": (0, 3000), "anc": (0, 60), "hgb": (2, 25), "months": (0, 1200), "weight": (2, 300)}

TREES = {
    "I": (
        ("plt >= 50 AND bleeding IN ('significant', 'life-threatening')", ("R01",)),
        ("plt >= 50", ("R02",)),
        ("bleeding = 'life-threatening'", ("R03", "R04")),
        ("plt < 10", ("R05", "R04")),
        ("rapid", ("R05", "R04")),
        ("plt >= 30 AND bleeding IN ('none', 'minor')", ("R06",)),
        ("steroid = 'untested'", ("R07",)),
        ("steroid = 'responsive'", ("R07", "R02")),
        ("months < 3", ("R08",)),
        ("months < 12", ("R09",)),
        ("splenectomy AND bleeding IN ('significant', 'life-threatening')", ("R08",)),
        ("splenectomy", ("R09",)),
        ("bleeding IN ('significant', 'life-threatening')", ("R10",)),
        ("TRUE", ("R09", "R11")),
    ),
    "N": (
        ("anc < 0.5 AND fever AND infection", ("G01", "G02", "G03")),
        ("anc < 0.5 AND fever", ("G01", "G03")),
        ("anc < 0.5 AND infection", ("G02", "G03")),
        ("anc < 0.5", ("G04", "G05")),
        ("anc < 1.0 AND fever", ("G03", "G04")),
        ("anc < 1.0 AND infection", ("G06", "G04")),
        ("anc < 1.0", ("G04", "G05")),
        ("anc < 1.8 AND fever", ("G06", "G07")),
        ("anc < 1.8 AND infection", ("G06", "G07")),
        ("anc < 1.8", ("G07",)),
        ("TRUE", ()),
    ),
    "H": (
        ("hgb < 7", ("A01",)),
        ("hgb < 8 AND bleeding IN ('significant', 'life-threatening')", ("A01",)),
        ("hgb < 8", ("A02",)),
        ("hgb < 12", ("A03",)),
        ("TRUE", ()),
    ),
}  # fmt: skip
RECOMMENDATIONS = tuple(dict.fromkeys(one for tree in TREES.values() for _, said in tree for one in said))
DOSED = ("R05", "R09")


def flat_query(with_labels: bool) -> str:
    """The decided rows; ``with_labels`` refuses unknown words as ours does."""
    given = " AND ".join(f"{name} IS NOT NULL" for name in COLUMNS if name != "weight")
    fine = " AND ".join(f"({name} IS NULL OR {_fits(name)})" for name in _checked(with_labels))
    leaves = ", ".join(
        f"CAST(CASE WHEN {given} THEN {_flat(tree)} END AS INT) AS leaf_{name}" for name, tree in TREES.items()
    )
    inner = f"SELECT id, {', '.join(COLUMNS)}, {leaves} FROM patients WHERE {fine}"
    statuses = [
        f"CAST(CASE WHEN {_holds(one)} THEN 3 ELSE 0 END AS TINYINT) AS offer_{one.lower()}" for one in RECOMMENDATIONS
    ]
    doses = [
        f"CASE WHEN {_holds(one)} THEN weight END AS dose_{end}_{one.lower()}"
        for one in DOSED
        for end in ("low", "high")
    ]
    waits = [
        f"{name} IS NULL AND (leaf_I IS NULL OR leaf_N IS NULL OR leaf_H IS NULL) AS waits_for_{name}"
        for name in COLUMNS[:-1]
    ]
    shown = ["id", "CAST(3 AS TINYINT) AS in_scope", *(f"leaf_{name}" for name in TREES), *statuses, *doses, *waits]
    return f"SELECT {', '.join(shown)} FROM ({inner})"


def quarantine_query(with_labels: bool) -> str:
    """The others."""
    wrong = {name: f"{name} IS NOT NULL AND NOT ({_fits(name)})" for name in _checked(with_labels)}
    bad = " OR ".join(f"({condition})" for condition in wrong.values())
    why = " ".join(f"WHEN {condition} THEN 'out-of-range: {name}'" for name, condition in wrong.items())
    return f"SELECT id, CASE {why} END AS reason FROM patients WHERE {bad}"


def _checked(with_labels: bool) -> list[str]:
    return [*RANGES, *(LABELS if with_labels else ())]


def _fits(name: str) -> str:
    if name in LABELS:
        return f"{name} IN {LABELS[name]}"
    low, high = RANGES[name]
    return f"{name} >= {low} AND {name} <= {high}"


def _flat(tree: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    return f"CASE {' '.join(f'WHEN {condition} THEN {number}' for number, (condition, _) in enumerate(tree, 1))} END"


def _holds(recommendation: str) -> str:
    parts = []
    for name, tree in TREES.items():
        numbers = [str(number) for number, (_, said) in enumerate(tree, 1) if recommendation in said]
        if numbers:
            parts.append(f"leaf_{name} IN ({', '.join(numbers)})")
    return " OR ".join(parts)
