"""How fast the compiler is: ``python -m tests.benchmarks``. Nothing here is a test; numbers depend on the machine.

``tests.benchmarks.one_patient``, ``tests.benchmarks.compiling`` and ``tests.benchmarks.building`` fill the page on
performance with ``--record`` (``records.py``); ``tests.benchmarks.cohort_speed`` times tables of patients.

Medians, with the bar each is held to and the ratio to it:

    cold check of one guideline        0.42 s   bar 0.5 s   0.84
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDELINE = "spec/itp-after-ivig.care"
CARETREE = str(Path(sys.executable).with_name("caretree"))
LENGTHS = (1_000, 2_500, 5_000, 10_000)


def median(work: Callable[[], object], repeats: int = 9) -> float:
    """The median time of some work in seconds, after one unmeasured run."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def told(what: str, seconds: float, bar: float) -> bool:
    """Print one result; whether it keeps to its bar."""
    kept = seconds <= bar
    print(f"{what:44} {1000 * seconds:8.1f} ms   bar {1000 * bar:6.0f} ms   ratio {seconds / bar:4.2f}"
          f"   {'' if kept else 'MISSED'}".rstrip())  # fmt: skip
    return kept


def run(*command: str) -> None:
    """A process, its output thrown away."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generated")}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)


def cold_check() -> bool:
    """A whole process: Python, imports, reading, checking; without proofs."""
    return told("cold check of one guideline", median(lambda: run(CARETREE, "check", "--no-proofs", GUIDELINE)), 0.5)


def compile_text(path: str, text: bytes) -> None:
    """Compile one file from memory, its libraries and ledgers from the project."""
    from caretree.pipeline import compile_file

    def read(file: str) -> bytes | None:
        return text if file == path else (ROOT / file).read_bytes() if (ROOT / file).is_file() else None

    compiled = compile_file(path, read, "spec", proofs=False)
    assert compiled.sound, compiled.problems[:3]


def warm_compile() -> bool:
    """The same in a process that has compiled before, as an editor or a server does."""
    text = (ROOT / GUIDELINE).read_bytes()
    lines = text.count(b"\n")
    return told(f"warm compile of {lines} lines", median(lambda: compile_text(GUIDELINE, text)), 0.1)


def long_guideline(lines: int, examples: int) -> bytes:
    """A guideline of about so many lines: the same decision again and again under other names, and some examples."""
    from caretree.starter.files import starter_files

    text = starter_files("x")["spec/visit-by-video.care"]
    head, rest = text.split("decision way of visiting:", 1)
    decision, rest = rest.split("safety rules:", 1)
    rules, rest = rest.split("example a long way", 1)
    example = rest.split("example an examination")[0].replace("  expect nothing else\n", "")
    fixed = head.count("\n") + rules.count("\n") + examples * (example.count("\n") + 1)
    decisions = "".join(f"decision way of visiting {n}:{decision}" for n in range((lines - fixed) // 8))
    shown = "".join(f"example a long way {n}{example}" for n in range(examples))
    return f"{head}{decisions}safety rules:{rules}{shown}".encode()


def cost_by_length() -> bool:
    """Cost of a line in short and in long files: the same, if cost is linear.

    The number of examples stays the same: deciding one costs as much as the guideline is long, so ten times the lines
    with ten times the examples is a hundred times the deciding. What that costs is told by ``deciding``.
    """
    costs = []
    for length in LENGTHS:
        text = long_guideline(length, examples=10)
        lines = text.count(b"\n")
        seconds = median(partial(compile_text, "spec/long.care", text), repeats=3)
        costs.append(seconds / lines)
        print(
            f"{f'compile of {lines} lines, 10 examples':44} {1000 * seconds:8.1f} ms   {1e6 * costs[-1]:.0f} us a line"
        )
    ratio = costs[-1] / costs[0]
    print(f"{'cost of a line, longest over shortest':44} {ratio:8.2f}      bar 2 (linear is 1)")
    return ratio <= 2


def deciding() -> None:
    """What one more example costs in a short and in a long file; no bar, for the record."""
    for length in LENGTHS[:2]:
        few, many = (long_guideline(length, examples) for examples in (10, 60))
        short, long = (median(partial(compile_text, "spec/long.care", text), repeats=3) for text in (few, many))
        print(f"{f'an example in a file of {length} lines':44} {1000 * (long - short) / 50:8.2f} ms")


def importing() -> bool:
    """What ``import careguides`` adds to starting Python."""
    bare = median(lambda: run(sys.executable, "-S", "-E", "-c", "pass"), 21)
    program = f"import sys; sys.path.append({str(ROOT / 'generated')!r}); import careguides"
    library = median(lambda: run(sys.executable, "-S", "-E", "-c", program), 21)
    return told("import careguides, over bare Python", max(library - bare, 0.0), 0.005)


def main() -> None:
    """Every benchmark; exit code 1 where a bar is missed."""
    kept = [cold_check(), warm_compile(), importing(), cost_by_length()]
    deciding()
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
