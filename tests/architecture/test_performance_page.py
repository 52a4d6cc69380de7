"""The parts of the page on performance that have records are made of them, never typed."""

from __future__ import annotations

from tests.benchmarks.records import NAMES, PAGE, RECORDS, Bar, Record, page, read


def test_the_page_is_what_the_records_say() -> None:
    """``python -m tests.benchmarks.records`` changes nothing."""
    assert PAGE.read_text(encoding="utf-8") == page()
    assert {file.stem for file in RECORDS.glob("*.json")} <= set(NAMES)


def test_a_record_is_read_as_it_was_written() -> None:
    """Every record on the page names its command, its machine, its day and what ran."""
    for file in RECORDS.glob("*.json"):
        record = read(file.stem)
        assert isinstance(record, Record) and record.bars
        assert record.command.startswith("python -m tests.benchmarks.") and record.machine and record.date
        assert record.software and record.tables


def test_a_missed_bar_is_called_missed() -> None:
    """A value beyond its limit is never told as met, whichever way is better."""
    slow, fast = Bar("x", 1.51, "×", 1.5, 1.2), Bar("x", 19.9, "×", 20, 50, higher=True)
    assert slow.verdict() == fast.verdict() == "**missed**"
    assert Bar("x", 1.3, "×", 1.5, 1.2).verdict() == "met" and Bar("x", 51, "×", 20, 50, True).verdict() != "met"
