"""A file's text → the same file in canonical form: there is one way to write it, and the formatter has no options.

    inputs:                       inputs:
      fever:                →       fever:
        asks "Fever?"                 is yes or no
        is yes or no                  asks "Fever?"

Doing it twice changes nothing more, and the meaning is unchanged.
"""

from __future__ import annotations

from caretree.problems.problem import Problem, has_errors
from caretree.source.text import SourceText
from caretree.syntax.arrange import arranged
from caretree.syntax.parse import parse
from caretree.syntax.short_names import shortening
from caretree.syntax.write import write


def format_text(source: SourceText) -> tuple[str, list[Problem]]:
    """The canonical text of a file; a file with errors is returned as it is, with the problems that say why."""
    tree, problems = parse(source)
    if has_errors(problems):
        return source.text, problems
    return write(arranged(tree), shortening(tree)), problems
