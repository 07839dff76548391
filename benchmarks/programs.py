"""The programs under test and where each shows what: the only place that knows selectors."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """Selectors of one program. `passage` holds the first passage after a click, `panel` the server's answer."""

    key: str
    title: str
    line: str  # visible lines
    passage: str
    passage_in: str  # "map" or "top"
    panel: str | None
    count: str | None  # the sentence that counts what is shown, as the server (or, in A, the page) writes it
    pill: str
    pill_in: str
    words: str  # the same sentence, or others of the page's own, as the page first shows them
    controls: str  # the page's own controls, once they answer
    query_follows: bool
    map_in_top: bool = False
    clickable: bool = True
    button: str = ""  # what is clicked for `panel` where there is no line


PILLS = '[data-testid="stButtonGroup"] button'
A = Program(
    "A", "plain static Leaflet page", "path.route", ".record", "top", None, "p.count", ".pills button", "top",
    words="p.count", controls=".pills button", query_follows=True, map_in_top=True,
)  # fmt: skip
B = Program(
    "B", "usual st_folium app", "path.route", ".record", "top", ".record", "p.count",
    PILLS, "top", words="p.count", controls=PILLS, query_follows=True,
)  # fmt: skip
C = Program(
    "C", "st_folium as documented", "path.route", ".record", "top", ".record", "p.count",
    PILLS, "top", words="p.count", controls=PILLS, query_follows=True,
)  # fmt: skip
EMPTY = Program(
    "E0", "empty page, empty Folium map", ".leaflet-map-pane", "", "top", None, None, "", "top",
    words="", controls="", query_follows=False, clickable=False,
)  # fmt: skip
BARE = Program(
    "E1", "page with a button and a line", "p.count", "", "top", None, "p.count", "", "top", words="p.count",
    controls='[data-testid="stButton"] button', query_follows=False, map_in_top=True, clickable=False,
    button='[data-testid="stButton"] button',
)  # fmt: skip
OURS = Program(
    "OURS", "Corridor Atlas", "path.ca-hit:not(.ca-hidden)", ".ca-card:not(.ca-hidden)", "map",
    ".st-key-panel article[data-record]", ".st-key-panel .ca-sentence", ".ca-pills .ca-pill", "map",
    words="#ca-first .ca-sentence, .st-key-panel .ca-sentence", controls=".st-key-page button", query_follows=True,
)  # fmt: skip
ALL = (A, B, C, EMPTY, BARE, OURS)
# What covers the map in our frame, masked out when a screencast frame is searched for lines.
FURNITURE = (".ca-top", ".ca-legend", ".ca-card", ".ca-tools", ".ca-strip", ".ca-list")
