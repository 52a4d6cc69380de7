"""Files that are no guideline, damaged or hostile: the documented exit code, a clear message, nothing written.

The files lie in ``spec/``; those too large to keep are made here.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import snapshot

FILES = Path(__file__).parent / "spec"

EXPECTED: dict[str, tuple[int, str]] = {
    "bidirectional": (1, "bidirectional-control"),
    "binary": (2, "binary-file"),
    "bom-and-crlf": (0, ""),
    "circle-a": (1, "circular-use"),
    "circle-b": (1, "circular-use"),
    "cut-after-a-colon": (1, "empty-block"),
    "cut-in-a-block": (1, "empty-block"),
    "cut-in-a-letter": (2, "not-utf-8"),
    "cut-in-a-text": (1, "unterminated-text"),
    "deep-nesting": (3, "nested-too-deep"),
    "empty": (2, "empty-file"),
    "escape-sequence": (1, "control-character"),
    "giant-line": (3, "line-too-long"),
    "giant-number": (3, "too-many-digits"),
    "giant-sentence": (3, "text-too-long"),
    "json": (1, "missing-block"),
    "latin-1": (2, "not-utf-8"),
    "ledger-above": (1, "bad-path"),
    "markdown": (1, "missing-block"),
    "not-a-guideline": (1, "missing-block"),
    "nul": (2, "nul-character"),
    "odd-indent": (1, "odd-indent"),
    "only-a-comment": (2, "empty-file"),
    "only-blank-lines": (2, "empty-file"),
    "python": (1, "missing-block"),
    "tabs": (1, "tab-indent"),
    "unknown-notation": (1, "unknown-notation"),
    "use-above": (1, "bad-path"),
    "use-absolute": (1, "bad-path"),
    "use-backslash": (1, "bad-path"),
    "use-circle": (1, "circular-use"),
    "use-drive": (1, "bad-path"),
    "use-itself": (1, "circular-use"),
    "use-link": (1, "missing-library"),
    "utf-16": (2, "utf-16-file"),
    "utf-16-without-mark": (2, "utf-16-file"),
    "zero-width": (1, "zero-width-character"),
}


@pytest.fixture
def built(caretree, project: Path) -> Path:
    """A project after a build, with a file outside it that nothing may read."""
    assert caretree("build", "--quiet").exit_code == 0
    (project / "secret.care").write_text('library "Secret":\n  id secret\n  version 0.1.0\n  notation 1\n')
    (project.parent / "secret.care").write_text((project / "secret.care").read_text())
    return project


def add(project: Path, name: str) -> Path:
    """Put a bad file, and the libraries it uses, into the project's spec folder; the good guideline gives way."""
    for path in FILES.glob("circle-*.care"):
        shutil.copyfile(path, project / "spec" / path.name)
    copy = project / "spec" / f"{name}.care"
    copy.write_bytes((FILES / f"{name}.care").read_bytes())
    return copy


def test_every_file_kept_here_is_expected_something_of() -> None:
    """No file lies here untested."""
    assert {file.stem for file in FILES.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_has_its_exit_code_and_a_clear_message(caretree, built: Path, name: str) -> None:
    """``check`` names the problem, where it stands and what to do, with the documented exit code."""
    code, problem = EXPECTED[name]
    file = add(built, name)
    told = caretree("check", file)
    assert told.exit_code == code
    found = json.loads(caretree("check", "--format", "json", file).stdout)
    assert (problem in [one["name"] for one in found]) if problem else found == []
    for one in found:
        assert one["message"]
        assert one["why"]
        assert one["fix"]
        assert f"spec/{name}.care:{one['line']}" in told.stdout or name.startswith(("use-circle", "circle"))
    assert "\x1b" not in told.stdout
    assert "\u202e" not in told.stdout


@pytest.mark.parametrize("name", [name for name in EXPECTED if name != "bom-and-crlf"])
def test_a_bad_file_writes_nothing(caretree, built: Path, name: str) -> None:
    """Beside a bad file ``build`` ends with its exit code, and every old byte stays."""
    add(built, name)
    before = snapshot(built)
    result = caretree("build")
    assert result.exit_code == max(EXPECTED[name][0], 1)
    assert "Nothing was written" in result.stderr
    assert snapshot(built) == before


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_never_made_worse_by_formatting(caretree, built: Path, name: str) -> None:
    """``format`` ends with a documented exit code; a file it cannot read keeps its bytes; a second run has nothing
    left to do."""
    file = add(built, name)
    before = file.read_bytes()
    result = caretree("format", file)
    assert result.exit_code in (0, 1, 2, 3)
    if result.exit_code:
        assert file.read_bytes() == before
    else:
        assert caretree("format", "--check", file).exit_code == 0


@pytest.mark.parametrize("name", EXPECTED)
def test_standard_input_is_held_to_the_same_rules(caretree, built: Path, name: str) -> None:
    """Piping a file into ``check -`` gives the exit code that the file has."""
    add(built, name)
    code = EXPECTED[name][0]
    result = caretree("check", "-", stdin=(FILES / f"{name}.care").read_bytes())
    assert result.exit_code == (code if name != "use-itself" else 1)


def test_giant_files_are_refused_unread(caretree, built: Path) -> None:
    """Beyond 1 MiB a file is refused with exit code 3, from disk and from standard input."""
    text = (built / "spec/visit-by-video.care").read_text()
    giant = (text + "# and so on\n" * 100_000).encode()
    file = built / "spec/giant.care"
    file.write_bytes(giant)
    for result in (caretree("check", file), caretree("check", "-", stdin=giant), caretree("format", file)):
        assert result.exit_code == 3
        assert "error[file-too-large]" in result.output
    assert file.read_bytes() == giant


def test_libraries_may_not_be_used_too_deep(caretree, built: Path) -> None:
    """A chain of more than sixteen libraries ends with its own problem and exit code 3."""
    for depth in range(1, 19):
        use = f'\nuse "deep-{depth + 1}"\n' if depth < 18 else ""
        text = f'library "Deep {depth}":\n  id deep-{depth}\n  version 0.1.0\n  notation 1\n{use}'
        (built / f"spec/deep-{depth}.care").write_text(text)
    guideline = built / "spec/visit-by-video.care"
    guideline.write_text(guideline.read_text().replace("inputs:\n", 'use "deep-1"\n\ninputs:\n', 1))
    result = caretree("check", guideline)
    assert result.exit_code == 3
    assert "error[too-deep-use]" in result.stdout


@pytest.mark.parametrize("target", ["../secret.care", "../../secret.care"], ids=["project", "outside"])
def test_a_link_never_leads_out_of_the_spec_folder(caretree, built: Path, target: str) -> None:
    """A library behind a link that leaves the spec folder is not read, whether it stays in the project or not."""
    file = add(built, "use-link")
    link = built / "spec/link.care"
    link.symlink_to(target)
    assert "secret" in link.read_text().lower()
    result = caretree("check", file)
    assert result.exit_code == 1
    assert "error[missing-library]" in result.stdout
    whole = caretree("check")
    assert whole.exit_code == 2
    assert "link.care is a link that leads out of" in whole.stderr


def test_a_link_inside_the_spec_folder_is_followed(caretree, built: Path) -> None:
    """Links that stay inside are as good as files."""
    file = add(built, "use-link")
    (built / "secret.care").rename(built / "spec/secret.care")
    (built / "spec/link.care").symlink_to("secret.care")
    assert caretree("check", file).exit_code == 0


def test_folders_and_vanished_files_are_usage_errors(caretree, built: Path) -> None:
    """A folder that is called like a guideline, and a link to nothing, never end in a traceback."""
    (built / "spec/folder.care").mkdir()
    (built / "spec/nothing.care").symlink_to("gone.care")
    assert caretree("check").exit_code == 0
    assert caretree("check", "spec/folder.care").exit_code == 2
    assert caretree("check", "spec/nothing.care").exit_code == 2


def test_a_broken_project_file_is_told(caretree, built: Path) -> None:
    """A ``pyproject.toml`` that cannot be read is named, with exit code 2."""
    for text in (b"[tool.caretree\n", b"\xff\xfe", b'[tool]\ncaretree = "x"\n'):
        (built / "pyproject.toml").write_bytes(text)
        result = caretree("check")
        assert result.exit_code == 2
        assert "pyproject.toml" in result.stderr
