"""What all pages share: the style sheet, two small scripts, and the frame that says what a page may load.

assets()    site/pages/assets/caretree.css, caretree.js, caretree-start.js
            site/overrides/caretree.html
"""

from __future__ import annotations

from importlib.resources import files

from caretree.targets.file import GeneratedFile
from caretree.targets.site.policy import policy

FOLDER = "site/pages/assets"
FRAME = "site/overrides/caretree.html"
SHARED = ("caretree-start.js", "caretree.css", "caretree.js")


def assets() -> list[GeneratedFile]:
    """The shared files. The frame is a template of MkDocs: it is filled in here without being read."""
    here = files("caretree.targets.site")
    frame = here.joinpath("templates", "caretree.html.j2").read_text(encoding="utf-8").replace("[[ policy ]]", policy())
    found = [
        GeneratedFile(f"{FOLDER}/{name}", here.joinpath("assets", name).read_text(encoding="utf-8")) for name in SHARED
    ]
    return [GeneratedFile(FRAME, frame), *found]
