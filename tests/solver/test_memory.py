"""A command proves hundreds of guidelines and collects no garbage: the solver's memory must be given back at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any
from weakref import ref

import pytest
import z3  # type: ignore[import-untyped]
from caretree.solver.prove import prove
from small_guidelines import spec

SPECS = ("post-rituximab-cytopenia", "itp-after-ivig", "sle-pancytopenia")


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Nobody looks for circles of references, as in a command."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_no_context_outlives_its_proofs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every context is gone when its results are there."""
    made: list[ref[Any]] = []
    begin = z3.Context.__init__

    def noted(context: Any) -> None:
        made.append(ref(context))
        begin(context)

    monkeypatch.setattr(z3.Context, "__init__", noted)
    for name in SPECS:
        graph = spec(name).graph
        assert graph is not None
        assert prove(graph)
    assert len(made) >= len(SPECS)
    assert [context() for context in made] == [None] * len(made)
