"""Safety rules: theorems about the advice, one sentence each.

never offer G-CSF unless ANC is below 0.5 x10^9/L    SafetyRule("never unless", "g-csf", condition=Within(ANC, …))
never offer both G-CSF and observation               SafetyRule("never both", "g-csf", "observation")
always offer admission when fever                    SafetyRule("always", "admission", condition=Fact("fever"))
"""

from __future__ import annotations

import hashlib
import re

from msgspec import Struct

from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.decisions import RuleKind, SafetyRule
from caretree.guideline.doses import Cap
from caretree.guideline.names import Name, slug
from caretree.problems.problem import Problem
from caretree.resolve.attachments import read_attachments
from caretree.resolve.citations import block_cites, cites
from caretree.resolve.clauses import after_words
from caretree.resolve.conditions import read_condition
from caretree.resolve.doses import read_cap
from caretree.resolve.lookup import did_you_mean, find
from caretree.resolve.outcomes import not_attached
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase, Sentence

LONGEST_ID = 60

_OPENINGS = ("never offer both", "never offer", "never exceed", "always offer")


class _Parts(Struct, frozen=True):
    """What one rule says, without its place."""

    kind: RuleKind
    x: str
    y: str = ""
    condition: Condition | None = None
    cap: Cap | None = None


def read_rules(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...] = ()) -> tuple[SafetyRule, ...]:
    """The rules of a ``safety rules:`` block, in order; a line that cannot be read becomes a problem.

    Problems: ``not-understood``, ``duplicate-rule``, ``unknown-name``, and those of conditions and amounts.
    """
    below = block_cites(sentence, reading, inherited)
    rules: dict[str, SafetyRule] = {}
    for line in sentence.children:
        rule = _read_rule(line, reading, below)
        if rule is not None and rule.id in rules:
            reading.report(_rule_twice(line, rules[rule.id]))
        elif rule is not None:
            rules[rule.id] = rule
    return tuple(rules.values())


def rule_id(sentence: str) -> str:
    """The identity of a rule: the slug of its sentence; a long one is cut and gets 6 hex digits of its sha256."""
    whole = slug(sentence)
    if len(whole) <= LONGEST_ID:
        return whole
    return f"{whole[:LONGEST_ID].rstrip('-')}-{hashlib.sha256(sentence.encode()).hexdigest()[:6]}"


def _read_rule(sentence: Sentence, reading: Reading, inherited: tuple[Cite, ...]) -> SafetyRule | None:
    attached = read_attachments(sentence.children, reading)
    for line in attached.rest:
        reading.report(not_attached(line))
    own = cites(sentence, reading, inherited)
    parts = None if sentence.opens_block else _read_parts(sentence, reading, own)
    if sentence.opens_block:
        reading.report(_not_a_rule(sentence.phrase))
    if parts is None:
        return None
    return SafetyRule(
        rule_id(sentence.text),
        parts.kind,
        parts.x,
        parts.y,
        parts.condition,
        parts.cap,
        sentence.text,
        own,
        attached.notes,
        sentence.phrase.span(),
    )


def _read_parts(sentence: Sentence, reading: Reading, own: tuple[Cite, ...]) -> _Parts | None:
    phrase = sentence.phrase
    if (rest := after_words(phrase, "never offer both")) is not None:
        return _read_both(rest, reading)
    if (rest := after_words(phrase, "never offer")) is not None:
        return _read_never(rest, reading)
    if (rest := after_words(phrase, "always offer")) is not None:
        x, word, tail = _cut(rest, ("when",))
        return _with_condition("always", x, tail if word else None, reading)
    if (rest := after_words(phrase, "never exceed")) is not None:
        return _read_exceed(sentence, rest, reading, own)
    reading.report(_not_a_rule(phrase))
    return None


def _read_never(rest: Phrase, reading: Reading) -> _Parts | None:
    x, word, tail = _cut(rest, ("unless", "when", "without"))
    if word == "without":
        first, second = _find_offered(x, reading), _find_offered(tail, reading)
        return _Parts("never without", first.id, second.id) if first and second else None
    kinds: dict[str, RuleKind] = {"unless": "never unless", "when": "never when", "": "never"}
    return _with_condition(kinds[word], x, tail if word else None, reading)


def _with_condition(kind: RuleKind, x: Phrase, tail: Phrase | None, reading: Reading) -> _Parts | None:
    name = _find_offered(x, reading)
    condition = read_condition(tail, reading, offered=True) if tail is not None else None
    if name is None or (tail is not None and condition is None):
        return None
    return _Parts(kind, name.id, condition=condition)


def _read_both(rest: Phrase, reading: Reading) -> _Parts | None:
    known = {**reading.names.options, **reading.names.actions}
    cuts = [found.start() for found in re.finditer(" and ", rest.text)]
    if not cuts:
        reading.report(_not_a_rule(rest))
        return None
    both_known = [cut for cut in cuts if rest.text[:cut] in known and rest.text[cut + 5 :] in known]
    cut = (both_known or cuts)[0]
    x, y = _find_offered(rest.part(0, cut), reading), _find_offered(rest.part(cut + 5), reading)
    return _Parts("never both", x.id, y.id) if x and y else None


def _read_exceed(sentence: Sentence, rest: Phrase, reading: Reading, own: tuple[Cite, ...]) -> _Parts | None:
    cuts = [found.start() for found in re.finditer(" of ", rest.text)]
    if not cuts:
        reading.report(_not_a_rule(sentence.phrase))
        return None
    known = [cut for cut in cuts if rest.text[cut + 4 :] in reading.names.actions]
    cut = (known or cuts[-1:])[0]
    name = find(reading.names.actions, rest.part(cut + 4), reading, "action")
    cap = read_cap(rest.part(0, cut), reading, own)
    return _Parts("never exceed", name.id, cap=cap) if name and cap else None


def _find_offered(phrase: Phrase, reading: Reading) -> Name | None:
    """An action, a class or an options block."""
    return find({**reading.names.options, **reading.names.actions}, phrase, reading, "action")


def _cut(phrase: Phrase, words: tuple[str, ...]) -> tuple[Phrase, str, Phrase]:
    """The phrase before and after the first of the words (which no action's name can hold), and that word."""
    found = re.search(rf" ({'|'.join(words)}) ", phrase.text)
    if found is None:
        return phrase, "", phrase.part(len(phrase.text))
    return phrase.part(0, found.start()), found[1], phrase.part(found.end())


def _not_a_rule(phrase: Phrase) -> Problem:
    first = " ".join(phrase.text.split()[:2])
    guess = "" if phrase.text.startswith(_OPENINGS) else did_you_mean(first, _OPENINGS)
    return Problem(
        "not-understood",
        f"`{phrase.text}` is not a safety rule",
        phrase.span(),
        why="only sentences of a fixed form can be proved about every possible patient.",
        fix=guess
        or "write `never offer X unless …`, `never offer X when …`, `never offer both X and Y`, "
        "`never offer X without Y`, `always offer X when …` or `never exceed <amount> per day of X`.",
    )


def _rule_twice(sentence: Sentence, first: SafetyRule) -> Problem:
    return Problem(
        "duplicate-rule",
        "this safety rule stands twice",
        sentence.phrase.span(),
        why="a rule is known by its sentence.",
        fix="delete one; put both citations on the other.",
        related=(("the first one", first.span),),
    )
