"""Forms of a name under which names that look alike become equal.

The letters are the single-letter confusables of Latin in Unicode Technical Standard 39 (confusables.txt) that occur
in Greek and Cyrillic text, and the digits and capitals commonly mistaken for one another in print.
"""

from __future__ import annotations

import unicodedata

_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеорсухіјѕԁһ", "ABESIJKMHOPCTYXaeopcyxijsdh")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονικρυ", "ABEZHIKMNOPTYXoviKpu")
_PRINT = ("0I1|‐‑–—’", "olll----'")
_LOOK_ALIKES = str.maketrans(
    "".join(pair[0] for pair in (_CYRILLIC, _GREEK)), _CYRILLIC[1] + _GREEK[1].replace("K", "k")
)
_PRINTED = str.maketrans(*_PRINT)


def plain_form(name: str) -> str:
    """The name without its case, width (NFKC) and repeated spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def look_alike_form(name: str) -> str:
    """The name with every letter and digit replaced by the Latin letter it looks like."""
    latin = unicodedata.normalize("NFKC", name).translate(_LOOK_ALIKES)
    return plain_form(latin.translate(_PRINTED).replace("O", "o"))
