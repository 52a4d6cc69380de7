"""Every message can be looked up: each problem anything raises is explained, and nothing is explained that never is."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import caretree
import pytest
from caretree.checks import ALL
from caretree.checks.explained import explanations, found_by
from caretree.problems.explain import written
from caretree.targets.site.problems import problem_page
from click.testing import Result

COMPILER = Path(caretree.__file__).parent
RAISING = {"Problem", "PatientProblem", "Words", "report", "_problem", "_about", "problem", "refused"}
NAME = re.compile(r"[a-z]+(-[a-z0-9]+)+")
FAMILIES = {"unknown-": ("unknown-audience", "unknown-status", "unknown-strength")}
"""Names that are put together where they are raised."""


def raised() -> Iterator[str]:
    """The names that stand in the compiler where problems are made."""
    for file in COMPILER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node.func) in RAISING:
                texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant)]
                yield from (text for text in texts[:1] if isinstance(text, str) and NAME.fullmatch(text))
                yield from (name for one in node.args[:1] for name in _family(one))


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _family(argument: ast.expr) -> tuple[str, ...]:
    if isinstance(argument, ast.JoinedStr) and isinstance(argument.values[0], ast.Constant):
        return FAMILIES.get(str(argument.values[0].value), ())
    return ()


def test_every_problem_is_explained() -> None:
    """Whatever name a message carries, ``caretree explain`` and the site know it."""
    assert sorted(set(raised()) - set(explanations())) == []


def test_no_explanation_is_left_over() -> None:
    """Every explained name stands somewhere in the compiler; each is explained once."""
    names = [each.name for each in written()]
    source = "\n".join(file.read_text(encoding="utf-8") for file in COMPILER.rglob("*.py"))
    gone = [name for name in explanations() if f'"{name}"' not in source and name not in FAMILIES["unknown-"]]
    assert gone == [] and len(names) == len(set(names))


def test_every_explanation_says_why_and_what_to_do() -> None:
    """An explanation is complete sentences: what, why and what to do."""
    for each in explanations().values():
        for text in (each.summary, each.why, each.fix):
            assert text and text[0] == text[0].upper() and text.rstrip("`")[-1] in ".…", each.name


def test_the_page_has_every_problem() -> None:
    """A message's name is the anchor of its explanation on the site."""
    page = problem_page(explanations().values()).text
    assert re.findall(r'^<h3 class="ct-name" id="(\S+)">\1</h3>$', page, flags=re.MULTILINE) == [
        each.name
        for topic in dict.fromkeys(e.topic for e in explanations().values())
        for each in explanations().values()
        if each.topic == topic
    ]


@pytest.mark.parametrize("name", ["unsafe-advice", "[missing-unit]"])
def test_explain_prints_the_explanation(caretree: Callable[..., Result], name: str) -> None:
    """The command says what a problem means, why it matters and what to do, with or without the message's brackets."""
    found = caretree("explain", name)
    assert found.exit_code == 0
    assert found.output.startswith(name.strip("[]")) and "Why it matters: " in found.output
    assert "What to do: " in found.output


def test_explain_helps_with_a_misspelt_name(caretree: Callable[..., Result]) -> None:
    """A misspelt name is answered with the nearest; without a name all are listed."""
    found = caretree("explain", "missing-units")
    assert found.exit_code == 2 and "Did you mean 'missing-unit'?" in found.output
    listed = caretree("explain")
    assert listed.exit_code == 0 and len(listed.output.splitlines()) == len(explanations())


@pytest.mark.parametrize("check", [each.__name__.replace("_", "-") for each in ALL])
def test_explain_knows_every_check_by_its_name(caretree: Callable[..., Result], check: str) -> None:
    """A check's name, as its page has it, leads to everything the check finds."""
    found = found_by(check)
    said = caretree("explain", check)
    assert found and said.exit_code == 0
    assert all(each.name in said.stdout for each in found)
