"""Guidelines with faults of logic, and the messages they must produce: on the right line, with the right patient.

    never offer X when allergic [1.1]  # error: [unsafe-advice] "allergic is yes"

Exactly the stated problems are found. What stands in quotes is part of the message, of the patient or of the reason.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from caretree.pipeline import Compiled, compile_file
from caretree.problems.problem import Problem

FOLDER = Path(__file__).resolve().parent
FILES = sorted(FOLDER.glob("*.care"))
MARK = re.compile(r' +# (error|warning): \[([a-z-]+)\](?: "([^"]*)")?$')
Found = tuple[int, str, str]


def compiled(path: Path) -> Compiled:
    """The file without its marks, compiled with its proofs."""
    text = "\n".join(MARK.sub("", line) for line in path.read_text(encoding="utf-8").splitlines()) + "\n"
    return compile_file(path.name, lambda name: text.encode() if name == path.name else None, "")


def stated(path: Path) -> dict[Found, str]:
    """What the marks state, with the words in quotes."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [(number, MARK.search(line)) for number, line in enumerate(lines, start=1)]
    return {(number, mark[1], mark[2]): mark[3] or "" for number, mark in marks if mark}


def told(problem: Problem) -> str:
    """A problem in one line."""
    return " · ".join((problem.message, ", ".join(problem.patient), problem.why))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_faulty_guideline_is_refused_with_a_patient(path: Path) -> None:
    """Every fault of logic is found on its line, with the patient it harms; nothing else is called a fault."""
    problems = {(p.span.line, p.severity, p.name): told(p) for p in compiled(path).problems}
    wanted = stated(path)
    assert {key: problems[key] for key in problems if key not in wanted} == {}
    assert [key for key in wanted if key not in problems] == []
    assert [(key, problems[key]) for key, words in wanted.items() if words not in problems[key]] == []
