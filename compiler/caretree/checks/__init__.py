"""The checks in the order they run: first what needs only reading, then what proofs found."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from caretree.checks.article import article_matches
from caretree.checks.calendar import months_are_counted_one_way
from caretree.checks.check import Check, CheckInput
from caretree.checks.citations import cited_statements_exist, recommendations_are_cited
from caretree.checks.cutoffs import a_pair_of_cutoffs_stays_together, two_cutoffs_mean_one_limit
from caretree.checks.examples import examples_pass
from caretree.checks.forks_proved import (
    assumptions_are_harmless,
    every_patient_is_covered,
    formulas_have_values,
    no_two_branches_fit,
    nothing_is_dead,
    somebody_is_in_scope,
)
from caretree.checks.ledger import statements_are_placed
from caretree.checks.otherwise import otherwise_takes_one_thing
from caretree.checks.pathways_proved import everything_is_proved, pathways_lead_somewhere
from caretree.checks.safety_proved import (
    advice_is_consistent,
    choices_leave_enough,
    doses_are_not_negative,
    doses_stay_below_their_maximum,
    safety_rules_hold,
    safety_rules_say_something,
    what_comes_first_is_offered,
)
from caretree.checks.status import review_is_not_overdue, status_is_earned
from caretree.checks.unused import declarations_are_used
from caretree.checks.waiting import what_is_waited_for_can_be_missing
from caretree.problems.problem import Problem
from caretree.solver.obligation import Obligation
from caretree.solver.remembered import ProofStore, proved_or_remembered

ALL: tuple[Check, ...] = (
    cited_statements_exist,
    recommendations_are_cited,
    statements_are_placed,
    article_matches,
    declarations_are_used,
    what_is_waited_for_can_be_missing,
    two_cutoffs_mean_one_limit,
    a_pair_of_cutoffs_stays_together,
    months_are_counted_one_way,
    otherwise_takes_one_thing,
    status_is_earned,
    review_is_not_overdue,
    examples_pass,
    somebody_is_in_scope,
    every_patient_is_covered,
    no_two_branches_fit,
    nothing_is_dead,
    formulas_have_values,
    assumptions_are_harmless,
    advice_is_consistent,
    what_comes_first_is_offered,
    safety_rules_hold,
    doses_stay_below_their_maximum,
    doses_are_not_negative,
    safety_rules_say_something,
    choices_leave_enough,
    pathways_lead_somewhere,
    everything_is_proved,
)


def with_proofs(
    given: CheckInput, store: ProofStore | None = None, sources: Mapping[str, str] | None = None
) -> CheckInput:
    """The same with what came of every proof. The solver is loaded here and nowhere before.

    With a ``store`` and the texts of all files by path, proofs of the very same question are read instead.
    """

    def proved() -> tuple[Obligation, ...]:
        from caretree.solver.prove import prove

        return prove(given.graph)

    if store is None or sources is None:
        return replace(given, obligations=proved())
    return replace(given, obligations=proved_or_remembered(given.graph, sources, store, proved))


def run_checks(given: CheckInput) -> list[Problem]:
    """The problems of every check, in order."""
    return [problem for check in ALL for problem in check(given)]


__all__ = ["ALL", "Check", "CheckInput", "run_checks", "with_proofs"]
