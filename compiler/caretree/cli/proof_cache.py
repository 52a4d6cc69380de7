"""Proofs, what was fine and what was written, kept between runs in the user's cache folder: ``CARETREE_CACHE`` or
``~/.cache/caretree``.

A file is named by the hash of everything its content depends on, so that none can be stale; what is damaged is made
again. Nothing here is needed: a folder that cannot be read or written only costs time. ``CARETREE_CACHE=off`` keeps
nothing.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

import caretree
from caretree.solver.remembered import ProofStore

MOST_FILES = 4_000
"""More than these, and the oldest quarter is removed."""

LOOKS_AFTER = "00"
"""Names are hashes: one file in 256 begins like this, and the folder is looked through only then."""

LIBRARIES = ("z3-solver", "pyparsing", "jinja2", "markupsafe", "sqlglot")
"""What a proof or a written byte can depend on beside our own code."""

MOST_BYTES = 4_000_000
"""A larger file is none of ours."""


@cache
def proof_store(kind: str = "proofs") -> ProofStore | None:
    """The store of this machine's user; ``None`` where none is wanted or there is no home."""
    wanted = os.environ.get("CARETREE_CACHE", "")
    if wanted == "off":
        return None
    try:
        base = Path(wanted) if wanted else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "caretree"
    except RuntimeError:
        return None
    return store_in(base / kind, made_by())


def store_in(folder: Path, made: str) -> ProofStore:
    """A store in one folder, for proofs made by ``made``."""

    def load(key: str) -> str | None:
        file = folder / f"{key}.json"
        try:
            return file.read_text(encoding="utf-8") if file.stat().st_size <= MOST_BYTES else None
        except (OSError, UnicodeDecodeError):
            return None

    def save(key: str, text: str) -> None:
        try:
            _write(folder, f"{key}.json", text)
        except OSError:
            return

    return ProofStore(made, load, save)


def _write(folder: Path, name: str, text: str) -> None:
    """Whole or not at all: other runs may read at the same time."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, folder / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if name.startswith(LOOKS_AFTER):
        _tidy(folder)


def _tidy(folder: Path) -> None:
    with os.scandir(folder) as found:
        files = [(entry.stat().st_mtime, entry.path) for entry in found]
    if len(files) > MOST_FILES:
        for _, path in sorted(files)[: MOST_FILES // 4]:
            Path(path).unlink(missing_ok=True)


@cache
def made_by() -> str:
    """The exact code, templates, libraries and Python at work here: a version alone would not notice a change of the
    code."""
    root = Path(caretree.__file__).parent
    code = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        if file.suffix != ".pyc" and file.is_file():
            data = file.read_bytes()
            code.update(f"{file.relative_to(root).as_posix()} {len(data)}:".encode() + data)
    used = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"caretree {caretree.__version__} {code.hexdigest()} {used} python {sys.version}"
