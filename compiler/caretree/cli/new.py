"""``caretree new``."""

from __future__ import annotations

from pathlib import Path

import click

from caretree.cli.project import fail
from caretree.starter.files import package_name, starter_files

NEXT = (
    "caretree check",
    "caretree build",
    "caretree ask visit-by-video",
    "pip install -e '.[dev]'",
    "python -m pytest",
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Make a new project in DIR that checks, builds and passes its tests.

    The generated library is named after DIR, so that two hospitals' libraries never collide.

    \b
    caretree new north-hospital      makes the package north_hospital
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise fail(f"{folder} already exists and is not empty; choose a new folder")
    name = folder.resolve().name
    for path, text in starter_files(name).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    click.echo(f"Made {folder} with the package {package_name(name)} and one example guideline. Next:")
    shown = f'"{folder}"' if " " in str(folder) else str(folder)
    for each in (f"cd {shown}", *NEXT):
        click.echo(f"  {each}")
