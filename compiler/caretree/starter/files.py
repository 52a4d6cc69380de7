"""The files of a new project: a small guideline that checks, builds and passes its tests.

    starter_files("north hospital")   →   pyproject.toml, README.md, spec/…, features/…, site/…

The example is about how a visit is held, and clinical in nothing: clinical content is never invented.
"""

from __future__ import annotations

import keyword
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from caretree import __version__
from caretree.guideline.names import snake

TEMPLATES = {
    "pyproject.toml": "pyproject.toml.j2",
    "README.md": "README.md.j2",
    ".gitignore": "gitignore.j2",
    "spec/visit-by-video.care": "visit-by-video.care.j2",
    "features/test_scenarios.py": "test_scenarios.py.j2",
    "site/mkdocs.yml": "mkdocs.yml.j2",
    "site/overrides/main.html": "main.html.j2",
    "site/pages/index.md": "index.md.j2",
}


def package_name(folder: str) -> str:
    """The library's name made from the folder's, so that two hospitals never collide: ``North Hospital`` →
    ``north_hospital``. A name that Python cannot use gets ``guides`` before it."""
    name = snake(folder)
    return name if name.isidentifier() and not keyword.iskeyword(name) else f"guides_{name}".rstrip("_")


def starter_files(folder: str) -> dict[str, str]:
    """Path → text of every file of a new project in a folder of that name."""
    environment = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    templates = files("caretree.starter") / "templates"
    package = package_name(folder)
    return {
        path: environment.from_string((templates / template).read_text(encoding="utf-8")).render(
            package=package, caretree=__version__
        )
        for path, template in TEMPLATES.items()
    }
