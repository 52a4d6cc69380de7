"""Rebuilding when a guideline is saved.

    {"spec/a.care": (1, 40)}, then {"spec/a.care": (2, 41)}   →   rebuild(["spec/a.care"])

Looking at times and sizes twice a second needs no dependency and works on network drives, where notifications do not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Saved = dict[str, tuple[int, int]]
"""Path → time of the last change in nanoseconds and size in bytes."""


def saved(folder: Path) -> Saved:
    """The spec files below a folder as they are now; one that vanishes meanwhile is left out."""
    found: Saved = {}
    for file in sorted(folder.rglob("*.care")):
        try:
            facts = file.stat()
        except OSError:
            continue
        found[file.relative_to(folder).as_posix()] = (facts.st_mtime_ns, facts.st_size)
    return found


def changed(before: Saved, now: Saved) -> list[str]:
    """The files that are new, gone or different, in order of path."""
    return sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path))


def watch(look: Callable[[], Saved], rebuild: Callable[[list[str]], None], wait: Callable[[], bool]) -> None:
    """Rebuild after every change until ``wait`` says that it is over.

    A build starts only when two looks agree: an editor that is still writing is waited for.
    """
    built = seen = look()
    while wait():
        now = look()
        if now == seen and now != built:
            rebuild(changed(built, now))
            built = now
        seen = now
