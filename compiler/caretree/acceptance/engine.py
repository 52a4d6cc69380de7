"""Engines: who decides in a scenario. All give the answer JSON of the contract, so all are asked the same sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol, runtime_checkable

from msgspec import Struct

from caretree.acceptance.project import Project
from caretree.acceptance.vocabulary import Vocabulary
from caretree.guideline.patients import Expectation


class Refused(AssertionError):
    """The facts of a scenario are refused."""


class UnknownGuideline(AssertionError):
    """A scenario is about a guideline the project does not have."""


class Defined(Struct, frozen=True):
    """A definition's value for one patient, as reports have it: ``value`` when known, else what is ``possible``."""

    value: str | bool | None
    possible: tuple[str, ...] = ()
    unit: str | None = None


class Engine(Protocol):
    """One guideline, ready to decide."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What sentences about it can name."""
        ...

    def answer(self, patient: Mapping[str, Any], *, next_question: bool = False) -> dict[str, Any]:
        """The answer as JSON data (``caretree-answer/1``). Raises ``Refused``."""
        ...

    def definitions(self, patient: Mapping[str, Any]) -> dict[str, Defined]:
        """Every definition's value by its identity; ``unit`` is ``None`` unless it is a number."""
        ...


@runtime_checkable
class ColumnEngine(Protocol):
    """One guideline, decided in columns: not a whole answer, so it compares by itself what it gives, and counts what
    it does not (``compared``). Each method is ``None`` where nothing differs."""

    @property
    def vocabulary(self) -> Vocabulary:
        """What sentences about it can name."""
        ...

    def unmet_lines(self, patient: Mapping[str, Any], view: tuple[str, str], expected: Sequence[str]) -> str | None:
        """What differs from the pinned lines of a view."""
        ...

    def unmet_question(self, patient: Mapping[str, Any], expected: str) -> str | None:
        """What differs from the next question."""
        ...

    def unmet_expectation(
        self, patient: Mapping[str, Any], expected: Expectation, others: Sequence[Expectation]
    ) -> str | None:
        """What differs from one expectation of an example."""
        ...


@lru_cache(maxsize=64)
def engine(kind: str, project: Project, guideline: str) -> Engine | ColumnEngine:
    """The engine of a guideline of the project. Raises ``UnknownGuideline``."""
    if kind == "sql":
        from caretree.acceptance.sql_engine import sql_engine

        return sql_engine(project, guideline)
    if kind == "interpreter":
        from caretree.acceptance.interpreter_engine import interpreter_engine

        return interpreter_engine(project, guideline)
    if kind == "javascript":
        from caretree.acceptance.javascript_engine import javascript_engine

        return javascript_engine(project, guideline)
    from caretree.acceptance.library_engine import library_engine

    return library_engine(project, guideline)
