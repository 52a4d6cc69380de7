"""The command line: the only place that opens files or prints. One command a file."""

from caretree.cli.main import main

__all__ = ["main"]
