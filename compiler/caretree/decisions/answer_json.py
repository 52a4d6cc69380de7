"""An answer as plain JSON values, fields in the order of ``decisions/answer.py``, and back.

Answer(in_scope="yes", …)      {"guideline": {…}, "notice": "", "in_scope": "yes", …, "format": "caretree-answer/1"}
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from caretree.decisions.answer import Answer

Json = bool | str | None | list["Json"] | dict[str, "Json"]


def answer_json(answer: Answer) -> dict[str, Json]:
    """The whole answer; tuples become lists."""
    return _fields(answer)


def _plain(value: object) -> Json:
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Struct):
        return _fields(value)
    raise TypeError(f"an answer holds no {type(value).__name__}")


def _fields(record: Struct) -> dict[str, Json]:
    return {name: _plain(getattr(record, name)) for name in record.__struct_fields__}


def read_answer(data: Mapping[str, Any]) -> Answer:
    """The answer behind JSON of the contract ``caretree-answer/1``, whichever target wrote it.

    Raises ``ValueError`` when a field is missing or unknown: the JSON is then not of this contract.
    """
    answer = _made(Answer, data)
    assert isinstance(answer, Answer)
    return answer


def _made(cls: type[Any], data: Mapping[str, Any]) -> Any:
    hints = _hints(cls)  # type: ignore[arg-type]  # a class is hashable
    if set(hints) != set(data):
        raise ValueError(f"{cls.__name__} has other fields: {', '.join(sorted(set(hints) ^ set(data)))}")
    return cls(**{name: _read(hint, data[name]) for name, hint in hints.items()})


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(hint: Any, value: Any) -> Any:
    """A value as its field's type has it: lists become tuples, objects become records."""
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        hint = next((one for one in get_args(hint) if _is_record(one)), hint)
    if _is_record(hint):
        return _made(hint, value)
    if isinstance(value, list):
        inner = get_args(hint)[0] if get_origin(hint) is tuple else None
        return tuple(_read(inner, one) for one in value)
    return value


def _is_record(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)
