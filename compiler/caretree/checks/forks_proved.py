"""One fork, one patient, one branch: proved for every possible patient."""

from __future__ import annotations

from caretree.checks.check import CheckInput
from caretree.checks.found_by_proofs import Words, failed
from caretree.problems.problem import Problem


def every_patient_is_covered(given: CheckInput) -> list[Problem]:
    """A fork, a grade or a table has a hole (``uncovered-patient``).

    What: No branch fits some patient who gets there. A published table of anaemia once gave advice for a prevalence
    below 20 % and from 40 % on: nobody noticed the patients in between.
    Why: A reader would be left without an answer.
    Fix: Add a branch for this patient, or say that the source is silent with ``gap``.
    Example: A made-up table with the hole that the published one had (``hole-in-a-table.care``).
    """
    words = Words(
        "uncovered-patient",
        "a reader would be left without an answer.",
        "add a branch for this patient, or say that the source is silent with `gap`.",
    )
    return failed(given, lambda one: one.kind == "complete", words)


def no_two_branches_fit(given: CheckInput) -> list[Problem]:
    """Two branches of a fork fit one patient (``overlapping-branches``).

    What: Ranges or conditions of two branches share a patient, for example ``from 7 to 8`` and ``from 8 to 10``.
    Why: Two readers would give this patient different advice; in a fork the order of branches never matters.
    Fix: Say on which side the boundary lies (``to below 8``). If the source really says "first …, failing that …",
    write ``the first that applies:``. If both may apply, write ``also when``.
    Example: A haemoglobin of exactly 8 g/dL is in two ranges (``two-branches-for-one-patient.care``).
    """
    words = Words(
        "overlapping-branches",
        "two readers would give this patient different advice.",
        "say on which side the boundary lies (`to below`), or use `the first that applies:` or `also when`.",
    )
    return failed(given, lambda one: one.kind == "disjoint", words)


DEAD = {
    "branch": Words(
        "dead-branch",
        "what nobody reaches is never given and never tested; often a number or a unit is wrong.",
        "check the condition and those above it, or remove the branch.",
    ),
    "extra": Words(
        "dead-extra",
        "what nobody reaches is never given and never tested; often a number or a unit is wrong.",
        "check the condition and those above it, or remove the extra.",
    ),
    "option": Words(
        "dead-option",
        "an option nobody can be given is no option.",
        "check what rules it out, or remove it.",
    ),
    "argument": Words(
        "dead-argument",
        "an argument that never holds weighs nothing.",
        "check its condition and who is given the choice, or remove it.",
    ),
    "transition": Words(
        "dead-transition",
        "a move nobody can make is not on the way.",
        "check its condition, or remove it.",
    ),
}


def nothing_is_dead(given: CheckInput) -> list[Problem]:
    """A branch, an extra, an option, an argument or a move that no patient reaches (``dead-branch``, ``dead-extra``,
    ``dead-option``, ``dead-argument``, ``dead-transition``).

    What: Nobody in the plausible ranges, who is possible and in the guideline's scope, gets there.
    Why: What nobody reaches is never given and never tested; often a number or a unit is wrong.
    Fix: Check its condition and the conditions above it, or remove it. A gap or a conflict below it is dead with it.
    Example: A number in the wrong unit, an age above 90 and below 80, an argument for patients who are not given the
    choice, an option ruled out for all who are, and a move that contradicts itself (``parts-nobody-reaches.care``).
    """
    return [
        problem
        for part, words in DEAD.items()
        for problem in failed(given, lambda one, part=part: one.kind == "alive" and one.part == part, words)  # type: ignore[misc]
    ]


def formulas_have_values(given: CheckInput) -> list[Problem]:
    """A formula has no value for some patient (``undefined-formula``).

    What: It divides by zero, or takes the root or the logarithm of a number that has none, for a patient it is read
    for.
    Why: Advice that depends on it could not be given.
    Fix: Add a branch above it, or a line in the same ``all of``, that leaves this patient out; or correct the formula.
    Example: The plausible range lets a height of zero pass, and the formula divides by it
    (``a-formula-without-a-value.care``).
    """
    words = Words(
        "undefined-formula",
        "advice that depends on it could not be given.",
        "leave this patient out in a branch above or in the same `all of`, or correct the formula.",
    )
    return failed(given, lambda one: one.kind == "defined", words)


def assumptions_are_harmless(given: CheckInput) -> list[Problem]:
    """An assumption turns a possible patient into an impossible one (``harmful-assumption``).

    What: With the value assumed while nothing is recorded, a fact called ``impossible`` holds for the patient shown,
    who is possible with another value.
    Why: A real patient would be refused because of something nobody said.
    Fix: Add ``unless …`` to the assumption, assume something else, or ask.
    Example: Assumed to have given birth, a pregnant patient of whom nothing else is recorded would be impossible
    (``an-assumption-that-refuses.care``).
    """
    words = Words(
        "harmful-assumption",
        "a real patient would be refused because of something nobody said.",
        "add `unless …` to the assumption, assume something else, or ask.",
    )
    return failed(given, lambda one: one.kind == "assumption", words)


def somebody_is_in_scope(given: CheckInput) -> list[Problem]:
    """The guideline applies to nobody (``empty-population``).

    What: ``applies when`` and the facts called impossible cannot be true together.
    Why: Everything would be proved of nobody.
    Fix: Correct ``applies when`` or ``impossible``.
    Example: A guideline for those who are adults and are not (``nobody-in-scope.care``).
    """
    words = Words(
        "empty-population",
        "everything else would be proved of nobody.",
        "correct `applies when` or `impossible`.",
    )
    return failed(given, lambda one: one.kind == "population", words)
