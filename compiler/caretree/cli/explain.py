"""``caretree explain``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from caretree.cli.project import fail
from caretree.problems.explain import Explanation

WIDTH = 100
PAGE = "problems/index.html"


@click.command()
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Explain a problem: what it means, why it matters, what to do. NAME stands in brackets in a message, or
    is the name of a check as its page has it. What a check finds is shown on a small guideline, with all that is
    printed about it.

    Without NAME every problem is listed. The same text stands on the site, at problems/index.html#NAME.

    \b
    caretree explain unsafe-advice
    caretree explain every-patient-is-covered
    """
    from caretree.checks.explained import explanations, found_by

    known = explanations()
    if name is None:
        click.echo("".join(f"{each.name:28} {each.summary}\n" for each in known.values()), nl=False)
    elif one := known.get(name.strip("[]")):
        click.echo("\n".join([*_lines(one), *_shown(one.check)]))
    elif found := found_by(name):
        told = "\n\n".join("\n".join(_lines(each)) for each in found)
        click.echo("\n".join([told, *_shown(name)]))
    else:
        raise fail(f"no problem is called '{name}'.{_hint(name, list(known))}")


def _lines(one: Explanation) -> Iterator[str]:
    yield one.name
    yield ""
    yield from textwrap.wrap(one.summary, WIDTH)
    parts = {"What it finds": one.what, "Why it matters": one.why, "What to do": one.fix, "Example": one.example}
    for title, text in parts.items():
        if text:
            yield ""
            yield from textwrap.wrap(f"{title}: {text}", WIDTH, subsequent_indent="  ")


def _shown(check: str) -> Iterator[str]:
    """The worked example of a check: the guideline and what is printed about it, each set in."""
    from caretree.checks.explained import example_of

    if example := example_of(check):
        yield ""
        yield from textwrap.wrap(f"Example: {example.told}", WIDTH, subsequent_indent="  ")
        yield ""
        yield textwrap.indent(example.guideline, "    ")
        yield f"`{example.command}` prints:"
        yield ""
        yield textwrap.indent(example.printed, "    ").rstrip()


def _hint(name: str, known: list[str]) -> str:
    from caretree.problems.suggestions import did_you_mean

    suggestion = did_you_mean(name, known)
    return f" Did you mean '{suggestion}'?" if suggestion else " `caretree explain` lists them all."
