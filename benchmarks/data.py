"""The data of a run: the shipped atlas, filled up with generated lines, in the form that each program reads.

The app reads an atlas folder (variable CORRIDOR_ATLAS_DATA); the peers read one `peer.json` with the same lines, the
same passages and the same basemap. Coordinates are longitude, latitude in degrees. Generated lines are smooth random
walks of 60 points inside the atlas's default view, the same on every run; they say nothing about any real route.
"""

from __future__ import annotations

import json
import math
import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).resolve().parent.parent / "data"
NO_PHASE = 0
MOST_PASSAGES = 6  # of a generated line; the shipped median is about as many
POINTS = 60
PHASES: tuple[list[int], ...] = ([1], [2], [3], [4], [5], [], [1, 3], [3])


@dataclass(frozen=True, slots=True)
class Case:
    """One data set on disk and what a driver must know of it to tell right from wrong."""

    folder: Path
    peer_file: Path
    lines: dict[str, tuple[int, ...]]  # id of a drawn line -> its phases, with NO_PHASE if no article states one
    colours: tuple[str, ...]

    def shown(self, phases: frozenset[int]) -> int:
        """Number of lines that a phase filter shows; an empty filter shows all."""
        return sum(self._shows(own, phases) for own in self.lines.values())

    @staticmethod
    def _shows(own: tuple[int, ...], phases: frozenset[int]) -> bool:
        return not phases or bool(phases.intersection(own))


def prepare(total: int, into: Path, *, shipped: Path = SHIPPED) -> Case:
    """Writes an atlas of at least the shipped lines and `total` lines in all, and the same for the peers."""
    folder = into / f"atlas-{total}"
    shutil.copytree(shipped, folder)
    path = folder / "segments.geojson"
    segments = json.loads(path.read_text(encoding="utf-8"))
    view = json.loads((folder / "atlas.json").read_text(encoding="utf-8"))["default_view"]
    models = [feature for feature in segments["features"] if feature["properties"]["claim"] != "rejected"]
    chance = random.Random(20200128)
    for number in range(1, total - len(models) + 1):
        segments["features"].append(_generated(number, models[number % len(models)], view, chance))
    path.write_text(json.dumps(segments, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return _for_peers(folder, into / f"peer-{total}.json")


def _generated(number: int, model: dict[str, Any], view: dict[str, float], chance: random.Random) -> dict[str, Any]:
    phases = PHASES[number % len(PHASES)]
    supports = [item for item in model["properties"]["evidence"] if item["role"] == "supports"]
    others = [item for item in model["properties"]["evidence"] if item["role"] != "supports"]
    properties = {
        **model["properties"],
        "name": f"Generated line {number:05}",
        "name_today": None,
        "label": f"Generated {number:05}",
        "evidence": (supports[:MOST_PASSAGES] + others)[:MOST_PASSAGES],
        "phases": [{"number": n, "basis": "curator", "passage": None, "why": "generated"} for n in phases],
        "drawn": "schematic",
        "traced_from": None,
        "waypoints": [],
        "crossings": [],
        "gauges": [],
        "breaks_of_gauge": [],
        "length_km": None,
        "length_source": None,
        "curator_note": "Made up by the benchmark.",
    }
    if "label" not in model["properties"]:
        del properties["label"]
    return {
        "type": "Feature",
        "id": f"generated-{number:05}",
        "properties": properties,
        "geometry": {"type": "LineString", "coordinates": _walk(view, chance)},
    }


def _walk(view: dict[str, float], chance: random.Random) -> list[list[float]]:
    """A smooth line inside the view, 3 to 12 degrees long."""
    longitude = chance.uniform(view["west"] + 6, view["east"] - 6)
    latitude = chance.uniform(view["south"] + 5, view["north"] - 5)
    bearing, step = chance.uniform(0, 2 * math.pi), chance.uniform(0.05, 0.2)
    line = []
    for _ in range(POINTS):
        line.append([round(longitude, 3), round(latitude, 3)])
        bearing += chance.gauss(0, 0.12)
        longitude += step * math.cos(bearing)
        latitude += step * math.sin(bearing)
    return line


def _phases(stated: list[dict[str, Any]]) -> list[int]:
    """Phases of a line by the app's rule: "no phase" is one that no article states, whatever the curator assigns."""
    numbers = [item["number"] for item in stated]
    return numbers if any(item["basis"] == "stated" for item in stated) else [NO_PHASE, *numbers]


def _for_peers(folder: Path, target: Path) -> Case:
    """The lines that the app draws, with all their passages, as plain JSON."""

    def read(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    passages = {item["id"]: item for item in read("passages.json")}
    titles = {item["id"]: f"{' and '.join(item['authors'])}, “{item['title']}”" for item in read("sources.json")}
    colours = {item["id"]: item["colour"] for item in read("families.json")}
    lines = []
    for feature in read("segments.geojson")["features"]:
        properties = feature["properties"]
        if properties["claim"] == "rejected":
            continue
        quotes = [passages[item["passage"]] | {"role": item["role"]} for item in properties["evidence"]]
        quotes.sort(key=lambda item: item["role"] != "supports")
        lines.append(
            {
                "id": feature["id"],
                "name": properties["name"],
                "claim": properties["claim"],
                "colour": colours[properties["family"]],
                "phases": _phases(properties["phases"]),
                "note": properties["curator_note"],
                "passages": [
                    {"quote": item["quote"], "role": item["role"], "source": titles[item["source"]]} for item in quotes
                ],
                "geometry": feature["geometry"],
            }
        )
    content = {
        "view": read("atlas.json")["default_view"],
        "phases": [{"number": item["number"], "name": item["name"]} for item in read("phases.json")],
        "lines": lines,
        "basemap": {name: read(f"basemap/{name}.geojson") for name in ("countries", "lakes", "boundaries")},
    }
    target.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    known = {line["id"]: tuple(line["phases"]) for line in lines}
    return Case(folder, target, known, tuple(dict.fromkeys(colours.values())))
