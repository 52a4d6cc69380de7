"""Python code as nested calls, and how it is laid out: on one line where it fits, else one argument a line.

Call("Branch(", (quoted("severe"), "lambda p: p.fever"))    →    Branch("severe", lambda p: p.fever)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from fractions import Fraction

from msgspec import Struct

WIDTH = 116
STEP = "    "


class Call(Struct, frozen=True):
    """Something with a bracket: ``head`` ends with the opening one. A ``comment`` forces one argument a line.

    The first ``lead`` items share the opening line where they fit.
    """

    head: str
    items: tuple[Code, ...]
    comment: str = ""
    close: str = ")"
    lead: int = 0


class Named(Struct, frozen=True):
    """A keyword argument (``=``) or an entry of a dictionary (``: ``)."""

    name: str
    value: Code
    sign: str = "="


Code = str | Call | Named


def inline(code: Code) -> str:
    """The code on one line, without its comments."""
    if isinstance(code, str):
        return code
    if isinstance(code, Named):
        return f"{code.name}{code.sign}{inline(code.value)}"
    lonely = "," if code.head.endswith("(") and code.head.strip() == "(" and len(code.items) == 1 else ""
    return code.head + ", ".join(inline(item) for item in code.items) + lonely + code.close


def _has_comment(code: Code) -> bool:
    if isinstance(code, Named):
        return _has_comment(code.value)
    return isinstance(code, Call) and (bool(code.comment) or any(_has_comment(item) for item in code.items))


def laid_out(code: Code, indent: int = 0, before: str = "", after: str = "") -> str:
    """The code at an indentation (in steps), with text before its first and after its last character."""
    if isinstance(code, Named):
        return laid_out(code.value, indent, before + code.name + code.sign, after)
    line = STEP * indent + before + inline(code) + after
    if isinstance(code, str) or not code.items or (len(line) <= WIDTH and not _has_comment(code)):
        return line
    comment = f"  # {code.comment}" if code.comment else ""
    first, rest = STEP * indent + before + code.head, code.items
    if code.lead:
        led = ", ".join(inline(item) for item in rest[: code.lead]) + ","
        if len(rest) > code.lead and len(first) + len(led) <= WIDTH:
            first, rest = first + led, rest[code.lead :]
        else:
            first, rest = "\n".join([first, *_filled(rest[: code.lead], indent + 1)]), rest[code.lead :]
    elif not comment and all(_is_flat(item) for item in rest):
        return "\n".join([first, *_filled(rest, indent + 1), STEP * indent + code.close + after])
    inner = [laid_out(item, indent + 1, after=",") for item in rest]
    return "\n".join([first + comment, *inner, STEP * indent + code.close + after])


def _is_flat(code: Code) -> bool:
    """A text, or a tuple of texts: what may share a line with others."""
    if isinstance(code, Named):
        return _is_flat(code.value)
    return isinstance(code, str) or (code.head == "(" and all(isinstance(item, str) for item in code.items))


def _filled(items: tuple[Code, ...], indent: int) -> list[str]:
    """Items one after the other, a new line where the last one is full."""
    lines: list[str] = []
    for item in items:
        text = inline(item) + ","
        if lines and len(lines[-1]) + 1 + len(text) <= WIDTH:
            lines[-1] += " " + text
        else:
            lines.append(STEP * indent + text)
    return lines


def quoted(text: str) -> str:
    """A Python literal of any text, in double quotes where that is plain."""
    literal = repr(text)
    if literal[0] == "'" and '"' not in text and "\\" not in literal:
        return f'"{text}"'
    return literal if text.isprintable() else ascii(text)


def plain_text(text: str) -> str:
    """A text for comments and docstrings: one line, nothing that could end it or hide in it."""
    spaced = " ".join(text.split())
    safe = "".join(sign if unicodedata.category(sign)[0] != "C" else "?" for sign in spaced)
    return safe.replace("\\", "/").replace('"""', "'''").strip()


def docstring(text: str) -> str:
    """A one-line docstring."""
    safe = plain_text(text)
    return f'"""{safe}{" " if safe.endswith(chr(34)) else ""}"""'


def number(value: Fraction | int) -> str:
    """An exact number as Python: ``20`` or ``Fraction(1, 2)``."""
    exact = Fraction(value)
    return str(exact.numerator) if exact.denominator == 1 else f"Fraction({exact.numerator}, {exact.denominator})"


def tuple_of(items: Iterable[Code]) -> Code:
    """A tuple."""
    return Call("(", tuple(items))


def texts(items: Iterable[str]) -> Code:
    """A tuple of texts."""
    return tuple_of(quoted(item) for item in items)


def call(head: str, *items: Code, comment: str = "", **named: Code | None) -> Call:
    """A call; keyword arguments that are ``None``, empty texts or empty tuples are left out, as their defaults are."""
    kept = [Named(name, value) for name, value in named.items() if value is not None and inline(value) not in EMPTY]
    return Call(f"{head}(", (*items, *kept), comment)


EMPTY = ('""', "()", "False", "None")
