"""Mistakes put into a guideline, and what notices them."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from caretree.scenarios.mutation.judge import Judge, judge_of
from caretree.scenarios.mutation.killing import Killing, fate, prepare
from caretree.scenarios.mutation.mutant import Edit, Mutant
from caretree.scenarios.mutation.mutants import mutants
from caretree.scenarios.mutation.score import Score, evidence_json, percent_text
from caretree.source.text import SourceText
from clinic import CLINIC, PATH, replaced
from msgspec.structs import replace


@cache
def judge(text: str = CLINIC) -> Judge:
    return judge_of(PATH, {PATH: text.encode()}.get, "spec")


def mistake(old: str, new: str, text: str = CLINIC) -> Mutant:
    """One mistake made by hand."""
    assert text.count(old) == 1, old
    start = text.index(old)
    return Mutant(
        "by hand", text.count("\n", 0, start) + 1, "decision fever", old, new, (Edit(start, start + len(old), new),)
    )


def without_scenarios(killing: Killing) -> Killing:
    """The same guideline with nothing pinned."""
    bare = replace(killing.scenarios, features=())
    return prepare(killing.source, killing.library, killing.graph, bare)


def fate_of(old: str, new: str, text: str = CLINIC) -> str:
    return fate(judge(text).killing, mistake(old, new, text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ANC is below 0.5", "ANC is at most 0.5"),
        ("ANC is below 0.5", "ANC is below 0.4"),
        ("infection likely and ANC is below 0.5", "infection likely or ANC is below 0.5"),
        ("infection likely means fever and chills", "infection likely means fever"),
        ("should use cultures", "consider cultures"),
        ("    should use watching [A 1.2]", "    do not use watching [A 1.2]"),
        ("dose 2 mg/kg", "dose 3 mg/kg"),
        ("orally once daily", "orally twice daily"),
        ("at most 100 mg", "at most 101 mg"),
        ("applies when seen in clinic", "applies when not seen in clinic"),
        ("plausible 0 to 60", "plausible 0 to 61"),
    ],
)
def test_patients_notice_every_sort_of_mistake(old: str, new: str) -> None:
    """Limits, connectives, strengths, doses, the scope, plausible ranges: each changes what some patient is told."""
    assert fate_of(old, new) == "patients"


def test_a_weaker_promise_is_noticed_by_its_pinned_words() -> None:
    """A safety rule that demands less changes no advice: its words are pinned, and the score says so apart."""
    assert fate_of("never offer medicine unless fever", "never offer medicine unless fever or chills") == "words"


def test_a_mistake_that_cannot_be_read_does_not_count() -> None:
    """What the compiler refuses is no guideline."""
    assert fate_of("should use cultures", "should use culture") == "unreadable"


def test_other_words_with_the_same_meaning_do_not_count() -> None:
    """A note changes no answer."""
    assert fate_of('asks "Is there a fever?"', 'asks "Fever?"') == "same meaning"


def test_the_solver_proves_that_nobody_could_tell() -> None:
    """`not below 0.5` written as a limit is the same condition in other words."""
    old = "  otherwise:\n    should use watching [A 1.2]"
    new = "  when not infection likely or ANC is at least 0.5 x10^9/L:\n    should use watching [A 1.2]"
    assert fate(without_scenarios(judge().killing), mistake(old, new)) == "equivalent"
    wrong = new.replace("at least", "above")
    assert fate(without_scenarios(judge().killing), mistake(old, wrong)) != "equivalent"


def test_without_scenarios_mistakes_go_unnoticed() -> None:
    """The examples alone let the limit slip by: it is the pinned patients that notice."""
    assert fate(without_scenarios(judge().killing), mistake("ANC is below 0.5", "ANC is below 0.4")) == "survived"


def test_examples_notice_before_checks_do() -> None:
    """Expectations written from the source by hand stand on their own."""
    bare = without_scenarios(judge().killing)
    assert fate(bare, mistake("    should use watching [A 1.2]", "    consider watching [A 1.2]")) == "examples"


def test_mutants_are_many_and_each_is_another_file() -> None:
    """Every line with a meaning has mistakes of its own, none twice, none in prose."""
    found = mutants(SourceText(PATH, CLINIC))
    texts = [one.applied(CLINIC) for one in found]
    assert len(set(texts)) == len(texts) and CLINIC not in texts
    kinds = {one.kind for one in found}
    assert kinds >= {
        "number", "bound word", "and/or", "condition left out", "negation", "strength", "offer for advice against",
        "another action", "line left out", "unit", "word", "rule",
    }  # fmt: skip
    prose = [number for number, line in enumerate(CLINIC.split("\n"), 1) if " asks " in line or line.startswith("  1 ")]
    assert not {one.line for one in found} & set(prose)


def test_every_mistake_in_the_small_guideline_is_noticed() -> None:
    """No survivor."""
    whole = judge()
    fates = [whole.fate(number) for number in range(len(whole.mutants))]
    survivors = [one for one, fate in zip(whole.mutants, fates, strict=True) if fate == "survived"]
    assert survivors == []
    assert fates.count("patients") > 40


def test_a_share_is_never_rounded_up() -> None:
    """99.999 % is not 100 %."""
    assert percent_text(Fraction(99999, 1000)) == "99.99"
    assert percent_text(Fraction(100)) == "100" and percent_text(Fraction(0)) == "0"
    assert percent_text(Fraction(995, 10)) == "99.5"


def test_the_evidence_names_the_graph_and_every_line_nothing_checks() -> None:
    """Keyed by the graph's hash; what does not count is told apart."""
    one, other = mistake("ANC is below 0.5", "ANC is below 0.4"), mistake("dose 2 mg/kg", "dose 3 mg/kg")
    score = Score((one, other, other), ("survived", "patients", "unreadable"), 7)
    evidence = json.loads(evidence_json(judge().killing.graph, score))
    assert evidence["guideline"]["graph_hash"] == judge().killing.graph.hash != ""
    assert (evidence["noticed"], evidence["counted"], evidence["percent"]) == (1, 2, "50")
    assert [each["line"] for each in evidence["nothing_checks"]] == [one.line]
    assert evidence["fates"]["unreadable"] == 1


def test_the_command_writes_evidence_and_holds_to_a_bar(caretree, project: Path) -> None:  # type: ignore[no-untyped-def]
    """Exit 1 below the bar asked for; the same file whatever the number of processes."""
    [spec] = sorted((project / "spec").glob("*.care"))
    result = caretree("mutate", spec.stem, "--jobs", "1", "--at-least", "99")
    assert result.exit_code == 0, result.output
    evidence = project / "generated" / "evidence" / f"{spec.stem}.json"
    first = evidence.read_bytes()
    assert caretree("mutate", spec.stem, "--jobs", "2").exit_code == 0
    assert evidence.read_bytes() == first
    spec.write_text(replaced_examples(spec.read_text(encoding="utf-8")), encoding="utf-8")
    assert "mistakes noticed" in caretree("mutate", spec.stem, "--jobs", "1").output


def replaced_examples(text: str) -> str:
    """The file without its examples: the scenarios alone must do."""
    return text[: text.index("\nexample ")] + "\n" if "\nexample " in text else text


def test_an_unsound_guideline_is_not_tried(caretree, project: Path) -> None:  # type: ignore[no-untyped-def]
    """Mistakes are tried in guidelines without any."""
    [spec] = sorted((project / "spec").glob("*.care"))
    spec.write_text(spec.read_text(encoding="utf-8").replace("\ndecision ", "\ndecisoin ", 1), encoding="utf-8")
    assert caretree("mutate", spec.stem).exit_code == 1


def test_replaced_asks_for_one_place() -> None:
    """The helper of these tests fails where it would change nothing."""
    with pytest.raises(AssertionError):
        replaced("no such words", "")


TABLE = replaced(
    "actions:\n",
    """  risk is by table:
    | ANC in x10^9/L     | fever | risk | from |
    | below 0.5          | yes   | high | 1.1  |
    | below 0.5          | no    | low  | 1.2  |
    | from 0.5 to below 1 | any   | low  | 1.2  |
    | at least 1         | any   | low  | 1.2  |

actions:
""",
).replace("    should use watching [A 1.2]\n\nsafety", "    should use watching [A 1.2]\n    report risk\n\nsafety")


def test_the_cells_of_tables_are_mistaken_too() -> None:
    """Bounds, ends of ranges, yes and no and labels of rows; headings and citations are left alone."""
    lines = TABLE.split("\n")
    found = [one for one in mutants(SourceText(PATH, TABLE)) if lines[one.line - 1].startswith("    |") and one.after]
    changes = {(one.before, one.after) for one in found}
    assert changes >= {
        ("below 0.5", "below 0.4"), ("below 0.5", "at most 0.5"), ("yes", "no"), ("no", "yes"), ("high", "low"),
        ("from 0.5 to below 1", "above 0.5 to below 1"), ("from 0.5 to below 1", "from 0.5 to 1"),
        ("at least 1", "above 1"),
    }  # fmt: skip
    assert not {before for before, _ in changes} & {"ANC in x10^9/L", "1.1", "1.2"}
    noticed = ("unreadable", "patients", "checks", "proofs")
    assert fate_of("below 0.5          | yes ", "below 0.5          | no ", TABLE) in noticed


SERIES = (
    replaced(
        "  weight:\n",
        """  pulse:
    is a series of whole numbers in /min, plausible 20 to 250
    asks "What is the pulse?"
    may be unknown
  weight:
""",
    )
    .replace(
        "actions:\n",
        """  settled pulse in /min is calculated as:
    when number of pulse is at least 2:
      the lowest of the last 2 pulse
    otherwise:
      the latest pulse
  fast means settled pulse is above 100 /min [A 1.5]

actions:
""",
    )
    .replace("when infection likely and ANC", "when infection likely and fast and ANC")
)


def test_one_measurement_is_the_latest_and_the_earliest() -> None:
    """Of one measurement at most, no patient can tell the two apart, known or not: proved, so it does not count."""
    assert fate_of("      the latest pulse", "      the earliest pulse", SERIES) == "equivalent"
    assert fate_of("the lowest of the last 2 pulse", "the highest of the last 2 pulse", SERIES) == "patients"
    assert fate_of("number of pulse is at least 2", "number of pulse is at least 3", SERIES) == "patients"
