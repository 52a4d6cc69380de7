"""How many planted faults are found: ``python -m tests.benchmarks.planted_faults``. Up to ten of each kind.

Structural kinds must all be found, at the right line, by reading and proof alone: their examples are left out. Faults
that may leave a guideline which only says something else are a rate: found by reading and proof, found with the
guideline's own examples too, and missed; every miss is listed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / folder) for folder in ("solver", "agreement")]

from attacks import not_replayed  # noqa: E402
from planted_faults import (  # noqa: E402
    GUIDELINES,
    MAYBE_LEGAL,
    STRUCTURAL,
    WITH_PATIENT,
    Fault,
    compiled,
    finds,
    planted,
    without_examples,
)

MOST = 10


def by_proof(fault: Fault) -> tuple[bool, bool]:
    """Whether a fault is found without examples, and whether every patient shown for it replays."""
    result = compiled(fault.path, without_examples(fault.text))
    failed = [one for one in result.obligations if one.result == "failed" and one.kind in WITH_PATIENT]
    return finds(fault, result) is not None, result.graph is None or not not_replayed(result.graph, failed)


def structural() -> bool:
    """Every structural kind; whether all were found with patients that replay."""
    kept = True
    for kind in STRUCTURAL:
        faults = planted(kind, MOST)
        found = [by_proof(fault) for fault in faults]
        hits, good = sum(hit for hit, _ in found), all(fine for _, fine in found)
        kept = kept and hits == len(faults) and good
        print(f"{kind.__name__:28} {hits:3} of {len(faults):3}   {'patients replay' if good else 'NOT REPLAYED'}")
        _list([fault for fault, (hit, _) in zip(faults, found, strict=True) if not hit])
    return kept


def maybe_legal() -> None:
    """The kinds that may leave a guideline that holds together: rates, and the misses."""
    for kind in MAYBE_LEGAL:
        faults = planted(kind, MOST)
        proved = [by_proof(fault)[0] for fault in faults]
        shown = [hit or finds(f, compiled(f.path, f.text)) is not None for f, hit in zip(faults, proved, strict=True)]
        print(f"{kind.__name__:28} {sum(proved):3} of {len(faults):3}   {sum(shown)} with the guideline's own examples")
        _list([fault for fault, hit in zip(faults, shown, strict=True) if not hit])


def _list(missed: list[Fault]) -> None:
    for fault in missed:
        print(f"    missed: {fault.path}: {fault.what}")


def alarms() -> int:
    """How many errors the clean guidelines raise, or obligations they leave unproved."""
    results = [compiled(path) for path in GUIDELINES]
    errors = sum(problem.severity == "error" for result in results for problem in result.problems)
    unproved = sum(one.result != "proved" for result in results for one in result.obligations)
    print(f"{'clean guidelines':28} {len(results)}: {errors} errors, {unproved} not proved")
    return errors + unproved


def main() -> None:
    """Everything; exit code 1 where a structural fault is missed or a clean guideline raises an alarm."""
    start = time.process_time()
    kept = alarms() == 0
    kept = structural() and kept
    maybe_legal()
    print(f"{time.process_time() - start:.1f} s of processor time")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
