"""The scenarios the compiler writes itself: one feature file a decision, with a table for every limit.

Rule neutropenia: severe      Scenario Outline: the limit of ANC is below 0.5 x10^9/L
                                Given "ANC" is <ANC> · When the guideline is asked
                                Then the decision "neutrophils" says for each of them: (a table)
                                And for this one also: <says>
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from caretree.decisions.dates import moment_text
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_record import PhaseValue
from caretree.decisions.reads import inputs_by_name
from caretree.guideline.inputs import Input
from caretree.guideline.names import slug
from caretree.scenarios.compose import scenarios_of
from caretree.scenarios.coverage import coverage_csv
from caretree.scenarios.mapping import json_value, phase_json
from caretree.scenarios.names import scenario_names
from caretree.scenarios.pinned import REFUSED
from caretree.scenarios.says import NOTHING, View, text_of
from caretree.scenarios.scenario import Feature, Row, Rule, Scenarios, Table
from caretree.scenarios.variation import Key, Value, value_of
from caretree.targets.file import GeneratedFile
from caretree.targets.gherkin import escape
from caretree.targets.gherkin.emit import comments, templates
from caretree.targets.gherkin.facts import json_text
from caretree.targets.gherkin.scenario import Scenario, Step

ASKED = Step("When", "the guideline is asked")


class PinnedRule(Struct, frozen=True):
    """One ``Rule`` of a feature."""

    title: str
    tags: tuple[str, ...]
    scenarios: tuple[Scenario, ...]


class _Words(Struct, frozen=True):
    """What cells are written with."""

    graph: DecisionGraph
    scenarios: Scenarios
    known: dict[tuple[Key, Value], str] = field(default_factory=dict)

    def column(self, key: Key) -> str:
        """What a column is about: an input's shown name or a pathway's."""
        if key[0] == "phase":
            return next(way.name for way in self.graph.pathways if way.id == key[1])
        return self._input(key[1]).name.shown

    def cell(self, key: Key, value: Value) -> str:
        """A value in words."""
        if (key, value) not in self.known:
            self.known[key, value] = self._cell(key, value)
        return self.known[key, value]

    def _cell(self, key: Key, value: Value) -> str:
        if key[0] == "input":
            return json_text(json_value(self.graph, self._input(key[1]), value))
        phase = phase_json(self.graph, value) if isinstance(value, PhaseValue) else None
        if not isinstance(phase, dict):
            return "not known"
        return f"{phase['phase']}, since {phase['since']}" if phase["since"] else str(phase["phase"])

    def _input(self, name: str) -> Input:
        return inputs_by_name(self.graph)[name]


def emit(graphs: Sequence[DecisionGraph]) -> list[GeneratedFile]:
    """The files of each guideline, in the order of their identities: its features, and the table of what shows what."""
    ordered = sorted(graphs, key=lambda graph: graph.guideline.header.id)
    return [file for graph in ordered for file in pinned_features(graph, scenarios_of(graph))]


def pinned_features(graph: DecisionGraph, found: Scenarios) -> list[GeneratedFile]:
    """A file for every feature, and ``TRACE.csv``."""
    folder = f"features/{graph.guideline.header.id}"
    words = _Words(graph, found)
    names = scenario_names(found)
    files = [
        GeneratedFile(f"{folder}/{feature.id}.feature", _file(words, feature, names)) for feature in found.features
    ]
    if found.cards or found.promises:
        files.append(GeneratedFile(f"{folder}/actions-and-rules.feature", _words_file(graph, found)))
    return [*files, GeneratedFile(f"{folder}/TRACE.csv", coverage_csv(graph, found))]


def _words_file(graph: DecisionGraph, found: Scenarios) -> str:
    """What is said about actions, and the safety rules: the same for every patient."""
    header = graph.guideline.header
    cards = [
        _said(f"what is said about {card.name}", f'the action "{card.name}" reads:', card.lines) for card in found.cards
    ]
    promises = [_said("the safety rules", "the safety rules are:", found.promises)] if found.promises else []
    rules = [PinnedRule("actions", (), tuple(cards))] if cards else []
    rules += [PinnedRule("safety rules", (), tuple(promises))] if promises else []
    return _rendered(
        graph,
        "actions-and-rules",
        f"actions and safety rules: {header.title}",
        [Step("Given", f'the guideline "{escape.line(header.id)}"')],
        rules,
    )


def _said(name: str, sentence: str, lines: Sequence[str]) -> Scenario:
    step = Step("Then", escape.line(sentence), tuple(escape.table([[line] for line in lines])))
    return Scenario(escape.line(name), (), (step,))


def _file(words: _Words, feature: Feature, names: dict[tuple[str, int, int], str]) -> str:
    header = words.graph.guideline.header
    rules = [
        _rule(words, rule, [names[feature.id, at, place] for place in range(len(rule.tables))])
        for at, rule in enumerate(feature.rules)
    ]
    return _rendered(words.graph, feature.id, f"{feature.title}: {header.title}", _background(words), rules)


def _rendered(
    graph: DecisionGraph, identity: str, title: str, background: Sequence[Step], rules: Sequence[PinnedRule]
) -> str:
    header = graph.guideline.header
    text = (
        templates()
        .get_template("pinned.feature.j2")
        .render(
            comments=comments(graph),
            tags=[escape.tag(header.id), escape.tag(f"version-{header.version}"), escape.tag(identity)],
            title=escape.line(title),
            background=background,
            rules=rules,
        )
    )
    return text.rstrip("\n") + "\n"


def _background(words: _Words) -> list[Step]:
    base = words.scenarios.base
    given = words.graph.guideline.inputs
    rows = [["finding", "value"]]
    rows += [
        [one.name.shown, words.cell(("input", one.name.id), base.values[one.name.id])]
        for one in given
        if one.name.id in base.values
    ]
    return [
        Step("Given", f'the guideline "{escape.line(words.graph.guideline.header.id)}"'),
        Step("And", f'the patient "{escape.line(words.scenarios.base_name)}":', tuple(escape.table(rows))),
        Step("And", f"today is {moment_text(base.at)}"),
    ]


def _rule(words: _Words, rule: Rule, names: Sequence[str]) -> PinnedRule:
    cited = f" [{'; '.join(str(cite) for cite in rule.cites)}]" if rule.cites else ""
    tags = [escape.tag(rule.node), *(escape.tag(f"{cite.source}-{cite.statement}") for cite in rule.cites)]
    scenarios = [
        one for table, name in zip(rule.tables, names, strict=True) for one in _scenarios(words, rule, table, name)
    ]
    return PinnedRule(escape.line(rule.title + cited), tuple(dict.fromkeys(tags)), tuple(scenarios))


def _scenarios(words: _Words, rule: Rule, table: Table, name: str) -> list[Scenario]:
    """One outline, or plain scenarios where there is one patient or where words could be taken for parameters."""
    outline = _outline(words, rule, table, name) if len(table.rows) > 1 else None
    if outline is not None:
        return [outline]
    titles = [name] if len(table.rows) == 1 else [f"{name} ({place + 1})" for place in range(len(table.rows))]
    return [_plain(words, rule, table, row, title) for row, title in zip(table.rows, titles, strict=True)]


def _plain(words: _Words, rule: Rule, table: Table, row: Row, name: str) -> Scenario:
    given = [_given(words, key, words.cell(key, value_of(row.record, key))) for key in table.columns]
    lines = tuple(escape.table([[line] for line in row.says]))
    asks = [Step("And", f"it asks next: {escape.line(row.asks)}")] if row.asks is not None else []
    then = Step("Then", f"{sentence(words.graph, rule.view)}:", lines)
    return Scenario(escape.line(name), (), (*_led(given), ASKED, then, *asks))


def _led(given: Sequence[str]) -> list[Step]:
    return [Step("And" if place else "Given", escape.line(text)) for place, text in enumerate(given)]


def _given(words: _Words, key: Key, value: str) -> str:
    name = words.column(key)
    return f'the phase of "{name}" is {value}' if key[0] == "phase" else f'"{name}" is {value}'


def _outline(words: _Words, rule: Rule, table: Table, name: str) -> Scenario | None:
    """What all patients have in common is said once; the table holds what they differ in."""
    cells = {key: [words.cell(key, value_of(row.record, key)) for row in table.rows] for key in table.columns}
    differing = [key for key in table.columns if len(set(cells[key])) > 1]
    columns = {words.column(key): cells[key] for key in differing}
    common = common_lines(table.rows)
    then = _then(sentence(words.graph, rule.view), table.rows, common, list(columns))
    heads = [*columns, *then.columns]
    rows = [[cells[place] for cells in (*columns.values(), *then.columns.values())] for place in range(len(table.rows))]
    shared = [cells[key][0] for key in table.columns if key not in differing]
    every = [*heads, *(text for row in rows for text in row), *common, *shared]
    if any("<" in text or ">" in text for text in every) or len(columns) < len(differing):
        return None
    values = [f"<{words.column(key)}>" if key in differing else cells[key][0] for key in table.columns]
    given = [_given(words, key, value) for key, value in zip(table.columns, values, strict=True)]
    steps = (*_led(given), ASKED, *then.steps)
    return Scenario(escape.line(name), (), steps, tuple(escape.table([heads, *rows])))


class _Then(Struct, frozen=True):
    """The last steps of an outline, and the columns they read."""

    steps: tuple[Step, ...]
    columns: dict[str, list[str]]


def _then(view: str, rows: Sequence[Row], common: Sequence[str], taken: Sequence[str]) -> _Then:
    says, question = _free("says", taken), _free("asks", taken)
    lines = tuple(escape.table([[line] for line in common]))
    columns = {says: [text_of([line for line in row.says if line not in common]) or NOTHING for row in rows]}
    if not common:
        steps = [Step("Then", f"{view}: <{says}>")]
    elif all(row.says == rows[0].says for row in rows):
        steps, columns = [Step("Then", f"{view}:", lines)], {}
    else:
        steps = [Step("Then", f"{view} for each of them:", lines), Step("And", f"for this one also: <{says}>")]
    if any(row.asks is not None for row in rows):
        steps.append(Step("And", f"it asks next: <{question}>"))
        columns[question] = [row.asks or "" for row in rows]
    return _Then(tuple(steps), columns)


def common_lines(rows: Sequence[Row]) -> tuple[str, ...]:
    """What is said of every patient of a table; nothing where one is refused."""
    first, *others = [row.says for row in rows]
    if any(says[0].startswith(REFUSED) for says in (first, *others)):
        return ()
    return tuple(line for line in first if all(line in says for says in others))


def _free(word: str, taken: Sequence[str]) -> str:
    while word in taken:
        word = f"it {word}"
    return word


def sentence(graph: DecisionGraph, view: View) -> str:
    """What is looked at, in words; ``caretree.acceptance.pinned_steps`` reads it back."""
    kind, of = view
    actions = {action.name.id: action.name.long for action in graph.guideline.actions}
    match kind:
        case "decision":
            name = next((run.name for run in graph.runs if run.node == of), of)
            return f'the decision "{name if slug(name) == of else of}" says'
        case "pathway":
            return f'the pathway "{next(way.name for way in graph.pathways if way.id == of)}" says'
        case "dose":
            return f'the dose of "{actions[of]}" is'
        case "offers":
            named = ", ".join('"' + actions.get(one, one) + '"' for one in of.split(", "))
            return f"of {named} it offers"
        case _:
            return "the guideline answers"
