"""Interleaved timing: every contender takes its turn in every round, so that all see the same machine.

Processor time is counted, so that other work on the machine disturbs less. A contender is a function and the arguments
it is called with, one after the other, or a round that another process times. What is found is the median over the
rounds of the time for one call, and the median of each round's ratio to the contender it stands beside.
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
    """One way to do the work of the contender named ``beside``; ``calls`` says how many patients one call decides.

    ``elsewhere`` is a round timed by another process, in microseconds for one patient.
    """

    name: str
    beside: str
    work: Callable[[Any], object] | None = None
    arguments: Sequence[Any] = ()
    calls: int = 1
    elsewhere: Callable[[], float] | None = None

    def round(self) -> float:
        """One round, in microseconds for one patient."""
        if self.elsewhere is not None:
            return self.elsewhere()
        work = self.work
        assert work is not None
        for argument in self.arguments:  # so that nobody finds the processor's memory filled with another's patients
            work(argument)
        start = process_time()
        for argument in self.arguments:
            work(argument)
        return (process_time() - start) / len(self.arguments) / self.calls * 1e6


@dataclass(frozen=True, slots=True)
class Timed:
    """A contender's microseconds for one patient, and how many times those of the contender beside it."""

    microseconds: float
    ratio: float


def timed(contenders: Sequence[Contender], rounds: int = 31) -> dict[str, Timed]:
    """The contenders, timed in turns, by name; one round before is not counted."""
    found: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    assert len(found) == len(contenders), "two contenders have one name"
    gc.collect()
    gc.freeze()  # patients and libraries are looked at no more; what is left to collect is what a round made
    gc.disable()
    try:
        for turn in range(rounds + 1):
            for contender in contenders:
                taken = contender.round()
                if turn:
                    found[contender.name].append(taken)
                gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()
    return {
        contender.name: Timed(
            median(found[contender.name]),
            median(one / base for one, base in zip(found[contender.name], found[contender.beside], strict=True)),
        )
        for contender in contenders
    }
