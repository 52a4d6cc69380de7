"""Writing generated files: all rendered and staged first, replaced one by one, the manifest last.

The manifest lists the files the build owns with their hashes. Only owned files are ever deleted, an edited one is never
overwritten unasked, and an interrupted build shows in ``--check`` because every file is compared.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from caretree.cli.standing import STAGED, Ours, digest

MANIFEST = "generated/manifest.json"


class Difference(Struct, frozen=True):
    """What writing would change.

    Paths to write, owned paths to delete, those of either that somebody edited by hand, those where something that is
    no plain file of the project stands in the way, and what an interrupted build left over.
    """

    write: tuple[str, ...]
    delete: tuple[str, ...]
    edited: tuple[str, ...]
    blocked: tuple[str, ...]
    left_over: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether disk and sources agree."""
        return not (self.write or self.delete or self.left_over)


def owned(root: Path) -> dict[str, str]:
    """The files the last build wrote, with their hashes; empty where there is no readable manifest."""
    try:
        files = json.loads((root / MANIFEST).read_text(encoding="utf-8"))["files"]
        ours = Ours(root)
        return {str(path): str(value) for path, value in files.items() if ours.inside(str(path))}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def compare(root: Path, wanted: Mapping[str, bytes]) -> Difference:
    """What it would take to bring the disk to the wanted files (``path → bytes``, the manifest included)."""
    before = owned(root)
    ours = Ours(root)
    blocked = [path for path in wanted if _blocked(ours, path)]
    found = {path: _read(root / path) for path in wanted}
    write = [path for path, data in wanted.items() if found[path] != data]
    delete = [path for path in before if path not in wanted and (root / path).is_file()]
    edited = [path for path in write if path != MANIFEST and _edited(found[path], before.get(path))]
    edited += [path for path in delete if _edited(_read(root / path), before[path])]
    left_over = [path + STAGED for path in {**before, **wanted} if (root / (path + STAGED)).is_file()]
    return Difference(*(tuple(sorted(paths)) for paths in (write, delete, edited, blocked, left_over)))


def _edited(present: bytes | None, written: str | None) -> bool:
    """Whether somebody's work would be lost; an empty file holds none."""
    return bool(present) and digest(present or b"") != written


def _blocked(ours: Ours, path: str) -> bool:
    """A folder or a link out of the project where a file must stand, or a file where a folder must."""
    folder = path.rpartition("/")[0]
    return not ours.folder(folder) or not ours.inside(path) or (ours.root / path).is_dir()


def apply(root: Path, wanted: Mapping[str, bytes], difference: Difference) -> None:
    """Write and delete. Everything is staged before the first file is replaced, so a full disk changes nothing; the
    manifest comes last."""
    order = sorted(difference.write, key=lambda path: (path == MANIFEST, path))
    try:
        for path in order:
            _stage(root / path, wanted[path])
    except OSError:
        for path in order:
            _staged(root / path).unlink(missing_ok=True)
        raise
    for path in (*difference.delete, *(left for left in difference.left_over if _complete(left) not in order)):
        (root / path).unlink(missing_ok=True)
        _remove_empty_folders(root, (root / path).parent)
    for path in order:
        os.replace(_staged(root / path), root / path)


def replace_file(file: Path, data: bytes) -> None:
    """Replace one file at once: a reader sees the old bytes or the new ones, never half of them."""
    _stage(file, data)
    if file.exists():
        shutil.copymode(file, _staged(file))
    os.replace(_staged(file), file)


def _complete(left: str) -> str:
    return left.removesuffix(STAGED)


def _staged(file: Path) -> Path:
    return file.with_name(file.name + STAGED)


def _stage(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    _staged(file).write_bytes(data)


def _remove_empty_folders(root: Path, folder: Path) -> None:
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None
