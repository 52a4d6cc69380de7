"""``caretree new``."""

from __future__ import annotations

from pathlib import Path

import click

from caretree.cli.project import fail
from caretree.starter.files import starter_files


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def command(folder: Path) -> None:
    """Make a new project in DIR that checks, builds and passes its tests.

    The generated library is named after DIR, so that two hospitals' libraries never collide.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise fail(f"{folder} already exists and is not empty; choose a new folder")
    for path, text in starter_files(folder.resolve().name).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    click.echo(f"Made {folder}. Next:")
    click.echo(f"  cd {folder}\n  caretree check\n  caretree build\n  python -m pytest")
