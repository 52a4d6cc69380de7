"""No condition of an article is lost in silence: a safety rule, another proof, a check or an example notices.

What a rule depends on is written down here, and is exactly what turns it red. What only the written scenarios notice is
listed.
"""

from __future__ import annotations

from functools import lru_cache

import pytest
from attacks import not_replayed
from caretree.decisions.patient import read_patient
from caretree.pipeline import Compiled
from caretree.solver.obligation import Obligation
from patients import Patients
from planted_faults import OFFERING, ROOT, Spec, compiled, without_examples
from removed_conditions import Removal, removals
from small_guidelines import spec
from violations import kind_of, violations

ARTICLES = ("post-rituximab-cytopenia", "sle-pancytopenia", "itp-after-ivig")
RITUXIMAB, LUPUS, ITP = ARTICLES
DRAWN = 30

DEPENDS = {
    RITUXIMAB: {
        "never offer G-CSF unless ANC is below 0.5 x10^9/L and infection found": [
            "depending on neutropenia: severe:",
            "when infection found:",
        ],
        "always offer blood cultures when infection suspected": [
            "evidence of infection means any of: infection suspected",
            "otherwise, after when evidence of infection:",
            "should use blood cultures",
        ],
        "never offer red cell transfusion unless symptomatic anaemia or relevant comorbidity": [
            "when symptomatic anaemia or relevant comorbidity:",
            "when symptomatic anaemia:",
        ],
        "never offer red cell transfusion unless Hb is below 8 g/dL or symptomatic anaemia": [
            "depending on Hb in g/dL: below 7:",
            "depending on Hb in g/dL: from 7 to below 8:",
            "when symptomatic anaemia:",
        ],
        "always offer hospital admission when fever and ANC is below 0.5 x10^9/L": [
            "depending on neutropenia: mild:",
            "depending on neutropenia: moderate:",
            "depending on neutropenia: unclassified:",
            "should use hospital admission",
        ],
    },
    LUPUS: {
        "never offer steroid-sparing agents unless infection evaluated": ["when infection evaluated:"],
        "never offer refractory agents unless infection evaluated": ["when infection evaluated:"],
        "never offer cyclophosphamide rescue unless severity is life-threatening": [
            "ruled out when severity is one of less than severe, severe",
        ],
        "never offer hydroxychloroquine when hydroxychloroquine contraindicated": [
            "otherwise, after when hydroxychloroquine contraindicated:",
        ],
        "always offer hydroxychloroquine when not hydroxychloroquine contraindicated": [
            "should use hydroxychloroquine",
            "when hydroxychloroquine contraindicated:",
        ],
        "always offer calcium with vitamin D when on glucocorticoid": ["should use calcium with vitamin D"],
        "always offer calcium with vitamin D when methylprednisolone pulses is offered or oral prednisone is offered "
        "or glucocorticoid taper is offered": [
            "also when on glucocorticoid:",
            "should use calcium with vitamin D",
        ],
        "never offer methylprednisolone pulses without oral prednisone": [
            "recommend oral prednisone, after methylprednisolone pulses",
        ],
    },
    ITP: {
        "never offer splenectomy unless time since ITP diagnosis is at least 12 months "
        "or severe unresponsive disease": [
            "when ITP stage is chronic or severe unresponsive disease:",
        ],
        "never offer romiplostim unless adult": ["ruled out when not adult"],
        "never offer romiplostim when futile TPO-RA": [
            "TPO-RA used up means any of: futile TPO-RA",
            "ruled out when TPO-RA used up",
        ],
        "never exceed 10 mcg/kg of weight per week of romiplostim": ["at most 10 mcg/kg of weight per week"],
        "always offer stop of TPO-RA when futile TPO-RA": [
            "futile TPO-RA means all of: on TPO-RA",
            "otherwise, after when on TPO-RA:",
            "should use stop of TPO-RA",
        ],
        "always offer haematology consultation": ["should use haematology consultation"],
    },
}
"""Each rule with every condition whose removal breaks it."""

GUARDED_TWICE = {
    "never offer empiric antibiotics unless evidence of infection": (
        ("  when evidence of infection:", "  when evidence of infection or ANC is below 1.0 x10^9/L:"),
        ("    when fever and ANC is below 1.0 x10^9/L:", "    when ANC is below 1.0 x10^9/L:"),
    ),
}
"""Rules that two conditions keep, each alone: both have to go."""

LISTED = {
    RITUXIMAB: [],
    LUPUS: ["against when concern about myelotoxicity"],
    ITP: [
        "against when time since ITP diagnosis is at least 3 months and inadequate steroid control",
        "against when … without inadequate steroid control",
        "against when … without time since ITP diagnosis is at least 3 months",
        "also when ITP stage is chronic:",
        "in favour when bleeding is significant",
        "in favour when splenectomy failed",
        "in favour when splenectomy failed or inadequate steroid control",
        "in favour when … without inadequate steroid control",
        "in favour when … without splenectomy failed",
        "preferred when … without inadequate steroid control",
        "preferred when … without time since ITP diagnosis is at least 3 months",
    ],
}
"""What nothing but the written scenarios notices: an example can expect no argument for or against an option, no
missing preference, and not which of two lines offers the same drug."""


@lru_cache(maxsize=3)
def without_each_condition(name: str) -> tuple[tuple[Removal, Compiled], ...]:
    """Every removal of an article, compiled and proved; its examples left out, so that they hide no proof."""
    path = f"spec/{name}.care"
    article = Spec(path, tuple((ROOT / path).read_text(encoding="utf-8").splitlines()))
    return tuple((one, compiled(one.path, without_examples(one.text))) for one in removals(article))


def rules(result: Compiled) -> list[Obligation]:
    """Every rule of a guideline, with what came of its proof."""
    return [one for one in result.obligations if one.kind in ("safety rule", "dose limit")]


def words(rule: Obligation) -> str:
    """A rule as it is written."""
    return rule.what.partition(", also while")[0]


def shown_at(removal: Removal, rule: Obligation, result: Compiled) -> list[str]:
    """The lines of the changed text at which a broken rule is reported."""
    lines = removal.text.split("\n")
    found = [one for one in result.problems if one.severity == "error" and one.span == rule.span]
    return [lines[span.line - 1].strip() for one in found for span in (one.span, *(span for _, span in one.related))]


@pytest.mark.parametrize("name", ARTICLES)
def test_exactly_what_a_rule_depends_on_turns_it_red(name: str) -> None:
    """Each with a patient whose answer breaks the rule; reported at the rule and at the advice that it forbids. A dose
    without a cap has no highest value, and so no patient who shows it."""
    found: dict[str, set[str]] = {}
    for removal, result in without_each_condition(name):
        red = [one for one in rules(result) if one.result == "failed"]
        assert result.graph is not None or not red
        assert all(one.witness is not None or one.kind == "dose limit" for one in red)
        assert result.graph is None or not_replayed(result.graph, red) == []
        for one in red:
            found.setdefault(words(one), set()).add(removal.what)
            if not one.partial:
                first, *others = shown_at(removal, one, result)
                assert first.startswith(words(one)[:60])
                forbids = words(one).startswith("never offer") and " without " not in words(one)
                assert not forbids or any(OFFERING.match(line) for line in others), (removal.what, others)
    assert {rule: sorted(conditions) for rule, conditions in found.items()} == DEPENDS[name]


@pytest.mark.parametrize("name", ARTICLES)
def test_every_rule_depends_on_something(name: str) -> None:
    """No rule of an article would hold whatever is removed."""
    written = {words(one) for one in rules(spec(name))}
    assert written - set(DEPENDS[name]) <= set(GUARDED_TWICE) and set(DEPENDS[name]) <= written


@pytest.mark.parametrize("rule", GUARDED_TWICE)
def test_a_rule_guarded_twice_turns_red_when_both_guards_go(rule: str) -> None:
    """Either guard alone keeps it; without both a patient breaks it."""
    first, second = GUARDED_TWICE[rule]
    broken = [[words(one) for one in rules(spec(RITUXIMAB, *changes)) if one.result == "failed"]
              for changes in ((first,), (second,), (first, second))]  # fmt: skip
    assert broken[:2] == [[], []] and rule in broken[2]


@pytest.mark.parametrize("name", ARTICLES)
def test_every_other_removal_is_noticed_or_listed(name: str) -> None:
    """By another proof, by a check, by an example of the article; else it stands in the list above."""
    silent = []
    for removal, result in without_each_condition(name):
        if any(one.severity == "error" for one in result.problems):
            continue
        with_examples = compiled(removal.path, removal.text, proofs=False)
        if not any(one.severity == "error" for one in with_examples.problems):
            start, _, rest = removal.what.partition(" without ")
            silent.append(f"{start.partition(' when ')[0]} when … without {rest}" if rest else removal.what)
    assert sorted(set(silent)) == LISTED[name]


@pytest.mark.parametrize("name", ARTICLES)
def test_no_drawn_patient_breaks_a_rule_that_stays_green(name: str) -> None:
    """Whatever is removed: the proofs are right about the rules that still hold, as far as patients drawn can tell."""
    for removal, result in without_each_condition(name):
        if result.graph is None or not result.obligations:
            continue
        source = Patients(result.graph, 20261130)
        kept = {one.subject for one in rules(result)} - {one.subject for one in rules(result) if one.result != "proved"}
        for _ in range(DRAWN):
            record, _ = read_patient(result.graph, source.draw())
            broken = set() if record is None else violations(result.graph, record)
            ours = {subject for kind, subject in broken if (kind, subject) in {(kind_of(rule), rule.id)
                    for rule in result.graph.rules}}  # fmt: skip
            assert not ours & kept, (removal.what, ours)
