// The patient's path on the flowcharts of the page: taken, still open, closed; on the picture of a pathway the phase the
// patient is in. An empty case lights nothing.

const STATES = ["ct-path-taken", "ct-path-open", "ct-path-closed"];

function lightPath(said) {
  const mark = (shape, node, otherwise) => {
    shape.classList.remove(...STATES);
    const state = said ? said.path.get(node) || otherwise : "";
    if (state) shape.classList.add("ct-path-" + state);
  };
  const path = said ? said.path : new Map();
  for (const way of said ? said.answer.phases : []) {
    way.now.forEach((phase) => path.set("pathways/" + way.pathway + "/" + phase, way.now.length === 1 ? "taken" : "open"));
  }
  document.querySelectorAll(".ct-decision .ct-box").forEach((box) => mark(box, box.getAttribute("data-node"), "closed"));
  document.querySelectorAll(".ct-decision .ct-edge[data-to]").forEach((edge) => mark(edge, edge.getAttribute("data-to"), "closed"));
  document.querySelectorAll(".ct-figure .ct-phase").forEach((phase) => mark(phase, phase.getAttribute("data-node"), ""));
}
