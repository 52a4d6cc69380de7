"""What all pages share: the style sheet, two small scripts, the frame that says what a page may load, and the page for
an address that leads nowhere.

assets()    site/pages/assets/caretree.css, caretree.js, caretree-start.js
            site/overrides/caretree.html, 404.html
"""

from __future__ import annotations

from importlib.resources import files

from caretree.targets.file import GeneratedFile
from caretree.targets.site.policy import policy

FOLDER = "site/pages/assets"
FRAME = "site/overrides/caretree.html"
NOWHERE = "site/overrides/404.html"
SHARED = ("caretree-start.js", "caretree.css", "caretree.js")


def assets() -> list[GeneratedFile]:
    """The shared files. Frame and 404 are templates of MkDocs: they are written without being filled in, but for the
    policy."""
    here = files("caretree.targets.site")
    frame = here.joinpath("templates", "caretree.html.j2").read_text(encoding="utf-8").replace("[[ policy ]]", policy())
    nowhere = here.joinpath("templates", "404.html.j2").read_text(encoding="utf-8")
    found = [
        GeneratedFile(f"{FOLDER}/{name}", here.joinpath("assets", name).read_text(encoding="utf-8")) for name in SHARED
    ]
    return [GeneratedFile(FRAME, frame), GeneratedFile(NOWHERE, nowhere), *found]
