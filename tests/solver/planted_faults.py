"""Faults planted in the project's guidelines, each with the lines and the problems it must be found at.

    depending on Hb:          a branch taken out          uncovered-patient, on a line of this fork
    from 0.5 to below 1.0     `to below` made `to`        overlapping-branches, on a line of this grade

A fault is one change of the text. Places are drawn with a fixed seed from every place of a kind in every guideline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from caretree.pipeline import Compiled, compile_file
from caretree.problems.problem import Problem

ROOT = Path(__file__).parents[2]
GUIDELINES = tuple(
    str(file.relative_to(ROOT))
    for folder in ("spec", "spec/gallery")
    for file in sorted((ROOT / folder).glob("*.care"))
)
OFFER = re.compile(r"(recommend|should use|consider|may use) (?!one of|any of|\d)([^,\[]*[^,\[ ])(?=,| \[|$)")
OFFERING = re.compile(r"(recommend|should use|consider|may use) ")
OTHER_UNITS = (("x10^9/L", "mmHg"), ("g/dL", "weeks"), ("weeks", "kg"), ("mmHg", "years"), ("mmol/L", "kg"),
               ("years", "g/dL"), ("/min", "kg"), ("months", "kg"), ("mcg/kg", "mmHg"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``lines`` (from 1) are where it may be reported, in the changed text; ``names`` as what."""

    kind: str
    path: str
    what: str
    text: str
    lines: range
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """A guideline's text in lines."""

    path: str
    lines: tuple[str, ...]

    def indent(self, at: int) -> int:
        """How deep a line stands."""
        return len(self.lines[at]) - len(self.lines[at].lstrip())

    def end(self, at: int) -> int:
        """The first line after the block of a line."""
        end = at + 1
        while end < len(self.lines) and (not self.lines[end].strip() or self.indent(end) > self.indent(at)):
            end += 1
        while not self.lines[end - 1].strip():
            end -= 1
        return end

    def section(self, at: int) -> str:
        """The first word of the block at the margin that a line stands in."""
        above = (line for line in reversed(self.lines[: at + 1]) if line.strip() and not line.startswith((" ", "#")))
        return next(above, "nothing").split()[0].rstrip(":")

    def parent(self, at: int) -> int:
        """The line a line stands under."""
        return next(
            above for above in range(at, -1, -1) if self.lines[above].strip() and self.indent(above) < self.indent(at)
        )

    def fault(self, kind: str, at: int, old: int, new: list[str], names: str, span: tuple[int, int]) -> Fault:
        """``old`` lines from ``at`` replaced by ``new``; to be found from line ``span[0]`` to before ``span[1]``."""
        changed = [*self.lines[:at], *new, *self.lines[at + old :]]
        what = f"{self.lines[at].strip()} -> {new[0].strip() if new else 'nothing'}"
        text = "\n".join(changed) + "\n"
        return Fault(kind, self.path, what, text, range(span[0] + 1, span[1] + 1), tuple(names.split()))


def specs() -> list[Spec]:
    """Every guideline of the project."""
    return [Spec(path, tuple((ROOT / path).read_text(encoding="utf-8").splitlines())) for path in GUIDELINES]


def yes_no_inputs(spec: Spec) -> list[str]:
    """The names of the yes/no inputs a guideline declares itself."""
    places = [
        at for at, line in enumerate(spec.lines) if line.strip() == "is yes or no" and spec.section(at) == "inputs"
    ]
    return [spec.lines[spec.parent(at)].strip().rstrip(":") for at in places]


def headed(spec: Spec, pattern: str, *sections: str) -> list[int]:
    """The lines of some sections that match."""
    return [
        at for at, line in enumerate(spec.lines) if re.match(pattern, line.strip()) and spec.section(at) in sections
    ]


def dropped_branch(spec: Spec, random: Random) -> Iterator[Fault]:
    for fork in headed(spec, "depending on .*:$", "decision", "definitions"):
        inside = [at for at in range(fork + 1, spec.end(fork)) if spec.indent(at) == spec.indent(fork) + 2]
        for at in (at for at in inside if re.match(r"(?!see |note |\[).*:$", spec.lines[at].strip())):
            size = spec.end(at) - at
            names = "uncovered-patient missing-branch missing-label unhandled-label"
            yield spec.fault("dropped branch", at, size, [], names, (fork, spec.end(fork) - size))
    for fork in headed(spec, "otherwise:$", "decision"):
        size = spec.end(fork) - fork
        first = max(at for at in range(fork) if spec.indent(at) == spec.indent(fork) and spec.lines[at].strip())
        while spec.lines[first].strip().split()[0] not in ("when", "also"):
            first -= 1
        names = "uncovered-patient fork-without-otherwise missing-otherwise"
        yield spec.fault("dropped branch", fork, size, [], names, (first, spec.end(first)))


def seam(spec: Spec, random: Random) -> Iterator[Fault]:
    swaps = (
        ("to below", "to"),
        ("at least", "above"),
        ("at most", "below"),
        (": below", ": at most"),
        (": above", ": at least"),
    )
    for grade in headed(spec, ".* is graded.* by .*:$", "definitions"):
        for at in range(grade + 1, spec.end(grade)):
            for old, new in swaps:
                if re.match(r"\w[\w ]*: ", spec.lines[at].strip()) and old in spec.lines[at]:
                    changed = spec.lines[at].replace(old, new, 1)
                    names = "uncovered-patient overlapping-branches"
                    yield spec.fault("seam", at, 1, [changed], names, (grade, spec.end(grade)))


def shifted_bound(spec: Spec, random: Random) -> Iterator[Fault]:
    pattern = r"((?:below|above|at least|at most|from|to) )(\d+(?:\.\d+)?)"
    for at, line in enumerate(spec.lines):
        if spec.section(at) in ("definitions", "decision", "safety") and (found := re.search(pattern, line)):
            shifted = f"{float(found[2]) * random.choice((0.9, 1.1, 1.5)):.4g}"
            yield spec.fault(
                "shifted bound", at, 1, [line.replace(found[0], found[1] + shifted, 1)], "any", (0, len(spec.lines))
            )


def dropped_condition(spec: Spec, random: Random) -> Iterator[Fault]:
    """The condition right above an offer that a safety rule restricts: of infection, symptoms, months …"""
    rules = [
        (rule[1], re.split(" and | or ", re.sub(r" \[.*", "", rule[2])))
        for at in headed(spec, "never", "safety")
        if (rule := re.match(r"never offer (.*?) (?:unless|when) (.*)", spec.lines[at].strip()))
    ]
    for at in headed(spec, "when .*:$", "decision"):
        rest, condition = spec.end(at), spec.lines[at].strip()
        direct = [line for line in spec.lines[at + 1 : rest] if len(line) - len(line.lstrip()) == spec.indent(at) + 2]
        depends = any(
            name in line and OFFERING.match(line.strip()) and any(part in condition for part in parts)
            for line in direct
            for name, parts in rules
        )
        if depends and rest < len(spec.lines) and spec.lines[rest].strip() == "otherwise:":
            kept = [line[2:] for line in spec.lines[at + 1 : rest]]
            span = (0, len(spec.lines))
            yield spec.fault("dropped condition", at, spec.end(rest) - at, kept, "unsafe-advice", span)


def swapped_arms(spec: Spec, random: Random) -> Iterator[Fault]:
    for at in headed(spec, "when .*:$", "decision"):
        rest = spec.end(at)
        if rest < len(spec.lines) and spec.lines[rest].strip() == "otherwise:" and spec.indent(rest) == spec.indent(at):
            end = spec.end(rest)
            new = [spec.lines[at], *spec.lines[rest + 1 : end], spec.lines[rest], *spec.lines[at + 1 : rest]]
            yield spec.fault("swapped arms", at, end - at, new, "any", (0, len(spec.lines)))


def contradictory_population(spec: Spec, random: Random) -> Iterator[Fault]:
    for at in headed(spec, "applies when ", "guideline"):
        for given in yes_no_inputs(spec):
            changed = f"{spec.lines[at]} and {given} and not {given}"
            if " or " not in changed:
                yield spec.fault("contradictory population", at, 1, [changed], "empty-population", (0, at + 1))


def raised_cap(spec: Spec, random: Random) -> Iterator[Fault]:
    for at in headed(spec, r"at most [\d.]+ ", "actions") + headed(spec, r"never exceed [\d.]+ ", "safety"):
        for by in (0.5, 0.9, 1.1, 2, 10):
            found = re.search(r"(at most|never exceed) ([\d.]+)", spec.lines[at])
            assert found is not None
            changed = spec.lines[at].replace(found[0], f"{found[1]} {float(found[2]) * by:g}", 1)
            yield spec.fault("raised cap", at, 1, [changed], "dose-above-maximum", (0, len(spec.lines)))


def unreachable_option(spec: Spec, random: Random) -> Iterator[Fault]:
    for header in headed(spec, "options ", "options"):
        options = [
            at
            for at in range(header + 1, spec.end(header))
            if spec.indent(at) == 2 and "weigh by" not in spec.lines[at]
        ]
        for at in options:
            given = random.choice(yes_no_inputs(spec))
            end = spec.end(at)
            head = [spec.lines[at].rstrip(":") + ":", *spec.lines[at + 1 : end]]
            new = [*head, f"    ruled out when {given} or not {given}"]
            yield spec.fault("unreachable option", at, end - at, new, "dead-option empty-choice", (at, end + 1))


def overlapping_transition(spec: Spec, random: Random) -> Iterator[Fault]:
    moves = headed(spec, "(go to .*|stay|end) when ", "pathway")
    phases = [spec.lines[at].strip()[6:-1] for at in headed(spec, "phase .*:$", "pathway")]
    for at in moves:
        here = spec.parent(at)
        target = random.choice([phase for phase in phases if phase != spec.lines[here].strip()[6:-1]])
        condition = re.sub(r" \[.*\]$", "", spec.lines[at].split(" when ", 1)[1])
        if f"go to {target} " not in "\n".join(spec.lines[here : spec.end(here)]):
            new = [spec.lines[at], f"    go to {target} when {condition}"]
            yield spec.fault("overlapping transition", at, 1, new, "overlapping-moves", (here, spec.end(here) + 1))


def vacuous_rule(spec: Spec, random: Random) -> Iterator[Fault]:
    for header in headed(spec, "safety rules:$", "safety"):
        for action, _ in offers(spec):
            given = random.choice(yes_no_inputs(spec))
            new = [spec.lines[header], f"  never offer {action} when {given} and not {given}"]
            yield spec.fault("vacuous rule", header, 1, new, "vacuous-rule", (header + 1, header + 2))


def offers(spec: Spec) -> list[tuple[str, int]]:
    """The actions offered by lines, and where."""
    found = [(OFFER.match(spec.lines[at].strip()), at) for at in headed(spec, OFFER.pattern, "decision")]
    return [(match[2], at) for match, at in found if match is not None]


def wrong_unit(spec: Spec, random: Random) -> Iterator[Fault]:
    for at, line in enumerate(spec.lines):
        if spec.section(at) not in ("definitions", "decision", "safety", "patient") or "note " in line:
            continue
        for unit, other in OTHER_UNITS:
            if re.search(rf"\d {re.escape(unit)}(?=\s|$|,)", line) and "expect" not in line:
                new = re.sub(rf"(\d) {re.escape(unit)}(?=\s|$|,)", rf"\1 {other}", line, count=1)
                yield spec.fault("wrong unit", at, 1, [new], "any", (at, at + 1))


def deleted_citation(spec: Spec, random: Random) -> Iterator[Fault]:
    for _, at in offers(spec):
        if re.search(r" \[[^\]]*\]$", spec.lines[at]):
            new = re.sub(r" \[[^\]]*\]$", "", spec.lines[at])
            yield spec.fault("deleted citation", at, 1, [new], "uncited-recommendation", (at, at + 1))


def dead_extra(spec: Spec, random: Random) -> Iterator[Fault]:
    for at in headed(spec, "decision .*:$", "decision"):
        given, action = random.choice(yes_no_inputs(spec)), (offers(spec) or [("", 0)])[0][0]
        end = spec.end(at)
        new = [spec.lines[end - 1], f"  also when {given} and not {given}:", f"    should use {action}"]
        if action:
            yield spec.fault("dead extra", end - 1, 1, new, "dead-extra", (end, end + 2))


def contradicting_line(spec: Spec, random: Random) -> Iterator[Fault]:
    for action, at in offers(spec):
        cites = (re.findall(r" \[[^\]]*\]$", spec.lines[at]) or [""])[0]
        new = [f"{' ' * spec.indent(at)}do not use {action}{cites}", spec.lines[at]]
        yield spec.fault("contradicting line", at, 1, new, "contradictory-advice", (at, at + 2))


STRUCTURAL: tuple[Callable[[Spec, Random], Iterator[Fault]], ...] = (
    dropped_branch, seam, dropped_condition, contradictory_population, unreachable_option,
    overlapping_transition, vacuous_rule, wrong_unit, deleted_citation, dead_extra, contradicting_line,
)  # fmt: skip
"""Always wrong: every one must be found."""

MAYBE_LEGAL = (shifted_bound, raised_cap, swapped_arms)
"""May leave a guideline that holds together and only says something else: a rate."""

WITH_PATIENT = {
    "complete",
    "disjoint",
    "no contradiction",
    "safety rule",
    "dose limit",
    "enough options",
    "transitions",
}
"""What fails only with a patient."""


def planted(kind: Callable[[Spec, Random], Iterator[Fault]], most: int, seed: int = 20261121) -> list[Fault]:
    """Up to so many faults of a kind, at seeded random places over the guidelines."""
    random = Random(f"{seed} {kind.__name__}")
    every = [fault for spec in specs() for fault in kind(spec, random)]
    return random.sample(every, min(most, len(every)))


def without_examples(text: str) -> str:
    """The text with its examples blanked, line for line: what is found is then found by reading and proof alone."""
    kept, inside = [], False
    for line in text.split("\n"):
        inside = line.startswith("example ") or (inside and (not line or line.startswith(" ")))
        kept.append("" if inside else line)
    return "\n".join(kept)


def compiled(path: str, text: str | None = None, proofs: bool = True) -> Compiled:
    """A guideline compiled with another text than its own; libraries and ledgers from the project."""

    def read(name: str) -> bytes | None:
        if name == path and text is not None:
            return text.encode()
        file = ROOT / name
        return file.read_bytes() if file.is_file() else None

    return compile_file(path, read, "spec", proofs=proofs)


def finds(fault: Fault, result: Compiled) -> Problem | None:
    """The error that reports a fault by a right name at a right line."""
    for problem in result.problems:
        named = fault.names == ("any",) or problem.name in fault.names
        spans = [problem.span, *(span for _, span in problem.related)]
        if named and problem.severity == "error" and any(s.file == fault.path and s.line in fault.lines for s in spans):
            return problem
    return None
