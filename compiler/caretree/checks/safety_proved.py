"""Safety rules are theorems about the advice; advice never contradicts itself; every choice leaves something."""

from __future__ import annotations

from caretree.checks.check import CheckInput
from caretree.checks.found_by_proofs import Words, failed
from caretree.problems.problem import Problem


def safety_rules_hold(given: CheckInput) -> list[Problem]:
    """Some patient is given advice that a safety rule forbids, or not given what it demands (``unsafe-advice``).

    What: A rule under ``safety rules`` does not hold for the patient shown. Rules are proved for every patient in the
    plausible ranges, through all definitions and decisions, and ``always`` and ``without`` also while something about
    the patient is unknown. Nothing is removed at run time. Where a fork has a hole or an overlap, a patient whom it
    lets through is shown; where there is none, the message says so (``only patients who fit no single branch``).
    Why: A patient could be harmed.
    Fix: Change the decision that gives this advice, at the place shown. Change the rule only if the source does not say
    it.
    Example: A dosage that ignores an allergy; it also accepts a negative weight and has no maximum for a heavy
    adolescent (``dosage-table.care``).
    """
    words = Words(
        "unsafe-advice",
        "a patient could be harmed.",
        "change the decision that gives this advice; change the rule only if the source does not say it.",
    )
    return failed(given, lambda one: one.kind == "safety rule", words)


def doses_stay_below_their_maximum(given: CheckInput) -> list[Problem]:
    """The highest dose is above what ``never exceed`` allows (``dose-above-maximum``).

    What: The highest dose (with everything it may be raised to, after rounding), times how often it is given, added up
    over everything offered together that is the same drug, is above the limit for the patient shown: often a heavy
    patient, because a dose per kg has no maximum of its own.
    Why: A patient could be overdosed.
    Fix: Give the action the maximum the source states (``at most 1 g per day``), or correct the dose.
    Example: A dosage that has no maximum for a heavy adolescent; it also ignores an allergy and accepts a negative
    weight (``dosage-table.care``).
    """
    words = Words(
        "dose-above-maximum",
        "a patient could be overdosed.",
        "give the action the maximum the source states (`at most …`), or correct the dose.",
    )
    return failed(given, lambda one: one.kind == "dose limit", words)


def doses_are_not_negative(given: CheckInput) -> list[Problem]:
    """A dose is below zero for some patient (``negative-dose``).

    What: The dose is made from a number, such as a weight, whose plausible range goes below zero.
    Why: No such dose can be given; a typing mistake would pass as a patient.
    Fix: Correct the plausible range of the input, or the formula.
    Example: A dosage that accepts a negative weight; it also ignores an allergy and has no maximum for a heavy
    adolescent (``dosage-table.care``).
    """
    words = Words(
        "negative-dose",
        "no such dose can be given; a typing mistake would pass as a patient.",
        "correct the plausible range of the input, or the formula.",
    )
    return failed(given, lambda one: one.kind == "dose sign", words)


def safety_rules_say_something(given: CheckInput) -> list[Problem]:
    """A safety rule is about nobody (``vacuous-rule``).

    What: Its condition holds for no possible patient, or what it forbids is offered nowhere.
    Why: The rule looks like protection and gives none.
    Fix: Correct the condition, or remove the rule. ``never offer X`` without a condition is fine: it guards later
    edits.
    Example: A rule for an age that is outside the plausible range (``a-rule-about-nobody.care``).
    """
    words = Words(
        "vacuous-rule",
        "it looks like protection and gives none.",
        "correct its condition, or remove the rule.",
    )
    return failed(given, lambda one: one.kind == "not vacuous", words)


def advice_is_consistent(given: CheckInput) -> list[Problem]:
    """One patient is offered something and advised against it (``contradictory-advice``).

    What: An offer and advice against the same action reach the patient shown. Members of a class, components of a
    combination and actions with the same drug code count as the same.
    Why: The patient would be told to do both.
    Fix: Add the condition that tells the two apart. If the source itself contradicts itself, say so with ``conflict``.
    Example: A drug is offered, and the class it belongs to is advised against (``for-and-against.care``).
    """
    words = Words(
        "contradictory-advice",
        "this patient would be told to do both.",
        "add the condition that tells the two apart; if the source contradicts itself, say so with `conflict`.",
    )
    return failed(given, lambda one: one.kind == "no contradiction", words)


def what_comes_first_is_offered(given: CheckInput) -> list[Problem]:
    """Something is to follow an action that the patient is not offered (``nothing-to-follow``).

    What: ``recommend X, after Y`` reaches a patient who is not offered Y.
    Why: X would wait for something that never comes.
    Fix: Offer Y to the same patients, or remove ``, after Y``.
    Example: A blood count after an admission that only patients with a fever are offered (``nothing-to-follow.care``).
    """
    words = Words(
        "nothing-to-follow",
        "it would wait for something that never comes.",
        "offer what comes first to the same patients, or remove the `after`.",
    )
    return failed(given, lambda one: one.kind == "follows", words)


def choices_leave_enough(given: CheckInput) -> list[Problem]:
    """A choice is offered and no option is left, or too few (``empty-choice``).

    What: Options are ruled out for the patient shown until fewer remain than the choice asks for.
    Why: The patient would be offered nothing under the name of a choice.
    Fix: Do not offer the choice to these patients; say what they are offered, or that the source is silent (``gap``).
    Example: Each condition rules out one of two options, and a patient can have both (``an-empty-choice.care``).
    """
    words = Words(
        "empty-choice",
        "this patient would be offered nothing under the name of a choice.",
        "say what these patients are offered instead, or that the source is silent with `gap`.",
    )
    return failed(given, lambda one: one.kind == "enough options", words)
