"""A project that was built and is unchanged: the files on the disk are those a build would write again.

Kept is only the hash of each file that a build of this project wrote or found current, under a key of everything a
build reads: every spec file, what ``caretree mutate`` measured, the name of the package, the day, the exact code and
its libraries. All of it is read and hashed again, and so is every generated file; whatever differs, the project is
built as ever. A project with so much as a warning is always built, so that it is told every time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from caretree.cli.project import Project, care_files
from caretree.cli.standing import digest, stands
from caretree.solver.remembered import ProofStore

CURRENT = "Generated files are current."
FORMAT = "caretree-built/1"


def build_key(project: Project, store: ProofStore, today: date) -> str:
    """The hash of everything a build of the project depends on."""
    parts = [FORMAT, store.made_by, project.package, today.isoformat()]
    parts += [f"{file.relative_to(project.root).as_posix()} {digest(file.read_bytes())}" for file in _read(project)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _read(project: Project) -> Iterator[Path]:
    yield from care_files(project.spec, ledgers=True)
    evidence = (project.root / "generated/evidence").glob("*.json")
    yield from sorted(file for file in evidence if file.is_file() and not file.name.endswith(".proofs.json"))


def keep(store: ProofStore, key: str, wanted: Mapping[str, bytes]) -> None:
    """Remember what a build found to write."""
    files = {path: digest(data) for path, data in wanted.items()}
    store.save(key, json.dumps({"key": key, "files": files, "sum": _sum(key, files)}))


def files_that_stand(project: Project, store: ProofStore, key: str) -> int | None:
    """How many generated files there are, if all are as a build would write them; ``None`` if that is not known."""
    try:
        kept = json.loads(store.load(key) or "")
        files = kept["files"]
        whole = kept["key"] == key and kept["sum"] == _sum(key, files) and bool(files)
        return len(files) if whole and stands(project.root, files) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _sum(key: str, files: object) -> str:
    return hashlib.sha256(json.dumps([key, files]).encode()).hexdigest()
