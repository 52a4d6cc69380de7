"""How long one patient takes: ``python -m tests.benchmarks.one_patient [--python PYTHON]``.

Builds the library of the workload and of the three articles into ``build/benchmarks`` and times it there with another
Python, where peers may be installed (``requirements.txt``). Prints tables; nothing here runs in the test suite.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import compile_file
from caretree.targets.python.emit import emit

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PACKAGE = "benchmark_guides"
ARTICLES = ("itp-after-ivig", "post-rituximab-cytopenia", "sle-pancytopenia")


def without_units(text: str) -> str:
    """The workload with plain numbers: no unit is written, and the dose is a named amount."""
    text = re.sub(r"is a quantity in \S+, plausible", "is a number, plausible", text)
    text = re.sub(r"(at least|below) ([\d.]+) (x10\^9/L|g/dL)", r"\1 \2", text)
    text = text.replace("    dose 1 mg/kg of weight [1.2]", "    dose amount [1.2]")
    text = text.replace("id benchmark-workload", "id benchmark-workload-plain")
    amount = "\ndefinitions:\n  amount in mg is calculated as:\n    weight * 1\n    [1.2]\n\nactions:\n"
    return text.replace("\nactions:\n", amount)


def compiled(path: str, files: dict[str, bytes]) -> DecisionGraph:
    """The decision graph of a file; it must be without errors."""

    def read(name: str) -> bytes | None:
        file = ROOT / name
        return files.get(name) or (file.read_bytes() if file.is_file() else None)

    found = compile_file(path, read, "spec")
    assert found.graph is not None and found.sound, [problem.message for problem in found.problems]
    return found.graph


def write_library(folder: Path) -> None:
    """Write the library of the workload, with units and without, and of the articles."""
    text = (HERE / "workload.care").read_text(encoding="utf-8")
    files = {"workload.care": text.encode(), "workload-plain.care": without_units(text).encode()}
    graphs = [compiled(name, files) for name in files]
    graphs += [compiled(f"spec/{name}.care", {}) for name in ARTICLES]
    for file in emit(graphs, PACKAGE):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")


def main() -> None:
    """Write the library and time it."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--python", default=sys.executable, help="the Python that has the peers (requirements.txt)")
    given.add_argument("--patients", type=int, default=2000)
    options = given.parse_args()
    folder = ROOT / "build" / "benchmarks"
    write_library(folder)
    library = folder / "generated"
    command = [options.python, str(HERE / "measure_one_patient.py"), str(library), PACKAGE, str(options.patients)]
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
