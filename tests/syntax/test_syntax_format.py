"""The canonical form: one way to write a file."""

from __future__ import annotations

from textwrap import dedent

import pytest
from caretree.syntax.arrange import arranged
from caretree.syntax.format import format_text
from caretree.syntax.parse import parse
from caretree.syntax.short_names import shortening
from caretree.syntax.tree import SyntaxTree
from hypothesis import given
from written_files import LAYOUT, SPECS, mutated, outline, source, written


def formatted(text: str) -> str:
    result, problems = format_text(source(dedent(text).lstrip("\n")))
    assert problems == []
    return result


def lines(text: str) -> str:
    return dedent(text).lstrip("\n")


def meaning(tree: SyntaxTree) -> tuple[object, ...]:
    return (outline(tree.sentences, shortening(tree)), tree.closing_comments)


def check_canonical(text: str) -> None:
    """Formatting twice changes nothing more, and the tree read back says what the arranged tree says."""
    before, _ = parse(source(text))
    result, _ = format_text(source(text))
    after, problems = parse(source(result))
    assert problems == []
    assert format_text(source(result)) == (result, [])
    assert meaning(after) == meaning(arranged(before))
    assert meaning(arranged(after)) == meaning(after)


def test_blocks_and_keys_stand_in_their_order() -> None:
    """Top-level blocks, header keys and input keys are put in the language's order; comments move with them."""
    assert formatted("""
        gap x: the source "is silent" [1.1]
        decision b:
          recommend rest
        # about a
        decision a:
          recommend rest
        inputs:
          fever:
            may be unknown
            asks patients "Hot?"
            asks "Fever?"
            is yes or no


        use "common/b"

        use "common/a"
        guideline "x":
          status draft
          note "n"
          version 0.1.0
          # first
          id x
    """) == lines("""
        guideline "x":
          # first
          id x
          version 0.1.0
          status draft
          note "n"

        use "common/b"
        use "common/a"

        inputs:
          fever:
            is yes or no
            asks "Fever?"
            asks patients "Hot?"
            may be unknown

        decision b:
          recommend rest

        # about a
        decision a:
          recommend rest

        gap x: the source "is silent" [1.1]
    """)


def test_otherwise_is_the_last_branch_of_its_fork() -> None:
    """``otherwise`` goes behind the branches after it, never out of its fork and never within an ordered fork."""
    assert formatted("""
        decision a:
          otherwise:
            b
          when c:
            d
          also when e:
            f
          depending on g:
            otherwise:
              h
            below 1: i
            at least 2:
              j
            see gap k
          the first that applies:
            otherwise:
              l
            when m:
              n
    """) == lines("""
        decision a:
          when c:
            d
          otherwise:
            b
          also when e:
            f
          depending on g:
            below 1: i
            at least 2:
              j
            otherwise:
              h
            see gap k
          the first that applies:
            otherwise:
              l
            when m:
              n
    """)


def test_tables_are_aligned_and_spaces_single() -> None:
    """Columns are as wide as their widest cell; outside texts several spaces become one."""
    assert formatted("""
        a  b   is "two  spaces" :
          |x|longer cell|
          # comment
          |  much   longer cell | y | [1.1 ref 2,3;4]
    """) == lines("""
        a b is "two  spaces":
          | x                | longer cell |
          # comment
          | much longer cell | y           | [1.1 ref 2, 3; 4]
    """)


def test_units_are_rewritten_but_texts_and_names_are_not() -> None:
    """Accepted spellings of units become the canonical one; prose and names with accents stay."""
    assert formatted("""
        a is at least 5 ×10⁹/L, or 3 10^9/L or 2 G/L
        dose 40 µg/kg over 1 week "40 µg"
        Sjögren score is 3 kg/m² and 2 x10^9 cells
    """) == lines("""
        a is at least 5 x10^9/L, or 3 x10^9/L or 2 x10^9/L

        dose 40 mcg/kg over 1 week "40 µg"

        Sjögren score is 3 kg/m2 and 2 x10^9 cells
    """)


def test_logic_uses_short_names() -> None:
    """A long name read by a condition becomes its short name; in names of gaps, actions and texts it stays."""
    assert formatted("""
        inputs:
          neutrophil count (ANC):
            is a quantity in x10^9/L, plausible 0 to 60

        decision a:
          when neutrophil count is below 1 x10^9/L and neutrophil count nadir is low:
            recommend neutrophil count, because "neutrophil count is low"
            gap what if neutrophil count is low
          depending on neutrophil count in x10^9/L:
            below 1: rest
            at least 1: rest, see gap when neutrophil count is low
    """).endswith(
        lines("""
        decision a:
          when ANC is below 1 x10^9/L and neutrophil count nadir is low:
            recommend neutrophil count, because "neutrophil count is low"
            gap what if neutrophil count is low
          depending on ANC in x10^9/L:
            below 1: rest
            at least 1: rest, see gap when neutrophil count is low
        """)
    )


def test_long_lines_break_where_they_can_be_read_back() -> None:
    """Before ``and`` or ``or`` or after a comma, else in a text; never so that a piece looks like its own line."""
    condition = " and ".join(f"condition number {number} is yes" for number in range(8))
    text = f'decision a:\n  when {condition}:\n    note "{"word " * 40}end" [1.1; 1.2]\n    x{" see but y" * 20}\n'
    result = formatted(text).splitlines()
    assert max(map(len, result)) <= 120
    assert [line.split()[0] for line in result] == ["decision", "when", "and", "and", "note", "word", "x", "y"]
    check_canonical(text)


def test_a_file_with_errors_is_left_alone() -> None:
    """Nothing is guessed: a file with a mistake comes back as it was, with the problem."""
    text = 'b:\n    c "d\na\n'
    result, problems = format_text(source(text))
    assert result == text
    assert [problem.name for problem in problems] == ["wrong-indent", "unterminated-text"]


def test_the_sample_in_canonical_form() -> None:
    """The sample changes, and then not again."""
    result = formatted(LAYOUT)
    assert result != LAYOUT
    check_canonical(LAYOUT)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.name)
def test_the_guidelines_of_this_project_keep_their_meaning(path: object) -> None:
    """Formatting a guideline of spec/ twice changes nothing more and says the same."""
    check_canonical(path.read_text(encoding="utf-8"))  # type: ignore[attr-defined]


@given(written | mutated())
def test_whatever_can_be_read_is_formatted_once_and_for_all(text: str) -> None:
    """Idempotent and true to the meaning for every file without errors; any other is returned unchanged."""
    _, problems = parse(source(text))
    if problems:
        assert format_text(source(text)) == (text, problems)
    else:
        check_canonical(text)
