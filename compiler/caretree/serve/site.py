"""MkDocs serving the site, its pages reloading themselves, with the problems of the last build on them.

python -m caretree.serve.site site/mkdocs.yml 127.0.0.1:8000 /tmp/…/problems
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from caretree.serve import show_problems


def main(configuration: str, address: str, problems: str) -> None:
    """Serve until the process is ended. What cannot be served is said on standard error."""
    os.environ[show_problems.FILE] = problems
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        own = load_config(configuration).hooks
        hooks = [*own, str(Path(show_problems.__file__))]
        serve(config_file=configuration, dev_addr=address, hooks=hooks, watch=[problems])
    except (MkDocsException, OSError) as error:
        sys.exit(f"{address}: cannot serve: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
