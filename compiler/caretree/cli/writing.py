"""Writing generated files: rendered first, replaced one by one, the manifest last.

The manifest lists the files the build owns with their hashes. Only owned files are ever deleted, an edited one is never
overwritten unasked, and an interrupted build shows in ``--check`` because every file is compared.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "generated/manifest.json"


@dataclass(frozen=True, slots=True)
class Difference:
    """What writing would change: paths to write, to delete, and those somebody edited by hand."""

    write: tuple[str, ...]
    delete: tuple[str, ...]
    edited: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether disk and sources agree."""
        return not self.write and not self.delete


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def owned(root: Path) -> dict[str, str]:
    """The files the last build wrote, with their hashes; empty where there is no readable manifest."""
    try:
        files = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(path): str(value) for path, value in files.items() if _inside(root, str(path))}


def _inside(root: Path, path: str) -> bool:
    """A manifest is a file like any other: a path in it that leads out of the project is not ours."""
    return (root / path).resolve().is_relative_to(root.resolve())


def compare(root: Path, wanted: Mapping[str, bytes]) -> Difference:
    """What it would take to bring the disk to the wanted files (``path → bytes``, the manifest included)."""
    before = owned(root)
    write, edited = [], []
    for path, data in wanted.items():
        present = _read(root / path)
        if present == data:
            continue
        write.append(path)
        if path != MANIFEST and present is not None and digest(present) != before.get(path):
            edited.append(path)
    delete = [path for path in before if path not in wanted and (root / path).exists()]
    edited += [path for path in delete if digest((root / path).read_bytes()) != before[path]]
    return Difference(tuple(sorted(write)), tuple(sorted(delete)), tuple(sorted(edited)))


def apply(root: Path, wanted: Mapping[str, bytes], difference: Difference) -> None:
    """Write and delete; the manifest comes last."""
    for path in difference.delete:
        (root / path).unlink()
        _remove_empty_folders(root, (root / path).parent)
    for path in sorted(difference.write, key=lambda path: (path == MANIFEST, path)):
        _replace(root / path, wanted[path])


def _replace(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    part.write_bytes(data)
    os.replace(part, file)


def _remove_empty_folders(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
