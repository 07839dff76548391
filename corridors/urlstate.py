"""Selection <-> query parameters: a copied link reopens the same view, and a dead one says what is missing.

| key      | value                                          | when absent    |
|----------|------------------------------------------------|----------------|
| `phase`  | numbers 1 to 5 and `none`, joined by commas     | every phase    |
| `family` | family ids, joined by commas                    | every family   |
| `stated` | `1`                                             | off            |
| `context`| `0`                                            | shown, muted   |
| a facet  | keys of its values (`facets.py`), by commas    | everything     |
| `select` | record ids, joined by commas                    | nothing        |
| `view`   | longitude,latitude,zoom                         | the start view |
| `mode`   | `briefing`                                      | the full page  |
| `page`   | one of `selection.PAGES`                        | the evidence   |
| `data`   | digest of the data that the link was made with  | not said       |
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from corridors import facets
from corridors.model import Atlas
from corridors.selection import NO_PHASE, PAGES, Selection, Viewport

KEYS = ("phase", "family", "stated", "context", *facets.FACETS, "select", "view", "mode", "page", "data")
MOST_IDS = 40
MOST_CHARACTERS = 4000  # of one value; browsers and proxies cut longer addresses anyway
ZOOMS = (2.0, 12.0)


def encode(selection: Selection, atlas: Atlas) -> dict[str, str]:
    """Query parameters of a selection, in a fixed order; the start view gives none at all."""
    query = {}
    if selection.phases:
        numbers = [str(number) for number in sorted(selection.phases - {NO_PHASE})]
        query["phase"] = ",".join(numbers + ["none"] * (NO_PHASE in selection.phases))
    if selection.families:
        query["family"] = ",".join(key for key in atlas.family if key in selection.families)
    if selection.stated_only:
        query["stated"] = "1"
    if selection.hide_context:
        query["context"] = "0"
    for facet, chosen in facets.grouped(sorted(selection.facets)).items():
        query[facet] = ",".join(sorted(chosen))
    if selection.selected:
        query["select"] = ",".join(selection.selected)
    if selection.viewport:
        longitude, latitude, zoom = selection.viewport
        query["view"] = f"{longitude:.3f},{latitude:.3f},{zoom:.4g}"
    if selection.briefing:
        query["mode"] = "briefing"
    if selection.page != PAGES[0]:
        query["page"] = selection.page
    if query:
        query["data"] = atlas.digest
    return query


def decode(query: Mapping[str, str], atlas: Atlas) -> tuple[Selection, tuple[str, ...]]:
    """The selection that a link asks for and notices about what could not be honoured. Never raises."""
    notices: list[str] = []
    values = {key: str(query.get(key, ""))[:MOST_CHARACTERS] for key in KEYS}

    phases = set()
    for word in _words(values["phase"]):
        if word == "none":
            phases.add(NO_PHASE)
        elif word in {"1", "2", "3", "4", "5"}:
            phases.add(int(word))
        else:
            notices.append(f"The link asks for a phase “{_short(word)}”; there are phases 1 to 5 and “none”.")
    families = set()
    for word in _words(values["family"]):
        if word in atlas.family:
            families.add(word)
        else:
            notices.append(f"The link asks for a family “{_short(word)}”, which this atlas does not have.")
    chosen = set()
    for facet, name in facets.FACETS.items():
        words = _words(values[facet])
        known = facets.values(facet, atlas) if words else {}
        for word in words:
            if word in known:
                chosen.add((facet, word))
            else:
                notices.append(f"The link asks for “{_short(word)}” under “{name}”, which this atlas does not have.")
    selected: list[str] = []
    for word in _words(values["select"])[:MOST_IDS]:
        if word in atlas.by_id:
            selected.append(word)
        else:
            notices.append(f"The link names a record “{_short(word)}”, which is not in this atlas; the rest is shown.")
    if len(_words(values["select"])) > MOST_IDS:
        notices.append(f"The link names more than {MOST_IDS} records; the first {MOST_IDS} are shown.")
    viewport = _viewport(values["view"])
    if values["view"] and viewport is None:
        notices.append("The link's map position cannot be read; the start view is shown.")
    for key, names in {"page": PAGES, "mode": ("briefing",)}.items():
        if values[key] and values[key] not in names:
            notices.append(f"The link asks for a {key} “{_short(values[key])}”, which this atlas does not have.")
    if values["data"] and values["data"] != atlas.digest:
        notices.append(
            f"The data has changed since this link was made (link: {_short(values['data'])}, now: {atlas.digest}). "
            "Check that it still shows what it was meant to show."
        )
    selection = Selection(
        phases=frozenset(phases),
        families=frozenset(families),
        stated_only=values["stated"] == "1",
        hide_context=values["context"] == "0",
        facets=frozenset(chosen),
        selected=tuple(dict.fromkeys(selected)),
        viewport=viewport,
        briefing=values["mode"] == "briefing",
        page=values["page"] if values["page"] in PAGES else PAGES[0],
    )
    return selection, tuple(dict.fromkeys(notices))


def _words(value: str) -> list[str]:
    return [word for word in (piece.strip() for piece in value.split(",")) if word]


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:39] + "…"


def _viewport(value: str) -> Viewport | None:
    try:
        longitude, latitude, zoom = (float(piece) for piece in value.split(","))
    except ValueError:
        return None
    if not all(map(math.isfinite, (longitude, latitude, zoom))):
        return None
    if not (-180 <= longitude <= 180 and -85 <= latitude <= 85 and ZOOMS[0] <= zoom <= ZOOMS[1]):
        return None
    return Viewport(longitude, latitude, zoom)
