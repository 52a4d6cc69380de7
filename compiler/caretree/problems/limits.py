"""The limits of one file, and the problems that say one was reached.

A limit keeps hostile or broken input from costing unbounded time; the command line answers exit code 3 for these names.
"""

from __future__ import annotations

MAXIMUM_BYTES = 1_048_576
"""1 MiB a file."""

MAXIMUM_NESTING = 64
"""Levels of blocks inside one another."""

MAXIMUM_LINE = 10_000
"""Characters in one line."""

MAXIMUM_SENTENCE = 20_000
"""Characters in one sentence with its continuation lines."""

LIMIT_PROBLEMS = frozenset(
    {
        "file-too-large", "formula-too-long", "line-too-long", "nested-too-deep", "text-too-long", "too-deep-use",
        "too-many-digits",
    }
)  # fmt: skip
"""Names of problems that mean a limit was reached rather than a mistake was made."""

UNREADABLE_PROBLEMS = frozenset({"not-utf-8", "utf-16-file", "binary-file", "nul-character", "empty-file"})
"""Names of problems that mean the input is no guideline text at all; the command line answers exit code 2."""
