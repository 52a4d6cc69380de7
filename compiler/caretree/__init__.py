"""Caretree: a compiler for clinical guidelines."""

__version__ = "0.1.0"
