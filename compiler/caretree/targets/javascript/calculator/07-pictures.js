// The patient's path on the flowcharts of the page: taken, still open, closed. An empty case lights nothing.

const STATES = ["ct-path-taken", "ct-path-open", "ct-path-closed"];

function lightPath(path) {
  const mark = (shape, node) => {
    shape.classList.remove(...STATES);
    if (path) shape.classList.add("ct-path-" + (path.get(node) || "closed"));
  };
  document.querySelectorAll(".ct-figure .ct-box").forEach((box) => mark(box, box.getAttribute("data-node")));
  document.querySelectorAll(".ct-figure .ct-edge[data-to]").forEach((edge) => mark(edge, edge.getAttribute("data-to")));
}
