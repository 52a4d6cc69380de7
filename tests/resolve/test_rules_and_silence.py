"""Safety rules, gaps, conflicts and what is not encoded."""

import pytest
from caretree.guideline.blocks import NothingFurther, Recommendation
from caretree.guideline.conditions import Offered
from caretree.resolve.rules import read_rules, rule_id
from caretree.resolve.silence import read_conflict, read_gap, read_not_encoded
from lupus_names import new_reading, problem_names, sentence_of


@pytest.mark.parametrize(
    ("line", "kind", "x", "y"),
    [
        ("never offer G-CSF unless ANC is below 0.5 x10^9/L and infection found", "never unless", "g-csf", ""),
        ("never offer second line when fever", "never when", "second-line", ""),
        ("never offer growth factor", "never", "growth-factor", ""),
        ("never offer both G-CSF and observation", "never both", "g-csf", "observation"),
        ("never offer pulses without prednisone", "never without", "pulses", "prednisone"),
        ("always offer observation", "always", "observation", ""),
        ("always offer observation when fever", "always", "observation", ""),
        ("never exceed 10 mcg/kg of weight per week of G-CSF", "never exceed", "g-csf", ""),
        ("never exceed 0.5 mg per dose of prednisone", "never exceed", "prednisone", ""),
    ],
)
def test_every_form_of_rule(line: str, kind: str, x: str, y: str) -> None:
    """Each sentence of the reference is one kind of rule; actions, classes and options blocks may be named."""
    reading = new_reading()
    (rule,) = read_rules(sentence_of(f"safety rules:\n  {line} [11.2]\n"), reading)
    assert reading.problems == []
    assert (rule.kind, rule.x, rule.y) == (kind, x, y)
    assert (rule.condition is not None) == (" when " in line or " unless " in line)
    assert (rule.cap is not None) == (kind == "never exceed")
    assert [str(cite) for cite in rule.cites] == ["A 11.2"]
    assert rule.text == line


def test_a_rule_may_look_at_what_is_offered() -> None:
    """`X is offered` is a condition in safety rules."""
    reading = new_reading()
    (rule,) = read_rules(sentence_of("safety rules:\n  always offer prednisone when pulses is offered\n"), reading)
    assert reading.problems == []
    assert isinstance(rule.condition, Offered)
    assert rule.condition.action == "pulses"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("never offer G-CFS when fever", "unknown-name"),
        ("never give G-CSF", "not-understood"),
        ("never offer both G-CSF", "not-understood"),
        ("never exceed 10 mg per day", "not-understood"),
        ("never exceed 10 mg of prednisone", "missing-period"),
        ("never offer G-CSF when fevr", "unknown-name"),
    ],
)
def test_a_bad_rule_is_one_problem(line: str, name: str) -> None:
    """A rule that is not understood proves nothing, so it is refused; the others stay."""
    reading = new_reading()
    rules = read_rules(sentence_of(f"safety rules:\n  {line}\n  never offer growth factor\n"), reading)
    assert problem_names(reading) == [name]
    assert [rule.kind for rule in rules] == ["never"]


def test_a_rule_is_known_by_its_sentence() -> None:
    """The identity is readable, stays the same when other rules move, and is never an order number."""
    assert rule_id("never offer both G-CSF and observation") == "never-offer-both-g-csf-and-observation"
    long = "never offer splenectomy unless time since ITP diagnosis is at least 12 months or severe disease"
    other = f"{long} in remission"
    assert len(rule_id(long)) <= 67
    assert rule_id(long) != rule_id(other)
    reading = new_reading()
    text = "safety rules:\n  never offer growth factor\n  never offer growth factor\n"
    assert len(read_rules(sentence_of(text), reading)) == 1
    assert problem_names(reading) == ["duplicate-rule"]


def test_gaps_in_both_forms() -> None:
    """A gap on one line and a gap as a block say the same; all their citations are kept once."""
    reading = new_reading()
    short = read_gap(sentence_of('gap who needs it: the source "does not say: who" [7.1]\n'), reading)
    long = read_gap(
        sentence_of(
            "gap what counts as low when ANC is unclear:\n"
            '  the source "gives no limit" [6.1]\n'
            '  until resolved "read as 1.0"\n'
            '  note "Asked the author."\n'
            "  [6.1; 4.1]\n"
        ),
        reading,
    )
    assert reading.problems == []
    assert short is not None
    assert long is not None
    assert (short.name.id, short.text, [str(cite) for cite in short.cites]) == (
        "who-needs-it",
        "does not say: who",
        ["A 7.1"],
    )
    assert (long.text, long.until_resolved, long.notes) == ("gives no limit", "read as 1.0", ("Asked the author.",))
    assert [str(cite) for cite in long.cites] == ["A 6.1", "A 4.1"]


def test_a_conflict_with_what_counts_meanwhile() -> None:
    """Both readings stay, with who decided, why, and the lines that count until it is resolved."""
    reading = new_reading()
    conflict = read_conflict(
        sentence_of(
            "conflict which dose:\n"
            '  one reading "may be considered" [6.8]\n'
            '  other reading "never without infection" [6.6; 11.2]\n'
            '  until resolved follow other reading, because "stated twice, more cautious", decided by A Reviewer\n'
            "  then do not use G-CSF [11.2]\n"
            "  then nothing further [11.2]\n"
        ),
        reading,
    )
    assert reading.problems == []
    assert conflict is not None
    assert [one.text for one in conflict.readings] == ["may be considered", "never without infection"]
    assert (conflict.follow, conflict.because, conflict.decided_by) == (
        "other reading",
        "stated twice, more cautious",
        "A Reviewer",
    )
    against, nothing = conflict.then.items
    assert isinstance(against, Recommendation)
    assert (against.strength, against.action, against.span.column) == ("do not use", "g-csf", 8)
    assert isinstance(nothing, NothingFurther)


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ('one reading "a"\n  until resolved follow both', ["missing-line"]),
        ('one reading "a"\n  other reading "b"', ["missing-line"]),
        ('one reading "a"\n  other reading "b"\n  until resolved follow either', ["bad-follow"]),
        ('one reading a\n  other reading "b"\n  until resolved follow both', ["bad-text"]),
        ('one reading "a"\n  other reading "b"\n  until resolved follow both\n  but wait', ["unknown-line"]),
        (
            'one reading "a"\n  other reading "b"\n  until resolved follow both\n  then recomend G-CSF',
            ["not-understood"],
        ),
    ],
)
def test_an_incomplete_conflict_is_reported(lines: str, names: list[str]) -> None:
    """A conflict without both readings or without what is followed leaves a reader alone."""
    reading = new_reading()
    read_conflict(sentence_of(f"conflict which dose:\n  {lines}\n"), reading)
    assert problem_names(reading) == names


def test_a_gap_without_a_text_is_reported() -> None:
    """A gap has to say what the source leaves open."""
    reading = new_reading()
    assert read_gap(sentence_of('gap who needs it:\n  until resolved "nothing"\n'), reading) is None
    assert problem_names(reading) == ["missing-line"]


def test_what_is_not_encoded_is_cited_prose() -> None:
    """`not encoded` places statements of the source that decide nothing."""
    reading = new_reading()
    lines = read_not_encoded(sentence_of('not encoded:\n  "liability disclaimer" [13.1]\n  disclaimer\n'), reading)
    assert [(line.text, str(line.cites[0])) for line in lines] == [("liability disclaimer", "A 13.1")]
    assert problem_names(reading) == ["bad-text"]
