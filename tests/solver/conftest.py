"""Random graphs and patients are those of the property tests beside this folder, the project's graphs those of the
agreement tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path += [str(Path(__file__).resolve().parents[1] / folder) for folder in ("properties", "agreement")]
