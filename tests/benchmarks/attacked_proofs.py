"""Proofs attacked by tens of thousands of patients: ``python -m tests.benchmarks.attacked_proofs [GUIDELINES]``.

Random guidelines with safety rules, and the project's own, whole and each with planted faults. Each patient is decided
by the interpreter, whole and with some values unknown: none may break what is proved, and whoever the solver shows must
break what he is shown for. Anything else is printed, and ends with exit code 1.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / folder) for folder in ("solver", "properties", "agreement")]

from attacks import attacked, complete_patients, not_replayed  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.decisions.patient_record import PatientRecord  # noqa: E402
from caretree.solver.obligation import Obligation  # noqa: E402
from caretree.solver.prove import prove  # noqa: E402
from planted_faults import GUIDELINES, MAYBE_LEGAL, STRUCTURAL, compiled, planted, without_examples  # noqa: E402
from random_graphs import completed, some_patient  # noqa: E402
from random_guidelines import some_guideline  # noqa: E402

Attack = tuple[str, DecisionGraph, tuple[Obligation, ...], Iterable[PatientRecord]]
RESOURCES = 300_000


def made(count: int) -> Iterator[Attack]:
    """Random guidelines, 60 patients each."""
    for seed in range(count):
        random = Random(seed)
        graph = some_guideline(random)
        patients = [completed(random, some_patient(random)) for _ in range(60)]
        yield f"random guideline {seed}", graph, prove(graph, RESOURCES), patients


def own(patients: int) -> Iterator[Attack]:
    """The project's guidelines as they are."""
    for path in GUIDELINES:
        found = compiled(path)
        assert found.graph is not None
        yield path, found.graph, found.obligations, complete_patients(found.graph, 1, patients)


def faulty(most: int, patients: int) -> Iterator[Attack]:
    """The project's guidelines with one fault each."""
    for kind in (*STRUCTURAL, *MAYBE_LEGAL):
        for fault in planted(kind, most, seed=1):
            found = compiled(fault.path, without_examples(fault.text))
            if found.graph is not None:
                what = f"{fault.path}: {fault.what}"
                yield what, found.graph, found.obligations, complete_patients(found.graph, 1, patients)


def main() -> None:
    """Everything; exit code 1 where a proof or a patient was wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    start, totals, wrong = time.process_time(), Counter[str](), 0
    for what, graph, obligations, patients in (*own(1_000), *faulty(count // 20, 40), *made(count)):
        drawn = list(patients)
        found = not_replayed(graph, obligations) + attacked(graph, obligations, drawn, 1)
        totals.update(one.result for one in obligations)
        totals["guidelines"] += 1
        totals["patients"] += 2 * len(drawn)
        totals["shown"] += sum(one.witness is not None for one in obligations)
        wrong += len(found)
        for line in found:
            print(f"{what}: {line}")
    print(
        f"{totals['guidelines']} guidelines: {totals['proved']} results proved, {totals['failed']} failed "
        f"({totals['shown']} with a patient), {totals['not proved']} not proved"
    )
    print(f"{totals['patients']} random patients, half of them with unknown values: {wrong} contradictions")
    print(f"{time.process_time() - start:.0f} s of processor time")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
