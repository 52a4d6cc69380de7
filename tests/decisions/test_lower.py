"""Lowering whole guidelines: tables, identities, runs, options, rules and invariants."""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions import expressions as exp
from caretree.decisions.graph import AdviceNode, ConflictNode, ExtraNode, ForkNode
from caretree.decisions.invariants import verify
from caretree.decisions.lower import lower
from caretree.decisions.reads import inputs_of_condition, inputs_of_label
from caretree.guideline.blocks import Caveat, ChoiceLine, ConflictLine, Extra, Report, Timing
from caretree.guideline.conditions import AllOf, AnyOf, NotKnown, Offered
from caretree.guideline.decisions import (
    Argument,
    Assess,
    Conflict,
    Gap,
    Option,
    Options,
    Pathway,
    Phase,
    Reading,
    SafetyRule,
    Transition,
)
from caretree.guideline.doses import TimeRange
from caretree.guideline.guideline import Guideline
from caretree.guideline.inputs import Assumption
from caretree.guideline.names import Name
from guidelines_by_hand import (
    ANC,
    action,
    advice,
    block,
    branch,
    decision,
    defined,
    fact,
    fork,
    gap,
    guideline,
    literal,
    means,
    neutropenia,
    yes_no,
)
from msgspec.structs import replace


def test_a_guideline_becomes_tables_and_readable_nodes() -> None:
    """Equal expressions are stored once, thresholds stand in the compared unit, and identities are made of names."""
    graph = lower(neutropenia())
    assert verify(graph) == []
    assert list(graph.nodes) == [
        "neutrophils",
        "neutrophils/depending-on",
        "neutrophils/severe",
        "neutrophils/severe/when",
        "neutrophils/severe/possible-infection",
        "neutrophils/severe/possible-infection/consider-g-csf",
        "neutrophils/severe/otherwise",
        "neutrophils/severe/otherwise/do-not-use-g-csf",
        "neutrophils/mild",
        "neutrophils/mild/recommend-observation",
    ]
    label = graph.labels[graph.defined["neutropenia"][1]]
    assert isinstance(label, exp.LabelFork) and label.graded == "n1"
    assert [graph.conditions[condition] for condition, _, _ in label.branches] == [
        exp.Compare("lt", "n1", Fraction(1, 2)),
        exp.Compare("ge", "n1", Fraction(1, 2)),
    ]


def test_a_definition_is_the_condition_it_means() -> None:
    """A definition written before the one it uses refers to the same condition, and keeps words for people."""
    graph = lower(neutropenia())
    assert graph.defined["treat"] == graph.defined["possible-infection"]
    condition = graph.defined["treat"][1]
    assert graph.condition_texts[condition] == "fever or infection suspected"
    assert inputs_of_condition(graph, condition) == ("fever", "infection-suspected")
    assert inputs_of_label(graph, graph.defined["neutropenia"][1]) == ("neutrophil-count",)


def test_a_list_is_called_what_it_defines() -> None:
    """The heading ``any of`` is no words for a condition; the definition's name is."""
    several = AnyOf((fact("a"), fact("b")), "any of")
    graph = lower(replace(_small(gap("g")), definitions=(means("possible infection", several),)))
    assert graph.condition_texts[graph.defined["possible-infection"][1]] == "possible infection"


def test_otherwise_is_none_of_the_others() -> None:
    """``otherwise`` holds exactly when no other branch does, in ordered and unordered forks alike."""
    graph = lower(_small(fork(branch(fact("a"), gap("g")), branch(fact("b"), gap("g")), branch(None, gap("g")))))
    node = graph.nodes["care/when"]
    assert isinstance(node, ForkNode) and [each.otherwise for each in node.branches] == [False, False, True]
    conditions = [graph.conditions[each.condition] for each in node.branches]
    assert conditions[:2] == [exp.Fact("a"), exp.Fact("b")]
    assert isinstance(conditions[2], exp.Not)
    assert graph.conditions[conditions[2].of] == exp.AnyOf(tuple(each.condition for each in node.branches[:2]))


def test_identities_do_not_depend_on_order() -> None:
    """Lines that would share an identity are all marked by their words, long parts are cut, order changes nothing."""
    first = advice("consider", "G-CSF", text="consider G-CSF, within 1 hour")
    second = advice("consider", "G-CSF", text="consider G-CSF, in 2 weeks")
    long = advice("consider", "observation")
    label = "a condition that goes on and on and on until nobody remembers how it began at all"
    extra = Extra(fact("a"), block(long), label=label)
    one, two = (set(lower(_small(*items)).nodes) for items in ((first, second, extra), (extra, second, first)))
    assert one == two
    marked = sorted(name for name in one if name.startswith("care/consider-g-csf"))
    assert len(marked) == 2 and all(len(name) == len("care/consider-g-csf-123456") for name in marked)
    cut = next(name for name in one if name.startswith("care/also-") and name.count("/") == 1)
    assert len(cut.removeprefix("care/")) <= 60
    assert {f"{cut}/then", f"{cut}/consider-observation"} <= one


def test_waiting_looks_at_what_may_be_unknown() -> None:
    """``until X is known`` waits for every input X reads that may be unknown, and for no other."""
    wait = Extra(NotKnown(("either",), "either is known"), block(gap("g")), True, "either is known")
    whole = replace(
        _small(wait),
        inputs=(yes_no("a"), yes_no("b", may_be_unknown=False), yes_no("c")),
        definitions=(means("either", _both("a", "b", "c")),),
    )
    graph = lower(whole)
    node = graph.nodes["care/until-either-is-known"]
    assert isinstance(node, ExtraNode) and node.waiting
    assert graph.conditions[node.condition] == exp.NotKnown(("a", "c"))
    assert verify(graph) == []


def test_assumptions_are_kept_apart_from_facts() -> None:
    """An assumed definition is an ``Assumed`` node; an assumed input is listed with what forbids assuming it."""
    whole = replace(
        _small(fork(branch(defined("either"), gap("g")), branch(None, gap("g")))),
        inputs=(yes_no("a", assume=Assumption(False, fact("b"))), yes_no("b")),
        definitions=(means("either", _both("a", "b"), assume=Assumption(True)),),
    )
    graph = lower(whole)
    assert graph.conditions[graph.defined["either"][1]] == exp.Assumed("either", "c3", True, None)
    assert graph.assumptions == {"a": (False, "c2")}
    assert graph.conditions["c2"] == exp.Fact("b")


def test_conflicts_repeat_their_lines_wherever_they_stand() -> None:
    """The ``then`` lines of a conflict are nodes below each place that names it, with caveats spelled out."""
    conflict = Conflict(
        Name("early or late"),
        (Reading("early", ()), Reading("late", ())),
        "other reading",
        then=block(advice("avoid", "G-CSF", see=(Caveat("gap", "g"),))),
    )
    whole = replace(_small(ConflictLine("early-or-late")), conflicts=(conflict,))
    graph = lower(whole)
    line = graph.nodes["care/conflict-early-or-late/avoid-g-csf"]
    assert isinstance(line, AdviceNode)
    assert (line.direction, line.see) == ("against", ("gap:g",))
    assert verify(graph) == []


def test_a_conflict_named_in_its_own_lines_ends() -> None:
    """A conflict that names itself (or a class that covers itself) is lowered once, never for ever."""
    again = Conflict(Name("c"), (), "both", then=block(advice("avoid", "G-CSF"), ConflictLine("c")))
    actions = (action("growth factor", covers=("growth-factor", "g-csf")), action("G-CSF"))
    rule = SafetyRule("never", "never", "growth-factor")
    graph = lower(replace(_small(ConflictLine("c")), conflicts=(again,), actions=actions, rules=(rule,)))
    assert "care/conflict-c/avoid-g-csf" in graph.nodes
    inner = graph.nodes["care/conflict-c/conflict-c"]
    assert isinstance(inner, ConflictNode) and inner.then is None
    assert graph.rules[0].x == ("g-csf",)
    assert verify(graph) == []


def test_timings_are_text_and_days() -> None:
    """A timing keeps its words; durations are also days, ``within`` beginning at once; ``until`` is a condition."""
    soon = Timing("within", "within 12 hours", literal(12, "hours"), literal(12, "hours"))
    ends = Timing("until", "until a", until=fact("a"))
    graph = lower(_small(advice("recommend", "G-CSF", timing=(soon, ends), after="observation")))
    line = graph.nodes["care/recommend-g-csf"]
    assert isinstance(line, AdviceNode) and line.until is not None
    assert line.timing == "within 12 hours, until a"
    assert line.timing_days == (Fraction(0), Fraction(1, 2))
    assert graph.conditions[line.until] == exp.Fact("a")


def test_options_keep_their_arguments_and_say_when_they_are_out() -> None:
    """An option is out when any ``ruled out`` line holds and preferred when any ``preferred`` line does."""
    arguments = (
        Argument("ruled out", fact("a"), text="ruled out when a"),
        Argument("ruled out", fact("b"), text="ruled out when b"),
        Argument("in favour", fact("a"), text="in favour when a"),
    )
    options = Options(Name("second line"), (Option("g-csf", arguments), Option("observation", ())))
    graph = lower(replace(_small(ChoiceLine("may use", "one", "second-line")), options=(options,)))
    first, second = graph.options["second-line"].options
    assert (first.id, second.out, second.preferred) == ("options/second-line/g-csf", None, None)
    assert first.out is not None and isinstance(graph.conditions[first.out], exp.AnyOf)
    assert "care/choose-second-line" in graph.nodes
    assert verify(graph) == []


def test_a_decision_runs_in_the_phases_that_name_it() -> None:
    """A decision named by a phase runs only there; an unconditional transition always holds."""
    phases = (
        Phase(
            Name("response check"),
            ("care",),
            (Transition("go", "maintenance", fact("a"), text="go to maintenance when a"), Transition("stay", "", None)),
            Assess("response", TimeRange(Fraction(14), Fraction(28), "from 2 to 4 weeks")),
        ),
        Phase(Name("maintenance"), (), (Transition("end", "", fact("b")), Transition("end", "", fact("a")))),
    )
    graph = lower(replace(_small(gap("g")), pathways=(Pathway(Name("care path"), phases),)))
    (run,) = graph.runs
    assert run.condition is not None
    assert graph.conditions[run.condition] == exp.InPhase("care-path", ("response-check",))
    check, maintenance = graph.pathways[0].phases
    assert check.window == (Fraction(14), Fraction(28))
    assert [line.id for line in check.transitions] == [
        "pathways/care-path/response-check/maintenance",
        "pathways/care-path/response-check/stay",
    ]
    assert graph.conditions[check.transitions[1].condition] == exp.Constant(True)
    assert len({line.id for line in maintenance.transitions}) == 2
    assert verify(graph) == []


def test_rules_speak_of_members_and_of_combinations_that_contain_them() -> None:
    """A ``never`` rule covers combinations that may contain X; ``always`` is kept only by what surely contains it."""
    actions = (
        action("growth factor", covers=("g-csf",)),
        action("G-CSF"),
        action("observation"),
        action("rescue", combines=("g-csf",)),
        action("big rescue", combines=("observation",), possibly=("g-csf",)),
    )
    rules = (
        SafetyRule("never-1", "never unless", "growth-factor", condition=fact("a")),
        SafetyRule("always-1", "always", "growth-factor", condition=Offered("growth-factor", "it is offered")),
        SafetyRule("never-2", "never", "observation"),
    )
    graph = lower(replace(_small(gap("g")), actions=actions, rules=rules))
    never, always, plain = graph.rules
    assert never.x == ("g-csf", "rescue", "big-rescue")
    assert never.forbidden_when is not None and graph.conditions[never.forbidden_when] == exp.Not(never.condition or "")
    assert always.x == ("g-csf", "rescue") and always.forbidden_when is None
    assert always.condition is not None and graph.conditions[always.condition] == exp.IsOffered(("g-csf", "rescue"))
    assert plain.forbidden_when is not None and graph.conditions[plain.forbidden_when] == exp.Constant(True)
    assert graph.members == {
        "growth-factor": ("g-csf",),
        "rescue": ("g-csf",),
        "big-rescue": ("observation", "g-csf"),
    }
    assert verify(graph) == []


def test_reports_point_at_their_value() -> None:
    """A report of an input or a definition says in which table the value is."""
    graph = lower(replace(_small(Report("a"), Report("neutrophil-count")), inputs=(yes_no("a"), ANC)))
    assert verify(graph) == []
    assert {"care/report-a", "care/report-neutrophil-count"} <= set(graph.nodes)


def test_broken_graphs_are_told() -> None:
    """Each invariant is really looked at: missing ids, circles, mixed units, unreachable nodes, empty forks."""
    graph = lower(neutropenia())
    missing = replace(graph, conditions={**graph.conditions, "c1": exp.Not("c99")})
    assert verify(missing) == ["c1 mentions the condition c99, which is missing"]
    circle = replace(graph, conditions={**graph.conditions, "c1": exp.Not("c3")})
    assert any("built from itself" in finding for finding in verify(circle))
    mixed = replace(
        graph,
        conditions={**graph.conditions, "c4": exp.Compare("lt", "n1", "n2")},
        numbers={**graph.numbers, "n2": exp.ConstantNumber(Fraction(1))},
        number_units={**graph.number_units, "n2": "mg"},
    )
    assert verify(mixed) == ["c4 mixes the units x10^9/L, mg"]
    cut = replace(graph, runs=())
    assert any("reached by no decision" in finding for finding in verify(cut))
    fork_node = graph.nodes["neutrophils/severe/when"]
    assert isinstance(fork_node, ForkNode)
    empty = replace(graph, nodes={**graph.nodes, fork_node.id: replace(fork_node, branches=())})
    assert any("fork without branches" in finding for finding in verify(empty))


def _small(*items: object) -> Guideline:
    return guideline(
        inputs=[yes_no("a"), yes_no("b")],
        actions=[action("G-CSF"), action("observation")],
        decisions=[decision("care", *items)],  # type: ignore[arg-type]
        gaps=[Gap(Name("g"), "is silent")],
    )


def _both(*names: str) -> AllOf:
    return AllOf(tuple(fact(name) for name in names), " and ".join(names))
