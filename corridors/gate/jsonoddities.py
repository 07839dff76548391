"""What Python's JSON reader lets through and we do not: found by its hooks, placed by walking the document.

The hooks do not know where in the document they are, so they only remember what was odd. The walk that looks
up the paths is made only when there is something to find.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple, Self

from corridors.faults import Level, clip
from corridors.gate.faultlist import FaultList
from corridors.gate.jsonpath import member, within

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DOUBLE_DIGITS: Final = 309  # an integer with more digits is beyond every double
_ONCE: Final = "each name once in an object"
_WHOLE: Final = "whole characters"


class Refused(float):
    """Stands in the document for a number that was refused: a NaN that knows how it was written."""

    text: str

    def __new__(cls, text: str) -> Self:
        """`text` is the number as it stands in the file."""
        refused = super().__new__(cls, "nan")
        refused.text = text
        return refused


class Hooks:
    """What json calls for every number and object. Remembers what was odd; its place is looked up later."""

    def __init__(self) -> None:
        self.refused = 0
        self.duplicated: list[tuple[dict[str, object], list[str]]] = []

    def number(self, text: str) -> float:
        """A number with a point or an exponent."""
        value = float(text)
        return self.refuse(text) if value in (float("inf"), float("-inf")) else value

    def integer(self, text: str) -> int | float:
        """A number without."""
        # By length first: int() itself refuses some thousand digits, with an error of its own.
        if len(text.lstrip("-")) > _DOUBLE_DIGITS:
            return self.refuse(text)
        value = int(text)
        try:
            float(value)
        except OverflowError:
            return self.refuse(text)
        return value

    def refuse(self, text: str) -> float:
        """A number that no double can hold, or NaN and its kind."""
        self.refused += 1
        return Refused(text)

    def members(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        """An object; of a repeated name the last value stays, as in Python and JavaScript."""
        found = dict(pairs)
        if len(found) != len(pairs):
            counts = Counter(name for name, _ in pairs)
            self.duplicated.append((found, [name for name, count in counts.items() if count > 1]))
        return found


def find_places(document: object, hooks: Hooks, faults: FaultList, *, surrogates: bool, duplicates: Level) -> None:
    """Add a fault with its path for everything odd in `document`, which was read with `hooks`.

    `surrogates` says whether the text holds escapes of surrogates at all, `duplicates` how bad a repeated
    name is.
    """
    if not (hooks.refused or hooks.duplicated or surrogates):
        return
    names = {id(found): twice for found, twice in hooks.duplicated}
    met = 0
    for place, value in _walk(document):
        if isinstance(value, Refused):
            met += 1
            faults.add(_written(place), clip(value.text), "a finite number", "leave the member out, or write null")
        elif isinstance(value, dict):
            for name in names.pop(id(value), []):
                path = _written(place)
                found = f"the name {clip(name)} more than once"
                faults.add(member(path, name), found, _ONCE, "keep one of them", duplicates)
            for name in filter(_SURROGATE.search, value):
                path = _written(place)
                faults.add(member(path, name), "half a surrogate pair in a name", _WHOLE, "retype the name")
        elif isinstance(value, str) and _SURROGATE.search(value):
            faults.add(_written(place), f"half a surrogate pair in {clip(value)}", _WHOLE, "retype the text")
    # What sits in a value that a repeated name has overwritten has no path any more.
    if met < hooks.refused:
        faults.add("", "a number that is not finite, under a name that is given twice", "a finite number")
    for twice in names.values():
        found = f"the names {clip(twice)} twice, under a name that is itself given twice"
        faults.add("", found, _ONCE, "keep one of them", duplicates)


class _Place(NamedTuple):
    """A place as its parent's place and a step, because most paths are never written out."""

    parent: _Place | None
    step: str | int


def _written(place: _Place | None) -> str:
    steps: list[str | int] = []
    while place is not None:
        steps.append(place.step)
        place = place.parent
    path = ""
    for step in reversed(steps):
        path = member(path, step) if isinstance(step, str) else within(path, step)
    return path


def _walk(document: object) -> Iterator[tuple[_Place | None, object]]:
    """Every value with its place (None for the document itself), in file order, without recursion."""
    stack: list[tuple[_Place | None, object]] = [(None, document)]
    while stack:
        place, value = stack.pop()
        yield place, value
        if isinstance(value, dict):
            stack.extend((_Place(place, name), inner) for name, inner in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend((_Place(place, index), value[index]) for index in range(len(value) - 1, -1, -1))
