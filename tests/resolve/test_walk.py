"""Walking through a guideline passes over fields that hold no node: none of them ever holds one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from caretree.guideline.walk import nodes, parts
from caretree.pipeline import compile_file

ROOT = Path(__file__).resolve().parents[2]
GUIDELINES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "spec").glob("*.care"))


@pytest.mark.parametrize("path", GUIDELINES)
def test_no_node_is_passed_over(path: str) -> None:
    """The nodes are those that looking into every field of every node finds, in the same order."""
    guideline = compile_file(path, _read, "spec", proofs=False).guideline
    assert guideline is not None
    assert [id(node) for node in nodes(guideline)] == [id(node) for node in _every_field(guideline)]


def _every_field(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for part in value:
            yield from _every_field(part)
    elif names := parts(type(value)):
        yield value
        for name in names:
            yield from _every_field(getattr(value, name))


def _read(name: str) -> bytes | None:
    file = ROOT / name
    return file.read_bytes() if file.is_file() else None
