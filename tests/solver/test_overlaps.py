"""An offer meets advice against it through classes, components and shared codes; and only where they are one thing."""

from __future__ import annotations

import pytest
from attacks import not_replayed
from caretree.solver.prove import prove
from every_kind import written
from small_guidelines import compiled

ACTIONS = """\
  pill:
    drug pill, RxNorm 11 unverified
  tablet:
    drug tablet, RxNorm 12 unverified
  same pill under another name:
    drug pill, RxNorm 11 unverified
  syrup:
    code SNOMED 138875005 unverified
  spoonful:
    code SNOMED 138875005 unverified
  round things:
    covers pill, tablet
  all things:
    covers round things, syrup
  mixture:
    combines pill, syrup
  kit:
    combines mixture, possibly tablet
"""

ONE_THING = (
    ("pill", "pill"),
    ("round things", "pill"),
    ("round things", "tablet"),
    ("all things", "tablet"),
    ("all things", "syrup"),
    ("pill", "mixture"),
    ("syrup", "mixture"),
    ("pill", "kit"),
    ("tablet", "kit"),
    ("round things", "mixture"),
    ("all things", "kit"),
    ("pill", "same pill under another name"),
    ("same pill under another name", "mixture"),
    ("round things", "same pill under another name"),
    ("syrup", "spoonful"),
    ("spoonful", "mixture"),
    ("spoonful", "kit"),
)
TWO_THINGS = (
    ("pill", "tablet"),
    ("round things", "syrup"),
    ("round things", "spoonful"),
    ("mixture", "pill"),
    ("mixture", "tablet"),
    ("kit", "mixture"),
    ("tablet", "same pill under another name"),
)


def results(avoided: str, offered: str, options: bool = False) -> list[str]:
    """What came of advice against one action with fever, and an offer of another with a rash; patients replayed."""
    offer = "should use one of things" if options else f"consider {offered}"
    block = f"\noptions things:\n  {offered}:\n    ruled out when cough\n  advice\n" if options else ""
    body = (
        f"decision all:\n  also when fever:\n    avoid {avoided} [1.1]\n  also when rash:\n    {offer} [1.1]\n{block}"
    )
    found = compiled(written(body, actions=ACTIONS))
    assert found.graph is not None, [problem.message for problem in found.problems]
    asked = [one for one in prove(found.graph) if one.kind == "no contradiction"]
    assert not_replayed(found.graph, asked) == []
    assert all(one.witness is not None for one in asked if one.result == "failed")
    return [one.result for one in asked]


@pytest.mark.parametrize("options", [False, True], ids=["line", "option"])
@pytest.mark.parametrize(("avoided", "offered"), ONE_THING)
def test_what_is_one_thing_contradicts(avoided: str, offered: str, options: bool) -> None:
    """Class and member, class in a class, combination and component, component of a component, one code."""
    assert results(avoided, offered, options) == ["failed"]


@pytest.mark.parametrize(("avoided", "offered"), TWO_THINGS)
def test_what_are_two_things_does_not(avoided: str, offered: str) -> None:
    """Advice against a combination says nothing of what is in it; another drug is another drug."""
    assert results(avoided, offered) == ["proved"]
