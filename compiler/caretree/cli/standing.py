"""Whether files stand on the disk byte by byte: every one is read and hashed, its folder looked through once.

Nothing is taken from a file's date or size, which can stay the same while the bytes change.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

STAGED = ".part"
"""What a file is called until it is complete; one that is left over tells of an interrupted build."""


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def stands(root: Path, files: Mapping[str, str]) -> bool:
    """Whether the disk holds exactly these bytes (``path → SHA-256``), and nothing an interrupted build left over."""
    folders: dict[str, dict[str, str]] = {}
    for path, wanted in files.items():
        folder, _, name = path.rpartition("/")
        folders.setdefault(folder, {})[name] = wanted
    ours = Ours(root)
    return all(_folder_stands(ours, folder, names) for folder, names in folders.items())


def _folder_stands(ours: Ours, folder: str, names: Mapping[str, str]) -> bool:
    if not ours.folder(folder) or not (ours.root / folder).is_dir():
        return False
    with os.scandir(ours.root / folder) as entries:
        plain = {entry.name: entry.is_file(follow_symlinks=False) for entry in entries}
    return all(
        name in plain
        and f"{name}{STAGED}" not in plain
        and (plain[name] or ours.file(f"{folder}/{name}"))
        and _digest_of(f"{ours.root}/{folder}/{name}") == wanted
        for name, wanted in names.items()
    )


class Ours:
    """What of a project's folder is the project's. A path may come from a file like any other, and lead through links:
    one that leads out of the project is not ours. Each folder is looked at once."""

    def __init__(self, root: Path) -> None:
        """Of the project in this folder."""
        self.root = root
        self._within = cache(partial(_resolved_inside, root))
        self._can_stand = cache(partial(_folder_can_stand, root))

    def inside(self, path: str) -> bool:
        """Whether a path, followed through every link, stays in the project."""
        folder, _, name = path.rpartition("/")
        if name in ("", ".", "..") or os.path.isabs(path) or os.path.islink(self.root / path):
            return _resolved_inside(self.root, path)
        return self._within(folder)

    def folder(self, path: str) -> bool:
        """Whether a folder can stand there: inside the project, and nothing but folders on the way."""
        return self._within(path) and self._can_stand(path)

    def file(self, path: str) -> bool:
        """Whether a plain file of the project stands there, or a link to one."""
        return self.inside(path) and (self.root / path).is_file()


def _folder_can_stand(root: Path, folder: str) -> bool:
    place = root / folder
    way = (one for one in (place, *place.parents) if one.is_relative_to(root))
    return all(one.is_dir() or not one.exists() for one in way)


def _resolved_inside(root: Path, path: str) -> bool:
    return (root / path).resolve().is_relative_to(root.resolve())


def _digest_of(file: str) -> str:
    with open(file, "rb", buffering=0) as opened:
        return digest(opened.read())
