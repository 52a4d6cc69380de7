"""The rules on names: what a name must not be, so that every sentence reads one way only.

ANC above 1 x10^9/L:      problem bad-name: a name must not hold a number with a unit
Fever:  /  fever:         problem confusable-name: they differ only in case
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from caretree.guideline.names import Name, slug, snake
from caretree.problems.problem import Problem
from caretree.resolve.look_alikes import look_alike_form, plain_form
from caretree.resolve.reading import Reading
from caretree.source.span import NOWHERE, Span
from caretree.units.find import find_unit

FORBIDDEN_WORDS = ("is", "are", "and", "or", "not", "when", "unless", "without", "until")
BOUND_WORDS = ("below", "at most", "above", "at least", "from", "to")
RESERVED_NAMES = ("any", "yes", "no", "today", "now", "otherwise", "nothing further", "nothing else", "the rest")
BUILT_IN_OPENINGS = (
    "the latest",
    "the previous",
    "the earliest",
    "the lowest",
    "the highest",
    "the average",
    "the total",
    "the last",
    "the lower of",
    "the higher of",
    "the earlier of",
    "the later of",
    "the first that applies",
    "number of",
    "square root of",
    "log",
    "time since",
    "time from",
    "completed years from",
)
"""Built-in phrases a data name may start with only where the rest is not itself a declared name."""

_BUILT_IN_ENDING = re.compile(r" start\Z| (?:have been|has risen|have risen|rounded|to the power|in the last)(?= |\Z)")
_CHOICE_WORDS = re.compile(r"(?:both|one of|any of|all of|\d+ of)(?: |\Z)")
_LETTERS = re.compile(r"[^\W_]|[ '’-]")
_NUMBER_IN_NAME = re.compile(r"(?:^|\s)(?:\d[\d,]*(?:\.\d+)?)\s?(?P<unit>[^\s\d]\S*)")
_MARKS = re.compile(r"""["<>{}|\\`$*#@~^\[\]]""")
_IN_UNIT = re.compile(r"(?:^|\s)in (?P<unit>\S+)")


class NamedThing(Struct, frozen=True):
    """A name of one kind with what the messages call it (``input``, ``action``)."""

    name: Name
    what: str

    @property
    def span(self) -> Span:
        """Where the name was declared."""
        return self.name.span or NOWHERE

    @property
    def spellings(self) -> tuple[str, ...]:
        """The long and, where there is one, the short form."""
        return (self.name.long, self.name.short) if self.name.short else (self.name.long,)


def check_names(things: Sequence[NamedThing], reading: Reading) -> None:
    """The rules on each data name or action of one file. Problem: ``bad-name``."""
    for thing in things:
        for spelling in thing.spellings:
            if reason := why_bad(spelling):
                reading.report(bad_name(spelling, thing.span, reason))
        check_identity(thing.name, reading)


def check_heading(name: str, span: Span, reading: Reading) -> None:
    """The rule on the name of a block: a decision, a gap, a patient, an example … Problem: ``bad-name``.

    Headings are freer than data names, because no sentence is parsed by them; marks that mean something in a scenario,
    a table or a page are refused all the same.
    """
    found = _MARKS.search(name)
    if found:
        reading.report(bad_name(name, span, f"it holds `{found[0]}`; names are words, digits and hyphens"))


def check_labels(labels: Sequence[tuple[str, Span]], reading: Reading) -> None:
    """The rules on the labels of one choice. Problems: ``bad-name``, ``duplicate-name``, ``confusable-name``."""
    seen: dict[str, tuple[str, Span]] = {}
    for label, span in labels:
        if reason := why_bad(label):
            reading.report(bad_name(label, span, reason))
    for label, span in labels:
        forms = (slug(label) or label, look_alike_form(label))
        first = next((seen[form] for form in forms if form in seen), None)
        if first is not None and first[0] == label:
            reading.report(duplicate_name(label, span, first[1], "value"))
        elif first is not None:
            reading.report(_confusable(label, span, *first))
        for form in forms:
            seen.setdefault(form, (label, span))


def check_distinct(things: Iterable[NamedThing], reading: Reading) -> None:
    """No two names of a kind differ only in case, width or look-alike letters, or share an identity."""
    spellings: dict[str, tuple[NamedThing, str]] = {}
    identities: dict[str, NamedThing] = {}
    for thing in things:
        confusable = False
        for spelling in thing.spellings:
            for form in (plain_form(spelling), look_alike_form(spelling)):
                first, written = spellings.setdefault(form, (thing, spelling))
                confusable = confusable or (first is not thing and written != spelling)
                if first is not thing and written != spelling:
                    reading.report(_confusable(spelling, thing.span, written, first.span))
                    break
        same = identities.setdefault(thing.name.id, thing)
        if same is not thing and same.name.long != thing.name.long and not confusable:
            reading.report(_same_identity(thing, same))


def check_identity(name: Name, reading: Reading) -> None:
    """A name's snake_case form can stand in Python and SQL. Problem: ``bad-name``."""
    if reason := why_no_identity(name.long):
        reading.report(bad_name(name.long, name.span or NOWHERE, reason))


def check_built_in(things: Iterable[NamedThing], reading: Reading) -> None:
    """No data name reads as a built-in phrase about another declared name, as ``number of platelets`` would.

    ``time since ITP diagnosis`` is a fine name as long as ``ITP diagnosis`` is not one. Problem: ``bad-name``.
    """
    for thing in things:
        for spelling in thing.spellings:
            about = _about(spelling)
            if about in reading.names.data:
                reason = f"it could be read as the built-in phrase about `{about}`"
                reading.report(bad_name(spelling, thing.span, reason))


def check_choice_words(things: Iterable[NamedThing], reading: Reading) -> None:
    """No action starts with the words of a choice (``one of``, ``2 of``) or pair (``both``). Problem: ``bad-name``."""
    for thing in things:
        for spelling in thing.spellings:
            if found := _CHOICE_WORDS.match(spelling.lower()):
                reason = f"`{found[0].strip()}` begins a choice or a pair"
                reading.report(bad_name(spelling, thing.span, reason))


def _about(name: str) -> str:
    """What a name that reads as a built-in phrase would be about; empty when it does not."""
    opening = next((words for words in BUILT_IN_OPENINGS if name.startswith(f"{words} ")), "")
    if opening:
        return name[len(opening) + 1 :]
    found = _BUILT_IN_ENDING.search(name)
    return name[: found.start()] if found else ""


def why_bad(name: str) -> str:
    """Why a data name, an action or a label may not be called so; empty when it may."""
    words = name.split()
    forbidden = next((word for word in words if word.lower() in FORBIDDEN_WORDS), "")
    bound = next((word for word in BOUND_WORDS if f"{name} ".lower().startswith(f"{word} ")), "")
    strange = next((letter for letter in name if not _LETTERS.fullmatch(letter)), "")
    checks = (
        (forbidden, f"it holds the word `{forbidden}`, which carries logic"),
        (bound, f"it starts with `{bound}`, a word of bounds"),
        (name.lower() in RESERVED_NAMES, f"`{name}` has a meaning of its own"),
        (strange, f"it holds `{strange}`; names are words, digits and hyphens"),
        (" - " in f" {name} ", "a hyphen between spaces is a minus"),
        (_number_with_unit(name), f"it holds a number with a unit (`{_number_with_unit(name)}`)"),
        (_in_unit(name), f"`{_in_unit(name)}` reads as a unit"),
    )
    return next((reason for applies, reason in checks if applies), "")


def why_no_identity(name: str) -> str:
    """Why a name gives no identity for Python and SQL; empty when it does."""
    identity = snake(name)
    if not identity:
        return "it has no letters to make an identity from"
    if identity[0].isdigit():
        return "it starts with a digit, which no name in Python or SQL can"
    if keyword.iskeyword(identity):
        return f"`{identity}` is a word of Python's own"
    return ""


def _number_with_unit(name: str) -> str:
    for found in _NUMBER_IN_NAME.finditer(name):
        if find_unit(found["unit"]) is not None:
            return found.group().strip()
    return ""


def _in_unit(name: str) -> str:
    for found in _IN_UNIT.finditer(name):
        if find_unit(found["unit"]) is not None:
            return found.group().strip()
    return ""


def duplicate_name(name: str, span: Span, first: Span, what: str) -> Problem:
    """One name for two things of a kind."""
    return Problem(
        "duplicate-name",
        f"`{name}` is already the name of another {what}",
        span,
        why="a sentence that uses it would mean two things.",
        fix="rename one of them, or remove it if both mean the same.",
        related=(("the first one", first),),
    )


def bad_name(name: str, span: Span, reason: str) -> Problem:
    """A name that could be read as something else, or cannot be written somewhere."""
    return Problem(
        "bad-name",
        f"`{name}` cannot be a name: {reason}",
        span,
        why="a sentence that uses it could be read in more than one way.",
        fix="choose another name, for example by leaving that part out.",
    )


def _confusable(name: str, span: Span, first: str, where: Span) -> Problem:
    return Problem(
        "confusable-name",
        f"`{name}` differs from `{first}` only in case, width or letters that look alike",
        span,
        why="a reader cannot tell the two apart.",
        fix="rename one of them.",
        related=(("the other name", where),),
    )


def _same_identity(thing: NamedThing, first: NamedThing) -> Problem:
    return Problem(
        "same-identity",
        f"`{thing.name.long}` and `{first.name.long}` have the same identity `{thing.name.id}`",
        thing.span,
        why="in patient data, code and figures the two would be one.",
        fix="rename one of them so that their letters and digits differ.",
        related=(("the other name", first.span),),
    )
