"""Problems → text for a person at a terminal.

error[uncovered-patient]: no branch of "anaemia" fits some patients
  spec/post-rituximab-cytopenia.care:128:3
   128 |   depending on Hb in g/dL:
       |   ^^^^^^^^^^^^^^^^^^^^^^^^
  for example: Hb is 7.5 g/dL
  why: a reader would be left without an answer.
  fix: add a branch for this patient, or say that the source is silent with `gap`.

`caretree explain NAME` says more, and so does the site:
  uncovered-patient: checks/every-patient-is-covered.html

1 error in 1 file
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from caretree.problems.explain import Explanation
from caretree.problems.problem import Problem, Severity
from caretree.problems.render.order import counted, in_order
from caretree.problems.render.visible import marked, visible
from caretree.source.span import Span
from caretree.source.text import SourceText


class _Paint(StrEnum):
    """ANSI colours, as terminals have understood them since ECMA-48."""

    BOLD = "\x1b[1m"
    RED = "\x1b[1;31m"
    YELLOW = "\x1b[1;33m"
    BLUE = "\x1b[1;34m"
    DIM = "\x1b[2m"
    PLAIN = "\x1b[0m"


_PAINTS: dict[Severity, _Paint] = {"error": _Paint.RED, "warning": _Paint.YELLOW, "note": _Paint.BLUE}


def render(
    problems: Iterable[Problem],
    sources: Mapping[str, SourceText],
    explained: Mapping[str, Explanation] = MappingProxyType({}),
    colour: bool = False,
) -> str:
    """Every problem with its line of the file, the page of each kind, then one line that counts them. Ends with a line
    end.

    ``sources`` are the texts by path; a problem whose file is not among them is told without its line. ``explained``
    are the explanations by name; pages are told of those only. ANSI colours only where ``colour`` asks for them; text
    from a file is made visible and harmless first.
    """
    found = in_order(problems)
    lines = {path: source.text.split("\n") for path, source in sorted(sources.items())}
    told = [_one(problem, lines.get(problem.span.file), colour) for problem in found]
    return "\n\n".join([*told, *_pages(found, explained), counted(found)]) + "\n"


def _pages(problems: Iterable[Problem], explained: Mapping[str, Explanation]) -> list[str]:
    """Where each kind of problem is explained, as one paragraph; none if nothing is to be explained."""
    names = sorted({problem.name for problem in problems} & set(explained))
    told = [f"  {name}: {explained[name].page}" for name in names]
    return ["\n".join(["`caretree explain NAME` says more, and so does the site:", *told])] if told else []


def _one(problem: Problem, lines: list[str] | None, colour: bool) -> str:
    paint = _PAINTS[problem.severity]
    head = f"{_painted(f'{problem.severity}[{problem.name}]', paint, colour)}: "
    told = [head + _painted(visible(problem.message), _Paint.BOLD, colour)]
    if problem.span.line:
        told.append(f"  {visible(str(problem.span))}")
        told.extend(_excerpt(problem.span, lines, paint, colour))
    told.extend(_sentences("for example", problem.patient))
    told.extend(f"  see also: {visible(words)} ({visible(str(span))})" for words, span in problem.related)
    told.extend(_sentences("why", (problem.why,) if problem.why else ()))
    told.extend(_sentences("fix", (problem.fix,) if problem.fix else ()))
    return "\n".join(told)


def _sentences(label: str, sentences: tuple[str, ...]) -> list[str]:
    """``  label: first`` with the following sentences below the first."""
    indent = " " * (len(label) + 4)
    return [(f"  {label}: " if not index else indent) + visible(text) for index, text in enumerate(sentences)]


def _excerpt(span: Span, lines: list[str] | None, paint: _Paint, colour: bool) -> list[str]:
    if lines is None or not 0 < span.line <= len(lines):
        return []
    line = lines[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    shown, carets = marked(line, span.column, end)
    number = str(span.line).rjust(4)
    below = " " * len(number)
    edge = _painted("|", _Paint.DIM, colour)
    lead, body = carets[: carets.index("^")], carets[carets.index("^") :]
    told = [
        f"  {_painted(number, _Paint.DIM, colour)} {edge} {shown}".rstrip(),
        f"  {below} {edge} {lead}{_painted(body, paint, colour)}",
    ]
    return told if span.end_line == span.line else [*told, f"  {below} {edge} …"]


def _painted(text: str, paint: _Paint, colour: bool) -> str:
    return f"{paint}{text}{_Paint.PLAIN}" if colour else text
