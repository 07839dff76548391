"""Corridor Atlas: the trade corridors that five articles propose, each on the words that support it."""
