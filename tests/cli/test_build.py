"""What a build writes, refuses, deletes and leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from caretree.cli import writing
from command_line import snapshot, write_starter

SPEC = "spec/visit-by-video.care"
GRAPH = "generated/graphs/visit-by-video.json"
MANIFEST = "generated/manifest.json"


@pytest.fixture
def built(caretree, project: Path) -> Path:
    """A project after its first build."""
    result = caretree("build")
    assert result.exit_code == 0, result.output
    return project


def change(project: Path, old: str, new: str) -> None:
    """Replace words in the guideline."""
    file = project / SPEC
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_build_is_current_and_building_again_changes_nothing(caretree, built: Path) -> None:
    """After a build ``--check`` is content, and a second build writes no file."""
    before = snapshot(built)
    assert caretree("build", "--check").stdout == "Generated files are current.\n"
    assert ", 0 written, 0 deleted." in caretree("build").stdout
    assert snapshot(built) == before


def test_the_manifest_lists_every_file_a_build_wrote(caretree, project: Path) -> None:
    """The build owns what its manifest lists, and it lists everything but itself."""
    before = set(snapshot(project))
    caretree("build")
    listed = set(json.loads((project / MANIFEST).read_text())["files"])
    assert set(snapshot(project)) - before == listed | {MANIFEST}


def test_check_tells_each_file_that_differs_and_writes_nothing(caretree, built: Path) -> None:
    """``build --check``: exit code 1, one line a file with the reason, and not a byte changes."""
    (built / GRAPH).write_text("{}\n")
    (built / "site/pages/guidelines/index.md").unlink()
    change(built, "when the way is long", "when it is far")
    before = snapshot(built)
    result = caretree("build", "--check")
    assert result.exit_code == 1
    assert f"edited by hand: {GRAPH}\n" in result.stdout
    assert "not current: site/pages/guidelines/index.md\n" in result.stdout
    assert "not current: generated/manifest.json\n" in result.stdout
    assert result.stdout.splitlines() == sorted(result.stdout.splitlines(), key=lambda line: line.split(": ")[1])
    assert snapshot(built) == before


def test_an_edited_file_is_refused_unless_forced(caretree, built: Path) -> None:
    """A generated file that somebody changed is never overwritten unasked, and then nothing is."""
    edited = built / "site/pages/guidelines/visit-by-video/index.md"
    edited.write_text("my own words\n")
    change(built, "when the way is long", "when it is far")
    before = snapshot(built)
    result = caretree("build")
    assert result.exit_code == 1
    assert "edited by hand: site/pages/guidelines/visit-by-video/index.md\n" in result.stderr
    assert snapshot(built) == before
    assert caretree("build", "--force").exit_code == 0
    assert "when it is far" in edited.read_text()
    assert caretree("build", "--check").exit_code == 0


def test_only_owned_files_are_deleted(caretree, built: Path) -> None:
    """When a guideline goes, its files go; what the build did not write stays, and so does its folder."""
    mine = built / "site/pages/guidelines/visit-by-video/mine.md"
    mine.write_text("mine\n")
    (built / "spec/second.care").write_text((built / SPEC).read_text().replace("visit-by-video", "second"))
    assert caretree("build").exit_code == 0
    (built / SPEC).unlink()
    result = caretree("build")
    assert result.exit_code == 0
    assert mine.read_text() == "mine\n"
    assert not (built / GRAPH).exists()
    assert not (built / "features/visit-by-video").exists()
    assert (built / "generated/graphs/second.json").exists()
    assert (built / "features/test_scenarios.py").exists()


def test_an_edited_file_is_not_deleted_unasked(caretree, built: Path) -> None:
    """A file that is no longer generated but was edited is somebody's work."""
    (built / "spec/second.care").write_text((built / SPEC).read_text().replace("visit-by-video", "second"))
    (built / SPEC).unlink()
    (built / GRAPH).write_text("mine\n")
    assert caretree("build").exit_code == 1
    assert (built / GRAPH).read_text() == "mine\n"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("consider visit by video [1.2]", "consider visit by vidoe [1.2]", 1),
        ("  id visit-by-video", "\tid visit-by-video", 1),
        ("  expect nothing else", "  expect should use visit in person", 1),
        ("wants video is yes", "wants video is \u202eyes", 1),
    ],
)
def test_an_error_writes_nothing(caretree, built: Path, old: str, new: str, code: int) -> None:
    """While any guideline has an error, the old output stays byte-identical."""
    (built / "spec/sound.care").write_text((built / SPEC).read_text().replace("visit-by-video", "sound"))
    change(built, old, new)
    before = snapshot(built)
    result = caretree("build")
    assert result.exit_code == code
    assert "Nothing was written" in result.stderr
    assert snapshot(built) == before


def test_an_interrupted_build_is_detected(caretree, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted between two files: ``--check`` tells which are not current, and the next build mends it."""
    change(built, "when the way is long", "when it is far")
    replace, seen = os.replace, []

    def interrupted(old: Path, new: Path) -> None:
        seen.append(new)
        if len(seen) > 1:
            raise KeyboardInterrupt
        replace(old, new)

    monkeypatch.setattr(writing.os, "replace", interrupted)
    assert caretree("build").exit_code == 1
    monkeypatch.undo()
    monkeypatch.chdir(built)
    result = caretree("build", "--check")
    assert result.exit_code == 1
    assert "not current: generated/manifest.json\n" in result.stdout
    assert "left by an interrupted build: " in result.stdout
    assert caretree("build").exit_code == 0
    assert caretree("build", "--check").exit_code == 0
    assert not [path for path in snapshot(built) if path.endswith(".part")]


def test_a_full_disk_changes_nothing(caretree, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is staged before the first file is replaced: when staging fails, the old output is untouched."""
    change(built, "when the way is long", "when it is far")
    before, stage = snapshot(built), writing._stage

    def full(file: Path, data: bytes) -> None:
        if file.name == "manifest.json":
            raise OSError(28, "No space left on device", str(file))
        stage(file, data)

    monkeypatch.setattr(writing, "_stage", full)
    with pytest.raises(OSError, match="No space left"):
        caretree("build")
    assert snapshot(built) == before


def test_a_manifest_may_not_point_outside(caretree, built: Path) -> None:
    """A path in the manifest that leads out of the project is not ours: nothing there is touched."""
    outside = built.parent / "outside.txt"
    outside.write_text("keep\n")
    (built / "link").symlink_to(built.parent)
    manifest = json.loads((built / MANIFEST).read_text())
    digest = writing.digest(b"keep\n")
    manifest["files"] |= {"../outside.txt": digest, str(outside): digest, "link/outside.txt": digest}
    (built / MANIFEST).write_text(json.dumps(manifest))
    assert caretree("build").exit_code == 0
    assert outside.read_text() == "keep\n"


@pytest.mark.parametrize("text", ["", "[]", '{"files": 3}', '{"files": {"a": null}}', "\x00", "[" * 9999])
def test_a_broken_manifest_owns_nothing(caretree, built: Path, text: str) -> None:
    """Without a readable manifest every difference is taken for somebody's edit; equal files are simply current."""
    (built / MANIFEST).write_text(text)
    assert caretree("build", "--check").exit_code == 1
    assert caretree("build").exit_code == 0
    assert caretree("build", "--check").exit_code == 0


def test_what_stands_in_the_way_is_told_before_anything_is_written(caretree, project: Path) -> None:
    """A folder where a file must be, a file where a folder must be, a link out of the project: all refused."""
    (project / GRAPH).mkdir(parents=True)
    (project / "features/visit-by-video").write_text("a file\n")
    (project.parent / "elsewhere").mkdir()
    (project / "site/pages/guidelines").symlink_to(project.parent / "elsewhere")
    before = snapshot(project)
    result = caretree("build")
    assert result.exit_code == 1
    for path in (GRAPH, "features/visit-by-video/examples.feature", "site/pages/guidelines/index.md"):
        assert f"not a plain file of this project: {path}\n" in result.stderr
    assert snapshot(project) == before
    assert not list((project.parent / "elsewhere").iterdir())


def test_two_guidelines_of_one_id_are_refused(caretree, project: Path) -> None:
    """They would write the same files, so neither is written."""
    (project / "spec/again.care").write_text((project / SPEC).read_text())
    result = caretree("build")
    assert result.exit_code == 1
    assert "error[duplicate-guideline-id]" in result.stderr
    assert not (project / "generated").exists()


@pytest.mark.parametrize("name", ["../outside", "a/b", "class", "", "a-b", 3])
def test_the_package_name_cannot_lead_elsewhere(caretree, project: Path, name: object) -> None:
    """``package`` names a folder that is written to: what Python cannot import is refused with exit code 2."""
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace('package = "north_hospital"', f"package = {json.dumps(name)}"))
    result = caretree("build")
    assert result.exit_code == 2
    assert "is no name Python can import" in result.stderr
    assert not (project / "generated").exists()


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    """Path, time zone, locale and hash seed leave no mark on any generated byte, this project's own included."""
    root = Path(__file__).resolve().parents[2]
    places = [tmp_path / "a", tmp_path / "somewhere else" / "b"]
    worlds = [
        {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "COLUMNS": "40"},
    ]
    processes = []
    for place, world in zip(places, worlds, strict=True):
        for project in (write_starter(place / "starter"), copy_of_the_project(root, place / "own")):
            command = [sys.executable, "-m", "caretree.cli", "build", "--quiet"]
            processes.append(subprocess.Popen(command, cwd=project, env={**os.environ, **world}))
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    builds = [snapshot(place) for place in places]
    assert list(builds[0]) == list(builds[1])
    assert [path for path in builds[0] if builds[0][path] != builds[1][path]] == []


def copy_of_the_project(root: Path, folder: Path) -> Path:
    """What a build reads, and nothing that a build wrote."""
    for file in [root / "pyproject.toml", *sorted((root / "spec").rglob("*.care"))]:
        copy = folder / file.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return folder
