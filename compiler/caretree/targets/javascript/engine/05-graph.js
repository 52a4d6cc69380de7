// A decision graph made ready: its exact numbers read once, its outcomes listed, what each expression reads looked up.
//
//     prepared(data)     the exported graph (caretree-graph/1), or the same with defaults left out
//
// Nothing here knows a patient. Tables are Maps, so no name in a guideline can meet a name of JavaScript's own.

const COURSE_STATUSES = ["not tried", "under way", "responded", "failed", "not tolerated", "stopped"];
const STRENGTHS = ["recommend", "should use", "consider", "may use", "avoid", "do not use"];

const list = (value) => value || [];
const table = (value) => new Map(Object.entries(value || {}));

function prepared(data) {
  const graph = {
    hash: data.hash,
    guideline: data.guideline,
    appliesWhen: data.appliesWhen || null,
    impossible: list(data.impossible),
    numberUnits: table(data.numberUnits),
    runs: list(data.runs),
    nodes: new Map(Object.entries(data.nodes || {}).map(([id, node]) => [id, preparedNode(id, node)])),
    options: table(data.options),
    pathways: list(data.pathways).map(preparedPathway),
    rules: list(data.rules),
    inputs: list(data.inputs).map(preparedInput),
    definitions: list(data.definitions),
    actions: list(data.actions),
    gaps: new Map(list(data.gaps).map((gap) => [gap.id, gap])),
    conflicts: new Map(list(data.conflicts).map((conflict) => [conflict.id, conflict])),
  };
  graph.given = new Map(graph.inputs.map((given) => [given.id, given]));
  graph.place = new Map(graph.inputs.map((given, place) => [given.id, place]));
  graph.numbers = mapped(table(data.numbers), preparedNumber);
  graph.conditions = mapped(table(data.conditions), (node) => preparedCondition(node, graph));
  graph.labels = table(data.labels);
  graph.names = new Map(
    [...graph.inputs, ...graph.definitions, ...graph.actions].map((each) => [each.id, each.name]),
  );
  graph.defined = new Map(graph.definitions.map((each) => [each.value, each.id]));
  graph.dosing = new Map(graph.actions.filter((each) => each.dosing).map((each) => [each.id, each.dosing]));
  graph.reads = new Map();
  graph.outline = outlineOf(graph);
  graph.thresholds = thresholdsOf(graph);
  return graph;
}

// A node with its id, and with whole names for the nodes it leads to: "/x" is below it, "./x" beside it.
function preparedNode(id, node) {
  const beside = id.slice(0, id.lastIndexOf("/"));
  const whole = (name) =>
    name.startsWith("/") ? id + name : name.startsWith("./") ? beside + name.slice(1) : name;
  const made = Object.assign({ id: id }, node);
  if (node.is === "block") made.of = list(node.of).map(whole);
  if (node.then) made.then = whole(node.then);
  if (node.branches) {
    made.branches = node.branches.map((branch) => Object.assign({}, branch, { then: whole(branch.then) }));
  }
  return made;
}

const mapped = (from, change) => new Map([...from].map(([name, node]) => [name, change(node)]));

function preparedInput(given) {
  const type = given.type;
  const number = type.is === "series" ? type.of : type.is === "number" ? type : null;
  const made = Object.assign({}, given, { number: null, ways: [], keys: keysOf(given) });
  if (!number) return made;
  const declared = (number.unit && findUnit(number.unit)) || NO_UNIT;
  made.number = {
    unit: declared,
    whole: number.kind === "whole number",
    low: exact(number.plausible.low),
    high: exact(number.plausible.high),
    decimals: typeof number.decimals === "number" ? number.decimals : null,
  };
  made.ways = list(given.accepts).map((each) => ({
    unit: findUnitFor(each.symbol, declared) || NO_UNIT,
    factor: exact(each.factor),
    offset: exact(each.offset || "0"),
  }));
  if (made.ways.length === 0) made.ways = [{ unit: declared, factor: ONE, offset: ZERO }];
  return made;
}

function slug(name) {
  const plain = name.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
}

const snake = (name) => slug(name).split("-").join("_");

// Every key that means an input: its long, short and snake_case names and its identity.
function keysOf(given) {
  return [given.name, given.short, snake(given.name), given.id, snake(given.id)].filter(Boolean);
}

function preparedPathway(pathway) {
  const phases = list(pathway.phases).map((phase) =>
    Object.assign({}, phase, {
      window: phase.window ? phase.window.map(exact) : null,
      transitions: list(phase.transitions),
    }),
  );
  return Object.assign({}, pathway, { phases: phases });
}

function preparedNumber(node) {
  switch (node.is) {
    case "constantNumber":
      return { is: node.is, value: exact(node.value) };
    case "power":
      return { is: node.is, of: node.of, exponent: exact(node.exponent) };
    case "rounded":
      return { is: node.is, of: node.of, step: exact(node.step), mode: node.mode };
    case "score":
      return { is: node.is, items: list(node.items).map(([points, of]) => [exact(points), of]), add: list(node.add) };
    case "seriesValue":
      return Object.assign({ last: null }, node, { within: node.within ? exact(node.within) : null });
    default:
      return node;
  }
}

const bound = (end) => (end ? { value: exact(end[0]), included: end[1] } : null);

function preparedCondition(node, graph) {
  switch (node.is) {
    case "compare": {
      const constant = !graph.numbers.has(node.right);
      const right = constant ? exact(node.right) : null;
      return { is: node.is, comparison: node.comparison, left: node.left, right: node.right, constant: right };
    }
    case "dualCompare":
      return Object.assign({}, node, { cutoffs: node.cutoffs.map(([code, value]) => [code, exact(value)]) });
    case "sustained":
      return Object.assign({}, node, { low: bound(node.low), high: bound(node.high), days: exact(node.days) });
    default:
      return node;
  }
}

// --- outcomes in order of writing, each with the conditions on its way ---

function keyOf(node) {
  switch (node.is) {
    case "advice":
      return "advice|" + node.direction + "|" + node.action;
    case "choice":
      return "choice|" + node.options + "|" + node.mode;
    case "gap":
      return "gap|" + node.gap;
    case "conflict":
      return "conflict|" + node.conflict;
    default:
      return "report|" + node.id;
  }
}

// Each result (by its key) with every place it stands in, in order of first appearance.
function outlineOf(graph) {
  const found = new Map();
  const always = graph.appliesWhen ? [graph.appliesWhen] : [];
  const visit = (name, above, waiting) => {
    const node = graph.nodes.get(name);
    if (node.is === "block") list(node.of).forEach((part) => visit(part, above, waiting));
    else if (node.is === "fork") {
      const inside = [...above, ...node.branches.map((branch) => branch.condition)];
      node.branches.forEach((branch) => visit(branch.then, inside, waiting));
    } else if (node.is === "extra") {
      visit(node.then, [...above, node.condition], node.waiting ? [...waiting, node.condition] : waiting);
    } else if (node.is !== "nothing") {
      const key = keyOf(node);
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ node: node, line: "line|" + node.id, conditions: above, waiting: waiting });
      if (node.is === "conflict" && node.then) visit(node.then, above, waiting);
    }
  };
  for (const run of graph.runs) visit(run.node, run.condition ? [...always, run.condition] : always, []);
  return found;
}

// --- what an expression reads, through everything it is built from: inputs, and yes/no definitions with assumptions ---

function mentioned(graph, kind, name) {
  const conditions = [];
  const numbers = [];
  const labels = [];
  const inputs = [];
  const node = (kind === "condition" ? graph.conditions : kind === "number" ? graph.numbers : graph.labels).get(name);
  if (node.input) inputs.push(node.input);
  if (node.is === "notKnown") inputs.push(...list(node.inputs));
  else if (node.is === "compare") numbers.push(node.left, ...(node.constant ? [] : [node.right]));
  else if (node.is === "labelIn") labels.push(node.of);
  else if (node.is === "assumed") conditions.push(node.of, ...(node.unless ? [node.unless] : []));
  else if (node.is === "arithmetic") numbers.push(node.left, node.right);
  else if (node.is === "completedYears") numbers.push(node.start, node.end);
  else if (node.is === "score") {
    conditions.push(...node.items.map((item) => item[1]));
    numbers.push(...node.add);
  } else if (node.is === "numberFork") {
    node.branches.forEach((branch) => (conditions.push(branch[0]), numbers.push(branch[1])));
  } else if (node.is === "labelFork") {
    node.branches.forEach((branch) => (conditions.push(branch[0]), branch[2] && labels.push(branch[2])));
    if (node.graded) numbers.push(node.graded);
  } else if (node.of) {
    (kind === "condition" && node.is !== "dualCompare" ? conditions : numbers).push(...[].concat(node.of));
  }
  return { conditions, numbers, labels, inputs, assumed: node.is === "assumed" ? [node.id] : [] };
}

function readsOf(graph, kind, name) {
  const key = kind + "|" + name;
  if (!graph.reads.has(key)) {
    const direct = mentioned(graph, kind, name);
    const found = { inputs: new Set(direct.inputs), assumed: new Set(direct.assumed) };
    const parts = [
      ...direct.conditions.map((each) => readsOf(graph, "condition", each)),
      ...direct.numbers.map((each) => readsOf(graph, "number", each)),
      ...direct.labels.map((each) => readsOf(graph, "label", each)),
    ];
    for (const part of parts) {
      part.inputs.forEach((each) => found.inputs.add(each));
      part.assumed.forEach((each) => found.assumed.add(each));
    }
    graph.reads.set(key, found);
  }
  return graph.reads.get(key);
}

const inFileOrder = (graph, names) => [...names].sort((a, b) => graph.place.get(a) - graph.place.get(b));
