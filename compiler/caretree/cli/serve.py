"""``caretree serve``: the site, rebuilt when a guideline is saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from caretree.cli.project import Project, fail, the_project
from caretree.serve.watch import saved, watch

SECONDS_BETWEEN_LOOKS = 0.3


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the site is served.")
def command(address: str) -> None:
    """Serve the documentation site and rebuild it when a .care file is saved. Stop with Ctrl-C.

    An open page reloads itself. Problems are printed here and shown on every page; while a guideline has errors, its
    last good pages stay.

    \b
    caretree serve
    caretree serve --address 127.0.0.1:9000
    """
    project = the_project()
    configuration = project.root / "site" / "mkdocs.yml"
    if not configuration.is_file():
        raise fail(f"{configuration}: no such file; it says how the site looks (`caretree new` makes one)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with TemporaryDirectory(prefix="caretree-") as folder:
        problems = Path(folder) / "problems"
        _build(project, problems)
        server = _start(project, configuration, address, problems)
        try:
            _rebuild_when_saved(project, server, problems)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
        finally:
            server.terminate()
            server.wait()


def _start(project: Project, configuration: Path, address: str, problems: Path) -> subprocess.Popen[bytes]:
    """MkDocs in a process of its own; Ctrl-C reaches only us, and we end it."""
    arguments = [sys.executable, "-m", "caretree.serve.site", str(configuration), address, str(problems)]
    click.echo(f"Serving http://{address}/ (Ctrl-C stops)", err=True)
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.Popen(arguments, cwd=project.root, env=quiet, start_new_session=True)


def _rebuild_when_saved(project: Project, server: subprocess.Popen[bytes], problems: Path) -> None:
    def wait() -> bool:
        time.sleep(SECONDS_BETWEEN_LOOKS)
        return server.poll() is None

    def rebuild(paths: list[str]) -> None:
        click.echo(f"Saved: {', '.join(paths)}. Building.", err=True)
        _build(project, problems)

    watch(lambda: saved(project.spec), rebuild, wait)
    raise fail(f"MkDocs ended (exit code {server.returncode}); its message is above")


def _build(project: Project, problems: Path) -> None:
    """In a process of its own: a build that meets a bug must not end the server. What it says is printed, and kept in a
    file for the pages."""
    command = [sys.executable, "-m", "caretree.cli", "build", "--quiet"]
    plain = {**os.environ, "NO_COLOR": "1"}
    built = subprocess.run(command, cwd=project.root, check=False, capture_output=True, text=True, env=plain)
    said = built.stderr + built.stdout
    click.echo(said, err=True, nl=False)
    shown = f"{built.returncode}\n{said}" if said.strip() else ""
    if not problems.exists() or problems.read_text(encoding="utf-8") != shown:
        problems.write_text(shown, encoding="utf-8")
