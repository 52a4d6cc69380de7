"""What an answer says, one line each, as scenarios pin it: whichever target gave the answer.

    says(answer JSON, ("decision", "neutrophils"))      ("should use observation", "avoid marrow-suppressive drugs", …)

Lines are made from the contract's answer JSON alone (``caretree-answer/1``), so that every target is held to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

NOTHING = "nothing"
View = tuple[str, str]
"""What is looked at: ``("decision", id)``, ``("pathway", id)``, ``("dose", action)``, ``("offers", actions)``,
``("guideline", "")``."""

Answer = Mapping[str, Any]


def says(answer: Answer, view: View) -> tuple[str, ...]:
    """The lines of one view."""
    if answer["in_scope"] == "no":
        return ("out of scope",)
    kind, of = view
    lines = _lines(answer, kind, of)
    doubt = ("undecided whether the guideline applies",) if answer["in_scope"] == "unknown" else ()
    found = (*doubt, *lines)
    return found or (("the guideline applies",) if kind == "guideline" else (NOTHING,))


def _lines(answer: Answer, kind: str, of: str) -> Iterator[str]:
    match kind:
        case "decision":
            return _decision(answer, of)
        case "pathway":
            return _pathway(answer, of)
        case "dose":
            return _doses(answer, of)
        case "offers":
            return _offers(answer, of.split(", "))
        case _:
            return iter(())


def text_of(lines: Iterable[str]) -> str:
    """Lines in one cell of a table."""
    return "; ".join(lines)


def words(identity: str) -> str:
    """An identity for people: the name without its library, hyphens as spaces."""
    return identity.rpartition("/")[2].replace("-", " ")


def _decision(answer: Answer, decision: str) -> Iterator[str]:
    for advice in answer["recommendations"]:
        inside = [line for line in advice["lines"] if _in(line["node"], decision)]
        if inside:
            yield _advice(advice, inside)
    for choice in answer["choices"]:
        if _in(choice["node"], decision):
            yield _choice(choice)
    for gap in answer["gaps"]:
        if _in(gap["node"], decision):
            yield _marked(gap, f"gap {words(gap['id'])}")
    for conflict in answer["conflicts"]:
        if _in(conflict["node"], decision):
            yield _marked(conflict, f"conflict {words(conflict['id'])}, follow {conflict['follow']}")
    for report in answer["reports"]:
        if _in(report["node"], decision):
            yield f"{report['text']} is {_reported(report)}"


def _in(node: str, decision: str) -> bool:
    return node == decision or node.startswith(f"{decision}/")


def _marked(result: Answer, text: str) -> str:
    """The text with its status where that is not *certain*, and what it waits for."""
    waits = f", waits for {' and '.join(words(name) for name in result['waits_for'])}" if result["waits_for"] else ""
    return text if result["status"] == "certain" else f"{result['status']}: {text}{waits}"


def _advice(advice: Answer, inside: list[Answer]) -> str:
    strengths = " or ".join(dict.fromkeys(line["strength"] for line in inside))
    timing = "".join(dict.fromkeys(f", {line['timing']}" for line in inside if line["timing"]))
    after = "".join(dict.fromkeys(f", after {words(line['after'])}" for line in inside if line["after"]))
    certainty = "".join(dict.fromkeys(f", {line['certainty']} certainty" for line in inside if line["certainty"]))
    see = "".join(dict.fromkeys(f", see {_caveat(one)}" for line in inside for one in line["see"]))
    dose = f" ({advice['dose']['text']})" if advice["dose"] and advice["dose"]["text"] else ""
    ruled = f", ruled out by {' and '.join(advice['ruled_out_by'])}" if advice["ruled_out_by"] else ""
    assumed = f", assuming {' and '.join(words(one) for one in advice['assumed'])}" if advice["assumed"] else ""
    return _marked(advice, f"{strengths} {advice['text']}{timing}{after}{certainty}{dose}{see}{assumed}{ruled}")


def _caveat(see: str) -> str:
    kind, _, name = see.partition(":")
    return f"{kind} {words(name)}"


def _choice(choice: Answer) -> str:
    options = ", ".join(_option(option) for option in choice["options"])
    return _marked(choice, f"{' or '.join(choice['strengths'])} {choice['mode']} of {choice['text']}: {options}")


def _option(option: Answer) -> str:
    notes = ["preferred"] if option["preferred"] else []
    notes += [option["status"]] if option["status"] != "in" else []
    notes += [*option["in_favour"], *option["against"]]
    return f"{option['text']} ({', '.join(notes)})" if notes else str(option["text"])


def _reported(report: Answer) -> str:
    if report["value"] is None:
        known = [text for text in report["possible"] if text]
        return f"not known ({' or '.join(known)})" if known else "not known"
    value = {True: "yes", False: "no"}.get(report["value"], report["value"])
    return f"{value} {report['unit']}".rstrip()


def _pathway(answer: Answer, pathway: str) -> Iterator[str]:
    for phase in answer["phases"]:
        if phase["pathway"] == pathway:
            yield f"now {' or '.join(words(one) for one in phase['now'])}"
            if phase["window"]:
                yield f"window {' or '.join(phase['window'])}"
            for move in phase["next"]:
                where = {"go": f"go to {words(move['target'])}", "gap": f"gap {words(move['target'])}"}
                text = where.get(move["kind"], move["kind"])
                yield text if move["status"] == "certain" else f"{move['status']}: {text}"


def _doses(answer: Answer, action: str) -> Iterator[str]:
    offers = [one["dose"] for one in answer["recommendations"] if one["action"] == action]
    options = [one["dose"] for choice in answer["choices"] for one in choice["options"] if one["action"] == action]
    for dose in [one for one in (*offers, *options) if one is not None][:1]:
        yield dose["text"]
        if dose["low"] is not None:
            yield f"from {dose['low']} to {dose['high']} {dose['unit']}".strip()
        yield from (f"then {text}" for text in dose["then"])
        yield from [f"raised to at most {dose['limit']} {dose['unit']}"] if dose["limit"] else []
        yield from [f"needs {' and '.join(words(name) for name in dose['needs'])}"] if dose["needs"] else []
        yield from [f"not stated: {', '.join(dose['not_stated'])}"] if dose["not_stated"] else []


def _offers(answer: Answer, actions: list[str]) -> Iterator[str]:
    for advice in answer["recommendations"]:
        if advice["direction"] == "offer" and advice["action"] in actions:
            ruled = ", ruled out by a rule" if advice["ruled_out_by"] else ""
            yield _marked(advice, advice["text"]) + ruled
    for choice in answer["choices"]:
        for option in choice["options"]:
            if option["action"] in actions and option["status"] != "out":
                sure = choice["status"] == "certain" and option["status"] == "in"
                yield option["text"] if sure else f"undecided: {option['text']}"
