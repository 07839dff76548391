"""Medians, 95th percentiles and other figures of what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, median


def p50(values: Sequence[float]) -> float:
    """Median; not a number when there is nothing."""
    return median(values) if values else math.nan


def p95(values: Sequence[float]) -> float:
    """The value that 95 in 100 do not exceed (nearest rank)."""
    if not values:
        return math.nan
    return sorted(values)[max(0, math.ceil(0.95 * len(values)) - 1)]


def mean(values: Sequence[float]) -> float:
    """Arithmetic mean; not a number when there is nothing."""
    return fmean(values) if values else math.nan


def ratio(above: float, below: float) -> float:
    """A quotient that does not fail."""
    return above / below if below else math.nan
