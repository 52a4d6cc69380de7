"""Paths inside the spec folder, as ``use`` and ``source`` write them: ``common/haematology``."""

from __future__ import annotations

import re

_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def why_bad_path(path: str) -> str:
    """Why a path may not be followed; empty when it may."""
    if path.startswith(("/", "~")) or re.match(r"[A-Za-z]:", path):
        return "it is absolute"
    if "\\" in path:
        return "its parts are joined by a backslash; write `/`"
    parts = path.split("/")
    if ".." in parts:
        return "it leads out of the spec folder"
    if path.endswith(".care"):
        return "it is written without `.care`"
    if not all(_PART.fullmatch(part) for part in parts):
        return "a part of it is empty or holds something other than letters, digits and hyphens"
    return ""
