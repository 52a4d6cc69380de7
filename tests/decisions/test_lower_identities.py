"""Identities of nodes: readable, well formed, distinct, and the same whatever the order."""

from __future__ import annotations

import re

from caretree.decisions.identities import LONGEST_PART, part, parts
from hypothesis import given
from hypothesis import strategies as st

texts = st.text(st.sampled_from("ab A0./é-≥μ "), max_size=90)


@given(st.lists(st.tuples(texts, texts), max_size=8))
def test_siblings_are_distinct_and_well_formed(wanted: list[tuple[str, str]]) -> None:
    """Whatever the texts, every sibling gets its own short part of lower-case words."""
    names = parts(wanted, ("then",))
    assert len({*names, "then"}) == len(names) + 1
    for name in names:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) and len(name) <= LONGEST_PART


@given(
    st.lists(st.tuples(texts, texts), max_size=8, unique=True).flatmap(
        lambda w: st.tuples(st.just(w), st.permutations(w))
    )
)
def test_order_does_not_matter(both: tuple[list[tuple[str, str]], list[tuple[str, str]]]) -> None:
    """Siblings told apart by their words keep their identities when lines change places."""
    wanted, shuffled = both
    canonical = [text or label for label, text in wanted]
    if len(set(canonical)) == len(canonical):
        assert dict(zip(wanted, parts(wanted), strict=True)) == dict(zip(shuffled, parts(shuffled), strict=True))


def test_names_are_kept_where_they_fit() -> None:
    """A short text is its own slug; a long one is cut at sixty characters with six digits of a hash."""
    assert part("Hb is below 7.5 g/dL") == "hb-is-below-7-5-g-dl"
    long = part("a" * 70)
    assert re.fullmatch(r"a{53}-[0-9a-f]{6}", long)
    assert parts([("consider G-CSF", "in 2 weeks"), ("observe", "")])[1] == "observe"
