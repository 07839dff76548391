"""Lines, rings and polygons by RFC 7946 sections 3.1.4 to 3.1.7; longitude, latitude in degrees.

MUST, so invalid: two positions in a line, four in a ring, rings closed with identical values, the first ring
of a polygon the outer one and every other inside it (checked by extent). Warned about: rings that turn the
wrong way (parsers SHOULD NOT reject them), first and last position equal but written differently. Whether a
ring crosses itself is not the RFC's business and not checked here.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from corridors.faults import clip
from corridors.gate.faultlist import FaultList
from corridors.gate.jsonpath import describe, within
from corridors.gate.rfc7946_position import Survey

MIN_LINE: Final = 2
MIN_RING: Final = 4

Points = list[tuple[float, float]]


def _line(value: object, path: str, survey: Survey, *, name: str = "a line") -> tuple[Points | None, bool]:
    """The positions (None unless all are sound) and whether a step spans more than 180 degrees."""
    if not isinstance(value, list):
        survey.faults.add(path, describe(value), f"{name}: a list of positions", "it needs more brackets around it")
        return None, False
    points: Points = []
    jumps = False
    for index, element in enumerate(value):
        point = survey.position(element, path, index)
        if point is not None:
            if points and survey.step(points[-1], point, path, index):
                jumps = True
            points.append(point)
    # With unsound positions (often the wrong nesting) counting them would mislead.
    return (points if len(points) == len(value) else None), jumps


def check_line(value: object, path: str, survey: Survey) -> None:
    """Check the coordinates of a LineString, or of one line of a MultiLineString."""
    points, _ = _line(value, path, survey)
    if points is not None and len(points) < MIN_LINE:
        survey.faults.add(path, f"a line of {len(points)} positions", f"{MIN_LINE} or more")


def check_polygon(value: object, path: str, survey: Survey) -> None:
    """Check the coordinates of a Polygon, or of one polygon of a MultiPolygon."""
    if not isinstance(value, list):
        survey.faults.add(path, describe(value), "a polygon: a list of rings", "it needs more brackets around it")
        return
    if not value:
        survey.faults.add(path, "a polygon without rings", "at least an outer ring", "remove it", "warn")
    outer: Points = []
    for index, ring in enumerate(value):
        here = within(path, index)
        points, jumps = _line(ring, here, survey, name="a ring")
        if points is None:
            continue
        if len(points) < MIN_RING:
            survey.faults.add(here, f"a ring of {len(points)} positions", f"{MIN_RING} or more")
        closed = bool(points) and _closed(ring, here, survey.faults)
        # Across the antimeridian neither sense nor inside can be told from the numbers.
        if not closed or jumps or len(points) < MIN_RING:
            continue
        _winding(points, here, survey.faults, is_outer=index == 0)
        if index == 0:
            outer = points
        elif outer and not _box_within(points, outer):
            survey.faults.add(
                here,
                "a hole that reaches outside the first ring",
                "a hole inside it",
                "the outer ring comes first; separate areas make a MultiPolygon",
            )


def _winding(points: Points, path: str, faults: FaultList, *, is_outer: bool) -> None:
    area = _signed_area(points)
    if is_outer and area < 0:
        faults.add(path, "the outer ring clockwise", "counterclockwise", "reverse its positions", "warn")
    elif not is_outer and area > 0:
        faults.add(path, "a hole counterclockwise", "clockwise", "reverse its positions", "warn")


def _closed(ring: object, path: str, faults: FaultList) -> bool:
    if not isinstance(ring, list):
        return False
    first, last = ring[0], ring[-1]
    if first != last:
        faults.add(
            path,
            f"a ring from {clip(first)} to {clip(last)}",
            "first and last position the same",
            "repeat the first position at the end",
        )
        return False
    if repr(first) != repr(last):
        faults.add(
            path,
            f"first and last position written differently ({clip(first)} and {clip(last)})",
            "written the same",
            "",
            "warn",
        )
    return True


def _signed_area(points: Points) -> float:
    """Twice the area in square degrees, positive when counterclockwise; not a number when it overflows."""
    west, south = points[0]  # measured from the first position, so that small rings keep their sign
    return sum((x1 - west) * (y2 - south) - (x2 - west) * (y1 - south) for (x1, y1), (x2, y2) in pairwise(points))


def _box_within(inner: Points, outer: Points) -> bool:
    """Whether inner's extent lies within outer's: if not, inner cannot be a hole in outer."""
    for axis in (0, 1):
        inside, around = [point[axis] for point in inner], [point[axis] for point in outer]
        if min(inside) < min(around) or max(inside) > max(around):
            return False
    return True
