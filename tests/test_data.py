"""The shipped data, record by record: the rules of evidence that a hostile reader would check first.

The gate (`check`) refuses most breaches as well; here they are said again from outside, so that a rule dropped
from the gate does not go unnoticed. `test_verify.py` holds the quotations against the texts.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import get_args

import pytest

from corridors.check import check_atlas
from corridors.load import DATA, read_folder
from corridors.model import (
    Atlas,
    Disagreement,
    Evidence,
    Passage,
    Place,
    Record,
    Segment,
    Source,
    Stance,
    TradeFigure,
    Waypoint,
)  # fmt: skip

ATLAS = check_atlas(read_folder(DATA))
named = pytest.mark.parametrize


def by_id(item: Record | Passage | Source | TradeFigure | Disagreement) -> str:
    return item.id


each_passage = named("passage", ATLAS.passages, ids=by_id)
each_record = named("record", tuple(ATLAS.records), ids=by_id)
each_segment = named("segment", ATLAS.segments, ids=by_id)

# RECORDS.md, "Ids that are fixed": outside checks and shared links rely on them, in whichever file they stand.
FIXED = [
    "n-cpec-afghan-leg",
    "n-cpec-northern-leg",
    "rupak",
    "balochistan-mineral-exports",
    "cpec-trunk",
    "russia-kazakhstan-urumqi",
    "siberia-urumqi",
    "xinjiang-central-asia",
    "eurasian-land-bridge",
    "sea-access-gwadar",
    "cpec-onward",
    "gulf-gwadar-central-asia",
    "cpec-documentary",
    "nstc",
    "nstc-russia-pakistan",
    "chabahar-gwadar",
    "sea-chabahar-gwadar",
    "sea-chabahar-karachi",
    "sea-bandar-abbas-gwadar",
    "sea-bandar-abbas-karachi",
    "afghan-chabahar-trade",
    "quetta-taftan",
    "north-south-pipeline",
    "offshore-gas-pipeline",
    "russian-saudi-pipeline",
    "turkmenistan-china-pipelines",
    "tapi",
    "gwadar",
    "urumqi",
    "chabahar",
    "bandar-abbas",
    "karachi",
    "quetta",
    "taftan",
    "pakistan-steel-mills",
    "muzaffargarh-plant",
    "jamshoro-plant",
    "friendship-center-islamabad",
    "russian-hospital-peshawar",
    "consulate-peshawar",
    "medical-teams-afghan-border",
    "balochistan",
    "afghanistan",
    "kazakhstan",
    "kyrgyzstan",
    "tajikistan",
    "turkmenistan",
    "uzbekistan",
    "xinjiang",
    "southern-siberia",
    "tatarstan",
    "kashmir",
    "azerbaijan",
    "iran",
    "energy-package-14bn",
    "deals-december-2019",
    "eaeu-agreement",
    "eaeu",
    "sco",
    "saarc",
    "gcc",
    "brics",
    "afro-eurasia",
    "greater-eurasian-partnership",
]


@named("wanted", FIXED)
def test_the_fixed_ids_are_there(wanted: str, atlas: Atlas) -> None:
    assert wanted in atlas.by_id


def test_phase_four_is_six_countries_and_no_lines(atlas: Atlas) -> None:
    countries = {"kyrgyzstan", "kazakhstan", "turkmenistan", "tajikistan", "uzbekistan", "afghanistan"}
    assert countries <= {area.id for area in atlas.areas}
    assert not [segment.id for segment in atlas.segments if 4 in segment.stated_phases]


# Passages


@each_passage
def test_passage_length(passage: Passage) -> None:
    assert 10 <= len(passage.quote.split()) <= 90 or passage.form_reason


@each_passage
def test_passage_is_a_sentence_or_says_why_not(passage: Passage) -> None:
    assert passage.form in ("sentence", "sentences") or passage.form_reason


@each_passage
def test_passage_stance_is_in_the_vocabulary(passage: Passage) -> None:
    words = {"proposes", "reports", "describes", "conditional", "doubts", "speculates", "rejects"}
    assert words == set(get_args(Stance))
    assert passage.stance in words


@each_passage
def test_conditions_and_likelihood_stand_in_the_quote(passage: Passage) -> None:
    assert all(words.strip() and words in passage.quote for words in passage.conditions + passage.likelihood)


@each_passage
def test_the_gloss_is_ours_and_not_the_quote(passage: Passage) -> None:
    assert passage.gloss not in passage.quote
    assert "\n" not in passage.gloss


@each_passage
def test_no_passage_is_unlinked_without_a_reason(passage: Passage, atlas: Atlas) -> None:
    used = {item.passage for record in atlas.records for item in record.evidence}
    used |= {figure.passage for figure in atlas.trade} | {phase.passage for phase in atlas.phases}
    used |= {claim.passage for item in atlas.disagreements for claim in item.claims}
    assert passage.id in used or passage.unlinked_reason


def test_no_quotation_is_there_twice(atlas: Atlas) -> None:
    counts = Counter((passage.source, passage.quote) for passage in atlas.passages)
    assert not [quote for quote, count in counts.items() if count > 1]


# Records


@each_record
def test_curators_note_and_claim(record: Record) -> None:
    assert len(record.curator_note.split()) >= 5, "a note says what was drawn or decided, and why"


@each_segment
def test_segment_has_support(segment: Segment) -> None:
    assert any(item.role == "supports" for item in segment.evidence)


@each_record
def test_every_phase_has_its_basis(record: Record, atlas: Atlas) -> None:
    numbers = [item.number for item in record.phases]
    assert len(numbers) == len(set(numbers))
    for item in record.phases:
        if item.basis == "stated":
            assert item.passage
            # Only the article of January 2020 defines the phases, so only it can state one.
            assert atlas.passage[item.passage].source == "five-phase-strategy"
        else:
            assert item.why and len(item.why.split()) >= 4


@each_record
def test_a_rejecting_passage_never_supports(record: Record, atlas: Atlas) -> None:
    for item in record.evidence:
        if item.role == "supports":
            assert atlas.passage[item.passage].stance != "rejects"


@each_record
def test_a_context_fact_names_its_source(record: Record) -> None:
    if record.context_fact:
        assert record.context_fact.source.strip()
        assert record.context_fact.as_of.strip()


@each_segment
def test_a_waypoint_that_the_article_names_is_named_there(segment: Segment, atlas: Atlas) -> None:
    for point in segment.waypoints:
        if point.named_by == "article":
            assert point.passage
            assert point.name in atlas.passage[point.passage].quote
            assert point.passage in {item.passage for item in segment.evidence}, "a reader of the panel must find it"


@named("place", [item for item in ATLAS.places if item.named_by == "article"], ids=by_id)
def test_a_place_that_the_articles_name_is_named_in_its_evidence(place: Place, atlas: Atlas) -> None:
    words = [word for word in re.findall(r"[A-Z][a-z]+", place.name) if word not in {"Coal", "Teams", "Russian"}]
    said = " ".join(atlas.passage[item.passage].quote for item in place.evidence)
    assert words
    assert all(word in said for word in words)


@each_segment
def test_no_false_precision(segment: Segment) -> None:
    if segment.drawn == "notional":
        assert segment.length_km is None
        assert segment.traced_from is None
    if segment.length_km is not None:
        assert segment.length_source
    if segment.drawn == "traced":
        assert segment.traced_from
    if segment.stated == "nothing":
        assert not any(point.named_by == "article" for point in segment.waypoints)


@each_segment
def test_rejected_routes_are_not_drawn(segment: Segment) -> None:
    assert segment.claim != "rejected"


# Families and sources


def test_families(atlas: Atlas) -> None:
    assert 1 <= len(atlas.families) <= 7
    for field in ("colour", "name", "short_name", "order", "id"):
        values = [str(getattr(family, field)).lower() for family in atlas.families]
        assert len(set(values)) == len(values), field
    assert {record.family for record in atlas.records} == set(atlas.family), "a family without records has no legend"


@named("pair", list(combinations(ATLAS.families, 2)), ids=lambda pair: f"{pair[0].id}/{pair[1].id}")
def test_colours_are_told_apart(pair: tuple[object, object]) -> None:
    first, second = ([int(item.colour[at : at + 2], 16) for at in (1, 3, 5)] for item in pair)  # type: ignore[attr-defined]
    assert sum(abs(a - b) for a, b in zip(first, second, strict=True)) > 60


@named("source", ATLAS.sources, ids=by_id)
def test_source_is_cited_whole(source: Source) -> None:
    assert source.rights
    assert source.published_basis == "stated" or source.published_note
    limit = 0.85 if source.publisher == "Global Research" else 0.5
    assert source.share_limit <= limit


def test_the_five_articles(atlas: Atlas) -> None:
    assert len(atlas.sources) == 5
    assert [phase.number for phase in atlas.phases] == [1, 2, 3, 4, 5]
    assert all(atlas.passage[phase.passage].source == "five-phase-strategy" for phase in atlas.phases)


# Independent voices: distinct relayed reports, or else authors' voices, over the supporting passages


def made_of(*passages: str, role: str = "supports") -> Record:
    """A record that these passages support."""
    evidence = tuple(Evidence(passage=item, role=role) for item in passages)  # type: ignore[arg-type]
    return ATLAS.by_id["eaeu"].model_copy(update={"evidence": evidence})


def relayed(source: str, relays: str | None) -> str:
    """A shipped passage of that article that relays that report (None: speaks for itself)."""
    return next(item.id for item in ATLAS.passages if item.source == source and item.relays == relays)


FIVE, PAPER, ASIAN = "five-phase-strategy", "greater-eurasian-partnership-paper", "teaming-up-asian-bloc"
SHIFT, RT = "shifting-spheres", "rt-2019-12"
VOICES = {
    "two articles that quote one RT report": ([(FIVE, RT), (PAPER, RT)], 1),
    "two articles of one author": ([(FIVE, None), (SHIFT, None)], 1),
    "two authors": ([(FIVE, None), (ASIAN, None)], 2),
    "an author and the report that he relays": ([(FIVE, None), (FIVE, RT)], 2),
    "two authors and a report relayed twice": ([(FIVE, RT), (PAPER, RT), (FIVE, None), (ASIAN, None)], 3),
    "nothing": ([], 0),
}


@named(("passages", "voices"), VOICES.values(), ids=VOICES)
def test_independent_voices(passages: list[tuple[str, str | None]], voices: int, atlas: Atlas) -> None:
    ids = [relayed(*item) for item in passages]
    assert atlas.independent_voices(made_of(*ids)) == voices
    assert atlas.independent_voices(made_of(*ids, role="context")) == 0


@each_record
def test_a_record_that_rests_on_one_report_has_one_voice(record: Record, atlas: Atlas) -> None:
    supports = [atlas.passage[item.passage] for item in record.evidence if item.role == "supports"]
    if supports and {passage.relays for passage in supports} == {RT}:
        assert atlas.independent_voices(record) == 1
    assert atlas.independent_voices(record) <= len(supports)


def test_the_hand_checked_records(atlas: Atlas) -> None:
    """Counted by hand: the steel mills and the Jamshoro plant rest on the one RT report, RuPak on one author."""
    for name in ("pakistan-steel-mills", "jamshoro-plant", "rupak", "quetta-taftan"):
        assert atlas.independent_voices(atlas.by_id[name]) == 1, name


# Figures


def digits(number: float) -> str:
    return f"{number:g}"


UNITS = {"billion": r"\s*billion", "million": r"\s*million", "million people": r"\s*million\b",
         "percent": r"(?:%|\s*per\s?cent)", "MW": r"[\s-]*(?:MW|megawatt)"}  # fmt: skip


def stands(figure: TradeFigure, quote: str) -> bool:
    """Whether the figure stands in the quote: its digits, whole, with currency in front and unit behind."""
    money = r"\$" if figure.currency == "USD" else r"(?<![\d.,])"
    low, high = re.escape(digits(figure.low)), re.escape(digits(figure.high))
    number = low if figure.low == figure.high else rf"{low}\s*(?:[-–—]|to|and)\s*\$?{high}"
    return re.search(rf"{money}{number}(?![\d.,]*\d){UNITS[figure.unit]}", quote) is not None


@named("figure", ATLAS.trade, ids=by_id)
def test_every_figure_stands_in_its_passage(figure: TradeFigure, atlas: Atlas) -> None:
    assert figure.low <= figure.high
    assert figure.unit in UNITS
    assert figure.currency in ("USD", "")
    assert re.fullmatch(r"(?:\d{4})?", figure.year)
    assert stands(figure, atlas.passage[figure.passage].quote)
    if not figure.year:
        assert figure.flag, "a figure without a year says why"


@named(
    ("quote", "low", "unit", "there"),
    [
        ("more than $3.5 million in 2016", 3.5, "million", True),
        ("$3.5 million", 5, "million", False),
        ("$13.5 million", 3.5, "million", False),
        ("$3.5 million", 3, "million", False),
        ("$10 million", 10, "million", True),
        ("$10 million", 1, "million", False),
        ("$10 million", 10, "billion", False),
        ("$10,500 million", 10, "million", False),
        ("10 million", 10, "million", False),
    ],
)
def test_the_matching_of_figures_is_strict(quote: str, low: float, unit: str, there: bool) -> None:
    figure = ATLAS.trade[0].model_copy(update={"low": low, "high": low, "unit": unit, "currency": "USD"})
    assert stands(figure, quote) is there


@named("passage", [item for item in ATLAS.passages if re.search(r"\$\d", item.quote)], ids=by_id)
def test_every_sum_of_dollars_is_in_the_table(passage: Passage, atlas: Atlas) -> None:
    """A dollar figure that we quote is in `trade.csv`, from this passage or from another with the same sum."""
    listed = {digits(value) for figure in atlas.trade for value in (figure.low, figure.high) if figure.currency}
    sums = re.findall(r"\$(\d+(?:\.\d+)?)", passage.quote)
    assert sums
    assert set(sums) <= listed


@named("item", ATLAS.disagreements, ids=by_id)
def test_a_disagreement_has_two_sides(item: Disagreement) -> None:
    assert len({(claim.passage, claim.says) for claim in item.claims}) >= 2
    assert item.records


@each_segment
def test_waypoints_are_on_the_map(segment: Segment, atlas: Atlas) -> None:
    """No point lies where its line cannot be: swapped coordinates would put it thousands of km away."""
    west, south, east, north = segment.geometry.bounds
    for point in (*segment.waypoints, *segment.crossings, *segment.breaks_of_gauge):
        at = point.longitude, point.latitude
        assert west - 1.5 <= at[0] <= east + 1.5, point.name
        assert south - 1.5 <= at[1] <= north + 1.5, point.name
        assert not isinstance(point, Waypoint) or point.name.strip() == point.name


def test_whatever_a_passage_relays_has_a_name_that_a_reader_understands() -> None:
    used = {passage.relays for passage in ATLAS.passages if passage.relays}
    assert used == set(ATLAS.meta.relayed)
