"""One page a check, from its own docstring, with the guideline and the message of its example.

("unknown-statement", "A citation …\\n\\nWhat: …\\nWhy: …\\nFix: …", …)    site/pages/checks/unknown-statement.md
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from caretree.checks.worked_example import WorkedExample
from caretree.targets.file import GeneratedFile
from caretree.targets.site.escape import heading, markdown
from caretree.targets.site.page import PAGES, environment

PARTS = ("What", "Why", "Fix", "Example")


class CheckPage(Struct, frozen=True):
    """A check for its page: ``parts`` are (heading, text) pairs; texts are Markdown. The texts of the example are
    shown letter by letter."""

    name: str
    summary: Markup
    parts: tuple[tuple[str, Markup], ...]
    command: str
    guideline: Markup
    printed: Markup

    @property
    def title(self) -> Markup:
        """The name as words: ``Statements are placed``."""
        return Markup(heading(self.name.replace("-", " ")))


def check_pages(checks: Iterable[tuple[str, str, WorkedExample]]) -> list[GeneratedFile]:
    """The pages of checks given by name (kebab-case), docstring and example, and a page listing them."""
    pages = [_page(name, docstring, example) for name, docstring, example in checks]
    templates = environment()
    files = [
        GeneratedFile(f"{PAGES}/checks/{page.name}.md", templates.get_template("check.md.j2").render(check=page))
        for page in pages
    ]
    return [
        GeneratedFile(f"{PAGES}/checks/index.md", templates.get_template("checks.md.j2").render(checks=pages)),
        *files,
    ]


def _page(name: str, docstring: str, example: WorkedExample) -> CheckPage:
    first, *rest = re.split(rf"^({'|'.join(PARTS)}):", inspect.cleandoc(docstring), flags=re.MULTILINE)
    parts = tuple((part, prose(text)) for part, text in zip(rest[::2], rest[1::2], strict=True))
    guideline, printed = Markup(example.guideline), Markup(example.printed)
    return CheckPage(name, prose(first), parts, example.command, guideline, printed)


def prose(text: str) -> Markup:
    """Escaped Markdown in which only ``code`` and `code` keep a meaning."""
    pieces = re.split(r"``(.+?)``|`(.+?)`", " ".join(text.split()))
    shown = [_escaped(pieces[0])]
    for double, single, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        shown += [f"<code>{markdown(double or single)}</code>", _escaped(after)]
    return Markup("".join(shown).strip())


def _escaped(text: str) -> str:
    """Escaped text that keeps the spaces at its ends."""
    before, after = (" " if text[:1] == " " else ""), (" " if text[-1:] == " " and text.strip() else "")
    return f"{before}{markdown(text)}{after}"
