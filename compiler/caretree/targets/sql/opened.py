"""The open branches of a fork as the bits of one number, so that every question about them is one comparison.

    three branches, the second must be no, the others unknown      bits 1 and 4: 5
    is only the first open?      = 1          is the second or third open?      & 6 <> 0

A branch is open unless it must be no; one that must be yes closes the others (in an ordered fork, those after it).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct
from sqlglot import exp

from caretree.targets.sql.truths import UNKNOWN, Truth, added, how_many
from caretree.targets.sql.words import Make, Sql, all_of, any_of, bracketed, case, compared, negated, whole

MOST_BITS = 60


class Opened(Struct, frozen=True):
    """Which of ``count`` branches are open: their own conditions where exactly one always holds (``direct``), else the
    bits of one number for every sixty branches. ``exact``: exactly one bit is set in every row."""

    count: int
    direct: tuple[Sql, ...] = ()
    bits: tuple[Make, ...] = ()
    exact: bool = False

    def any_of(self, places: Iterable[int]) -> Sql:
        """Whether some of these branches are open."""
        wanted = list(places)
        if self.direct:
            return any_of(self.direct[place].copy() for place in wanted)
        return any_of(compared(self._masked(group, mask), "ne", whole(0)) for group, mask in self._masks(wanted))

    def none_of(self, places: Iterable[int]) -> Sql:
        """Whether none of these branches is open."""
        wanted = list(places)
        if self.direct:
            return negated(self.any_of(wanted))
        if self.exact:  # the one that is open is among the others
            return self.any_of(place for place in range(self.count) if place not in wanted)
        return all_of(compared(self._masked(group, mask), "eq", whole(0)) for group, mask in self._masks(wanted))

    def only(self, place: int) -> Sql:
        """Whether this branch is the only one open."""
        if self.direct:
            return self.direct[place].copy()
        parts = []
        for group, make in enumerate(self.bits):
            bit = 1 << (place % MOST_BITS) if group == place // MOST_BITS else 0
            parts.append(compared(make(), "eq", whole(bit)))
        return all_of(parts)

    def _masks(self, places: Sequence[int]) -> list[tuple[int, int]]:
        masks: dict[int, int] = {}
        for place in places:
            masks[place // MOST_BITS] = masks.get(place // MOST_BITS, 0) | 1 << (place % MOST_BITS)
        return list(masks.items())

    def _masked(self, group: int, mask: int) -> Sql:
        size = min(MOST_BITS, self.count - group * MOST_BITS)
        if mask == (1 << size) - 1:
            return self.bits[group]()
        return exp.BitwiseAnd(this=bracketed(self.bits[group]()), expression=whole(mask))


def bits_of(
    truths: Sequence[Truth], ordered: bool, proved: bool, exact: bool = False, ends_otherwise: bool = False
) -> list[Sql]:
    """The numbers whose bits are the open branches. Unless ``proved``, two that must be yes leave none open.

    ``exact``: each row has one that holds. ``ends_otherwise``: the last branch of an ordered fork holds where none
    above it does.
    """
    groups = [truths[start : start + MOST_BITS] for start in range(0, len(truths), MOST_BITS)]
    found = []
    for at, group in enumerate(groups):
        before = [one for other in groups[:at] for one in other]
        after = [] if ordered else [one for other in groups[at + 1 :] for one in other]
        closed = any_of(one.yes() for one in (*before, *after))
        is_last = at == len(groups) - 1
        own = _ordered(group, exact and is_last, ends_otherwise and is_last) if ordered else _unordered(group)
        found.append(case([(closed, whole(0))], own))
    if proved or ordered:
        return found
    two = compared(how_many([one.tree() for one in truths]), "gt", whole(1))
    return [case([(two.copy(), whole(0))], bits) for bits in found]


def _unordered(truths: Sequence[Truth]) -> Sql:
    musts = [(one.tree(), whole(1 << at)) for at, one in enumerate(truths)]
    return case(musts, _not_ruled_out(truths))


def _ordered(truths: Sequence[Truth], exact: bool, ends_otherwise: bool) -> Sql:
    """Every branch from the first up to the first that must be yes, unless it must be no.

    The last of branches of which one always holds (``exact``) is asked nothing where the others are known. Nor is
    an *otherwise*: it must be no exactly where one above it must be yes, and there it is not reached.
    """
    last = len(truths) - 1
    if all(one.definite for one in truths):
        asked = truths[:last] if exact else truths
        other = whole(1 << last) if exact else whole(0)
        return case([(one.tree(), whole(1 << at)) for at, one in enumerate(asked)], other)
    allowed = case([(one.tree(), whole((2 << at) - 1)) for at, one in enumerate(truths[:last])], whole((2 << last) - 1))
    possible = _not_ruled_out([*truths[:last], UNKNOWN] if ends_otherwise else truths)
    return exp.BitwiseAnd(this=bracketed(allowed), expression=bracketed(possible))


def _not_ruled_out(truths: Sequence[Truth]) -> Sql:
    if all(one.definite for one in truths):
        return whole(0)
    return added(
        [
            whole(1 << at) if one is UNKNOWN else case([(negated(one.tree()), whole(0))], whole(1 << at))
            for at, one in enumerate(truths)
        ]
    )
