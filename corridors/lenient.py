"""The good records of an atlas folder that holds bad ones: for an operator who prefers a part of the map to none.

The bad are left out and the whole gate is passed again, until nothing is found: so what is shown has passed every
rule, and what leaned on a bad record is left out as well. A record that loses one of its passages goes altogether,
since a doubt must not be parted from the proposal it limits.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from corridors.check import LAYERS, LISTS, check_atlas
from corridors.faults import Fault, FaultsError, clip
from corridors.gate import strictjson
from corridors.model import Atlas, TradeFigure

TRADE = "trade.csv"
_NO_FEATURES = b'{"type": "FeatureCollection", "features": []}'
# Files that an atlas can do without when nothing in them can be told apart, and what stands in for each.
SPARE = {
    "places.geojson": _NO_FEATURES,
    "areas.geojson": _NO_FEATURES,
    "undrawn.json": b"[]",
    "disagreements.json": b"[]",
    "tour.json": b"[]",
    TRADE: ",".join(TradeFigure.model_fields).encode() + b"\n",
}
_PLACE = re.compile(r"(?:features)?\[(\d+)\]")  # how the gate writes where in a file a record stands


class Salvaged(NamedTuple):
    """A sound atlas, and every fault of the records that it lacks (empty when it lacks none)."""

    atlas: Atlas
    faults: tuple[Fault, ...]


def salvage(contents: dict[str, bytes]) -> Salvaged:
    """The atlas of the sound records among the files of `contents` (name to bytes).

    Raises `FaultsError` when what is broken is not a record: `atlas.json`, the five phases, the basemap, a file of
    segments, passages, sources or families that cannot be read; or when no segment is left.
    """
    rest = dict(contents)
    told: list[Fault] = []
    gone: set[str] = set()
    while True:
        try:
            made = check_atlas(rest, whole=not told)
        except FaultsError as error:
            new = [_explained(fault, gone, rest) for fault in error.faults if fault.level == "invalid"]
            told.extend(new)
            if not _leave_out(rest, new, gone):
                raise FaultsError(told) from None
        else:
            if told and not made.segments:
                raise FaultsError(told)
            count = len({(fault.file, fault.record) for fault in told})
            return Salvaged(made.model_copy(update={"left_out": count}), tuple(told))


def _explained(fault: Fault, gone: Iterable[str], rest: dict[str, bytes]) -> Fault:
    """The fault by the record's name, where only its place was known; a reference to what is gone is not misspelt."""
    placed = _PLACE.match(fault.field)
    if placed and not fault.record:
        items = _items(fault.file, rest[fault.file])[int(placed[1]) :]
        name = items[0].get("id") if items and isinstance(items[0], dict) else None
        return replace(fault, record=str(name or placed[0]))
    if fault.found in map(clip, gone):
        return replace(fault, remedy="it is left out for a fault of its own: mend that first")
    return fault


def _leave_out(rest: dict[str, bytes], faults: Iterable[Fault], gone: set[str]) -> bool:
    """Takes the records that the faults name out of `rest` and notes their ids; False when it cannot be done."""
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.file, []).append(fault)
    for name, own in by_file.items():
        items = _items(name, rest.get(name, b""))
        meant = {fault: _meant(fault, items) for fault in own if not fault.found.endswith(" more faults")}
        if all(meant.values()):  # each is a record's
            bad = {index for found in meant.values() for index in found}
            gone.update(str(items[index].get("id")) for index in bad if isinstance(items[index], dict))
            rest[name] = _written(name, rest[name], [item for index, item in enumerate(items) if index not in bad])
        elif name in SPARE and rest.get(name) != SPARE[name]:
            rest[name] = SPARE[name]
        else:
            return False
    return True


def _items(name: str, data: bytes) -> list[Any]:
    """The records of a file, whatever they are; none when it cannot be read or does not hold records."""
    if name == TRADE:
        try:
            return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            return []
    if name not in LISTS and name not in LAYERS:
        return []
    document: Any = strictjson.parse(data, file=name).document
    if name in LAYERS:
        document = document.get("features") if isinstance(document, dict) else None
    return document if isinstance(document, list) else []


def _meant(fault: Fault, items: list[Any]) -> list[int]:
    """Places of the records that a fault is about: by where it says that they stand, else by what it calls them."""
    placed = _PLACE.match(fault.field)
    if placed:
        return [index for index in [int(placed[1])] if index < len(items)]
    return [index for index, item in enumerate(items) if fault.record in _names(index, item)]


def _names(index: int, item: Any) -> set[str]:
    """What the gate may call a record: its id or number, or else its place."""
    own = {str(item[key]) for key in ("id", "number") if item.get(key)} if isinstance(item, dict) else set()
    return own | {f"features[{index}]", f"record {index + 1}", f"line {index + 2}"}  # line 1 is the heading


def _written(name: str, data: bytes, items: list[Any]) -> bytes:
    """The same file with these records."""
    if name == TRADE:
        out = io.StringIO(newline="")
        table = csv.DictWriter(out, list(items[0]) if items else list(TradeFigure.model_fields))
        table.writeheader()
        table.writerows(items)
        return out.getvalue().encode()
    if name in LISTS:
        return json.dumps(items).encode()
    document: Any = strictjson.parse(data, file=name).document
    return json.dumps({**document, "features": items}).encode()
