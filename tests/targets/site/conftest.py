"""A built site for every test that looks at one."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_build import build
from site_graphs import SPECS, graph_of


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the three articles."""
    return build([graph_of(spec) for spec in SPECS], tmp_path_factory.mktemp("site"))
