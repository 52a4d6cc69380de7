"""How long one patient takes: ``python -m tests.benchmarks.one_patient [--install-peers] [--record]``.

Builds the library of the workload and of the three articles into ``build/benchmarks`` and times it there beside
hand-written code, pydantic and other engines, all in the same rounds. The peers stand in an environment of their own
(``requirements.txt``, ``package.json``), which ``--install-peers`` makes. ``--record`` keeps what was found
for the page.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import compile_file
from caretree.targets.python.emit import emit

from tests.benchmarks.one_patient_record import record_of

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


def install_peers(folder: Path) -> None:
    """Make the peers' environments: one of Python, one of Node."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "peers")], check=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements.txt")], check=True)
    (folder / "npm").mkdir(exist_ok=True)
    shutil.copy(HERE / "package.json", folder / "npm" / "package.json")
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=folder / "npm", check=True)


def measured(folder: Path, patients: int) -> dict[str, object]:
    """What the peers' Python measures; this one where there are no peers."""
    peers = folder / "peers" / "bin" / "python"
    python = str(peers) if peers.is_file() else sys.executable
    script = [str(HERE / "measure_one_patient.py"), str(folder / "generated"), PACKAGE, str(patients)]
    done = subprocess.run([python, *script, str(folder / "npm")], check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Write the library, time it, and tell or keep what was found."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--install-peers", action="store_true", help="install the peers into build/benchmarks first")
    given.add_argument("--record", action="store_true", help="keep what was found for the page on performance")
    given.add_argument("--patients", type=int, default=2000)
    options = given.parse_args()
    folder = ROOT / "build" / "benchmarks"
    write_library(folder)
    if options.install_peers:
        install_peers(folder)
    found = measured(folder, options.patients)
    packages = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    record = record_of(found, packages if (folder / "npm" / "node_modules").is_dir() else {})
    record.stamp()
    print(record.told())
    if found["missing"]:
        print(f"\nNot installed, and left out: {', '.join(found['missing'])}.")  # type: ignore[arg-type]
    if options.record:
        record.write()


if __name__ == "__main__":
    main()
