"""Filters: OR within one, AND across them, each said in words. The frame's own script is held to the same cases."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors import facets
from corridors.check import check_atlas
from corridors.load import DATA, read_folder
from corridors.model import Atlas, Evidence, PhaseAssignment, Record, Segment, Undrawn
from corridors.selection import NO_PHASE, Selection, Viewport, applied, filters, sentence, shows, visible, within

ATLAS = check_atlas(read_folder(DATA))
FAMILIES = sorted(ATLAS.family)


def record(*phases: tuple[int, str], family: str = "cpec") -> Record:
    """A record off the map with these phases, as (number, basis)."""
    return Undrawn(
        id="made-up", name="Made up", family=family, evidence=(Evidence(passage="p", role="supports"),),
        claim="proposed", curator_note="Made up.", kind="idea",
        phases=tuple(PhaseAssignment(number=number, basis=basis) for number, basis in phases),  # type: ignore[arg-type]
    )  # fmt: skip


STATED, CURATED, BOTH, NONE = (
    record((3, "stated")),
    record((3, "curator")),
    record((3, "stated"), (4, "curator")),
    record(),
)

CASES = [
    # phases, stated only, record, shown
    (set(), False, STATED, True),
    (set(), False, NONE, True),
    ({3}, False, STATED, True),
    ({3}, False, CURATED, True),
    ({3}, True, STATED, True),
    ({3}, True, CURATED, False),
    ({3}, False, NONE, False),
    ({1}, False, STATED, False),
    ({1, 3}, False, STATED, True),
    ({4}, False, BOTH, True),
    ({4}, True, BOTH, False),
    ({NO_PHASE}, False, NONE, True),
    ({NO_PHASE}, False, CURATED, True),
    ({NO_PHASE}, True, CURATED, True),
    ({NO_PHASE}, False, STATED, False),
    ({NO_PHASE}, False, BOTH, False),
    ({NO_PHASE, 3}, False, STATED, True),
    ({NO_PHASE, 1}, False, NONE, True),
    ({NO_PHASE, 1}, False, STATED, False),
]


@pytest.mark.parametrize(("phases", "stated", "item", "shown"), CASES)
def test_phase_filter(phases: set[int], stated: bool, item: Record, shown: bool) -> None:
    assert shows(Selection(phases=frozenset(phases), stated_only=stated), item, ATLAS) is shown


@pytest.mark.parametrize(
    ("families", "phases", "shown"),
    [
        ({"cpec"}, set(), True),
        ({"trade"}, set(), False),
        ({"trade", "cpec"}, set(), True),
        ({"cpec"}, {3}, True),
        ({"cpec"}, {1}, False),
        ({"trade"}, {3}, False),
    ],
)
def test_filters_join_by_and(families: set[str], phases: set[int], shown: bool) -> None:
    assert shows(Selection(families=frozenset(families), phases=frozenset(phases)), STATED, ATLAS) is shown


def test_a_course_that_no_article_gives_goes_when_only_what_is_stated_is_wanted(atlas: Atlas) -> None:
    picked = Selection(stated_only=True)
    hidden = {segment.id for segment in atlas.segments if not shows(picked, segment, atlas)}
    assert hidden == {segment.id for segment in atlas.segments if segment.stated == "nothing"}
    assert hidden, "the shipped atlas has such a segment; without one this proves nothing"


def test_context_routes_can_be_left_out(atlas: Atlas) -> None:
    hidden = {segment.id for segment in atlas.segments if not shows(Selection(hide_context=True), segment, atlas)}
    assert hidden == {segment.id for segment in atlas.segments if segment.context}
    assert hidden


picks = st.builds(
    Selection,
    phases=st.frozensets(st.integers(0, 5)),
    families=st.frozensets(st.sampled_from(FAMILIES)),
    stated_only=st.booleans(),
    hide_context=st.booleans(),
    facets=st.frozensets(
        st.sampled_from([(name, value) for name in facets.FACETS for value in facets.values(name, ATLAS)]), max_size=6
    ),
)


FACETS = [
    # chosen values, a record, shown
    ({("claim", "speculative")}, "rupak", True),
    ({("claim", "proposed")}, "rupak", False),
    ({("claim", "proposed"), ("claim", "speculative")}, "rupak", True),
    ({("claim", "speculative"), ("transport", "road")}, "rupak", False),
    ({("transport", "rail")}, "quetta-taftan", True),
    ({("transport", "rail")}, "gwadar", False),
    ({("layer", "place")}, "gwadar", True),
    ({("layer", "route")}, "gwadar", False),
    ({("country", "IRN"), ("country", "AFG")}, "n-cpec-afghan-leg", True),
    ({("country", "IND")}, "n-cpec-afghan-leg", False),
    ({("contested", "yes")}, "quetta-taftan", True),
    ({("contested", "no")}, "quetta-taftan", False),
    ({("source", "greater-eurasian-partnership-paper"), ("stance", "doubts")}, "quetta-taftan", True),
]


@pytest.mark.parametrize(("chosen", "item", "shown"), FACETS)
def test_facets_join_as_every_filter_does(chosen: set[tuple[str, str]], item: str, shown: bool, atlas: Atlas) -> None:
    assert shows(Selection(facets=frozenset(chosen)), atlas.by_id[item], atlas) is shown


@given(picks)
def test_every_value_of_a_filter_can_be_taken_away_alone(picked: Selection) -> None:
    left = picked
    while left.filtered:
        first, *rest = filters(left, ATLAS)
        assert first.words
        assert len(filters(first.without, ATLAS)) == len(rest)
        left = first.without
    assert len({item.key for item in filters(picked, ATLAS)}) == len(filters(picked, ATLAS))
    assert left == Selection()


def test_what_a_filter_hides_is_not_selected_any_more(atlas: Atlas) -> None:
    picked = Selection(facets=frozenset({("layer", "route")}), selected=("gwadar", "rupak"))
    assert within(picked, atlas).selected == ("rupak",)


def test_no_filter_shows_everything(atlas: Atlas) -> None:
    assert visible(Selection(), atlas) == tuple(atlas.records)


def test_what_is_selected_does_not_change_what_is_shown(atlas: Atlas) -> None:
    assert visible(Selection(selected=("tapi",), briefing=True), atlas) == tuple(atlas.records)


@given(picks)
def test_each_filter_only_takes_away(picked: Selection) -> None:
    shown = set(map(id, visible(picked, ATLAS)))
    assert shown <= set(map(id, visible(replace(picked, families=frozenset()), ATLAS)))
    assert shown <= set(map(id, visible(replace(picked, phases=frozenset()), ATLAS)))
    assert shown <= set(map(id, visible(replace(picked, facets=frozenset()), ATLAS)))
    assert set(map(id, visible(picked.cleared(), ATLAS))) == set(map(id, ATLAS.records))
    if not picked.filtered:
        assert shown == set(map(id, ATLAS.records))


@given(picks)
def test_the_sentence_counts_the_routes_and_names_every_filter(picked: Selection) -> None:
    said = sentence(picked, ATLAS)
    shown = sum(isinstance(item, Segment) for item in visible(picked, ATLAS))
    assert said.startswith(
        ("All " if shown == len(ATLAS.segments) else f"{shown} of ") + f"{len(ATLAS.segments)} routes"
    )
    for family in ATLAS.families:
        assert (family.name in said) is (family.id in picked.families)
    for phase in ATLAS.phases:
        assert (f"phase {phase.number} {phase.name}" in said) is (phase.number in picked.phases)
    assert ("no phase in the articles" in said) is (NO_PHASE in picked.phases)
    assert ("only what the articles state" in said) is picked.stated_only
    assert ("without context routes" in said) is picked.hide_context
    for name in facets.FACETS:
        chosen = [value for facet, value in picked.facets if facet == name]
        assert not chosen or facets.said(name, chosen, ATLAS) in said
    assert ("all phases, all families" in said) is not picked.filtered


def view(*phases: int, **others: Any) -> Selection:
    return Selection(phases=frozenset(phases), **others)


@pytest.mark.parametrize(
    ("now", "before", "after", "wanted"),
    [
        (view(3, 5), view(3, 5), view(3), view(3)),
        (view(1, 3, 5), view(3, 5), view(3), view(1, 3)),
        (view(3), view(3, 5), view(1, 3, 5), view(1, 3)),
        (view(3, selected=("nstc",)), view(3), view(), view(selected=("nstc",))),
        (view(3, selected=("nstc",)), view(3), view(3, selected=("tapi",)), view(3, selected=("tapi",))),
        (view(3), view(3), view(3, viewport=Viewport(60, 40, 4)), view(3, viewport=Viewport(60, 40, 4))),
        (view(3, page="list"), view(3), view(3, stated_only=True), view(3, stated_only=True, page="list")),
        (view(1, families=frozenset({"cpec"})), view(1), view(1).cleared(), view(families=frozenset({"cpec"}))),
    ],
)
def test_a_change_is_done_to_what_was_asked_for_since(
    now: Selection, before: Selection, after: Selection, wanted: Selection
) -> None:
    assert applied(now, before, after) == wanted


@given(now=picks, before=picks, after=picks)
def test_a_change_of_what_stands_is_that_change(now: Selection, before: Selection, after: Selection) -> None:
    assert applied(before, before, after) == after
    assert applied(now, before, before) == now
