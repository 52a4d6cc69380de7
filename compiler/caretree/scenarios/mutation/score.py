"""How many mistakes are noticed, by what, and which lines nothing checks: the evidence of one guideline.

285 of 285 noticed: 240 by patients, 45 by pinned words      evidence/post-rituximab-cytopenia.json
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from caretree.decisions.graph import DecisionGraph
from caretree.scenarios.mutation.killing import Fate
from caretree.scenarios.mutation.mutant import Mutant

NOTICED: tuple[Fate, ...] = ("patients", "words", "examples", "checks", "proofs")
NOT_COUNTED: tuple[Fate, ...] = ("unreadable", "same meaning", "equivalent")


class Score(Struct, frozen=True):
    """What became of every mutant, in order. ``patients`` is the number of patients pinned."""

    mutants: tuple[Mutant, ...]
    fates: tuple[Fate, ...]
    patients: int

    def count(self, *fates: Fate) -> int:
        """How many had one of these fates."""
        return sum(fate in fates for fate in self.fates)

    @property
    def noticed(self) -> int:
        """How many of those that count were noticed."""
        return self.count(*NOTICED)

    @property
    def counted(self) -> int:
        """How many count: a guideline that could be read, with another meaning."""
        return len(self.fates) - self.count(*NOT_COUNTED)

    @property
    def percent(self) -> Fraction:
        """The share noticed; 100 where nothing counts."""
        return Fraction(100 * self.noticed, self.counted) if self.counted else Fraction(100)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """What nothing noticed."""
        return tuple(one for one, fate in zip(self.mutants, self.fates, strict=True) if fate == "survived")


def percent_text(percent: Fraction) -> str:
    """At most two digits after the point, never rounded up, no zero behind them: ``99.71``, ``100``."""
    hundredths = int(percent * 100)
    return f"{hundredths // 100}.{hundredths % 100:02}".rstrip("0").rstrip(".")


def evidence_json(graph: DecisionGraph, score: Score) -> str:
    """The evidence file: no times, no dates, nothing of the machine."""
    header = graph.guideline.header
    content = {
        "format": "caretree-mutation/1",
        "guideline": {"id": header.id, "version": header.version, "status": header.status, "graph_hash": graph.hash},
        "patients_pinned": score.patients,
        "mutants": len(score.mutants),
        "noticed": score.noticed,
        "counted": score.counted,
        "percent": percent_text(score.percent),
        "fates": {fate: score.count(fate) for fate in (*NOTICED, *NOT_COUNTED, "survived")},
        "kinds": _kinds(score),
        "nothing_checks": [
            {"line": one.line, "kind": one.kind, "written": one.before, "instead": one.after} for one in score.survivors
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _kinds(score: Score) -> dict[str, dict[str, int]]:
    """Noticed and counted, by kind of mistake."""
    found: dict[str, dict[str, int]] = {}
    for mutant, fate in sorted(zip(score.mutants, score.fates, strict=True), key=lambda one: one[0].kind):
        if fate not in NOT_COUNTED:
            kind = found.setdefault(mutant.kind, {"counted": 0, "noticed": 0})
            kind["counted"] += 1
            kind["noticed"] += fate in NOTICED
    return found


def summary(path: str, identity: str, score: Score) -> Sequence[str]:
    """What a person reads."""
    by = [f"{score.count(fate)} by {_WORDS[fate]}" for fate in NOTICED if score.count(fate)]
    lines = [f"{identity}: {score.noticed} of {score.counted} mistakes noticed ({percent_text(score.percent)} %)"]
    lines += [f"  {', '.join(by)}"] if by else []
    lines.append(
        f"  not counted: {score.count('unreadable')} that cannot be read, "
        f"{score.count('same meaning', 'equivalent')} that change nothing"
    )
    for one in score.survivors:
        instead = one.after or "(left out)"
        lines.append(f"  {path}:{one.line}: nothing checks this line: {one.before}  →  {instead}  ({one.kind})")
    return lines


_WORDS = {
    "patients": "scenarios of patients",
    "words": "pinned words of actions and safety rules",
    "examples": "examples",
    "checks": "checks",
    "proofs": "proofs",
}
