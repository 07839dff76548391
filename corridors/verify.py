"""Holds an atlas's quotations against the source texts, which the project itself does not ship.

Each text must be the one that was curated from (checksum), each quotation must stand in it, first occurrence, inside
the evidence ranges and in the paragraph and section that the record names; repairs must be only repairs; and the
quotations together must stay below the share of each article that may be quoted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corridors import quotes
from corridors.faults import Fault, clip
from corridors.load import sha256
from corridors.model import Atlas, Passage, Source

FILE = "passages.json"


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one article the atlas quotes, in words."""

    source: str
    passages: int
    quoted: int
    words: int
    limit: float

    @property
    def share(self) -> float:
        """Quoted part, 0 to 1."""
        return self.quoted / self.words if self.words else 0.0


def verify(atlas: Atlas, texts: Mapping[str, bytes]) -> tuple[list[Fault], list[Share]]:
    """Every fault, and each article's share. `texts` maps the sources' text file names to their bytes."""
    faults: list[Fault] = []
    shares: list[Share] = []
    by_source: defaultdict[str, list[Passage]] = defaultdict(list)
    for passage in atlas.passages:
        by_source[passage.source].append(passage)
    for source in atlas.sources:
        data = texts.get(source.text_file)
        if data is None:
            faults.append(Fault("sources.json", source.id, "text_file", f"no file {source.text_file}", "the text"))
            continue
        if sha256(data) != source.text_sha256:
            found, wanted = f"{sha256(data)[:12]}… for the text given", f"{source.text_sha256[:12]}…"
            remedy = "the text has changed; check its passages anew"
            faults.append(Fault("sources.json", source.id, "text_sha256", found, wanted, remedy))
        raw = data.decode("utf-8", errors="replace")  # a text that is not UTF-8 has failed its checksum already
        faults.extend(_ranges(source, raw))
        spans = []
        for passage in by_source[source.id]:
            span = quotes.locate(passage.quote, raw, source.evidence_ranges)
            faults.extend(_passage(passage, raw, span))
            if span is not None:
                spans.append(span)
        quoted, total = quotes.covered_words(raw, source.evidence_ranges, spans)
        share = Share(source.id, len(by_source[source.id]), quoted, total, source.share_limit)
        shares.append(share)
        if share.share > share.limit:
            found, wanted = f"{share.share:.0%} of the article quoted", f"at most {share.limit:.0%}"
            faults.append(Fault("sources.json", source.id, "share_limit", found, wanted, "quote less"))
    return faults, shares


def _ranges(source: Source, raw: str) -> Iterator[Fault]:
    last = 0
    for index, (start, end) in enumerate(source.evidence_ranges):
        if not last <= start < end <= len(raw):
            wanted = f"ranges in order inside 0 to {len(raw)}"
            yield Fault("sources.json", source.id, f"evidence_ranges[{index}]", f"{start} to {end}", wanted)
        last = end


def _passage(passage: Passage, raw: str, span: tuple[int, int] | None) -> Iterator[Fault]:
    if span is None:
        whole = quotes.normalise(raw).text
        found = "these words outside the article" if passage.quote in whole else clip(passage.quote)
        yield Fault(FILE, passage.id, "quote", found, "words of the article, letter by letter")
        return
    number = quotes.paragraph_at(raw, span[0])
    if number != passage.paragraph:
        yield Fault(FILE, passage.id, "paragraph", str(passage.paragraph), str(number))
    if passage.section is not None and passage.section not in quotes.normalise(raw).before(span[0]):
        yield Fault(FILE, passage.id, "section", clip(passage.section), "a heading that stands before the quote")
    for index, repair in enumerate(passage.repairs):
        reason = quotes.repair_fault(repair.raw, repair.shown)
        if repair.raw not in passage.quote:
            reason = "these words are not in the quote"
        if reason:
            yield Fault(FILE, passage.id, f"repairs[{index}]", reason, "the raw words with what is lost in [brackets]")
