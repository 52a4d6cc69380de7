"""Options blocks and pathways: arguments, ranks, phases, assess windows and transitions."""

import pytest
from caretree.guideline.decisions import Options, Pathway
from caretree.resolve.options import read_options
from caretree.resolve.pathways import read_pathway
from lupus_names import new_reading, problem_names, sentence_of

OPTIONS = """\
options second line, in order of preference:
  rituximab [8.1 ref 1]:
    in favour when bleeding is significant [2.1]
    in favour when bleeding is one of minor, significant, because "as an alternative" [2.2]
    against when not fever, "seldom helps"
    ruled out when rituximab course is failed
      see gap who needs it
    see conflict which dose
  G-CSF [8.2]
  prednisone:
    preferred when adult [11.2]
  weigh by "bleeding risk and what the patient prefers" [11.1]
  note "Three options."
"""

PATHWAY = """\
pathway lupus care:
  phase acute treatment:
    decide neutrophils
    decide bleeding care
    assess response from 2 to 4 weeks [3.2]
    go to maintenance when not fever [4.1]
    gap what counts as low when ANC is unclear when fever [3.3]
  phase maintenance:
    see gap who needs it
    stay when fever
    end when not fever
    [6.3]
"""


def options_of(text: str) -> Options:
    reading = new_reading()
    options = read_options(sentence_of(text), reading)
    assert reading.problems == []
    assert options is not None
    return options


def pathway_of(text: str) -> Pathway:
    reading = new_reading()
    pathway = read_pathway(sentence_of(text), reading)
    assert reading.problems == []
    assert pathway is not None
    return pathway


def test_options_with_their_arguments() -> None:
    """Every argument keeps its kind, its reason, its citation and its caveat; order is as written."""
    options = options_of(OPTIONS)
    assert options.ranked
    assert [option.action for option in options.options] == ["rituximab", "g-csf", "prednisone"]
    arguments = options.options[0].arguments
    assert [(one.kind, one.because) for one in arguments] == [
        ("in favour", ""),
        ("in favour", "as an alternative"),
        ("against", "seldom helps"),
        ("ruled out", ""),
    ]
    assert [[str(cite) for cite in one.cites] for one in arguments] == [["A 2.1"], ["A 2.2"], [], []]
    assert [caveat.id for caveat in arguments[3].see] == ["who-needs-it"]
    assert [caveat.id for caveat in options.options[0].see] == ["which-dose"]
    assert [(text, str(cites[0])) for text, cites in options.weigh_by] == [
        ("bleeding risk and what the patient prefers", "A 11.1")
    ]
    assert options.notes == ("Three options.",)


def test_options_are_not_ranked_unless_they_say_so() -> None:
    """Order of writing is no order of preference."""
    assert not options_of("options second line:\n  rituximab\n  G-CSF\n").ranked


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("options second line:\n  rituxmab\n  G-CSF\n", "unknown-name"),
        ("options second line:\n  growth factor\n  G-CSF\n", "class-offered"),
        ("options second line:\n  G-CSF\n  G-CSF\n", "duplicate-option"),
        ("options second line:\n  G-CSF:\n    in favor when fever\n", "not-understood"),
        ("options second line:\n  G-CSF:\n    in favour when fever, see gap who needs it\n", "unknown-clause"),
        ('options second line:\n  weigh by "cost"\n', "empty-block"),
        ("options second line:\n  G-CSF\n  weigh by cost\n", "not-understood"),
    ],
)
def test_a_bad_line_of_options_is_one_problem(text: str, name: str) -> None:
    """One mistake is one problem, and the other options are kept."""
    reading = new_reading()
    read_options(sentence_of(text), reading)
    assert problem_names(reading) == [name]


def test_a_pathway_with_its_phases() -> None:
    """A phase names decisions, one assess window in days, and transitions; a gap's name may hold `when`."""
    pathway = pathway_of(PATHWAY)
    acute, maintenance = pathway.phases
    assert acute.decides == ("neutrophils", "bleeding-care")
    assert acute.assess is not None
    assert (acute.assess.what, acute.assess.window.low, acute.assess.window.high) == ("response", 14, 28)
    assert [(one.kind, one.target) for one in acute.transitions] == [
        ("go", "maintenance"),
        ("gap", "what-counts-as-low-when-anc-is-unclear"),
    ]
    assert [(one.kind, one.target) for one in maintenance.transitions] == [("stay", ""), ("end", "")]
    assert [str(one.cites[0]) for one in maintenance.transitions] == ["A 6.3", "A 6.3"]
    assert [caveat.id for caveat in maintenance.see] == ["who-needs-it"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("decide neutrophil", "unknown-name"),
        ("go to maintenence when fever", "unknown-name"),
        ("go too maintenance when fever", "not-understood"),
        ("assess response", "not-understood"),
        ("stay here when fever", "not-understood"),
        ("recommend G-CSF", "not-understood"),
    ],
)
def test_a_bad_line_of_a_phase_is_one_problem(line: str, name: str) -> None:
    """One mistake is one problem, and the phase keeps its other lines."""
    reading = new_reading()
    text = f"pathway lupus care:\n  phase acute treatment:\n    {line}\n    end when fever\n"
    pathway = read_pathway(sentence_of(text), reading)
    assert problem_names(reading) == [name]
    assert pathway is not None
    assert [one.kind for one in pathway.phases[0].transitions] == ["end"]


def test_two_windows_in_a_phase_are_reported() -> None:
    """The assessment owns the phase's clock, so there is one."""
    reading = new_reading()
    text = (
        "pathway lupus care:\n  phase acute treatment:\n"
        "    assess response from 2 to 4 weeks\n    assess counts from 1 to 2 weeks\n    end when fever\n"
    )
    read_pathway(sentence_of(text), reading)
    assert problem_names(reading) == ["two-assess-windows"]
