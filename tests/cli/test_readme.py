"""What the README shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from caretree.cli.main import COMMANDS
from command_line import CARETREE

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BUILD = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/caretree build"
TEST = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest"


def blocks(language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def output(*command: str, shell: bool = False) -> str:
    """Standard output of a command that must succeed at the project's root."""
    path = {"PATH": f"{Path(CARETREE).parent}:/usr/bin:/bin"}
    words = command[0] if shell else list(command)
    result = subprocess.run(words, cwd=ROOT, shell=shell, capture_output=True, text=True, check=False, env=path)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_two_commands_stand_on_the_first_screen() -> None:
    """A newcomer finds both commands, word for word, without scrolling, and CI runs the second as it stands."""
    first_screen = "\n".join(README.splitlines()[:24])
    assert BUILD in first_screen
    assert TEST in first_screen
    assert "README.md" in (ROOT / ".ci/run").read_text()


def test_the_language_shown_is_a_guideline_s() -> None:
    """Each line of the example stands in the guideline it is said to be from, and they are about twenty."""
    (shown,) = blocks("care")
    written = (ROOT / "spec/gallery/curb65.care").read_text().splitlines()
    lines = [line for line in shown.splitlines() if line]
    assert [line for line in lines if line not in written] == []
    assert 18 <= len(lines) <= 22


def test_the_run_prints_what_is_shown() -> None:
    """The command of the README gives the output below it, to the letter."""
    (shown,) = blocks("console")
    command, advice = shown.removeprefix("$ ").split("--patient -\n", 1)
    assert output(f"{command}--patient -", shell=True) == advice


def test_the_program_prints_what_is_shown() -> None:
    """The Python example runs against the generated library and prints the text below it."""
    (program,), (shown,) = blocks("python"), blocks("text")
    assert output(sys.executable, "-W", "error", "-c", program) == shown


def test_every_command_is_listed() -> None:
    """The table of commands names each one."""
    table = README.split("## All commands")[1]
    assert [command for command in COMMANDS if not re.search(rf"[` ]{command}\b", table)] == []


def test_every_link_leads_somewhere() -> None:
    """Links between files are not broken."""
    links = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
