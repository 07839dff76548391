"""How places and values of a JSON document are written in messages: `features[3].geometry.coordinates[0]`."""

from __future__ import annotations

import re

from corridors.faults import clip

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,60}")


def member(path: str, name: str) -> str:
    """The path of a member; a name that is not a plain word is quoted (and cut when it is long)."""
    if not _PLAIN.fullmatch(name):
        return f"{path}[{clip(name)}]"
    return f"{path}.{name}" if path else name


def within(path: str, *indexes: int) -> str:
    """The path of an element, or of an element of an element."""
    return path + "".join(f"[{index}]" for index in indexes)


def describe(value: object) -> str:
    """A JSON value in JSON's own words, short."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {clip(value, 60)}"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, int) and abs(value) > 10**60:
        return "a number of more than 60 digits"  # repr() itself refuses some thousand digits
    return f"the number {value!r}"
