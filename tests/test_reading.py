"""The pages beside the map: what they are made of, without a browser."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from corridors import aim, catalogue, correction, disputes, facets, methods, shelf, tour, trade, urlstate
from corridors.against import against
from corridors.check import check_atlas
from corridors.faults import FaultsError
from corridors.model import Atlas
from corridors.search import GROUPS, Index, spans, words
from corridors.selection import NO_PHASE, Selection, shows


@pytest.fixture(scope="module")
def index(atlas: Atlas) -> Index:
    return Index(atlas)


# ---- search ----------------------------------------------------------------------------------------------------


def test_every_record_is_found_by_its_name(index: Index, atlas: Atlas) -> None:
    for record in atlas.records:
        assert record.id in [hit.id for hit in index.find(record.name)], record.name


def test_every_passage_is_found_by_its_first_words(index: Index, atlas: Atlas) -> None:
    for passage in atlas.passages:
        typed = " ".join(words(passage.quote)[:8])
        assert passage.id in [hit.id for hit in index.find(typed)], typed


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Afganistan", "afghanistan"),
        ("chabahr gwader", "chabahar-gwadar"),
        ("GWADAR", "gwadar"),
        ("gwad", "gwadar"),
        ("price of the North-South pipeline", "north-south-pipeline"),
        ("Which words make N-CPEC+ depend on Afghanistan?", "n-cpec-afghan-leg"),
        ("korybko morozov", "greater-eurasian-partnership-paper"),
        ("“Quetta” – Taftan", "quetta-taftan"),
    ],
)
def test_typed_words_find(index: Index, typed: str, wanted: str) -> None:
    assert wanted in [hit.id for hit in index.find(typed)][:12]


@pytest.mark.parametrize("typed", ["", " ", "?!", "xqzwvk", "the of and", "{{7*7}}", "a" * 500, "\x00", "-" * 90])
def test_nonsense_finds_nothing_and_breaks_nothing(index: Index, typed: str) -> None:
    assert index.find(typed) == []


@pytest.mark.parametrize(
    ("typed", "wanted"), [("Khzkstn", "kazakhstan"), ("blchstn", "balochistan"), ("pypelyne", "pipeline")]
)
def test_what_finds_nothing_is_answered_with_what_may_be_meant(index: Index, typed: str, wanted: str) -> None:
    assert index.find(typed) == []
    meant = index.meant(typed)
    assert wanted in meant
    assert all(index.find(word) for word in meant)


def test_more_of_the_typed_words_come_first(index: Index) -> None:
    hits = index.find("Chabahar Gwadar")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert {"chabahar", "gwadar"} <= hits[0].words
    assert {hit.group for hit in hits} <= set(GROUPS)


def test_marked_words_are_the_matched_ones() -> None:
    text = "Through Gwādar to Quetta, and Gwadar again"
    assert [text[start:end] for start, end in spans(text, frozenset({"gwadar"}))] == ["Gwādar", "Gwadar"]


# ---- the list --------------------------------------------------------------------------------------------------


def test_the_list_holds_what_the_map_shows(atlas: Atlas) -> None:
    for picked in (Selection(), Selection(phases=frozenset({3})), Selection(phases=frozenset({NO_PHASE}))):
        assert [row.id for row in catalogue.rows(picked, atlas)] == [
            r.id for r in atlas.records if shows(picked, r, atlas)
        ]


@pytest.mark.parametrize("name", list(catalogue.FILTERS))
def test_no_filter_takes_away_a_value_of_another(name: str, atlas: Atlas) -> None:
    every = [value.key for value in catalogue.values(name, Selection(), atlas)]
    picked = Selection(phases=frozenset({2}), stated_only=True)
    assert [value.key for value in catalogue.values(name, picked, atlas)] == every


@pytest.mark.parametrize("name", list(catalogue.FILTERS))
def test_a_count_is_what_its_value_shows(atlas: Atlas, name: str) -> None:
    beside = Selection(facets=frozenset({("claim", "proposed"), ("claim", "agreed")}), hide_context=True)
    for picked in (Selection(), beside):
        for value in catalogue.values(name, picked, atlas):
            others = frozenset(pair for pair in picked.facets if pair[0] != name)
            alone = value.toggled if not value.on else replace(picked, facets=others | {(name, value.key)})
            if name in facets.FACETS:
                alone = replace(alone, facets=others | {(name, value.key)})
            assert value.count == len(catalogue.rows(alone, atlas)), value


def test_a_value_is_ticked_and_unticked(atlas: Atlas) -> None:
    for name in catalogue.FILTERS:
        first = catalogue.values(name, Selection(), atlas)[0]
        assert not first.on
        again = next(value for value in catalogue.values(name, first.toggled, atlas) if value.key == first.key)
        assert again.on
        assert again.toggled == Selection()


def test_every_value_that_a_record_has_can_be_chosen(atlas: Atlas) -> None:
    for record in atlas.records:
        for name, keys in facets.of(record, atlas).items():
            assert set(keys) <= set(facets.values(name, atlas)), "a value without words"


@pytest.mark.parametrize("sort", list(catalogue.SORTS))
def test_sorting_loses_nothing(atlas: Atlas, sort: str) -> None:
    listed = catalogue.rows(Selection(), atlas)
    ordered = catalogue.ordered(listed, sort, atlas)
    assert sorted(row.id for row in ordered) == sorted(row.id for row in listed)
    assert catalogue.ordered(ordered, sort, atlas) == ordered


def test_a_facet_says_itself(atlas: Atlas) -> None:
    assert facets.said("transport", {"sea", "rail"}, atlas) == "mode: railway or sea"
    assert facets.said("source", ["teaming-up-asian-bloc"], atlas) == "in the words of Khan, The Nation, 2018"


# ---- the way to the map ----------------------------------------------------------------------------------------


def test_every_record_can_be_brought_into_view(atlas: Atlas) -> None:
    for record in atlas.records:
        view = aim.viewport([record], atlas)
        if view is None:
            assert record in atlas.undrawn or record.claim == "rejected", record.id
            continue
        made = aim.towards(Selection(), (record.id,), atlas)
        assert made.selected == (record.id,)
        assert urlstate.decode(urlstate.encode(made, atlas), atlas)[1] == ()
        assert math.isfinite(view.zoom)


def test_filters_stay_unless_they_hide_what_is_chosen(atlas: Atlas) -> None:
    picked = Selection(phases=frozenset({1}), page="list")
    assert aim.towards(picked, ("quetta-taftan",), atlas).phases == {1}
    made = aim.towards(picked, ("n-cpec-afghan-leg",), atlas)
    assert made.phases == frozenset()
    assert made.page == "list"
    assert aim.towards(picked, ("no-such-record",), atlas).selected == ()


# ---- tour ------------------------------------------------------------------------------------------------------


def test_the_tour_is_the_five_phases_then_the_three_ways(atlas: Atlas) -> None:
    parts = [step.part for step in atlas.tour]
    assert parts == sorted(parts), "the phases come first"
    phases = [step for step in atlas.tour if step.part == "strategy"]
    assert [step.phases for step in phases] == [(number,) for number in (1, 2, 3, 4, 5)]
    assert [step.passage for step in phases] == [phase.passage for phase in atlas.phases]


def test_every_step_shows_its_records_and_what_limits_them(atlas: Atlas) -> None:
    for step in atlas.tour:
        view = tour.view(step, atlas)
        assert view.phases == frozenset(step.phases), f"{step.id}: the phase filter hides one of its records"
        assert view.selected == step.records
        assert view.page == "tour"
        stop = tour.stop(step, atlas)
        assert stop.quote.id == step.passage
        for record_id in step.records:
            doubted = [item for item in atlas.by_id[record_id].evidence if item.role in ("doubts", "rejects")]
            shown = {step.passage} | {piece.id for _, piece in stop.against}
            assert not doubted or shown & {item.passage for item in doubted}, (step.id, record_id)


@pytest.mark.parametrize(
    ("field", "value"),
    [("passage", "no-such-passage"), ("records", ["no-such-record"]), ("records", []), ("phases", [6]), ("part", "x")],
)
def test_the_gate_holds_the_tour_to_the_atlas(contents: dict[str, bytes], field: str, value: object) -> None:
    steps = json.loads(contents["tour.json"])
    steps[0][field] = value
    contents["tour.json"] = json.dumps(steps).encode()
    with pytest.raises(FaultsError) as caught:
        check_atlas(contents)
    assert any(fault.file == "tour.json" and fault.field.startswith(field) for fault in caught.value.faults)


# ---- trade, articles, disagreements ----------------------------------------------------------------------------


def test_figures_keep_their_sort_year_and_bounds(atlas: Atlas) -> None:
    shown = trade.trade_only(atlas) + trade.money(atlas)
    assert sorted(item.id for item in shown) == sorted(item.id for item in atlas.trade)
    raw = {item.id: item for item in atlas.trade}
    for item in shown:
        assert item.kind == trade.KINDS[raw[item.id].kind]
        assert item.year == (raw[item.id].year or "no year given")
        assert item.quote.id == raw[item.id].passage
        for flag, word in (("lower bound", "over"), ("upper bound", "less than")):
            if flag in raw[item.id].flag:
                assert item.amount.startswith(word), item


def test_trade_in_the_chart_is_dollars_and_leads_to_a_record(atlas: Atlas) -> None:
    items = trade.trade_only(atlas)
    assert len({item.short for item in items if item.kind == "reported"}) == sum(i.kind == "reported" for i in items)
    for item in items:
        assert item.low is not None
        assert item.high is not None
        assert 0 < item.low <= item.high
        assert item.records, item.id


def test_a_scale_holds_every_amount_and_its_ticks_are_powers_of_ten(atlas: Atlas) -> None:
    items = trade.trade_only(atlas)
    made = trade.scale(items)
    steps = len(made.ticks) - 1
    least = int(made.ticks[0][1])
    for item, bar in zip(items, made.bars, strict=True):
        assert 0 <= bar.low <= bar.high <= 1
        assert least * 10 ** (steps * bar.low) == pytest.approx(item.low)
        assert least * 10 ** (steps * bar.high) == pytest.approx(item.high)
    assert [words for _, words in made.ticks] == ["1", "10", "100", "1,000"]
    assert [at for at, _ in made.ticks] == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert len(trade.scale([]).ticks) == 2, "no figure is no fault"


def test_excerpts_are_all_there_and_not_in_the_articles_order(atlas: Atlas) -> None:
    for source in atlas.sources:
        found = shelf.excerpts(source, atlas)
        own = [passage for passage in atlas.passages if passage.source == source.id]
        assert sorted(item.quote.id for item in found) == sorted(passage.id for passage in own)
        paragraphs = [atlas.passage[item.quote.id].paragraph for item in found]
        assert paragraphs != sorted(paragraphs), source.id
        rows = dict(shelf.article(source, atlas).rows)
        assert rows["Passages"].startswith(f"{len(own)}, of which {sum(bool(p.relays) for p in own)} ")
        assert rows["Rights"] == source.rights


def test_disagreements_of_a_record(atlas: Atlas) -> None:
    assert "north-south-cost" in [item.id for item in disputes.touching(("north-south-pipeline",), atlas)]
    assert disputes.touching((), atlas) == ()
    assert sum(disputes.kinds(atlas).values()) == len(atlas.disagreements)
    for item in atlas.disagreements:
        made = disputes.dispute(item, atlas)
        assert [side.quote.id for side in made.sides] == [claim.passage for claim in item.claims]


def test_no_proposal_without_the_doubt_about_its_record(atlas: Atlas) -> None:
    for record in atlas.records:
        doubts = {item.passage for item in record.evidence if item.role in ("doubts", "rejects")}
        for item in record.evidence:
            if doubts and item.role == "supports":
                assert {piece.id for _, piece in against(item.passage, atlas)} & doubts, (record.id, item.passage)


def test_a_report_names_record_passages_view_and_data(atlas: Atlas) -> None:
    picked = Selection(selected=("rupak",), page="methods")
    text = correction.report(picked.selected, urlstate.encode(picked, atlas), atlas)
    wanted = ["rupak", atlas.digest, atlas.meta.version, "select=rupak"]
    wanted += [item.passage for item in atlas.by_id["rupak"].evidence]
    assert all(word in text for word in wanted)
    assert "start view" in correction.report((), {}, atlas)


def test_the_methods_count_from_the_data(atlas: Atlas) -> None:
    text = methods.text(atlas)
    assert f"{len(atlas.passages)}\npassages" in text or f"{len(atlas.passages)} passages" in text
    assert atlas.digest in text
    fewer = replace_passages(atlas)
    assert str(len(fewer.passages)) in methods.text(fewer)


def replace_passages(atlas: Atlas) -> Atlas:
    return atlas.model_copy(update={"passages": atlas.passages[:7]})


def test_a_selection_survives_the_turn_of_a_page(atlas: Atlas) -> None:
    picked = Selection(phases=frozenset({3}), selected=("rupak",))
    for page in ("evidence", "list", "methods"):
        query = urlstate.encode(replace(picked, page=page), atlas)
        assert urlstate.decode(query, atlas)[0] == replace(picked, page=page)
