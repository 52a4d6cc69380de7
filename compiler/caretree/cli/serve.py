"""``caretree serve``: the site, rebuilt when a guideline is saved."""

from __future__ import annotations

import subprocess
import sys
import time

import click

from caretree.cli.project import Project, the_project

SECONDS_BETWEEN_LOOKS = 0.5


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the site is served.")
def command(address: str) -> None:
    """Serve the documentation site and rebuild it when a .care file is saved. Stop with Ctrl-C.

    Problems are printed here; while a guideline has errors, its last good pages stay.
    """
    project = the_project()
    configuration = project.root / "site" / "mkdocs.yml"
    _build(project)
    arguments = [sys.executable, "-m", "mkdocs", "serve", "-f", str(configuration), "-a", address]
    server = subprocess.Popen(arguments, cwd=project.root)
    try:
        _watch(project, server)
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()


def _watch(project: Project, server: subprocess.Popen[bytes]) -> None:
    seen = _saved(project)
    while server.poll() is None:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        now = _saved(project)
        if now != seen:
            seen = now
            click.echo("A guideline was saved: building", err=True)
            _build(project)
    sys.exit(server.returncode)


def _saved(project: Project) -> dict[str, int]:
    return {str(file): file.stat().st_mtime_ns for file in sorted(project.spec.rglob("*.care"))}


def _build(project: Project) -> None:
    subprocess.run([sys.executable, "-m", "caretree.cli", "build", "--quiet"], cwd=project.root, check=False)
