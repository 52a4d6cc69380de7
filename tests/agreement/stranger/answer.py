"""A stranger's interpreter, third part: the answer in ``caretree-answer/1``, but for next question and trace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any

from stranger.evaluate import Evaluation, Range, both, compared
from stranger.values import EPOCH, Json, Patient, decimal, shown_moment

ABSENT, UNDECIDED, PROVISIONAL, CERTAIN = 0, 1, 2, 3
WORDS = {UNDECIDED: "undecided", PROVISIONAL: "provisional", CERTAIN: "certain"}
STRENGTHS = ["recommend", "should use", "consider", "may use", "avoid", "do not use"]
Key = tuple[str, ...]


def cited(nodes: Iterable[Json]) -> list[str]:
    """``B 6.6 ref 4, 5``; the source's letter always stands there."""
    found: dict[str, None] = {}
    for node in nodes:
        for cite in node["cites"]:
            refs = f" ref {', '.join(cite['references'])}" if cite["references"] else ""
            found[f"{cite['source']} {cite['statement']}".strip() + refs] = None
    return list(found)


class Stranger:
    """One graph, read once: where each outcome stands, and what each expression reads."""

    def __init__(self, graph: Json) -> None:
        self.graph = graph
        self.order = [one["id"] for one in graph["inputs"]]
        self.names = {one["id"]: one["name"] for part in ("inputs", "definitions", "actions") for one in graph[part]}
        self.places: dict[Key, list[tuple[Json, list[str], list[str]]]] = {}
        scope = [graph["appliesWhen"]] if graph["appliesWhen"] else []
        for run in graph["runs"]:
            self._place(run["node"], scope + ([run["condition"]] if run["condition"] else []), [])
        self.reads = cache(self._reads)

    def _place(self, name: str, above: list[str], waiting: list[str]) -> None:
        node = self.graph["nodes"][name]
        match node["is"]:
            case "block":
                for one in node["of"]:
                    self._place(one, above, waiting)
            case "fork":
                inside = above + [branch["condition"] for branch in node["branches"]]
                for branch in node["branches"]:
                    self._place(branch["then"], inside, waiting)
            case "extra":
                on = node["condition"]
                self._place(node["then"], [*above, on], [*waiting, on] if node["waiting"] else waiting)
            case "nothing":
                pass
            case _:
                self.places.setdefault(key_of(node), []).append((node, above, waiting))
                if node["is"] == "conflict" and node["then"]:
                    self._place(node["then"], above, waiting)

    def _reads(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """The inputs and the assumed definitions an expression reads, through everything it is made of."""
        for table in ("conditions", "numbers", "labels"):
            if name in self.graph[table]:
                node = self.graph[table][name]
                break
        inputs = {node["input"]} if "input" in node else set(node.get("inputs", ()))
        assumed = {node["id"]} if node["is"] == "assumed" else set()
        for one in _mentioned(node):
            if any(one in self.graph[table] for table in ("conditions", "numbers", "labels")):
                more = self.reads(one)
                inputs, assumed = inputs | more[0], assumed | more[1]
        return frozenset(inputs), frozenset(assumed)

    def answer(self, given: Json) -> Json:
        """The answer, or the names of the problems for which there is none."""
        patient = Patient(self.graph, given)
        missing = [one for one in self.graph["inputs"] if not one["mayBeUnknown"] and one["assume"] is None]
        if any(one["id"] not in patient.known for one in missing):
            return ["missing-input"] * sum(one["id"] not in patient.known for one in missing)
        recorded = Evaluation(self.graph, patient)
        assumed = [one for one in self.graph["inputs"] if one["assume"] and one["id"] not in patient.known]
        made = [one for one in assumed if self._applies(recorded, one["assume"]["unless"])]
        for one in made:
            patient.known[one["id"]] = _assumed_value(one)
            patient.assumed.append(one["id"])
        return Said(self, Evaluation(self.graph, patient)).answer()

    @staticmethod
    def _applies(recorded: Evaluation, unless: str | None) -> bool:
        return unless is None or recorded.truth(unless) is False


def _mentioned(node: Json) -> Iterable[str]:
    """Every text below a node that may be the name of an expression."""
    for key, value in node.items():
        if key not in ("is", "labels", "input", "inputs", "graded"):
            yield from _texts(value)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _assumed_value(one: Json) -> Any:
    value = one["assume"]["value"]
    if one["type"]["is"] != "number":
        return value
    return Fraction(value), Fraction(value), one["accepts"][0]["ucum"] if one["accepts"] else ""


def key_of(node: Json) -> Key:
    match node["is"]:
        case "advice":
            return "advice", node["direction"], node["action"]
        case "choice":
            return "choice", node["options"], node["mode"]
        case "report":
            return "report", node["id"]
        case kind:
            return kind, node[kind]


class Said:
    """What is said about one patient."""

    def __init__(self, stranger: Stranger, evaluation: Evaluation) -> None:
        self.stranger, self.graph, self.read = stranger, stranger.graph, evaluation
        scope = self.graph["appliesWhen"]
        self.scope = True if scope is None else evaluation.truth(scope)
        self.levels: dict[Key, int] = {}
        for run in self.graph["runs"] if self.scope is not False else []:
            started = True if run["condition"] is None else evaluation.truth(run["condition"])
            if started is not False:
                self._join(self.levels, self._capped(self._levels(run["node"]), CERTAIN if started else UNDECIDED))
        if self.scope is None:
            self.levels = self._capped(self.levels, UNDECIDED)

    def answer(self) -> Json:
        read, graph = self.read, self.graph
        impossible = [one for one, _ in graph["impossible"] if read.truth(one)]
        if impossible or read.torn:
            return ["impossible-patient"] * len(impossible) or ["contradictory-facts"] * len(read.torn)
        for key, level in self.levels.items():
            if key[:2] == ("advice", "offer"):
                read.offered[key[2]] = True if level == CERTAIN else None
        said = self.scope is not False
        header = graph["guideline"]
        return {
            "guideline": {**{one: header[one] for one in ("id", "version", "status")}, "graph_hash": graph["hash"]},
            "notice": self._notice(header),
            "in_scope": {True: "yes", False: "no", None: "unknown"}[self.scope],
            "recommendations": [self._recommendation(key) for key in self._keys("advice")],
            "choices": [self._choice(key) for key in self._keys("choice")],
            "gaps": [self._gap(key) for key in self._keys("gap")],
            "conflicts": [self._conflict(key) for key in self._keys("conflict")],
            "reports": [self._report(node) for key in self._keys("report") for node, _, _ in self._holding(key)],
            "phases": [self._pathway(one) for one in graph["pathways"]] if said else [],
            "assumed": self._assumptions(),
        }

    def _notice(self, header: Json) -> str:
        words = []
        if header["status"] != "approved":
            status = header["status"]
            words.append(
                f"Not approved: status is {status}. For review and testing only, not for the care of patients."
            )
        due = header["reviewBy"]
        if due and date.fromisoformat(due).toordinal() - EPOCH < floor(self.read.patient.at):
            words.append(f"Review was due on {due}.")
        return " ".join(words)

    def _levels(self, name: str) -> dict[Key, int]:
        node = self.graph["nodes"][name]
        match node["is"]:
            case "block":
                union: dict[Key, int] = {}
                for one in node["of"]:
                    self._join(union, self._levels(one))
                return union
            case "fork":
                places = self.read.open([branch["condition"] for branch in node["branches"]], node["ordered"])
                if not places:
                    self.read.torn.add(name)
                branches = [self._levels(node["branches"][place]["then"]) for place in places]
                keys = {key for one in branches for key in one}
                weakest = {key: min(one.get(key, ABSENT) for one in branches) for key in keys}
                return {key: level if level >= PROVISIONAL else UNDECIDED for key, level in weakest.items()}
            case "extra":
                truth = self.read.truth(node["condition"])
                if truth is False:
                    return {}
                most = UNDECIDED if truth is None else PROVISIONAL if node["waiting"] else CERTAIN
                return self._capped(self._levels(node["then"]), most)
            case "nothing":
                return {}
        own = {key_of(node): CERTAIN, ("line", node["id"]): CERTAIN}
        return self._join(own, self._levels(node["then"])) if node["is"] == "conflict" and node["then"] else own

    @staticmethod
    def _capped(levels: dict[Key, int], most: int) -> dict[Key, int]:
        return {key: min(level, most) for key, level in levels.items()}

    @staticmethod
    def _join(into: dict[Key, int], levels: dict[Key, int]) -> dict[Key, int]:
        for key, level in levels.items():
            into[key] = max(level, into.get(key, ABSENT))
        return into

    def _keys(self, kind: str) -> list[Key]:
        return [key for key in self.stranger.places if key[0] == kind and self.levels.get(key)]

    def _line(self, node: Json) -> int:
        return self.levels.get(("line", node["id"]), ABSENT)

    def _holding(self, key: Key) -> list[tuple[Json, list[str], list[str]]]:
        return [place for place in self.stranger.places[key] if self._line(place[0])]

    def _common(self, key: Key) -> dict[str, Any]:
        """Status, what it waits for, and the first of the strongest places."""
        level, places = self.levels[key], self._holding(key)
        names: set[str] = set()
        for _, above, waiting in places:
            for one in waiting if level == PROVISIONAL else above:
                if self.read.truth(one) if level == PROVISIONAL else self.read.truth(one) is None:
                    names |= self.stranger.reads(one)[0]
        waits = [] if level == CERTAIN else self._unknown(names)
        main = max((node for node, _, _ in places), key=self._line)
        return {"status": WORDS[level], "waits_for": waits, "node": main["id"]}

    def _unknown(self, names: Iterable[str]) -> list[str]:
        return [name for name in self.stranger.order if name in set(names) and name not in self.read.patient.known]

    def _recommendation(self, key: Key) -> Json:
        nodes = [node for node, _, _ in self._holding(key)]
        common = self._common(key)
        (main,) = (node for node in nodes if node["id"] == common["node"])
        offered = key[1] == "offer"
        rules = [one for one in self.graph["rules"] if key[2] in one["x"] and one["forbiddenWhen"]]
        broken = [one["id"] for one in rules if self.read.truth(one["forbiddenWhen"])]
        return {
            "id": f"{key[1]}:{key[2]}",
            "action": key[2],
            "text": self.stranger.names[key[2]],
            "direction": key[1],
            "strengths": sorted({node["strength"] for node in nodes}, key=STRENGTHS.index),
            **common,
            "ruled_out_by": broken if offered and common["status"] == "undecided" else [],
            "assumed": self._used(key),
            "timing": main["timing"],
            "dose": self._dose(key[2]) if offered else None,
            "citations": cited(nodes),
            "lines": [self._line_of(node) for node in nodes],
        }

    def _line_of(self, node: Json) -> Json:
        words = {one: node[one] for one in ("strength", "timing", "after", "because", "certainty", "see")}
        return {"node": node["id"], "status": WORDS[self._line(node)], "citations": cited([node]), **words}

    def _used(self, key: Key) -> list[str]:
        reads = [self.stranger.reads(one) for _, above, _ in self._holding(key) for one in above]
        used = {name for inputs, definitions in reads for name in (*inputs, *definitions)}
        return [one["id"] for one in self._assumptions() if one["id"] in used]

    def _assumptions(self) -> list[Json]:
        made = {one["id"]: one["assume"] for one in self.graph["inputs"] if one["id"] in self.read.patient.assumed}
        nodes = {node["id"]: node for node in self.graph["conditions"].values() if node["is"] == "assumed"}
        for one in self.graph["definitions"]:
            if one["id"] in nodes and self.read.assumes(nodes[one["id"]]):
                made[one["id"]] = one["assume"]
        return [
            {"id": name, "value": _said(one["value"], name, self.graph), "text": one["text"]}
            for name, one in made.items()
        ]

    def _choice(self, key: Key) -> Json:
        options = self.graph["options"][key[1]]
        nodes = [node for node, _, _ in self._holding(key)]
        return {
            "id": key[1],
            "text": options["name"],
            "mode": key[2],
            "strengths": sorted({node["strength"] for node in nodes}, key=STRENGTHS.index),
            **self._common(key),
            "citations": cited(nodes),
            "options": [self._option(one) for one in options["options"]],
        }

    def _option(self, one: Json) -> Json:
        out = False if one["out"] is None else self.read.truth(one["out"])
        holding = [each for each in one["arguments"] if self.read.truth(each["condition"])]
        return {
            "action": one["action"],
            "text": self.stranger.names[one["action"]],
            "status": {False: "in", True: "out", None: "undecided"}[out],
            "preferred": out is False and one["preferred"] is not None and self.read.truth(one["preferred"]) is True,
            "in_favour": [each["text"] for each in holding if each["kind"] == "in favour"],
            "against": [each["text"] for each in holding if each["kind"] == "against"],
            "dose": self._dose(one["action"]),
            "citations": cited([one]),
        }

    def _gap(self, key: Key) -> Json:
        texts = {one["id"]: one["text"] for one in self.graph["gaps"]}
        return {"id": key[1], "text": texts.get(key[1], ""), **self._common(key)}

    def _conflict(self, key: Key) -> Json:
        written = {one["id"]: one for one in self.graph["conflicts"]}
        one = written.get(key[1], {"readings": [], "follow": ""})
        readings = [reading["text"] for reading in one["readings"]]
        return {"id": key[1], "readings": readings, "follow": one["follow"], **self._common(key)}

    def _report(self, node: Json) -> Json:
        kind, value, unit = node["kind"], node["value"], ""
        known: Any
        if kind == "condition":
            known = self.read.truth(value)
            possible = ["yes", "no"] if known is None else []
        elif kind == "label":
            labels = self.read.label(value)
            known, possible = (labels[0], []) if len(labels) == 1 else (None, labels)
        else:
            unit = self.graph["numberUnits"].get(value, "")
            dates = {one["id"] for one in self.graph["inputs"] if one["type"]["is"] == "date"}
            show = shown_moment if node["of"] in dates else decimal
            low, high = ("" if end is None else show(end) for end in self.read.number(value))
            known, possible = (low, []) if low == high and low else (None, [low, high])
        text = self.stranger.names[node["of"]]
        said = {"id": node["of"], "text": text, "value": known, "unit": unit, "possible": possible}
        return {**said, "citations": cited([node]), "node": node["id"]}

    def _dose(self, action: str) -> Json:
        (dosing,) = (one["dosing"] for one in self.graph["actions"] if one["id"] == action)
        if dosing is None or dosing["dose"] is None:
            return None
        steps = self._steps(dosing["dose"])
        needs = self._unknown({name for one in _dose_parts(dosing["dose"]) for name in self.stranger.reads(one)[0]})
        low = high = limit = None
        if not needs and len(steps) == 1:
            low, high = self.read.number(steps[0]["low"])[0], self.read.number(steps[0]["high"])[1]
            if low is not None and high is not None and steps[0]["limitHigh"]:
                limit = self.read.number(steps[0]["limitHigh"])[1]
        known = low is not None and high is not None
        fields = (
            ("unit", "unit"),
            ("per", "rate"),
            ("route", "route"),
            ("frequency", "frequency"),
            ("duration", "duration"),
        )
        return {
            "low": decimal(low) if known and low is not None else None,
            "high": decimal(high) if known and high is not None else None,
            **{name: _shared(step[field] for step in steps) for name, field in fields},
            "needs": needs,
            "not_stated": dosing["notStated"],
            "limit": None if limit is None else decimal(limit),
            "then": [" or ".join(dict.fromkeys(one["text"] for one in self._steps(then))) for then in dosing["steps"]],
        }

    def _steps(self, dose: Json) -> list[Json]:
        if dose["is"] == "doseStep":
            return [dose]
        places = self.read.open([condition for _, condition, _ in dose["branches"]], dose["ordered"])
        return [step for place in places for step in self._steps(dose["branches"][place][2])]

    def _pathway(self, way: Json) -> Json:
        now = self.read.phases(way["id"])
        sure = len(now) == 1 and self.scope is True
        moves, windows = [], set()
        if "not started" in now and way["phases"]:
            status = "certain" if sure else "undecided"
            moves.append({"kind": "go", "target": way["phases"][0]["id"], "status": status, "citations": []})
        for phase in (one for one in way["phases"] if one["id"] in now):
            states = self._window(way["id"], phase)
            windows |= states
            for move in phase["transitions"] if states != {"early"} else []:
                truth = self.read.truth(move["condition"])
                certain = truth and sure and "early" not in states
                if truth is not False:
                    words = {"status": "certain" if certain else "undecided", "citations": cited([move])}
                    moves.append({"kind": move["kind"], "target": move["target"], **words})
        window = [state for state in ("early", "open", "overdue") if state in windows]
        return {"pathway": way["id"], "now": now, "next": moves, "window": window}

    def _window(self, way: str, phase: Json) -> set[str]:
        if phase["window"] is None:
            return set()
        since = self.read.patient.phases.get(way, ("", None))[1]
        clock: Range = (Fraction(0), None) if since is None else both(floor(self.read.patient.at) - since)
        begun = compared("ge", clock, both(Fraction(phase["window"][0])))
        over = compared("gt", clock, both(Fraction(phase["window"][1])))
        early, late = begun is not True, over is not False
        return {
            *(["early"] if early else []),
            *(["overdue"] if late else []),
            *(["open"] if begun is not False and over is not True else []),
        }


def _said(value: Any, name: str, graph: Json) -> str:
    numbers = [one["id"] for one in graph["inputs"] if one["type"]["is"] == "number"]
    return (
        ("yes" if value else "no")
        if isinstance(value, bool)
        else decimal(Fraction(value))
        if name in numbers
        else value
    )


def _dose_parts(dose: Json) -> list[str]:
    if dose["is"] == "doseStep":
        return [dose[one] for one in ("low", "high", "limitHigh", "limitLow") if dose[one] is not None]
    return [part for _, condition, then in dose["branches"] for part in (condition, *_dose_parts(then))]


def _shared(words: Iterable[str]) -> str:
    different = list(dict.fromkeys(words))
    return different[0] if len(different) == 1 else ""
