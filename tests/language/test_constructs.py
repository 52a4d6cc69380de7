"""The table of constructs: every construct of the notation is shown somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from language_blocks import FOLDER, pages  # type: ignore[import-not-found]

ROOT = FOLDER.parents[1]
ROW = re.compile(r"^\| (?P<construct>.+?) \| (?P<place>[^|`]+?) \| `(?P<phrase>.+)` \|$", re.MULTILINE)
TABLE = (FOLDER / "constructs.md").read_text(encoding="utf-8")
ROWS = [(found["construct"], found["place"], found["phrase"]) for found in ROW.finditer(TABLE)]


def file_at(place: str) -> Path:
    """The page or guideline a row names."""
    return ROOT / place if place.startswith("spec/") else FOLDER / place


@pytest.mark.parametrize(("construct", "place", "phrase"), ROWS, ids=[row[0] for row in ROWS])
def test_a_construct_is_shown_where_the_table_says(construct: str, place: str, phrase: str) -> None:
    """The page exists and holds the quoted piece."""
    assert phrase in file_at(place).read_text(encoding="utf-8")


def test_every_row_of_the_table_is_read() -> None:
    """A row in another form would not be checked."""
    rows = [line for line in TABLE.splitlines() if line.startswith("| ")]
    headings = [line for line in rows if line == "| construct | shown in | phrase |"]
    assert len(ROWS) == len(rows) - len(headings)


def test_every_page_is_listed() -> None:
    """Every page stands in the list for readers and shows a construct of the table."""
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    names = [page.name for page in pages() if page.name not in ("README.md", "constructs.md")]
    assert [name for name in names if f"]({name})" not in readme] == []
    assert [name for name in names if name not in {place for _, place, _ in ROWS}] == []
