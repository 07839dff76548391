"""Speed of the app beside other ways to build it: `python -m benchmarks` (see docs/performance.md)."""
