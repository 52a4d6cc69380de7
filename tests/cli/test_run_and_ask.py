"""Deciding at the command line: one patient from JSON, or one question after another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from caretree.cli import patients
from command_line import FAR_AWAY

ADVICE = """\
How a repeat visit is held 0.1.0
Not approved: status is draft. For review and testing only, not for the care of patients.

Advice
  consider visit by video
    [A 1.2]
"""


def test_run_prints_the_advice_with_its_citations(caretree, project: Path) -> None:
    """A known patient: the advice, its strength and citation, and that the guideline is not approved."""
    (project / "patient.json").write_text(json.dumps(FAR_AWAY))
    result = caretree("run", "visit-by-video", "--patient", "patient.json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, ADVICE, "")


def test_run_reads_standard_input_and_answers_json(caretree, project: Path) -> None:
    """``--format json`` is the answer's contract; numbers, order and bytes are the same each time."""
    told = [
        caretree("run", "visit-by-video", "--patient", "-", "--format", "json", stdin=json.dumps(FAR_AWAY))
        for _ in range(2)
    ]
    assert told[0].stdout == told[1].stdout
    answer = json.loads(told[0].stdout)
    assert [(r["id"], r["status"]) for r in answer["recommendations"]] == [("offer:visit-by-video", "certain")]
    assert answer["next_question"] is None


def test_run_says_what_to_ask_next(caretree, project: Path) -> None:
    """With nothing known all advice waits, and the question is printed in its own words with the input's name."""
    shown = caretree("run", "visit-by-video", "--patient", "-", stdin="{}").stdout
    assert "Not decided yet\n  should use visit in person\n    waits for: examination needed, travel time" in shown
    assert shown.endswith("Next question\n  Does this visit need an examination? (examination needed)\n")


def test_run_shows_its_way_on_request(caretree, project: Path) -> None:
    """``--trace`` adds every branch that was looked at."""
    shown = caretree("run", "visit-by-video", "--trace", "--patient", "-", stdin=json.dumps(FAR_AWAY)).stdout
    assert "How this was decided\n" in shown
    assert "way-of-visiting" in shown.split("How this was decided")[1]


def test_no_line_is_longer_than_a_page(caretree, project: Path) -> None:
    """Long lines go on below, indented further, so that a terminal never breaks them anywhere."""
    file = project / "spec/visit-by-video.care"
    names = " ".join(["exceedingly"] * 8)
    file.write_text(file.read_text().replace("travel time", f"{names} travel time"))
    shown = caretree("run", "visit-by-video", "--patient", "-", stdin="{}").stdout
    assert max(map(len, shown.splitlines())) <= 100
    assert names in " ".join(shown.split())


def test_without_a_date_the_evaluation_is_today() -> None:
    """``at`` is today where a patient gives none, and is otherwise left alone."""
    assert patients.with_date({"at": "2025-01-01"}) == {"at": "2025-01-01"}
    assert len(patients.with_date({"at": None})["at"]) == 10


@pytest.mark.parametrize(
    ("replies", "questions", "said"),
    [
        (["yes"], 1, "should use visit in person\n    [A 1.1]"),
        (["no", "2 hours", "y"], 3, "consider visit by video\n    [A 1.2]"),
        (["no", "59"], 2, "should use visit in person\n    [A 1.3]"),
        (["no", "?", "?"], 3, "waits for: travel time, wants video"),
    ],
)
def test_ask_asks_only_what_still_matters(caretree, project: Path, replies, questions: int, said: str) -> None:
    """Questions stop as soon as nothing is undecided, or nobody knows more; then the advice is printed."""
    result = caretree("ask", "visit-by-video", stdin="\n".join(replies) + "\n")
    assert result.exit_code == 0
    assert result.stdout.count("\n> ") == questions
    assert said in result.stdout


def test_ask_repeats_a_question_until_the_reply_can_be_read(caretree, project: Path) -> None:
    """A reply that is no answer is told what is wrong with it, and the question comes again."""
    result = caretree("ask", "visit-by-video", stdin="perhaps\nno\n1,5 hours\n90 grams\n1.5 hours\nyes\n")
    assert result.exit_code == 0
    assert result.stdout.count("Does this visit need an examination?") == 2
    assert result.stdout.count("How long is the way to the clinic?") == 3
    assert '"examination needed" is neither yes nor no.' in result.stderr
    assert "consider visit by video" in result.stdout


def test_ask_ends_with_what_can_be_said_so_far(caretree, project: Path) -> None:
    """The end of input stops the questions; the advice so far is printed, its open parts marked."""
    result = caretree("ask", "visit-by-video", stdin="no\n")
    assert result.exit_code == 0
    assert "Not decided yet" in result.stdout


def test_ask_insists_on_what_may_not_be_unknown(caretree, project: Path) -> None:
    """An input without ``may be unknown`` is asked first, and not knowing it is no reply."""
    file = project / "spec/visit-by-video.care"
    first, rest = file.read_text().split("    may be unknown\n", 1)
    rest, examples = rest.split("example nobody asked", 1)
    file.write_text(first + rest + examples[examples.index("examples how long") :])
    result = caretree("ask", "visit-by-video", stdin="?\n\nyes\n")
    assert result.stderr.count("This guideline cannot be used without it.") == 2
    assert "should use visit in person" in result.stdout
    ended = caretree("ask", "visit-by-video", stdin="")
    assert ended.exit_code == 2
    assert '"examination needed"' in ended.stderr


def test_ask_starts_from_what_is_known(caretree, project: Path) -> None:
    """``--patient`` gives what is known already; it is not asked again."""
    (project / "known.json").write_text('{"examination needed": false, "wants video": true}')
    result = caretree("ask", "visit-by-video", "--patient", "known.json", stdin="61\n")
    assert result.stdout.count("\n> ") == 1
    assert "consider visit by video" in result.stdout
