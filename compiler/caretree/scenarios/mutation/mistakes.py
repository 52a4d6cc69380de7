"""The mistakes people make in one sentence, each a replacement of some of its words.

below 0.5      at most 0.5 · below 0.4 · below 0.6
A and B        A or B · A · B · not A and B
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from caretree.guideline.blocks import ADVICE_AGAINST, OFFERS, STRENGTHS
from caretree.scenarios.mutation.names import Declared
from caretree.scenarios.mutation.places import Place

NUMBER = re.compile(r"(?<![^\s(])\d[\d,]*(?:\.\d+)?(?=$|[\s,%:)]|/)")
CONDITION = re.compile(r"\b(?:when|unless|means|if) (?!not recorded)")

BOUNDS = (("below", "at most"), ("at most", "below"), ("above", "at least"), ("at least", "above"))
UNITS = (
    ("mg", "mcg"), ("mcg", "mg"), ("g", "mg"), ("mg/kg", "mcg/kg"), ("mcg/kg", "mg/kg"), ("g/kg", "mg/kg"),
    ("mg/m2", "mcg/m2"), ("x10^9/L", "/uL"), ("g/dL", "g/L"), ("kg", "g"), ("weeks", "days"), ("weeks", "months"),
    ("week", "month"), ("months", "weeks"), ("month", "week"), ("years", "months"), ("year", "month"),
    ("days", "weeks"), ("day", "week"), ("hours", "days"), ("minutes", "hours"),
)  # fmt: skip
SWAPS = (
    ("once daily", "twice daily"), ("twice daily", "once daily"), ("once weekly", "once daily"),
    ("per day", "per week"), ("per week", "per day"), ("per dose", "per day"), ("subcutaneously", "intravenously"),
    ("intravenously", "orally"), ("intramuscularly", "intravenously"), ("orally", "intravenously"),
    ("any of", "all of"), ("all of", "any of"), ("at least one of", "all of"),
    ("the latest", "the earliest"), ("the earliest", "the latest"), ("the previous", "the latest"),
    ("the lowest", "the highest"), ("the highest", "the lowest"), ("the average", "the highest"),
    ("rising", "falling"), ("falling", "rising"), ("the lower of", "the higher of"), ("the higher of", "the lower of"),
    ("round to", "round up to"), ("round to", "round down to"), ("round down to", "round up to"),
    ("round up to", "round down to"), (" + ", " - "), (" - ", " + "), (" * ", " / "), (" / ", " * "),
    ("one of", "any of"), ("assume no", "assume yes"), ("assume yes", "assume no"),
    ("follow other reading", "follow one reading"), ("follow one reading", "follow other reading"),
    ("follow both", "follow neither"), ("follow neither", "follow both"),
    ("in favour when", "against when"), ("against when", "in favour when"), ("preferred when", "in favour when"),
    ("ruled out when", "against when"), ("never offer both", "always offer"), ("is yes", "is no"), ("is no", "is yes"),
    ("before", "after"), ("after", "before"), ("since", "to"), ("raise by", "lower by"), ("lower by", "raise by"),
)  # fmt: skip
YES_NO = {"yes": "no", "no": "yes"}
RULES = (("unless", "when"), ("when", "unless"), ("never offer", "always offer"), ("always offer", "never offer"))


class Change(Struct, frozen=True):
    """Characters ``start`` to ``end`` of a sentence's words replaced."""

    kind: str
    start: int
    end: int
    text: str


def mistakes(place: Place, names: Declared) -> Iterator[Change]:
    """Every mistake of one sentence, in a fixed order."""
    text = place.text
    if place.sentence.cells is not None:
        return  # ``cell_mistakes`` has those of table rows
    yield from _numbers(text)
    yield from _words("bound word", text, BOUNDS)
    yield from _ranges(text)
    yield from _words("unit", text, UNITS, after_number=True)
    yield from _words("word", text, SWAPS)
    if place.block.startswith("safety rules"):
        yield from _words("rule", text, RULES)
    yield from _connectives(text)
    yield from _negations(text, names)
    yield from _strengths(text)
    yield from _swapped_names(text, names)
    yield from _labels(text, names)


def cell_mistakes(text: str, names: Declared) -> Iterator[Change]:
    """The mistakes of one cell of a table: bounds, ranges, units, labels, yes and no, advice, one of several parts."""
    yield from _numbers(text)
    yield from _words("bound word", text, BOUNDS)
    yield from _ranges(text)
    yield from _words("unit", text, UNITS, after_number=True)
    yield from _strengths(text)
    yield from _swapped_names(text, names)
    if text in YES_NO:
        yield Change("label", 0, len(text), YES_NO[text])
    parts = text.split(" or ")
    starts = [sum(len(part) + len(" or ") for part in parts[:at]) for at in range(len(parts))]
    for start, part in zip(starts, parts, strict=True):
        for labels in names.labels:
            if part in labels:
                other = labels[(labels.index(part) + 1) % len(labels)]
                yield Change("label", start, start + len(part), other)
    for left_out in range(len(parts) if len(parts) > 1 else 0):
        kept = " or ".join(part for at, part in enumerate(parts) if at != left_out)
        yield Change("condition left out", 0, len(text), kept)


def _numbers(text: str) -> Iterator[Change]:
    """Each number one more and one less in its last digit."""
    for found in NUMBER.finditer(text):
        number = Decimal(found[0].replace(",", ""))
        last = Decimal(1).scaleb(number.as_tuple().exponent)  # type: ignore[arg-type]
        for changed in (number - last, number + last):
            if changed >= 0:
                yield Change("number", found.start(), found.end(), str(changed))


def _words(kind: str, text: str, pairs: tuple[tuple[str, str], ...], *, after_number: bool = False) -> Iterator[Change]:
    for word, other in pairs:
        before = r"(?<=\d )" if after_number else r"(?<![\w-])"
        plain = word.startswith(" ")
        pattern = re.escape(word) if plain else rf"{before}{re.escape(word)}(?![\w^/-])"
        for found in re.finditer(pattern, text):
            yield Change(kind, found.start(), found.end(), other)


def _ranges(text: str) -> Iterator[Change]:
    """Ends of ranges: ``from``, ``above``, ``to``, ``to below``."""
    for found in re.finditer(r"\bfrom (?=\d)", text):
        yield Change("range end", found.start(), found.end(), "above ")
    for found in re.finditer(r"(?<=\d)( \S+)? to below (?=\d)", text):
        at = found.end() - len("to below ")
        yield Change("range end", at, found.end(), "to ")
    if re.search(r"\b(?:from|above) \d", text):
        for found in re.finditer(r"\bto (?=\d)", text):
            yield Change("range end", found.start(), found.end(), "to below ")


def _connectives(text: str) -> Iterator[Change]:
    """``and`` for ``or`` and the reverse; each condition of a list left out."""
    start = CONDITION.search(text)
    if start is None:
        return
    clause = text[start.end() :]
    for word, other in ((" and ", " or "), (" or ", " and ")):
        parts = clause.split(word)
        if len(parts) < 2 or '"' in clause:
            continue
        yield Change("and/or", start.end(), len(text), other.join(parts))
        for left_out in range(len(parts)):
            kept = word.join(part for at, part in enumerate(parts) if at != left_out)
            yield Change("condition left out", start.end(), len(text), kept)


def _negations(text: str, names: Declared) -> Iterator[Change]:
    """``not`` before a yes-or-no name, and every ``not`` left out."""
    for found in re.finditer(r"\bnot (?!recorded|use\b|stated|tried|tolerated|known)", text):
        yield Change("negation", found.start(), found.end(), "")
    start = CONDITION.search(text)
    begin = start.end() if start else 0
    whole = start is not None or text in names.yes_no
    for name in sorted(names.yes_no, key=len, reverse=True) if whole else ():
        for found in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])(?! is\b| and the| course)", text):
            if found.start() >= begin and not text[: found.start()].endswith("not "):
                yield Change("negation", found.start(), found.start(), "not ")
    for found in re.finditer(
        r"(?<=\w) is (?=one of |[a-z])(?!at |below|above|from|yes|no\b|not |graded|the |a |calculated|decided|by )",
        text,
    ):
        if start is not None:
            yield Change("negation", found.start(), found.end(), " is not ")


def _strengths(text: str) -> Iterator[Change]:
    strength = next((one for one in STRENGTHS if text.startswith(f"{one} ")), None)
    if strength is None:
        return
    group = OFFERS if strength in OFFERS else ADVICE_AGAINST
    yield Change("strength", 0, len(strength), group[(group.index(strength) + 1) % len(group)])
    yield Change("offer for advice against", 0, len(strength), "do not use" if strength in OFFERS else "may use")


def _swapped_names(text: str, names: Declared) -> Iterator[Change]:
    """Another action, gap, conflict, phase or set of options in the place of the one named."""
    starts = [(f"{strength} ", names.actions, "action") for strength in STRENGTHS]
    starts += [
        ("gap ", names.gaps, "gap"),
        ("conflict ", names.conflicts, "conflict"),
        ("go to ", names.phases, "phase"),
    ]
    starts += [("see gap ", names.gaps, "caveat"), ("see conflict ", names.conflicts, "caveat")]
    for start, kind, word in starts:
        if not text.startswith(start):
            continue
        rest = text[len(start) :]
        name = next(
            (one for one in sorted(kind, key=len, reverse=True) if re.match(rf"{re.escape(one)}(?=$|,| when )", rest)),
            "",
        )
        other = names.next_of(name, kind)
        if other is not None:
            yield Change(f"another {word}", len(start), len(start) + len(name), other)
    for found in re.finditer(r", after (.+?)(?=$|,)", text):
        other = names.next_of(found[1], names.actions)
        if other is not None:
            yield Change("another action", found.start(1), found.end(1), other)
    for pattern, other in (("stay when ", "end when "), ("end when ", "stay when ")):
        if text.startswith(pattern):
            yield Change("another move", 0, len(pattern), other)


def _labels(text: str, names: Declared) -> Iterator[Change]:
    """Another label of the same set after ``is`` or ``is one of``."""
    for labels in names.labels:
        for label in labels:
            for found in re.finditer(
                rf"(?:\bis |\bone of |, |\bleast |\bmost ){re.escape(label)}(?=$|,| and | or )", text
            ):
                other = labels[(labels.index(label) + 1) % len(labels)]
                yield Change("label", found.end() - len(label), found.end(), other)
