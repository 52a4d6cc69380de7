"""What can be wrong with a written dose. Each message says the slip and the safe way to write it."""

from __future__ import annotations

from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.syntax.tree import Phrase
from caretree.units.unit import Unit

_TENFOLD = "A dose read ten or a thousand times too high or too low can kill."


def trailing_zero(phrase: Phrase) -> Problem:
    """``5.0 mg``."""
    return Problem(
        "trailing-zero",
        f"`{phrase.text}` ends in a zero after the decimal point",
        phrase.span(),
        why=f"when the point is missed, 5.0 mg is read as 50 mg. {_TENFOLD}",
        fix=f"write {phrase.text.rstrip('0').rstrip('.')}.",
    )


def naked_decimal(phrase: Phrase) -> Problem:
    """``.5 mg``."""
    safe = f"0{phrase.text}" if phrase.text.startswith(".") else phrase.text.rstrip(".")
    return Problem(
        "naked-decimal",
        f"`{phrase.text}` has no digit on one side of the decimal point",
        phrase.span(),
        why=f"when the point is missed, .5 mg is read as 5 mg. {_TENFOLD}",
        fix=f"write {safe}.",
    )


def unsafe_unit(phrase: Phrase, written: str, safe: str) -> Problem:
    """``µg``, ``U``, ``cc``."""
    return Problem(
        "unsafe-unit",
        f"`{written}` is a unit that is often misread in doses",
        phrase.span(),
        why=f"µg is misread as mg, U as a zero or a four, cc as two zeros. {_TENFOLD}",
        fix=f"write {safe}."
        if safe == "mcg" or safe == "mL"
        else f"write {safe} or units, whichever the source means.",
    )


def missing_unit(phrase: Phrase) -> Problem:
    """``dose 40``."""
    return Problem(
        "missing-unit",
        f"the amount `{phrase.text}` has no unit",
        phrase.span(),
        why=f"nothing is guessed about a dose. {_TENFOLD}",
        fix="write the unit after the number, for example `40 mg`.",
    )


def not_a_dose_unit(phrase: Phrase, unit: Unit) -> Problem:
    """``dose 1 kg``: a body mass, a time or a bare number as an amount of drug."""
    body = any(name == "body mass" for name, _ in unit.dimension)
    message = f"`{phrase.text}` is not an amount of a drug"
    if body:
        message = f"`{phrase.text}` is a body mass, not an amount of a drug"
    return Problem(
        "wrong-dimension",
        message,
        phrase.span(),
        why="the mass of a body and the mass of a drug are different things; mg per kg is not a plain ratio.",
        fix="write the amount in g, mg, mcg, ng, mL, IU, units, mmol or another unit a drug is given in.",
    )


def wrong_per(phrase: Phrase, per: str, unit: Unit, is_drug_mass: bool) -> Problem:
    """``1 mg/kg of height``, ``375 mg/m2 of weight``, ``1 mg/kg of yesterday's dose``."""
    needed = "a body mass (in kg)" if per == "kg" else "an area (in m2)"
    have = "the mass of a drug" if is_drug_mass else f"in {unit.symbol}" if unit.symbol else "a bare number"
    return Problem(
        "wrong-dimension",
        f"a dose per {per} needs {needed}, but `{phrase.text}` is {have}",
        phrase.span(),
        why="multiplied with the wrong quantity the dose would be meaningless.",
        fix=f"name {'the weight' if per == 'kg' else 'the body surface area'} the source means after `/{per} of`.",
    )


def missing_per(phrase: Phrase, per: str) -> Problem:
    """``1 mg/kg`` without ``of weight``."""
    named = "weight" if per == "kg" else "BSA"
    return Problem(
        "missing-per",
        f"`{phrase.text}` does not say which {'mass' if per == 'kg' else 'area'} is meant",
        phrase.span(),
        why="actual, ideal and adjusted weight give different doses, and each patient's must be found by its name.",
        fix=f"name it: `{phrase.text} of {named}`.",
    )


def slash_rate(phrase: Phrase, amount: str, rate: str) -> Problem:
    """``2 mg/kg/day``."""
    return Problem(
        "not-understood",
        f"`{phrase.text}` hides a time behind a slash",
        phrase.span(),
        why="read aloud it is not clear whether a dose or a day's total is meant.",
        fix=f"write `{amount} per {rate}`.",
    )


def backwards(phrase: Phrase) -> Problem:
    """``750 to 500 mg``."""
    return Problem(
        "backwards-range",
        f"`{phrase.text}` does not run from a lower to a higher amount",
        phrase.span(),
        why="a range starts at its lower end.",
        fix="write the lower amount first.",
    )


def no_dose(phrase: Phrase) -> Problem:
    """``dose 0 mg``."""
    return Problem(
        "bad-number",
        "a dose of zero is no dose",
        phrase.span(),
        why="not giving a drug is advice, not a dose.",
        fix="use `do not use` in a decision, or write the amount meant.",
    )


def wrong_order(phrase: Phrase, part: str) -> Problem:
    """A part of a dose that stands too late or twice."""
    return Problem(
        "dose-order",
        f"`{phrase.text}`: the {part} stands in the wrong place or twice",
        phrase.span(),
        why="a dose is always said in the same order, so that nothing in it is overlooked.",
        fix="order: amount, per kg or m2, per hour or day, route, `over` a time, frequency, `for` a time.",
    )


def unlike_dose(span: Span, what: str, have: Unit, dose: Unit) -> Problem:
    """A cap, step or rounding that does not stand in a unit of the dose."""
    return Problem(
        "wrong-dimension",
        f"the {what} is in {have.symbol}, but the dose is in {dose.symbol}",
        span,
        why="the two cannot be compared, so the limit would limit nothing.",
        fix=f"write the {what} in {dose.symbol} or a unit it converts to.",
    )


def above_cap(span: Span, dose: str, cap: str, where: Span) -> Problem:
    """A written dose above the action's own cap: most often mg for mcg."""
    return Problem(
        "dose-above-cap",
        f"the dose `{dose}` is above the cap `{cap}`",
        span,
        why="one of the two is wrong; a slip between mg and mcg is a thousandfold.",
        fix="compare both with the source, units first.",
        related=(("the cap", where),),
    )
