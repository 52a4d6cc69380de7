"""Two guidelines held against each other: what contradicts is found with a patient, what does not is left alone."""

from __future__ import annotations

import json

import pytest
from caretree.cli.compare import command
from caretree.decisions.answer import Answer
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.interpret import interpret
from caretree.decisions.lower import lower
from caretree.resolve.resolve import resolve
from caretree.solver.compare import Compared, compare
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from caretree.syntax.tree import SyntaxTree
from specs import graph_of

LIBRARY = """library "Shared":
  id shared
  version 0.1.0
  notation 1

inputs:
  glucose:
    is a quantity in mmol/L, plausible 0 to 50
    asks "How much?"
  fever:
    is yes or no
    asks "Fever?"

actions:
  pill:
    drug pill, RxNorm 11 unverified
  tablet:
    drug tablet, RxNorm 12 unverified
  round things:
    covers pill, tablet
"""

HEAD = """guideline "{id}":
  id {id}
  version 0.1.0
  notation 1
  status draft
  applies when {scope}

use "common/shared"

inputs:
  seen:
    is yes or no
    asks "Seen?"
"""


def _tree(file: str, text: str) -> SyntaxTree:
    tree, problems = parse(SourceText(file, text))
    assert not problems, problems
    return tree


def guideline(name: str, rest: str, scope: str = "seen") -> DecisionGraph:
    """A small guideline that uses the shared library."""
    text = HEAD.format(id=name, scope=scope) + rest
    library = _tree("spec/common/shared.care", LIBRARY)
    found, problems = resolve(_tree(f"spec/{name}.care", text), lambda _: (library, []), lambda _: (None, []))
    errors = [problem for problem in problems if problem.severity == "error"]
    assert found is not None and not errors, errors
    return lower(found)


AVOIDS = "decision sugar:\n  when glucose is above 10 mmol/L:\n    avoid {what}\n  otherwise:\n    nothing further\n"
OFFERS = (
    "decision sugar:\n  when glucose is above {limit} mmol/L:\n    consider {what}\n  otherwise:\n    nothing further\n"
)


def results(one: DecisionGraph, other: DecisionGraph) -> list[str]:
    """What came of each pair."""
    return [each.result for each in compare(one, other)]


@pytest.mark.parametrize("order", [1, -1])
def test_shared_inputs_are_one_variable(order: int) -> None:
    """A limit on a library's input is one limit for both: above 10 here and below 10 there never meet."""
    avoiding = guideline("a", AVOIDS.format(what="pill"))
    meeting = guideline("b", OFFERS.format(limit=12, what="pill"))
    below = OFFERS.replace("above {limit}", "at most 10").format(what="pill")
    apart = guideline("b", below)
    assert results(*(avoiding, meeting)[::order]) == ["contradictory"]
    assert results(*(avoiding, apart)[::order]) == ["compatible"]


def test_own_inputs_stay_apart() -> None:
    """Two guidelines that call an input alike ask two questions: the one may be yes and the other no."""
    avoiding = guideline("a", "decision x:\n  when seen:\n    avoid pill\n  otherwise:\n    nothing further\n", "fever")
    unless = "decision x:\n  when seen:\n    nothing further\n  otherwise:\n    consider pill\n"
    offering = guideline("b", unless, "fever")
    assert results(avoiding, offering) == ["contradictory"]


def test_both_must_apply() -> None:
    """A patient in the scope of one alone gets advice from one alone."""
    avoiding = guideline("a", AVOIDS.format(what="pill"), "fever")
    offering = guideline("b", OFFERS.format(limit=1, what="pill"), "not fever")
    assert results(avoiding, offering) == ["compatible"]


@pytest.mark.parametrize(
    ("avoided", "declared", "offered", "why"),
    [
        ("round things", "", "tablet", "RxNorm 12"),
        ("pill", "actions:\n  round thing:\n    drug pill, RxNorm 11 unverified\n", "round thing", "RxNorm 11"),
        ("pill", "actions:\n  mixture:\n    combines pill, tablet\n", "mixture", "RxNorm 11"),
    ],
)
def test_classes_combinations_and_codes(avoided: str, declared: str, offered: str, why: str) -> None:
    """A class speaks of its members, a combination gives its components, one code is one drug."""
    avoiding = guideline("a", AVOIDS.format(what=avoided))
    found = compare(avoiding, guideline("b", declared + OFFERS.format(limit=1, what=offered)))
    assert [(one.result, one.offered.rsplit("/")[-1]) for one in found][:1] == [
        ("contradictory", offered.replace(" ", "-"))
    ]
    assert why in found[0].why


def test_other_drugs_do_not_meet() -> None:
    """Advice against one drug says nothing of another."""
    avoiding = guideline("a", AVOIDS.format(what="pill"))
    assert compare(avoiding, guideline("b", OFFERS.format(limit=1, what="tablet"))) == ()


def test_only_the_facts_that_matter_are_shown_and_whose_they_are() -> None:
    """A shared fact is said once; a fact of one guideline says whose it is; what decides nothing is left out."""
    found = compare(guideline("a", AVOIDS.format(what="pill")), guideline("b", OFFERS.format(limit=1, what="pill")))
    own, shared, other = found[0].patient
    assert (own, other) == ("seen is yes (a)", "seen is yes (b)")
    assert shared.startswith("glucose is ") and shared.endswith(" mmol/L")


ARTICLES = [
    ("post-rituximab-cytopenia", "sle-pancytopenia", "azathioprine-maintenance"),
    ("post-rituximab-cytopenia", "itp-after-ivig", "danazol-with-azathioprine"),
]


@pytest.mark.parametrize(("avoiding", "offering", "offered"), ARTICLES)
def test_the_articles_contradict_each_other(avoiding: str, offering: str, offered: str) -> None:
    """Marrow-suppressive drugs are avoided in one article and azathioprine is offered in others; the interpreter says
    so too, of the very patient shown."""
    graphs = {name: graph_of(name) for name in (avoiding, offering)}
    found = {one.offered: one for one in compare(graphs[avoiding], graphs[offering])}[offered]
    assert (found.result, found.avoided) == ("contradictory", "haematology/marrow-suppressive-drugs")
    answers = [_answer(graphs[name], found, position) for position, name in enumerate((avoiding, offering))]
    against = {(one.action, one.status) for one in answers[0].recommendations if one.direction == "against"}
    assert (found.avoided, "certain") in against
    given = {(one.action, one.status) for one in answers[1].recommendations if one.direction == "offer"}
    given |= {(one.action, one.status) for choice in answers[1].choices for one in choice.options}
    assert given & {(offered, "certain"), (offered, "in")}


def _answer(graph: DecisionGraph, found: Compared, position: int) -> Answer:
    answer, problems = interpret(graph, found.witnesses[position].record)
    assert answer is not None and answer.in_scope == "yes", problems
    return answer


def test_the_same_question_is_answered_the_same_way() -> None:
    """Comparing twice gives the same values, patients included."""
    graphs = [graph_of(name) for name in ARTICLES[0][:2]]
    assert compare(*graphs) == compare(*graphs)


def _said(capsys: pytest.CaptureFixture[str], *names: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        command.main(names, "compare")
    return int(str(ended.value.code)), capsys.readouterr().out


def test_the_command_reports_in_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    """A contradiction ends with exit code 1 and shows both lines, their places and the patient; none with 0."""
    code, text = _said(capsys, "post-rituximab-cytopenia", "itp-after-ivig")
    assert code == 1 and "avoid marrow-suppressive drugs [A 6.3]" in text and "RxNorm 1256" in text
    assert "itp-after-ivig: Not approved" in text
    code, as_json = _said(capsys, "post-rituximab-cytopenia", "itp-after-ivig", "--format", "json")
    (found,) = json.loads(as_json)["compared"]
    assert (code, found["result"], list(found["patient"])) == (
        1, "contradictory", ["post-rituximab-cytopenia", "itp-after-ivig"],
    )  # fmt: skip
    code, text = _said(capsys, "itp-after-ivig", "sle-pancytopenia")
    assert code == 0 and "0 contradictory" in text
    assert _said(capsys, "itp-after-ivig", "itp-after-ivig")[0] == 2


def test_without_names_every_pair_of_the_project_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """Six guidelines are fifteen pairs; what the articles say against each other is among them."""
    code, text = _said(capsys)
    assert code == 1 and text.count(" of opposed advice: ") == 15
    assert "itp-after-ivig and post-rituximab-cytopenia\n" in text and "avoid marrow-suppressive drugs [A 6.3]" in text
    assert _said(capsys, "itp-after-ivig")[0] == 2
