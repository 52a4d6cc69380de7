"""The pytest plugin: gives every project the step library, so that one ``scenarios(…)`` line is enough.

Every pytest run in the environment loads this file, so it imports nothing: the steps are added only where pytest-bdd
runs, and a guideline is loaded by the first scenario that names it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pytest import Config, Parser, TerminalReporter

ENGINES = ("library", "interpreter", "javascript", "sql")


def pytest_addoption(parser: Parser) -> None:
    """``--caretree-engine``."""
    parser.getgroup("caretree").addoption(
        "--caretree-engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="Who decides in scenarios: the generated library, the interpreter reading the guideline itself, the "
        "scripts of its page, or its SQL (which compares what SQL gives and counts the rest).",
    )


def pytest_configure(config: Config) -> None:
    """Add the steps where pytest-bdd is at hand."""
    if config.pluginmanager.hasplugin("pytest-bdd"):
        from caretree.acceptance import pinned_steps, steps

        config.pluginmanager.register(steps, "caretree-steps")
        config.pluginmanager.register(pinned_steps, "caretree-pinned-steps")


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Tell how much was compared, where an engine gives less than a whole answer."""
    import sys

    compared = sys.modules.get("caretree.acceptance.compared")
    for line in compared.report() if compared else ():
        terminalreporter.write_line(f"caretree: {line}")
