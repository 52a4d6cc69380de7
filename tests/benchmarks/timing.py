"""Interleaved timing: every contender takes its turn in every round, so that all see the same machine.

Processor time is counted, so that other work on the machine disturbs less. A contender is a function and the arguments
it is called with, one after the other. What is printed is the median over the rounds of the time for one call, and the
median of each round's ratio to the first contender.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Any


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do the same work."""

    name: str
    work: Callable[[Any], object]
    arguments: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Timed:
    """A contender's microseconds for one call, and how many times the first contender's that is."""

    name: str
    microseconds: float
    ratio: float


def timed(contenders: Sequence[Contender], rounds: int = 31) -> list[Timed]:
    """The contenders, timed in turns; one round before is not counted."""
    found: list[list[float]] = [[] for _ in contenders]
    gc.collect()
    gc.disable()
    try:
        for turn in range(rounds + 1):
            for contender, times in zip(contenders, found, strict=True):
                taken = _one_round(contender)
                if turn:
                    times.append(taken)
            gc.collect()
    finally:
        gc.enable()
    first = found[0]
    return [
        Timed(contender.name, median(times), median(one / base for one, base in zip(times, first, strict=True)))
        for contender, times in zip(contenders, found, strict=True)
    ]


def _one_round(contender: Contender) -> float:
    work = contender.work
    start = process_time()
    for argument in contender.arguments:
        work(argument)
    return (process_time() - start) / len(contender.arguments) * 1e6


def table(title: str, rows: Sequence[Timed], note: str = "") -> str:
    """The rows as Markdown."""
    lines = [f"### {title}", "", "| what | µs | times the first |", "|---|---:|---:|"]
    lines += [f"| {row.name} | {row.microseconds:.2f} | {row.ratio:.2f} |" for row in rows]
    return "\n".join([*lines, "", note, ""] if note else [*lines, ""])
