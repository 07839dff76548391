/* In Streamlit's page, beside its tree: hands the visitor's state to the map's frame, what the frame reports to Python,
   and the words of records to the panel. Runs in the head; a component calls it with each answer (`bridge.js`). */
window.corridorPanel = (() => {
  let latest, tell, box;   // Python's last answer, how Python is told, where the words stand
  let asked = 0;           // number of the frame's last report: an answer to an older one has old words
  const place = () => document.getElementById("ca-map");
  const newest = () => place().querySelector("iframe");   // over it may lie one that is about to go
  const whole = (briefing) => place().classList.toggle("ca-whole", briefing);

  /* A channel of the frame's own: by the window's, a report would wait until the click that it reports is painted. */
  function pass() {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { whole(data.briefing); if (data.report) report(data.report); };
    newest().contentWindow.postMessage(latest, "*", [port2]);   // a sandboxed frame's origin has no name
  }
  async function report(said) {
    asked = said.n;
    if (latest.page === "evidence") await Promise.race([show(said.selected, ""), new Promise((done) => setTimeout(done, 60))]);
    if (asked === said.n) tell(said);
  }
  addEventListener("message", ({ source, data }) => {   // a frame is ready
    if (!latest || source !== newest().contentWindow) return;
    while (newest().nextSibling) newest().nextSibling.remove();
    whole(data.briefing);
    pass();
  });

  /* Words of records are asked for by their ids as soon as a click is known: an answer by Streamlit comes later by what it
     takes to draw all of its page anew. They are escaped (`markup`), and no script in them may run (`views/guard.py`). */
  async function show(ids, otherwise) {
    if (!ids.length) {
      if (otherwise) say("", otherwise);   // an introduction, which comes with the answer
      return;
    }
    const address = latest.address.replace("frame.html", `words/${ids.join(",")}`);
    if (box.said === address) return;
    box.wanted = address;
    const reply = await fetch(address).catch(() => null);   // no server: its next answer asks again
    const words = reply?.ok && await reply.text();
    if (words && box.wanted === address) say(address, words);
  }
  function say(said, words) {
    Object.assign(box, { said, wanted: said });
    if (box.innerHTML !== words) box.innerHTML = words;
  }

  function answer(data, at, telling) {
    const news = data.revision !== latest?.revision || data.session !== latest.session;
    [latest, box, tell] = [data, at, telling];
    Object.assign(at.closest(".st-key-panel"), { id: "ca-panel", tabIndex: -1 });   // where the skip link leads
    if (news) asked = data.seen;
    if (data.seen === asked) {
      if (data.page === "evidence") show(data.read, data.words);
      else say("", "");
    }
    if (newest()?.dataset.address === data.address) {
      if (news) pass();
      return;
    }
    // The page brings a frame along (`views/shell.py`), but not with newer data, nor where the server was not ready.
    const frame = document.createElement("iframe");
    frame.dataset.address = data.address;
    frame.title = "Map";
    frame.src = `${data.address}#${encodeURIComponent(data.state)}`;
    place().prepend(frame);
  }
  return { answer };
})();
