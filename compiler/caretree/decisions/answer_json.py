"""An answer as plain JSON values, fields in the order of ``decisions/answer.py``.

Answer(in_scope="yes", …)      {"guideline": {…}, "notice": "", "in_scope": "yes", …, "format": "caretree-answer/1"}
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from caretree.decisions.answer import Answer

Json = bool | str | None | list["Json"] | dict[str, "Json"]


def answer_json(answer: Answer) -> dict[str, Json]:
    """The whole answer; tuples become lists."""
    return {field.name: _plain(getattr(answer, field.name)) for field in fields(answer)}


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"an answer holds no {type(value).__name__}")
