"""A file that was checked and is unchanged: nothing was wrong then, so nothing is wrong now.

Kept is only that no problem at all was found and everything was proved, with the hashes of every file that was looked
for, absent ones too. All of them are read and compared again; the day and the exact code belong to the key. Whatever
differs, the file is checked as ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date

from caretree.pipeline import Compiled, ReadFile
from caretree.solver.remembered import ProofStore

FORMAT = "caretree-unchanged/1"


def unless_unchanged(
    path: str, folder: str, read: ReadFile, today: date, store: ProofStore, check: Callable[[ReadFile], Compiled]
) -> Compiled:
    """What ``check`` says of a file; or, where it found nothing before and nothing has changed, that it is fine."""
    looked: dict[str, str | None] = {}

    def noted(name: str) -> bytes | None:
        data = read(name)
        looked[name] = _hash(data)
        return data

    key = _key(path, folder, _hash(read(path)), today, store)
    library = _known(key, store.load(key), read)
    if library is not None:
        return Compiled(path, None, None, (), {}, library)
    compiled = check(noted)
    proved = all(one.result == "proved" for one in compiled.obligations)
    if proved and not compiled.problems and (compiled.library or compiled.graph is not None):
        store.save(key, _kept(key, looked, compiled.library))
    return compiled


def _hash(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _key(path: str, folder: str, content: str | None, today: date, store: ProofStore) -> str:
    parts = json.dumps([FORMAT, store.made_by, path, folder, content, today.isoformat()])
    return hashlib.sha256(parts.encode()).hexdigest()


def _kept(key: str, looked: dict[str, str | None], library: bool) -> str:
    return json.dumps({"key": key, "looked": looked, "library": library, "sum": _sum(key, looked, library)})


def _sum(key: str, looked: object, library: object) -> str:
    return hashlib.sha256(json.dumps([key, looked, library]).encode()).hexdigest()


def _known(key: str, text: str | None, read: ReadFile) -> bool | None:
    """Whether the unchanged file is a library; ``None`` where it is not known to be unchanged and fine."""
    if text is None:
        return None
    try:
        kept = json.loads(text)
        looked, library = kept["looked"], kept["library"]
        whole = kept["key"] == key and kept["sum"] == _sum(key, looked, library)
        same = whole and bool(looked) and all(_hash(read(name)) == content for name, content in looked.items())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return bool(library) if same else None
