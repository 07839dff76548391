export default ({ data, parentElement, setStateValue }) =>
  window.corridorPanel.answer(data, parentElement.querySelector(".ca-words"), (report) => setStateValue("report", report));
