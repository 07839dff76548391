"""Search over everything the atlas says: typed words find passages, records and sources, misspelled or not.

Each typed word stands for the words of the atlas that it is, begins or nearly is (`rapidfuzz`); what holds the most of
them is found, names before texts. Accents and case make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from corridors.cards import citation, kind_words, locator, quoted
from corridors.model import Area, Atlas, Evidence, Place, Record, Segment

GROUPS: Final = {
    "segment": "Routes", "place": "Places", "area": "Countries and regions", "undrawn": "Not on the map",
    "passage": "Passages", "source": "Articles",
}  # fmt: skip
MOST_WORDS = 8
_WORD: Final = re.compile(r"\w+")
_COMMON: Final = frozenset(
    ["a", "an", "and", "are", "by", "do", "does", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the",
     "to", "which", "who", "with"]
)  # fmt: skip
_NEARLY = 80.0  # similarity in per cent from which a word counts as a misspelling of another
_FAINTLY = 55.0  # from which it is offered when nothing was found
_ENOUGH = 0.7  # of the words that the best find holds
_WHOLE = 4.0  # what each further typed word weighs, wherever it stands
_NAME, _TEXT = 3.0, 1.0  # what a word in a name weighs, and one in a text


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `records` are what it selects on the map; `words` are those of its text that matched."""

    group: str
    id: str
    title: str
    text: str
    where: str
    records: tuple[str, ...]
    words: frozenset[str]
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    hit: Hit
    names: frozenset[str]
    texts: frozenset[str]


class Index:
    """Every word of an atlas and where it stands. Built once for each version of the data."""

    def __init__(self, atlas: Atlas) -> None:
        self.entries = tuple(_entries(atlas))
        holds: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            for word in entry.names | entry.texts:
                holds[word].add(number)
        self.holds = dict(holds)
        self.vocabulary = tuple(self.holds)

    def find(self, typed: str) -> list[Hit]:
        """What holds the most of the typed words, the best first, equals in the atlas's order; nothing for nothing."""
        scores: dict[int, float] = defaultdict(float)
        counts: dict[int, int] = defaultdict(int)
        matched: dict[int, set[str]] = defaultdict(set)
        for word in dict.fromkeys(words(typed)[:MOST_WORDS]):
            best: dict[int, float] = {}
            for meant, likeness in self._meant(word).items():
                for number in self.holds[meant]:
                    weight = _NAME if meant in self.entries[number].names else _TEXT
                    best[number] = max(best.get(number, 0.0), weight * likeness)
                    matched[number].add(meant)
            for number, score in best.items():
                scores[number] += score
                counts[number] += 1
        enough = _ENOUGH * max(counts.values(), default=0)
        found = [
            self._hit(number, score + _WHOLE * counts[number], matched[number])
            for number, score in sorted(scores.items())
            if counts[number] >= enough
        ]
        return sorted(found, key=lambda hit: -hit.score)

    def meant(self, typed: str, *, most: int = 3) -> list[str]:
        """What may have been meant where nothing was found: the nearest words of the atlas that find something."""
        nearest = []
        for word in dict.fromkeys(words(typed)[:MOST_WORDS]):
            if len(word) >= 3 and word not in _COMMON:
                nearest += process.extract(word, self.vocabulary, scorer=fuzz.ratio, score_cutoff=_FAINTLY, limit=most)
        best = sorted(nearest, key=lambda found: -found[1])
        return list(dict.fromkeys(found[0] for found in best if len(found[0]) >= 4))[:most]

    def _meant(self, word: str) -> dict[str, float]:
        """Words of the atlas that a typed word may stand for, with a likeness of 0 to 1."""
        if word in _COMMON:
            return {}
        if len(word) == 1:
            return {word: 1.0} if word in self.holds else {}
        likely = {known: 1.0 if known == word else 0.9 for known in self.vocabulary if known.startswith(word)}
        if len(word) >= 4 and not likely:
            near = process.extract(word, self.vocabulary, scorer=fuzz.ratio, score_cutoff=_NEARLY, limit=6)
            likely = {known: score / 100 * 0.8 for known, score, _ in near}
        return likely

    def _hit(self, number: int, score: float, matched: set[str]) -> Hit:
        hit = self.entries[number].hit
        return Hit(hit.group, hit.id, hit.title, hit.text, hit.where, hit.records, frozenset(matched), score)


def words(text: str) -> list[str]:
    """Words without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


def spans(text: str, matched: frozenset[str]) -> list[tuple[int, int]]:
    """Where the matched words stand in a text, for marking them."""
    return [found.span() for found in _WORD.finditer(text) if matched.intersection(words(found[0]))]


def _entries(atlas: Atlas) -> Iterator[_Entry]:
    for record in atlas.records:
        names = " ".join((record.name, record.name_today or "", record.id, getattr(record, "label", "")))
        family = atlas.family[record.family].name
        own = (*getattr(record, "members", ()), *_named(record))
        texts = " ".join((record.curator_note, family, kind_words(record), *own))
        where = f"{atlas.family[record.family].name} · {kind_words(record)}"
        hit = Hit(_group(record), record.id, record.name, "", where, (record.id,), frozenset(), 0)
        yield _entry(hit, names, texts)
    for passage in atlas.passages:
        used = tuple(r.id for r in atlas.records if any(item.passage == passage.id for item in r.evidence))
        shown = quoted(Evidence(passage=passage.id, role="context"), atlas).quote
        where = f"{citation(atlas.source[passage.source])}. {locator(passage)}"
        hit = Hit("passage", passage.id, passage.gloss, shown, where, used, frozenset(), 0)
        yield _entry(hit, "", f"{passage.quote} {shown} {passage.gloss}")
    for source in atlas.sources:
        hit = Hit("source", source.id, source.title, "", citation(source), (), frozenset(), 0)
        yield _entry(hit, f"{source.title} {' '.join(source.authors)} {source.publisher}", " ".join(source.notes))


def _entry(hit: Hit, names: str, texts: str) -> _Entry:
    return _Entry(hit, frozenset(words(names)), frozenset(words(texts)))


def _named(record: Record) -> Iterator[str]:
    if isinstance(record, Segment):
        yield from (point.name for point in record.waypoints)


def _group(record: Record) -> str:
    if isinstance(record, Segment):
        return "segment"
    if isinstance(record, Place):
        return "place"
    return "area" if isinstance(record, Area) else "undrawn"
