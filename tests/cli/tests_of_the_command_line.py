"""Values the tests of the command line share."""

from __future__ import annotations

import sys
from pathlib import Path

CARETREE = str(Path(sys.executable).with_name("caretree"))

FAR_AWAY = {
    "examination needed": False,
    "travel time": {"value": 90, "unit": "minutes"},
    "wants video": True,
    "at": "2026-11-21",
}
