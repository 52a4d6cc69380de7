"""Whatever stands in a sentence, reading it gives a value or a problem, never an exception."""

from caretree.resolve.conditions import read_condition
from caretree.resolve.definitions import declare, read_definitions
from caretree.resolve.literals import read_literal_range
from caretree.resolve.terms import read_date, read_number
from caretree.source.text import SourceText
from caretree.syntax.parse import parse
from clinic_names import clinic_reading, definitions, phrase
from hypothesis import given, settings
from hypothesis import strategies as st

TEXT = (
    "ANC fever adult stage chronic platelets weight height glucose neutropenia age diagnosis date rituximab course is "
    "are not and or below above from to at least most one of the last latest average number in days weeks months 3 1.5 "
    "7-8 20,000 x10^9/L mmol/L mg/dL kg years % ( ) + - * / , : | any yes no known start rising after before today now "
    "since time have been risen by for rounded square root log lower higher power if means graded by table sum decided "
    'calculated as depending on when otherwise [1.1] "text'
)
WORDS = TEXT.split(" ")
READING = clinic_reading()

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


@given(sentences | st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_phrases_become_a_value_or_a_problem(text: str) -> None:
    """Conditions, numbers, dates and literals: nothing said means something reported, inside the sentence."""
    reading = READING
    for read in (read_condition, read_number, read_date, read_literal_range):
        reading.problems.clear()
        found = read(phrase(text.strip()), reading)
        assert (found is None) == bool(reading.problems)
        for problem in reading.problems:
            assert problem.message
            assert 1 <= problem.span.column <= problem.span.end_column <= len(text) + 1


@given(st.lists(st.tuples(st.integers(0, 3), sentences, st.sampled_from(("", ":"))), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_blocks_of_definitions_never_raise(lines: list[tuple[int, str, str]]) -> None:
    """Declaring and reading any block of sentences ends with definitions and problems."""
    text = "definitions:\n" + "".join(f"{'  ' * (level + 1)}{words}{colon}\n" for level, words, colon in lines)
    tree, _ = parse(SourceText("f.care", text))
    reading = READING
    reading.problems.clear()
    for block in tree.sentences:
        for sentence in block.children:
            declare(sentence, reading)
        read_definitions(block, reading)


def test_deep_and_long_sentences_end_with_a_problem() -> None:
    """Nesting and length beyond reason are refused, not answered by a crash."""
    for text in ("(" * 3000, "the lower of " * 900, "square root of " * 900, "1 + " * 3000 + "1", "not " * 2000):
        reading = clinic_reading()
        assert read_condition(phrase(text.strip()), reading) is None
        assert len(reading.problems) == 1


def test_deeply_nested_forks_are_read() -> None:
    """Thirty levels of forks inside one another are read like one."""
    indent = "  "
    text = "deep is decided by:\n"
    for level in range(30):
        text += f"{indent * (level + 1)}when fever:\n"
    text += f"{indent * 31}label\n"
    read, _, problems = definitions(text)
    assert problems == []
    assert list(read) == ["deep"]
