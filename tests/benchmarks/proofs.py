"""How fast proofs are: ``python -m tests.benchmarks.proofs``. Nothing here is a test; numbers depend on the machine.

Processor time, with the bar each is held to. A fork's time is that of a fresh solver, the encoding of its rows, and
both proofs: that some row fits everybody, and that no two fit one patient. Beside it stands the same asked of the
solver by hand, with nothing around it.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import z3  # type: ignore[import-untyped]
from caretree.cli.proof_cache import made_by, store_in
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import Compiled, compile_file
from caretree.solver.covered import covered
from caretree.solver.offers import all_offers
from caretree.solver.patients import preferred_patient
from caretree.solver.prove import prove
from caretree.solver.prover import new_prover
from caretree.solver.remembered import ProofStore, proved_or_remembered
from caretree.solver.splits import all_splits

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ("spec/itp-after-ivig.care", "spec/post-rituximab-cytopenia.care", "spec/sle-pancytopenia.care")
CARETREE = str(Path(sys.executable).with_name("caretree"))
INPUTS = 6
GUIDELINES = 500
FORK_BARS = {10: 0.020, 100: 0.050, 1000: 2.0}

Box = tuple[tuple[int, int], ...]
"""For each input from where to below where; 0 to 1000 is every value."""


def boxes(count: int, inputs: int, random: Random) -> list[Box]:
    """So many boxes that share no point and leave none out: one box, split again and again, on every input first."""
    found: list[Box] = [((0, 1000),) * inputs]
    while len(found) < count:
        box = found.pop(random.randrange(len(found)))
        wide = [at for at, (low, high) in enumerate(box) if high - low > 1]
        at = len(found) if len(found) < inputs else random.choice(wide)
        low, high = box[at]
        middle = random.randint(low + 1, high - 1)
        found += [(*box[:at], part, *box[at + 1 :]) for part in ((low, middle), (middle, high))]
    return found


def cell(low: int, high: int) -> str:
    """A range in the notation's words."""
    if (low, high) == (0, 1000):
        return "any"
    if low == 0:
        return f"below {high}"
    return f"at least {low}" if high == 1000 else f"from {low} to below {high}"


def guideline(name: str, rows: list[Box], labels: int) -> str:
    """A guideline that decides by one table."""
    inputs = range(1, len(rows[0]) + 1)
    declared = "".join(
        f'  pressure {n}:\n    is a quantity in mmHg, plausible 0 to 1000\n    asks "Pressure {n}?"\n' for n in inputs
    )
    head = " | ".join(f"pressure {n} in mmHg" for n in inputs)
    table = "".join(
        f"    | {' | '.join(cell(*part) for part in row)} | group {number % labels} |\n"
        for number, row in enumerate(rows)
    )
    arms = "".join(f"    group {n}:\n      should use treatment {n} [A 1.1]\n" for n in range(labels))
    actions = "".join(f"  treatment {n}\n" for n in range(labels))
    return (
        f'guideline "{name}":\n  id {name}\n  version 0.1.0\n  notation 1\n  status draft\n\n'
        'source A "Made up":\n  publisher "Nobody"\n  last updated 2026-01-01\n  reviewed "Made up."\n'
        '  section 1 "All":\n    1 "Everything"\n\n'
        f"inputs:\n{declared}\ndefinitions:\n  band is by table:\n    | {head} | band |\n{table}\n"
        f"actions:\n{actions}\ndecision care:\n  depending on band:\n{arms}\n"
        "safety rules:\n  never offer treatment 0 unless band is group 0 [A 1.1]\n"
    )


def compiled(text: str, store: ProofStore | None = None, proofs: bool = True) -> Compiled:
    """A text compiled."""
    return compile_file(
        "one.care", lambda name: text.encode() if name == "one.care" else None, "", proofs=proofs, store=store
    )


def seconds(work: Callable[[], object]) -> float:
    """How much processor time some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def median(work: Callable[[], object], repeats: int) -> float:
    """The median processor time of some work, after one run that is not measured."""
    work()
    return statistics.median(seconds(work) for _ in range(repeats))


def told(what: str, taken: float, bar: float, more: str = "") -> bool:
    """Print one result; whether it keeps to its bar."""
    kept = taken <= bar
    print(f"{what:52} {1000 * taken:9.1f} ms   bar {1000 * bar:7.0f} ms   {'' if kept else 'MISSED  '}{more}".rstrip())
    return kept


def prove_fork(graph: DecisionGraph) -> None:
    """Both proofs of the table, from nothing."""
    prover = new_prover(graph, preferred_patient(graph))
    splits = [split for split in all_splits(graph, prover.places) if split.subject == "definitions/band"]
    results = covered(prover, splits, all_offers(prover))
    assert [one.result for one in results] == ["proved", "proved"], results


def by_hand(rows: list[Box]) -> None:
    """The same two questions, asked of the solver directly."""
    context = z3.Context()
    values = [z3.Real(f"x{n}", context) for n in range(len(rows[0]))]
    solver = z3.SimpleSolver(ctx=context)
    solver.add(*(z3.And(value >= 0, value <= 1000) for value in values))
    fits = [
        z3.And(z3.BoolVal(True, context), *(
            side for value, (low, high) in zip(values, row, strict=True)
            for side in ([value >= low] if low else []) + ([value < high] if high < 1000 else [])
        )) for row in rows
    ]  # fmt: skip
    for question in (z3.Not(z3.Or(*fits)), z3.PbGe([(one, 1) for one in fits], 2)):
        solver.push()
        solver.add(question)
        assert solver.check() == z3.unsat
        solver.pop()


def forks() -> list[bool]:
    """Forks of ten, a hundred and a thousand rows."""
    kept = []
    for count, bar in FORK_BARS.items():
        rows = boxes(count, INPUTS, Random(count))
        graph = compiled(guideline("one", rows, 3), proofs=False).graph
        assert graph is not None
        repeats = 9 if count < 1000 else 3
        ours, plain = (median(work, repeats) for work in (lambda: prove_fork(graph), lambda: by_hand(rows)))  # noqa: B023
        ratio = f"{ours / plain:.2f} times the query by hand ({1000 * plain:.1f} ms)"
        kept.append(told(f"a fork of {count} rows over {INPUTS} inputs", ours, bar, ratio))
    return kept


def articles() -> bool:
    """All proofs of the three articles, without reading them."""

    def read(name: str) -> bytes | None:
        return (ROOT / name).read_bytes() if (ROOT / name).is_file() else None

    graphs = [graph for path in ARTICLES if (graph := compile_file(path, read, "spec", proofs=False).graph) is not None]
    results = [one.result for graph in graphs for one in prove(graph)]
    assert len(graphs) == len(ARTICLES) and set(results) == {"proved"}
    what = f"all {len(results)} proofs of the three articles"
    return told(what, median(lambda: [prove(graph) for graph in graphs], 5), 1.0)


def many() -> list[bool]:
    """Five hundred guidelines, new and unchanged: the whole command, and the proofs alone."""
    random = Random(500)
    texts = [guideline(f"made-{n}", boxes(8, 4, random), 3) for n in range(GUIDELINES)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "spec").mkdir()
        (root / "pyproject.toml").write_text("[tool.caretree]\n", encoding="utf-8")
        for number, text in enumerate(texts):
            (root / "spec" / f"made-{number}.care").write_text(text, encoding="utf-8")
        cold, unchanged = (command_seconds(root) for _ in range(2))
        store = store_in(root / "kept", made_by())
        first = [compiled(text, store) for text in texts]
        assert all(one.obligations and {o.result for o in one.obligations} == {"proved"} for one in first)
        alone = seconds(lambda: [remembered(one, store) for one in first])
    return [
        told(f"caretree check of {GUIDELINES} guidelines, cold", cold, 25.0),
        told(f"caretree check of {GUIDELINES} guidelines, unchanged", unchanged, 1.0),
        told(f"kept proofs of {GUIDELINES} guidelines alone", alone, 1.0),
    ]


def command_seconds(root: Path) -> float:
    """The processor time of ``caretree check`` in a project, its cache beside the project."""
    environment = {**os.environ, "CARETREE_CACHE": str(root / "cache")}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([CARETREE, "check"], cwd=root, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def remembered(one: Compiled, store: ProofStore) -> None:
    """The proofs of a guideline that was proved before; proving it again is an error."""
    assert one.graph is not None
    sources = {file: text.text for file, text in one.sources.items()}
    assert proved_or_remembered(one.graph, sources, store, _never) == one.obligations


def _never() -> tuple[()]:
    raise AssertionError("proved again")


def main() -> None:
    """Every benchmark; exit code 1 where a bar is missed."""
    kept = [*forks(), articles(), *many()]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
