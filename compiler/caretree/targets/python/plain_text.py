"""Plain conditions as Python text: for a patient whose values are known, and as *must be yes* and *may be yes*.

    ("and", ("compare", ">=", "anc", 1/2), ("fact", "fever"))
    known      p.anc >= 0.5 and p.fever
    must       (p.anc is not None and p.anc >= 0.5) and p.fever is True
    may        (p.anc is None or p.anc >= 0.5) and p.fever is not False

``None`` is unknown. Numbers read as floats compare with short decimals exactly (see ``runtime.patient``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from caretree.guideline.inputs import Input
from caretree.guideline.types import Number
from caretree.targets.python.layout import quoted
from caretree.targets.python.plain_cases import COMPARE
from caretree.targets.python.plain_conditions import Plain, atoms, compared_with, parts, short_decimal, slots_read

Given = Mapping[str, Input]
Write = Callable[[Plain], str]


def known(plain: Plain) -> str:
    """The condition of a patient of whom everything it reads is known."""
    match plain[0]:
        case "constant":
            return str(plain[1])
        case "unknown":
            return "False"
        case "fact" | "slow":
            return f"p.{plain[1]}"
        case "compare":
            return f"p.{plain[2]} {plain[1]} {short_decimal(plain[3])}"
        case "both":
            return f"p.{plain[2]} {plain[1]} p.{plain[3]}"
        case "label":
            return _label(plain[1], plain[2], plain[3])
        case "not":
            return f"not {_inside(known, plain[1])}"
        case "grade":
            return known(("or", *plain[1])) if len(plain[1]) != 1 else known(plain[1][0])
        case "named":
            return f"_is_{plain[1]}(p)"
        case "count":
            return f"{_sum((1, known(part)) for part in plain[3:])} {'==' if plain[2] else '>='} {plain[1]}"
        case "score":
            return f"{_sum((points, known(part)) for points, part in plain[2])} {plain[1]} {plain[3]}"
        case _:
            return _joined(known, plain[0], plain[1:])


def must(plain: Plain, given: Given) -> str:
    """The condition must be yes, whatever the unknown values are."""

    settled = _of_one_slot(plain, given)
    if settled is not None:
        return settled[0]
    match plain[0]:
        case "constant":
            return str(plain[1])
        case "unknown":
            return _any(f"p.{key} is None" for key in plain[1])
        case "fact" | "slow":
            return f"p.{plain[1]} is True"
        case "compare":
            return _bounded(plain, given, plain[1] in (">", ">="))
        case "both":
            return f"{_end(plain[2], given, plain[1] in '>=')} {plain[1]} {_end(plain[3], given, plain[1] in '<=')}"
        case "label":
            return "True" if set(plain[3]) <= set(plain[2]) else _among(plain[1], plain[2])
        case "not":
            return f"not {_inside(lambda part: may(part, given), plain[1])}"
        case "grade":
            chosen = [must(part, given) for part in plain[1]]
            closed = _all(f"not ({may(part, given)})" for part in plain[2])
            return _any([*chosen, closed])
        case "named":
            return f"_must_be_{plain[1]}(p)"
        case "count":
            return _count(plain, given)[0]
        case "score":
            return _total(plain, given, plain[1] in (">", ">="))
        case _:
            return _joined(lambda part: must(part, given), plain[0], plain[1:])


def may(plain: Plain, given: Given) -> str:
    """The condition may be yes for some value of what is unknown."""
    settled = _of_one_slot(plain, given)
    if settled is not None:
        return settled[1]
    match plain[0]:
        case "constant" | "unknown":
            return must(plain, given)
        case "fact" | "slow":
            return f"p.{plain[1]} is not False"
        case "compare":
            return _bounded(plain, given, plain[1] in ("<", "<="))
        case "both":
            return f"{_end(plain[2], given, plain[1] in '<=')} {plain[1]} {_end(plain[3], given, plain[1] in '>=')}"
        case "label":
            return _any([f"p.{plain[1]} is None", _among(plain[1], plain[2])]) if plain[2] else "False"
        case "not":
            return f"not {_inside(lambda part: must(part, given), plain[1])}"
        case "grade":
            closed = _all(f"not ({must(part, given)})" for part in plain[2])
            return _all([closed, _any(may(part, given) for part in plain[1])])
        case "named":
            return f"_may_be_{plain[1]}(p)"
        case "count":
            return _count(plain, given)[1]
        case "score":
            return _total(plain, given, plain[1] in ("<", "<="))
        case _:
            return _joined(lambda part: may(part, given), plain[0], plain[1:])


def digit(plain: Plain, given: Given) -> str:
    """2 where the condition must be yes, 1 while it is open, 0 where it must be no."""
    surely, perhaps = must(plain, given), may(plain, given)
    return f"2 * ({surely})" if surely == perhaps else f"({surely}) + ({perhaps})"


def _of_one_slot(plain: Plain, given: Given) -> tuple[str, str] | None:
    """Must and may of a condition made of parts that all read one slot: it is unknown, or the whole is known."""
    slots = slots_read(plain)
    if len(slots) != 1 or not parts(plain) or any(atom[0] == "unknown" for atom in atoms(plain)):
        return None
    key, text = f"p.{next(iter(slots))}", known(plain)
    surely, perhaps = (
        f"{key} is None or ({text})" if end else f"{key} is not None and ({text})"
        for end in while_unknown(plain, given)
    )
    return surely, perhaps


def while_unknown(plain: Plain, given: Given) -> tuple[bool, bool]:
    """Must and may while nothing the condition reads is known."""
    inner = [while_unknown(part, given) for part in parts(plain)]
    match plain[0]:
        case "constant":
            return plain[1], plain[1]
        case "unknown":
            return True, True
        case "compare":
            low, high = (COMPARE[plain[1]](end, plain[3]) for end in _ends(plain[2], given))
            return low and high, low or high
        case "label":
            return set(plain[3]) <= set(plain[2]), bool(plain[2])
        case "not":
            return not inner[0][1], not inner[0][0]
        case "and":
            return all(must for must, _ in inner), all(may for _, may in inner)
        case "or":
            return any(must for must, _ in inner), any(may for _, may in inner)
        case "named":
            return inner[0]
        case "grade":
            chosen, others = inner[: len(plain[1])], inner[len(plain[1]) :]
            surely = any(must for must, _ in chosen) or not any(may for _, may in others)
            return surely, not any(must for must, _ in others) and any(may for _, may in chosen)
        case "count":
            least, most = sum(must for must, _ in inner), sum(may for _, may in inner)
            if plain[2]:
                return least == most == plain[1], least <= plain[1] <= most
            return least >= plain[1], most >= plain[1]
        case "score":
            return _score_while_unknown(plain, inner)
        case _:
            return False, True


def _score_while_unknown(plain: Plain, inner: list[tuple[bool, bool]]) -> tuple[bool, bool]:
    points = [points for points, _ in plain[2]]
    low = sum(one * inner[at][one < 0] for at, one in enumerate(points))
    high = sum(one * inner[at][one > 0] for at, one in enumerate(points))
    ends = (COMPARE[plain[1]](low, plain[3]), COMPARE[plain[1]](high, plain[3]))
    return all(ends), any(ends)


def _inside(write: Write, plain: Plain) -> str:
    text = write(plain)
    return text if text.replace("_", "").replace(".", "").isalnum() or text.endswith("(p)") else f"({text})"


def _joined(write: Write, word: str, of: tuple[Plain, ...]) -> str:
    if not of:
        return str(word == "and")
    shown = [write(part) for part in of]
    return shown[0] if len(shown) == 1 else f" {word} ".join(_bracketed(text) for text in shown)


def _bracketed(text: str) -> str:
    """In brackets where the text joins several conditions."""
    return f"({text})" if " and " in text or " or " in text or text.startswith("not ") else text


def _any(texts: Iterable[str]) -> str:
    shown = [text for text in texts if text != "False"]
    if "True" in shown:
        return "True"
    return " or ".join(_bracketed(text) for text in shown) if len(shown) != 1 else shown[0] if shown else "False"


def _all(texts: Iterable[str]) -> str:
    shown = [text for text in texts if text != "True"]
    if "False" in shown:
        return "False"
    return (" and ".join(_bracketed(text) for text in shown) if len(shown) != 1 else shown[0]) or "True"


def _among(key: str, labels: tuple[str, ...]) -> str:
    if len(labels) == 1:
        return f"p.{key} == {quoted(labels[0])}"
    return f"p.{key} in ({', '.join(quoted(label) for label in labels)})" if labels else "False"


def _label(key: str, labels: tuple[str, ...], every: tuple[str, ...]) -> str:
    others = [label for label in every if label not in labels]
    if not others:
        return "True"
    return f"p.{key} != {quoted(others[0])}" if len(others) == 1 and len(labels) > 1 else _among(key, labels)


def _ends(key: str, given: Given) -> tuple[Fraction | int, Fraction | int]:
    type = given[key].type
    assert isinstance(type, Number)
    return compared_with(type, type.plausible.low), compared_with(type, type.plausible.high)


def _bounded(plain: Plain, given: Given, low: bool) -> str:
    """A comparison; an unknown number is taken at the low or the high end of its plausible range."""
    _, sign, key, bound = plain
    end = _ends(key, given)[0 if low else 1]
    settled = COMPARE[sign](end, bound)
    compared = f"p.{key} {sign} {short_decimal(bound)}"
    return f"p.{key} is None or {compared}" if settled else f"p.{key} is not None and {compared}"


def _end(key: str, given: Given, low: bool) -> str:
    """A number, or the low or high end of its range while it is unknown."""
    end = short_decimal(_ends(key, given)[0 if low else 1])
    return f"({end} if p.{key} is None else p.{key})"


def _sum(items: Iterable[tuple[int, str]]) -> str:
    shown = [f"({text})" if points == 1 else f"{points} * ({text})" for points, text in items]
    return " + ".join(shown) or "0"


def _count(plain: Plain, given: Given) -> tuple[str, str]:
    """Must and may of ``at least k of`` and ``exactly k of``."""
    surely = _sum((1, must(part, given)) for part in plain[3:])
    perhaps = _sum((1, may(part, given)) for part in plain[3:])
    if plain[2]:
        return f"{surely} == {plain[1]} and {perhaps} == {plain[1]}", f"{surely} <= {plain[1]} <= {perhaps}"
    return f"{surely} >= {plain[1]}", f"{perhaps} >= {plain[1]}"


def _total(plain: Plain, given: Given, low: bool) -> str:
    """A score's lowest or highest sum compared."""
    items = [(points, (must if (points > 0) == low else may)(part, given)) for points, part in plain[2]]
    return f"{_sum(items)} {plain[1]} {plain[3]}"
