"""Headings: the declared name that a block's heading gives.

decision low platelets (platelets):  →  Name("low platelets", "platelets")
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from caretree.guideline.names import Name
from caretree.syntax.tree import Phrase

_SHORT = re.compile(r"\s*\([^()]*\)\Z")


def declared_name(heading: Phrase, names: Mapping[str, Name]) -> Name | None:
    """The name declared by a heading's words; ``None`` when pass 1 refused it (and said why)."""
    return names.get(heading.text) or names.get(_SHORT.sub("", heading.text))
