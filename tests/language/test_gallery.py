"""The gallery: drafts of well-known algorithms, each from published sources."""

from __future__ import annotations

import pytest
from caretree.pipeline import Compiled, compile_file
from caretree.source.text import SourceText
from caretree.syntax.format import format_text
from language_blocks import FOLDER  # type: ignore[import-not-found]

ROOT = FOLDER.parents[1]
GALLERY = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "spec" / "gallery").glob("*.care"))


def read(path: str) -> bytes | None:
    """The bytes of a file of the project."""
    file = ROOT / path
    return file.read_bytes() if file.is_file() else None


@pytest.fixture(scope="module", params=GALLERY)
def compiled(request: pytest.FixtureRequest) -> Compiled:
    """One guideline of the gallery, with its proofs."""
    return compile_file(request.param, read, "spec")


def test_a_guideline_of_the_gallery_is_proved_without_remarks(compiled: Compiled) -> None:
    """Nothing is left over, every example answers as its source says, and every obligation is proved."""
    assert [f"{problem.span} {problem.name}: {problem.message}" for problem in compiled.problems] == []
    assert {one.result for one in compiled.obligations} == {"proved"}


def test_a_guideline_of_the_gallery_is_a_draft_with_public_sources(compiled: Compiled) -> None:
    """It is marked as a draft, every source has its address, and what was read of it is said."""
    assert compiled.guideline is not None
    assert compiled.guideline.header.status == "draft"
    assert all(source.url and source.reviewed and source.sections for source in compiled.guideline.sources)
    assert len(compiled.guideline.examples) >= 10


@pytest.mark.parametrize("path", GALLERY)
def test_a_guideline_of_the_gallery_stands_in_its_canonical_form(path: str) -> None:
    """The formatter would change nothing."""
    text = (read(path) or b"").decode()
    assert format_text(SourceText(path, text))[0] == text
