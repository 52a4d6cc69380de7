"""``caretree serve``: the site, rebuilt when a guideline is saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click

from caretree.cli.project import Project, fail, the_project
from caretree.serve.watch import saved, watch

SECONDS_BETWEEN_LOOKS = 0.3


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the site is served.")
def command(address: str) -> None:
    """Serve the documentation site and rebuild it when a .care file is saved. Stop with Ctrl-C.

    Problems are printed here; while a guideline has errors, its last good pages stay.

    \b
    caretree serve
    caretree serve --address 127.0.0.1:9000
    """
    project = the_project()
    configuration = project.root / "site" / "mkdocs.yml"
    if not configuration.is_file():
        raise fail(f"{configuration}: no such file; it says how the site looks (`caretree new` makes one)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _build(project)
    server = _start(project, configuration, address)
    try:
        _rebuild_when_saved(project, server)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        server.terminate()
        server.wait()


def _start(project: Project, configuration: Path, address: str) -> subprocess.Popen[bytes]:
    """MkDocs in a process of its own; Ctrl-C reaches only us, and we end it."""
    arguments = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "-f", str(configuration), "-a", address]
    click.echo(f"Serving http://{address}/ (Ctrl-C stops)", err=True)
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(arguments, cwd=project.root, env=quiet, start_new_session=True)


def _rebuild_when_saved(project: Project, server: subprocess.Popen[bytes]) -> None:
    def wait() -> bool:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        return server.poll() is None

    def rebuild(paths: list[str]) -> None:
        click.echo(f"Saved: {', '.join(paths)}. Building.", err=True)
        _build(project)

    watch(lambda: saved(project.spec), rebuild, wait)
    raise fail(f"MkDocs ended (exit code {server.returncode}); its message is above")


def _build(project: Project) -> None:
    """In a process of its own: a build that meets a bug must not end the server."""
    subprocess.run([sys.executable, "-m", "caretree.cli", "build", "--quiet"], cwd=project.root, check=False)
