"""How long compiling takes in a warm process: ``python -m tests.benchmarks.compiling``.

Every step for each article by itself: reading and checking, then what is made from it, scenarios and pages last.
Processor time; the fastest of three runs.
"""

from __future__ import annotations

import time
from pathlib import Path

from caretree.pipeline import Compiled, compile_file, steps

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ("itp-after-ivig", "post-rituximab-cytopenia", "sle-pancytopenia")


def read(name: str) -> bytes | None:
    """A file of the project."""
    file = ROOT / name
    return file.read_bytes() if file.is_file() else None


def compiled(name: str) -> Compiled:
    """One article, checked and proved."""
    found = compile_file(f"spec/{name}.care", read, "spec")
    assert found.sound, [problem.message for problem in found.problems]
    return found


def timed(name: str) -> dict[str, float]:
    """Seconds for each step."""
    start = time.process_time()
    one = compiled(name)
    found = {"read and check": time.process_time() - start}
    for step in steps([one], "careguides"):
        start = time.process_time()
        step.make()
        found["scenarios" if step.name.startswith("scenarios") else step.name] = time.process_time() - start
    return found


def main() -> None:
    """Print a table."""
    rows = {name: [timed(name) for _ in range(3)] for name in ARTICLES}
    names = list(rows[ARTICLES[0]][0])
    lines = {name: len((ROOT / "spec" / f"{name}.care").read_text(encoding="utf-8").splitlines()) for name in ARTICLES}
    print(f"| step | {' | '.join(f'{name} ({lines[name]} lines)' for name in ARTICLES)} |")
    print(f"|---|{'---:|' * len(ARTICLES)}")
    for step in names:
        print(f"| {step} | {' | '.join(f'{min(run[step] for run in rows[name]):.2f}' for name in ARTICLES)} |")
    for title, left_out in (("all but scenarios and pages", {"scenarios", "pages"}), ("everything", set())):
        sums = [
            min(sum(seconds for step, seconds in run.items() if step not in left_out) for run in rows[name])
            for name in ARTICLES
        ]
        print(f"| {title} | {' | '.join(f'{seconds:.2f}' for seconds in sums)} |")


if __name__ == "__main__":
    main()
