"""Reading a file into a tree of sentences."""

from __future__ import annotations

from textwrap import dedent

import pytest
from caretree.problems.limits import LIMIT_PROBLEMS, MAXIMUM_NESTING
from caretree.syntax.citations import written as written_citations
from caretree.syntax.parse import parse
from caretree.syntax.tree import Phrase, Sentence
from hypothesis import example, given
from written_files import LAYOUT, SPECS, every_phrase, every_sentence, mutated, source, written


def sentences(text: str) -> tuple[Sentence, ...]:
    tree, problems = parse(source(dedent(text).lstrip("\n")))
    assert problems == []
    return tree.sentences


def found(text: str) -> list[tuple[str, str]]:
    """The name of each problem and the text it points at."""
    text = dedent(text).lstrip("\n")
    lines = text.split("\n")
    places = [(problem.name, problem.span) for problem in parse(source(text))[1]]
    return [(name, lines[span.line - 1][span.column - 1 : span.end_column - 1]) for name, span in places]


def test_a_colon_opens_a_block_and_a_sentence_goes_on_over_deeper_lines() -> None:
    """Only a colon at the end of a line opens a block; without one deeper lines continue the sentence."""
    (rules,) = sentences("""
        safety rules:
          never offer rest unless
            adult and
              awake [5.2]
          severe: below 0.5 [6.6]
    """)
    assert rules.opens_block
    assert [child.text for child in rules.children] == ["never offer rest unless adult and awake", "severe: below 0.5"]
    assert not any(child.opens_block for child in rules.children)
    assert [written_citations(child.citations) for child in rules.children] == ["[5.2]", "[6.6]"]


def test_but_see_note_and_when_not_recorded_attach_instead_of_continuing() -> None:
    """The four attachments hang below a sentence that opens no block, and have lines of their own."""
    (example_block,) = sentences("""
        example e:
          given somebody
            but ANC is 0.3
              x10^9/L
            see gap x
            note "why"
            when not recorded, assume no
              note "deeper"
    """)
    (given_line,) = example_block.children
    assert not given_line.opens_block
    assert [child.text for child in given_line.children] == [
        "but ANC is 0.3 x10^9/L",
        "see gap x",
        'note "why"',
        "when not recorded, assume no",
    ]
    assert [child.text for child in given_line.children[3].children] == ['note "deeper"']


def test_a_heading_may_go_on_until_its_colon() -> None:
    """A broken heading opens its block where its colon stands."""
    (decision,) = sentences("""
        decision a:
          when adult
              or awake:
            recommend rest
    """)
    (when,) = decision.children
    assert (when.text, when.opens_block, when.children[0].text) == ("when adult or awake", True, "recommend rest")


def test_texts_are_prose() -> None:
    """Inside quotation marks colons, brackets, hashes and line starts mean nothing, and a text may go on."""
    (note,) = sentences("""
        note "ends in a colon:
          # no comment [1.1] |
          but no attachment" [2.1]
    """)
    assert note.text == 'note "ends in a colon: # no comment [1.1] | but no attachment"'
    assert written_citations(note.citations) == "[2.1]"
    assert not note.opens_block and not note.children


def test_citations_are_taken_off_and_know_their_place() -> None:
    """A bracket at the end of a line gives source, statement and references, each with its exact span."""
    (line,) = sentences("consider rest [6.6 ref 4; B 11.2 ref 4, 5]:\n  note x")
    assert line.text == "consider rest"
    assert [(c.source, c.statement, c.references) for c in line.citations] == [
        (None, "6.6", ("4",)),
        ("B", "11.2", ("4", "5")),
    ]
    assert [(c.span.column, c.span.end_column) for c in line.citations] == [(16, 25), (27, 42)]
    assert (line.span.column, line.span.end_column) == (1, 44)


def test_a_citation_alone_on_the_last_line_speaks_for_the_block() -> None:
    """It is kept apart from the heading's own citation; below a sentence without a colon it is that sentence's."""
    block, single = sentences("""
        possible infection means any of [5.0]:
          fever
          [5.1;
            5.2]
        adult means age is at least 18 years
          note "no age given"
          [3.1]
    """)
    assert written_citations(block.citations) == "[5.0]"
    assert written_citations(block.block_citations) == "[5.1; 5.2]"
    assert [child.text for child in block.children] == ["fever"]
    assert (written_citations(single.citations), single.block_citations) == ("[3.1]", ())


def test_table_rows_have_cells_with_exact_places() -> None:
    """A row is cut at its bars, not at those in a text; an empty cell stands where its text would."""
    (table,) = sentences("""
        by table:
          | stage | do           |
          |       | note "a | b" | [1.1]
    """)
    first, second = table.children
    assert first.cells is not None and second.cells is not None
    assert [cell.text for cell in first.cells] == ["stage", "do"]
    assert [cell.text for cell in second.cells] == ["", 'note "a | b"']
    assert [(cell.span.line, cell.span.column, cell.span.end_column) for cell in first.cells] == [
        (2, 5, 10),
        (2, 13, 15),
    ]
    assert written_citations(second.citations) == "[1.1]"


def test_comments_stay_with_the_sentence_below_them() -> None:
    """Comments belong to the next sentence, those inside a sentence to it, and the last ones to the file."""
    tree, problems = parse(source("# one\n#two\na:\n    # three\n  b\n      # four\n    and c\n# five\n"))
    assert problems == []
    (heading,) = tree.sentences
    assert heading.comments == ("one", "two")
    assert heading.children[0].comments == ("three", "four")
    assert tree.closing_comments == ("five",)


def test_nothing_is_known_of_meaning() -> None:
    """A colon inside a line, a number first or a quoted line alone are sentences like any other."""
    block, gap = sentences("""
        section 6 "Management: by count", lines 57 to 72:
          6 "G-CSF only when severe" ref 4
          "why it is not encoded" [13.1]
        gap x: the source "does not say" [7.1]
    """)
    assert [child.text for child in block.children] == ['6 "G-CSF only when severe" ref 4', '"why it is not encoded"']
    assert (gap.text, gap.opens_block) == ('gap x: the source "does not say"', False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("empty-file", "")]),
        ("\n# only this\n", [("empty-file", "\n"[:0])]),
        ("a:\n\tb\n", [("tab-indent", "\t")]),
        ("a:\n   b\n  c\n", [("odd-indent", "   ")]),
        ("a:\n      b\n  c\n", [("wrong-indent", "b")]),
        ("a:\n\u00a0 b\n", [("unusual-space", "\u00a0 ")]),
        ("a:\n  b\u00a0c\td\n", [("unusual-space", "\u00a0"), ("unusual-space", "\t")]),
        ("a:\n\nb\n", [("empty-block", "a:")]),
        ("a:\n  :\n    b\n", [("empty-heading", ":")]),
        ("a # b\n", [("trailing-comment", "# b")]),
        ('a "b # c\nd\n', [("unterminated-text", '"b # c')]),
        ("a “b”\n", [("curly-quotes", "“")]),
        ("a [1.1] b\n", [("misplaced-citation", "[1.1]")]),
        ("a [1.1; see 3]\n", [("bad-citation", "see 3")]),
        ("a [1.1\n", [("bad-citation", "[1.1")]),
        ("a: [1.1]\n  b\n", [("citation-after-colon", "[1.1]")]),
        ("[1.1]\na\n", [("stray-citation", "[1.1]")]),
        ("a:\n  [1.1]\n  b\n", [("citation-not-last", "[1.1]")]),
        ("a:\n  | b | c\n", [("open-table-row", "| b | c")]),
        ("a:\n  | b | c |\n  | d |\n", [("uneven-row", "| d |")]),
        ("a:\n  | b |\n    c\n", [("stray-line", "c")]),
        ("a\n  see b\n  c\n", [("stray-line", "c")]),
        ("when fever\n  recommend rest\n", [("missing-colon", "when fever")]),
        ("inputs\n  fever:\n    is yes or no\n", [("missing-colon", "inputs")]),
        ("a:\n  by table\n    | b |\n", [("missing-colon", "by table")]),
        ("a:\n  x in g/dL is graded by Hb\n    low: below 7\n", [("missing-colon", "x in g/dL is graded by Hb")]),
    ],
)
def test_each_mistake_has_one_problem_at_its_place(text: str, expected: list[tuple[str, str]]) -> None:
    """One mistake is one problem, named for what it is and pointing at exactly what is wrong."""
    assert found(text) == expected


@pytest.mark.parametrize("continued", ["or b is 2:", "is at least b:", "while c:", "below 7 g/dL:"])
def test_a_continued_heading_is_no_missing_colon(continued: str) -> None:
    """A heading broken over two lines is read as one, not suspected."""
    assert found(f"decision x:\n  when a is 1\n      {continued}\n    recommend rest\n") == []


def test_one_bad_sentence_never_hides_the_rest() -> None:
    """Around a mistake of every kind the other sentences are read as if it were not there."""
    tree, problems = parse(source('a:\n  b "c\n    d\n  e [x]\n   f\n  | g\n  h [1.1]\ni:\n  j\n'))
    assert [problem.name for problem in problems] == [
        "unterminated-text",
        "bad-citation",
        "odd-indent",
        "open-table-row",
    ]
    first, second = tree.sentences
    assert [child.text for child in first.children][1:] == ["e", "f", "| g", "h"]
    assert [child.text for child in second.children] == ["j"]


def nested(levels: int) -> str:
    return "".join(f"{'  ' * level}a:\n" for level in range(levels)) + "  " * levels + "b\n"


def test_limits_have_problems_of_their_own() -> None:
    """Each limit is told by a problem the command line knows as a limit; just below it nothing is reported."""
    assert parse(source(nested(MAXIMUM_NESTING)))[1] == []
    limits = {
        "nested-too-deep": nested(MAXIMUM_NESTING + 1) + "c\n",
        "line-too-long": "a" * 10_001,
        "text-too-long": 'a "' + "b\n  " * 12_000 + '"',
        "file-too-large": "a\n" * 600_000,
    }
    assert {name: parse(source(text))[1][0].name for name, text in limits.items()} == {name: name for name in limits}
    assert set(limits) <= LIMIT_PROBLEMS
    assert [sentence.text for sentence in parse(source(limits["nested-too-deep"]))[0].sentences] == ["a", "c"]


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_the_guidelines_of_this_project_have_no_mistake_of_layout(path: object) -> None:
    """Every guideline, library and ledger in spec/ is read without a problem."""
    assert parse(source(path.read_text(encoding="utf-8")))[1] == []  # type: ignore[attr-defined]


def test_the_sample_is_read_without_a_problem() -> None:
    """The sample the mutations start from is right."""
    assert parse(source(LAYOUT))[1] == []


def check_place(phrase: Phrase, lines: list[str]) -> None:
    starts = {piece.offset - phrase.start for piece in phrase.pieces}
    for index, character in enumerate(phrase.text):
        span = phrase.span(index, index + 1)
        between_lines = character == " " and index + 1 in starts
        assert between_lines or lines[span.line - 1][span.column - 1 : span.end_column - 1] == character


@given(written | mutated())
@example('a "\n  b\n')
@example("\ud800")
def test_reading_never_raises_and_every_place_is_exact(text: str) -> None:
    """Whatever a file holds: a tree and problems come back, each character of each phrase stands where its span says,
    and every problem points into the file."""
    tree, problems = parse(source(text))
    lines = text.split("\n")
    for phrase in every_phrase(tree.sentences):
        check_place(phrase, lines)
        if len(phrase.pieces) == 1:
            span = phrase.span()
            assert lines[span.line - 1][span.column - 1 : span.end_column - 1] == phrase.text
    for problem in problems:
        assert 1 <= problem.span.line <= problem.span.end_line <= len(lines)
        assert problem.span.column >= 1 and problem.span.end_column <= len(lines[problem.span.end_line - 1]) + 1


def letters(text: str) -> list[str]:
    return sorted(character for character in text if not character.isspace() and character not in "[];")


@given(mutated())
def test_no_word_is_lost(text: str) -> None:
    """In a file without mistakes every character stands in some sentence, citation or comment."""
    tree, problems = parse(source(text))
    if problems:
        return
    everything = list(every_sentence(tree.sentences))
    kept = [sentence.text + ":" * sentence.opens_block for sentence in everything]
    cites = [written_citations(c) for s in everything for c in (s.citations, s.block_citations)]
    comments = [comment for s in everything for comment in s.comments] + list(tree.closing_comments)
    assert letters("".join([*kept, *cites, *("#" + comment for comment in comments)])) == letters(text)
