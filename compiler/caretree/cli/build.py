"""``caretree build``."""

from __future__ import annotations

from datetime import date

import click

from caretree.cli.project import the_project
from caretree.cli.proof_cache import proof_store
from caretree.cli.unchanged_build import CURRENT, build_key, files_that_stand, keep


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 when a generated file is not current.")
@click.option("--force", is_flag=True, help="Overwrite generated files that were edited by hand.")
@click.option("--quiet", "-q", is_flag=True, help="Print problems only.")
def command(only_check: bool, force: bool, quiet: bool) -> None:
    """Check the project and write everything generated: the library, graphs, scenarios and pages.

    Nothing is written while any guideline has an error, and the old files stay as they were. A file that was edited by
    hand is not overwritten without --force. Files that nothing generates any more are deleted, those only that a build
    wrote: generated/manifest.json lists them.

    \b
    caretree build
    caretree build --check      in continuous integration: are the committed files current?
    """
    project = the_project()
    store, today = (None if force else proof_store("built")), date.today()
    key = None if store is None else build_key(project, store, today)
    standing = None if store is None or key is None else files_that_stand(project, store, key)
    if standing is not None:
        if not quiet:
            click.echo(CURRENT if only_check else f"{standing} files, 0 written, 0 deleted.")
        return
    from caretree.cli.building import built

    wanted = built(project, only_check=only_check, force=force, quiet=quiet)
    if store is not None and wanted is not None and build_key(project, store, today) == key:
        keep(store, key, wanted)
