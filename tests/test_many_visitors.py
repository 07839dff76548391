"""Ten thousand strange links and many visitors at once, on the one atlas that they share."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl

import pytest
from pydantic import ValidationError

from corridors import cards, framestate, markup, payload
from corridors.check import check_atlas
from corridors.load import BASEMAP_FILES, DATA, read_folder
from corridors.model import Atlas
from corridors.selection import Selection, sentence, visible
from corridors.urlstate import KEYS, MOST_IDS, decode, encode

MANY = 10_000
HOSTILE = (
    "{{7*7}}", "{%if%}", "${alert(1)}", "<script>alert(1)</script>", "%00", "\0", "../../etc/passwd", "\u202e", "nan",
    "inf", "-inf", "1e999", "1_0", "٣", "０", "true", "None", "[]", "{}", "' OR 1=1 --", "%", "%zz", ";", "=", "\ud800",
    "\r\n", "javascript:alert(1)", "a" * 5000, "," * 5000, "1," * 3000, "\U0001f5fa", "data:text/html,x",
    "=cmd|' /C calc'!A0",
)  # fmt: skip


def strange_queries(atlas: Atlas) -> Iterator[dict[str, str]]:
    """The same on every run: true values, hostile ones and noise, under true names and others."""
    chance = random.Random(20200128)
    good = [*atlas.by_id, *atlas.family, "1", "2", "5", "none", "briefing", atlas.digest, "60,40,4.5"]
    keys = [*KEYS, "Phase", "select[]", "__proto__", "embed", "utm_source", ""]
    for _ in range(MANY):
        query = {}
        for _ in range(chance.randrange(7)):
            pieces = [
                chance.choice(good) if chance.random() < 0.4
                else chance.choice(HOSTILE) if chance.random() < 0.6
                else "".join(chance.choices(string.printable, k=chance.randrange(12)))
                for _ in range(chance.randrange(1, 4))
            ]  # fmt: skip
            query[chance.choice(keys)] = ",".join(pieces)
        yield query


def shown(query: dict[str, str], atlas: Atlas) -> tuple[Any, ...]:
    """All that a visitor with this link is shown, as far as it is made without Streamlit."""
    selection, notices = decode(query, atlas)
    picked = [cards.card(atlas.by_id[name], atlas) for name in selection.selected[:3]]
    html = markup.records(picked, ["#123456"] * len(picked)) + markup.notices(notices)
    return selection, notices, sentence(selection, atlas), visible(selection, atlas), encode(selection, atlas), html


def test_ten_thousand_strange_links(atlas: Atlas) -> None:
    noticed = 0
    for query in strange_queries(atlas):
        selection, notices = decode(query, atlas)
        assert sentence(selection, atlas)
        again = encode(selection, atlas)
        assert decode(again, atlas) == (selection, ()), "what was understood survives its own link"
        assert len(selection.selected) <= MOST_IDS
        assert all(len(notice) < 300 for notice in notices)
        noticed += bool(notices)
        html = markup.notices(notices)
        assert "<script" not in html
        assert "{{" not in html
        framestate.state(selection, atlas)
    assert MANY / 3 < noticed < MANY, "some links must be strange, and some must not"


def test_strange_links_as_a_browser_sends_them(atlas: Atlas) -> None:
    for text in ("phase=%ff%fe&select=%F0%9F", "&&==&phase", "phase=1&phase=2;select=x", "?" * 50, "select=%00%0a"):
        selection, _ = decode(dict(parse_qsl(text, keep_blank_values=True)), atlas)
        assert isinstance(selection, Selection)


def test_many_visitors_at_once_see_what_each_would_see_alone() -> None:
    contents = {
        name: b'{"type": "FeatureCollection", "features": []}' if name in BASEMAP_FILES else data
        for name, data in read_folder(DATA).items()
    }
    queries = [query for query, _ in zip(strange_queries(check_atlas(contents)), range(400), strict=False)]
    alone = check_atlas(contents)
    wanted = [shown(query, alone) for query in queries]
    shared = check_atlas(contents)  # with nothing worked out yet, so that the threads race for it
    with ThreadPoolExecutor(24) as visitors:
        for found, want in zip(visitors.map(lambda query: shown(query, shared), queries), wanted, strict=True):
            assert found[0] == want[0]
            assert found[1:3] == want[1:3]
            assert [item.id for item in found[3]] == [item.id for item in want[3]]
            assert found[4:] == want[4:]
    assert payload.script(shared) == payload.script(alone), "nothing was changed"


def test_nothing_that_is_shared_can_be_changed(atlas: Atlas) -> None:
    segment = atlas.segments[0]
    for item in (atlas, atlas.meta, segment, segment.evidence[0], atlas.passages[0], atlas.sources[0], atlas.trade[0]):
        for field in type(item).model_fields:
            with pytest.raises(ValidationError):
                setattr(item, field, None)
    for field in type(segment).model_fields:
        assert not isinstance(getattr(segment, field), (list, set, dict)), field
    for index in (atlas.by_id, atlas.passage, atlas.source, atlas.family):
        with pytest.raises(TypeError):
            index["new"] = None  # type: ignore[index]
    with pytest.raises(AttributeError):
        Selection().phases = frozenset()  # type: ignore[misc]
