"""A copied link reopens the same view; a dead, foreign or hostile one says what is missing and shows the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors import facets
from corridors.check import check_atlas
from corridors.load import DATA, read_folder
from corridors.model import Atlas
from corridors.selection import NO_PHASE, PAGES, Selection, Viewport
from corridors.urlstate import KEYS, MOST_IDS, ZOOMS, decode, encode

ATLAS = check_atlas(read_folder(DATA))

ROUND = [
    (Selection(), {}),
    (Selection(phases=frozenset({3})), {"phase": "3"}),
    (Selection(phases=frozenset({5, 1, NO_PHASE})), {"phase": "1,5,none"}),
    (Selection(phases=frozenset({NO_PHASE})), {"phase": "none"}),
    (Selection(families=frozenset({"trade", "cpec"})), {"family": "cpec,trade"}),
    (Selection(stated_only=True), {"stated": "1"}),
    (Selection(selected=("tapi", "gwadar")), {"select": "tapi,gwadar"}),
    (Selection(viewport=Viewport(66.5, -12.25, 5.5)), {"view": "66.500,-12.250,5.5"}),
    (Selection(briefing=True), {"mode": "briefing"}),
    (Selection(hide_context=True), {"context": "0"}),
    (Selection(page="trade"), {"page": "trade"}),
    (Selection(facets=frozenset({("claim", "proposed"), ("claim", "agreed")})), {"claim": "agreed,proposed"}),
    (
        Selection(facets=frozenset({("layer", "route"), ("contested", "yes"), ("country", "IRN")})),
        {"contested": "yes", "country": "IRN", "layer": "route"},
    ),
]


@pytest.mark.parametrize(("picked", "query"), ROUND)
def test_a_view_and_its_link(picked: Selection, query: dict[str, str], atlas: Atlas) -> None:
    assert encode(picked, atlas) == (query | {"data": atlas.digest} if query else {})
    assert decode(query, atlas) == (picked, ())


def test_all_at_once(atlas: Atlas) -> None:
    query = {"phase": "1,none", "family": "trade", "stated": "1", "select": "tapi", "view": "1,2,3", "mode": "briefing"}
    everything = Selection(
        phases=frozenset({1, NO_PHASE}), families=frozenset({"trade"}), stated_only=True, hide_context=True,
        selected=("tapi",), viewport=Viewport(1, 2, 3), briefing=True, page="trade",
    )  # fmt: skip
    assert decode(query | {"context": "0", "page": "trade"}, atlas) == (everything, ())


NOTICED = [
    # query, what is shown all the same, words of the notice
    ({"select": "gone,tapi"}, Selection(selected=("tapi",)), "“gone”"),
    ({"select": "TAPI"}, Selection(), "“TAPI”"),
    ({"phase": "7,2"}, Selection(phases=frozenset({2})), "“7”"),
    ({"phase": "0"}, Selection(), "“0”"),
    ({"family": "roads,trade"}, Selection(families=frozenset({"trade"})), "“roads”"),
    ({"claim": "hoped,agreed"}, Selection(facets=frozenset({("claim", "agreed")})), "“hoped”"),
    ({"country": "XXX"}, Selection(), "“Country”"),
    ({"view": "here"}, Selection(), "position"),
    ({"view": "1,2"}, Selection(), "position"),
    ({"view": "1,2,3,4"}, Selection(), "position"),
    ({"view": "nan,2,3"}, Selection(), "position"),
    ({"view": "inf,2,3"}, Selection(), "position"),
    ({"view": "190,2,3"}, Selection(), "position"),
    ({"view": "20,89,3"}, Selection(), "position"),
    ({"view": "20,30,1"}, Selection(), "position"),
    ({"view": "20,30,99"}, Selection(), "position"),
    ({"page": "zzz"}, Selection(), "page “zzz”"),
    ({"mode": "full"}, Selection(), "mode “full”"),
    ({"data": "000000000000", "select": "tapi"}, Selection(selected=("tapi",)), "changed since"),
]


@pytest.mark.parametrize(("query", "shown", "words"), NOTICED)
def test_what_cannot_be_honoured_is_said_and_the_rest_is_shown(
    query: dict[str, str], shown: Selection, words: str, atlas: Atlas
) -> None:
    picked, notices = decode(query, atlas)
    assert picked == shown
    assert len(notices) == 1
    assert words in notices[0]


@pytest.mark.parametrize(
    "query", [{}, {"data": ATLAS.digest}, {"select": ""}, {"select": " tapi , tapi,"}, {"utm_source": "mail"}], ids=str
)
def test_nothing_is_said_without_need(query: dict[str, str], atlas: Atlas) -> None:
    assert decode(query, atlas)[1] == ()


def test_more_records_than_a_link_may_name_are_cut_and_it_is_said(atlas: Atlas) -> None:
    ids = list(atlas.by_id)
    assert len(ids) > MOST_IDS
    picked, notices = decode({"select": ",".join(ids)}, atlas)
    assert picked.selected == tuple(ids[:MOST_IDS])
    assert any(str(MOST_IDS) in notice for notice in notices)


def test_a_long_value_is_not_repeated_in_full(atlas: Atlas) -> None:
    _, notices = decode({"select": "x" * 100_000}, atlas)
    assert max(map(len, notices)) < 200


picks = st.builds(
    Selection,
    phases=st.frozensets(st.integers(0, 5)),
    families=st.frozensets(st.sampled_from(sorted(ATLAS.family))),
    stated_only=st.booleans(),
    selected=st.lists(st.sampled_from(sorted(ATLAS.by_id)), unique=True, max_size=MOST_IDS).map(tuple),
    viewport=st.none()
    | st.builds(
        Viewport,
        st.integers(-180_000, 180_000).map(lambda n: n / 1000),
        st.integers(-85_000, 85_000).map(lambda n: n / 1000),
        st.integers(int(ZOOMS[0] * 100), int(ZOOMS[1] * 100)).map(lambda n: n / 100),
    ),
    briefing=st.booleans(),
    hide_context=st.booleans(),
    facets=st.frozensets(
        st.sampled_from([(name, value) for name in facets.FACETS for value in facets.values(name, ATLAS)]), max_size=9
    ),
    page=st.sampled_from(PAGES),
)


@given(picks)
def test_every_view_survives_its_link(picked: Selection) -> None:
    assert decode(encode(picked, ATLAS), ATLAS) == (picked, ())


awkward = st.text(max_size=60) | st.lists(
    st.sampled_from(["1", "none", "tapi", "nan", "-inf", "1e999", "1_0", "cpec", "", " ", "{{7*7}}", "\0", "٣"]),
    max_size=6,
).map(",".join)


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), awkward, max_size=8))
def test_no_link_breaks_the_page(query: dict[str, str]) -> None:
    picked, notices = decode(query, ATLAS)
    assert all(item in ATLAS.by_id for item in picked.selected)
    assert picked.families <= set(ATLAS.family)
    assert picked.phases <= set(range(6))
    assert all(isinstance(notice, str) and notice for notice in notices)
    assert decode(encode(picked, ATLAS), ATLAS)[1] == ()
