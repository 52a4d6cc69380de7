// The door: what pages, programs and tests call.
//
//     const graph = caretree.prepare(exportedGraph);
//     const said = caretree.decide(graph, {"ANC": {value: 1740, unit: "/uL"}}, {at: "2025-09-08", question: true});
//     said.answer      caretree-answer/1, or null
//     said.problems    why there is no answer; with allowMissing also what is still required
//     said.path        node id → "taken" or "open"

function decide(graph, mapping, options) {
  const wanted = Object.assign({ at: null, allowMissing: false, question: false, trace: false, notAsked: [] }, options);
  const read = readPatient(graph, mapping, wanted);
  if (!read.patient) return { answer: null, problems: read.problems, path: new Map() };
  const of = evaluation(graph, withAssumptions(graph, read.patient));
  const inScope = graph.appliesWhen ? truth(of, graph.appliesWhen) : true;
  const found = statuses(of, inScope);
  const refused = refusals(of, found);
  if (refused.length) return { answer: null, problems: refused, path: new Map() };
  for (const [key, level] of found.levels) {
    if (key.startsWith("advice|offer|")) of.offered.set(key.slice("advice|offer|".length), level === CERTAIN ? true : null);
  }
  return { answer: answerOf(of, inScope, found, wanted), problems: [], path: pathOf(of, inScope) };
}

function answerOf(of, inScope, found, wanted) {
  const graph = of.graph;
  const said = saying(of, found);
  const inside = inScope !== false;
  const all = (kind, answer) => (inside ? keysOfKind(said, kind).map((key) => answer(said, key)) : []);
  const header = graph.guideline;
  return {
    guideline: { id: header.id, version: header.version || "", status: header.status || "", graph_hash: graph.hash },
    notice: notice(header, of.patient.at),
    in_scope: inScope === null ? "unknown" : inScope ? "yes" : "no",
    recommendations: all("advice", recommendation),
    choices: all("choice", choiceAnswer),
    gaps: all("gap", gapAnswer),
    conflicts: all("conflict", conflictAnswer),
    reports: [].concat(...all("report", (_, key) => holding(said, key).map((place) => reportAnswer(said, place.node)))),
    phases: inside ? graph.pathways.map((pathway) => phaseAnswer(of, pathway, inScope)) : [],
    next_question: inside && wanted.question ? nextQuestion(said, inScope, wanted.notAsked) : null,
    assumed: said.applied,
    trace: inside && wanted.trace ? traceOf(of) : [],
    format: "caretree-answer/1",
  };
}

// Every definition's value by its identity: [value or null, what is possible, unit or null].
function define(graph, mapping, options) {
  const read = readPatient(graph, mapping, Object.assign({ at: null, allowMissing: false }, options));
  if (!read.patient) return {};
  const of = evaluation(graph, withAssumptions(graph, read.patient));
  const found = graph.definitions.map((each) => {
    const [value, possible] = reportedAs(of, { of: each.id, kind: each.kind, value: each.value });
    return [each.id, [value, possible, each.kind === "number" ? graph.numberUnits.get(each.value) || "" : null]];
  });
  return Object.assign({}, ...found.map(([id, value]) => ({ [id]: value })));
}

// --- how the answer came about: every fork, extra, grade and rule that was looked at ---

const stateOf = (holds) => (holds === null ? "open" : holds ? "taken" : "closed");
const branchState = (place, open) => (!open.includes(place) ? "closed" : open.length === 1 ? "taken" : "open");

function traceOf(of) {
  const steps = [];
  for (const run of of.graph.runs) {
    if (!run.condition || truth(of, run.condition) !== false) traceNode(of, run.node, steps);
  }
  for (const definition of of.graph.definitions) {
    const node = definition.kind === "label" ? of.graph.labels.get(definition.value) : null;
    if (node && node.is === "labelFork") {
      const possible = labels(of, definition.value);
      const open = node.labels.map((label, place) => (possible.includes(label) ? place : -1)).filter((place) => place >= 0);
      const branches = node.labels.map((label, place) => [label, branchState(place, open)]);
      steps.push({ node: "definitions/" + definition.id, kind: "grade", branches: branches });
    }
  }
  for (const rule of of.graph.rules.filter((each) => each.forbiddenWhen)) {
    steps.push({ node: rule.id, kind: "rule", branches: [[rule.text || "", stateOf(truth(of, rule.forbiddenWhen))]] });
  }
  return steps;
}

function traceNode(of, name, steps) {
  const node = of.graph.nodes.get(name);
  if (node.is === "block") list(node.of).forEach((part) => traceNode(of, part, steps));
  else if (node.is === "conflict" && node.then) traceNode(of, node.then, steps);
  else if (node.is === "extra") {
    const holds = truth(of, node.condition);
    steps.push({ node: name, kind: node.waiting ? "until" : "also when", branches: [[node.label || "", stateOf(holds)]] });
    if (holds !== false) traceNode(of, node.then, steps);
  } else if (node.is === "fork") {
    const open = openBranches(of, node.branches.map((branch) => branch.condition), node.ordered);
    const branches = node.branches.map((branch, place) => [branch.label || "", branchState(place, open)]);
    steps.push({ node: name, kind: node.origin, branches: branches });
    open.forEach((place) => traceNode(of, node.branches[place].then, steps));
  }
}

// The units a form offers for a number, the declared one first: those in which its highest plausible value is a number
// people write, from 1 to some millions. Any other spelling is read as well.
function reportingUnits(given) {
  const most = whole(5000000);
  const usual = given.ways.filter((way) => {
    const high = over(minus(given.number.high, way.offset), way.factor);
    return order(high, ONE) >= 0 && order(high, most) <= 0;
  });
  const symbols = [given.number.unit, ...usual.map((way) => way.unit)].map((unit) => unit.symbol);
  return [...new Set(symbols)].filter(Boolean);
}

const guidelines = new Map();

// Every guideline's own file calls this once with its graph.
function guideline(data) {
  guidelines.set(data.guideline.id, data);
}
