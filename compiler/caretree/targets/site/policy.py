"""What a built page may load and run: nothing from elsewhere, and no script but files and the theme's own.

A script that stands in a page is allowed by the SHA-256 of its text. The theme's are known: they are the same on every
page but one, which holds the way to the site's root. A test compares them with a built site.
"""

from __future__ import annotations

THEME_SCRIPTS = (
    "sha256-DrEMJJ29sL7vIloQzly+VUGMxKcBTMII+OfW7Y8AkG4=",  # the colours that were chosen
    "sha256-/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8=",  # the tab that a link names
    "sha256-apoQPHefCNWjxbCm+HzVDOAW4CSVWhY7VylQjgOFyfk=",  # the way to the root: from a page at the root itself,
    "sha256-/K9p2JtEqCycL2fSbEonMakkteWpAHv57x2wndLqMNo=",  # one folder down,
    "sha256-/nhm8p50KJxvwWLggwJ1OF8Xgq5W/b3iKECITLASfOg=",  # two folders down,
    "sha256-exqRXrW/0laiImCrTE8a70vxyyY10FJVIppytLf/dbY=",  # and from the page for what is not found
)
"""The scripts of mkdocs-material 9.8. Another version may need others; the site's test says which. Without them a page
is whole, but forgets the colours that were chosen."""


def policy() -> str:
    """The content security policy of every page."""
    scripts = " ".join(f"'{each}'" for each in THEME_SCRIPTS)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {scripts}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
