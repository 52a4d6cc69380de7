"""Decisions: forks, extras, waiting, choices, recommendations and silence, each line with its place and citation."""

import pytest
from caretree.guideline.blocks import (
    Block,
    ChoiceLine,
    ConflictLine,
    Extra,
    Fork,
    GapLine,
    NothingFurther,
    Recommendation,
    Report,
)
from caretree.guideline.conditions import NotKnown
from caretree.resolve.decisions import read_decision
from caretree.resolve.reading import Reading
from lupus_names import new_reading, problem_names, sentence_of


def body_of(lines: str) -> Block:
    """The block of a decision that reads without problems."""
    reading = new_reading()
    block = read(lines, reading)
    assert reading.problems == []
    return block


def read(lines: str, reading: Reading) -> Block:
    indented = "".join(f"  {line}\n" for line in lines.strip("\n").split("\n"))
    decision = read_decision(sentence_of(f"decision neutrophils:\n{indented}"), reading)
    assert decision is not None
    return decision.body


def only(block: Block) -> object:
    (item,) = block.items
    return item


def test_a_recommendation_with_everything() -> None:
    """Strength, action, timing, after, because and certainty are told apart, whatever the texts hold."""
    item = only(
        body_of(
            'recommend prednisone, in 2 to 4 weeks, after pulses, because "slow, in 3 steps", low certainty [2.2 ref 1]'
        )
    )
    assert isinstance(item, Recommendation)
    assert (item.strength, item.action, item.after) == ("recommend", "prednisone", "pulses")
    assert (item.because, item.certainty) == ("slow, in 3 steps", "low")
    assert [str(cite) for cite in item.cites] == ["A 2.2 ref 1"]
    (timing,) = item.timing
    assert timing.low is not None
    assert timing.high is not None
    assert (timing.kind, timing.text, timing.low.value, timing.high.value) == ("in", "in 2 to 4 weeks", 2, 4)
    assert timing.low.unit == timing.high.unit


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("recommend pulses, within 1 hour", "within"),
        ("recommend pulses, every 12 hours", "every"),
        ("recommend pulses, from 4 weeks after diagnosis date", "from"),
        ("recommend pulses, until ANC is above 1.0 x10^9/L", "until"),
        ("recommend pulses, until bleeding is one of none, minor", "until"),
    ],
)
def test_timings(line: str, kind: str) -> None:
    """Every kind of timing is read, and an `until` condition may hold commas of its own."""
    item = only(body_of(line))
    assert isinstance(item, Recommendation)
    assert [timing.kind for timing in item.timing] == [kind]


@pytest.mark.parametrize("strength", ["recommend", "should use", "consider", "may use", "avoid", "do not use"])
def test_every_strength(strength: str) -> None:
    """There are six strengths; a longer one is never read as a shorter one with another action."""
    item = only(body_of(f"{strength} G-CSF"))
    assert isinstance(item, Recommendation)
    assert (item.strength, item.action) == (strength, "g-csf")


@pytest.mark.parametrize("mode", ["one", "2", "any"])
def test_choices(mode: str) -> None:
    """A choice says how many of the options are meant."""
    item = only(body_of(f"consider {mode} of second line [4.1]"))
    assert isinstance(item, ChoiceLine)
    assert (item.strength, item.mode, item.options) == ("consider", mode, "second-line")


def test_silence_and_reports() -> None:
    """Silence and reports are items of the block like any advice."""
    block = body_of("gap who needs it [7.1]\nconflict which dose\nreport neutropenia [3.1]\nnothing further [8.6]")
    assert [type(item) for item in block.items] == [GapLine, ConflictLine, Report, NothingFurther]
    assert [getattr(item, "cites", ())[:1] != () for item in block.items] == [True, False, True, True]


def test_a_closing_citation_is_inherited_by_lines_without_one() -> None:
    """A citation alone on the last line of a block stands behind every line of the block that has none."""
    block = body_of("recommend observation\nconsider G-CSF [6.6]\n[6.1]")
    assert [str(item.cites[0]) for item in block.items if isinstance(item, Recommendation)] == ["A 6.1", "A 6.6"]


def test_caveats_and_notes_attach_to_their_line() -> None:
    """`see` and `note` below a line belong to that line; in a block they belong to the block."""
    block = body_of('recommend observation\n  see gap who needs it\n  note "as before"\nsee conflict which dose')
    item = only(block)
    assert isinstance(item, Recommendation)
    assert [(caveat.kind, caveat.id) for caveat in item.see] == [("gap", "who-needs-it")]
    assert item.notes == ("as before",)
    assert [(caveat.kind, caveat.id) for caveat in block.see] == [("conflict", "which-dose")]


def test_forks_nest_and_keep_their_branches() -> None:
    """A fork's branches hold blocks, which may hold forks."""
    fork = only(
        body_of(
            "depending on neutropenia:\n"
            "  severe:\n"
            "    when fever:\n"
            "      consider G-CSF [6.6]\n"
            "    otherwise:\n"
            "      gap who needs it\n"
            "  moderate:\n"
            "    avoid growth factor [6.6]\n"
            "  mild:\n"
            "    recommend observation [6.1]"
        )
    )
    assert isinstance(fork, Fork)
    assert [branch.label for branch in fork.branches] == ["severe", "moderate", "mild"]
    inner = only(fork.branches[0].then)
    assert isinstance(inner, Fork)
    assert [branch.condition is None for branch in inner.branches] == [False, True]


def test_extras_and_waiting() -> None:
    """`also when` is an extra; `until X is known` is an extra that looks at missing data and is marked so."""
    block = body_of("also when fever:\n  consider G-CSF [6.6]\nuntil ANC is known:\n  recommend observation [6.1]")
    extra, waiting = block.items
    assert isinstance(extra, Extra)
    assert isinstance(waiting, Extra)
    assert (extra.waiting, waiting.waiting) == (False, True)
    assert isinstance(waiting.condition, NotKnown)
    assert waiting.condition.inputs == ("neutrophil-count",)


def test_a_table_gives_each_row_its_lines_and_citations() -> None:
    """A `do` cell may hold several lines parted by `;`, and `from` cites them."""
    fork = only(
        body_of(
            "by table:\n"
            "  | fever | do                                   | from |\n"
            "  | yes   | recommend pulses; consider G-CSF     | 6.6  |\n"
            "  | no    | recommend observation                | 6.1  |"
        )
    )
    assert isinstance(fork, Fork)
    lines = [item for branch in fork.branches for item in branch.then.items if isinstance(item, Recommendation)]
    assert [(item.action, str(item.cites[0])) for item in lines] == [
        ("pulses", "A 6.6"),
        ("g-csf", "A 6.6"),
        ("observation", "A 6.1"),
    ]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        ("recommend observatoin", "unknown-name"),
        ("recomend observation", "not-understood"),
        ("if fever", "not-understood"),
        ("should choose one of second line", "not-understood"),
        ("recommend second line", "options-as-action"),
        ("do not use one of second line", "choice-against"),
        ("recommend growth factor", "class-offered"),
        ("recommend prednisone 30 mg", "dose-at-recommendation"),
        ("recommend prednisone, 30 mg once daily", "dose-at-recommendation"),
        ("recommend pulses, within 1 hour, every 12 hours", "said-twice"),
        ("recommend blood counts, until ANC is above 1.0 x10^9/L", "two-schedules"),
        ("recommend pulses, in 2 kg", "not-a-time"),
        ("recommend pulses, see gap who needs it", "unknown-clause"),
        ("consider one of second line, within 1 hour", "clause-on-choice"),
        ("recommend pulses, slowly", "unknown-clause"),
        ("recommend pulses\n  recommend observation", "unknown-name"),
        ("gap who needs", "unknown-name"),
        ("recommend pulses:\n  consider G-CSF", "not-understood"),
    ],
)
def test_a_line_that_cannot_be_read_is_one_problem(lines: str, name: str) -> None:
    """One mistake is one problem with a stable name, and the rest of the block is still read."""
    reading = new_reading()
    block = read(f"{lines}\nconsider G-CSF [6.6]", reading)
    assert problem_names(reading) == [name]
    assert any(isinstance(item, Recommendation) and item.action == "g-csf" for item in block.items)


def test_two_forks_in_a_block_are_reported() -> None:
    """With two forks side by side no reader could tell which question decides."""
    reading = new_reading()
    read(
        "when fever:\n  consider G-CSF [6.6]\notherwise:\n  nothing further [6.1]\nrecommend pulses [2.1]\n"
        "when infection found:\n  consider G-CSF [6.6]\notherwise:\n  nothing further [6.1]",
        reading,
    )
    assert problem_names(reading) == ["two-forks"]
    assert reading.problems[0].span.line == 7
    assert reading.problems[0].related[0][1].line == 2


def test_an_offered_action_stays_out_of_decisions() -> None:
    """`X is offered` would make advice depend on advice; only safety rules may say it."""
    reading = new_reading()
    read("also when G-CSF is offered:\n  recommend observation [6.1]", reading)
    assert len(reading.problems) == 1


def test_a_misspelt_action_gets_a_suggestion_at_its_place() -> None:
    """The span covers the misspelt name, and the fix names the nearest action."""
    reading = new_reading()
    read("recommend observatoin [6.1]", reading)
    (problem,) = reading.problems
    assert "observation" in problem.fix
    assert (problem.span.line, problem.span.column, problem.span.end_column) == (2, 13, 24)
