"""Building again: what is unchanged is not made again, and whatever changed is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from caretree.cli import build, building
from caretree.cli.kept_texts import kept_or_made
from caretree.cli.proof_cache import store_in
from caretree.pipeline import Compiled
from caretree.source.text import SourceText

SPEC = "spec/visit-by-video.care"
GRAPH = "generated/graphs/visit-by-video.json"
CURRENT = "Generated files are current.\n"


@pytest.fixture
def compiled(caretree, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A project built with a cache folder of its own; grows by one whenever it is compiled again."""
    monkeypatch.setattr(build, "proof_store", lambda kind: store_in(tmp_path / "cache" / kind, "this code"))
    assert caretree("build").exit_code == 0
    times: list[int] = []
    compile_paths = building.compile_paths

    def counted(*given) -> list[Compiled]:
        times.append(1)
        return compile_paths(*given)

    monkeypatch.setattr(building, "compile_paths", counted)
    return times


def test_unchanged_is_not_compiled_again(caretree, compiled: list[int]) -> None:
    """The second build and its check read and compare every file, and compile nothing."""
    assert caretree("build", "--check").stdout == CURRENT
    assert caretree("build").stdout.endswith(" files, 0 written, 0 deleted.\n")
    assert not compiled


@pytest.mark.parametrize(
    "change",
    [
        lambda root: _rewrite(root / SPEC, "at least 60 minutes", "at least 61 minutes"),
        lambda root: _rewrite(root / SPEC, "# A first guideline", "# My first guideline"),
        lambda root: _rewrite(root / "pyproject.toml", 'package = "', 'package = "other_'),
        lambda root: (root / "spec/other.care").write_text('library "Other":\n  id other\n  version 0.1.0\n'),
        lambda root: (root / GRAPH).write_text("{}\n"),
        lambda root: _rewritten_unseen(root / GRAPH),
        lambda root: (root / GRAPH).unlink(),
        lambda root: (root / GRAPH).rename(root.parent / "away") and (root / GRAPH).symlink_to(root.parent / "away"),
        lambda root: (root / (GRAPH + ".part")).write_text("half"),
        lambda root: (root / "generated/manifest.json").unlink(),
        lambda root: (root / "generated/evidence/visit-by-video.json").write_text("{}"),
    ],
    ids=[
        "number",
        "comment",
        "package",
        "file",
        "edited",
        "unseen",
        "deleted",
        "link",
        "interrupted",
        "manifest",
        "measured",
    ],
)
def test_whatever_changed_is_compiled(
    caretree, compiled: list[int], project: Path, change: Callable[[Path], object]
) -> None:
    """A spec, a setting, what was measured, or any generated file."""
    change(project)
    caretree("build", "--check")
    assert compiled == [1]


def test_what_changed_back_is_known_again(caretree, compiled: list[int], project: Path) -> None:
    """What is kept belongs to the text, not to the time: an undone change is current without compiling."""
    text = (project / SPEC).read_bytes()
    _rewrite(project / SPEC, "at least 60 minutes", "at least 61 minutes")
    assert caretree("build", "--check").exit_code == 1
    (project / SPEC).write_bytes(text)
    assert caretree("build", "--check").stdout == CURRENT
    assert compiled == [1]


def test_a_remark_is_told_every_time(caretree, compiled: list[int], project: Path) -> None:
    """A project with a warning is always compiled, so that the warning is never lost."""
    _rewrite(project / SPEC, "  audience clinicians", "  review by 2020-01-01\n  audience clinicians")
    for _ in range(2):
        assert "review" in caretree("build").stderr
    assert compiled == [1, 1]


def test_force_builds_whatever_is_kept(caretree, compiled: list[int]) -> None:
    """Somebody who does not trust what is kept can have everything made anew."""
    caretree("build", "--force")
    assert compiled == [1]


def test_damage_is_not_believed(caretree, compiled: list[int], tmp_path: Path) -> None:
    """What does not fit its own sum is compiled again."""
    for file in (tmp_path / "cache/built").iterdir():
        file.write_text(file.read_text().replace("a", "b"))
    assert caretree("build", "--check").stdout == CURRENT
    assert compiled == [1]


def _rewritten_unseen(file: Path) -> None:
    """One byte of a file is another, its size and its times are not."""
    data, times = file.read_bytes(), file.stat()
    file.write_bytes(b"[" + data[1:])
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def _rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def text_about(text: str, folder: Path, made: str = "this code", about: str = "scenarios") -> str:
    """What is kept about a guideline of this text; made anew it says how often that happened in the folder."""
    source = {"a.care": SourceText("a.care", text)}
    one = Compiled("a.care", None, None, (), source)
    return kept_or_made(store_in(folder, made), about, one, lambda: f"made {len(list(folder.glob('*')))}")


def test_a_text_is_kept_for_exactly_one_guideline(tmp_path: Path) -> None:
    """Another text, another purpose or other code makes it anew."""
    assert text_about("one", tmp_path) == text_about("one", tmp_path) == "made 0"
    assert text_about("two", tmp_path) == "made 1"
    assert text_about("one", tmp_path, about="pages") == "made 2"
    assert text_about("one", tmp_path, made="other code") == "made 3"


@pytest.mark.parametrize("damage", [lambda t: "", lambda t: t[:-5], lambda t: t.replace("made 0", "made 9")])
def test_a_damaged_text_is_made_again(tmp_path: Path, damage: Callable[[str], str]) -> None:
    """Text that does not fit its key and its sum is nobody's."""
    text_about("one", tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(damage(file.read_text()))
    assert text_about("one", tmp_path) == "made 1"
