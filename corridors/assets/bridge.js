/* Hands the visitor's state to the map's frame, and what the frame reports to Python. Streamlit sends this text along with
   each answer: it is kept short. The page brings the frame along (`views/shell.py`); with newer data, or where the server
   was not ready, it is made here, beside Streamlit's tree, too. */
let latest, tell;
const place = document.getElementById("ca-map");
const newest = () => place.querySelector("iframe");   // over it may lie one that is about to go

/* A channel of the frame's own: by the window's, a report would wait until the click that it reports is painted. */
function pass() {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => { whole(data.briefing); if (data.report) tell(data.report); };
  newest().contentWindow.postMessage(latest, "*", [port2]);   // a sandboxed frame's origin has no name
}
const whole = (briefing) => place.classList.toggle("ca-whole", briefing);

addEventListener("message", ({ source, data }) => {   // a frame is ready
  if (!latest || source !== newest().contentWindow) return;
  while (newest().nextSibling) newest().nextSibling.remove();
  whole(data.briefing);
  pass();
});

export default function ({ data, setStateValue }) {
  const news = data.revision !== latest?.revision || data.session !== latest.session;
  latest = data;
  tell = (report) => setStateValue("report", report);
  if (newest()?.dataset.address === data.address) {
    if (news) pass();
    return;
  }
  const frame = document.createElement("iframe");
  frame.dataset.address = data.address;
  frame.title = "Map";
  frame.src = `${data.address}#${encodeURIComponent(data.state)}`;
  place.prepend(frame);
}
