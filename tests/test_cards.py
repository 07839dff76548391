"""A record as it is read: a proposal never travels without the doubts that the articles attach to it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from corridors import cards, markup, payload, quotes
from corridors.check import check_atlas
from corridors.load import DATA, read_folder
from corridors.model import Atlas, Record, Segment

ATLAS = check_atlas(read_folder(DATA))
each_record = pytest.mark.parametrize("record", tuple(ATLAS.records), ids=lambda record: record.id)
AGAINST = ("doubts", "rejects")


class Panel(HTMLParser):
    """The quotations of a panel by passage id, as the browser shows them, and all of its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.quotes: list[tuple[str, str]] = []
        self.text = ""
        self._passage = ""
        self._inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "figure":
            self._passage = dict(attrs)["data-passage"] or ""
        if tag == "blockquote":
            self._inside = True
            self.quotes.append((self._passage, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self._inside = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._inside:
            passage, quote = self.quotes[-1]
            self.quotes[-1] = (passage, quote + data)


def shown(atlas: Atlas, passage_id: str) -> str:
    """The quotation with its repairs, straight from the records."""
    passage = atlas.passage[passage_id]
    return quotes.repaired(passage.quote, tuple((repair.raw, repair.shown) for repair in passage.repairs))


def panel(record: Record, atlas: Atlas) -> Panel:
    return Panel(markup.records([cards.card(record, atlas)], ["#000000"]))


@each_record
def test_the_panel_holds_every_quotation_once_and_letter_by_letter(record: Record, atlas: Atlas) -> None:
    wanted = sorted((item.passage, shown(atlas, item.passage)) for item in record.evidence)
    assert sorted(panel(record, atlas).quotes) == wanted


@each_record
def test_the_panel_cites_every_quotation_and_says_whose_the_rest_is(record: Record, atlas: Atlas) -> None:
    text = panel(record, atlas).text
    for item in record.evidence:
        source = atlas.source[atlas.passage[item.passage].source]
        assert source.title in text
        assert all(author in text for author in source.authors)
        assert source.publisher in text
    ours = text.index("Supplied by the curator, not by the articles")
    assert text.index(record.curator_note) > ours
    for point in getattr(record, "waypoints", ()):
        if point.named_by == "curator" and "Places we added" in text:
            assert point.name in text[ours:]


@each_record
def test_a_doubt_travels_with_the_proposal(record: Record, atlas: Atlas) -> None:
    view = cards.card(record, atlas)
    roles = {item.role for item in record.evidence}
    lead = [item.role for item in view.lead]
    assert view.contested is bool(roles & set(AGAINST))
    if "supports" in roles:
        assert lead[0] == "supports"
    if view.contested:
        assert set(lead) & set(AGAINST), "the card in the map shows the proposal without its doubt"
        assert "contested" in panel(record, atlas).text
    elif "conditions" in roles:
        assert "conditions" in lead


def test_the_map_gets_the_doubts_too(atlas: Atlas) -> None:
    sent = {item["id"]: item["card"] for item in payload.payload(atlas)["records"]}
    contested = [record for record in atlas.records if record.contested]
    assert contested
    for record in contested:
        against = {shown(atlas, item.passage) for item in record.evidence if item.role in AGAINST}
        assert against & {piece["quote"] for piece in sent[record.id]["lead"]}, record.id
        assert sent[record.id]["contested"] is True
    assert set(sent) == set(atlas.by_id)


@each_record
def test_conditions_are_marked_and_nothing_else_is_changed(record: Record, atlas: Atlas) -> None:
    html = markup.records([cards.card(record, atlas)], ["#000000"])
    limits = [words for item in record.evidence for words in atlas.passage[item.passage].conditions]
    assert not limits or "<mark>" in html


@each_record
def test_curators_phases_are_called_so(record: Record, atlas: Atlas) -> None:
    said = cards.card(record, atlas).phases
    assert len(said) == max(1, len(record.phases))
    for item, words in zip(record.phases, said, strict=False):
        assert ("assigned by the curator" in words) is (item.basis == "curator")
        assert ("stated in the article" in words) is (item.basis == "stated")
    if not record.phases:
        assert said == ("No phase in the articles",)


@pytest.mark.parametrize("segment", [item for item in ATLAS.segments if item.length_km], ids=lambda item: item.id)
def test_a_length_is_ours_and_has_its_source(segment: Segment, atlas: Atlas) -> None:
    view = cards.card(segment, atlas)
    rows = dict(view.curator)
    assert segment.length_source
    assert segment.length_source in rows["Published length"]
    assert "Published length" not in dict(view.articles)


@pytest.mark.parametrize(
    ("date", "words"), [("2020-01-28", "28 January 2020"), ("2018-10", "October 2018"), ("2018", "2018")]
)
def test_a_date_is_as_exact_as_it_is(date: str, words: str) -> None:
    assert cards.date_words(date) == words


def test_a_copy_names_where_it_first_appeared_and_an_inferred_date_is_called_so(atlas: Atlas) -> None:
    for source in atlas.sources:
        said = cards.citation(source)
        assert ("(date inferred)" in said) is (source.published_basis == "inferred")
        if source.original and source.original.publisher != source.publisher:
            assert f"first published by {source.original.publisher}" in said


def test_the_script_for_the_browser_is_one_safe_assignment(atlas: Atlas) -> None:
    hostile = atlas.segments[0].model_copy(update={"name": "</script><script>alert(1)</script>\u2028"})
    text = payload.script(atlas.model_copy(update={"segments": (hostile, *atlas.segments[1:])}))
    assert "</" not in text
    assert "\u2028" not in text
    assert text.count("\n") == 0


def test_countries_are_named_and_not_coded(atlas: Atlas) -> None:
    rows = dict(cards.card(atlas.by_id["quetta-taftan"], atlas).curator)
    assert rows["Countries"] == "Pakistan"
    for segment in atlas.segments:
        rows = dict(cards.card(segment, atlas).curator)
        assert not re.search(r"\b[A-Z]{3}\b", rows["Countries"] + rows.get("Length", "")), segment.id
