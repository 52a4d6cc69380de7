"""The solver's memory between one guideline and the next.

A fresh context takes some 17 megabytes and soon gives them back. glibc returns them to the system and asks for them
again, and the system clears every page: that costs more than most proofs. So the process keeps what was given back.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache

KEPT_BYTES = 64_000_000
"""So much that was given back stays with the process: several contexts."""

SINGLE_BYTES = 32_000_000
"""Pieces from this size on (glibc takes no higher limit) are still asked of the system one by one."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of ``mallopt(3)``."""


@cache
def keep_given_back() -> None:
    """Once in a process; where there is no glibc, nothing changes."""
    if sys.platform != "linux":
        return
    set_parameter = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_parameter is not None:
        set_parameter(_TRIM_THRESHOLD, KEPT_BYTES)
        set_parameter(_MMAP_THRESHOLD, SINGLE_BYTES)
