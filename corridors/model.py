"""The atlas as frozen records: what `data/` says, after it has passed the gate (`check.py`).

The contract of each field is `data/README.md`. Coordinates are WGS84 longitude, latitude in degrees; lengths are
kilometres; country codes are ISO 3166 alpha-3. Records never change: an atlas is shared by every visitor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from shapely.geometry.base import BaseGeometry

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-{1,2}[a-z0-9]+)*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?$")]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Amount = Annotated[float, Field(allow_inf_nan=False)]
Gauge = Annotated[int, Field(ge=300, le=2200)]

Stance = Literal["proposes", "reports", "describes", "conditional", "doubts", "speculates", "rejects"]
Role = Literal["supports", "conditions", "doubts", "rejects", "context"]
Claim = Literal["existing", "under-construction", "agreed", "proposed", "speculative", "rejected"]
Drawn = Literal["traced", "schematic", "notional"]
Mode = Literal["rail", "road", "sea", "pipeline", "multimodal", "flow", "unstated"]


class Frozen(BaseModel):
    """A record part: unchangeable, and strict about types and unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class View(Frozen):
    """A map frame in degrees."""

    west: Longitude
    south: Latitude
    east: Longitude
    north: Latitude


class Meta(Frozen):
    """`atlas.json`: what the whole is called, its calendar version and what each file may be used for."""

    title: Text
    subtitle: Text
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}\.\d{1,2}(?:\.\d+)?$")]
    updated: PartialDate
    licences: dict[str, Text]
    default_view: View
    relayed: dict[Slug, Text] = {}  # what a passage's `relays` stands for, in words


class Phase(Frozen):
    """One of the five phases of the January 2020 article."""

    number: Annotated[int, Field(ge=1, le=5)]
    name: Text
    passage: Slug


class Family(Frozen):
    """A group of records that shares a colour."""

    id: Slug
    name: Text
    short_name: Text
    colour: Colour
    order: int


class Original(Frozen):
    """Where a copied article first appeared."""

    publisher: Text
    published: PartialDate | None = None


class Source(Frozen):
    """An article. `evidence_ranges` are character offsets of the article inside its text file."""

    id: Slug
    title: Text
    authors: Annotated[tuple[Text, ...], Field(min_length=1)]
    publisher: Text
    published: PartialDate
    published_basis: Literal["stated", "inferred"]
    published_note: Text | None = None
    original: Original | None = None
    kind: Literal["analysis", "paper", "op-ed"]
    voice: Slug
    doi: Text | None = None
    url: Text | None = None
    rights: Text
    text_file: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.txt$")]
    text_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    evidence_ranges: Annotated[tuple[tuple[int, int], ...], Field(min_length=1)]
    share_limit: Annotated[float, Field(gt=0, le=0.85)] = 0.5
    notes: Annotated[
        tuple[Text, ...], BeforeValidator(lambda given: (given,) if isinstance(given, str) else given)
    ] = ()


class Repair(Frozen):
    """A certain glitch of the copy and how it is shown, with what we supply in [brackets]."""

    raw: Text
    shown: Text


class Passage(Frozen):
    """A verbatim quotation and how it speaks."""

    id: Slug
    source: Slug
    section: Text | None = None
    paragraph: Annotated[int, Field(ge=1)]
    quote: Text
    repairs: tuple[Repair, ...] = ()
    form: Literal["sentence", "sentences", "heading", "fragment"] = "sentence"
    form_reason: Text | None = None
    stance: Stance
    conditions: tuple[Text, ...] = ()
    likelihood: tuple[Text, ...] = ()
    relays: Slug | None = None
    gloss: Text
    unlinked_reason: Text | None = None


class Evidence(Frozen):
    """What one passage does for one record."""

    passage: Slug
    role: Role
    note: Text | None = None


class PhaseAssignment(Frozen):
    """A phase that an article states (with its passage) or that the curator assigns (with the reason)."""

    number: Annotated[int, Field(ge=1, le=5)]
    basis: Literal["stated", "curator"]
    passage: Slug | None = None
    why: Text | None = None


class ContextFact(Frozen):
    """What was on the ground at the articles' time. Always the curator's, never an article's."""

    text: Text
    as_of: Text
    source: Text


class Record(Frozen):
    """What every record that carries evidence has."""

    id: Slug
    name: Text
    name_today: Text | None = None
    family: Slug
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    claim: Claim
    phases: tuple[PhaseAssignment, ...] = ()
    context_fact: ContextFact | None = None
    curator_note: Text

    @cached_property
    def contested(self) -> bool:
        """Whether any passage doubts or rejects this record."""
        return any(item.role in ("doubts", "rejects") for item in self.evidence)

    @cached_property
    def stated_phases(self) -> tuple[int, ...]:
        """Numbers of the phases that an article states for this record."""
        return tuple(item.number for item in self.phases if item.basis == "stated")

    @cached_property
    def all_phases(self) -> tuple[int, ...]:
        """Numbers of all phases, the curator's assignments included."""
        return tuple(item.number for item in self.phases)


class Waypoint(Frozen):
    """A named point on a line, and who named it."""

    name: Text
    longitude: Longitude
    latitude: Latitude
    named_by: Literal["article", "curator"]
    passage: Slug | None = None


class Crossing(Frozen):
    """A border crossing between two countries."""

    name: Text
    longitude: Longitude
    latitude: Latitude
    between: tuple[Country, Country]


class GaugeRun(Frozen):
    """The track gauge, in millimetres, between two named places."""

    gauge_mm: Gauge
    from_: Text = Field(alias="from")
    to: Text


class BreakOfGauge(Frozen):
    """Where the track gauge changes, in millimetres."""

    name: Text
    longitude: Longitude
    latitude: Latitude
    from_mm: Gauge
    to_mm: Gauge


class Segment(Record):
    """A line: a route or a part of one.

    `label` is the curator's short form of the name for the map. `context` routes are those that no article proposes as
    a link between Russia and Pakistan; they start muted.
    """

    label: Annotated[str, StringConstraints(min_length=1, max_length=30)] | None = None
    context: bool = False
    mode: Mode
    stated: Literal["ends", "course", "countries", "nothing"]
    drawn: Drawn
    traced_from: Text | None = None
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    waypoints: tuple[Waypoint, ...]
    crossings: tuple[Crossing, ...] = ()
    gauges: tuple[GaugeRun, ...] = ()
    breaks_of_gauge: tuple[BreakOfGauge, ...] = ()
    length_km: Annotated[float, Field(gt=0)] | None = None
    length_source: Text | None = None
    geometry: BaseGeometry


class Place(Record):
    """A point."""

    kind: Literal["port", "city", "station", "plant", "crossing", "institution"]
    named_by: Literal["article", "curator"]
    geometry: BaseGeometry


class Area(Record):
    """A country (its outline comes from the basemap when `geometry` is None), a region or a bloc."""

    kind: Literal["country", "region", "bloc"]
    iso_a3: Country | None = None
    members: tuple[Text, ...] = ()
    edge: Literal["sharp", "soft"]
    geometry: BaseGeometry | None


class Undrawn(Record):
    """What belongs in the panel but not on the map."""

    kind: Literal["package", "deal", "agreement", "bloc", "idea"]
    members: tuple[Text, ...] = ()


class TradeFigure(Frozen):
    """One figure of `trade.csv`, as the passage gives it. `low` equals `high` unless a range is given."""

    id: Slug
    measure: Text
    subject: Text
    object: str
    low: Amount
    high: Amount
    currency: str
    unit: str
    year: str
    kind: Literal["reported", "target", "hope", "estimate", "commitment"]
    passage: Slug
    flag: str


class DisagreementClaim(Frozen):
    """One side of a contradiction, in our neutral words, with the passage that holds it."""

    passage: Slug
    says: Text


class Disagreement(Frozen):
    """A contradiction within or between the articles."""

    id: Slug
    topic: Text
    kind: Literal["cost", "extent", "likelihood", "role", "attribution", "arithmetic", "date"]
    claims: Annotated[tuple[DisagreementClaim, ...], Field(min_length=2)]
    records: tuple[Slug, ...]
    note: Text


class TourStep(Frozen):
    """A stop of the guided tour: a prepared view, the passage it rests on and one neutral sentence of ours.

    The last of `records` is the one whose card opens on the map.
    """

    id: Slug
    part: Literal["strategy", "ways"]
    title: Text
    passage: Slug
    says: Text
    phases: tuple[Annotated[int, Field(ge=1, le=5)], ...]
    records: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Atlas(Frozen):
    """Everything, validated. `digest` identifies the data; `basemap` is what is drawn under the records.

    `left_out` counts records that were found in the data and are not in here, because they have faults.
    """

    meta: Meta
    phases: tuple[Phase, ...]
    families: tuple[Family, ...]
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    segments: tuple[Segment, ...]
    places: tuple[Place, ...]
    areas: tuple[Area, ...]
    undrawn: tuple[Undrawn, ...]
    trade: tuple[TradeFigure, ...]
    disagreements: tuple[Disagreement, ...]
    tour: tuple[TourStep, ...]
    basemap: dict[str, Any]
    digest: str
    left_out: int = 0

    @property
    def edition(self) -> str:
        """What the map and every export call this data: its version, and that it is not whole when it is not."""
        if not self.left_out:
            return self.meta.version
        lacking = f"{self.left_out} record{'s' * (self.left_out != 1)} with faults left out"
        return f"{self.meta.version}, not complete: {lacking}"

    @property
    def records(self) -> Iterator[Record]:
        """Every record that carries evidence, lines first."""
        yield from self.segments
        yield from self.places
        yield from self.areas
        yield from self.undrawn

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """Evidence-carrying records by id."""
        return MappingProxyType({record.id: record for record in self.records})

    @cached_property
    def passage(self) -> Mapping[str, Passage]:
        """Passages by id."""
        return MappingProxyType({item.id: item for item in self.passages})

    @cached_property
    def source(self) -> Mapping[str, Source]:
        """Sources by id."""
        return MappingProxyType({item.id: item for item in self.sources})

    @cached_property
    def family(self) -> Mapping[str, Family]:
        """Families by id, in their order."""
        return MappingProxyType({item.id: item for item in sorted(self.families, key=lambda family: family.order)})

    def independent_voices(self, record: Record) -> int:
        """Number of distinct relayed reports or else authors' voices over the record's supporting passages."""
        voices = set()
        for item in record.evidence:
            if item.role == "supports":
                passage = self.passage[item.passage]
                voices.add(passage.relays or self.source[passage.source].voice)
        return len(voices)
