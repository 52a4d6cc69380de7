"""A ledger against its article: ``check --sources`` on an article written for this test."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

ARTICLE = """\
Visits to the lighthouse

Everybody is welcome on Mondays.
Nobody is let in during a storm.

Copyright of nobody.
"""

LEDGER = """\
source A "Rules of a made-up lighthouse":
  file "lighthouse.txt"
  sha256 "{sha256}"
  section 1 "Visits", lines 1 to 4:
    1 "Everybody is welcome on Mondays"
    2 "Nobody is let in during a storm"
  lines 6 to 6 not clinical
"""

GUIDELINE = """\
guideline "Visits to a lighthouse":
  id lighthouse
  version 0.1.0
  notation 1
  status draft
  last updated 2026-11-01
  audience clinicians
  question "Who is let in?"

source "sources/lighthouse"

inputs:
  storm:
    is yes or no
    asks "Is there a storm?"
    may be unknown

actions:
  visit

decision visits:
  when storm:
    do not use visit [1.2]
  otherwise:
    should use visit [1.1]
"""

Check = Callable[..., Result]


@pytest.fixture
def check(caretree: Callable[..., Result], project: Path) -> Check:
    """``check(ledger=…, article=…)``: the guideline checked against a folder with the article."""
    (project / "spec/sources").mkdir()
    (project / "spec/lighthouse.care").write_text(GUIDELINE)
    (project / "articles").mkdir()

    def run(ledger: str = LEDGER, article: str | None = ARTICLE) -> Result:
        sha256 = hashlib.sha256(ARTICLE.encode()).hexdigest()
        (project / "spec/sources/lighthouse.care").write_text(ledger.format(sha256=sha256))
        if article is not None:
            (project / "articles/lighthouse.txt").write_text(article)
        return caretree("check", "spec/lighthouse.care", "--sources", "articles")

    return run


def test_a_ledger_that_fits_its_article(check: Check) -> None:
    """Nothing is said where every line that is not blank is covered and the article is the one that was read."""
    result = check()
    assert (result.exit_code, result.stdout) == (0, "no problems\n")


def test_a_changed_article_is_drift(check: Check) -> None:
    """One letter more, and the sha256 is another."""
    result = check(article=ARTICLE.replace("Mondays", "all Mondays"))
    assert result.exit_code == 1
    assert "error[article-changed]" in result.stdout


def test_lines_that_no_section_covers_are_named(check: Check) -> None:
    """The line that the ledger forgot, and no blank one."""
    result = check(LEDGER.replace("lines 1 to 4", "lines 1 to 3"))
    assert result.exit_code == 1
    assert "error[article-lines-uncovered]: no section covers line 4 of lighthouse.txt" in result.stdout


@pytest.mark.parametrize("range", ["lines 1 to 4", "lines 6 to 6"])
def test_lines_beyond_the_end_are_named(check: Check, range: str) -> None:
    """A range of a section, or of what is not clinical, that the article does not have."""
    result = check(LEDGER.replace(range, range.rsplit(" ", 1)[0] + " 60"))
    assert result.exit_code == 1
    assert "error[article-lines-beyond-end]" in result.stdout and "article at 6" in result.stdout


def test_a_missing_article_is_a_warning(check: Check) -> None:
    """Articles are never committed, so a folder may lack one; that is said and stops nothing."""
    result = check(article=None)
    assert result.exit_code == 0
    assert "warning[article-missing]" in result.stdout
