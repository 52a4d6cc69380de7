"""A hook of MkDocs: on every page what is wrong with the guidelines, for as long as it is.

CARETREE_PROBLEMS names a file:  ""                          nothing is shown
                                 "1\\nerror[unknown-name] …"  the exit code of the build, then what it said
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import Any

FILE = "CARETREE_PROBLEMS"
NOT_BUILT = "Not built: the pages below are those of the last good build."
WARNED = "Built, with warnings."


def on_config(config: Any, **_: Any) -> Any:
    """The frame leaves out the rule on scripts: MkDocs adds one of its own to reload a page."""
    config.extra["reloading"] = True
    return config


def on_page_content(html: str, **_: Any) -> str:
    """The page with the notice above it."""
    return notice(Path(os.environ[FILE]).read_text(encoding="utf-8")) + html


def notice(said: str) -> str:
    """What a build said as a part of a page; its text is only text."""
    code, _, words = said.partition("\n")
    if not words.strip():
        return ""
    heading = WARNED if code == "0" else NOT_BUILT
    kind = "ct-problems ct-problems-warned" if code == "0" else "ct-problems"
    return (
        f'<div class="{kind}" role="alert"><p><strong>{heading}</strong></p><pre>{escape(words.rstrip())}</pre></div>\n'
    )
