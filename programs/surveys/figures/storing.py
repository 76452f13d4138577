"""Figures as plain JSON values and back."""

import dataclasses
import datetime
import functools
import types
import typing
from typing import Any, TypeVar

Figure = TypeVar("Figure")


def to_json(figure: Any) -> dict[str, Any]:
    """Return plain JSON values. Floats keep nine places, so that every database returns them alike."""
    return typing.cast("dict[str, Any]", _plain(dataclasses.asdict(figure)))


def from_json(kind: type[Figure], data: dict[str, Any]) -> Figure:
    """Return the dataclass that `to_json` made `data` of."""
    return typing.cast("Figure", _built(kind, data))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9) + 0.0
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _built(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin is types.UnionType:
        return None if value is None else _built(typing.get_args(kind)[0], value)
    if origin is tuple:
        return tuple(_built(typing.get_args(kind)[0], item) for item in value)
    if dataclasses.is_dataclass(kind):
        return typing.cast("Any", kind)(
            # A release that was stored before a field existed keeps to the field's default.
            **{
                name: _built(hint, value[name])
                for name, hint in _hints(typing.cast("type", kind)).items()
                if name in value
            }
        )
    if kind is datetime.date:
        return datetime.date.fromisoformat(value)
    return kind(value)
