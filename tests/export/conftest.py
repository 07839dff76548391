"""Views to export, and an atlas in which every text is hostile."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from exported import PAYLOADS

from corridors.check import check_atlas
from corridors.model import Atlas
from corridors.selection import Selection, Viewport


@pytest.fixture(scope="session")
def views(atlas: Atlas) -> dict[str, Selection]:
    """Selections by name: everything, phases, one and several records, a close look, and nothing."""
    most = max(atlas.segments, key=lambda segment: len(segment.evidence))
    contested = next(segment for segment in atlas.segments if segment.contested and segment.id != most.id)
    undrawn = atlas.undrawn[0]
    area = next(area for area in atlas.areas if area.geometry is None)
    return {
        "all": Selection(),
        "phase 1": Selection(phases=frozenset({1})),
        "phase 3": Selection(phases=frozenset({3})),
        "no phase, stated": Selection(phases=frozenset({0}), stated_only=True),
        "long evidence": Selection(selected=(most.id,)),
        "contested": Selection(selected=(contested.id,)),
        "several": Selection(selected=(most.id, contested.id, atlas.places[0].id)),
        "off the map": Selection(selected=(undrawn.id,)),
        "a country": Selection(selected=(area.id,)),
        "close": Selection(viewport=Viewport(longitude=87.6, latitude=43.8, zoom=6.5)),
        "nothing": _nothing(atlas),
    }


def _nothing(atlas: Atlas) -> Selection:
    from corridors.selection import visible

    for family in atlas.family:
        for phase in range(1, 6):
            selection = Selection(phases=frozenset({phase}), families=frozenset({family}))
            if not visible(selection, atlas):
                return selection
    raise AssertionError("every family has records in every phase")


@pytest.fixture(scope="session")
def hostile(_shipped: dict[str, bytes]) -> Atlas:
    """The shipped atlas with a payload in every free text."""
    contents = dict(_shipped)
    texts = iter(f"{payload} #{number}" for number in range(1000) for payload in PAYLOADS)

    def edit(name: str, change: Callable[[Any], None]) -> None:
        document = json.loads(contents[name])
        change(document)
        contents[name] = json.dumps(document).encode()

    def passages(document: Any) -> None:
        for item in document:
            item["quote"] = f"{next(texts)} and nine more words to make the quotation long enough"
            item.update(conditions=[], likelihood=[], repairs=[], gloss=next(texts))
            item["section"] = next(texts) if item["section"] else item["section"]

    def features(document: Any) -> None:
        for feature in document["features"]:
            fields = feature["properties"]
            fields.update(name=next(texts), curator_note=next(texts))
            if fields.get("label"):
                fields["label"] = next(texts)[:30]

    def named(*keys: str) -> Callable[[Any], None]:
        def change(document: Any) -> None:
            for item in document:
                item.update({key: next(texts) for key in keys})

        return change

    edit("passages.json", passages)
    edit("undrawn.json", named("name", "curator_note"))
    edit("families.json", named("name", "short_name"))
    edit(
        "sources.json",
        lambda d: [item.update(title=next(texts), publisher=next(texts), authors=[next(texts)]) for item in d],
    )
    for name in ("segments.geojson", "places.geojson", "areas.geojson"):
        edit(name, features)
    return check_atlas(contents)
