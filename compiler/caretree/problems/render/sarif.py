"""Problems → SARIF 2.1.0, the format code-scanning services read (OASIS standard, https://docs.oasis-open.org/sarif/)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urljoin

from caretree import __version__
from caretree.problems.explain import Explanation
from caretree.problems.problem import Problem
from caretree.problems.render.order import in_order
from caretree.source.span import Span
from caretree.source.text import SourceText

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(
    problems: Iterable[Problem],
    sources: Mapping[str, SourceText],
    explained: Mapping[str, Explanation],
    site: str = "",
) -> str:
    """One SARIF log with one run; each problem name is a rule, with its explanation as the rule's help.

    ``sources`` give the marked text of each place. ``site`` is the address of the project's documentation site, if it
    has one: each rule then links to its page.
    """
    found = in_order(problems)
    names = sorted({problem.name for problem in found})
    rules = [_rule(name, explained.get(name), site) for name in names]
    driver = {"name": "caretree", "semanticVersion": __version__, "rules": rules}
    lines = {path: source.text.split("\n") for path, source in sorted(sources.items())}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, names.index(problem.name), lines) for problem in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(name: str, explanation: Explanation | None, site: str) -> dict[str, object]:
    if explanation is None:
        return {"id": name}
    parts = {"What": explanation.what, "Why": explanation.why, "Fix": explanation.fix}
    told = [f"{label}: {words}" for label, words in parts.items() if words]
    more = "More, with an example" if explanation.check else "The same"
    page = f"{more}: `caretree explain {name}`, or {explanation.page} on the documentation site."
    rule: dict[str, object] = {
        "id": name,
        "shortDescription": {"text": explanation.summary},
        "help": {"text": "\n".join([*told, page]), "markdown": "\n\n".join([*told, page])},
    }
    return rule | ({"helpUri": urljoin(f"{site.rstrip('/')}/", explanation.page)} if site else {})


def _result(problem: Problem, rule: int, lines: Mapping[str, list[str]]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": problem.name,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": _text(problem)},
    }
    if problem.span.file:
        result["locations"] = [{"physicalLocation": _location(problem.span, lines)}]
    related = [
        {"id": number, "message": {"text": words}, "physicalLocation": _location(span, lines)}
        for number, (words, span) in enumerate(problem.related, start=1)
        if span.file
    ]
    if related:
        result["relatedLocations"] = related
    return result


def _text(problem: Problem) -> str:
    """The whole problem in words, as a viewer shows nothing else."""
    parts = [problem.message]
    if problem.patient:
        parts.append(f"For example: {'; '.join(problem.patient)}")
    parts.extend(f"{label}: {words}" for label, words in (("Why", problem.why), ("Fix", problem.fix)) if words)
    return "\n".join(parts)


def _location(span: Span, lines: Mapping[str, list[str]]) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": quote(span.file)}}
    if span.line > 0:
        location["region"] = _region(span, lines.get(span.file, []))
    return location


def _region(span: Span, lines: list[str]) -> dict[str, object]:
    region: dict[str, object] = {
        "startLine": span.line,
        "startColumn": max(1, span.column),
        "endLine": max(span.line, span.end_line),
        "endColumn": max(1, span.end_column),
    }
    if span.end_line == span.line and 0 < span.line <= len(lines):
        region["snippet"] = {"text": lines[span.line - 1][max(0, span.column - 1) : span.end_column - 1]}
    return region
