"""Files on request: a bar while they are made, a look at them, and buttons to take them away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import streamlit as st

from corridors import markup
from corridors.export import formats
from corridors.export.links import address
from corridors.export.progress import Tell
from corridors.faults import AtlasError
from corridors.model import Atlas
from corridors.selection import Selection

Made = tuple[formats.Files, bytes, str]  # the files, a picture of the first page, or their first lines


def link(picked: Selection, atlas: Atlas) -> str:
    """The address that reopens a view here."""
    return address(base(), picked, atlas)


def base() -> str:
    """The atlas's own address, without a query."""
    return str(st.context.url or "").partition("?")[0].rstrip("/") + "/"


def on_request(
    label: str, asked: object, make: Callable[[Tell], Made], *, key: str, name: str, form: object = ""
) -> None:
    """A button that has files made, and what came of it for as long as the same is `asked` for; then it says so.

    They are made beside the page, which goes on answering; `make` must not call Streamlit. Where the view changes
    meanwhile, files of the same `form` are begun anew, of the view as it stands.
    """
    state = st.session_state
    under_way = f"{key}-job"
    job: Job | None = state.get(under_way)
    pressed = st.button(label, key=f"{key}-prepare", type="primary")
    if pressed or (job and job.form == form and job.asked != asked):
        if job:
            job.dropped = True
        state[key] = None
        job = state[under_way] = Job(asked, form, make)
    if job and job.form == form:
        if job.done:
            state[under_way] = None
            _take(job, key)
        else:
            _watch(job)
    if state.get(key) and state[key][0] == asked:
        _offer(state[key][1], key, name)
    elif state.get(key):
        st.html(markup.note("The view or the format has changed since a file was made. Prepare it again."))


class Job:
    """Files that a thread makes: `share` of the work (0 to 1) is done, `words` say what is being done."""

    def __init__(self, asked: object, form: object, make: Callable[[Tell], Made]) -> None:
        self.asked, self.form = asked, form
        self.share, self.words = 0.0, "Beginning"
        self.made: Made | None = None
        self.fault: Exception | None = None
        self.done = self.dropped = False
        Thread(target=self._run, args=(make,), daemon=True).start()

    def _run(self, make: Callable[[Tell], Made]) -> None:
        try:
            self.made = make(self._tell)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is raised again where the page can show it
            self.fault = fault
        self.done = True

    def _tell(self, share: float, words: str) -> None:
        if self.dropped:
            raise AtlasError("These files are no longer wanted.")
        self.share, self.words = min(1.0, max(0.0, share)), words


def _take(job: Job, key: str) -> None:
    if isinstance(job.fault, AtlasError):
        st.html(markup.notices([str(job.fault)]))
    elif job.fault:
        raise job.fault
    else:
        st.session_state[key] = (job.asked, job.made)


@st.fragment(run_every=timedelta(milliseconds=300))
def _watch(job: Job) -> None:
    if job.done:
        st.rerun()
    st.progress(job.share, f"{markup.label(job.words)} …")


def _offer(made: Made, key: str, name: str) -> None:
    files, picture, text = made
    if picture:
        st.image(picture, caption="First page")
    if text:
        st.code(text, language=None, height=180)
    for ending, data in files.items():
        file = f"{name}{ending}"
        label = f"Download {file} ({len(data) / 1000:,.0f} kB)"
        st.download_button(label, data, file, on_click="ignore", key=f"{key}-download{ending}")
