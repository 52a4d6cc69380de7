"""The same problems for people, programs, code scanning and pull requests."""

from __future__ import annotations

import json

from caretree.problems.explain import Explanation
from caretree.problems.problem import Problem
from caretree.problems.render import github, sarif, terminal
from caretree.problems.render import json as json_list
from caretree.source.span import NOWHERE, Span
from caretree.source.text import SourceText
from msgspec.structs import replace

FILE = "spec/post-rituximab-cytopenia.care"
TEXT = "\n" * 127 + "  depending on Hb in g/dL:\n    below 7:\n      rest\n"
SOURCES = {FILE: SourceText(FILE, TEXT)}
UNCOVERED = Problem(
    "uncovered-patient",
    'no branch of "anaemia" fits some patients',
    Span(FILE, 128, 3, 128, 27),
    why="a reader would be left without an answer.",
    fix="add a branch for this patient, or say that the source is silent with `gap`.",
    patient=("Hb is 7.5 g/dL", "age is 40 years"),
)
WARNING = Problem("past-review", "review was due", Span(FILE, 1, 1, 1, 1), severity="warning")
EXPLAINED = {
    "uncovered-patient": Explanation(
        "uncovered-patient", "Some patient fits no branch.", "Nobody is left out.", "Add one.", check="all-are-covered"
    ),
    "past-review": Explanation("past-review", "The review was due.", "Evidence moves.", "Review it."),
}
NOTE = Problem("unsigned", "100% of: a, b\nnobody signed", NOWHERE, severity="note")


def test_a_person_reads_the_line_the_patient_and_what_to_do() -> None:
    """The shape of the language page: name, message, place, line with carets, patient, why, fix."""
    assert terminal.render([UNCOVERED], SOURCES) == (
        'error[uncovered-patient]: no branch of "anaemia" fits some patients\n'
        "  spec/post-rituximab-cytopenia.care:128:3\n"
        "   128 |   depending on Hb in g/dL:\n"
        "       |   ^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  for example: Hb is 7.5 g/dL\n"
        "               age is 40 years\n"
        "  why: a reader would be left without an answer.\n"
        "  fix: add a branch for this patient, or say that the source is silent with `gap`.\n"
        "\n"
        "1 error in 1 file\n"
    )


def test_the_last_line_counts() -> None:
    """Every run ends with how many problems of each kind there are."""
    assert terminal.render([WARNING, UNCOVERED, NOTE, UNCOVERED], SOURCES).endswith(
        "\n\n1 error, 1 warning, 1 note in 1 file\n"
    )
    assert terminal.render([], {}) == "no problems\n"


def test_each_kind_of_problem_leads_to_its_page() -> None:
    """Told once a kind, above the last line: the page of the check, or the heading in the list of all problems."""
    told = terminal.render([UNCOVERED, WARNING, NOTE, replace(UNCOVERED, message="again")], SOURCES, EXPLAINED)
    assert told.endswith(
        "\n\n`caretree explain NAME` says more, and so does the site:\n"
        "  past-review: problems/index.html#past-review\n"
        "  uncovered-patient: checks/all-are-covered.html\n"
        "\n2 errors, 1 warning, 1 note in 1 file\n"
    )
    assert "explain" not in terminal.render([NOTE], SOURCES, EXPLAINED)


def test_problems_come_in_the_order_of_the_file() -> None:
    """Whatever order checks find them in, people read from the top; what stands nowhere comes first."""
    told = terminal.render([UNCOVERED, WARNING, NOTE], SOURCES)
    assert told.index("unsigned") < told.index("past-review") < told.index("uncovered-patient")


def test_a_stretch_over_lines_shows_its_first_and_related_places_follow() -> None:
    """Carets go to the end of the first line, and other places that matter are named."""
    problem = Problem("x", "m", Span(FILE, 129, 5, 130, 11), related=(("declared here", Span(FILE, 128, 3, 128, 5)),))
    assert terminal.render([problem], SOURCES) == (
        f"error[x]: m\n  {FILE}:129:5\n"
        "   129 |     below 7:\n"
        "       |     ^^^^^^^^\n"
        "       | …\n"
        f"  see also: declared here ({FILE}:128:3)\n\n1 error in 1 file\n"
    )


def test_colour_only_when_asked() -> None:
    """Plain output holds no escape; coloured output is the plain one with escapes added."""
    plain, painted = terminal.render([UNCOVERED], SOURCES), terminal.render([UNCOVERED], SOURCES, colour=True)
    assert "\x1b" not in plain and "\x1b[1;31m" in painted
    for code in ("\x1b[1m", "\x1b[1;31m", "\x1b[2m", "\x1b[0m"):
        painted = painted.replace(code, "")
    assert painted == plain


def test_a_terminal_never_obeys_a_file() -> None:
    """Escapes and direction marks from a file or a message are shown as their code, with the carets still below."""
    source = SourceText("a", "\x1b[2J漢\u202e fever")
    told = terminal.render([Problem("x", "\x1b]0;title\x07", Span("a", 1, 8, 1, 13))], {"a": source})
    assert "error[x]: <U+001B>]0;title<U+0007>\n" in told
    line, carets = told.split("\n")[2:4]
    assert line == "     1 | <U+001B>[2J漢<U+202E> fever"
    assert carets.index("^") == line.index("fever") + 1  # the wide character takes two columns
    assert carets.count("^") == 5


def test_json_gives_every_field() -> None:
    """A list of objects with exact places; a problem that stands nowhere has null for its place."""
    note, problem = json.loads(json_list.render([UNCOVERED, NOTE], EXPLAINED))
    assert problem == {
        "name": "uncovered-patient",
        "severity": "error",
        "message": 'no branch of "anaemia" fits some patients',
        "file": FILE,
        "line": 128,
        "column": 3,
        "end_line": 128,
        "end_column": 27,
        "why": "a reader would be left without an answer.",
        "fix": "add a branch for this patient, or say that the source is silent with `gap`.",
        "page": "checks/all-are-covered.html",
        "patient": ["Hb is 7.5 g/dL", "age is 40 years"],
        "related": [],
    }
    assert (note["file"], note["line"], note["page"]) == (None, None, None)


def test_sarif_has_rules_levels_and_regions() -> None:
    """What code scanning needs: version, driver, rules by index, level, message, location; nowhere has no location."""
    odd = Problem(
        "past-review", "x", Span("spec/a b.care", 1, 1, 1, 1), severity="warning", related=(("y", UNCOVERED.span),)
    )
    log = json.loads(sarif.render([UNCOVERED, NOTE, odd], SOURCES, EXPLAINED))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    results = {result["ruleId"]: result for result in run["results"]}
    assert all(rules[result["ruleIndex"]]["id"] == name for name, result in results.items())
    assert {name: result["level"] for name, result in results.items()} == {
        "uncovered-patient": "error",
        "past-review": "warning",
        "unsigned": "note",
    }
    assert results["uncovered-patient"]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": FILE},
                "region": {
                    "startLine": 128,
                    "startColumn": 3,
                    "endLine": 128,
                    "endColumn": 27,
                    "snippet": {"text": "depending on Hb in g/dL:"},
                },
            }
        }
    ]
    assert "Hb is 7.5 g/dL" in results["uncovered-patient"]["message"]["text"]
    assert results["past-review"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "spec/a%20b.care"
    assert results["past-review"]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 128
    assert "locations" not in results["unsigned"]


def test_sarif_explains_each_rule_and_links_where_there_is_a_site() -> None:
    """A rule's help is the explanation; its address is absolute (SARIF 2.1.0, 3.49.12), so there is none without a
    published site."""
    for site, address in (("", None), ("https://example.org/c", "https://example.org/c/checks/all-are-covered.html")):
        log = json.loads(sarif.render([UNCOVERED, NOTE], SOURCES, EXPLAINED, site))
        covered, unsigned = sorted(log["runs"][0]["tool"]["driver"]["rules"], key=len, reverse=True)
        assert covered["shortDescription"] == {"text": "Some patient fits no branch."}
        assert covered["help"]["text"].startswith("Why: Nobody is left out.\nFix: Add one.\n")
        assert covered.get("helpUri") == address
        assert unsigned == {"id": "unsigned"}


def test_github_annotations_are_escaped() -> None:
    """A message cannot end its command or add a property, and a note is a notice."""
    odd = Problem("x", "m\r\n::error::no", Span("a,b:c%.care", 2, 3, 2, 5))
    note, problem = github.render([odd, NOTE], {}).splitlines()
    assert note == "::notice title=unsigned::100%25 of: a, b%0Anobody signed"
    assert problem == "::error file=a%2Cb%3Ac%25.care,line=2,endLine=2,col=3,endColumn=4,title=x::m%0D%0A::error::no"
    assert github.render([], {}) == ""
    (told,) = github.render([UNCOVERED], EXPLAINED).splitlines()
    assert told.endswith("%0Amore: caretree explain uncovered-patient, or checks/all-are-covered.html on the site")
