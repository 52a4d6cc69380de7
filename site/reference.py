"""The language's pages that the compiler reads, on the site as well: tests/language/*.md below language/reference/.

They stand where they are tested, once. What a block is for (``care given``, ``care part``) is said there to the program
that tries it; on the site it is one language.
"""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

FOLDER = "../tests/language"
SHOWN = (
    (re.compile(r"^```care given$", re.MULTILINE), "Taken for granted by the blocks below (`given`):\n\n```care"),
    (re.compile(r"^```care .*$", re.MULTILINE), "```care"),
    (re.compile(r"\| ([a-z-]+)\.md \|"), r"| [\1](\1.md) |"),
)
"""What is written for the tests, and what a reader sees."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Called by MkDocs with the files of the site; a copy of the site without the tests has no such pages."""
    folder = Path(config.config_file_path).parent / FOLDER
    for page in sorted(folder.glob("*.md")):
        name = "index.md" if page.name == "README.md" else page.name
        text = page.read_text(encoding="utf-8")
        for written, seen in SHOWN:
            text = written.sub(seen, text)
        files.append(File.generated(config, f"language/reference/{name}", content=text))
    return files
