"""A new project works as its README says, beside another one."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from caretree.starter.files import package_name
from command_line import CARETREE


def run(folder: Path, *command: str) -> str:
    """Standard output of a command that must succeed in a folder."""
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def block(readme: str, language: str) -> str:
    """The first fenced block of a language in Markdown."""
    found = re.search(rf"^```{language}\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_every_command_of_the_new_readme_works(tmp_path: Path) -> None:
    """check, build, the scenarios and the Python example of a new project run as its README shows them."""
    assert "caretree check" in run(tmp_path, CARETREE, "new", "St. Anna's")
    folder = tmp_path / "St. Anna's"
    readme = (folder / "README.md").read_text()
    commands = re.findall(r"^(?:caretree|python -m) \w+", block(readme, ""), re.MULTILINE)
    assert commands == ["caretree check", "caretree build", "python -m pytest", "caretree serve"]
    assert run(folder, CARETREE, "check") == "no problems\n"
    assert "written" in run(folder, CARETREE, "build")
    assert run(folder, CARETREE, "format", "--check") == ""
    assert re.search(
        r"^\d+ passed", run(folder, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"), re.MULTILINE
    )
    shown = run(folder / "generated", sys.executable, "-W", "error", "-c", block(readme, "python"))
    assert "consider, visit by video, undecided, examination-needed\n" in shown
    assert shown.endswith("ask next: examination-needed\n")


def test_two_projects_live_side_by_side(caretree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hospitals' libraries have names of their own and answer in one program."""
    monkeypatch.chdir(tmp_path)
    for name in ("north", "south"):
        assert caretree("new", name).exit_code == 0
        monkeypatch.chdir(tmp_path / name)
        assert caretree("build").exit_code == 0
        monkeypatch.chdir(tmp_path)
    program = (
        "import sys; sys.path += ['north/generated', 'south/generated']\n"
        "import north, south\n"
        "from north import visit_by_video as one\nfrom south import visit_by_video as other\n"
        "facts = {'examination needed': True, 'at': '2026-11-21'}\n"
        "answers = [g.decide(g.Patient.from_mapping(facts)) for g in (one, other)]\n"
        "print([answer.recommendations[0].action for answer in answers], one is other)\n"
    )
    assert run(tmp_path, sys.executable, "-W", "error", "-c", program) == (
        "['visit-in-person', 'visit-in-person'] False\n"
    )


@pytest.mark.parametrize(
    ("folder", "package"),
    [
        ("north-hospital", "north_hospital"),
        ("St. Anna's", "st_anna_s"),
        ("2nd floor", "guides_2nd_floor"),
        ("class", "guides_class"),
        ("中央病院", "guides"),
    ],
)
def test_a_folder_s_name_becomes_a_package(folder: str, package: str) -> None:
    """Any folder gives a name that Python can import."""
    assert package_name(folder) == package


def test_new_never_writes_into_a_folder_in_use(caretree, project: Path) -> None:
    """An existing folder with anything in it is left alone; an empty one is used."""
    before = sorted(project.rglob("*"))
    assert caretree("new", ".").exit_code == 2
    assert sorted(project.rglob("*")) == before
    (project / "empty").mkdir()
    assert caretree("new", "empty").exit_code == 0
    assert (project / "empty/spec/visit-by-video.care").is_file()


def test_a_folder_with_a_space_is_told_so_that_it_can_be_pasted(caretree, tmp_path: Path) -> None:
    """The first command of what comes next changes into the folder, whatever its name."""
    result = caretree("new", tmp_path / "north clinic")
    assert f'  cd "{tmp_path / "north clinic"}"\n' in result.output
    assert f"  cd {tmp_path / 'south'}\n" in caretree("new", tmp_path / "south").output
