"""What `.streamlit/config.toml` keeps from happening."""

from __future__ import annotations

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import populate_hash_if_needed


def test_no_words_are_left_to_the_browsers_memory() -> None:
    """Else, after many fast clicks, a panel that the browser has thrown away is sent by name alone: the page breaks."""
    long = ForwardMsg()
    long.delta.new_element.html.body = "a long passage " * 10_000
    populate_hash_if_needed(long)
    assert not long.metadata.cacheable
