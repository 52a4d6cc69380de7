"""Whether SQL's columns say what a scenario pins, line by line and, of what is not pinned, that it is not said.

the decision "neutrophils" says: consider G-CSF      offer_g_csf = 3; every other result of the decision 0
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from caretree.acceptance.compared import compared, not_compared
from caretree.acceptance.sql_row import SqlRow
from caretree.acceptance.sql_said import Said, inputs_called, read_line
from caretree.acceptance.sql_values import differs, number_text
from caretree.decisions.graph import AdviceNode
from caretree.decisions.outline import OutcomeNode, outline
from caretree.scenarios.pinned import REFUSED
from caretree.scenarios.says import NOTHING, View, words

SCOPE = {"out of scope": 0, "undecided whether the guideline applies": 1}
LEVEL_WORDS = {0: "no", 1: "undecided", 2: "provisional", 3: "certain"}


def unmet_lines(row: SqlRow, view: View, expected: Sequence[str]) -> str | None:
    """``None`` where nothing differs, else what does."""
    if expected[0].startswith(REFUSED) or row.refused:
        return _refused(row, expected)
    scope = min((SCOPE[line] for line in expected if line in SCOPE), default=3)
    compared("scopes")
    if row.level("scope") != scope:
        return f"in scope: expected {scope}, SQL says {row.level('scope')}"
    lines = [line for line in expected if line not in SCOPE and line != NOTHING]
    kind, of = view
    look: dict[str, Callable[[SqlRow, str, list[str]], Iterator[str]]] = {
        "decision": _decision,
        "pathway": _pathway,
        "dose": _dose,
        "offers": _offers,
    }
    if scope == 0 or kind not in look:
        return None
    return "; ".join(look[kind](row, of, lines)) or None


def _refused(row: SqlRow, expected: Sequence[str]) -> str | None:
    compared("refusals")
    name = expected[0].removeprefix(REFUSED)
    if name in row.refused:
        return None
    return f"expected {expected[0]}, SQL's quarantine says {', '.join(row.refused) or 'nothing'}"


# --- decisions -------------------------------------------------------------------------------------------------------
def _decision(row: SqlRow, decision: str, lines: list[str]) -> Iterator[str]:
    said = [read_line(row.graph, decision, line) for line in lines]
    for one in said:
        yield from _status(row, decision, one)
    expected = {one.key for one in said}
    for key in outline(row.graph):
        if key not in expected:
            yield from _absent(row, decision, key)


def _status(row: SqlRow, decision: str, one: Said) -> Iterator[str]:
    match one.key:
        case ("report", node):
            yield from _report(row, node, one)
            return
        case ("advice", direction, action):
            found = row.level(direction, action)
            yield from _strengths(row, decision, one, direction, action)
        case ("choice", options, mode):
            found = row.level("choice", options, mode)
            yield from _options(row, options, mode, one)
        case _:
            found = row.level(*one.key)
    compared("statuses")
    if found != one.level:
        yield f"{'/'.join(one.key)}: expected {LEVEL_WORDS[one.level]}, SQL says {LEVEL_WORDS[found]}"
    if one.has_more:
        not_compared("words of advice: timing, dose, caveats, arguments")
    for name in inputs_called(row.graph, one.waits_for):
        compared("what results wait for")
        if not row.value("waits", name):
            yield f"{'/'.join(one.key)} waits for {name}, SQL waits for nothing of it"


def _strengths(row: SqlRow, decision: str, one: Said, direction: str, action: str) -> Iterator[str]:
    places = [node for node in _inside(row, decision, one.key) if isinstance(node, AdviceNode)]
    holding = [row.holds(node.id) for node in places]
    if None in holding:
        not_compared("strengths while a leaf is open")
        return
    found = {node.strength for node, holds in zip(places, holding, strict=True) if holds}
    compared("strengths")
    if found != set(one.strengths):
        said = " or ".join(sorted(found)) or "nothing"
        yield f"{direction} {action}: expected {' or '.join(one.strengths)}, SQL's leaf says {said}"


def _inside(row: SqlRow, decision: str, key: tuple[str, ...]) -> list[OutcomeNode]:
    """Where a result stands in a decision."""
    nodes = [one.node for one in outline(row.graph)[key]]
    return [node for node in nodes if node.id == decision or node.id.startswith(f"{decision}/")]


def _options(row: SqlRow, options: str, mode: str, one: Said) -> Iterator[str]:
    status = {"in": 3, "undecided": 1, "out": 0}
    for action, word, preferred in one.options:
        compared("options")
        if row.level("option", options, mode, action) != status[word]:
            yield f"option {action}: expected {word}, SQL says {row.level('option', options, mode, action)}"
        if bool(row.value("preferred", options, mode, action)) != preferred:
            yield f"option {action}: expected {'' if preferred else 'not '}preferred"


def _report(row: SqlRow, node: str, one: Said) -> Iterator[str]:
    compared("reports")
    found = differs(row, node, one.value)
    if found is not None:
        yield f"report {node}: expected {one.value}, SQL says {found}"


def _absent(row: SqlRow, decision: str, key: tuple[str, ...]) -> Iterator[str]:
    """What a decision could say and does not. A result that stands in other decisions too may hold because of them:
    then the leaf must not have it here."""
    inside = _inside(row, decision, key)
    if not inside:
        return
    if len(inside) < len(outline(row.graph)[key]):
        holding = [row.holds(node.id) for node in inside]
        if key[0] != "advice" or None in holding:
            not_compared("results that other decisions give too, while a leaf is open")
            return
        found = True in holding
    elif key[0] == "report":
        found = any(row.value(kind, key[1]) is not None for kind in ("report", "low", "high"))
    else:
        found = row.level(*(key[1:] if key[0] == "advice" else key)) > 0
    compared("results that must not hold")
    if found:
        yield f"SQL also says {'/'.join(key)}"


# --- pathways, doses, offers -----------------------------------------------------------------------------------------
def _pathway(row: SqlRow, pathway: str, lines: list[str]) -> Iterator[str]:
    moves = [line for line in lines if not line.startswith(("now ", "window "))]
    not_compared("phases and windows", len(lines) - len(moves))
    way = next(one for one in row.graph.pathways if one.id == pathway)
    every = {move.id: move for phase in way.phases for move in phase.transitions}
    found = set()
    for (_, phase, *rest), level in row.kinds("move").items():
        kind, target = ("go", way.phases[0].id) if phase == "start" else (every[rest[0]].kind, every[rest[0]].target)
        if level and (phase == "start" or rest[0] in every):
            text = {"go": f"go to {words(target)}", "gap": f"gap {words(target)}"}.get(kind, kind)
            found.add(text if level == 3 else f"{LEVEL_WORDS[level]}: {text}")
    compared("moves", max(1, len(moves)))
    if found != set(moves):
        yield f"expected the moves {sorted(moves)}, SQL says {sorted(found)}"


def _dose(row: SqlRow, action: str, lines: list[str]) -> Iterator[str]:
    amount = next((line for line in lines if line.startswith("from ")), None)
    not_compared("doses in words", len(lines) - (amount is not None))
    low, high = (number_text(row.value(f"dose {end}", action)) for end in ("low", "high"))
    compared("doses")
    if amount is None:
        if low is not None and high is not None:
            yield f"expected no known dose, SQL says {low} to {high}"
        return
    first, _, rest = amount.removeprefix("from ").partition(" to ")
    last = rest.split(" ")[0]
    if (low, high) != (first, last):
        yield f"expected the dose {amount}, SQL says {low} to {high}"


def _offers(row: SqlRow, of: str, lines: list[str]) -> Iterator[str]:
    names = {action.name.id: action.name.long for action in row.graph.guideline.actions}
    actions = of.split(", ")
    found = set()
    for action in actions:
        level = row.level("offer", action)
        if level:
            found.add(names[action] if level == 3 else f"{LEVEL_WORDS[level]}: {names[action]}")
    for (options, mode, action), level in row.kinds("option").items():
        choice = row.level("choice", options, mode)
        if action in actions and choice and level:
            found.add(names[action] if (choice, level) == (3, 3) else f"undecided: {names[action]}")
    wanted = {line.removesuffix(", ruled out by a rule").partition(", waits for ")[0] for line in lines}
    compared("offers", max(1, len(wanted)))
    if found != wanted:
        yield f"expected the offers {sorted(wanted)}, SQL says {sorted(found)}"
