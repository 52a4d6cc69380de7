"""The reference of the library says what the library says of itself."""

from __future__ import annotations

import importlib
import inspect
import re

from caretree.runtime.answer import Answer, Recommendation
from caretree.runtime.values import Quantity
from caretree.targets.site.api import CLASSES, MODULE, api_page


def test_the_words_are_those_of_a_guidelines_module() -> None:
    """Everything a guideline's module offers is in the reference, in the words of its docstring."""
    module = importlib.import_module("careguides.curb65")
    for name, says in MODULE.items():
        documented = " ".join((inspect.getdoc(getattr(module, name)) or "").replace("``", "`").split())
        assert documented.startswith(says), name
    own = {
        name
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }
    assert {name for name in own if not name.startswith("_")} <= set(MODULE)


def test_every_field_and_property_is_listed() -> None:
    """Each part of an answer is on the page with all it holds, and nothing private is."""
    page = api_page().text
    names = re.findall(r"<dt><code>([^<]+)</code>", page)
    assert set(Recommendation._fields) | set(Quantity._fields) <= set(names)
    properties = [name for name, value in vars(Answer).items() if isinstance(value, property)]
    assert set(properties) <= set(names) and "to_json()" in names
    assert not [name for name in names if name.startswith("_")]
    assert all(f"### {each.__name__} " in page for _, classes in CLASSES for each in classes)
