# Copied by Caretree from its runtime; generated, do not edit.
"""What is wrong with a patient's values, as one error that carries every finding."""

from __future__ import annotations


class PatientProblem:
    """One finding: a stable ``name`` (``missing-unit``), the ``input`` it is about, a ``message`` and a ``fix``."""

    __slots__ = ("name", "input", "message", "fix")

    def __init__(self, name: str, input: str, message: str, fix: str = "") -> None:
        self.name = name
        self.input = input
        self.message = message
        self.fix = fix

    def __repr__(self) -> str:
        return f"PatientProblem({self.name!r}, {self.input!r}, {self.message!r}, {self.fix!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PatientProblem):
            return NotImplemented
        return (self.name, self.input, self.message, self.fix) == (other.name, other.input, other.message, other.fix)

    def __hash__(self) -> int:
        return hash((self.name, self.input, self.message, self.fix))


class PatientProblems(ValueError):
    """Raised when a patient cannot be read or its facts contradict each other; ``problems`` holds every finding."""

    def __init__(self, problems: tuple[PatientProblem, ...]) -> None:
        self.problems = problems
        lines = [f"{problem.name}: {problem.message} {problem.fix}".rstrip() for problem in problems]
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[PatientProblems], tuple[tuple[PatientProblem, ...]]]:
        return type(self), (self.problems,)


def did_you_mean(word: str, words: list[str]) -> str:
    """``Did you mean "ANC"?`` for the nearest of some words, or nothing when none is near."""
    from difflib import get_close_matches

    shown = {candidate.lower(): candidate for candidate in reversed(words)}
    near = get_close_matches(word.lower(), list(shown), n=1, cutoff=0.6)
    return f'Did you mean "{shown[near[0]]}"?' if near else ""
