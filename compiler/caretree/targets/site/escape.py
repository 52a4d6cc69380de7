"""Text from a specification is data: escaped for Markdown, for titles, for anchors.

    markdown("a <b> *c*")     a &#60;b&#62; &#42;c&#42;
    title("a <b> & c")        a ‹b› and c
    anchor("gap", "how often")   gap/how-often

HTML and SVG are escaped by the templates themselves (Jinja's autoescape) and by ``html``.
"""

from __future__ import annotations

import html as standard
import re

from caretree.guideline.names import slug

MARKED = re.compile(r"""[&<>"'`*_{}\[\]\\|~^=$@#!:]|(?<=\+)\+|^[-+>]|^\d+(?=[.)])""")
"""Whatever Markdown, or an extension of it a project may switch on, could read as more than text."""


def one_line(text: str) -> str:
    """The text with every stretch of white space as one space."""
    return " ".join(text.split())


def html(text: str) -> str:
    """Text for an element or an attribute of HTML or SVG."""
    return standard.escape(text, quote=True)


def markdown(text: str) -> str:
    """Text for a heading or a paragraph of Markdown."""
    return MARKED.sub(lambda found: "".join(f"&#{ord(character)};" for character in found[0]), one_line(text))


def heading(text: str) -> str:
    """A name as a heading: its first letter is a capital."""
    plain = one_line(text)
    return markdown(plain[:1].upper() + plain[1:])


def title(text: str) -> str:
    """Text for a page's title. The theme writes titles unescaped in places and strips entities in others, so nothing
    that means something in HTML may be left, escaped or not."""
    plain = one_line(text).replace("&", "and").replace("<", "‹").replace(">", "›")
    return plain.replace('"', "”").replace("'", "’").replace("\\", "/")


def anchor(kind: str, name: str) -> str:
    """The id of a thing on its page: ``gap/how-often-below-1``. Its kind comes first, so no two things share one."""
    parts = [slug(part) for part in name.split("/")]
    return "/".join([kind, *parts])


def statement_anchor(source: str, statement: str) -> str:
    """The id of a statement of a ledger: ``statement/A-6.6``."""
    return f"statement/{re.sub(r'[^A-Za-z0-9.]+', '-', f'{source}-{statement}')}"


def node_anchor(node: str) -> str:
    """The id of a node in the text form of a figure; the node's identity is already made of slugs."""
    return f"node/{node}"
