"""A stranger's interpreter, second part: what conditions, numbers and labels are for a patient."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from itertools import takewhile
from math import ceil, floor, isqrt
from typing import Any

from stranger.values import COURSES, Json, Patient, completed_years, shifted

Range = tuple[Fraction | None, Fraction | None]
ANY: Range = (None, None)
PRECISE = Context(prec=60)
EDGE = Fraction(1, 10**45)


def both(value: Fraction | None) -> Range:
    return value, value


def below(left: Range, right: Range) -> bool | None:
    if left[1] is not None and right[0] is not None and left[1] < right[0]:
        return True
    return False if left[0] is not None and right[1] is not None and left[0] >= right[1] else None


def opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def compared(how: str, left: Range, right: Range) -> bool | None:
    return {
        "lt": lambda: below(left, right),
        "gt": lambda: below(right, left),
        "ge": lambda: opposite(below(left, right)),
        "le": lambda: opposite(below(right, left)),
    }[how]()


def every(truths: list[bool | None]) -> bool | None:
    return False if False in truths else None if None in truths else True


def some(truths: list[bool | None]) -> bool | None:
    return True if True in truths else None if None in truths else False


def among(possible: list[str], wanted: list[str]) -> bool | None:
    inside = [one in wanted for one in possible]
    return None if not inside else True if all(inside) else None if any(inside) else False


class Evaluation:
    """One reading of the graph for one patient. ``offered`` is filled once the advice is known."""

    def __init__(self, graph: Json, patient: Patient) -> None:
        self.graph, self.patient = graph, patient
        self.inputs = {one["id"]: one for one in graph["inputs"]}
        self.offered: dict[str, bool | None] = {}
        self.torn: set[str] = set()
        self.found: dict[str, Any] = {}

    def truth(self, name: str) -> bool | None:
        if name not in self.found:
            self.found[name] = self._truth(self.graph["conditions"][name])
        return self.found[name]  # type: ignore[no-any-return]

    def _truth(self, node: Json) -> bool | None:
        known = self.patient.known
        match node["is"]:
            case "constant":
                return bool(node["value"])
            case "fact":
                return known.get(node["input"])
            case "not":
                return opposite(self.truth(node["of"]))
            case "allOf":
                return every([self.truth(one) for one in node["of"]])
            case "anyOf":
                return some([self.truth(one) for one in node["of"]])
            case "countOf":
                truths = [self.truth(one) for one in node["of"]]
                must, may, count = truths.count(True), len(truths) - truths.count(False), node["count"]
                if may < count or (node["exactly"] and must > count):
                    return False
                return True if must >= count and (not node["exactly"] or may == count) else None
            case "compare":
                right = node["right"]
                bound = self.number(right) if right in self.graph["numbers"] else both(Fraction(right))
                return compared(node["comparison"], self.number(node["left"]), bound)
            case "dualCompare":
                return self._dual(node)
            case "labelIn":
                return among(self.label(node["of"]), node["labels"])
            case "courseIs":
                course = known.get(node["input"])
                return among([course[0]] if course else list(COURSES), node["statuses"])
            case "notKnown":
                return not all(name in known for name in node["inputs"])
            case "inPhase":
                return among(self.phases(node["pathway"]), node["phases"])
            case "assumed":
                return node["value"] if self.assumes(node) else self.truth(node["of"])
            case "isOffered":
                return some([self.offered.get(action, False) for action in node["actions"]])
        return self._of_series(node, known.get(node["input"]))

    def _of_series(self, node: Json, series: Any) -> bool | None:
        if node["is"] == "trend":
            if series is None or len(series) < node["count"]:
                return None
            last = [value[0] for _, value in series[-node["count"] :]]
            pairs = list(zip(last, last[1:], strict=False))
            return all(one < other if node["direction"] == "rising" else one > other for one, other in pairs)
        assert node["is"] == "sustained", node
        if not series:
            return None
        newest, days = series[-1][0], Fraction(node["days"])
        outside = [on for on, value in series if not self._within(node, value[0])]
        run = list(takewhile(lambda one: self._within(node, one[1][0]), reversed(series)))
        if run and newest - run[-1][0] >= days:
            return True
        return False if any(newest - on <= days for on in outside) else None

    def _within(self, node: Json, value: Fraction) -> bool:
        low, high = node["low"], node["high"]
        above = low is None or value > Fraction(low[0]) or (low[1] and value == Fraction(low[0]))
        return bool(above and (high is None or value < Fraction(high[0]) or (high[1] and value == Fraction(high[0]))))

    def assumes(self, node: Json) -> bool:
        """Whether an assumed definition takes its assumed value."""
        unless = node["unless"]
        return self.truth(node["of"]) is None and (unless is None or self.truth(unless) is False)

    def _dual(self, node: Json) -> bool | None:
        source = self.graph["numbers"][node["of"]]
        scalar = self.patient.known.get(source["input"])
        if source["is"] == "seriesValue" and scalar is not None:
            chosen = self._chosen(source, scalar)
            scalar = self._one(source, chosen) if self._enough(source, chosen) else None
        units = {unit["ucum"]: unit for unit in self.inputs[source["input"]]["accepts"]}
        truths = []
        for place, (ucum, cutoff) in enumerate(node["cutoffs"]):
            factor, offset = Fraction(units[ucum]["factor"]), Fraction(units[ucum]["offset"])
            if scalar is None:
                ends = [None if end is None else (end - offset) / factor for end in self.number(node["of"])]
                truths.append(compared(node["comparison"], (ends[0], ends[1]), both(Fraction(cutoff))))
            elif scalar[2] == ucum:
                return compared(node["comparison"], both(scalar[1]), both(Fraction(cutoff)))
            elif place == 0:
                truths.append(compared(node["comparison"], both((scalar[0] - offset) / factor), both(Fraction(cutoff))))
        return truths[0] if scalar is not None or all(one == truths[0] for one in truths) else None

    def phases(self, pathway: str) -> list[str]:
        if pathway in self.patient.phases:
            return [self.patient.phases[pathway][0]]
        (way,) = (one for one in self.graph["pathways"] if one["id"] == pathway)
        return ["not started", *(phase["id"] for phase in way["phases"]), "ended"]

    def label(self, name: str) -> list[str]:
        if name not in self.found:
            node = self.graph["labels"][name]
            if node["is"] == "inputLabel":
                value = self.patient.known.get(node["input"])
                self.found[name] = [value] if value is not None else node["labels"]
            else:
                possible: list[str] = []
                for place in self.open([branch[0] for branch in node["branches"]], node["ordered"]):
                    _, label, nested = node["branches"][place]
                    possible += [label] if nested is None else self.label(nested)
                self.found[name] = [one for one in node["labels"] if one in possible]
                if not self.found[name]:
                    self.torn.add(name)
        return self.found[name]  # type: ignore[no-any-return]

    def open(self, conditions: list[str], ordered: bool) -> list[int]:
        """The branches that can be the patient's: one that must be yes closes the others (those after it)."""
        truths = [self.truth(one) for one in conditions]
        sure = [place for place, truth in enumerate(truths) if truth]
        return [
            place
            for place, truth in enumerate(truths)
            if truth is not False and not any(other < place if ordered else other != place for other in sure)
        ]

    def number(self, name: str) -> Range:
        if name not in self.found:
            self.found[name] = self._number(self.graph["numbers"][name])
        return self.found[name]  # type: ignore[no-any-return]

    def _number(self, node: Json) -> Range:
        match node["is"]:
            case "constantNumber":
                return both(Fraction(node["value"]))
            case "arithmetic":
                return arithmetic(node["operator"], self.number(node["left"]), self.number(node["right"]))
            case "squareRoot":
                return power(self.number(node["of"]), Fraction(1, 2))
            case "power":
                return power(self.number(node["of"]), Fraction(node["exponent"]))
            case "logarithm":
                return logarithm(self.number(node["of"]))
            case "extreme":
                parts = [self.number(one) for one in node["of"]]
                return (lowest if node["which"] == "lowest" else highest)(parts)
            case "rounded":
                step, mode = Fraction(node["step"]), node["mode"]
                low, high = self.number(node["of"])
                return (None if low is None else rounded(low, step, mode)), (
                    None if high is None else rounded(high, step, mode)
                )
            case "score":
                total: Range = both(Fraction(0))
                for points, condition in node["items"]:
                    truth, worth = self.truth(condition), Fraction(points)
                    ends = (worth, worth) if truth else (min(worth, 0), max(worth, 0)) if truth is None else (0, 0)
                    total = arithmetic("+", total, (Fraction(ends[0]), Fraction(ends[1])))
                for one in node["add"]:
                    total = arithmetic("+", total, self.number(one))
                return total
            case "numberFork":
                places = self.open([branch[0] for branch in node["branches"]], node["ordered"])
                return hull([self.number(node["branches"][place][1]) for place in places])
        return self._value(node)

    def _value(self, node: Json) -> Range:
        patient = self.patient
        match node["is"]:
            case "inputValue":
                value = patient.known.get(node["input"])
                if value is None:
                    return self._plausible(node["input"])
                return both(value if isinstance(value, Fraction) else value[0])
            case "seriesValue":
                return self._series_value(node, patient.known.get(node["input"]))
            case "seriesDate":
                series = patient.known.get(node["input"])
                return both(series[-1 if node["which"] == "latest" else 0][0]) if series else ANY
            case "courseStart":
                course = patient.known.get(node["input"])
                return both(course[1]) if course else ANY
            case "now":
                return both(Fraction(floor(patient.at)) if node["day"] else patient.at)
            case "shiftedDate":
                start, end = self.number(node["of"])
                amount, unit = node["amount"], node["unit"]
                return (None if start is None else shifted(start, amount, unit)), (
                    None if end is None else shifted(end, amount, unit)
                )
            case "completedYears":
                start, end = self.number(node["start"]), self.number(node["end"])
                fewest = None if start[1] is None or end[0] is None else completed_years(start[1], end[0])
                most = None if start[0] is None or end[1] is None else completed_years(start[0], end[1])
                return fewest, most
            case "phaseClock":
                since = patient.phases.get(node["pathway"], ("", None))[1]
                return (Fraction(0), None) if since is None else both(floor(patient.at) - since)
        raise AssertionError(node)

    def _plausible(self, name: str) -> Range:
        kind = self.inputs[name]["type"]
        ends = kind.get("of", kind).get("plausible")
        return ANY if ends is None else (Fraction(ends["low"]), Fraction(ends["high"]))

    def _chosen(self, node: Json, series: Any) -> Any:
        after = None if node["within"] is None else self.patient.at - Fraction(node["within"])
        inside = [one for one in series if after is None or one[0] > after]
        return inside if node["last"] is None else inside[-node["last"] :]

    @staticmethod
    def _enough(node: Json, chosen: Any) -> bool:
        needed = max(2 if node["which"] == "previous" else 1, node["last"] or 1)
        return node["which"] == "number" or len(chosen) >= needed

    @staticmethod
    def _one(node: Json, chosen: Any) -> Any:
        scalars = [scalar for _, scalar in chosen]
        newest_first = scalars[::-1]
        return {
            "latest": lambda: scalars[-1],
            "previous": lambda: scalars[-2],
            "earliest": lambda: scalars[0],
            "lowest": lambda: min(newest_first, key=lambda one: one[0]),
            "highest": lambda: max(newest_first, key=lambda one: one[0]),
        }[node["which"]]()

    def _series_value(self, node: Json, series: Any) -> Range:
        which = node["which"]
        chosen = [] if series is None else self._chosen(node, series)
        if series is None or not self._enough(node, chosen):
            low, high = self._plausible(node["input"])
            if which in ("number", "total"):
                return (Fraction(0), None) if which == "number" or (low is not None and low >= 0) else ANY
            return low, high
        numbers = [scalar[0] for _, scalar in chosen]
        if which == "number":
            return both(Fraction(len(numbers)))
        if which in ("average", "total"):
            return both(Fraction(sum(numbers)) / (len(numbers) if which == "average" else 1))
        return both(self._one(node, chosen)[0])


def lowest(of: list[Range]) -> Range:
    """Element by element; without a bound on one side there is none."""
    lows = [one[0] for one in of if one[0] is not None]
    highs = [one[1] for one in of if one[1] is not None]
    return (min(lows) if len(lows) == len(of) else None), (min(highs) if highs else None)


def highest(of: list[Range]) -> Range:
    low, high = lowest([negative(one) for one in of])
    return negative((low, high))


def negative(of: Range) -> Range:
    return (None if of[1] is None else -of[1]), (None if of[0] is None else -of[0])


def hull(of: list[Range]) -> Range:
    return (lowest(of)[0], highest(of)[1]) if of else ANY


def arithmetic(operator: str, left: Range, right: Range) -> Range:
    if operator == "-":
        return arithmetic("+", left, negative(right))
    if operator == "+":
        low = None if left[0] is None or right[0] is None else left[0] + right[0]
        return low, None if left[1] is None or right[1] is None else left[1] + right[1]
    if operator == "/":
        low, high = right
        if (low is None or low <= 0) and (high is None or high >= 0):
            return ANY
        zero = Fraction(0)
        right = (zero if high is None else 1 / high, zero if low is None else 1 / low)
    return product(left, right)


def product(left: Range, right: Range) -> Range:
    """The lowest and highest product of the ends; 0 times no bound is 0."""
    found = [_times(one, other) for one in _ends(left) for other in _ends(right)]
    low, high = min(found), max(found)
    return (low if isinstance(low, Fraction) else None), (high if isinstance(high, Fraction) else None)


def _ends(of: Range) -> tuple[Fraction | float, Fraction | float]:
    return (float("-inf") if of[0] is None else of[0]), (float("inf") if of[1] is None else of[1])


def _times(one: Fraction | float, other: Fraction | float) -> Fraction | float:
    if one == 0 or other == 0:
        return Fraction(0)
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one * other
    return float("inf") if (one > 0) == (other > 0) else float("-inf")


def rounded(value: Fraction, step: Fraction, mode: str) -> Fraction:
    steps = value / step
    if mode == "half-up":
        return (1 if steps >= 0 else -1) * floor(abs(steps) + Fraction(1, 2)) * step
    return (ceil(steps) if mode == "up" else floor(steps)) * step


def logarithm(of: Range) -> Range:
    if of[1] is not None and of[1] <= 0:
        return ANY
    low = None if of[0] is None or of[0] <= 0 else natural(of[0]) - EDGE
    return low, None if of[1] is None else natural(of[1]) + EDGE


def natural(value: Fraction) -> Fraction:
    return Fraction(PRECISE.ln(Decimal(value.numerator))) - Fraction(PRECISE.ln(Decimal(value.denominator)))


def power(of: Range, exponent: Fraction) -> Range:
    if exponent == 0:
        return both(Fraction(1))
    if exponent < 0:
        return arithmetic("/", both(Fraction(1)), power(of, -exponent))
    low, high = of
    if exponent.denominator == 1:
        n = exponent.numerator
        ends = (None if low is None else low**n), (None if high is None else high**n)
        if n % 2 or (low is not None and low >= 0):
            return ends
        if high is not None and high <= 0:
            return ends[1], ends[0]
        return Fraction(0), None if None in ends else max(ends)  # type: ignore[type-var]
    if high is not None and high < 0:
        return ANY
    least = Fraction(0) if low is None or low < 0 else raised(low, exponent, -1)
    return least, None if high is None else raised(high, exponent, 1)


def raised(value: Fraction, exponent: Fraction, side: int) -> Fraction:
    """A root or power of a number that is not negative, exact where it is rational."""
    if value in (0, 1):
        return value
    if exponent == Fraction(1, 2):
        top, bottom = isqrt(value.numerator), isqrt(value.denominator)
        if top**2 == value.numerator and bottom**2 == value.denominator:
            return Fraction(top, bottom)
    power_of = natural(value) * exponent
    near = Fraction(PRECISE.exp(PRECISE.divide(Decimal(power_of.numerator), Decimal(power_of.denominator))))
    return near + side * near * EDGE * 1000
