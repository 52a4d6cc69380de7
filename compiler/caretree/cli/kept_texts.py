"""Texts about one guideline that take long to make, kept between runs.

A text is kept under a key of everything it can depend on: what it is, the text of every file read for the guideline,
the exact code and the libraries it uses. What does not fit its key or its own sum is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial

from caretree.cli.proof_cache import proof_store
from caretree.pipeline import Compiled, Remember
from caretree.solver.remembered import ProofStore

FORMAT = "caretree-kept/1"


def kept_texts() -> Remember:
    """What remembers texts in this user's cache folder; where there is none, everything is made anew."""
    store = proof_store("texts")
    return _anew if store is None else partial(kept_or_made, store)


def _anew(about: str, one: Compiled, make: Callable[[], str]) -> str:
    return make()


def kept_or_made(store: ProofStore, about: str, one: Compiled, make: Callable[[], str]) -> str:
    """The text kept for exactly this guideline; otherwise made now, and kept."""
    parts = [FORMAT, store.made_by, about, one.path, sorted((path, text.text) for path, text in one.sources.items())]
    key = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    text = _kept(key, store.load(key))
    if text is None:
        text = make()
        store.save(key, json.dumps({"key": key, "text": text, "sum": _sum(key, text)}))
    return text


def _kept(key: str, saved: str | None) -> str | None:
    try:
        content = json.loads(saved or "")
        text = content["text"]
        whole = isinstance(text, str) and (content["key"], content["sum"]) == (key, _sum(key, text))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return text if whole else None


def _sum(key: str, text: str) -> str:
    return hashlib.sha256(json.dumps([key, text]).encode()).hexdigest()
