"""The quotations stand in the articles; every way of getting one wrong is caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from corridors import quotes
from corridors.faults import Fault
from corridors.load import sha256
from corridors.model import Atlas, Passage, Repair, Source
from corridors.verify import Share, verify

P = "five-phase-three"


def with_passage(atlas: Atlas, **changes: Any) -> Atlas:
    """The atlas with one passage changed."""
    changed = tuple(item.model_copy(update=changes) if item.id == P else item for item in atlas.passages)
    return atlas.model_copy(update={"passages": changed})


def with_source(atlas: Atlas, **changes: Any) -> Atlas:
    """The atlas with that passage's source changed."""
    wanted = passage(atlas).source
    changed = tuple(item.model_copy(update=changes) if item.id == wanted else item for item in atlas.sources)
    return atlas.model_copy(update={"sources": changed})


def passage(atlas: Atlas) -> Passage:
    return next(item for item in atlas.passages if item.id == P)


def source(atlas: Atlas) -> Source:
    return next(item for item in atlas.sources if item.id == passage(atlas).source)


def faults_of(atlas: Atlas, texts: dict[str, bytes]) -> list[tuple[str, str]]:
    return [(fault.record, fault.field) for fault in verify(atlas, texts)[0]]


def test_the_shipped_atlas_verifies(atlas: Atlas, texts: dict[str, bytes]) -> None:
    faults, shares = verify(atlas, texts)
    assert faults == []
    assert {share.source for share in shares} == set(atlas.source)
    assert sum(share.passages for share in shares) == len(atlas.passages)
    assert all(0 < share.share <= share.limit for share in shares)


def test_a_trimmed_quote_is_still_verbatim(atlas: Atlas, texts: dict[str, bytes]) -> None:
    trimmed = passage(atlas).quote.rsplit(" ", 3)[0]
    assert faults_of(with_passage(atlas, quote=trimmed, conditions=(), likelihood=(), repairs=()), texts) == []


def with_another_word(quote: str) -> str:
    first, *rest = quote.split(" ")
    return " ".join([first, "surely", *rest])


ALTERED: dict[str, Callable[[str], str]] = {
    "a word more": with_another_word,
    "a word less": lambda quote: " ".join(quote.split(" ")[:2] + quote.split(" ")[3:]),
    "another letter": lambda quote: quote[:10] + ("x" if quote[10] != "x" else "y") + quote[11:],
    "another case": str.upper,
    "two spaces": lambda quote: quote.replace(" ", "  ", 1),
    "an ellipsis": lambda quote: quote[:30] + "…" + quote[40:],
    "straight marks": lambda quote: "“" + quote,
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED)
def test_an_altered_quote_is_caught(alter: Callable[[str], str], atlas: Atlas, texts: dict[str, bytes]) -> None:
    assert faults_of(with_passage(atlas, quote=alter(passage(atlas).quote)), texts) == [(P, "quote")]


def test_words_from_outside_the_article_are_caught_and_called_so(atlas: Atlas, texts: dict[str, bytes]) -> None:
    raw = texts[source(atlas).text_file].decode()
    after = quotes.normalise(raw, max(end for _, end in source(atlas).evidence_ranges)).text.strip()
    outside = " ".join(after.split(" ")[:12])
    faults, _ = verify(with_passage(atlas, quote=outside), texts)
    assert [(fault.record, fault.field, fault.found) for fault in faults] == [
        (P, "quote", "these words outside the article")
    ]


def test_a_wrong_paragraph_is_caught_and_the_right_one_told(atlas: Atlas, texts: dict[str, bytes]) -> None:
    right = passage(atlas).paragraph
    faults, _ = verify(with_passage(atlas, paragraph=right + 1), texts)
    assert [(fault.record, fault.field, fault.wanted) for fault in faults] == [(P, "paragraph", str(right))]


def test_a_section_that_is_no_heading_before_the_quote_is_caught(atlas: Atlas, texts: dict[str, bytes]) -> None:
    assert faults_of(with_passage(atlas, section="Conclusions nobody drew"), texts) == [(P, "section")]


def test_a_quote_of_another_article_is_caught(atlas: Atlas, texts: dict[str, bytes]) -> None:
    other = next(item for item in atlas.passages if item.source != passage(atlas).source)
    assert faults_of(with_passage(atlas, quote=other.quote), texts) == [(P, "quote")]


@pytest.mark.parametrize("words", ["more", "unfounded"])
def test_a_repair_that_is_more_than_a_repair_is_caught(words: str, atlas: Atlas, texts: dict[str, bytes]) -> None:
    first, second, *_ = passage(atlas).quote.split(" ")
    raw = f"{first} {second}" if words == "more" else "not in this quote"
    repair = Repair(raw=raw, shown=f"{raw[:3]}[ff]{raw[3:]}" if words == "unfounded" else f"{first} [not] {second}")
    assert faults_of(with_passage(atlas, repairs=(repair,)), texts) == [(P, "repairs[0]")]


def test_a_changed_text_is_caught(atlas: Atlas, texts: dict[str, bytes]) -> None:
    texts[source(atlas).text_file] += b"\n"
    assert faults_of(atlas, texts) == [(source(atlas).id, "text_sha256")]


MANGLED: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[:2000],
    "empty": lambda _: b"",
    "not UTF-8": lambda data: data.decode().encode("utf-16"),
}


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED)
def test_a_mangled_text_gives_faults_and_no_traceback(
    mangle: Callable[[bytes], bytes], atlas: Atlas, texts: dict[str, bytes]
) -> None:
    name = source(atlas).text_file
    texts[name] = mangle(texts[name])
    faults = verify(atlas, texts)[0]
    mine = {item.id for item in atlas.passages if item.source == source(atlas).id} | {source(atlas).id}
    assert {fault.field for fault in faults} >= {"text_sha256", "quote"}
    assert {fault.record for fault in faults} <= mine, "the other articles are as sound as before"


def test_a_missing_text_is_named(atlas: Atlas, texts: dict[str, bytes]) -> None:
    del texts[source(atlas).text_file]
    assert faults_of(atlas, texts) == [(source(atlas).id, "text_file")]


def test_ranges_outside_the_text_are_caught(atlas: Atlas, texts: dict[str, bytes]) -> None:
    ranges = (*source(atlas).evidence_ranges, (10_000_000, 10_000_001))
    last = f"evidence_ranges[{len(ranges) - 1}]"
    assert faults_of(with_source(atlas, evidence_ranges=ranges), texts) == [(source(atlas).id, last)]


def test_a_range_that_leaves_out_a_quote_is_caught(atlas: Atlas, texts: dict[str, bytes]) -> None:
    raw = texts[source(atlas).text_file].decode()
    span = quotes.locate(passage(atlas).quote, raw, source(atlas).evidence_ranges)
    assert span
    found = faults_of(with_source(atlas, evidence_ranges=((span[0] + 1, source(atlas).evidence_ranges[0][1]),)), texts)
    assert (P, "quote") in found


def test_a_share_above_the_limit_is_caught(atlas: Atlas, texts: dict[str, bytes]) -> None:
    share = next(share for share in verify(atlas, texts)[1] if share.source == source(atlas).id)
    tight = with_source(atlas, share_limit=share.share - 0.001)
    assert faults_of(tight, texts) == [(source(atlas).id, "share_limit")]
    assert faults_of(with_source(atlas, share_limit=share.share), texts) == []


def test_the_share_counts_each_word_once() -> None:
    raw = "one two three four five six seven eight nine ten"
    made = Source(
        id="s", title="T", authors=("A",), publisher="P", published="2020", published_basis="stated",
        published_note=None, original=None, kind="paper", voice="a", doi=None, url=None, rights="R",
        text_file="s.txt", text_sha256=sha256(raw.encode()), evidence_ranges=((0, len(raw)),), share_limit=0.5,
        notes=(),
    )  # fmt: skip
    part = Passage(
        id="p", source="s", section=None, paragraph=1, quote="one two three", repairs=(), form="sentence",
        form_reason=None, stance="proposes", conditions=(), likelihood=(), relays=None, gloss="g",
    )  # fmt: skip
    again = part.model_copy(update={"id": "q", "quote": "two three four"})
    empty = Atlas.model_construct(sources=(made,), passages=(part, again))
    faults, shares = verify(empty, {"s.txt": raw.encode()})
    assert faults == []
    assert shares == [Share("s", 2, 4, 10, 0.5)]
    assert isinstance(shares[0].share, float)
    over = verify(empty.model_copy(update={"passages": (part, again.model_copy(update={"quote": raw}))}),
                  {"s.txt": raw.encode()})[0]  # fmt: skip
    assert [type(fault) for fault in over] == [Fault]
    assert "at most 50%" in str(over[0])
