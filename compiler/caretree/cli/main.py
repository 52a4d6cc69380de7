"""``caretree``: the group of commands, loaded one at a time so that a quick check starts quickly."""

from __future__ import annotations

import gc
import importlib
import io
import os
import sys

import click

from caretree import __version__

COMMANDS = {
    "check": "Check guidelines and say what is wrong, where, why, and what to do.",
    "explain": "Say what a problem means, why it matters and what to do.",
    "format": "Rewrite files in the one canonical form.",
    "build": "Check everything and write the library, the scenarios and the pages.",
    "prove": "List what was proved of a guideline for every patient, and what was not.",
    "compare": "Find a patient to whom two guidelines give contradictory advice.",
    "run": "Decide for one patient and print the advice with its citations.",
    "ask": "Ask the next question until nothing is undecided, then print the advice.",
    "mutate": "Make small mistakes in guidelines and see whether anything notices.",
    "trace": "List every statement of a source and where it went.",
    "cohort": "Decide for every patient of a table, in DuckDB or Spark.",
    "graph": "Print a guideline's decision graph as JSON, Mermaid or DOT.",
    "schema": "Print the JSON Schema of a guideline's patients.",
    "new": "Make a new project that checks, builds and passes its tests.",
    "serve": "Serve the documentation site and rebuild it when a file is saved.",
}

UNREADABLE = 2
OUR_BUG = 70


class Commands(click.Group):
    """The commands by name; a module is imported only when its command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or ``None``."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"caretree.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a misspelt command."""
        from caretree.problems.suggestions import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            suggestion = did_you_mean(args[0], list(COMMANDS))
            hint = f" Did you mean '{suggestion}'?" if suggestion else ""
            ctx.fail(f"No such command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="caretree")
def commands() -> None:
    """A compiler for clinical guidelines.

    A .care file says in short sentences what a guideline advises. Caretree checks it, and makes a typed Python library,
    acceptance scenarios and a documentation site from it.

    \b
    Start with:   caretree new my-guidelines
    Then:         caretree check        what is wrong, where, and what to do
                  caretree build        write the library, scenarios and pages
                  caretree ask visit-by-video      try it: questions first, then the advice

    \b
    GUIDELINE is the id of a guideline of this project, or the path of its file.
    `caretree COMMAND --help` explains a command with examples.

    \b
    Exit codes: 0 fine (warnings included), 1 problems found, 2 unreadable input or wrong usage,
    3 a limit was reached, 70 a bug of ours.
    """


def main() -> None:
    """Run the command line; a bug of ours ends with exit code 70 and says how to report it."""
    _prepare()
    try:
        commands(prog_name="caretree")
    except BrokenPipeError:
        _close_output()
        sys.exit(0)
    except OSError as error:
        click.echo(f"Error: {error.filename or 'caretree'}: {error.strerror or error}", err=True)
        sys.exit(UNREADABLE)
    except Exception:  # noqa: BLE001 - the last line of defence: whatever arrives here is our bug
        import traceback

        traceback.print_exc()
        click.echo(
            "\ncaretree: this is a bug in caretree, not in your file. Please report it with the lines above.", err=True
        )
        sys.exit(OUR_BUG)


def _prepare() -> None:
    """One command lives shortly: collecting garbage only costs it time. What a terminal cannot show is written as its
    code instead of ending the command."""
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _close_output() -> None:
    """The reader of a pipe (``head``) has left: nothing more is said, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
