/* In Streamlit's page: hands the visitor's state to the map's frame, and what the frame reports to Python.
   The frame stands beside Streamlit's tree, not in it. The page brings it along, so the map is there before Streamlit is
   (`views/shell.py`); with newer data, or where the server was not ready, it is made here. */
let latest, tell;
const newest = () => document.querySelector("#ca-map > iframe");

addEventListener("message", ({ source, data }) => {
  const frame = newest();
  if (!frame || source !== frame.contentWindow) return;
  if (data.report) { tell(data.report); return; }
  while (frame.nextSibling) frame.nextSibling.remove();   // it is drawn: now the one that lies over it may go
  pass();
});
const pass = () => newest().contentWindow.postMessage(latest, "*");   // a sandboxed frame's origin has no name

export default function ({ data, setStateValue }) {
  latest = data;
  tell = (report) => setStateValue("report", report);
  if (newest()?.dataset.address === data.address) { pass(); return; }
  const frame = document.createElement("iframe");
  frame.dataset.address = data.address;
  frame.title = "Map";
  frame.src = `${data.address}#${encodeURIComponent(data.state)}`;
  document.getElementById("ca-map").prepend(frame);
}
